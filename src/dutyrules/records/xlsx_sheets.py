"""The sheets of an XLSX or XLS workbook as typed cells, with errors and merges put in their places."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from dutyrules.findings.model import Text
from dutyrules.records.biff_records import read_xls_marks
from dutyrules.records.log_error import log_error
from dutyrules.records.raw_sheet import Cell, Merge, RawSheet
from dutyrules.records.sheet_xml import SheetMarks, read_sheet_marks
from dutyrules.records.workbook_xml import read_workbook_xml
from dutyrules.records.xlsx_parts import malformed, unpack_parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RawCell: TypeAlias = (
    int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
)


def read_workbook(file: str, stem: str, content: bytes) -> tuple[RawSheet, ...]:
    """Every worksheet of the workbook that `content` holds, hidden rows and sheets included.

    Errors: `not-a-workbook`, `workbook-encrypted`, `package-malformed`, `package-too-large`,
    `sheet-too-large`, as `LogError`.
    """
    if content.startswith(_ZIP):
        marks, is_1904 = _xlsx_marks(file, content)
    elif content.startswith(_COMPOUND_FILE):
        marks, is_1904 = read_xls_marks(file, content)
    else:
        raise log_error(file, "not-a-workbook", _NOT_A_WORKBOOK)
    sheets: list[RawSheet] = []
    for sheet, is_hidden in _worksheets(file, content, frozenset(marks)):
        rows, merges = _rows_and_merges(file, sheet, marks[sheet.name])
        sheets.append(
            RawSheet(
                place=f"{file}#{sheet.name}",
                names=(sheet.name, stem),
                numbers=range(1, len(rows) + 1),
                rows=rows,
                merges=merges,
                is_1904=is_1904,
                is_hidden=is_hidden,
            )
        )
    return tuple(sheets)


def _xlsx_marks(file: str, content: bytes) -> tuple[Mapping[str, SheetMarks], bool]:
    parts = unpack_parts(file, content)
    workbook = read_workbook_xml(file, parts)
    strings = parts.get("xl/sharedstrings.xml", b"")
    marks = {
        sheet: read_sheet_marks(file, parts[part], strings)
        for sheet, part in workbook.parts.items()
        if part in parts and "worksheets/" in part
    }
    return marks, workbook.is_1904


def _worksheets(file: str, content: bytes, known: frozenset[str]) -> list[tuple[CalamineSheet, bool]]:
    # Imported here, since a log in CSV does without it.
    import python_calamine

    try:
        workbook: CalamineWorkbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        # A sheet that the checks above have not seen is not opened: its extent is unknown.
        listed = [about for about in workbook.sheets_metadata if about.name in known]
        visible = python_calamine.SheetVisibleEnum.Visible
        return [(workbook.get_sheet_by_name(about.name), about.visible != visible) for about in listed]
    except python_calamine.PasswordError:
        raise log_error(file, "workbook-encrypted", _ENCRYPTED) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise malformed(file) from None


def _rows_and_merges(
    file: str, sheet: CalamineSheet, marks: SheetMarks
) -> tuple[list[list[Cell]], tuple[Merge, ...]]:
    """The rows of a sheet from its very first, and its merged ranges."""
    rows = [_cells(row) for row in sheet.to_python(skip_empty_area=False)]
    merges = _merges(file, sheet, rows)
    _spread_down(rows, merges)
    for (row, column), error in marks.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return rows, merges


def _cells(row: list[RawCell]) -> list[Cell]:
    # True equals 1.0 and would be mistaken for it in every table keyed by cells.
    if bool in map(type, row):
        return [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
    return [*row]


def _merges(file: str, sheet: CalamineSheet, rows: list[list[Cell]]) -> tuple[Merge, ...]:
    """The merged ranges cut to the sheet, from 0, ends included."""
    height, width = len(rows), max(map(len, rows), default=0)
    merges = [
        Merge(top=top, left=left, bottom=min(bottom, height - 1), right=min(right, width - 1))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < height and left < width
    ]
    # Merged ranges never overlap in a sound file, so together they fit into the sheet.
    if sum(merge.bottom - merge.top + 1 for merge in merges) > height * width:
        raise malformed(file)
    return tuple(merges)


def _spread_down(rows: list[list[Cell]], merges: tuple[Merge, ...]) -> None:
    """Gives each row of a merged range the value of its first, in the range's first column."""
    for merge in merges:
        for row in range(merge.top + 1, merge.bottom + 1):
            rows[row][merge.left] = rows[merge.top][merge.left]


_NOT_A_WORKBOOK = Text(
    en="The file is not an XLSX or XLS workbook whatever its name says; save it as XLSX.",
    zh_hans="不论文件名怎样，内容不是 XLSX 或 XLS 工作簿；请另存为 XLSX。",
    zh_hant="不論檔案名怎樣，內容不是 XLSX 或 XLS 活頁簿；請另存為 XLSX。",
)
_ENCRYPTED = Text(
    en="The workbook is protected by a password; save it without one.",
    zh_hans="工作簿有密码保护；请去掉密码后另存。",
    zh_hant="活頁簿有密碼保護；請去掉密碼後另存。",
)
