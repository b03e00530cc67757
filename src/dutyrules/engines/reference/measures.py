"""The reference engine's measures beyond counting: shares, spacing, agreement, order and makeup.

Each takes what the engine found in the log and gives the interval that the bound is held against
(semantics, 5.1 and 5.12 – 5.16). They know nothing of windows or bearers.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import attrs

from dutyrules.checking.policy import PresenceTest
from dutyrules.checking.vocabulary import Attribute
from dutyrules.engines.outcome import Cause, Rejection
from dutyrules.engines.reference.event import Event
from dutyrules.engines.values import Value, same_text
from dutyrules.findings.verdict import Interval


@attrs.frozen
class Count:
    """How often each person was reached for certain and by events that may yet count.

    A person is reached by `each` events. Each of the `unnamed` events may have reached anybody; until
    the log is `settled`, everybody may yet be reached.
    """

    certain: Mapping[str, int]
    possible: Mapping[str, int]
    each: Decimal
    unnamed: int = attrs.field(kw_only=True)
    settled: bool = attrs.field(kw_only=True)

    def is_reached(self, person: str) -> bool:
        """True if nothing can undo it."""
        return self.certain.get(person, 0) >= self.each

    def among(self, people: Sequence[str]) -> Interval:
        """5.12: how many of `people` are reached."""
        done = Decimal(sum(self.is_reached(p) for p in people))
        if not self.settled:
            return Interval(low=done, high=Decimal(len(people)))
        may, left = 0, self.unnamed
        for lacking in sorted(self.lacking(p) for p in people):
            left -= lacking
            may += left >= 0
        return Interval(low=done, high=Decimal(may))

    def lacking(self, person: str) -> int:
        """How many of the unnamed events it would take."""
        have = self.certain.get(person, 0) + self.possible.get(person, 0)
        return max(int(self.each) - have, 0)


def percent_reached(people: Sequence[str], unsure: Sequence[str], count: Count) -> Interval | None:
    """5.12: what part of the people is reached, whichever of the `unsure` are among them.

    None if it is unknown whether there is anybody.
    """
    if not people:
        return None
    fewest = [*people, *(p for p in unsure if not count.is_reached(p))]
    likeliest = sorted(unsure, key=count.lacking)
    highs = []
    for more in range(len(unsure) + 1):
        among = [*people, *likeliest[:more]]
        highs.append(Decimal(100) * (count.among(among).high or 0) / len(among))
    low = Decimal(100) * count.among(fewest).low / len(fewest)
    return Interval(low=low, high=max(highs))


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


def distinct_values(events: Sequence[Event], attributes: Sequence[Attribute]) -> int:
    """5.14: the most distinct values that one of the attributes has; blanks are none."""
    most = 0
    for attribute in attributes:
        found: list[Value] = []
        for event in events:
            value = event.value(attribute)
            if value is not None and not any(_same(value, other) for other in found):
                found.append(value)
        most = max(most, len(found))
    return most


def first_blank(event: Event, attributes: Sequence[Attribute]) -> Rejection | None:
    """Why the event leaves an agreement open, None if it fills all the attributes."""
    blank = next((a for a in attributes if event.value(a) is None), None)
    if blank is None:
        return None
    return Rejection(event=event.seq, cause=Cause.MISSING, test=PresenceTest(attribute=blank))


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return same_text(one, other)
    return one == other


def steps_in_order(steps: Sequence[Sequence[Event]]) -> tuple[Event, ...]:
    """5.15: the events by which a case passed through the steps in order, as far as it came.

    Each step is taken by the earliest event that is not before the one taken for the step before,
    and none by an event that took one already.
    """
    taken: list[Event] = []
    for candidates in steps:
        since, used = (taken[-1].when if taken else None), {e.seq for e in taken}
        later = [e for e in candidates if e.seq not in used and (since is None or e.when >= since)]
        if not later:
            break
        taken.append(min(later, key=lambda e: (e.when, e.seq)))
    return tuple(taken)
