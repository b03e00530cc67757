"""The checked policy: every name resolved, every number typed, every window settled.

These classes are what the planner and the engines read. They are made by `checker` alone, and a
policy with an error is never made.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from dutyrules.checking.bearers import (
    Bearer,
    Condition,
    Counterparty,
    HasProperty,
    RankedIn,
    Rung,
    UnitHas,
    Whose,
)
from dutyrules.checking.figures import (
    EventTest,
    Figure,
    FirstPart,
    InMonth,
    LastPart,
    Limit,
    MatchTest,
    NumberTest,
    Part,
    PresenceTest,
    Recurrence,
    Response,
    ResponseKind,
    Slot,
    UntilDate,
    UntilDayOfNextMonth,
    UntilWeek,
)
from dutyrules.checking.scenario import Scenario
from dutyrules.checking.score_rules import (
    AttestedItem,
    AttributeSum,
    Bands,
    Conditional,
    Deduction,
    EventPoints,
    Item,
    ItemRule,
    Pay,
    RatedItem,
    Score,
    ScoreFold,
    Share,
    Shift,
    StepTable,
    Stipend,
    Veto,
)
from dutyrules.checking.vocabulary import Attribute, EventType, Vocabulary
from dutyrules.findings.model import Assumption, InputFile, Language, Modality, Override
from dutyrules.syntax.source import Span

__all__ = [
    "Agreement",
    "Attestation",
    "AttestedItem",
    "AttributeSum",
    "Bands",
    "Bearer",
    "CheckedPolicy",
    "Clause",
    "Condition",
    "Conditional",
    "Counterparty",
    "Deduction",
    "EachEvent",
    "EventPoints",
    "EventTest",
    "Figure",
    "FirstPart",
    "HasProperty",
    "InMonth",
    "Item",
    "ItemRule",
    "LastPart",
    "Limit",
    "Makeup",
    "MatchTest",
    "Norm",
    "NumberTest",
    "Ordering",
    "Part",
    "Pay",
    "PresenceTest",
    "Quota",
    "RankedIn",
    "RatedItem",
    "Rating",
    "Reach",
    "Recurrence",
    "Response",
    "ResponseKind",
    "Rung",
    "Score",
    "ScoreFold",
    "Share",
    "Shift",
    "Slot",
    "Spacing",
    "StepTable",
    "Stipend",
    "UnitHas",
    "UntilDate",
    "UntilDayOfNextMonth",
    "UntilWeek",
    "Veto",
    "Whose",
]


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
    overrides: tuple[Override, ...] = ()
    """What the policy says in place of those that it extends, theirs first."""
    parents: tuple[InputFile, ...] = ()
    """The files of the policies that it extends, the furthest first."""
    scenarios: tuple[Scenario, ...] = ()
    variants: Mapping[str, CheckedPolicy] = attrs.field(factory=dict)
    """The policy under the parameters of each scenario that has its own, by these as written."""
