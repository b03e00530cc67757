"""Reading each different cell of a column once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell, CellError
from dutyrules.records.tables import MAX_CELL_LENGTH

_Read = TypeVar("_Read")

ERROR = Fault(Code.ERROR_CELL)
TOO_LONG = Fault(Code.CELL_TOO_LONG)


def is_blank(cell: Cell) -> bool:
    """True for a cell that nobody has filled in."""
    return isinstance(cell, str) and not cell.strip()


class Memo(dict[Cell, _Read | Fault | None], Generic[_Read]):
    """What cells read as: None if blank, a `Fault` for an error cell, or what `read` makes of it.

    `kinds` are the types of everything read so far.
    """

    def __init__(self, read: Callable[[Cell], _Read | Fault | None]) -> None:
        super().__init__()
        self._read_cell = read
        self.kinds: set[type] = set()

    def __missing__(self, cell: Cell) -> _Read | Fault | None:
        value: _Read | Fault | None
        if isinstance(cell, CellError):
            value = ERROR
        elif isinstance(cell, str) and len(cell) > MAX_CELL_LENGTH:
            value = TOO_LONG
        else:
            value = None if is_blank(cell) else self._read_cell(cell)
        self.kinds.add(type(value))
        self[cell] = value
        return value
