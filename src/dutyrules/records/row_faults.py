"""What is wrong with the rows of one sheet, gathered cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.data_rows import DataRows
from dutyrules.records.header_row import HeaderCell
from dutyrules.records.quarantine_codes import Fault, quarantined
from dutyrules.records.raw_sheet import Cell

NO_COLUMN = -1


class RowFaults:
    """The faults by row and column; the first that is found in a cell stands."""

    def __init__(self, place: str, rows: DataRows) -> None:
        self._place = place
        self._rows = rows
        self._faults: defaultdict[int, dict[int, tuple[str, Cell, Fault]]] = defaultdict(dict)

    def add(self, row: int, fault: Fault, index: int = NO_COLUMN, header: HeaderCell | None = None) -> None:
        """Notes that the cell in the column `index`, or the row as such, has `fault`."""
        value = "" if index == NO_COLUMN else self._rows.column(index)[row]
        self._faults[row].setdefault(index, (header.text if header else "", value, fault))

    def __contains__(self, row: int) -> bool:
        return row in self._faults

    @property
    def rows(self) -> frozenset[int]:
        """Indices of the rows that have a fault."""
        return frozenset(self._faults)

    def quarantine(self) -> Iterator[QuarantinedRow]:
        """A line for each fault, by row and column."""
        for row in sorted(self._faults):
            for index in sorted(self._faults[row]):
                header, value, fault = self._faults[row][index]
                yield quarantined(self._place, self._rows.numbers[row], fault, column=header, value=value)
