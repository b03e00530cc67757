"""What the XML of a sheet says that the spreadsheet reader does not: its errors and its extent.

The reader gives an error cell as blank, and sets aside memory for every cell up to the farthest
one. Both have to be known first. Sheets are nearly always written in one plain style, in which a
few searches of the bytes settle everything; any other style is parsed in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from xml.parsers import expat

import attrs

from dutyrules.findings.model import Text
from dutyrules.records.log_error import LogError, log_error
from dutyrules.records.raw_sheet import CellError
from dutyrules.records.tables import MAX_COLUMNS, MAX_ROWS
from dutyrules.records.workbook_xml import DoctypeRefusedError, local, refuse_doctype
from dutyrules.records.xlsx_parts import malformed

MAX_SHEET_CELLS = 12_000_000
"""Rows times columns, also of all sheets together; the reader takes 32 bytes for each, blank or not."""
MAX_TEXT_BYTES = 256 * 1024 * 1024
"""All texts of a workbook, counting a shared one as often as it is used."""

_PREFIXED = re.compile(rb":(?:c|sheetData)[\s/>]")
_FAR = re.compile(rb'<c r="(?:[^A-Z]|[A-Z][^0-9]|[A-Z]\d{5})')
_VERY_FAR = re.compile(rb'<c r="(?:[^A-Z]|[D-Z][A-Z]|[A-Z]{3}|[A-Z]{1,2}(?:[^A-Z0-9]|\d{6}))')
_SHORTEST_CELL = len(b'<c t="s"><v>0</v></c>')
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_STRING_INDEX = re.compile(rb"<(?:\w+:)?v[^>]*>\s*(\d+)")
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})\Z")


@attrs.frozen(kw_only=True)
class SheetMarks:
    """Error cells by (row, column) from 0, and a bound on the numbers of rows and columns."""

    errors: Mapping[tuple[int, int], CellError]
    rows: int
    columns: int


def read_sheet_marks(file: str, content: bytes) -> SheetMarks:
    """The marks of one sheet.

    Errors: `sheet-too-large`, `package-malformed`, as `LogError`.
    """
    marks = _plain_marks(content) or _parsed_marks(file, content)
    if marks.rows > MAX_ROWS or marks.columns > MAX_COLUMNS or marks.rows * marks.columns > MAX_SHEET_CELLS:
        raise sheet_too_large(file)
    return marks


def check_shared_texts(file: str, sheets: Collection[bytes], strings: bytes) -> None:
    """Ends the reading if the texts in the part `strings` would be copied into too many cells.

    Errors: `sheet-too-large` as `LogError`.
    """
    lengths = [len(text) for text in _SHARED_TEXT.split(strings)[1:]]
    cells = sum(map(len, sheets)) // _SHORTEST_CELL
    if max(lengths, default=0) * cells <= MAX_TEXT_BYTES:
        return
    uses: Counter[bytes] = Counter()
    for sheet in sheets:
        uses.update(_STRING_INDEX.findall(sheet))
    if sum(_length(index, lengths) * count for index, count in uses.items()) > MAX_TEXT_BYTES:
        raise sheet_too_large(file)


def _length(index: bytes, lengths: list[int]) -> int:
    return lengths[int(index)] if len(index) < 10 and int(index) < len(lengths) else 0


def _plain_marks(content: bytes) -> SheetMarks | None:
    """The marks of a sheet in which every cell starts with `<c r="` and none can be an error, else None."""
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    cells = content.count(b'<c r="', start, end)
    is_plain = (
        0 < start < end
        and b"<!" not in content[:start]
        and b"\0" not in content[:start]
        and content.count(b"<sheetData") == 1
        and content.count(b"<c", start, end) == cells
        and b'"e"' not in content
        and b"'e'" not in content
        and _PREFIXED.search(content) is None
    )
    if not is_plain:
        return None
    if _FAR.search(content, start, end) is None:
        return SheetMarks(errors={}, rows=9_999, columns=26)
    if _VERY_FAR.search(content, start, end) is None:
        return SheetMarks(errors={}, rows=99_999, columns=104)
    return None


def _parsed_marks(file: str, content: bytes) -> SheetMarks:
    cells = _CellParser()
    try:
        cells.parse(content)
    except (expat.ExpatError, DoctypeRefusedError, _BadReferenceError):
        raise malformed(file) from None
    return SheetMarks(errors=cells.errors, rows=cells.rows, columns=cells.columns)


class _BadReferenceError(Exception):
    pass


class _CellParser:
    """Walks the cells as the spreadsheet reader does: a place that is not written follows the last."""

    def __init__(self) -> None:
        self.errors: dict[tuple[int, int], CellError] = {}
        self.rows = self.columns = 0
        self._row = self._column = -1
        self._is_error = False
        self._text: list[str] = []

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(content, True)

    def _start(self, name: str, values: Mapping[str, str]) -> None:
        element = local(name)
        if element == "row":
            self._row = _whole(values["r"]) - 1 if "r" in values else self._row + 1
            self._column = -1
            self.rows = max(self.rows, self._row + 1)
        elif element == "c":
            self._enter_cell(values)

    def _enter_cell(self, values: Mapping[str, str]) -> None:
        self._row, self._column = _place(values["r"]) if "r" in values else (self._row, self._column + 1)
        self.rows, self.columns = max(self.rows, self._row + 1), max(self.columns, self._column + 1)
        self._is_error = values.get("t") == "e"
        self._text.clear()

    def _characters(self, text: str) -> None:
        if self._is_error:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._is_error and local(name) == "c":
            self.errors[self._row, self._column] = _error_of("".join(self._text))
            self._is_error = False


def _error_of(text: str) -> CellError:
    # The formula's text comes before its value, so the value is what the cell's text ends with.
    return next((error for error in CellError if text.strip().endswith(error.value)), CellError.OTHER)


def _place(reference: str) -> tuple[int, int]:
    matched = _REFERENCE.match(reference)
    if matched is None:
        raise _BadReferenceError
    return _whole(matched[2]) - 1, _column_number(matched[1]) - 1


def _whole(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and 0 < len(digits) < 10):
        raise _BadReferenceError
    return int(digits)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def sheet_too_large(file: str) -> LogError:
    """The error of a sheet that would take too much memory."""
    return log_error(file, "sheet-too-large", _TOO_LARGE)


_TOO_LARGE = Text(
    en=f"The workbook has more than {MAX_ROWS} rows, {MAX_COLUMNS} columns or {MAX_SHEET_CELLS} cells, "
    f"or {MAX_TEXT_BYTES // 1024**2} MiB of text; split it, or delete what lies beyond the tables.",
    zh_hans=f"工作簿超过 {MAX_ROWS} 行、{MAX_COLUMNS} 列、{MAX_SHEET_CELLS} 格，"
    f"或文字超过 {MAX_TEXT_BYTES // 1024**2} MiB；请删去表格以外的内容，或拆开。",
    zh_hant=f"活頁簿超過 {MAX_ROWS} 列、{MAX_COLUMNS} 欄、{MAX_SHEET_CELLS} 格，"
    f"或文字超過 {MAX_TEXT_BYTES // 1024**2} MiB；請刪去表格以外的內容，或拆開。",
)
