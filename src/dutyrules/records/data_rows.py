"""The rows of a sheet that hold events, as columns, without blanks, footers and repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeAlias

import attrs

from dutyrules.records.header_row import Header
from dutyrules.records.memo import is_blank
from dutyrules.records.raw_sheet import Cell, RawSheet
from dutyrules.syntax.folding import fold

DITTO = frozenset({"同上", "〃", "″", "同 上"})
"""What stands for the cell above."""
_TOTALS = re.compile(r"(?:合计|总计|小计|共计|累计)\s*[::]?\Z")
_SIGNATURES = re.compile(
    r"(?:制表|填表|审核|复核|审批|校长|负责人|经手人|备注|说明|注|日期)(?:人|日期|时间|签字|签名)?\s*(?::.*)?\Z",
    re.DOTALL,
)

Column: TypeAlias = Sequence[Cell]


@attrs.frozen(kw_only=True)
class DataRows:
    """Shapes: `numbers` and each of `columns` have one entry per row.

    `dittos` are the (row index, column) of cells that repeat a cell above where there is none.
    """

    numbers: tuple[int, ...]
    columns: tuple[Column, ...]
    dittos: frozenset[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, index: int) -> Column:
        """The column of that index; blank where no row reaches so far."""
        return self.columns[index] if index < len(self.columns) else ("",) * len(self)

    def without(self, rows: frozenset[int]) -> DataRows:
        """The rows that are not among `rows` (indices)."""
        if not rows:
            return self
        kept = [row for row in range(len(self)) if row not in rows]
        places = {row: place for place, row in enumerate(kept)}
        return DataRows(
            numbers=tuple(self.numbers[row] for row in kept),
            columns=tuple(tuple(column[row] for row in kept) for column in self.columns),
            dittos=frozenset((places[row], column) for row, column in self.dittos if row in places),
        )


def data_rows(sheet: RawSheet, header: Header, time_columns: frozenset[int]) -> DataRows:
    """The rows below the header; a footer is only taken for one if it has no time."""
    repeated = {_texts(row) for row in sheet.rows[header.start : header.end]}
    below = range(header.end, len(sheet.rows))
    headings = frozenset(texts[0] for texts in repeated if texts)
    kept = [place for place in below if _is_event(sheet.rows[place], repeated, headings, time_columns)]
    columns = list(zip_longest(*(sheet.rows[place] for place in kept), fillvalue=""))
    dittos: set[tuple[int, int]] = set()
    for index, column in enumerate(columns):
        if not DITTO.isdisjoint(column):
            columns[index] = _repeat_above(column, index, dittos)
    return DataRows(
        numbers=tuple(sheet.numbers[place] for place in kept),
        columns=tuple(columns),
        dittos=frozenset(dittos),
    )


def _is_event(
    row: Sequence[Cell],
    repeated: set[tuple[str, ...]],
    headings: frozenset[str],
    time_columns: frozenset[int],
) -> bool:
    """True for a row of an event; `headings` are what the rows of `repeated` begin with."""
    # Of thousands of rows nearly all have something in their first cell.
    first = row[0] if row and not is_blank(row[0]) else next((c for c in row if not is_blank(c)), None)
    if first is None:
        return False
    if not isinstance(first, str):
        return True
    if _is_footer_text(first):
        return any(column < len(row) and not is_blank(row[column]) for column in time_columns)
    return first not in headings or _texts(row) not in repeated


def _is_footer_text(text: str) -> bool:
    # Most rows start with an id, and folding each would cost more than all else here.
    if text.isascii():
        return False
    folded = fold(text).strip()
    return bool(_TOTALS.match(folded) or _SIGNATURES.match(folded))


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    """The row's texts without the blanks, to tell a header that is printed again on each page."""
    return tuple(str(cell) for cell in row if not is_blank(cell))


def _repeat_above(column: tuple[Cell, ...], index: int, dittos: set[tuple[int, int]]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for row, cell in enumerate(column):
        is_ditto = isinstance(cell, str) and cell in DITTO
        if is_ditto and not row:
            dittos.add((row, index))
        cells.append(cells[-1] if is_ditto and row else cell)
    return tuple(cells)
