"""The XML parts of an XLSX package, unpacked within limits before any other reader sees the file.

A package from a stranger may claim small sizes and unpack to gigabytes. Here every part is
unpacked under a ceiling and must come to exactly the size that the directory claims.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from dutyrules.findings.model import Text
from dutyrules.records.log_error import LogError, log_error

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
"""A sheet of 15,000 rows and 30 columns unpacks to 20 MiB."""
MAX_PARTS = 10_000

_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


def unpack_parts(file: str, content: bytes) -> Mapping[str, bytes]:
    """Every XML part of the package by its name in lower case, each as large as declared.

    Errors: `package-malformed`, `package-too-large`, as `LogError`.
    """
    parts: dict[str, bytes] = {}
    room = MAX_UNPACKED_BYTES
    for entry in _entries(file, content):
        name = entry.filename.replace("\\", "/").lower().lstrip("/")
        if name.endswith((".xml", ".rels")):
            if name in parts:
                raise malformed(file)
            parts[name] = _unpack(file, content, entry, room)
            room -= len(parts[name])
    return parts


def _entries(file: str, content: bytes) -> list[zipfile.ZipInfo]:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise malformed(file) from None
    if len(entries) > MAX_PARTS:
        raise _too_large(file)
    return entries


def _unpack(file: str, content: bytes, entry: zipfile.ZipInfo, room: int) -> bytes:
    """The bytes of one part; `room` is what is left of the ceiling."""
    if entry.file_size > room:
        raise _too_large(file)
    packed = _packed(file, content, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        unpacked = packed
    else:
        unpacked = _inflate(file, packed, entry.file_size)
    if len(unpacked) != entry.file_size:
        raise malformed(file)
    return unpacked


def _packed(file: str, content: bytes, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise malformed(file)
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise malformed(file)
    extra = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = entry.header_offset + _LOCAL_HEADER + extra
    return content[start : start + entry.compress_size]


def _inflate(file: str, packed: bytes, size: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = inflater.decompress(packed, size + 1)
    except zlib.error:
        raise malformed(file) from None
    if not inflater.eof:
        raise malformed(file)
    return unpacked


def malformed(file: str) -> LogError:
    """The error of a workbook whose inside is not as the format demands."""
    return log_error(file, "package-malformed", _MALFORMED)


def encrypted(file: str) -> LogError:
    """The error of a workbook that only opens with a password."""
    return log_error(file, "workbook-encrypted", _ENCRYPTED_WORKBOOK)


def _too_large(file: str) -> LogError:
    return log_error(file, "package-too-large", _TOO_LARGE)


_MALFORMED = Text(
    en="The workbook is damaged or is not one; open it in a spreadsheet and save it anew as XLSX.",
    zh_hans="工作簿已损坏，或者不是工作簿；请用电子表格打开后重新另存为 XLSX。",
    zh_hant="活頁簿已損壞，或者不是活頁簿；請用試算表打開後重新另存為 XLSX。",
)
_ENCRYPTED_WORKBOOK = Text(
    en="The workbook is protected by a password; save it without one.",
    zh_hans="工作簿有密码保护；请去掉密码后另存。",
    zh_hant="活頁簿有密碼保護；請去掉密碼後另存。",
)
_TOO_LARGE = Text(
    en=f"The workbook unpacks to more than {MAX_UNPACKED_BYTES // 1024**2} MiB; "
    "split it by month or by event type.",
    zh_hans=f"工作簿解开后超过 {MAX_UNPACKED_BYTES // 1024**2} MiB；请按月份或事件类型拆开。",
    zh_hant=f"活頁簿解開後超過 {MAX_UNPACKED_BYTES // 1024**2} MiB；請按月份或事件類型拆開。",
)
