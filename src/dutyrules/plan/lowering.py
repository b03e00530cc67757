"""A checked policy to the six operators, branch by branch, before any rewrite.

Every table has all the attributes of its event type here; `rewrites` leaves those in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    EachEvent,
    EventTest,
    Figure,
    Limit,
    Makeup,
    Norm,
    Ordering,
    Quota,
    RankedIn,
    Rating,
    Reach,
    Response,
    Rung,
    Score,
    Spacing,
    Whose,
)
from dutyrules.checking.vocabulary import Attribute, EventType, Vocabulary
from dutyrules.findings.model import Modality
from dutyrules.plan.attributes import (
    ATTESTATION,
    MATTER,
    MET,
    POINTS,
    RATING,
    attribute_of,
    object_of,
)
from dutyrules.plan.numbers import EVER
from dutyrules.plan.obligations import Scope, happening_norm, item_norm, scope_of
from dutyrules.plan.operators import (
    Branch,
    Evidence,
    Grid,
    Judge,
    Measure,
    MeasureKind,
    Normalise,
    Program,
    Ranked,
    Where,
)
from dutyrules.plan.planner import opening_norms
from dutyrules.syntax.tree import BoundKind

_OF_RESPONSES = {Whose.ACTOR: Scope.PERSON, Whose.PARTNER: Scope.PARTNER, Whose.UNIT: Scope.UNIT}


def lower(policy: CheckedPolicy) -> Program:
    """The policy as a program: every norm in every scope that it can have, then what scores look up.

    What scores look up comes score by score: items, vetoes, shifts, then what may yet open instances.

    >>> from dutyrules.checking.loading import load_file
    >>> from dutyrules.resources import policies_folder
    >>> program = lower(load_file(policies_folder() / "research_group" / "001-03.duty").checked.policy)
    >>> [(branch.label, branch.measure.key.value) for branch in program.branches][:4]
    [('成员概况', 'post'), ('计划表', 'post'), ('签到表', 'unit'), ('活动记录', 'unit')]
    """
    owed = [b for norm in policy.norms for b in _in_every_scope(norm, policy)]
    looked_up = [b for score in policy.scores for b in _looked_up(policy, score)]
    return Program(
        branches=(*owed, *looked_up), separate=policy.separate, exceptions=tuple(policy.exceptions.items())
    )


def _in_every_scope(norm: Norm, policy: CheckedPolicy) -> Iterator[Branch]:
    for scope in scopes(norm):
        yield from branches(norm, scope, policy.vocabulary)


def _looked_up(policy: CheckedPolicy, score: Score) -> Iterator[Branch]:
    for norm, lasts in _norms_of(policy, score):
        for branch in _in_every_scope(norm, policy):
            grid = attrs.evolve(branch.grid, lasts=lasts)
            yield attrs.evolve(branch, score=score.name, grid=grid)


def _norms_of(policy: CheckedPolicy, score: Score) -> Iterator[tuple[Norm, Figure | None]]:
    """What the score looks up, with how long an event bears on it if that is said."""
    items = (item_norm(score, item) for item in score.items)
    yield from ((norm, None) for norm in items if norm is not None)
    yield from ((happening_norm(score, veto), veto.lasts) for veto in score.vetoes)
    yield from ((happening_norm(score, shift), None) for shift in score.shifts)
    yield from ((norm, None) for item in score.items for norm in opening_norms(policy, score, item))


def branches(norm: Norm, scope: Scope | None, vocabulary: Vocabulary) -> tuple[Branch, ...]:
    """The norm as operators, then each of its rungs.

    `scope` says whose doing counts for a quota; of every other kind the norm itself does, and `scope`
    is not looked at. `vocabulary` has the event types of attested and rated norms.
    """
    grid, whole = _grid(norm), _measure(norm, scope, vocabulary)
    found = [_branch(norm, 0, grid, whole, _limit(norm))]
    if isinstance(norm, Quota):
        for number, rung in enumerate(norm.rungs, 1):
            found.append(_branch(norm, number, grid, _rung_measure(norm, rung, scope), rung.limit))
    return tuple(found)


def _branch(norm: Norm, rung: int, grid: Grid, measure: Measure, limit: Limit | None) -> Branch:
    modality = Modality.MUST if isinstance(norm, Attestation | Rating) else norm.modality
    return Branch(
        label=norm.label,
        rung=rung,
        norm=norm,
        grid=grid,
        measure=measure,
        judge=Judge(modality=modality, limit=limit),
        evidence=Evidence(),
    )


def scopes(norm: Norm) -> tuple[Scope | None, ...]:
    """Whose doing can count for the norm, in the order in which its dated numbers make it so."""
    match norm:
        case Quota(recurrence=Response(), whose=whose):
            return (_OF_RESPONSES[whose],)
        case Quota(limit=limit):
            dated = () if limit.low is None else limit.low.settings
            return tuple(dict.fromkeys(scope_of(norm, day or EVER) for day, _ in dated or ((None, 0),)))
        case Reach(whose=whose) | Spacing(whose=whose):
            return (Scope.UNIT if whose is Whose.UNIT else Scope.POST,)
        case Agreement() | Ordering():
            return (Scope.UNIT,)
        case Makeup() | EachEvent() | Attestation() | Rating():
            return (None,)
        case other:
            assert_never(other)


# Tables --------------------------------------------------------------------------------------------


def _rows(event: EventType) -> Normalise:
    return Normalise(event=event, columns=event.attributes)


def _where(event: EventType, tests: tuple[EventTest, ...] = ()) -> Where:
    return Where(rows=_rows(event), tests=tests)


# Grids ---------------------------------------------------------------------------------------------


def _grid(norm: Norm) -> Grid:
    grid = Grid(bearer=norm.bearer, windows=None, ranked=_ranked(norm))
    match norm:
        case EachEvent(event=event, only=only):
            return attrs.evolve(grid, only=_where(event, only))
        case Quota(recurrence=windows, counterparty=counterparty):
            return _opened(attrs.evolve(grid, windows=windows, counterparty=counterparty))
        case Reach(recurrence=windows) | Spacing(recurrence=windows) | Makeup(recurrence=windows):
            return attrs.evolve(grid, windows=windows)
        case Agreement(recurrence=windows) | Ordering(recurrence=windows):
            return attrs.evolve(grid, windows=windows)
        case Attestation(recurrence=windows) | Rating(recurrence=windows):
            return attrs.evolve(grid, windows=windows)
        case other:
            assert_never(other)


def _opened(grid: Grid) -> Grid:
    """The grid with the rows that open and close its windows, if it is of a response."""
    response = grid.windows
    if not isinstance(response, Response):
        return grid
    until = None if response.until is None else _rows(response.until)
    return attrs.evolve(grid, only=_where(response.trigger, response.tests), until=until)


def _ranked(norm: Norm) -> tuple[Ranked, ...]:
    return tuple(Ranked(rows=_rows(c.event), condition=c) for c in norm.conditions if isinstance(c, RankedIn))


# Measures ------------------------------------------------------------------------------------------


def _measure(norm: Norm, scope: Scope | None, vocabulary: Vocabulary) -> Measure:
    match norm:
        case Quota(event=event, tests=tests, summed=summed):
            return _counted(norm, _where(event, tests), () if summed is None else (summed,), scope)
        case Reach():
            return _reached(norm)
        case EachEvent(event=event, tests=tests):
            return Measure(kind=MeasureKind.EACH, where=(_where(event, tests),), key=None)
        case Makeup():
            return Measure(kind=MeasureKind.HOLDERS, where=(), key=None)
        case Spacing() | Agreement() | Ordering():
            return _of_unit_or_post(norm)
        case Attestation():
            return _stated(MeasureKind.ATTESTED, vocabulary.events[ATTESTATION], MET)
        case Rating():
            return _stated(MeasureKind.RATED, vocabulary.events[RATING], POINTS)
        case other:
            assert_never(other)


def _counted(norm: Quota, where: Where, of: tuple[Attribute, ...], scope: Scope | None) -> Measure:
    """The count of the rows, or the sum of an attribute of theirs."""
    return Measure(
        kind=MeasureKind.SUM if of else MeasureKind.COUNT,
        where=(where,),
        key=scope,
        toward=None if norm.counterparty is None else object_of(where.rows.event),
        of=of,
    )


def _rung_measure(norm: Quota, rung: Rung, scope: Scope | None) -> Measure:
    """5.10: a rung counts its own events, with no tests."""
    return _counted(norm, _where(rung.event), (), scope)


def _reached(norm: Reach) -> Measure:
    """5.12: whom the bearer's events are about, or who did the events themselves."""
    by_actor = norm.by_actor
    return Measure(
        kind=MeasureKind.PEOPLE,
        where=(_where(norm.event, norm.tests),),
        key=Scope.PERSON if by_actor else scopes(norm)[0],
        toward=None if by_actor else object_of(norm.event),
        each=norm.each,
    )


def _of_unit_or_post(norm: Spacing | Agreement | Ordering) -> Measure:
    key = scopes(norm)[0]
    match norm:
        case Spacing(event=event, tests=tests):
            return Measure(kind=MeasureKind.GAP, where=(_where(event, tests),), key=key)
        case Agreement(event=event, tests=tests, key=case, attributes=attributes):
            where = (_where(event, tests),)
            return Measure(kind=MeasureKind.VALUES, where=where, key=key, of=attributes, case=case.term.id)
        case Ordering(events=events, key=case):
            return Measure(kind=MeasureKind.STEPS, where=tuple(map(_where, events)), key=key, case=case)
        case other:
            assert_never(other)


def _stated(kind: MeasureKind, event: EventType, said: str) -> Measure:
    return Measure(
        kind=kind,
        where=(_where(event),),
        key=None,
        toward=object_of(event),
        of=(attribute_of(event, said),),
        matter=attribute_of(event, MATTER),
    )


# Bounds --------------------------------------------------------------------------------------------


def _limit(norm: Norm) -> Limit | None:
    """The bound; an order is at least all its steps, and an agreement at most one value."""
    match norm:
        case Quota(limit=limit) | Reach(limit=limit) | Spacing(limit=limit) | Makeup(limit=limit):
            return limit
        case Ordering(events=events):
            return Limit(kind=BoundKind.AT_LEAST, low=_figure(len(events)), high=None)
        case Agreement():
            return Limit(kind=BoundKind.AT_MOST, low=None, high=_figure(1))
        case EachEvent() | Attestation() | Rating():
            return None
        case other:
            assert_never(other)


def _figure(number: int) -> Figure:
    return Figure(settings=((None, Decimal(number)),), unit=None)
