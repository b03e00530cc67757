"""The rows of a CSV file of any size and any encoding that schools use, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dutyrules.records.tables import decode, delimiter_of, file_missing, rows_of

_HEAD = 4 * 1024 * 1024
"""Bytes by which the encoding and the separator are told."""

_MARK = "\ufeff"


def csv_rows(path: Path, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows as (row number, cells), without the blank ones; `name` is what messages call the file.

    Errors: as `read_csv_table`, but that any number of rows and bytes will do; `encoding-unknown` with the
    row from which on the encoding that the first rows have does not hold.
    """
    try:
        with path.open("rb") as binary:
            head = binary.read(_HEAD)
    except OSError:
        raise file_missing(name) from None
    encoding, text = decode(name, head if len(head) < _HEAD else _whole_lines(head))
    delimiter = delimiter_of(text)
    with path.open(encoding=encoding, newline="") as stream:
        yield from rows_of(name, _without_mark(stream), delimiter, most=None)


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix(_MARK) if number == 0 else line


def _whole_lines(head: bytes) -> bytes:
    """Without the line that is cut; in UTF-16 a line ends after two bytes."""
    end = head.rfind(b"\n") + 1 or len(head)
    return head[: end + end % 2] if b"\0" in head else head[:end]
