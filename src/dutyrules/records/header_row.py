"""Where the header of a sheet stands and what it says of each column."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

import attrs

from dutyrules.records.raw_sheet import Cell, Merge, RawSheet
from dutyrules.syntax.folding import fold

SEARCHED_ROWS = 20
"""Titles and remarks above a header take fewer rows than this."""
MAX_HEADER_ROWS = 3
MIN_KNOWN_COLUMNS = 2

_CACHED_TEXTS = 4096
_IN_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_NOISE = re.compile(r"[\s:*_、。.,-]+")

Texts: TypeAlias = tuple[str, ...]
Keys: TypeAlias = tuple[str, ...]


@attrs.frozen(kw_only=True)
class HeaderCell:
    """A column's header: as written, and the keys by which it may be known, the best first.

    `measure` is what stands in brackets behind it ("时长（分钟）"), folded, or "".
    """

    text: str
    keys: Keys
    measure: str


@attrs.frozen(kw_only=True)
class Header:
    """The header of a sheet; `end` is the index of the first row below it."""

    start: int
    end: int
    cells: tuple[HeaderCell, ...]


@functools.lru_cache(maxsize=_CACHED_TEXTS)
def header_key(text: str) -> str:
    """`text` as headers and labels are compared: folded, without brackets, spaces and marks.

    >>> header_key("時 長（分钟）*")
    '时长'
    >>> header_key("Recorded_At") == header_key("recorded at")
    True
    """
    return _NOISE.sub("", _IN_BRACKETS.sub("", fold(text)))


def find_header(sheet: RawSheet, known: frozenset[str]) -> Header | None:
    """The rows that name the most columns of `known` (keys), None if no row names enough of them.

    Of blocks that name equally many the shortest wins, and of those the uppermost.
    """
    lines = _header_lines(sheet)
    scored = [(_score(lines[start:end], known), start, end) for start, end in _blocks(len(lines))]
    best = max((score for score, _, _ in scored), default=0)
    if best < MIN_KNOWN_COLUMNS:
        return None
    start, end = next((start, end) for score, start, end in scored if score == best)
    return Header(start=start, end=end, cells=tuple(map(_header_cell, _columns(lines[start:end]))))


def _score(lines: list[list[str]], known: frozenset[str]) -> int:
    """How many known columns the lines name; none if there are several and one is mostly something else."""
    keys = [_keys(written) for written in _columns(lines)]
    is_known = [not known.isdisjoint(own) for own in keys]
    belongs = len(lines) == 1 or all(_belongs(line, is_known) for line in lines)
    return _known_columns(keys, known) if belongs else 0


def _belongs(line: list[str], is_known: list[bool]) -> bool:
    """True if at least half of the columns in which the line has a text are known ones."""
    written = [known for text, known in zip(line, is_known, strict=False) if text]
    return bool(written) and 2 * sum(written) >= len(written)


def _known_columns(keys: list[Keys], known: frozenset[str]) -> int:
    # A word merged over two columns names neither of them, so it counts once.
    matched = (next((key for key in own if key in known), None) for own in keys)
    return len({key for key in matched if key is not None})


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    for height in range(1, MAX_HEADER_ROWS + 1):
        for start in range(count - height + 1):
            yield start, start + height


def _header_lines(sheet: RawSheet) -> list[list[str]]:
    """The first rows as text, with values that are merged sideways in each column they cover."""
    lines = [[_as_text(cell) for cell in row] for row in sheet.rows[:SEARCHED_ROWS]]
    for merge in sheet.merges:
        if merge.right > merge.left and merge.top < len(lines):
            _spread_sideways(lines, merge)
    return lines


def _spread_sideways(lines: list[list[str]], merge: Merge) -> None:
    for line in lines[merge.top : merge.bottom + 1]:
        line[merge.left : merge.right + 1] = [lines[merge.top][merge.left]] * (merge.right - merge.left + 1)


def _as_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else str(cell)


def _columns(lines: Sequence[Sequence[str]]) -> Iterator[Texts]:
    """The different texts of each column, from above."""
    return (tuple(dict.fromkeys(filter(None, texts))) for texts in zip_longest(*lines, fillvalue=""))


def _header_cell(written: Texts) -> HeaderCell:
    text = " ".join(written)
    return HeaderCell(text=text, keys=_keys(written), measure=_measure(text))


@functools.lru_cache(maxsize=_CACHED_TEXTS)
def _keys(written: Texts) -> Keys:
    """Joined texts first, since 登记 over 时间 says more than 时间; then the lowest text alone."""
    parts = [key for key in map(header_key, written) if key]
    if len(parts) < 2:
        return tuple(parts)
    joined = ["".join(parts), "".join(reversed(parts)), "".join(parts[-2:]), "".join(reversed(parts[-2:]))]
    return tuple(dict.fromkeys([*joined, parts[-1]]))


def _measure(text: str) -> str:
    matched = _IN_BRACKETS.search(fold(text))
    return "" if matched is None else next((group for group in matched.groups() if group), "").strip()
