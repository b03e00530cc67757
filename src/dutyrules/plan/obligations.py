"""What is owed: every instance of every norm in one term, before any event is looked at.

The obligations exist whether or not anything was done, so a duty that nobody fulfilled is there to
be found. Semantics, section 3.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

import attrs

from dutyrules.checking.policy import (
    Attestation,
    AttestedItem,
    AttributeSum,
    EventPoints,
    EventTest,
    Figure,
    Item,
    Limit,
    Norm,
    Quota,
    RatedItem,
    Rating,
    Rung,
    Score,
    Shift,
    Veto,
    Whose,
)
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.findings.model import Modality
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.waivers import Waiver
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import BoundKind


class Scope(enum.Enum):
    """Whose doing counts for an obligation."""

    PERSON = "person"
    PARTNER = "partner"
    POST = "post"
    UNIT = "unit"


class Applicability(enum.Enum):
    """Whether the obligation is owed at all."""

    OWED = "owed"
    CONDITION_FAILS = "condition_fails"
    CONDITION_UNKNOWN = "condition_unknown"
    DIVIDED_TO_NOTHING = "divided_to_nothing"
    EXCEPTED = "excepted"
    EXCEPTION_UNKNOWN = "exception_unknown"
    CLASH = "clash"
    NOT_RANKED = "not_ranked"
    NOBODY = "nobody"
    END_UNKNOWN = "end_unknown"
    NUMBER_UNKNOWN = "number_unknown"


OPEN = frozenset(
    {
        *(Applicability.CONDITION_UNKNOWN, Applicability.EXCEPTION_UNKNOWN),
        *(Applicability.CLASH, Applicability.NUMBER_UNKNOWN),
    }
)
"""What leaves an instance undetermined, whatever the log says."""


@attrs.frozen(kw_only=True)
class Division:
    """How a quota was divided: the whole number, and school days in post of those in the window."""

    whole: Decimal
    days: int
    of_days: int


@attrs.frozen(kw_only=True)
class Permit:
    """What a permission takes out of a prohibition: the events of [start, end) that pass the tests.

    `certain` False: it is unknown whether the permission's condition holds.
    """

    start: int
    end: int
    tests: tuple[EventTest, ...]
    certain: bool


@attrs.frozen(kw_only=True)
class Obligation:
    """One instance: who owes what, over which part [start, end) of the window (µs UTC).

    `low` and `high` are the bound's numbers for this instance. `event` is the `seq` of the event
    that opened it, `case` the value of the key that it is about. `people` are those whom a share is
    taken of, `unsure` those of whom the roster does not say whether they are exempt. `before` is the
    window before, by which peers are ranked. `instead` names the exceptions that apply, `permits` are
    the permissions that do, `waivers` what excuses the bearer from the whole of it.
    """

    norm: Norm
    person: str
    unit: str
    counterparty: str | None
    window: PlannedWindow
    start: int
    end: int
    scope: Scope
    low: Decimal | None
    high: Decimal | None
    applicability: Applicability
    division: Division | None = None
    event: int | None = None
    case: str | None = None
    people: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    before: tuple[int, int] | None = None
    instead: tuple[str, ...] = ()
    permits: tuple[Permit, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@attrs.frozen(kw_only=True)
class PlannedScore:
    """One bearer's score in one window.

    `items` and `vetoes` index the plan's `measured`: what an item or a veto has to look up in the
    log, None for an item that is worked out from other results. `openings` does so for each item:
    the event types whose events may yet open instances of the norms that it names.
    """

    score: Score
    person: str
    unit: str
    window: PlannedWindow
    start: int
    end: int
    share: tuple[int, int]
    items: tuple[int | None, ...]
    vetoes: tuple[int, ...]
    openings: tuple[tuple[int, ...], ...]
    shifts: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Plan:
    """What one policy owes in one term.

    Order: `obligations` by norm, window, bearer, counterparty. `per_event` are the norms whose
    instances the log opens, on the days from the first to the last of `in_force` (None is open).
    """

    obligations: tuple[Obligation, ...]
    per_event: tuple[Norm, ...]
    measured: tuple[Obligation, ...]
    scores: tuple[PlannedScore, ...]
    in_force: tuple[datetime.date | None, datetime.date | None] = (None, None)
    exceptions: Mapping[str, str] = attrs.field(factory=dict)
    separate: tuple[tuple[str, ...], ...] = ()

    def holds_on(self, day: datetime.date) -> bool:
        """True if the policy is in force on `day`."""
        first, last = self.in_force
        return (first is None or first <= day) and (last is None or day <= last)


def limit_on(limit: Limit, day: datetime.date) -> tuple[Decimal | None, Decimal | None]:
    """The numbers of `limit` that hold on `day`."""
    low = None if limit.low is None else limit.low.on(day)
    high = None if limit.high is None else limit.high.on(day)
    return low, high


def is_quota_of_one(norm: Quota, day: datetime.date) -> bool:
    """True for `at least 1`, which can't be divided."""
    limit = norm.limit
    return (
        limit.kind is BoundKind.AT_LEAST
        and norm.summed is None
        and limit.low is not None
        and limit.low.on(day) <= 1
    )


def scope_of(norm: Quota, day: datetime.date) -> Scope:
    """Whose doing counts: the unit's, any holder's of the post, or the person's alone."""
    if norm.whose is Whose.UNIT:
        return Scope.UNIT
    if norm.whose is Whose.PARTNER:
        return Scope.PARTNER
    if is_quota_of_one(norm, day) and not norm.individual and norm.modality is not Modality.MAY:
        return Scope.POST
    return Scope.PERSON


def divided(
    norm: Quota, day: datetime.date, days: int, of_days: int
) -> tuple[Decimal | None, Division | None]:
    """The least number owed for `days` of the window's `of_days`, and how it was worked out."""
    low, _ = limit_on(norm.limit, day)
    if low is None or days >= of_days or not _is_divisible(norm, day):
        return low, None
    step = Decimal(1) if norm.summed is None else Decimal("0.01")
    share = (low * days / of_days).quantize(step, rounding=ROUND_DOWN)
    return share, Division(whole=low, days=days, of_days=of_days)


def on_rung(obligation: Obligation, rung: Rung) -> Obligation:
    """5.10: the obligation as a rung puts it, its number divided where the first was.

    Its norm is the same one with what the rung asks for in place of what the quota does.
    """
    if not isinstance(obligation.norm, Quota):
        raise TypeError("only a quota has rungs")
    day, division = obligation.window.first_day, obligation.division
    norm = attrs.evolve(obligation.norm, event=rung.event, limit=rung.limit, tests=(), summed=None, rungs=())
    _, high = limit_on(rung.limit, day)
    days, of_days = (1, 1) if division is None else (division.days, division.of_days)
    low, division = divided(norm, day, days, of_days)
    return attrs.evolve(obligation, norm=norm, low=low, high=high, division=division)


def _is_divisible(norm: Quota, day: datetime.date) -> bool:
    """True for `at least n` of more than one, unless it is owed in full or merely permitted."""
    if norm.limit.kind is not BoundKind.AT_LEAST or norm.in_full or norm.modality is Modality.MAY:
        return False
    return not is_quota_of_one(norm, day)


# What items and vetoes look up -----------------------------------------------------------------------


def item_norm(score: Score, item: Item) -> Norm | None:
    """The norm whose measure gives the item's points, None if no event is looked up."""
    match item.rule:
        case RatedItem(by=by):
            return Rating(
                label=item.name,
                clause=item.clause,
                bearer=score.bearer,
                recurrence=score.recurrence,
                by=by,
                out_of=_maximum(item),
                text=item.name,
                conditions=(),
                span=item.span,
            )
        case AttestedItem(by=by):
            return Attestation(
                label=item.name,
                clause=item.clause,
                bearer=score.bearer,
                recurrence=score.recurrence,
                by=by,
                text=item.name,
                conditions=(),
                span=item.span,
            )
        case AttributeSum(event=event, attribute=attribute):
            return _counting(score, item.name, item.clause, item.span, event, (), attribute)
        case EventPoints(event=event, tests=tests):
            return _counting(score, item.name, item.clause, item.span, event, tests, None)
        case _:
            return None


def _maximum(item: Item) -> Figure:
    if item.maximum is None:
        raise ValueError(f"the checker lets no rated item pass without a maximum: {item.name}")
    return item.maximum


def _nothing(kind: BoundKind) -> Limit:
    zero = Figure(settings=((None, Decimal(0)),), unit=None)
    low, high = (zero, None) if kind is BoundKind.AT_LEAST else (None, zero)
    return Limit(kind=kind, low=low, high=high)


def _counting(
    score: Score,
    label: str,
    clause: str,
    span: Span,
    event: EventType,
    tests: tuple[EventTest, ...],
    summed: Attribute | None,
) -> Quota:
    """A norm that nothing can violate, whose measure is the count or the sum."""
    return Quota(
        label=label,
        clause=clause,
        modality=Modality.MUST,
        bearer=score.bearer,
        recurrence=score.recurrence,
        event=event,
        whose=Whose.ACTOR,
        counterparty=None,
        tests=tests,
        summed=summed,
        limit=_nothing(BoundKind.AT_LEAST),
        in_full=True,
        individual=True,
        conditions=(),
        span=span,
    )


def opening_norm(score: Score, item: Item, event: EventType) -> Quota:
    """The norm whose measure is unbounded while the log may yet bring an event of that type."""
    return _counting(score, item.name, item.clause, item.span, event, (), None)


def happening_norm(score: Score, cause: Veto | Shift) -> Quota:
    """The norm that is violated exactly where the cause of a veto or a shift is certain."""
    return Quota(
        label=cause.name,
        clause=cause.clause,
        modality=Modality.MUST_NOT,
        bearer=score.bearer,
        recurrence=score.recurrence,
        event=cause.event,
        whose=Whose.ACTOR,
        counterparty=None,
        tests=cause.tests,
        summed=None,
        limit=_nothing(BoundKind.AT_MOST),
        in_full=True,
        individual=True,
        conditions=(),
        span=cause.span,
    )
