"""How numbers, intervals, money and windows read in a report of one language."""

from __future__ import annotations

import datetime
from decimal import Decimal

from dutyrules.findings.model import Language, ReportWindow, Text
from dutyrules.findings.verdict import Interval

_TO = Text(en=" to ", zh_hans="至", zh_hant="至")
_OR_MORE = Text(en=" or more", zh_hans="起", zh_hant="起")
_YUAN = frozenset({"CNY", "RMB", "元", "人民币", "人民幣"})
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def number(value: Decimal) -> str:
    """`value` exactly, without an exponent, trailing zeros or a negative zero.

    >>> number(Decimal("40.000")), number(Decimal("1E+2")), number(Decimal("-0.0"))
    ('40', '100', '0')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def interval(low: Decimal, high: Decimal | None, language: Language) -> str:
    """The values from `low` to `high` in words; one number when certain.

    >>> interval(Decimal(78), Decimal(88), Language.ZH_HANS), interval(Decimal(3), None, Language.EN)
    ('78至88', '3 or more')
    """
    return _between(number(low), None if high is None else number(high), language)


def measured(measure: Interval, language: Language) -> str:
    """A measure in words."""
    return interval(measure.low, measure.high, language)


def cents(value: Decimal) -> str:
    """`value` with two decimal places, or with more where it has them, thousands set apart.

    >>> cents(Decimal("16740")), cents(Decimal("0.005"))
    ('16,740.00', '0.005')
    """
    places = len(number(value).partition(".")[2])
    return f"{value:,.{max(2, places)}f}"


def money(low: Decimal, high: Decimal, currency: str, language: Language) -> str:
    """An amount of money in words.

    >>> money(Decimal(300), Decimal(360), "CNY", Language.ZH_HANS)
    '300.00至360.00元'
    """
    amount = _between(cents(low), cents(high), language)
    if currency not in _YUAN:
        return f"{amount} {currency}"
    return f"{amount} CNY" if language is Language.EN else f"{amount}元"


def days(window: ReportWindow, language: Language) -> str:
    """The first and the last day of `window` in words; the year stands once where both share it."""
    first, last = window.first_day, window.last_day
    end = last.isoformat() if first.year != last.year else last.isoformat()[5:]
    return first.isoformat() if first == last else _between(first.isoformat(), end, language)


def instant(microseconds: int, zone: datetime.tzinfo) -> datetime.datetime:
    """The instant in the school's zone, exact to the microsecond. Units: µs UTC."""
    return (_EPOCH + datetime.timedelta(microseconds=microseconds)).astimezone(zone)


def _between(low: str, high: str | None, language: Language) -> str:
    if high is None:
        return low + _OR_MORE.in_language(language)
    return low if low == high else low + _TO.in_language(language) + high
