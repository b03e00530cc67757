"""A policy file's text, and places in it."""

from __future__ import annotations

import bisect
import itertools
from functools import cached_property
from typing import NamedTuple

import attrs


class Span(NamedTuple):
    """The half-open range [start, end) of character offsets in one source.

    A tuple, as words are: a long policy has tens of thousands, and a tuple is made in half the time.
    """

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The range from the start of this span to the end of `other`."""
        return Span(self.start, max(self.end, other.end))


NOWHERE = Span(0, 0)


@attrs.define(slots=False, eq=False)
class Source:
    """One file's text, with its lines found once.

    `name` is what diagnostics show: the path as the user gave it.
    """

    name: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        lengths = map(len, self.text.split("\n"))
        return [0, *itertools.accumulate(length + 1 for length in lengths)][:-1]

    def line_of(self, offset: int) -> int:
        """The 1-based number of the line that holds `offset`."""
        return bisect.bisect_right(self._starts, min(offset, len(self.text)))

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column (in characters) of `offset`."""
        line = self.line_of(offset)
        return line, min(offset, len(self.text)) - self._starts[line - 1] + 1

    def line_text(self, number: int) -> str:
        """The text of line `number` (1-based) without its line break."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def slice(self, span: Span) -> str:
        """The characters of `span`."""
        return self.text[span.start : span.end]
