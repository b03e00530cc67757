"""The state of norms that are only counted: for each bearer one list, made when an event first touches it.

A list begins with its place (the number of a post or a unit); behind it each norm has an entry per window,
from its `base` on. An entry is one of the monoids as a plain integer or a dictionary: `adder` gives the
function that lifts a row into it, `total` and the like read it as the monoid. What is seldom there, such as
rows that may count, is kept beside the lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import attrs

from dutyrules.engines.monitor.coding import DAY, CodedRow, Test
from dutyrules.engines.monoids import Gap, Reached, Total
from dutyrules.records.log import SCALE

# An entry is an integer or a dictionary as its norm has it; a union would cost a check for each event.
State = list[Any]
Adder = Callable[[State, int, CodedRow], None]
Cell = tuple[int, int]


@attrs.define(eq=False)
class States:
    """The lists of one bearer's posts and units, by number. `width` grows while norms are added."""

    size: int
    width: int = 1
    by_place: list[State | None] = attrs.field(init=False)

    @by_place.default
    def _make_room(self) -> list[State | None]:
        return [None] * self.size

    def widen(self, windows: int) -> int:
        """The base of one more norm."""
        base = self.width
        self.width += windows
        return base

    def entry(self, place: int, offset: int) -> Any:  # noqa: ANN401
        """What stands there; 0 if no event touched it."""
        state = self.by_place[place]
        return 0 if state is None else state[offset]


@attrs.define(eq=False)
class Totals:
    """Counts and sums. `met` has the cells that came to `least` (1/SCALE), in the order in which they did."""

    states: States
    base: int
    test: Test | None
    summed: int | None = None
    least: int | None = None
    met: list[Cell] = attrs.Factory(list)
    _unusable: defaultdict[Cell, int] = attrs.field(factory=lambda: defaultdict(int))

    @property
    def is_plain(self) -> bool:
        """True if every row adds one."""
        return self.test is None and self.summed is None

    @property
    def enough(self) -> int:
        """How many rows come to the least; 0 for never."""
        return 0 if self.least is None else -(-self.least // SCALE)

    def adder(self) -> Adder:
        """Lifts a row."""
        return self._counting(self.test or _passes) if self.summed is None else self._summing(self.summed)

    def _counting(self, test: Test) -> Adder:
        unusable, enough, meet = self._unusable, self.enough, self.met.append

        def count(state: State, offset: int, row: CodedRow) -> None:
            passed = test(row)
            if passed:
                found = state[offset] = state[offset] + 1
                if found == enough:
                    meet((state[0], offset))
            elif passed is None:
                unusable[state[0], offset] += 1

        return count

    def _summing(self, summed: int) -> Adder:
        unusable, test, least, meet = self._unusable, self.test, self.least or 0, self.met.append

        def add(state: State, offset: int, row: CodedRow) -> None:
            value = row[summed]
            if test is not None:
                passed = test(row)
                if passed is False:
                    return
                value = value if passed else None
            if value is None:
                unusable[state[0], offset] += 1
                return
            before = state[offset]
            after = state[offset] = before + value
            if before < least <= after:
                meet((state[0], offset))

        return add

    def total(self, place: int, window: int) -> Total:
        """What a cell holds."""
        offset = self.base + window
        done = self.states.entry(place, offset)
        unusable = self._unusable.get((place, offset), 0)
        return Total(done if self.summed is not None else done * SCALE, unusable)


@attrs.define(eq=False)
class People:
    """In each cell, how often each object (by code) was reached, or how much for them if `summed`.

    Rows that name nobody may be for anybody (4.4).
    """

    states: States
    base: int
    test: Test | None
    toward: int
    summed: int | None = None
    _possible: defaultdict[Cell, dict[int, int]] = attrs.field(factory=lambda: defaultdict(dict))
    _unnamed: defaultdict[Cell, int] = attrs.field(factory=lambda: defaultdict(int))

    def adder(self) -> Adder:
        """Lifts a row."""
        if self.test is None and self.summed is None:
            return self._reaching()
        possible, unnamed = self._possible, self._unnamed
        test, toward, summed = self.test, self.toward, self.summed

        def add(state: State, offset: int, row: CodedRow) -> None:
            passed = True if test is None else test(row)
            if passed is False:
                return
            whom = row[toward]
            if whom is None:
                unnamed[state[0], offset] += 1
                return
            value = 1 if summed is None else row[summed]
            if value is None or passed is None:
                found = possible[state[0], offset]
                found[whom] = found.get(whom, 0) + 1
                return
            sure = state[offset]
            if sure:
                sure[whom] = sure.get(whom, 0) + value
            else:
                state[offset] = {whom: value}

        return add

    def _reaching(self) -> Adder:
        """One for whom the row names, the most frequent."""
        unnamed, toward = self._unnamed, self.toward

        def reach(state: State, offset: int, row: CodedRow) -> None:
            whom, sure = row[toward], state[offset]
            if whom is None:
                unnamed[state[0], offset] += 1
            elif sure:
                sure[whom] = sure.get(whom, 0) + 1
            else:
                state[offset] = {whom: 1}

        return reach

    def total(self, place: int, window: int, whom: int | None) -> Total:
        """What a cell holds for one counterparty, by code; None if no row can name them."""
        offset = self.base + window
        unnamed = self._unnamed.get((place, offset), 0)
        if whom is None:
            return Total(0, unnamed)
        done = (self.states.entry(place, offset) or {}).get(whom, 0)
        unusable = self._possible.get((place, offset), {}).get(whom, 0)
        return Total(done if self.summed is not None else done * SCALE, unusable + unnamed)

    def reached(self, place: int, window: int, name: Callable[[int], str]) -> Reached:
        """What a cell holds, with people by id."""
        offset = self.base + window
        certain = {name(code): n for code, n in (self.states.entry(place, offset) or {}).items()}
        possible = {name(code): n for code, n in self._possible.get((place, offset), {}).items()}
        return Reached(certain, possible, self._unnamed.get((place, offset), 0))


@attrs.define(eq=False)
class Days:
    """Spacing: the days of a cell as the bits of an integer, from the ordinal `first` on."""

    states: States
    base: int
    test: Test | None
    first: int
    _maybe: defaultdict[Cell, int] = attrs.field(factory=lambda: defaultdict(int))

    def adder(self) -> Adder:
        """Lifts a row."""
        maybe, test, first = self._maybe, self.test, self.first

        def add(state: State, offset: int, row: CodedRow) -> None:
            passed = True if test is None else test(row)
            if passed is not False:
                bit = 1 << ((row[DAY] or first) - first)
                if passed:
                    state[offset] |= bit
                else:
                    maybe[state[0], offset] |= bit

        return add

    def gap(self, place: int, window: int) -> Gap:
        """What a cell holds."""
        offset = self.base + window
        sure, maybe = self.states.entry(place, offset), self._maybe.get((place, offset), 0)
        return Gap(self._days(sure), self._days(maybe))

    def _days(self, bits: int) -> frozenset[int]:
        return frozenset(self.first + n for n in range(bits.bit_length()) if bits >> n & 1)


def _passes(_row: CodedRow) -> bool:
    return True


Cells = Totals | People | Days
