"""Pieces of a sentence, and the blanks between them.

English parts its words with blanks. Chinese writes them together, but for a name that is set off, a
quotation, and wherever the lexer would read two pieces as one longer word.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

import attrs

from dutyrules.findings.model import Language
from dutyrules.syntax.lexicon import Lexicon


class Join(enum.Enum):
    """How a piece stands beside its neighbours."""

    WORD = "word"
    APART = "apart"  # set off by blanks in Chinese too
    MARK = "mark"  # punctuation, close to what it follows
    OPENING = "opening"  # a parenthesis, close to what follows it
    SUFFIX = "suffix"  # belongs to the number before it
    QUOTE = "quote"  # a quotation, close to its neighbours in Chinese
    GAP = "gap"  # a blank in Chinese, nothing of its own in English
    BREAK = "break"  # a new line, indented


@attrs.frozen
class Piece:
    """Some text of a sentence."""

    text: str
    join: Join = Join.WORD


Pieces = tuple[Piece, ...]

GAP = Piece("", Join.GAP)
BREAK = Piece("\n  ", Join.BREAK)
_AFTER_NOTHING = (Join.BREAK, Join.OPENING)
_BEFORE_NOTHING = (Join.MARK, Join.SUFFIX, Join.BREAK)


def joined(pieces: Iterable[Piece], language: Language, lexicon: Lexicon) -> str:
    """The text of `pieces` in a row; `lexicon` knows every name of the file."""
    row = [p for p in pieces if p.text or p.join is Join.GAP]
    text, left, gap = "", None, False
    for at, piece in enumerate(row):
        if piece.join is Join.GAP:
            gap = True
            continue
        if left is not None and _is_parted(left, row[at:], language, lexicon, gap=gap):
            text += " "
        text += piece.text
        left, gap = piece, False
    return text


def _is_parted(
    left: Piece, following: Sequence[Piece], language: Language, lexicon: Lexicon, *, gap: bool
) -> bool:
    right = following[0]
    if left.join in _AFTER_NOTHING or right.join in _BEFORE_NOTHING:
        return False
    if language is Language.EN:
        return True
    if left.join is Join.MARK or right.join is Join.OPENING:
        return False
    if gap or Join.APART in (left.join, right.join):
        return True
    return left.join is not Join.QUOTE and _would_merge(left.text, following, lexicon)


def _would_merge(left: str, following: Sequence[Piece], lexicon: Lexicon) -> bool:
    """True if the lexer, from the start of `left`, would not stop at its end."""
    if _is_latin(left[-1]) and _is_latin(following[0].text[0]):
        return True
    found = lexicon.match(left + "".join(p.text for p in following), 0)
    if found is not None:
        return found.span.end > len(left)
    return not left[0].isdigit()


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
