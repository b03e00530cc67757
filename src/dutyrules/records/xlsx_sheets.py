"""The sheets of an XLSX workbook as typed cells, errors put in their places."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

from dutyrules.records.raw_sheet import Cell, Merge, Worksheet
from dutyrules.records.sheet_xml import SheetMarks, check_shared_texts, read_sheet_marks
from dutyrules.records.workbook_xml import read_workbook_xml
from dutyrules.records.xlsx_parts import malformed, unpack_parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_STRINGS = "xl/sharedstrings.xml"

_Read: TypeAlias = (
    int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
)


def read_xlsx(file: str, content: bytes) -> Iterator[Worksheet]:
    """The worksheets of the workbook, in its order, each read when it is asked for.

    Errors: `package-malformed`, `package-too-large`, `sheet-too-large`, as `LogError`.
    """
    # Imported here, since a log in CSV does without it.
    import python_calamine

    is_1904, marks = _marks(file, content)
    visible = python_calamine.SheetVisibleEnum.Visible
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        # A sheet that has no marks is not opened, since its extent is unknown.
        for about in (about for about in workbook.sheets_metadata if about.name in marks):
            sheet = workbook.get_sheet_by_name(about.name)
            yield Worksheet(
                name=sheet.name,
                rows=_rows(sheet, marks[sheet.name]),
                merges=_merges(sheet),
                is_hidden=about.visible != visible,
                is_1904=is_1904,
            )
    except (python_calamine.CalamineError, OSError, ValueError):
        raise malformed(file) from None


def _marks(file: str, content: bytes) -> tuple[bool, Mapping[str, SheetMarks]]:
    """True if days count from 1904, and the marks of each worksheet by its name."""
    parts = unpack_parts(file, content)
    workbook = read_workbook_xml(file, parts)
    sheets = {
        sheet: parts[part]
        for sheet, part in workbook.parts.items()
        if part in parts and "worksheets/" in part
    }
    check_shared_texts(file, sheets.values(), parts.get(_STRINGS, b""))
    return workbook.is_1904, {sheet: read_sheet_marks(file, part) for sheet, part in sheets.items()}


def _rows(sheet: CalamineSheet, marks: SheetMarks) -> list[list[Cell]]:
    rows = [_cells(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), error in marks.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return rows


def _cells(row: list[_Read]) -> list[Cell]:
    # True equals 1.0 and would be mistaken for it in every table keyed by cells.
    if bool in map(type, row):
        return [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
    return cast("list[Cell]", row)


def _merges(sheet: CalamineSheet) -> tuple[Merge, ...]:
    return tuple(
        Merge(top=top, left=left, bottom=bottom, right=right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
