"""One source of choices for everything that is generated, so that a seed or Hypothesis may make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs
from hypothesis import strategies as st

Choice = TypeVar("Choice")


@attrs.frozen
class Chance:
    """Choices that all come down to `below(n)`, a whole number from 0 to n - 1."""

    below: Callable[[int], int]

    @classmethod
    def seeded(cls, seed: int) -> Chance:
        """The choices of that seed, the same on every machine."""
        return cls(random.Random(seed).randrange)  # noqa: S311 - nothing here is secret

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        return low + self.below(high - low + 1)

    def happens(self, percent: int) -> bool:
        """True so many times in a hundred; the simpler answer of two is False."""
        return self.below(100) >= 100 - percent

    def one(self, choices: Sequence[Choice]) -> Choice:
        """One of the choices, the first being the simplest; one that stands twice comes twice as often."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[Choice], least: int, most: int) -> tuple[Choice, ...]:
        """From `least` to `most` of the choices, each at most once, in an order of chance."""
        left = list(choices)
        wanted = min(self.number(least, most), len(left))
        return tuple(left.pop(self.below(len(left))) for _ in range(wanted))

    def shuffled(self, choices: Sequence[Choice]) -> list[Choice]:
        """All of the choices in an order of chance."""
        return list(self.some(choices, len(choices), len(choices)))


@st.composite
def chances(draw: st.DrawFn) -> Chance:
    """Choices that Hypothesis makes, remembers and makes smaller."""
    return Chance(lambda count: draw(st.integers(0, count - 1)))
