"""The sheets of an XLS workbook (Excel 97 to 2003), read record by record.

The reader for XLSX can open these too, but sets aside memory by what a file claims, and takes the
numbers of an embedded chart for cells.

Source: the layout published as [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping

from dutyrules.findings.model import Text
from dutyrules.records.biff_formats import FormatKind, format_kind, formatted
from dutyrules.records.biff_strings import BadRecordError, shared_strings, text_at
from dutyrules.records.compound_file import CompoundFileError, read_stream
from dutyrules.records.log_error import log_error
from dutyrules.records.raw_sheet import Cell, CellError, Merge, Worksheet
from dutyrules.records.sheet_xml import MAX_SHEET_CELLS, sheet_too_large
from dutyrules.records.xlsx_parts import encrypted, malformed

_BEGIN, _END, _CONTINUE, _ENCRYPTED = 0x0809, 0x000A, 0x003C, 0x002F
_SHEET, _STRINGS, _DATE_MODE, _FORMAT, _STYLE = 0x0085, 0x00FC, 0x0022, 0x041E, 0x00E0
_NUMBER, _RK, _MULTIPLE_RK, _LABEL, _RICH_LABEL, _LABEL_SST = 0x0203, 0x027E, 0x00BD, 0x0204, 0x00D6, 0x00FD
_BOOL_OR_ERROR, _FORMULA, _FORMULA_TEXT, _MERGES = 0x0205, 0x0006, 0x0207, 0x00E5
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


class _TooOldError(Exception):
    pass


class _EncryptedError(Exception):
    pass


class _TooLargeError(Exception):
    pass


def read_xls(file: str, content: bytes) -> Iterator[Worksheet]:
    """The worksheets of the workbook, in its order, each read when it is asked for.

    Errors: `workbook-too-old`, `workbook-encrypted`, `package-malformed`, `sheet-too-large`, as
    `LogError`.
    """
    try:
        yield from _Workbook(read_stream(content, "Workbook", "Book")).sheets()
    except _TooOldError:
        raise log_error(file, "workbook-too-old", _TOO_OLD) from None
    except _EncryptedError:
        raise encrypted(file) from None
    except _TooLargeError:
        raise sheet_too_large(file) from None
    except (CompoundFileError, BadRecordError, struct.error, IndexError):
        raise malformed(file) from None


class _Workbook:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._sheets: list[tuple[str, int, bool]] = []
        self.is_1904 = False
        strings: list[bytes] = []
        formats: dict[int, str] = {}
        styles: list[int] = []
        last = 0
        for written, body in _records(stream, 0):
            # What goes on with a record is of its kind.
            last = last if written == _CONTINUE else written
            if last == _STRINGS:
                strings.append(body)
            elif written == _FORMAT:
                formats[struct.unpack_from("<H", body)[0]] = text_at(body, 2)
            elif written == _STYLE:
                styles.append(struct.unpack_from("<H", body, 2)[0])
            else:
                self._read_global(written, body)
        self.strings = shared_strings(strings)
        self.kinds = [format_kind(number, formats) for number in styles]

    def _read_global(self, kind: int, body: bytes) -> None:
        if kind == _ENCRYPTED:
            raise _EncryptedError
        if kind == _DATE_MODE:
            self.is_1904 = body[:1] == b"\x01"
        elif kind == _SHEET and body[5] == 0:
            length, is_wide = body[6], body[7] & 1
            name = body[8 : 8 + length * (1 + is_wide)].decode(
                "utf-16-le" if is_wide else "latin-1", "replace"
            )
            self._sheets.append((name, struct.unpack_from("<I", body)[0], bool(body[4] & 3)))

    def sheets(self) -> Iterator[Worksheet]:
        for name, start, is_hidden in self._sheets:
            cells = _Cells(self)
            for kind, body in _records(self._stream, start):
                cells.read(kind, body)
            yield Worksheet(
                name=name,
                rows=cells.rows(),
                merges=tuple(cells.merges),
                is_hidden=is_hidden,
                is_1904=self.is_1904,
            )


class _Cells:
    """The cells of one sheet by row and column."""

    def __init__(self, workbook: _Workbook) -> None:
        self._workbook = workbook
        self._cells: dict[tuple[int, int], Cell] = {}
        self._formula: tuple[int, int] = (0, 0)
        self.merges: list[Merge] = []
        self._readers: Mapping[int, Callable[[bytes], Cell]] = {
            _NUMBER: lambda body: self._number(body, struct.unpack_from("<d", body, 6)[0]),
            _RK: lambda body: self._number(body, _rk(struct.unpack_from("<I", body, 6)[0])),
            _LABEL: lambda body: text_at(body, 6),
            _RICH_LABEL: lambda body: text_at(body, 6),
            _LABEL_SST: lambda body: self._workbook.strings[struct.unpack_from("<I", body, 6)[0]],
            _BOOL_OR_ERROR: lambda body: _bool_or_error(body[6], is_error=bool(body[7])),
            _FORMULA: self._formula_value,
        }

    def read(self, kind: int, body: bytes) -> None:
        if kind in self._readers:
            self._cells[struct.unpack_from("<HH", body)] = self._readers[kind](body)
        elif kind == _MULTIPLE_RK:
            self._read_multiple(body)
        elif kind == _FORMULA_TEXT:
            self._cells[self._formula] = text_at(body, 0)
        elif kind == _MERGES:
            for at in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", body, at)
                self.merges.append(Merge(top=top, left=left, bottom=bottom, right=right))

    def rows(self) -> list[list[Cell]]:
        height = 1 + max((row for row, _ in self._cells), default=-1)
        width = 1 + max((column for _, column in self._cells), default=-1)
        if height * width > MAX_SHEET_CELLS:
            raise _TooLargeError
        rows: list[list[Cell]] = [[""] * width for _ in range(height)]
        for (row, column), cell in self._cells.items():
            rows[row][column] = cell
        return rows

    def _number(self, body: bytes, number: float) -> Cell:
        return self._formatted(struct.unpack_from("<H", body, 4)[0], number)

    def _formatted(self, style: int, number: float) -> Cell:
        kinds = self._workbook.kinds
        kind = kinds[style] if style < len(kinds) else FormatKind.NUMBER
        return formatted(number, kind, is_1904=self._workbook.is_1904)

    def _read_multiple(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for place, at in enumerate(range(4, len(body) - 7, 6)):
            style, number = struct.unpack_from("<HI", body, at)
            self._cells[row, first + place] = self._formatted(style, _rk(number))

    def _formula_value(self, body: bytes) -> Cell:
        self._formula = struct.unpack_from("<HH", body)
        if body[12:14] != b"\xff\xff":
            return self._number(body, struct.unpack_from("<d", body, 6)[0])
        # A text follows in a record of its own; until then, and for an empty one, the cell is blank.
        return "" if body[6] in (0, 3) else _bool_or_error(body[8], is_error=body[6] == 2)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, those of charts inside it passed over."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        body = stream[start + 4 : start + 4 + length]
        start += 4 + length
        if kind == _BEGIN:
            if struct.unpack_from("<H", body)[0] != _BIFF8:
                raise _TooOldError
            depth += 1
        elif kind == _END:
            depth -= 1
        if depth == 0:
            return
        if depth == 1:
            yield kind, body
    raise BadRecordError


def _rk(packed: int) -> float:
    """The number in an RK: 30 bits of a whole number or of a float, perhaps a hundred times too large."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0]
    return number / 100 if packed & 1 else number


def _bool_or_error(value: int, *, is_error: bool) -> Cell:
    if is_error:
        return _ERRORS.get(value, CellError.OTHER)
    return "TRUE" if value else "FALSE"


_TOO_OLD = Text(
    en="The workbook is in a format older than Excel 97; save it as XLSX.",
    zh_hans="工作簿的格式早于 Excel 97；请另存为 XLSX。",
    zh_hant="活頁簿的格式早於 Excel 97；請另存為 XLSX。",
)
