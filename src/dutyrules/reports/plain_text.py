"""Text from a log made safe to show: no control characters, no escapes, one line."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS and their kin, only when closed
    r"|\x1b[ -~]?"
)
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    r"""`text` on one line, without terminal escapes, control, direction or invisible characters.

    An escape that is never closed loses its introducer only, so nothing behind it can be hidden.

    >>> clean("\x1b[31mred\x1b[0m\tline\n2\u202e")
    'red line 2'
    """
    if text.isprintable():
        return text
    text = _BREAKS.sub(" ", _ESCAPES.sub("", text))
    return "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)


def shorten(text: str, limit: int) -> str:
    """`clean(text)` in at most `limit` characters; a cut ends in three dots.

    >>> shorten("a long cell", 8)
    'a lon...'
    """
    # A cell of a hostile file may hold megabytes: cut before cleaning, generously, and again after.
    safe = clean(text[: limit * 8])
    if len(safe) <= limit and len(text) <= limit * 8:
        return safe
    return safe[: limit - 3] + "..."
