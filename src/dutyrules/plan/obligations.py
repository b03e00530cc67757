"""What is owed: every instance of every norm in one term, before any event is looked at.

The obligations exist whether or not anything was done, so a duty that nobody fulfilled is there to
be found. Semantics, section 3.
"""

from __future__ import annotations

import datetime
import enum
from decimal import ROUND_DOWN, Decimal

import attrs

from dutyrules.checking.policy import (
    Attestation,
    AttestedItem,
    AttributeSum,
    Bearer,
    EachEvent,
    Figure,
    Item,
    Limit,
    Norm,
    Quota,
    RatedItem,
    Rating,
    Score,
    Veto,
    Whose,
)
from dutyrules.findings.model import Modality
from dutyrules.plan.windows import PlannedWindow
from dutyrules.syntax.tree import BoundKind


class Scope(enum.Enum):
    """Whose doing counts for an obligation."""

    PERSON = "person"
    POST = "post"
    UNIT = "unit"


class Applicability(enum.Enum):
    """Whether the obligation is owed at all."""

    OWED = "owed"
    CONDITION_FAILS = "condition_fails"
    CONDITION_UNKNOWN = "condition_unknown"
    DIVIDED_TO_NOTHING = "divided_to_nothing"


@attrs.frozen(kw_only=True)
class Division:
    """How a quota was divided: the whole number, and school days in post of those in the window."""

    whole: Decimal
    days: int
    of_days: int


@attrs.frozen(kw_only=True)
class Obligation:
    """One instance: who owes what, over which part [start, end) of the window (µs UTC).

    `low` and `high` are the bound's numbers for this instance. `event` is the `seq` of the event
    that a sentence about each event is about.
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


@attrs.frozen(kw_only=True)
class PlannedScore:
    """One bearer's score in one window.

    `items` and `vetoes` index the plan's `measured`: what an item or a veto has to look up in the
    log, None for an item that is worked out from other results.
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


@attrs.frozen(kw_only=True)
class Plan:
    """What one policy owes in one term.

    Order: `obligations` by norm, window, bearer, counterparty. `per_event` are the norms whose
    instances the log opens.
    """

    obligations: tuple[Obligation, ...]
    per_event: tuple[EachEvent, ...]
    measured: tuple[Obligation, ...]
    scores: tuple[PlannedScore, ...]


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
    if is_quota_of_one(norm, day) and not norm.individual and norm.modality is not Modality.MAY:
        return Scope.POST
    return Scope.PERSON


def divided(
    norm: Quota, day: datetime.date, days: int, of_days: int
) -> tuple[Decimal | None, Division | None]:
    """The least number owed for `days` of the window's `of_days`, and how it was worked out."""
    low, _ = limit_on(norm.limit, day)
    whole = low is None or norm.in_full or days >= of_days or norm.limit.kind is not BoundKind.AT_LEAST
    if whole or low is None:
        return low, None
    share = low * days / of_days
    rounded = share if norm.summed is not None else share.to_integral_value(rounding=ROUND_DOWN)
    return rounded, Division(whole=low, days=days, of_days=of_days)


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
        case AttributeSum():
            return _sum_norm(score, item, item.rule)
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


def _sum_norm(score: Score, item: Item, rule: AttributeSum) -> Quota:
    return Quota(
        label=item.name,
        clause=item.clause,
        modality=Modality.MUST,
        bearer=score.bearer,
        recurrence=score.recurrence,
        event=rule.event,
        whose=Whose.ACTOR,
        counterparty=None,
        tests=(),
        summed=rule.attribute,
        limit=_nothing(BoundKind.AT_LEAST),
        in_full=True,
        individual=True,
        conditions=(),
        span=item.span,
    )


def veto_norm(score: Score, veto: Veto) -> Quota:
    """The norm that is violated exactly where the veto is certain."""
    return Quota(
        label=veto.name,
        clause=veto.clause,
        modality=Modality.MUST_NOT,
        bearer=score.bearer,
        recurrence=score.recurrence,
        event=veto.event,
        whose=Whose.ACTOR,
        counterparty=None,
        tests=veto.tests,
        summed=None,
        limit=_nothing(BoundKind.AT_MOST),
        in_full=True,
        individual=True,
        conditions=(),
        span=veto.span,
    )


def bearer_of(norm: Norm | Score) -> Bearer:
    """Who bears the norm or the score."""
    return norm.bearer
