"""A checked scenario: every name resolved, every date a day, every expected value of the right kind.

These classes are what the runner of scenarios reads; they are made by `scenarios` alone.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.vocabulary import Term
from dutyrules.findings.verdict import Verdict
from dutyrules.syntax.scenario_tree import EventTable
from dutyrules.syntax.source import Source, Span

# The setting ---------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Place:
    """Somebody's role in a unit on [start, end); `role` and the unit's `kind` are vocabulary ids."""

    person: str
    unit: str
    role: str
    start: datetime.date | None
    end: datetime.date | None


@attrs.frozen(kw_only=True)
class Trait:
    """A property of a person on [start, end), as a roster writes it."""

    person: str
    property: str
    value: str
    start: datetime.date | None
    end: datetime.date | None


@attrs.frozen(kw_only=True)
class Cast:
    """Who is in the scenario. `units` are pairs of a name and the id of its kind."""

    people: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    traits: tuple[Trait, ...]


@attrs.frozen(kw_only=True)
class Extent:
    """The log holds every event of `events` (ids; empty: of every type) before `through` (µs UTC)."""

    events: frozenset[str]
    through: int


# Expectations --------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class InWeek:
    """The window is the week of that number."""

    number: int


@attrs.frozen(kw_only=True)
class InMonth:
    """The window is that month; `year` None where the number alone tells it."""

    year: int | None
    month: int


@attrs.frozen(kw_only=True)
class OnDay:
    """The window holds the day."""

    day: datetime.date


@attrs.frozen(kw_only=True)
class OfRow:
    """The instance is about the event in that row of the scenario's tables, counted from 1."""

    row: int


Occasion = InWeek | InMonth | OnDay | OfRow


@attrs.frozen(kw_only=True)
class Bearing:
    """Whose instance is meant: a person's or a unit's by name, and the counterparty if one is named."""

    name: str
    toward: str | None


@attrs.frozen(kw_only=True)
class VerdictWanted:
    """The finding has this verdict."""

    verdict: Verdict
    span: Span


@attrs.frozen(kw_only=True)
class MeasureWanted:
    """The measure has these ends; `is_single`: only the certain part was written.

    `high` None is no upper end.
    """

    low: Decimal
    high: Decimal | None
    is_single: bool
    span: Span


@attrs.frozen(kw_only=True)
class GradesWanted:
    """Exactly these grades are possible."""

    grades: tuple[Term, ...]
    span: Span


@attrs.frozen(kw_only=True)
class MoneyWanted:
    """The stipend, in yuan, has these ends."""

    low: Decimal
    high: Decimal | None
    span: Span


@attrs.frozen(kw_only=True)
class ItemWanted:
    """One item of the score has these ends."""

    item: str
    low: Decimal
    high: Decimal | None
    span: Span


@attrs.frozen(kw_only=True)
class VetoesWanted:
    """Exactly these vetoes bear on the score, for certain or (not `certain`) perhaps."""

    vetoes: frozenset[str]
    certain: bool
    span: Span


Wanted = VerdictWanted | MeasureWanted | GradesWanted | MoneyWanted | ItemWanted | VetoesWanted


@attrs.frozen(kw_only=True)
class Expectation:
    """What one instance of a norm or of a score must come to."""

    label: str
    is_score: bool
    bearings: tuple[Bearing, ...]
    occasion: Occasion | None
    wanted: tuple[Wanted, ...]
    text: str
    span: Span


@attrs.frozen(kw_only=True)
class Scenario:
    """One scenario of a policy.

    `variant` names the policy under the scenario's own parameters among `CheckedPolicy.variants`,
    None where it has none. `as_of` is in µs UTC.
    """

    title: str
    source: Source
    span: Span
    calendar: SchoolCalendar
    cast: Cast
    tables: tuple[EventTable, ...]
    complete: tuple[Extent, ...]
    as_of: int
    expectations: tuple[Expectation, ...]
    variant: str | None
