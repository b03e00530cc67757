"""Numbers and durations in cells, exact in ten-thousandths of the attribute's unit."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.records.log import SCALE
from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell
from dutyrules.syntax.folding import fold

MAX_NUMBER = 1_000_000_000
"""No count, sum of money or duration in a school comes near this."""

Scaled: TypeAlias = int | Fault | None
_Factor: TypeAlias = tuple[int, int]
"""How many units one of a measure is, as numerator and denominator."""

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?"
_PART = re.compile(rf"\s*({_NUMBER})\s*([^\d\s.,+-]+(?: [^\d\s.,+-]+)*)?\s*")
_MONEY_PREFIX = re.compile(r"^(?:¥|rmb|cny)\s*")

_MINUTE = ("分钟", "分", "min", "mins", "minute", "minutes")
_HOUR = ("小时", "时", "钟头", "h", "hr", "hrs", "hour", "hours")
_CLASS_HOUR = ("课时", "学时", "节", "class hour", "class hours", "lessons")
_COUNTERS = (*"次节人份篇个张项本条页对位名件组分", "课时", "人次")
_POINT = ("分", "point", "points", "pts")
_YUAN = ("元", "圆", "块", "yuan", "rmb", "cny")

_FACTORS: Mapping[AttributeKind, Mapping[str, _Factor]] = {
    AttributeKind.NUMBER: dict.fromkeys((*_COUNTERS, *_POINT), (1, 1)),
    AttributeKind.MINUTES: dict.fromkeys(_MINUTE, (1, 1)) | dict.fromkeys(_HOUR, (60, 1)),
    AttributeKind.HOURS: dict.fromkeys(_HOUR, (1, 1)) | dict.fromkeys(_MINUTE, (1, 60)),
    AttributeKind.CLASS_HOURS: dict.fromkeys(_CLASS_HOUR, (1, 1)),
    AttributeKind.POINTS: dict.fromkeys(_POINT, (1, 1)),
    AttributeKind.PERCENT: {"%": (1, 1)},
    AttributeKind.MONEY: dict.fromkeys(_YUAN, (1, 1)) | {"万元": (10_000, 1)},
}
_ALL_MEASURES = frozenset(measure for factors in _FACTORS.values() for measure in factors)
_DURATIONS = (AttributeKind.MINUTES, AttributeKind.HOURS)
_NEVER_NEGATIVE = (*_DURATIONS, AttributeKind.CLASS_HOURS)


def number_reader(kind: AttributeKind, measure: str) -> Callable[[Cell], Scaled]:
    """Reads a cell of a column of that kind; `measure` is what the header says bare numbers are in.

    >>> number_reader(AttributeKind.MINUTES, "小时")("1.5")
    900000
    >>> number_reader(AttributeKind.MINUTES, "")("1小时30分")
    900000
    >>> number_reader(AttributeKind.POINTS, "")("9.5分")
    95000
    """
    bare = _FACTORS[kind].get(measure, (1, 1))
    if measure in _ALL_MEASURES and measure not in _FACTORS[kind]:
        return lambda cell: None if cell == "" else Fault(Code.WRONG_MEASURE, measure)

    def read(cell: Cell) -> Scaled:
        match cell:
            case str():
                return _from_text(cell, kind, bare)
            case float() | int():
                return _from_number(cell, kind, bare)
            case datetime.timedelta() if kind in _DURATIONS:
                return _from_elapsed(cell, kind)
            case _:
                return Fault(Code.NOT_A_NUMBER)

    return read


def _from_number(cell: float, kind: AttributeKind, bare: _Factor) -> Scaled:
    if not math.isfinite(cell):
        return Fault(Code.NOT_A_NUMBER)
    # Spreadsheets show 15 digits; what binary fractions add beyond them is not the author's.
    return _bare(Decimal(f"{cell:.15g}"), kind, bare)


def _from_elapsed(cell: datetime.timedelta, kind: AttributeKind) -> Scaled:
    seconds = Decimal(cell // datetime.timedelta(milliseconds=1)) / 1000
    return _scaled(seconds, (1, 60) if kind is AttributeKind.MINUTES else (1, 3600), kind)


def _from_text(cell: str, kind: AttributeKind, bare: _Factor) -> Scaled:
    text = fold(cell).replace("\N{MINUS SIGN}", "-").strip()
    if not text:
        return None
    if kind is AttributeKind.MONEY:
        text = _MONEY_PREFIX.sub("", text)
    parts = _PART.findall(text)
    if not parts or "".join(_PART.split(text)[::3]).strip():
        return Fault(Code.NOT_A_NUMBER)
    if len(parts) == 1 and not parts[0][1]:
        return _bare(_decimal(parts[0][0]), kind, bare)
    return _measured(parts, kind)


def _measured(parts: list[tuple[str, str]], kind: AttributeKind) -> Scaled:
    """The sum of numbers with their measures: one, or hours followed by minutes."""
    factors = _FACTORS[kind]
    for _, measure in parts:
        if measure not in factors:
            known = measure in _ALL_MEASURES
            return Fault(Code.WRONG_MEASURE, measure) if known else Fault(Code.NOT_A_NUMBER)
    if len(parts) > 1 and not (kind in _DURATIONS and _are_hours_and_minutes(parts)):
        return Fault(Code.NOT_A_NUMBER)
    numerators = [_decimal(digits) * factors[measure][0] for digits, measure in parts]
    if len(parts) == 1:
        return _scaled(numerators[0], (1, factors[parts[0][1]][1]), kind)
    minutes = _decimal(parts[0][0]) * 60 + _decimal(parts[1][0])
    return _scaled(minutes, (1, 1) if kind is AttributeKind.MINUTES else (1, 60), kind)


def _are_hours_and_minutes(parts: list[tuple[str, str]]) -> bool:
    return len(parts) == 2 and parts[0][1] in _HOUR and parts[1][1] in _MINUTE


def _bare(number: Decimal, kind: AttributeKind, factor: _Factor) -> Scaled:
    if kind is AttributeKind.PERCENT and 0 < abs(number) <= 1:
        # A cell formatted as percent holds 0.85 and shows 85%; the format does not reach us.
        return Fault(Code.AMBIGUOUS_PERCENT)
    return _scaled(number, factor, kind)


def _scaled(number: Decimal, factor: _Factor, kind: AttributeKind) -> Scaled:
    if abs(number) * factor[0] > MAX_NUMBER * factor[1] or (number < 0 and kind in _NEVER_NEGATIVE):
        return Fault(Code.NUMBER_OUT_OF_RANGE)
    units = number * factor[0] * SCALE / factor[1]
    whole = int(units)
    return whole if whole * factor[1] == number * factor[0] * SCALE else Fault(Code.TOO_PRECISE)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
