"""The smallest nodes of the syntax tree: names, numbers, texts, dates, and what a value may be."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal

import attrs

from dutyrules.syntax.source import NOWHERE, Span


def no_span() -> Span:
    """The field that holds where a node stands; it never takes part in equality."""
    return attrs.field(default=NOWHERE, eq=False, repr=False)


@attrs.frozen
class Name:
    """A name as written."""

    text: str
    span: Span = no_span()


@attrs.frozen(kw_only=True)
class TermName:
    """A declared name: one label, or its labels in the order en, zh-Hans, zh-Hant."""

    labels: tuple[Name, ...]
    span: Span = no_span()

    @property
    def id(self) -> Name:
        """The first label, by which the term is known inside."""
        return self.labels[0]


class Unit(enum.Enum):
    """What a number counts."""

    DAY = "day"
    SCHOOL_DAY = "school_day"
    WEEK = "week"
    MONTH = "month"
    HOUR = "hour"
    MINUTE = "minute"
    CLASS_HOUR = "class_hour"
    LESSON = "lesson"
    POINT = "point"
    PERCENT = "percent"
    YUAN = "yuan"


@attrs.frozen(kw_only=True)
class Amount:
    """A number with its unit; `counter` is the measure word as written, which carries no meaning."""

    number: Decimal
    unit: Unit | None = None
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = no_span()


@attrs.frozen(kw_only=True)
class NamedAmount:
    """A parameter where a number may stand, or a value's name where a value may."""

    name: Name
    unit: Unit | None = None
    counter: str | None = attrs.field(default=None, eq=False)
    span: Span = no_span()


Quantity = Amount | NamedAmount


@attrs.frozen(kw_only=True)
class Quoted:
    """A quoted text."""

    text: str
    span: Span = no_span()


@attrs.frozen(kw_only=True)
class YesNo:
    """A yes or a no."""

    yes: bool
    span: Span = no_span()


@attrs.frozen(kw_only=True)
class Day:
    """A date."""

    day: datetime.date
    span: Span = no_span()


Value = Amount | NamedAmount | Quoted | YesNo | Day
