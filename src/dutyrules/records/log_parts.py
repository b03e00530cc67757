"""A log of any size in parts that are read one after the other, or side by side by several processes.

What a part holds is read as if the whole table had been: each block comes with the table's header, its rows
keep their numbers, and where the first of them repeat the cell above (同上), that is filled in.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import attrs

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.records.column_mapping import ColumnNames
from dutyrules.records.csv_stream import csv_rows
from dutyrules.records.data_rows import DITTO
from dutyrules.records.header_row import find_header
from dutyrules.records.log_files import CSV, PARQUET, LogFile, partitions, read_sheets, table_named
from dutyrules.records.parquet_sheets import arrow_sheet, damage_told, opened_parquet
from dutyrules.records.raw_sheet import Cell, RawSheet

if TYPE_CHECKING:
    import pyarrow.parquet

BLOCK = 50_000
"""Rows that a process holds at a time."""

_TOP = 50
"""Rows of the first block at the least: titles and headers are among the first of a table."""

Cells = tuple[Cell, ...]


class Part(Protocol):
    """A part of a log that a process reads."""

    @property
    def name(self) -> str:
        """The file it is of."""

    def sheets(self, block: int) -> Iterator[RawSheet]:
        """Its rows, at most so many at a time, each time under the table's header."""


@attrs.frozen
class SheetPart:
    """Rows that are read from the file of that name already."""

    name: str
    sheet: RawSheet

    def sheets(self, block: int) -> Iterator[RawSheet]:
        """The sheet."""
        yield self.sheet


@attrs.frozen(kw_only=True)
class ParquetPart:
    """One row group of a Parquet file; `first` is the number of its first row."""

    file: LogFile
    group: int
    first: int

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name

    def sheets(self, block: int) -> Iterator[RawSheet]:
        """The group's rows. Errors: those of `read_parquet`."""
        import pyarrow

        opened, number, above = opened_parquet(self.file.name, self.file.path), self.first, None
        with damage_told(self.file.name):
            for batch in opened.iter_batches(batch_size=block, row_groups=[self.group]):
                sheet = self._sheet(pyarrow.Table.from_batches([batch]))
                header, *rows = map(tuple, sheet.rows)
                if above is None and rows and not DITTO.isdisjoint(rows[0]):
                    above = self._before(opened)
                filled, above = carried(rows, above)
                numbers = (0, *range(number, number + len(rows)))
                number += len(rows)
                yield attrs.evolve(sheet, numbers=numbers, rows=[header, *filled])

    def _sheet(self, table: pyarrow.Table) -> RawSheet:
        return arrow_sheet(self.file.name, self.file.path.stem, table, partitions(self.file.path))

    def _before(self, opened: pyarrow.parquet.ParquetFile) -> Cells | None:
        """The last cell of each column before the group that is not itself a ditto."""
        above: Cells | None = None
        for group in range(self.group):
            rows = [tuple(row) for row in self._sheet(opened.read_row_group(group)).rows[1:]]
            _, above = carried(rows, above)
        return above


def parts_of(files: Iterable[LogFile], vocabulary: Vocabulary, block: int = BLOCK) -> Iterator[Part]:
    """The parts of the files, in their order.

    Errors: as those of `read_log` for files that cannot be read; rows may be any number.
    """
    known = ColumnNames(vocabulary).known
    for file in files:
        kind = file.path.suffix.lower()
        if kind == PARQUET:
            yield from _row_groups(file)
        elif kind in CSV:
            with table_named(file):
                yield from (SheetPart(file.name, sheet) for sheet in _blocks(file, known, block))
        else:
            yield from (SheetPart(file.name, sheet) for sheet in read_sheets(file)[0])


def _row_groups(file: LogFile) -> Iterator[Part]:
    metadata, first = opened_parquet(file.name, file.path).metadata, 1
    if metadata.num_rows == 0:  # its header is read all the same: it may be the wrong file
        yield from (SheetPart(file.name, sheet) for sheet in read_sheets(file)[0])
        return
    for group in range(metadata.num_row_groups):
        yield ParquetPart(file=file, group=group, first=first)
        first += metadata.row_group(group).num_rows


def _blocks(file: LogFile, known: frozenset[str], block: int) -> Iterator[RawSheet]:
    """The rows of a CSV file, the blocks after the first under the titles and the header of the first."""
    rows = csv_rows(file.path, file.name)
    taken, above = list(itertools.islice(rows, max(block, _TOP))), None
    if not taken:
        return
    sheet = _sheet(file, taken)
    header = find_header(sheet, known)
    yield sheet
    if header is None:
        return
    top = taken[: header.end]
    while True:
        _, above = carried([cells for _, cells in taken], above)
        taken = list(itertools.islice(rows, block))
        if not taken:
            return
        filled, _ = carried([cells for _, cells in taken], above)
        numbered = [(number, cells) for (number, _), cells in zip(taken, filled, strict=True)]
        yield _sheet(file, [*top, *numbered])


def _sheet(file: LogFile, rows: Sequence[tuple[int, Cells]]) -> RawSheet:
    return RawSheet(
        place=file.name,
        names=(file.path.stem,),
        numbers=tuple(number for number, _ in rows),
        rows=tuple(cells for _, cells in rows),
    )


def carried(rows: Sequence[Cells], above: Cells | None) -> tuple[list[Cells], Cells | None]:
    """The rows with the dittos filled in that the first of them begin with, and what is above the next.

    >>> carried([("同上", "b"), ("c", "〃")], ("x", "y"))
    ([('x', 'b'), ('c', '〃')], ('c', 'b'))
    """
    filled = list(rows)
    if above is not None:
        for index, cell in enumerate(above):
            for place, row in enumerate(filled):
                if index >= len(row) or not _is_ditto(row[index]):
                    break
                filled[place] = (*row[:index], cell, *row[index + 1 :])
    width = max(map(len, filled), default=0)
    last = [_last(filled, index) for index in range(width)]
    return filled, (tuple(last) if filled else above)


def _last(rows: Sequence[Cells], index: int) -> Cell:
    """The lowest cell of a column that is no ditto; blank where the rows are shorter."""
    for row in reversed(rows):
        cell = row[index] if index < len(row) else ""
        if not _is_ditto(cell):
            return cell
    return ""


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and cell in DITTO
