"""Days, instants and windows of terms as schools have them."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from school_2026 import AUTUMN, HEAD, calendar

from dutyrules.calendar.errors import CalendarError
from dutyrules.calendar.periods import Period
from dutyrules.calendar.school_calendar import CalendarWindow
from dutyrules.findings.model import Language

DATE = datetime.date
MINUTE = 60_000_000
AUTUMN_2026 = calendar(HEAD + AUTUMN)
TERM = AUTUMN_2026.term("2026-autumn")


def spans(windows: tuple[CalendarWindow, ...]) -> list[tuple[int, str, str, int]]:
    """Number, first day, last day and school days of each window."""
    return [(w.number, str(w.first_day), str(w.last_day), w.school_days) for w in windows]


def test_the_first_weeks_of_the_term_count_their_school_days() -> None:
    """Week 1 holds 1 September; a make-up Sunday adds a day; the week of National Day keeps three."""
    assert spans(AUTUMN_2026.windows(TERM, Period.WEEK))[:6] == [
        (1, "2026-09-01", "2026-09-06", 4),
        (2, "2026-09-07", "2026-09-13", 5),
        (3, "2026-09-14", "2026-09-20", 6),
        (4, "2026-09-21", "2026-09-27", 4),
        (5, "2026-09-28", "2026-10-04", 3),
        (6, "2026-10-05", "2026-10-11", 3),
    ]


def test_months_are_clipped_to_the_term() -> None:
    """September to December, each with its school days."""
    assert spans(AUTUMN_2026.windows(TERM, Period.MONTH)) == [
        (9, "2026-09-01", "2026-09-30", 22),
        (10, "2026-10-01", "2026-10-31", 18),
        (11, "2026-11-01", "2026-11-30", 21),
        (12, "2026-12-01", "2026-12-31", 23),
    ]


def test_a_make_up_day_carries_weekday_and_parity_of_another_date() -> None:
    """Sunday 20 September of week 3 is taught as the Tuesday of week 6."""
    sunday = DATE(2026, 9, 20)
    assert AUTUMN_2026.acts_as(sunday) == DATE(2026, 10, 6)
    assert (AUTUMN_2026.weekday(sunday), AUTUMN_2026.week_number(sunday)) == (2, 6)
    assert not AUTUMN_2026.week(TERM, 6).is_odd
    assert AUTUMN_2026.week(TERM, 3).is_odd


def test_an_ordinary_day_acts_as_itself() -> None:
    """So does a day in the vacation, which belongs to no week."""
    assert AUTUMN_2026.acts_as(DATE(2026, 9, 14)) == DATE(2026, 9, 14)
    assert AUTUMN_2026.week_number(DATE(2026, 9, 14)) == 3
    assert AUTUMN_2026.week_number(DATE(2026, 8, 20)) is None


def test_the_school_may_teach_another_timetable_on_a_make_up_day() -> None:
    """The file beats the default, and the other make-up day must then be named too."""
    got = calendar(
        HEAD + AUTUMN + "[[make_up]]\nday = 2026-09-20\nacts_as = 2026-10-07\n"
        "[[make_up]]\nday = 2026-10-10\nacts_as = 2026-10-06\n"
    )
    assert got.acts_as(DATE(2026, 9, 20)) == DATE(2026, 10, 7)
    assert got.acts_as(DATE(2026, 10, 10)) == DATE(2026, 10, 6)


def test_a_closure_beats_a_make_up_day_and_a_holiday_of_the_school_does_too() -> None:
    """A typhoon closes the school on its make-up Sunday, and sports day takes Saturday's place."""
    closed = calendar(HEAD + AUTUMN + "[[closure]]\nfirst_day = 2026-09-20\n")
    assert not closed.is_school_day(DATE(2026, 9, 20))
    assert closed.acts_as(DATE(2026, 9, 20)) == DATE(2026, 9, 20)
    off = calendar(HEAD + AUTUMN + "[[holiday]]\nname = '运动会'\nfirst_day = 2026-10-10\n")
    assert not off.is_school_day(DATE(2026, 10, 10))


def test_a_weekday_swapped_for_another_stays_a_school_day() -> None:
    """A Monday may be taught with Friday's timetable."""
    got = calendar(HEAD + AUTUMN + "[[make_up]]\nday = 2026-11-02\nacts_as = 2026-11-13\n")
    assert got.is_school_day(DATE(2026, 11, 2))
    assert (got.weekday(DATE(2026, 11, 2)), got.week_number(DATE(2026, 11, 2))) == (5, 11)


def test_school_days_are_counted_found_and_left() -> None:
    """Counting is half-open, and the days off of National Day are jumped over."""
    assert AUTUMN_2026.school_days(DATE(2026, 9, 28), DATE(2026, 10, 12)) == 6
    assert AUTUMN_2026.school_days(DATE(2026, 10, 12), DATE(2026, 9, 28)) == 0
    assert AUTUMN_2026.school_day_after(DATE(2026, 9, 30), 1) == DATE(2026, 10, 8)
    assert AUTUMN_2026.school_day_after(DATE(2026, 10, 1), 3) == DATE(2026, 10, 10)
    assert AUTUMN_2026.school_day_after(DATE(2026, 9, 30), 0) == DATE(2026, 9, 30)
    assert AUTUMN_2026.school_day_after(DATE(2026, 10, 1), 0) == DATE(2026, 10, 8)
    assert AUTUMN_2026.last_school_day(DATE(2026, 10, 1), DATE(2026, 10, 10)) == DATE(2026, 10, 9)
    assert AUTUMN_2026.last_school_day(DATE(2026, 10, 1), DATE(2026, 10, 8)) is None


def test_beyond_the_last_term_there_is_no_school_day_to_name() -> None:
    """The question is refused with the remedy, not answered by guessing."""
    with pytest.raises(CalendarError, match="add the term that follows"):
        AUTUMN_2026.school_day_after(DATE(2026, 12, 30), 2)


@given(st.dates(DATE(2026, 8, 1), DATE(2027, 1, 31)), st.integers(0, 60))
def test_a_count_of_days_agrees_with_asking_each_day(first: DATE, length: int) -> None:
    """The fast count and the obvious one are the same."""
    end = first + datetime.timedelta(days=length)
    asked = sum(AUTUMN_2026.is_school_day(first + datetime.timedelta(days=n)) for n in range(length))
    assert asked == AUTUMN_2026.school_days(first, end)


@pytest.mark.parametrize("period", [Period.DAY, Period.SCHOOL_DAY, Period.WEEK, Period.MONTH, Period.TERM])
@pytest.mark.parametrize("every", [1, 2, 3])
def test_windows_follow_each_other_and_hold_every_school_day(period: Period, every: int) -> None:
    """No window overlaps the next, each has a school day, and none is lost between them."""
    windows = AUTUMN_2026.windows(TERM, period, every)
    assert all(earlier.end <= later.start for earlier, later in pairwise(windows))
    assert all(window.school_days > 0 for window in windows)
    assert sum(window.school_days for window in windows) == AUTUMN_2026.school_days(
        TERM.first_day, TERM.end_day
    )


def test_two_weeks_are_one_window_counted_from_the_anchor() -> None:
    """From week 2, weeks 2 and 3 are the first window and week 1 is in none."""
    windows = AUTUMN_2026.windows(TERM, Period.WEEK, 2, 2)
    assert spans(windows)[:2] == [(1, "2026-09-07", "2026-09-20", 11), (2, "2026-09-21", "2026-10-04", 7)]
    assert AUTUMN_2026.describe(windows[0], Language.ZH_HANS) == "每2周第1期（2026-09-07至09-20）"


def test_a_skipped_week_keeps_its_number_and_owes_nothing() -> None:
    """Week 6 is not listed and week 7 is still week 7."""
    got = calendar(HEAD + AUTUMN + "[[skip_week]]\nterm = '2026-autumn'\nnumber = 6\n")
    numbers = [window.number for window in got.windows(got.terms[0], Period.WEEK)]
    assert numbers[4:7] == [5, 7, 8]
    assert not got.week(got.terms[0], 6).owed


def test_a_week_without_a_number_passes_it_on() -> None:
    """Where the week of National Day does not count, the week after it is week 6."""
    got = calendar(HEAD + AUTUMN + "[[skip_week]]\nterm = '2026-autumn'\nfirst_day = 2026-10-05\n")
    assert got.week(got.terms[0], 6).first_day == DATE(2026, 10, 12)
    assert got.week_number(DATE(2026, 10, 8)) is None


def test_exam_weeks_are_marked() -> None:
    """The mark is on the week alone."""
    got = calendar(HEAD + AUTUMN + "[[exam_week]]\nterm = '2026-2027学年第一学期'\nnumber = 10\n")
    assert [week.number for week in got.terms[0].weeks if week.exam] == [10]


def test_weeks_may_begin_on_sunday() -> None:
    """Sunday 6 September then belongs to week 2."""
    got = calendar(f"week_start = '周日'\n{HEAD}{AUTUMN}")
    assert spans(got.windows(got.terms[0], Period.WEEK))[0] == (1, "2026-09-01", "2026-09-05", 4)
    assert got.week_number(DATE(2026, 9, 6)) == 2


TAIWAN = """
school = "示範國小"
zone = "Asia/Taipei"
holidays = "none"
[[term]]
id = "114-2"
name = "114學年度第2學期"
school_year = "114學年度"
first_day = 2026-02-23
last_day = 2026-06-30
[[term.week]]
number = 3
first_day = 2026-02-23
[[make_up]]
day = 2026-01-21
acts_as = 2026-02-25
"""


def test_a_term_may_begin_with_week_three_and_have_days_before_it_began() -> None:
    """The first taught week is week 3, and a day in January counts as one of its days."""
    got = calendar(TAIWAN)
    term = got.term("114學年度第2學期")
    assert [week.number for week in term.weeks][:2] == [3, 4]
    assert got.windows(term, Period.WEEK)[0].number == 3
    early = DATE(2026, 1, 21)
    assert got.is_school_day(early)
    assert (got.week_number(early), got.weekday(early), got.term_of(early)) == (3, 3, None)
    assert got.school_days(early, DATE(2026, 2, 24)) == 2
    assert got.describe(got.windows(term, Period.SCHOOL_YEAR)[0], Language.ZH_HANT) == "114學年度"


TWO_TERMS = f"""{HEAD}
[[term]]
id = "2025-autumn"
name = "2025-2026学年第一学期"
school_year = "2025-2026"
first_day = 2025-09-01
last_day = 2026-01-23
[[term]]
id = "2026-spring"
name = "2025-2026学年第二学期"
school_year = "2025-2026"
first_day = 2026-03-02
last_day = 2026-07-03
[[vacation]]
term = "2025-autumn"
name = "寒假"
first_day = 2026-01-24
last_day = 2026-03-01
"""


def test_a_school_year_spans_its_terms_and_a_half_year_is_one() -> None:
    """Both terms are one window; the half-year is the term itself."""
    got = calendar(TWO_TERMS)
    (year,) = got.windows(got.term("2026-spring"), Period.SCHOOL_YEAR)
    assert (str(year.first_day), str(year.last_day)) == ("2025-09-01", "2026-07-03")
    assert year.school_days == got.school_days(DATE(2025, 1, 1), DATE(2027, 1, 1))
    (half,) = got.windows(got.term("2026-spring"), Period.HALF_YEAR)
    assert (str(half.first_day), str(half.last_day)) == ("2026-03-02", "2026-07-03")
    assert got.describe(half, Language.EN) == "2025-2026学年第二学期"


def test_holidays_are_the_long_runs_of_days_off_and_the_vacation() -> None:
    """National Day of 2025, New Year of 2026, and the winter vacation after the term; no mere weekend."""
    got = calendar(TWO_TERMS)
    windows = got.windows(got.term("2025-autumn"), Period.HOLIDAY)
    assert spans(windows) == [
        (1, "2025-10-01", "2025-10-08", 0),
        (2, "2026-01-01", "2026-01-03", 0),
        (3, "2026-01-24", "2026-03-01", 0),
    ]
    assert got.describe(windows[0], Language.EN) == "days off (1–8 Oct 2025)"


def test_a_national_make_up_day_in_the_vacation_is_no_school_day() -> None:
    """Offices work on Saturday 28 February 2026, and the school is still away."""
    got = calendar(TWO_TERMS)
    assert not got.is_school_day(DATE(2026, 2, 28))
    assert got.acts_as(DATE(2026, 2, 28)) == DATE(2026, 2, 28)


def test_the_term_of_an_instant_is_the_last_one_begun() -> None:
    """In the vacation the term before it is still the last, and before all terms there is none."""
    got = calendar(TWO_TERMS)
    terms = [got.term_at(got.instant(day)) for day in (DATE(2025, 8, 31), DATE(2026, 2, 1), DATE(2026, 3, 2))]
    assert [term and term.id for term in terms] == [None, "2025-autumn", "2026-spring"]
    assert got.term_of(DATE(2026, 2, 1)) is None


def test_an_unknown_term_week_or_lesson_is_answered_with_the_known_ones() -> None:
    """Each error names what there is, or where to write it down."""
    with pytest.raises(CalendarError, match="2026-autumn"):
        AUTUMN_2026.term("2027-spring")
    with pytest.raises(CalendarError, match="1–18"):
        AUTUMN_2026.week(TERM, 30)
    with pytest.raises(CalendarError, match=r"calendar\.toml"):
        AUTUMN_2026.period_of_day(6)


def test_days_begin_at_midnight_of_the_school() -> None:
    """Eight hours before UTC; the microsecond before belongs to the day before."""
    start = AUTUMN_2026.instant(DATE(2026, 9, 1))
    assert start == 1_788_192_000_000_000
    assert AUTUMN_2026.day_of(start) == DATE(2026, 9, 1)
    assert AUTUMN_2026.day_of(start - 1) == DATE(2026, 8, 31)


LONDON = calendar(HEAD.replace("Asia/Shanghai", "Europe/London").replace('"CN"', '"none"') + AUTUMN)


def test_a_time_shown_twice_is_the_first_and_a_skipped_one_the_later() -> None:
    """Clocks in London go back on 25 October 2026 and forward on 28 March 2027."""
    twice = LONDON.instant(DATE(2026, 10, 25), datetime.time(1, 30))
    assert twice - LONDON.instant(DATE(2026, 10, 25)) == 90 * MINUTE
    skipped = LONDON.instant(DATE(2027, 3, 28), datetime.time(1, 30))
    assert skipped == LONDON.instant(DATE(2027, 3, 28), datetime.time(2, 30))
    assert skipped - LONDON.instant(DATE(2027, 3, 28)) == 90 * MINUTE


def test_a_day_without_a_midnight_begins_when_its_clocks_do() -> None:
    """In Beirut the clocks skip the hour after midnight on 29 March 2026."""
    got = calendar(HEAD.replace("Asia/Shanghai", "Asia/Beirut").replace('"CN"', '"none"') + AUTUMN)
    start = got.instant(DATE(2026, 3, 29))
    assert got.day_of(start) == DATE(2026, 3, 29)
    assert got.day_of(start - 1) == DATE(2026, 3, 28)
    assert got.instant(DATE(2026, 3, 30)) - start == 23 * 60 * MINUTE


def test_a_week_in_which_clocks_change_is_an_hour_longer() -> None:
    """Windows end at local midnights, whatever the clocks do between."""
    week = next(w for w in LONDON.windows(LONDON.terms[0], Period.WEEK) if w.first_day == DATE(2026, 10, 19))
    assert week.end - week.start == (7 * 24 + 1) * 60 * MINUTE


@given(st.dates(DATE(2026, 1, 1), DATE(2027, 12, 31)), st.times())
def test_an_instant_lies_on_its_day(day: DATE, time: datetime.time) -> None:
    """Going to an instant and back gives the day again."""
    assert LONDON.day_of(LONDON.instant(day, time)) == day


@pytest.mark.parametrize(
    ("period", "place", "en", "hans", "hant"),
    [
        (
            Period.WEEK,
            2,
            "week 3 (14–20 Sep 2026)",
            "第3周（2026-09-14至09-20）",
            "第3週（2026-09-14至09-20）",
        ),
        (
            Period.WEEK,
            4,
            "week 5 (28 Sep – 4 Oct 2026)",
            "第5周（2026-09-28至10-04）",
            "第5週（2026-09-28至10-04）",
        ),
        (Period.MONTH, 0, "September 2026", "2026年9月", "2026年9月"),
        (Period.SCHOOL_DAY, 0, "Tue 1 Sep 2026", "2026-09-01（周二）", "2026-09-01（週二）"),
        (Period.SCHOOL_YEAR, 0, "school year 2026-2027", "2026-2027学年", "2026-2027學年"),
    ],
)
def test_windows_are_named_in_three_languages(
    period: Period, place: int, en: str, hans: str, hant: str
) -> None:
    """The names are those a reader would use."""
    label = AUTUMN_2026.label(AUTUMN_2026.windows(TERM, period)[place])
    assert (en, hans, hant) == (label.en, label.zh_hans, label.zh_hant)


def test_terms_that_share_a_week_each_keep_their_own() -> None:
    """The Wednesday belongs to the last week of one term, the Thursday to week 1 of the next."""
    second = AUTUMN.replace("2026-autumn", "b").replace("2026-2027学年第一学期", "第二段")
    text = HEAD.replace('"CN"', '"none"') + AUTUMN.replace("2026-12-31", "2026-11-11")
    got = calendar(text + second.replace("2026-09-01", "2026-11-12"))
    assert (got.week_number(DATE(2026, 11, 11)), got.week_number(DATE(2026, 11, 12))) == (11, 1)
