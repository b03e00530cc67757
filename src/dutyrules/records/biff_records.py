"""What the records of an XLS workbook say that the spreadsheet reader does not: errors and extents.

Source: the layout published as [MS-XLS]. Workbooks older than Excel 97 are refused.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from dutyrules.findings.model import Text
from dutyrules.records.compound_file import CompoundFileError, read_stream
from dutyrules.records.log_error import log_error
from dutyrules.records.raw_sheet import CellError
from dutyrules.records.sheet_xml import MAX_SHEET_CELLS, MAX_TEXT_BYTES, SheetMarks, sheet_too_large
from dutyrules.records.xlsx_parts import malformed

_FORMULA, _BOOL_OR_ERROR, _LABEL_SST, _BLANKS, _MULTIPLE_NUMBERS = 0x0006, 0x0205, 0x00FD, 0x00BE, 0x00BD
_BLANK, _NUMBER, _LABEL, _RK = 0x0201, 0x0203, 0x0204, 0x027E
_CELLS = frozenset({_FORMULA, _BOOL_OR_ERROR, _LABEL_SST, _BLANK, _NUMBER, _LABEL, _RK})
_BEGIN, _END, _CONTINUE, _STRINGS, _SHEET, _DATE_MODE = 0x0809, 0x000A, 0x003C, 0x00FC, 0x0085, 0x0022
_BIFF8 = 0x0600
_ERRORS = {
    0x00: CellError.NULL,
    0x07: CellError.DIVISION,
    0x0F: CellError.VALUE,
    0x17: CellError.REFERENCE,
    0x1D: CellError.NAME,
    0x24: CellError.NUMBER,
    0x2A: CellError.NOT_AVAILABLE,
}

Record = tuple[int, bytes]


class _BadRecordsError(Exception):
    pass


def read_xls_marks(file: str, content: bytes) -> tuple[Mapping[str, SheetMarks], bool]:
    """The marks of each sheet by its name, and True if serial numbers count from 1904.

    Errors: `workbook-too-old`, `package-malformed`, `sheet-too-large`, as `LogError`.
    """
    try:
        workbook = _Workbook(read_stream(content, "Workbook", "Book"))
        marks = workbook.marks()
    except _TooOldError:
        raise log_error(file, "workbook-too-old", _TOO_OLD) from None
    except (CompoundFileError, _BadRecordsError, struct.error, IndexError, UnicodeDecodeError):
        raise malformed(file) from None
    largest = max((mark.rows * mark.columns for mark in marks.values()), default=0)
    if largest > MAX_SHEET_CELLS or workbook.text_bytes > MAX_TEXT_BYTES:
        raise sheet_too_large(file)
    return marks, workbook.is_1904


class _TooOldError(Exception):
    pass


class _Workbook:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._starts: dict[str, int] = {}
        self._string_lengths: list[int] = []
        self._string_uses: Counter[int] = Counter()
        self.is_1904 = False
        self._read_globals()

    def _read_globals(self) -> None:
        strings: list[bytes] = []
        last = 0
        for written, body in _records(self._stream, 0):
            kind = last if written == _CONTINUE else written
            if kind == _SHEET:
                self._starts[_sheet_name(body)] = struct.unpack_from("<I", body)[0]
            elif kind == _STRINGS:
                strings.append(body)
            elif kind == _DATE_MODE:
                self.is_1904 = body[:1] == b"\x01"
            last = kind
        self._string_lengths = _SharedStrings(strings).lengths() if strings else []

    def marks(self) -> Mapping[str, SheetMarks]:
        return {name: self._sheet_marks(start) for name, start in self._starts.items()}

    def _sheet_marks(self, start: int) -> SheetMarks:
        rows = columns = 0
        errors: dict[tuple[int, int], CellError] = {}
        for kind, body in _records(self._stream, start):
            if kind in _CELLS:
                row, column = struct.unpack_from("<HH", body)
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                self._see_cell(kind, body, (row, column), errors)
            elif kind in (_BLANKS, _MULTIPLE_NUMBERS):
                row, last = (
                    struct.unpack_from("<H", body)[0],
                    struct.unpack_from("<H", body, len(body) - 2)[0],
                )
                rows, columns = max(rows, row + 1), max(columns, last + 1)
        return SheetMarks(errors=errors, rows=rows, columns=columns)

    def _see_cell(
        self, kind: int, body: bytes, place: tuple[int, int], errors: dict[tuple[int, int], CellError]
    ) -> None:
        if kind == _LABEL_SST:
            self._string_uses[struct.unpack_from("<I", body, 6)[0]] += 1
        elif kind == _BOOL_OR_ERROR and body[7]:
            errors[place] = _ERRORS.get(body[6], CellError.OTHER)
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            errors[place] = _ERRORS.get(body[8], CellError.OTHER)

    @property
    def text_bytes(self) -> int:
        lengths = self._string_lengths
        return sum(
            lengths[index] * count for index, count in self._string_uses.items() if index < len(lengths)
        )


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of one substream, from its beginning to its end, charts inside it passed over."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        body = stream[start + 4 : start + 4 + length]
        start += 4 + length
        if kind == _BEGIN:
            if depth == 0 and struct.unpack_from("<H", body)[0] != _BIFF8:
                raise _TooOldError
            depth += 1
        elif kind == _END:
            depth -= 1
        if depth == 0:
            return
        if depth == 1:
            yield kind, body
    raise _BadRecordsError


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    return body[8 : 8 + 2 * length].decode("utf-16-le") if is_wide else body[8 : 8 + length].decode("latin-1")


@attrs.define
class _SharedStrings:
    """The table of shared strings, cut into records at places that fall inside strings as well."""

    _records: list[bytes]
    _record: int = 0
    _at: int = 8

    def lengths(self) -> list[int]:
        """A bound on the bytes of each string in UTF-8."""
        count = struct.unpack_from("<I", self._records[0], 4)[0]
        # A string takes three bytes at the least, whatever the table claims.
        if count > sum(map(len, self._records)):
            raise _BadRecordsError
        return [self._length() for _ in range(count)]

    def _length(self) -> int:
        if self._at >= len(self._records[self._record]):
            self._next_record()
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        self._pass_characters(length, bool(flags & 1))
        self._take(4 * runs + extra)
        return 3 * int(length)

    def _next_record(self) -> None:
        self._record, self._at = self._record + 1, 0
        if self._record >= len(self._records):
            raise _BadRecordsError

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self._at >= len(self._records[self._record]):
                self._next_record()
            piece = self._records[self._record][self._at : self._at + count - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def _pass_characters(self, count: int, is_wide: bool) -> None:
        while count:
            room = (len(self._records[self._record]) - self._at) // (2 if is_wide else 1)
            passed = min(count, room)
            self._at += passed * (2 if is_wide else 1)
            count -= passed
            if count:
                self._next_record()
                # Each record that goes on with a string says anew how wide its characters are.
                is_wide, self._at = bool(self._records[self._record][0] & 1), 1


_TOO_OLD = Text(
    en="The workbook is in a format older than Excel 97; save it as XLSX.",
    zh_hans="工作簿的格式早于 Excel 97；请另存为 XLSX。",
    zh_hant="活頁簿的格式早於 Excel 97；請另存為 XLSX。",
)
