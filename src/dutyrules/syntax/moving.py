"""Nodes of the tree taken to another place in a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import attrs

from dutyrules.syntax.source import NOWHERE, Span

T = TypeVar("T")


def spanning(node: T, span: Span) -> T:
    """The node with `span` for its own; what is inside it stays where it is."""
    return _built(node, {**{name: getattr(node, name) for name in _fields(type(node))}, "span": span})


def moved(part: T, by: int) -> T:
    """The node, or tuple of nodes, with every span in it moved by so many characters.

    >>> moved((Span(3, 5), NOWHERE), 2)
    (Span(start=5, end=7), Span(start=0, end=0))
    """
    if isinstance(part, Span):
        return part if part == NOWHERE else cast("T", Span(part[0] + by, part[1] + by))
    if isinstance(part, tuple):
        return cast("T", tuple([moved(each, by) for each in part]))
    values = {}
    for name in _fields(type(part)):
        value = getattr(part, name)
        # Most fields hold nothing that stands anywhere.
        values[name] = moved(value, by) if isinstance(value, tuple) or _fields(type(value)) else value
    return _built(part, values) if values else part


def _built(node: T, values: dict[str, object]) -> T:
    build = cast("Callable[..., T]", type(node))
    return build(**values)


_known: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of a node; none for the class of what is no node."""
    found = _known.get(kind)
    if found is None:
        found = tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()
        _known[kind] = found
    return found
