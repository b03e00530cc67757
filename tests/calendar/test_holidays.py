"""The shipped table says of each day what the notices say."""

import datetime

import chinese_calendar

from dutyrules.calendar.holidays import days, mainland_china

DATE = datetime.date


def test_every_day_of_the_shipped_years_agrees_with_an_independent_table() -> None:
    """Each day of 2016 to 2026 is a working day here exactly if it is one there."""
    public = mainland_china()
    assert set(range(2016, 2027)) == set(public.notices)
    for day in days(DATE(2016, 1, 1), DATE(2026, 12, 31)):
        off = day in public.days_off or (day.isoweekday() > 5 and day not in public.make_ups)
        assert chinese_calendar.is_holiday(day) == off, day


def test_national_day_of_2026_is_made_up_for_by_two_weekend_days() -> None:
    """Sunday 20 September acts as the Tuesday and Saturday 10 October as the Wednesday given off."""
    make_ups = mainland_china().make_ups
    expected = {DATE(2026, 9, 20): DATE(2026, 10, 6), DATE(2026, 10, 10): DATE(2026, 10, 7)}
    assert expected == {day: acts_as for day, acts_as in make_ups.items() if day > DATE(2026, 9, 1)}


def test_a_make_up_day_is_on_a_weekend_and_acts_as_a_weekday_off_near_by() -> None:
    """No two make-up days act as one date, and none is itself off."""
    public = mainland_china()
    assert len(public.make_ups) == len(set(public.make_ups.values()))
    for day, acts_as in public.make_ups.items():
        assert day.isoweekday() > 5
        assert day not in public.days_off
        assert acts_as.isoweekday() <= 5
        assert acts_as in public.days_off
        assert abs((day - acts_as).days) <= 20


def test_each_year_names_its_notice_and_its_date() -> None:
    """A reader can look the source up."""
    notices = mainland_china().notices
    assert notices[2026] == "国办发明电〔2025〕7号（2025-11-04）"
    assert all(f"〔{year - 1}〕" in notice for year, notice in notices.items())


def test_a_year_left_out_has_neither_days_off_nor_make_up_days() -> None:
    """A school that lists a year itself gets nothing from the table for that year."""
    public = mainland_china().without(frozenset({2026}))
    assert not [day for day in (*public.days_off, *public.make_ups) if day.year == 2026]
    assert DATE(2025, 10, 1) in public.days_off
