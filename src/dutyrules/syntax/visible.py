"""Text of a policy file as a terminal may show it: nothing hidden, nothing that steers the screen."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_WIDE = "WF"
TAB = 4
"""A tab reaches to the next multiple of so many columns."""


def shown_character(character: str, column: int = 0) -> tuple[str, int]:
    r"""What stands for `character` at `column`, and how many columns that takes.

    A control, direction or invisible character is spelled out; a tab becomes spaces.

    >>> shown_character("课"), shown_character("\u202e"), shown_character("\t", 1)
    (('课', 2), ('<U+202E>', 8), ('   ', 3))
    """
    if character == "\t":
        width = TAB - column % TAB
        return " " * width, width
    if character.isascii() and character.isprintable():
        return character, 1
    category = unicodedata.category(character)
    if category in _HIDDEN:
        name = f"<U+{ord(character):04X}>"
        return name, len(name)
    if category == "Zs" and character != "\u3000":
        return " ", 1
    if category in ("Mn", "Me"):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def visible(text: str, limit: int | None = None) -> str:
    r"""`text` on one line with every hidden character spelled out; a cut ends in three dots.

    >>> visible("a\x1b[31m"), visible("a long name", 8)
    ('a<U+001B>[31m', 'a lon...')
    """
    cut = text if limit is None or len(text) <= limit else text[: limit - 3] + "..."
    if cut.isprintable():
        return cut
    return "".join(" " if c in "\n\t\r" else shown_character(c)[0] for c in cut)
