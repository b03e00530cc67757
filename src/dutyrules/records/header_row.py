"""Where the header of a sheet stands and what it says of each column."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
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
    headers = (_header(lines, start, end, known) for start, end in _blocks(len(lines)))
    scored = [(_known_columns(header, known), header) for header in headers if header is not None]
    best = max((score for score, _ in scored), default=0)
    return next((header for score, header in scored if score == best >= MIN_KNOWN_COLUMNS), None)


def _header(lines: list[list[str]], start: int, end: int, known: frozenset[str]) -> Header | None:
    """The header that these lines make, None if there are several and one is mostly something else."""
    cells = _header_cells(lines[start:end])
    is_known = [not known.isdisjoint(cell.keys) for cell in cells]
    belongs = end - start == 1 or all(_belongs(line, is_known) for line in lines[start:end])
    return Header(start=start, end=end, cells=cells) if belongs else None


def _belongs(line: list[str], is_known: list[bool]) -> bool:
    """True if at least half of the columns in which the line has a text are known ones."""
    written = [known for text, known in zip(line, is_known, strict=False) if text]
    return bool(written) and 2 * sum(written) >= len(written)


def _known_columns(header: Header, known: frozenset[str]) -> int:
    # A word merged over two columns names neither of them, so it counts once.
    matched = (next((key for key in cell.keys if key in known), None) for cell in header.cells)
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


def _header_cells(lines: Sequence[Sequence[str]]) -> tuple[HeaderCell, ...]:
    width = max(map(len, lines))
    columns = ([line[column] if column < len(line) else "" for line in lines] for column in range(width))
    return tuple(_header_cell(texts) for texts in columns)


def _header_cell(texts: list[str]) -> HeaderCell:
    written = list(dict.fromkeys(text for text in texts if text))
    text = " ".join(written)
    return HeaderCell(text=text, keys=_keys(written), measure=_measure(text))


def _keys(written: list[str]) -> Keys:
    """Joined texts first, since 登记 over 时间 says more than 时间; then the lowest text alone."""
    parts = [key for key in map(header_key, written) if key]
    if not parts:
        return ()
    joined = ["".join(parts), "".join(reversed(parts)), "".join(parts[-2:]), "".join(reversed(parts[-2:]))]
    return tuple(dict.fromkeys([*joined, parts[-1]]))


def _measure(text: str) -> str:
    matched = _IN_BRACKETS.search(fold(text))
    return "" if matched is None else next((group for group in matched.groups() if group), "").strip()
