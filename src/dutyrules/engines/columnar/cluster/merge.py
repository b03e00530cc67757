"""The answers of shards put together, in the plan's order and by the whole log's `seq`."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.engines.columnar.cluster.split import Shard
from dutyrules.engines.outcome import Outcome
from dutyrules.plan.obligations import Obligation, Plan

Outcomes = tuple[tuple[Outcome, ...], tuple[Outcome, ...]]


def merged(plan: Plan, shards: Sequence[Shard], answers: Sequence[Outcomes]) -> Outcomes:
    """The answers to the whole plan from those of its shards, one each.

    Order: as the plan's; instances that the log opens by norm, event or window, then bearer.
    """
    owed: dict[int, Outcome] = {}
    measured: dict[int, Outcome] = {}
    opened: list[Outcome] = []
    for shard, (found, looked_up) in zip(shards, answers, strict=True):
        planned = len(shard.obligations)
        for place, outcome in zip(shard.obligations, found[:planned], strict=True):
            owed[place] = _asked_by(_renumbered(outcome, shard.rows), plan.obligations[place])
        for place, outcome in zip(shard.measured, looked_up, strict=True):
            measured[place] = _renumbered(outcome, shard.rows)
        rest = (o for o in found[planned + shard.witnesses :] if _bearer(o.obligation) in shard.bearers)
        opened += (_renumbered(outcome, shard.rows) for outcome in rest)
    places = {norm.label: place for place, norm in enumerate(plan.per_event)}
    opened.sort(key=lambda outcome: _place(outcome.obligation, places[outcome.obligation.norm.label]))
    return (*_in_order(owed), *opened), _in_order(measured)


def _in_order(found: dict[int, Outcome]) -> tuple[Outcome, ...]:
    return tuple(found[place] for place in range(len(found)))


def _bearer(obligation: Obligation) -> tuple[str, str]:
    return obligation.person, obligation.unit


def _place(obligation: Obligation, norm: int) -> tuple[int, int, int, str, str]:
    """Where an opened instance stands: by the event, or else the window, of all that its norm opens."""
    window = obligation.window
    since, number = (obligation.event, 0) if obligation.event is not None else (window.start, window.number)
    return (norm, since, number, obligation.person, obligation.unit)


def _asked_by(outcome: Outcome, asked: Obligation) -> Outcome:
    """The answer with the ranks that the norm asks for, which no shard was told."""
    if outcome.obligation.norm.conditions == asked.norm.conditions:
        return outcome
    norm = attrs.evolve(outcome.obligation.norm, conditions=asked.norm.conditions)
    return attrs.evolve(outcome, obligation=attrs.evolve(outcome.obligation, norm=norm, before=asked.before))


def _renumbered(outcome: Outcome, rows: Sequence[int]) -> Outcome:
    """The answer with its events by the whole log's `seq`."""
    return attrs.evolve(
        outcome,
        obligation=_opened_by(outcome.obligation, rows),
        evidence=tuple(rows[seq] for seq in outcome.evidence),
        rejected=tuple(attrs.evolve(r, event=rows[r.event]) for r in outcome.rejected),
    )


def _opened_by(obligation: Obligation, rows: Sequence[int]) -> Obligation:
    """The obligation with the event that opened it by the whole log's `seq`, as is its window's number."""
    if obligation.event is None:
        return obligation
    event = rows[obligation.event]
    return attrs.evolve(obligation, event=event, window=attrs.evolve(obligation.window, number=event + 1))
