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
from dutyrules.checking.scenario import Scenario
from dutyrules.checking.vocabulary import Attribute, EventType, Term, Vocabulary
from dutyrules.findings.model import Assumption, Language, Modality
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import BoundKind, Comparison, Fold, Parity, Proration, Rounding, Unit


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


@attrs.frozen(kw_only=True)
class RankedIn:
    """The bearer's unit is among the lowest (or highest) of its peers in the window before.

    Peers are the units of its kind under the same parent; each is measured by the sum or mean of an
    attribute over its events.
    """

    lowest: bool
    places: Figure
    fold: Fold
    event: EventType
    attribute: Attribute


Condition = UnitHas | HasProperty | RankedIn


class Whose(enum.Enum):
    """Whose events count: those the bearer did, those of the bearer's unit, those the bearer is in."""

    ACTOR = "actor"
    UNIT = "unit"
    PARTNER = "partner"


@attrs.frozen(kw_only=True)
class Counterparty:
    """Each holder of a role in the bearer's unit but those with an exempting property.

    `of_trigger`: the one person whom the trigger was about instead.
    """

    role: str
    of_trigger: bool = False
    exempt: tuple[Attribute, ...] = ()


@attrs.frozen(kw_only=True)
class Rung:
    """What will do instead when the step before could not be taken."""

    event: EventType
    limit: Limit


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
    recurrence: Recurrence | Response
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
    rungs: tuple[Rung, ...] = ()
    permits: tuple[tuple[EventTest, ...], ...] = ()
    """What permissions take out of a prohibition."""


@attrs.frozen(kw_only=True)
class Reach:
    """In each window, a share of a role's holders in the unit is reached.

    A person is reached by being the object (or, `by_actor`, the actor) of at least `each` matching
    events. `limit` is in percent of all holders but the exempt.
    """

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    recurrence: Recurrence
    event: EventType
    whose: Whose
    people: Counterparty
    by_actor: bool
    tests: tuple[EventTest, ...]
    each: Figure
    limit: Limit
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class Spacing:
    """In each window, no two neighbouring events (nor an event and the window's ends) lie further apart.

    `limit` counts days, or school days by its unit.
    """

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    recurrence: Recurrence
    event: EventType
    whose: Whose
    tests: tuple[EventTest, ...]
    limit: Limit
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class Agreement:
    """In each window, the unit's events with one value of `key` have one value of each attribute."""

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    recurrence: Recurrence
    event: EventType
    key: Attribute
    attributes: tuple[Attribute, ...]
    tests: tuple[EventTest, ...]
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class Ordering:
    """In each window, each case (a value of `key`) passes through the events in order."""

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    recurrence: Recurrence
    key: str
    events: tuple[EventType, ...]
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class Makeup:
    """In each window, the unit has so many holders of a role (with the properties)."""

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    recurrence: Recurrence
    role: str
    wanted: tuple[HasProperty, ...]
    limit: Limit
    conditions: tuple[Condition, ...]
    span: Span


@attrs.frozen(kw_only=True)
class EachEvent:
    """Each of the bearer's events of a type passes every test; one instance per event.

    `records` True: the tests ask for presence, and a blank is a breach; otherwise a blank leaves
    the test open. `only` says which of the events the sentence is about.
    """

    label: str
    clause: str
    modality: Modality
    bearer: Bearer
    event: EventType
    tests: tuple[EventTest, ...]
    records: bool
    only: tuple[EventTest, ...]
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


Norm = Quota | Reach | Spacing | Agreement | Ordering | Makeup | EachEvent | Attestation | Rating


# Scores --------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class RatedItem:
    """The rating of the item by a holder of a role, out of the item's points."""

    by: str


@attrs.frozen(kw_only=True)
class ScoreFold:
    """The sum or mean of the bearer's scores of that name whose windows lie in this one."""

    fold: Fold
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


@attrs.frozen(kw_only=True)
class EventPoints:
    """An amount for each of the bearer's events of a type, added or taken away."""

    amount: Figure
    less: bool
    event: EventType
    tests: tuple[EventTest, ...]


@attrs.frozen(kw_only=True)
class StepTable:
    """Points by how many of the norms are not fulfilled."""

    norms: tuple[str, ...]
    steps: tuple[tuple[int, Figure], ...]
    otherwise: Figure


@attrs.frozen(kw_only=True)
class Share:
    """The item's points times the part of the norm's quota that was done, at most all of them."""

    norm: str


ItemRule = (
    RatedItem
    | AttestedItem
    | ScoreFold
    | AttributeSum
    | Deduction
    | Conditional
    | EventPoints
    | StepTable
    | Share
)


@attrs.frozen(kw_only=True)
class Item:
    """One addend of a score; `maximum` None where nothing bounds it."""

    name: str
    clause: str
    maximum: Figure | None
    rule: ItemRule
    span: Span
    is_bonus: bool = False


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
    """An event that passes the tests sets the score's grade (or, None, withholds its stipend).

    `tests` include what the standard of proof asks. It bears on its own window and on as many more
    as `lasts` says, less one.
    """

    name: str
    clause: str
    event: EventType
    tests: tuple[EventTest, ...]
    grade: Term | None
    basis: str
    lasts: int
    span: Span


@attrs.frozen(kw_only=True)
class Shift:
    """An event that passes the tests moves the grade by so many bands, as far as `limit`."""

    name: str
    clause: str
    event: EventType
    tests: tuple[EventTest, ...]
    raises: bool
    steps: int
    limit: Term | None
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
    cap: Figure | None = None
    shifts: tuple[Shift, ...] = ()


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
    exceptions: Mapping[str, str] = attrs.field(factory=dict)
    """The label of each exception, and that of the norm in whose place it stands."""
    separate: tuple[tuple[str, ...], ...] = ()
    """Groups of norms of which no event counts for two, in their order of precedence."""
    scenarios: tuple[Scenario, ...] = ()
    variants: Mapping[str, CheckedPolicy] = attrs.field(factory=dict)
    """The policy under the parameters of each scenario that has its own, by these as written."""
