"""The school's calendar, and its windows as a table for those who write their SQL by hand."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from benchmarks.workload.size import FIRST_DAY, HOLIDAY, LAST_DAY, ZONE, is_school_day, midnight

CALENDAR = f"""
school = "A school of ten thousand groups"
zone = "{ZONE}"
holidays = "none"

[[term]]
id = "autumn"
name = "autumn"
school_year = "2026-2027"
first_day = {FIRST_DAY}
last_day = {LAST_DAY}

[[holiday]]
name = "a whole week"
first_day = {HOLIDAY[0]}
last_day = {HOLIDAY[1]}
"""

_DAY = datetime.timedelta(days=1)
Window = tuple[str, int, int, int, int, int, int, int, int]


def school_days() -> list[int]:
    """The ordinals of the days with lessons."""
    days = (FIRST_DAY + n * _DAY for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return [day.toordinal() for day in days if is_school_day(day)]


def windows() -> list[Window]:
    """The owed windows of each kind.

    Each is its kind, its number, the days [first, end) and the school days among them, the first and the
    last of these, and the instants (µs UTC) of the ends.
    """
    found = [*_weeks("week", 1), *_weeks("fortnight", 2), *_months(), *_forms()]
    found.append(("term", 1, FIRST_DAY, LAST_DAY + _DAY))
    return [_window(*each) for each in found if _taught(each[2], each[3])]


_Days = tuple[str, int, datetime.date, datetime.date]


def _weeks(kind: str, every: int) -> Iterator[_Days]:
    first, number = FIRST_DAY, 1
    while first <= LAST_DAY:
        end = min(first + 7 * every * _DAY, LAST_DAY + _DAY)
        yield kind, number, first, end
        first, number = end, number + 1


def _months() -> Iterator[_Days]:
    first, number = FIRST_DAY, 1
    while first <= LAST_DAY:
        end = min(_next_month(first), LAST_DAY + _DAY)
        yield "month", number, first, end
        first, number = end, number + 1


def _forms() -> Iterator[_Days]:
    """A month from the deadline of the one before to the end of the fifth of the next."""
    start = FIRST_DAY
    for _, number, first, _ in _months():
        end = _next_month(first) + 5 * _DAY
        yield "month by 5", number, start, end
        start = end


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)


def _taught(first: datetime.date, end: datetime.date) -> list[int]:
    return [day for day in school_days() if first.toordinal() <= day < end.toordinal()]


def _window(kind: str, number: int, first: datetime.date, end: datetime.date) -> Window:
    taught = _taught(first, end)
    ordinals = (first.toordinal(), end.toordinal())
    return (kind, number, *ordinals, len(taught), taught[0], taught[-1], midnight(first), midnight(end))
