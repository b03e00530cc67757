"""Terms and their numbered weeks, and which days of a term are taught."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import attrs

from dutyrules.calendar.holidays import days

WEEK = datetime.timedelta(days=7)
DAY = datetime.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Week:
    """A numbered week [first_day, end_day), whole even where the term begins or ends inside it.

    `owed` is False for a week that the school does not count or does not teach in.
    """

    number: int
    first_day: datetime.date
    end_day: datetime.date
    owed: bool = True
    exam: bool = False

    @property
    def is_odd(self) -> bool:
        """True for weeks 1, 3, 5 and so on."""
        return self.number % 2 == 1


@attrs.frozen(kw_only=True)
class Term:
    """A term with both its ends included; `weeks` in order, a week without a number left out."""

    id: str
    name: str
    school_year: str
    first_day: datetime.date
    last_day: datetime.date
    weeks: tuple[Week, ...]

    @property
    def end_day(self) -> datetime.date:
        """The first day after the term."""
        return self.last_day + DAY

    def holds(self, day: datetime.date) -> bool:
        """True if `day` lies in the term, taught or not."""
        return self.first_day <= day <= self.last_day


@attrs.frozen(kw_only=True)
class Vacation:
    """The days off after the term whose id is `term`, both ends included."""

    term: str
    name: str
    first_day: datetime.date
    last_day: datetime.date


@attrs.frozen(kw_only=True)
class TeachingDays:
    """What decides whether a day is taught; `make_ups` maps a make-up day to the date it acts as."""

    weekend: frozenset[int]
    days_off: frozenset[datetime.date]
    make_ups: Mapping[datetime.date, datetime.date]

    def is_taught(self, day: datetime.date) -> bool:
        """True for a day that is neither off nor on a weekend, and for every make-up day."""
        if day in self.make_ups:
            return True
        return day not in self.days_off and day.isoweekday() not in self.weekend


def first_of_week(day: datetime.date, week_start: int) -> datetime.date:
    """The day that begins the week of `day`; weeks begin on `week_start` (1 Monday to 7 Sunday).

    >>> first_of_week(datetime.date(2026, 9, 1), 1)
    datetime.date(2026, 8, 31)
    """
    return day - datetime.timedelta(days=(day.isoweekday() - week_start) % 7)


def numbered_weeks(
    weeks: tuple[datetime.date, ...], given: Mapping[datetime.date, int]
) -> tuple[tuple[int, datetime.date], ...]:
    """The number and the first day of each of `weeks`, counted on from the numbers that are `given`.

    Weeks before the first given one are counted back from it; with none given, the first is 1.
    """
    if not weeks:
        return ()
    anchor = next((week for week in weeks if week in given), weeks[0])
    number = given.get(anchor, 1) - weeks.index(anchor)
    numbered: list[tuple[int, datetime.date]] = []
    for week in weeks:
        number = given.get(week, number)
        numbered.append((number, week))
        number += 1
    return tuple(numbered)


def weeks_between(
    first_day: datetime.date, last_day: datetime.date, week_start: int
) -> Iterator[datetime.date]:
    """The first day of each week that has a day from `first_day` to `last_day`."""
    week = first_of_week(first_day, week_start)
    while week <= last_day:
        yield week
        week += WEEK


def taught_days(
    terms: tuple[Term, ...], teaching: TeachingDays, own: frozenset[datetime.date]
) -> tuple[int, ...]:
    """The ordinals of all school days, in order.

    A make-up day that the school itself names (`own`) is one even before its term begins, if it acts
    as a day of a term; one of the national table is none outside a term.
    """
    inside = {day for term in terms for day in days(term.first_day, term.last_day) if teaching.is_taught(day)}
    early = {
        day
        for day, acts_as in teaching.make_ups.items()
        if day in own and any(term.holds(acts_as) for term in terms)
    }
    return tuple(sorted(day.toordinal() for day in inside | early))
