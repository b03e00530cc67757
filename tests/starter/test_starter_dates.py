"""The calendar of a starter: a term that can run, no day off that nobody announced."""

import datetime
import tomllib

import pytest
from starter_folders import content, starter, table

from dutyrules.calendar.reading import calendar_from
from dutyrules.findings.model import Language
from dutyrules.starter.calendar_toml import calendar_toml
from dutyrules.starter.school_year import terms_around

DAYS = [
    datetime.date(2026, 7, 1),
    datetime.date(2026, 11, 22),
    datetime.date(2027, 1, 31),
    datetime.date(2027, 2, 1),
    datetime.date(2027, 6, 30),
]
TABLES = (
    "year",
    "term",
    "term.week",
    "period",
    "holiday",
    "make_up",
    "closure",
    "exam_week",
    "skip_week",
    "vacation",
)


@pytest.mark.parametrize(
    ("today", "expected"),
    [*zip(DAYS, 3 * ["2026-autumn"] + 2 * ["2027-spring"], strict=True)],
)
def test_the_term_is_that_of_the_day(today: datetime.date, expected: str) -> None:
    """A school that starts in summer or in the winter vacation prepares the term to come."""
    assert expected == terms_around(today)[0].id


@pytest.mark.parametrize("today", DAYS)
def test_the_audit_is_of_a_day_with_the_example(today: datetime.date) -> None:
    """The printed day lies in the term and not before the example rows."""
    term, _ = terms_around(today)
    assert term.first_day < term.example_day <= term.as_of(today) <= term.last_day


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("today", DAYS)
def test_the_calendar_is_read(language: Language, today: datetime.date) -> None:
    """The calendar is without fault on any day of the year, and knows its term."""
    terms = terms_around(today)
    calendar = calendar_from("calendar.toml", calendar_toml(*terms, language))
    assert (terms[0].id,) == tuple(term.id for term in calendar.terms)


def test_no_holiday_is_invented() -> None:
    """Only the announced table is used; the year that it lacks is the school's to fill in."""
    written = tomllib.loads(content(starter("002-14"), "calendar.toml").decode())
    assert {"school", "zone", "week_start", "weekend", "holidays", "year", "term"} == written.keys()
    assert "CN" == written["holidays"]
    assert [{"year": 2027, "source": "待学校按放假通知填写"}] == written["year"]


def test_the_table_of_the_mainland_is_not_assumed_elsewhere() -> None:
    """In Traditional Chinese no public holidays are taken for granted."""
    written = tomllib.loads(content(starter("002-14", Language.ZH_HANT), "calendar.toml").decode())
    assert "none" == written["holidays"]


def test_every_key_is_explained() -> None:
    """Each table that a calendar may have stands there, in comments if it is not needed."""
    text = content(starter("002-14"), "calendar.toml").decode()
    assert [] == [key for key in TABLES if f"# [[{key}]]：" not in text]


def test_a_policy_that_names_a_lesson_gets_its_hours() -> None:
    """002-15 asks for the second lesson of the afternoon, so the calendar says when the lessons are."""
    written = tomllib.loads(content(starter("002-15"), "calendar.toml").decode())
    assert [1, 2, 3, 4, 5, 6] == [period["number"] for period in written["period"]]


def test_the_log_states_nothing() -> None:
    """log.toml is an explanation and an example, both in comments."""
    text = content(starter("002-14"), "log.toml").decode()
    assert {} == tomllib.loads(text)
    assert [{"types": [], "through": datetime.date(2026, 11, 22)}] == tomllib.loads(
        "\n".join(line.removeprefix("#") for line in text.splitlines()[6:9])
    )["complete"]


@pytest.mark.parametrize("language", Language)
def test_the_readme_has_ten_lines(language: Language) -> None:
    """Ten lines name every file and both commands."""
    text = content(made := starter("002-14", language), "README.txt").decode("utf-8-sig")
    assert 10 == len(text.splitlines())
    assert [] == [name for name, _ in made.contents if name != "README.txt" and name not in text]
    assert "dutyrules check 002-14.duty" in text
    assert "dutyrules audit 002-14.duty --school . --log log.xlsx --as-of 2026-11-22" in text


def test_example_people_say_what_they_are() -> None:
    """Nobody of the example can be taken for somebody of the school."""
    people = table(starter("002-14"), "people.csv")[1:]
    assert [] == [row for row in people if not all(cell.startswith("示例") for cell in row[:2])]
