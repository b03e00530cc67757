"""Which number formats of an XLS workbook show dates, and the dates that numbers under them mean."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Mapping

from dutyrules.records.raw_sheet import Cell

_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_ELAPSED = 46
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.')
_SECTIONS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_ELAPSED_CODE = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)

_EPOCH_1900 = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_DAY_MS = 86_400_000
_MAX_SERIAL = 2_000_000


class FormatKind(enum.Enum):
    """What a number under a format is."""

    NUMBER = "number"
    MOMENT = "moment"
    ELAPSED = "elapsed"


def format_kind(number: int, custom: Mapping[int, str]) -> FormatKind:
    """What the format of that number shows; `custom` are the formats that the workbook defines.

    >>> format_kind(164, {164: 'yyyy"年"m"月"'})
    <FormatKind.MOMENT: 'moment'>
    """
    if number not in custom:
        if number == _ELAPSED:
            return FormatKind.ELAPSED
        return FormatKind.MOMENT if number in _DATES else FormatKind.NUMBER
    code = _SECTIONS.sub("", _LITERALS.sub("", custom[number].split(";")[0]))
    if _ELAPSED_CODE.search(code):
        return FormatKind.ELAPSED
    is_date = _DATE_CODE.search(code) and code.casefold() != "general"
    return FormatKind.MOMENT if is_date else FormatKind.NUMBER


def formatted(number: float, kind: FormatKind, *, is_1904: bool) -> Cell:
    """The cell that a number under a format of that kind is; midnight is a date, no day a time."""
    if kind is FormatKind.NUMBER or not 0 <= number <= _MAX_SERIAL:
        return number
    since = datetime.timedelta(milliseconds=round(number * _DAY_MS))
    if kind is FormatKind.ELAPSED:
        return since
    moment = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + since
    if number < 1:
        return moment.time()
    return moment if moment.time() != datetime.time() else moment.date()
