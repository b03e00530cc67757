"""The checked policy: every name resolved, every number typed, every window settled.

These classes are what the planner and the engines read. They are made by `checker` alone, and a
policy with an error is never made.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from decimal import Decimal

import attrs

from dutyrules.calendar.periods import Period
from dutyrules.checking.vocabulary import Attribute, EventType, Term, Vocabulary
from dutyrules.findings.model import Assumption, Language, Modality
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import BoundKind, Comparison, Parity, Proration, Rounding, Unit


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


Part = FirstPart | LastPart | UntilWeek | UntilDayOfNextMonth


@attrs.frozen(kw_only=True)
class Slot:
    """The part of each window that falls on a weekday (1 Monday), perhaps after a lesson period."""

    weekday: int
    after_period: Figure | None


@attrs.frozen(kw_only=True)
class Recurrence:
    """Windows of the calendar: every so many periods, of a parity, narrowed to a part or a slot."""

    period: Period
    every: Figure | None = None
    parity: Parity | None = None
    slot: Slot | None = None
    part: Part | None = None


# Bearers and conditions ----------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Bearer:
    """Each holder of a role in each unit of a kind; both are vocabulary ids."""

    role: str
    unit: str


@attrs.frozen(kw_only=True)
class UnitHas:
    """The bearer's unit has so many holders of a role."""

    role: str
    limit: Limit


@attrs.frozen(kw_only=True)
class HasProperty:
    """A property of the bearer (or of their unit) has a value."""

    property: Attribute
    of_unit: bool
    value: str | bool


Condition = UnitHas | HasProperty


class Whose(enum.Enum):
    """Whose events count: those the bearer did, or those of the bearer's unit."""

    ACTOR = "actor"
    UNIT = "unit"


@attrs.frozen(kw_only=True)
class Counterparty:
    """Each holder of a role in the bearer's unit; `other` leaves out the bearer."""

    role: str
    other: bool


# Norms ---------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Quota:
    """In each window, the count (or the sum of `summed`) of matching events meets the limit.

    `individual`: each holder of the role answers for what they did themselves, never for the post.
    """

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    recurrence: Recurrence
    event: EventType
    whose: Whose
    counterparty: Counterparty | None
    tests: tuple[EventTest, ...]
    summed: Attribute | None
    limit: Limit
    in_full: bool
    individual: bool
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class EachEvent:
    """Each of the bearer's events of a type passes every test; one instance per event.

    `records` True: the tests ask for presence, and a blank is a breach; otherwise a blank leaves
    the test open.
    """

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    event: EventType
    tests: tuple[EventTest, ...]
    records: bool
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class Attestation:
    """In each window, a holder of role `by` attests that the norm was met."""

    label: str
    clause: str
    bearer: Bearer
    recurrence: Recurrence
    by: str
    text: str
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class Rating:
    """In each window, a holder of role `by` rates the bearer out of `out_of`."""

    label: str
    clause: str
    bearer: Bearer
    recurrence: Recurrence
    by: str
    out_of: Figure
    text: str
    conditions: tuple[Condition, ...]
    span: Span


Norm = Quota | EachEvent | Attestation | Rating


# Scores --------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class RatedItem:
    """The rating of the item by a holder of a role, out of the item's points."""

    by: str


@attrs.frozen(kw_only=True)
class ScoreSum:
    """The sum of the bearer's scores of that name whose windows lie in this one."""

    score: str


@attrs.frozen(kw_only=True)
class AttributeSum:
    """The sum of an attribute over the bearer's events of a type."""

    event: EventType
    attribute: Attribute


@attrs.frozen(kw_only=True)
class Deduction:
    """The item's points less an amount for each violated instance of the norms, not below 0."""

    amount: Figure
    norms: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Conditional:
    """One amount if every instance of the norm in the window is fulfilled, else another."""

    norm: str
    then: Figure
    otherwise: Figure


@attrs.frozen(kw_only=True)
class AttestedItem:
    """All of the item's points if attested, none if denied."""

    by: str


ItemRule = RatedItem | AttestedItem | ScoreSum | AttributeSum | Deduction | Conditional


@attrs.frozen(kw_only=True)
class Item:
    """One addend of a score; `maximum` None where nothing bounds it."""

    name: str
    clause: str
    maximum: Figure | None
    rule: ItemRule
    span: Span


@attrs.frozen(kw_only=True)
class Bands:
    """Grades from the highest down, each with its least score, and the grade below them all."""

    bands: tuple[tuple[Term, Figure], ...]
    otherwise: Term
    clause: str

    def grades(self) -> tuple[Term, ...]:
        """All grades, the highest first."""
        return (*(g for g, _ in self.bands), self.otherwise)


@attrs.frozen(kw_only=True)
class Veto:
    """An event that passes the tests sets the score's grade in its window."""

    name: str
    clause: str
    recurrence: Recurrence
    event: EventType
    tests: tuple[EventTest, ...]
    grade: Term
    basis: str
    span: Span


@attrs.frozen(kw_only=True)
class Pay:
    """What a grade is paid, in yuan; `in_all` stands for the fixed part as well."""

    amount: Figure
    in_all: bool


@attrs.frozen(kw_only=True)
class Stipend:
    """Money by grade id."""

    fixed: Figure | None
    by_grade: Mapping[str, Pay]
    proration: Proration
    clause: str


@attrs.frozen(kw_only=True)
class Score:
    """A score per bearer and window with all that hangs on it."""

    name: str
    clause: str
    bearer: Bearer
    recurrence: Recurrence
    out_of: Figure | None
    rounding: Rounding | None
    items: tuple[Item, ...]
    bands: Bands | None
    vetoes: tuple[Veto, ...]
    stipend: Stipend | None
    span: Span


@attrs.frozen(kw_only=True)
class Clause:
    """A clause of the source document, the labels of what stands under it, and its notes."""

    number: str
    labels: tuple[str, ...]
    notes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class CheckedPolicy:
    """A policy without errors."""

    name: str
    title: str
    document: str
    language: Language
    effective: tuple[datetime.date | None, datetime.date | None]
    vocabulary: Vocabulary
    clauses: tuple[Clause, ...]
    norms: tuple[Norm, ...]
    scores: tuple[Score, ...]
    assumptions: tuple[Assumption, ...]
    sentences: Mapping[str, str]
    file: str
    sha256: str
