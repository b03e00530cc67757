"""The sheets of a workbook of either format, merged values spread over the rows they stand for."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dutyrules.findings.model import Text
from dutyrules.records.log_error import log_error
from dutyrules.records.raw_sheet import Merge, RawSheet, Worksheet
from dutyrules.records.sheet_xml import MAX_SHEET_CELLS, sheet_too_large
from dutyrules.records.xls_sheets import read_xls
from dutyrules.records.xlsx_parts import encrypted, malformed
from dutyrules.records.xlsx_sheets import read_xlsx

_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")


def read_workbook(file: str, stem: str, content: bytes) -> tuple[RawSheet, ...]:
    """Every worksheet of the workbook that `content` holds, hidden rows and sheets included.

    Errors: `not-a-workbook`, and those of `read_xlsx` and `read_xls`, as `LogError`.
    """
    sheets: list[RawSheet] = []
    room = MAX_SHEET_CELLS
    for sheet in _worksheets(file, content):
        room -= len(sheet.rows) * max(map(len, sheet.rows), default=0)
        if room < 0:
            raise sheet_too_large(file)
        sheets.append(_raw_sheet(file, stem, sheet))
    return tuple(sheets)


def _worksheets(file: str, content: bytes) -> Iterator[Worksheet]:
    # Names lie: exports under the name of one format are often in another.
    if content.startswith(_ZIP):
        return read_xlsx(file, content)
    if not content.startswith(_COMPOUND_FILE):
        raise log_error(file, "not-a-workbook", _NOT_A_WORKBOOK)
    if _ENCRYPTED_XLSX in content:
        raise encrypted(file)
    return read_xls(file, content)


def _raw_sheet(file: str, stem: str, sheet: Worksheet) -> RawSheet:
    merges = _within(file, sheet)
    for merge in merges:
        for row in range(merge.top + 1, merge.bottom + 1):
            sheet.rows[row][merge.left] = sheet.rows[merge.top][merge.left]
    return RawSheet(
        place=f"{file}#{sheet.name}",
        names=(sheet.name, stem),
        numbers=range(1, len(sheet.rows) + 1),
        rows=sheet.rows,
        merges=merges,
        is_1904=sheet.is_1904,
        is_hidden=sheet.is_hidden,
    )


def _within(file: str, sheet: Worksheet) -> tuple[Merge, ...]:
    """The merged ranges cut to the cells that the sheet has."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    merges = tuple(
        attrs.evolve(merge, bottom=min(merge.bottom, height - 1), right=min(merge.right, width - 1))
        for merge in sheet.merges
        if merge.top < height and merge.left < width and merge.top <= merge.bottom
    )
    # Merged ranges never overlap in a sound file, so together they fit into the sheet.
    if sum(merge.bottom - merge.top + 1 for merge in merges) > height * width:
        raise malformed(file)
    return merges


_NOT_A_WORKBOOK = Text(
    en="The file is not an XLSX or XLS workbook whatever its name says; save it as XLSX.",
    zh_hans="不论文件名怎样，内容不是 XLSX 或 XLS 工作簿；请另存为 XLSX。",
    zh_hant="不論檔案名怎樣，內容不是 XLSX 或 XLS 活頁簿；請另存為 XLSX。",
)
