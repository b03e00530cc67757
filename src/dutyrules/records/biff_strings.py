"""Texts in the records of an XLS workbook, among them the table of texts that cells share.

Source: the layouts published as [MS-XLS], XLUnicodeString and XLUnicodeRichExtendedString.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import attrs


class BadRecordError(Exception):
    """A record contradicts itself or breaks off."""


def text_at(body: bytes, at: int) -> str:
    """The text at that place of a record: its length in two bytes, a flag, its characters."""
    length, flags = struct.unpack_from("<HB", body, at)
    return characters(body[at + 3 :], length, is_wide=bool(flags & 1))


def characters(content: bytes, length: int, *, is_wide: bool) -> str:
    """The first `length` characters; narrow ones are the first 256 of Unicode."""
    size = 2 * length if is_wide else length
    if len(content) < size:
        raise BadRecordError
    return content[:size].decode("utf-16-le" if is_wide else "latin-1", errors="replace")


def shared_strings(records: Sequence[bytes]) -> list[str]:
    """All texts of the table, whose `records` are cut at places that may fall inside a text."""
    if not records:
        return []
    count = struct.unpack_from("<I", records[0], 4)[0]
    # A text takes three bytes at the least, whatever the table claims.
    if 3 * count > sum(map(len, records)):
        raise BadRecordError
    table = _Table(records=records)
    return [table.next_text() for _ in range(count)]


@attrs.define
class _Table:
    _records: Sequence[bytes]
    _record: int = 0
    _at: int = 8

    def next_text(self) -> str:
        if self._at >= len(self._records[self._record]):
            self._next_record()
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text = self._characters(length, is_wide=bool(flags & 1))
        self._take(4 * runs + extra)
        return text

    def _next_record(self) -> None:
        self._record, self._at = self._record + 1, 0
        if self._record >= len(self._records) or not self._records[self._record]:
            raise BadRecordError

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self._at >= len(self._records[self._record]):
                self._next_record()
            piece = self._records[self._record][self._at : self._at + count - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def _characters(self, count: int, *, is_wide: bool) -> str:
        text = ""
        while True:
            record = self._records[self._record]
            width = 2 if is_wide else 1
            fitting = min(count, (len(record) - self._at) // width)
            text += characters(record[self._at :], fitting, is_wide=is_wide)
            self._at += fitting * width
            count -= fitting
            if not count:
                return text
            self._next_record()
            # Each record that goes on with a text says anew how wide its characters are.
            is_wide, self._at = bool(self._records[self._record][0] & 1), 1
