"""Recurrences to windows of one term (semantics, section 2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from dutyrules.calendar.periods import Period
from dutyrules.calendar.school_calendar import CalendarWindow, SchoolCalendar, Term, Week
from dutyrules.checking.policy import (
    Figure,
    FirstPart,
    InMonth,
    LastPart,
    Recurrence,
    Slot,
    UntilDate,
    UntilDayOfNextMonth,
    UntilWeek,
)
from dutyrules.findings.model import Text
from dutyrules.syntax.tree import Parity, Unit

ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen(kw_only=True)
class PlannedWindow:
    """A window [start, end) in µs UTC that holds a school day, with its days [first_day, end_day).

    `whole_first`, `whole_end` are the days of the calendar period it was taken from, unclipped for
    a month.
    """

    kind: str
    number: int
    first_day: datetime.date
    end_day: datetime.date
    start: int
    end: int
    label: Text
    whole_first: datetime.date
    whole_end: datetime.date


def planned_windows(
    recurrence: Recurrence, term: Term, calendar: SchoolCalendar
) -> tuple[PlannedWindow, ...]:
    """The windows that `recurrence` gives in `term`, in order; each holds a school day."""
    windows = [_planned(w, calendar) for w in _base(recurrence, term, calendar)]
    narrowed = _narrowed(windows, recurrence, term, calendar)
    if recurrence.slot is not None:
        return tuple(_slots(narrowed, recurrence, recurrence.slot, calendar))
    return tuple(w for w in narrowed if calendar.school_days(w.first_day, w.end_day))


def in_force(
    windows: tuple[PlannedWindow, ...],
    recurrence: Recurrence,
    force: tuple[datetime.date | None, datetime.date | None],
    calendar: SchoolCalendar,
) -> tuple[PlannedWindow, ...]:
    """The windows clipped to the days in force, both included; a deadline of the next month stands."""
    first, last = (force[0] or datetime.date.min), (force[1] or datetime.date.max)
    keeps_end = isinstance(recurrence.part, UntilDayOfNextMonth)
    clipped = []
    for window in windows:
        start = max(window.first_day, first)
        end = window.end_day if keeps_end or window.end_day <= last else last + ONE_DAY
        whole = (start, end) == (window.first_day, window.end_day)
        if start <= last and start < end and calendar.school_days(start, end):
            clipped.append(window if whole else _between(window, calendar, start, end))
    return tuple(clipped)


def _base(recurrence: Recurrence, term: Term, calendar: SchoolCalendar) -> Iterator[CalendarWindow]:
    every = 1 if recurrence.every is None else max(1, int(recurrence.every.on(term.first_day)))
    anchor = 1 if recurrence.anchor is None else int(recurrence.anchor.on(term.first_day))
    if recurrence.sliding:
        found = _sliding(recurrence.period, term, calendar, every, anchor)
    else:
        found = calendar.windows(term, recurrence.period, every=every, anchor=anchor)
    for window in found:
        odd_or_even = recurrence.parity
        # With a slot, parity is that of the day taught, which a make-up day carries along.
        if odd_or_even is None or recurrence.slot is not None or _is_of(odd_or_even, window.number):
            yield window


def _sliding(
    period: Period, term: Term, calendar: SchoolCalendar, every: int, anchor: int
) -> tuple[CalendarWindow, ...]:
    """A window from each period on, while there are as many as it takes; numbered in order."""
    anchors = range(anchor, anchor + every)
    found = [w for a in anchors for w in calendar.windows(term, period, every=every, anchor=a)]
    found.sort(key=lambda w: (w.start, w.end))
    # What is left over at the end lies within the window before it, and asks for nothing more.
    whole = [w for place, w in enumerate(found) if not any(w.end <= o.end for o in found[:place])]
    return tuple(attrs.evolve(w, number=number) for number, w in enumerate(whole, start=1))


def _is_of(parity: Parity, number: int) -> bool:
    return (number % 2 == 1) == (parity is Parity.ODD)


def _planned(window: CalendarWindow, calendar: SchoolCalendar) -> PlannedWindow:
    first, end = window.first_day, window.end_day
    whole = (first, end)
    if window.kind is Period.MONTH and window.every == 1:
        whole = (first.replace(day=1), _next_month(first))
    return PlannedWindow(
        kind=window.kind.value,
        number=window.number,
        first_day=first,
        end_day=end,
        start=window.start,
        end=window.end,
        label=calendar.label(window),
        whole_first=whole[0],
        whole_end=whole[1],
    )


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def _between(
    window: PlannedWindow, calendar: SchoolCalendar, first: datetime.date, end: datetime.date
) -> PlannedWindow:
    return attrs.evolve(
        window,
        first_day=first,
        end_day=max(first, end),
        start=calendar.instant(first),
        end=calendar.instant(max(first, end)),
    )


# Slots ---------------------------------------------------------------------------------------------


def _slots(
    windows: Iterable[PlannedWindow], recurrence: Recurrence, slot: Slot, calendar: SchoolCalendar
) -> Iterator[PlannedWindow]:
    for window in windows:
        day = window.first_day
        while day < window.end_day:
            if _is_slot(day, recurrence.parity, slot, calendar):
                yield _slot_window(window, day, slot, calendar)
            day += ONE_DAY


def _is_slot(day: datetime.date, parity: Parity | None, slot: Slot, calendar: SchoolCalendar) -> bool:
    if not calendar.is_school_day(day) or calendar.weekday(day) != slot.weekday:
        return False
    number = calendar.week_number(day)
    return parity is None or (number is not None and _is_of(parity, number))


def _slot_window(
    window: PlannedWindow, day: datetime.date, slot: Slot, calendar: SchoolCalendar
) -> PlannedWindow:
    whole = _between(window, calendar, day, day + ONE_DAY)
    label = Text(en=day.isoformat(), zh_hans=day.isoformat(), zh_hant=day.isoformat())
    if slot.after_period is None:
        return attrs.evolve(whole, label=label)
    _, over = calendar.period_of_day(int(slot.after_period.on(day)))
    return attrs.evolve(whole, label=label, start=calendar.instant(day, over))


# Parts ---------------------------------------------------------------------------------------------


def _narrowed(
    windows: list[PlannedWindow], recurrence: Recurrence, term: Term, calendar: SchoolCalendar
) -> Iterator[PlannedWindow]:
    match recurrence.part:
        case None:
            yield from windows
        case FirstPart(amount=amount):
            for window in windows:
                yield _between(window, calendar, window.first_day, _first_end(window, amount, calendar))
        case LastPart(amount=amount):
            for window in windows:
                yield _between(window, calendar, _last_start(window, amount, calendar), window.end_day)
        case UntilWeek(number=number):
            for window in windows:
                end = calendar.week(term, int(number.on(window.first_day))).end_day
                yield _between(window, calendar, window.first_day, min(end, window.end_day))
        case UntilDate(month=month, day=day):
            for window in windows:
                end = _date_in(window, month, day) + ONE_DAY
                yield _between(window, calendar, window.first_day, min(end, window.end_day))
        case InMonth(month=month):
            for window in windows:
                first = _date_in(window, month, None)
                start, end = max(first, window.first_day), min(_next_month(first), window.end_day)
                yield _between(window, calendar, start, end)
        case UntilDayOfNextMonth(day=day):
            yield from _until_next_month(windows, day, calendar)
        case other:
            assert_never(other)


def _date_in(window: PlannedWindow, month: Figure, day: Figure | None) -> datetime.date:
    """The first such day of the year on or after the month in which the window begins."""
    number = min(max(int(month.on(window.first_day)), 1), 12)
    year = window.first_day.year + (number < window.first_day.month)
    first = datetime.date(year, number, 1)
    if day is None:
        return first
    wanted = first + (max(int(day.on(window.first_day)), 1) - 1) * ONE_DAY
    return min(wanted, _next_month(first) - ONE_DAY)


def _weeks_in(window: PlannedWindow, calendar: SchoolCalendar) -> list[Week]:
    weeks = (w for term in calendar.terms for w in term.weeks)
    return [w for w in weeks if w.first_day < window.end_day and w.end_day > window.first_day]


def _first_end(window: PlannedWindow, amount: Figure, calendar: SchoolCalendar) -> datetime.date:
    count = int(amount.on(window.first_day))
    if amount.unit is Unit.WEEK:
        weeks = _weeks_in(window, calendar)
        end = weeks[min(count, len(weeks)) - 1].end_day if weeks and count > 0 else window.first_day
    elif amount.unit is Unit.SCHOOL_DAY:
        end = _nth_school_day(window, count, calendar) + ONE_DAY
    else:
        end = window.first_day + count * ONE_DAY
    return min(end, window.end_day)


def _nth_school_day(window: PlannedWindow, count: int, calendar: SchoolCalendar) -> datetime.date:
    day = window.first_day
    while calendar.school_days(window.first_day, day + ONE_DAY) < count and day < window.end_day:
        day += ONE_DAY
    return day


def _last_start(window: PlannedWindow, amount: Figure, calendar: SchoolCalendar) -> datetime.date:
    count = int(amount.on(window.first_day))
    if amount.unit is Unit.WEEK:
        weeks = _weeks_in(window, calendar)
        start = weeks[max(len(weeks) - count, 0)].first_day if weeks and count > 0 else window.end_day
    elif amount.unit is Unit.SCHOOL_DAY:
        start = window.end_day
        while calendar.school_days(start, window.end_day) < count and start > window.first_day:
            start -= ONE_DAY
    else:
        start = window.end_day - count * ONE_DAY
    return max(start, window.first_day)


def _until_next_month(
    windows: list[PlannedWindow], day: Figure, calendar: SchoolCalendar
) -> Iterator[PlannedWindow]:
    start = windows[0].first_day if windows else None
    for window in windows:
        number = int(day.on(window.first_day))
        following = _next_month(window.first_day)
        last = min(following + (number - 1) * ONE_DAY, _next_month(following) - ONE_DAY)
        end = last + ONE_DAY
        yield _between(window, calendar, start or window.first_day, end)
        start = end
