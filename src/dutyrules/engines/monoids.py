"""The measures as commutative monoids: made without arguments, each is its own zero.

`merge` joins what two parts of a log came to, in any order and grouping; `finish` says what that makes of
the measure. So events may come late, in batches or by shards, and the answer is the same. Numbers are
integers of 1/SCALE of their unit.

>>> Total.of(done=2).merge(Total.of(unusable=1)).finish(settled=True)
Span(low=20000, high=30000)
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Generic, Protocol, Self, TypeVar

import attrs

from dutyrules.findings.verdict import Interval
from dutyrules.records.log import SCALE

Key = TypeVar("Key")


class Monoid(Protocol):
    """What every measure can do. Made without arguments it is the zero."""

    def merge(self, other: Self) -> Self:
        """What both parts of the log come to."""


@attrs.frozen
class Span:
    """What a measure may come to, in 1/SCALE; `high` None is unbounded."""

    low: int
    high: int | None

    def interval(self) -> Interval:
        """The same as decimals of the unit."""
        high = None if self.high is None else Decimal(self.high) / SCALE
        return Interval(low=Decimal(self.low) / SCALE, high=high)


@attrs.frozen
class Total:
    """A count or a sum: what the matching rows come to, and how many rows may count besides."""

    done: int = 0
    unusable: int = 0

    @classmethod
    def of(cls, done: int = 0, unusable: int = 0) -> Total:
        """So many rows that count, and so many that may."""
        return cls(done * SCALE, unusable)

    def merge(self, other: Total) -> Total:
        """Both added up."""
        return Total(self.done + other.done, self.unusable + other.unusable)

    def finish(self, *, settled: bool, is_sum: bool = False) -> Span:
        """5.1: what may count adds one each to a count, and anything to a sum."""
        if not settled or (is_sum and self.unusable):
            return Span(self.done, None)
        return Span(self.done, self.done + self.unusable * SCALE)


@attrs.frozen
class Smallest(Generic[Key]):
    """Evidence: the `most` smallest keys, or all of them, in order."""

    most: int | None = None
    keys: tuple[Key, ...] = ()

    def merge(self, other: Smallest[Key]) -> Smallest[Key]:
        """The smallest of both."""
        joined = heapq.merge(self.keys, other.keys)  # type: ignore[type-var]
        return attrs.evolve(self, keys=tuple(itertools.islice(joined, self.most)))


@attrs.frozen
class Gap:
    """Spacing: the days (ordinals) on which something was done for certain, and on which it may have been."""

    sure: frozenset[int] = frozenset()
    maybe: frozenset[int] = frozenset()

    def merge(self, other: Gap) -> Gap:
        """The days of both."""
        return Gap(self.sure | other.sure, self.maybe | other.maybe)

    def widest(self, first: int, last: int, apart: Callable[[int, int], int]) -> int:
        """5.13: the longest distance between the days that are certain, `first` and `last`."""
        return _longest(self.sure, first, last, apart)

    def least(self, first: int, known: int, apart: Callable[[int, int], int]) -> int:
        """5.13: the longest distance that no day that may count can fill, up to what is `known`."""
        return _longest(self.sure | self.maybe, first, known, apart)


def _longest(days: Iterable[int], first: int, last: int, apart: Callable[[int, int], int]) -> int:
    points = [first, *sorted(day for day in days if first <= day <= last), last]
    return max(apart(one, other) for one, other in itertools.pairwise(points))


@attrs.frozen
class Values:
    """Agreement: the values that each of some attributes has; blanks are none."""

    by_attribute: Mapping[str, frozenset[object]] = attrs.field(factory=dict)

    def merge(self, other: Values) -> Values:
        """The values of both."""
        names = {**self.by_attribute, **other.by_attribute}
        return Values({name: self._of(name) | other._of(name) for name in names})

    def _of(self, name: str) -> frozenset[object]:
        return self.by_attribute.get(name, frozenset())

    def finish(self) -> int:
        """5.14: the most values that one of the attributes has."""
        return max((len(values) for values in self.by_attribute.values()), default=0)


@attrs.frozen
class Steps(Generic[Key]):
    """Order: what may take each step, as (instant, key) in order."""

    by_step: Mapping[int, tuple[tuple[int, Key], ...]] = attrs.field(factory=dict)

    def merge(self, other: Steps[Key]) -> Steps[Key]:
        """The candidates of both."""
        steps = {**self.by_step, **other.by_step}
        return Steps({step: tuple(heapq.merge(self._of(step), other._of(step))) for step in steps})

    def _of(self, step: int) -> tuple[tuple[int, Key], ...]:
        return self.by_step.get(step, ())

    def finish(self, count: int) -> tuple[Key, ...]:
        """5.15: the keys that took the steps 0 to `count`, as far as they came."""
        taken: list[Key] = []
        since: int | None = None
        for step in range(count):
            later = (c for c in self._of(step) if c[1] not in taken and (since is None or c[0] >= since))
            found = next(later, None)
            if found is None:
                break
            since = found[0]
            taken.append(found[1])
        return tuple(taken)


@attrs.frozen
class Latest(Generic[Key]):
    """Statements: the last usable one and what it said; the others are superseded."""

    key: Key | None = None
    said: int = 0
    before: tuple[Key, ...] = ()

    def merge(self, other: Latest[Key]) -> Latest[Key]:
        """The later of both; keys never repeat."""
        if self.key is None or other.key is None:
            return other if self.key is None else self
        last, first = (self, other) if self.key > other.key else (other, self)  # type: ignore[operator]
        before = sorted((*last.before, *first.before, *((first.key,) if first.key is not None else ())))
        return Latest(last.key, last.said, tuple(before))


@attrs.frozen
class Reached:
    """Shares: how often each person was reached for certain, and by events that may count.

    Each of the `unnamed` events may have reached anybody.
    """

    certain: Mapping[str, int] = attrs.field(factory=dict)
    possible: Mapping[str, int] = attrs.field(factory=dict)
    unnamed: int = 0

    def merge(self, other: Reached) -> Reached:
        """Both added up."""
        return Reached(
            _added(self.certain, other.certain),
            _added(self.possible, other.possible),
            self.unnamed + other.unnamed,
        )


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    return {person: one.get(person, 0) + other.get(person, 0) for person in {**one, **other}}


@attrs.frozen
class Reach:
    """What `reached` comes to where it takes `each` (1/SCALE) events to reach a person."""

    reached: Reached
    each: int
    settled: bool

    def is_reached(self, person: str) -> bool:
        """True if nothing can undo it."""
        return self.reached.certain.get(person, 0) * SCALE >= self.each

    def lacking(self, person: str) -> int:
        """How many of the unnamed events it would take."""
        have = self.reached.certain.get(person, 0) + self.reached.possible.get(person, 0)
        return max(self.each // SCALE - have, 0)

    def among(self, people: Sequence[str]) -> tuple[int, int]:
        """5.12: how many of `people` are reached for certain, and how many may be."""
        done = sum(map(self.is_reached, people))
        if not self.settled:
            return done, len(people)
        may, left = 0, self.reached.unnamed
        for lacking in sorted(map(self.lacking, people)):
            left -= lacking
            may += left >= 0
        return done, may

    def share(self, people: Sequence[str], unsure: Sequence[str]) -> tuple[Ratio, Ratio] | None:
        """5.12: the least and the greatest part reached, whichever of the `unsure` are among the people.

        None if it is unknown whether there is anybody.
        """
        if not people:
            return None
        fewest = [*people, *(p for p in unsure if not self.is_reached(p))]
        likeliest = sorted(unsure, key=self.lacking)
        highs = []
        for more in range(len(unsure) + 1):
            among = [*people, *likeliest[:more]]
            highs.append(Ratio(self.among(among)[1], len(among)))
        greatest = highs[0]
        for ratio in highs[1:]:
            greatest = ratio if ratio.exceeds(greatest) else greatest
        return Ratio(self.among(fewest)[0], len(fewest)), greatest


@attrs.frozen
class Ratio:
    """`part` of `whole`, which is not 0; compared by multiplying, so nothing is rounded."""

    part: int
    whole: int

    def exceeds(self, other: Ratio) -> bool:
        """True if it is the greater one."""
        return self.part * other.whole > other.part * self.whole
