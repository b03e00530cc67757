"""calendar.toml is read whole, and everything wrong with it is said at once."""

import datetime
from pathlib import Path

import pytest
from school_2026 import AUTUMN, HEAD, calendar, codes, problems

from dutyrules.calendar.reading import CalendarFileError, read_calendar

DATE = datetime.date


def test_a_small_calendar_is_read(tmp_path: Path) -> None:
    """School, zone, terms and lesson periods are those of the file."""
    path = tmp_path / "calendar.toml"
    path.write_text(
        f"{HEAD}{AUTUMN}[[period]]\nnumber = 1\nstart = 08:00:00\nend = 08:40:00\n", encoding="utf-8-sig"
    )
    got = read_calendar(path)
    assert (got.school, got.zone) == ("清溪小学", "Asia/Shanghai")
    assert [term.id for term in got.terms] == ["2026-autumn"]
    assert got.period_of_day(1) == (datetime.time(8), datetime.time(8, 40))


def test_a_year_without_a_notice_is_refused_and_the_remedy_named() -> None:
    """A term that reaches into 2027 is an error until someone says what is off in 2027."""
    (problem,) = problems(HEAD + AUTUMN.replace("2026-12-31", "2027-01-22"))
    assert (problem.column, problem.code) == ("holidays", "holidays-unknown")
    for remedy in ("2027", "[[holiday]]", "[[make_up]]", "[[year]] year = 2027", '"none"'):
        assert remedy in problem.message.en
        assert remedy in problem.message.zh_hans
        assert remedy in problem.message.zh_hant


def test_a_year_listed_by_hand_is_known() -> None:
    """The school's own days off stand for the year that the table lacks, the table for the others."""
    got = calendar(
        f"{HEAD}{AUTUMN.replace('2026-12-31', '2027-01-22')}[[year]]\nyear = 2027\nsource = '学校通知'\n"
        '[[holiday]]\nname = "元旦"\nfirst_day = 2027-01-01\nlast_day = 2027-01-03\n'
    )
    assert not got.is_school_day(DATE(2027, 1, 1))
    assert got.is_school_day(DATE(2027, 1, 4))
    assert not got.is_school_day(DATE(2026, 10, 1))


def test_without_a_holiday_table_only_the_own_days_count() -> None:
    """A school abroad, or of a year to come, lists its days itself."""
    got = calendar(HEAD.replace('"CN"', '"none"') + AUTUMN + "[[closure]]\nfirst_day = 2026-11-02\n")
    assert got.is_school_day(DATE(2026, 10, 1))
    assert not got.is_school_day(DATE(2026, 9, 20))
    assert not got.is_school_day(DATE(2026, 11, 2))


def test_all_problems_come_at_once() -> None:
    """One reading lists every fault with its key."""
    text = """
    school = 7
    zone = "Asia/Shangai"
    week_start = "someday"
    holiday = 3
    [[term]]
    id = "a"
    school_year = "2026-2027"
    first_day = 2026-09-01
    last_day = "2027-01-22"
    """
    assert codes(text) == [
        ("school", "wrong-kind"),
        ("zone", "zone-unknown"),
        ("week_start", "weekday-unknown"),
        ("term[1].last_day", "wrong-kind"),
        ("holidays", "key-missing"),
        ("holiday", "wrong-kind"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[[term]]\nid = 'b'\nschool_year = 'x'\nfirst_day = 2026-12-01\nlast_day = 2026-12-31\n",
            "terms-overlap",
        ),
        (AUTUMN.replace("2026-09-01", "2026-02-01").replace("2026-12-31", "2026-06-01"), "term-twice"),
        ("[[exam_week]]\nterm = '2025'\nnumber = 3\n", "term-unknown"),
        ("[[skip_week]]\nterm = '2026-autumn'\nnumber = 40\n", "week-unknown"),
        ("[[skip_week]]\nterm = '2026-autumn'\nfirst_day = 2027-03-01\n", "day-outside-term"),
        ("[[term.week]]\nnumber = 1\nfirst_day = 2026-09-14\n", "week-numbers-not-rising"),
        ("[[make_up]]\nday = 2026-10-11\nacts_as = 2026-10-07\n", "make-up-twice"),
        ("[[closure]]\nfirst_day = 2026-10-11\nlast_day = 2026-10-01\n", "days-reversed"),
        ("[[closure]]\nfirst_day = 2026-10-11\nlast_day = 2029-10-01\n", "span-too-long"),
        ("[[holidays]]\nname = 'x'\n", "toml-malformed"),
        ("[[holliday]]\nname = 'x'\n", "key-unknown"),
        ("[[closure]]\nfirst_day = 1000-10-11\n", "wrong-kind"),
        ("[[period]]\nnumber = true\nstart = 08:00:00\nend = 08:40:00\n", "wrong-kind"),
        ("[[period]]\nnumber = 1\nstart = 09:00:00\nend = 08:40:00\n", "period-reversed"),
        ("[[vacation]]\nterm = '2026-autumn'\nfirst_day = 2027-01-23\n", "key-missing"),
    ],
)
def test_each_fault_has_its_code(text: str, expected: str) -> None:
    """A calendar with one fault has one problem."""
    assert [code for _, code in codes(HEAD + AUTUMN + text)] == [expected]


def test_a_broken_file_names_the_line() -> None:
    """A reader finds the place without knowing TOML's grammar."""
    (problem,) = problems('school = "a\nzone = 3\n')
    assert (problem.code, problem.row) == ("toml-malformed", 1)


def test_a_misspelt_key_is_answered_with_the_likely_one() -> None:
    """The remedy is named when there is one."""
    (problem,) = problems(f"weekands = ['sunday']\n{HEAD}{AUTUMN}")
    assert "weekend" in problem.message.en


def test_a_calendar_without_a_term_is_an_error() -> None:
    """There is nothing to audit in it."""
    assert codes(HEAD) == [("term", "key-missing")]


def test_a_missing_or_huge_file_is_an_error(tmp_path: Path) -> None:
    """Neither is read as an empty calendar."""
    with pytest.raises(CalendarFileError, match="file-missing"):
        read_calendar(tmp_path / "calendar.toml")
    (tmp_path / "calendar.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(CalendarFileError, match="file-too-large"):
        read_calendar(tmp_path / "calendar.toml")
