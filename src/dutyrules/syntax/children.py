"""What a rule's children are, for those who build nodes of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from dutyrules.syntax.nodes import Day, Name
from dutyrules.syntax.source import Span

T = TypeVar("T")
Node = object
Children = Sequence[Node]
NO_PLACE = Span(0, 0)
"""The place of a node that has no word."""


class Token(str):
    """A word of a statement: its text, the terminal that it was read as, and where it stands."""

    __slots__ = ("span", "type")

    type: str
    span: Span


def token(terminal: str, value: str, span: Span) -> Token:
    """The word `value`, read as `terminal`."""
    made = Token(value)
    made.type = terminal
    made.span = span
    return made


def name(token: Node) -> Name:
    """The word as a name."""
    assert isinstance(token, Token)  # noqa: S101 - the grammar puts a token here
    return Name(str(token), token.span)


def only(children: Children, kind: type[T]) -> list[T]:
    """The children of that kind, in order."""
    return [c for c in children if isinstance(c, kind)]


def first(children: Children, kind: type[T]) -> T:
    """The first child of that kind, which the grammar puts there."""
    return only(children, kind)[0]


def maybe(children: Children, kind: type[T]) -> T | None:
    """The first child of that kind, None if there is none."""
    found = only(children, kind)
    return found[0] if found else None


def tokens(children: Children, *types: str) -> list[Token]:
    """The words of these terminals."""
    return [c for c in children if isinstance(c, Token) and c.type in types]


def names(children: Children) -> list[Name]:
    """The names among the children."""
    return [name(t) for t in tokens(children, "NAME")]


def text(children: Children) -> str | None:
    """The first quoted text, None if there is none."""
    found = tokens(children, "STRING")
    return str(found[0]) if found else None


def day(token: Token) -> Day | None:
    """The date that the word names; None for one that no calendar has."""
    year, month, date = (int(n) for n in re.findall(r"\d+", token))
    try:
        return Day(day=datetime.date(year, month, date), span=token.span)
    except ValueError:
        return None


def marked(children: Children, mark: str) -> Any:  # noqa: ANN401 - the grammar says what it is
    """What the sub-rule that goes by `mark` left, None if it was not there."""
    return next((c[1] for c in children if isinstance(c, tuple) and c[0] == mark), None)
