"""Rows of a table to words, and the words of a table to its node; bars and line ends are all its grammar."""

from __future__ import annotations

from itertools import groupby, pairwise

from dutyrules.syntax.scenario_tree import Cell, EventTable
from dutyrules.syntax.source import Span
from dutyrules.syntax.tokens import Word, Words

BARS = "|｜"
_ROW_END = "ROW_END"


def row_words(text: str, start: int, end: int) -> list[Word]:
    """The cells between the bars of the row [start, end), and a word for its end.

    A blank cell has the value ""; what stands behind the last bar is a cell too.

    >>> [word.value for word in row_words("| 听课 |  | 12 |", 0, 13)]
    ['听课', '', '12', '']
    """
    bars = [at for at in range(start, end) if text[at] in BARS]
    if text[bars[-1] + 1 : end].strip():
        bars.append(end)
    words = [_cell(text, left + 1, right) for left, right in pairwise(bars)]
    return [*words, Word((_ROW_END,), "", Span(end, end))]


def _cell(text: str, start: int, end: int) -> Word:
    cell = text[start:end].strip()
    at = start + text[start:end].index(cell)
    return Word(("CELL",), cell, Span(at, at + len(cell)))


def event_table(words: Words) -> EventTable:
    """The table that the words of its rows make; the first row is the header."""
    parts = groupby(words.words, key=lambda word: _ROW_END in word.readings)
    rows = [tuple(Cell(text=w.value, span=w.span) for w in row) for is_end, row in parts if not is_end]
    return EventTable(header=rows[0] if rows else (), rows=tuple(rows[1:]), span=words.span)
