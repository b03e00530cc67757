"""Text measured and aligned in terminal cells, where a Chinese character takes two."""

from __future__ import annotations

import unicodedata

_PLAIN = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "—": "-",
    "–": "-",
    "―": "-",
    "…": "...",
    "·": ".",
    "•": "*",
    "×": "x",
    "÷": "/",
    "±": "+/-",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "√": "v",
    "★": "*",
    "☆": "*",
    "●": "*",
    "○": "o",
}
"""Characters of ambiguous width, and what says the same in characters of one width everywhere."""


def char_width(char: str) -> int:
    """The cells that `char` takes: 0 for a combining mark, 2 for a wide character, else 1."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """The cells that `text` takes on one line.

    >>> text_width("第3周")
    5
    """
    return len(text) if text.isascii() else sum(map(char_width, text))


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces up to `width` cells, at its left if `right` (numbers).

    >>> pad("备课", 6) + "|" + pad("12", 4, right=True)
    '备课  |  12'
    """
    gap = " " * (width - text_width(text))
    return gap + text if right else text + gap


def narrow(text: str) -> str:
    """`text` without the signs that some consoles draw one cell wide and others two.

    Quotation marks, dashes, arrows and circled or Roman numerals become plain signs; letters of
    other scripts stay as they are.

    >>> narrow("“第Ⅱ条” ≥ 40…")
    '"第II条" >= 40...'
    """
    if text.isascii():
        return text
    return "".join(_narrow_char(char) for char in text)


def _narrow_char(char: str) -> str:
    if unicodedata.east_asian_width(char) != "A":
        return char
    plain = _PLAIN.get(char) or unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() else char


def aligned(rows: tuple[tuple[str, ...], ...], *, gap: int = 2) -> tuple[str, ...]:
    """One line per row with its columns aligned, no space at the end of a line.

    Shapes: every row has as many cells as the first.

    >>> aligned((("甲", "1"), ("ab cd", "2")))
    ('甲     1', 'ab cd  2')
    """
    if not rows:
        return ()
    widths = [max(text_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return tuple(
        (" " * gap).join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
