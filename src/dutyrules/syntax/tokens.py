"""What the lexer yields: words with their possible readings, grouped into statements."""

from __future__ import annotations

import enum
from typing import NamedTuple

import attrs

from dutyrules.syntax.source import Span


class Word(NamedTuple):
    """A piece of text and the terminals it may stand for, the likeliest first.

    `value` is the text with its quotes, width and plural ending settled. `is_known` is False for a
    name that neither a vocabulary nor this file declares; `is_mistaken` is True for a common mistake,
    whose readings are the keywords that were likely meant.
    """

    readings: tuple[str, ...]
    value: str
    span: Span
    is_known: bool = True
    is_mistaken: bool = False


@attrs.frozen
class Comment:
    """A comment: its text from the hash sign on, and whether it has a line to itself."""

    text: str
    span: Span
    own_line: bool


class StatementKind(enum.Enum):
    """How a statement ends."""

    LINE = "line"
    SENTENCE = "sentence"
    ROW = "row"


@attrs.frozen(kw_only=True)
class Words:
    """The words of one statement; `span` runs from its first character past its full stop."""

    kind: StatementKind
    words: tuple[Word, ...]
    span: Span
    is_ended: bool
