"""Numbers that are written as words, so that a diagnostic can say which digits were meant."""

from __future__ import annotations

import re

_DIGITS = {
    c: n
    for n, chars in enumerate(("零〇", "一壹", "二两兩贰", "三叁", "四", "五", "六", "七", "八", "九"))
    for c in chars
}
_CHINESE = re.compile(r"[零〇一壹二两兩贰三叁四五六七八九十百]{1,6}")
_NAMES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "twenty",
)
_ENGLISH = {word: number for number, word in enumerate(_NAMES, start=1)}
_WORD = re.compile(r"[A-Za-z]+(?![\w])")


def numeral(text: str, start: int) -> tuple[int, int] | None:
    """The number written in words at `start` and where it ends, or None.

    >>> numeral("至少十二节", 2), numeral("at least Two", 9), numeral("三心二意", 1)
    ((12, 4), (2, 12), None)
    """
    chinese = _CHINESE.match(text, start)
    if chinese is not None:
        return _value(chinese[0]), chinese.end()
    english = _WORD.match(text, start)
    number = _ENGLISH.get(english[0].lower()) if english is not None else None
    return None if english is None or number is None else (number, english.end())


def _value(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit
