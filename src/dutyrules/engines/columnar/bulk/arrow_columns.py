"""Columns of Arrow from Python's values, byte by byte.

`pa.array` would ask pandas what a list is, and so load it wherever it is installed: half a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import pyarrow as pa


def integers(values: Iterable[int | None]) -> pa.Array:
    """A column of 64-bit integers, None as NULL."""
    found = list(values)
    data = pa.py_buffer(array("q", [0 if value is None else value for value in found]))
    known = _known([value is not None for value in found])
    return pa.Array.from_buffers(pa.int64(), len(found), [known, data])


def texts(values: Iterable[str | None]) -> pa.Array:
    """A column of texts, None as NULL."""
    found = list(values)
    encoded = [b"" if value is None else value.encode() for value in found]
    ends = array("q", [0])
    for text in encoded:
        ends.append(ends[-1] + len(text))
    known = _known([value is not None for value in found])
    buffers = [known, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(found), buffers)


def _known(flags: Sequence[bool]) -> pa.Buffer | None:
    """The bits that say which values are there; None if all are."""
    if all(flags):
        return None
    bits = bytearray((len(flags) + 7) // 8)
    for place, flag in enumerate(flags):
        bits[place // 8] |= flag << place % 8
    return pa.py_buffer(bytes(bits))
