"""One stream out of an OLE compound file, the container of XLS workbooks.

Source: the layout published as [MS-CFB], of which only what XLS needs is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER = 512
_ENTRY = 128
_END = 0xFFFF_FFFA
"""Sector numbers from here on mean: free, end of chain, or part of the tables."""


class CompoundFileError(Exception):
    """The container's tables do not fit together."""


def read_stream(content: bytes, *names: str) -> bytes:
    """The stream of the first of `names` that the file has.

    Errors: `CompoundFileError`, also where a chain of sectors runs in a circle.
    """
    try:
        return _CompoundFile(content).stream(names)
    except (struct.error, IndexError):
        raise CompoundFileError from None


class _CompoundFile:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise CompoundFileError
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._first_entry, self._cutoff, self._mini_table_start = struct.unpack_from("<I4xII", content, 48)
        self._table = self._sector_numbers(self._table_sectors())

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise CompoundFileError
        return sector

    def _table_sectors(self) -> list[int]:
        """Where the table of chains stands: 109 numbers in the header, the rest in a chain."""
        numbers = list(struct.unpack_from("<109I", self._content, 76))
        following, blocks = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(blocks, len(self._content) // self._size)):
            block = self._sector_numbers([following])
            numbers += block[:-1]
            following = block[-1]
        return [number for number in numbers if number < _END]

    def _sector_numbers(self, sectors: list[int]) -> list[int]:
        joined = b"".join(self._sector(number) for number in sectors)
        return list(struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4]))

    def _chain(self, first: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table)):
            if first >= _END:
                return
            yield first
            first = table[first]
        raise CompoundFileError

    def _read(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(first, self._table))

    def stream(self, names: tuple[str, ...]) -> bytes:
        directory = self._read(self._first_entry)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        found = {_name(entry).casefold(): entry for entry in reversed(entries)}
        entry = next((found[name.casefold()] for name in names if name.casefold() in found), None)
        if entry is None:
            raise CompoundFileError
        first, size = struct.unpack_from("<II", entry, 116)
        content = self._read(first) if size >= self._cutoff else self._read_mini(first, entries[0])
        return content[:size]

    def _read_mini(self, first: int, root: bytes) -> bytes:
        table = self._sector_numbers(list(self._chain(self._mini_table_start, self._table)))
        minis = self._read(struct.unpack_from("<I", root, 116)[0])
        sectors = (number * self._mini_size for number in self._chain(first, table))
        return b"".join(minis[start : start + self._mini_size] for start in sectors)


def _name(entry: bytes) -> str:
    length = int(struct.unpack_from("<H", entry, 64)[0])
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
