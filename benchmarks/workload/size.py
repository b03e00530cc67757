"""How large a workload is, and the days of its term."""

from __future__ import annotations

import datetime

import attrs

FIRST_DAY = datetime.date(2026, 9, 7)
"""A Monday; the term has twenty weeks."""

WEEKS = 20
LAST_DAY = FIRST_DAY + datetime.timedelta(days=7 * WEEKS - 1)
HOLIDAY = (datetime.date(2026, 10, 5), datetime.date(2026, 10, 11))
"""A whole week, the fifth, from its Monday to its Sunday."""

AS_OF_DAY = FIRST_DAY + datetime.timedelta(days=136)
"""The answers are as of the start of this day: 136 days of the term are over."""

COMPLETE_DAY = FIRST_DAY + datetime.timedelta(days=120)
"""Some event types are complete only to the start of this day."""

ZONE = "Asia/Shanghai"
_OFFSET = datetime.timedelta(hours=8)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def midnight(day: datetime.date) -> int:
    """The start of a school-local day in µs UTC; the zone's clocks did not change in these years."""
    local = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
    return (local - _OFFSET - _EPOCH) // datetime.timedelta(microseconds=1)


def is_school_day(day: datetime.date) -> bool:
    """True but for weekends and the holiday."""
    return day.isoweekday() <= 5 and not HOLIDAY[0] <= day <= HOLIDAY[1]


@attrs.frozen(kw_only=True)
class Size:
    """So many events in a school with so many preparation groups, each with a leader."""

    events: int
    leaders: int = 10_000

    @property
    def name(self) -> str:
        """`10M` for ten million, `20k` for twenty thousand."""
        for unit, letter in ((1_000_000, "M"), (1_000, "k")):
            if self.events >= unit and self.events % unit == 0:
                return f"{self.events // unit}{letter}"
        return str(self.events)


def size_named(name: str, leaders: int = 10_000) -> Size:
    """The size that `name` stands for: `1M`, `20k` or a plain number of events."""
    factors = {"M": 1_000_000, "k": 1_000}
    number, factor = (name[:-1], factors[name[-1]]) if name[-1] in factors else (name, 1)
    return Size(events=int(number) * factor, leaders=leaders)
