"""Ranks within peers (semantics, 5.17)."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.policy import RankedIn
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import Finder
from dutyrules.plan.obligations import Applicability, Obligation
from dutyrules.syntax.tree import Fold


def with_rank(obligation: Obligation, finder: Finder) -> Obligation:
    """The obligation, marked where the bearer's unit is not ranked as the norm asks or may not be."""
    if obligation.applicability is not Applicability.OWED:
        return obligation
    return attrs.evolve(obligation, applicability=_ranked_state(obligation, finder))


def _ranked_state(obligation: Obligation, finder: Finder) -> Applicability:
    """OWED if the bearer's unit holds every rank that the norm asks for in the window before."""
    conditions = [c for c in obligation.norm.conditions if isinstance(c, RankedIn)]
    if not conditions:
        return Applicability.OWED
    if obligation.before is None:
        return Applicability.NOT_RANKED
    answers = [_is_ranked(c, obligation, obligation.before, finder) for c in conditions]
    if any(answer is False for answer in answers):
        return Applicability.NOT_RANKED
    return Applicability.CONDITION_UNKNOWN if None in answers else Applicability.OWED


def _is_ranked(
    condition: RankedIn, obligation: Obligation, window: tuple[int, int], finder: Finder
) -> bool | None:
    """None while the log may still hold events of that window or one lacks its number."""
    is_over = finder.world.as_of >= window[1]
    if not is_over or not finder.is_complete(condition.event, window[1]):
        return None
    scores: dict[str, Decimal] = {}
    for unit in _peers(obligation.unit, finder):
        events = [e for e in finder.of_unit(condition.event, unit) if window[0] <= e.when < window[1]]
        value = folded(condition, events)
        if value is None and events:
            return None
        if value is not None:
            scores[unit] = value
    own = scores.get(obligation.unit)
    places = condition.places.on(obligation.window.first_day)
    # With no more peers than places a rank would single out nobody.
    if own is None or len(scores) <= places:
        return False
    ahead = sum(v < own if condition.lowest else v > own for v in scores.values())
    return ahead < places


def folded(condition: RankedIn, events: list[Event]) -> Decimal | None:
    """The sum or mean of the attribute; None without events or where one leaves it blank."""
    values = [e.value(condition.attribute) for e in events]
    numbers = [v for v in values if isinstance(v, Decimal)]
    if not numbers or len(numbers) < len(values):
        return None
    total = sum(numbers, Decimal(0))
    return total if condition.fold is Fold.SUM else total / len(numbers)


def _peers(unit: str, finder: Finder) -> list[str]:
    """The units of the same kind under the same parent, the unit itself among them."""
    roster = finder.posts.roster
    own = roster.unit(unit)
    kinds = finder.posts.unit_kinds
    if own is None:
        return [unit]
    return [u.id for u in roster.units if kinds.get(u.id) == kinds.get(unit) and u.parent == own.parent]
