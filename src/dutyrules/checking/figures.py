"""Figures, tests on events and windows, as the checker leaves them."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal

import attrs

from dutyrules.calendar.periods import Period
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.syntax.tree import BoundKind, Comparison, Parity, Unit


@attrs.frozen(kw_only=True)
class Figure:
    """A number, dated where a parameter gives it: `settings` are (first day or None, value).

    `parameter` is the name it was read from, None for a number written in place.
    """

    settings: tuple[tuple[datetime.date | None, Decimal], ...]
    unit: Unit | None
    parameter: str | None = None

    def on(self, day: datetime.date) -> Decimal:
        """The value that holds on `day`; before the first dated value, the first."""
        held = [value for since, value in self.settings if since is None or since <= day]
        return held[-1] if held else self.settings[0][1]


@attrs.frozen(kw_only=True)
class Limit:
    """A bound with its figures: `low` for at least, exactly and between, `high` for the rest."""

    kind: BoundKind
    low: Figure | None
    high: Figure | None


# Tests on one event --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class NumberTest:
    """The attribute's number lies within the limit."""

    attribute: Attribute
    limit: Limit


@attrs.frozen(kw_only=True)
class MatchTest:
    """The attribute is (or is not) the value: a choice's id, a text, True/False or a date."""

    attribute: Attribute
    comparison: Comparison
    value: str | bool | datetime.date


@attrs.frozen(kw_only=True)
class PresenceTest:
    """The attribute has a value."""

    attribute: Attribute


EventTest = NumberTest | MatchTest | PresenceTest


# Windows -------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class FirstPart:
    """The first weeks or school days of the window."""

    amount: Figure


@attrs.frozen(kw_only=True)
class LastPart:
    """The last weeks or school days of the window."""

    amount: Figure


@attrs.frozen(kw_only=True)
class UntilWeek:
    """From the window's start to the end of a numbered week of the term."""

    number: Figure


@attrs.frozen(kw_only=True)
class UntilDayOfNextMonth:
    """From the deadline before to the end of a day of the next month; months only."""

    day: Figure


@attrs.frozen(kw_only=True)
class UntilDate:
    """From the window's start to the end of a day of the year; that day's year is the window's."""

    month: Figure
    day: Figure


@attrs.frozen(kw_only=True)
class InMonth:
    """The part of the window that lies in a calendar month."""

    month: Figure


Part = FirstPart | LastPart | UntilWeek | UntilDayOfNextMonth | UntilDate | InMonth


@attrs.frozen(kw_only=True)
class Slot:
    """The part of each window that falls on a weekday (1 Monday), perhaps after a lesson period."""

    weekday: int
    after_period: Figure | None


@attrs.frozen(kw_only=True)
class Recurrence:
    """Windows of the calendar: every so many periods, of a parity, narrowed to a part or a slot.

    `anchor` is the week from which every so many weeks are counted (None: week 1); `sliding` windows
    begin at each week and overlap.
    """

    period: Period
    every: Figure | None = None
    parity: Parity | None = None
    slot: Slot | None = None
    part: Part | None = None
    sliding: bool = False
    anchor: Figure | None = None


class ResponseKind(enum.Enum):
    """How a window follows from an event."""

    SAME_DAY = "same_day"
    AFTER = "after"
    BEFORE = "before"
    UNTIL = "until"


@attrs.frozen(kw_only=True)
class Response:
    """One window per trigger: its day, some time after or before it, or until the next `until`."""

    kind: ResponseKind
    trigger: EventType
    tests: tuple[EventTest, ...]
    amount: Figure | None = None
    until: EventType | None = None
