"""The reference engine's measures beyond counting: shares, spacing, agreement, order and makeup.

Each takes what the engine found in the log and gives the interval that the bound is held against
(semantics, 5.1 and 5.12 – 5.16). They know nothing of windows or bearers.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from dutyrules.checking.vocabulary import Attribute
from dutyrules.engines.event import Event, Value, same_text
from dutyrules.findings.verdict import Interval


def reached(
    people: Sequence[str],
    certain: Mapping[str, int],
    possible: Mapping[str, int],
    each: Decimal,
    *,
    unnamed: int,
    settled: bool,
) -> Interval:
    """5.12: how many of `people` were reached `each` times; all may yet be while it is not settled.

    Each of the `unnamed` events may have reached any one of them.
    """
    done = sum(certain.get(p, 0) >= each for p in people)
    missing = [each - certain.get(p, 0) - possible.get(p, 0) for p in people]
    may, left = 0, unnamed
    for lacking in sorted(max(m, Decimal(0)) for m in missing):
        left -= int(lacking)
        may += left >= 0
    return Interval(low=Decimal(done), high=Decimal(may if settled else len(people)))


def longest_gap(
    days: Sequence[datetime.date],
    first: datetime.date,
    last: datetime.date,
    apart: Callable[[datetime.date, datetime.date], int],
) -> int:
    """5.13: the longest distance between neighbours among `first`, the days and `last`.

    >>> day = datetime.date
    >>> longest_gap([day(2026, 9, 10)], day(2026, 9, 1), day(2026, 9, 30), lambda a, b: (b - a).days)
    20
    """
    points = [first, *sorted(d for d in days if first <= d <= last), last]
    return max((apart(a, b) for a, b in itertools.pairwise(points)), default=0)


def distinct_values(events: Sequence[Event], attributes: Sequence[Attribute]) -> tuple[int, bool]:
    """5.14: the most distinct values that one of the attributes has, and whether one is blank."""
    most, blank = 0, False
    for attribute in attributes:
        found: list[Value] = []
        for event in events:
            value = event.value(attribute)
            if value is None:
                blank = True
            elif not any(_same(value, other) for other in found):
                found.append(value)
        most = max(most, len(found))
    return most, blank


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return same_text(one, other)
    return one == other


def steps_in_order(steps: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
    """5.15: the events by which a case passed through the steps in order, as far as it came.

    Each step is taken by the earliest event that is not before the one taken for the step before.
    """
    taken: list[Event] = []
    for candidates in steps:
        since = taken[-1].when if taken else None
        later = [e for e in candidates if since is None or e.when >= since]
        if not later:
            break
        taken.append(min(later, key=lambda e: (e.when, e.seq)))
    return tuple(taken)
