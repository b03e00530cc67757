"""A sheet as it stands in a file: cells with their types, before anything is made of them."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Sequence
from typing import TypeAlias

import attrs


class CellError(enum.Enum):
    """The errors that a formula leaves in a cell; a reader must never take them for blank."""

    NULL = "#NULL!"
    DIVISION = "#DIV/0!"
    VALUE = "#VALUE!"
    REFERENCE = "#REF!"
    NAME = "#NAME?"
    NUMBER = "#NUM!"
    NOT_AVAILABLE = "#N/A"
    OTHER = "#ERROR!"

    def __str__(self) -> str:
        return self.value


Cell: TypeAlias = (
    str | float | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | CellError
)
"""One cell. Blank is ""; TRUE and FALSE are text; a moment at midnight is a `date`."""


@attrs.frozen(kw_only=True)
class Merge:
    """A merged range of cells, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.frozen(kw_only=True)
class Worksheet:
    """One sheet as a workbook holds it: its rows from the very first, a merged value in one cell alone."""

    name: str
    rows: list[list[Cell]]
    merges: tuple[Merge, ...]
    is_hidden: bool
    is_1904: bool


@attrs.frozen(kw_only=True)
class RawSheet:
    """All rows of one sheet, titles and footers included.

    Shapes: `numbers` (as a spreadsheet shows them) and `rows` are aligned; rows may differ in
    length. `place` is how a row's origin is cited ("log.xlsx#听课"); `names` are the sheet's name
    and the file's stem, either of which may name an event type; `is_1904` says that serial
    numbers count from 1904.
    """

    place: str
    names: tuple[str, ...]
    numbers: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    merges: tuple[Merge, ...] = ()
    is_1904: bool = False
    is_hidden: bool = False
