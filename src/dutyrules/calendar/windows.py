"""The windows of a term: spans of days, grouped by every so many, before anything is known of school days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby

import attrs

from dutyrules.calendar.holidays import days
from dutyrules.calendar.periods import Period
from dutyrules.calendar.terms import DAY, Term

SHORTEST_HOLIDAY = 3
"""Fewer days off in a row are a weekend, not a holiday."""


@attrs.frozen(kw_only=True)
class CalendarWindow:
    """A window [start, end) in which a duty falls due.

    Units: `start` and `end` in µs UTC; `first_day` and `end_day` school-local, `end_day` excluded.
    `number` is the week's number in the term for a week, the calendar's for a month, and an ordinal
    from 1 for all else, groups of `every` weeks or months included. `term` is the term's id.
    """

    kind: Period
    number: int
    first_day: datetime.date
    end_day: datetime.date
    start: int
    end: int
    term: str
    school_days: int
    every: int = 1

    @property
    def last_day(self) -> datetime.date:
        """The last day of the window."""
        return self.end_day - DAY


@attrs.frozen(kw_only=True)
class Span:
    """Days [first_day, end_day); `place` is what grouping counts by, `number` what a reader sees."""

    place: int
    number: int
    first_day: datetime.date
    end_day: datetime.date
    owed: bool = True


def week_spans(term: Term) -> Iterator[Span]:
    """The numbered weeks of the term, clipped to it."""
    for week in term.weeks:
        yield Span(
            place=week.number,
            number=week.number,
            first_day=max(week.first_day, term.first_day),
            end_day=min(week.end_day, term.end_day),
            owed=week.owed,
        )


def month_spans(term: Term) -> Iterator[Span]:
    """The calendar months of the term, clipped to it."""
    first, place = term.first_day, 1
    while first < term.end_day:
        following = (first.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)
        yield Span(place=place, number=first.month, first_day=first, end_day=min(following, term.end_day))
        first, place = following, place + 1


def day_spans(each: Iterable[datetime.date]) -> Iterator[Span]:
    """Each day by itself, in order."""
    for place, day in enumerate(each, start=1):
        yield Span(place=place, number=place, first_day=day, end_day=day + DAY)


def holiday_spans(term: Term, school_days: frozenset[int]) -> Iterator[Span]:
    """The runs of at least `SHORTEST_HOLIDAY` days off inside the term; `school_days` are ordinals."""
    runs = groupby(days(term.first_day, term.last_day), key=lambda day: day.toordinal() in school_days)
    blocks = [tuple(run) for taught, run in runs if not taught]
    long_ones = [block for block in blocks if len(block) >= SHORTEST_HOLIDAY]
    for place, block in enumerate(long_ones, start=1):
        yield Span(place=place, number=place, first_day=block[0], end_day=block[-1] + DAY)


def in_groups(spans: Iterable[Span], every: int, anchor: int) -> Iterator[Span]:
    """Every `every` spans as one, counted from place `anchor` without overlap; earlier ones are left out.

    A group is owed if any of its spans is; the last one may be short.
    """
    counted = [span for span in spans if span.place >= anchor]
    if every == 1:
        yield from counted
        return
    for place, group in groupby(counted, key=lambda span: (span.place - anchor) // every + 1):
        members = tuple(group)
        yield Span(
            place=place,
            number=place,
            first_day=members[0].first_day,
            end_day=members[-1].end_day,
            owed=any(span.owed for span in members),
        )
