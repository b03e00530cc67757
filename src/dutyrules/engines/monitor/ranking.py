"""Ranks within peers (semantics, 5.17)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dutyrules.checking.policy import RankedIn
from dutyrules.engines.monitor.books import inside
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.monoids import Ratio
from dutyrules.plan.obligations import Applicability, Obligation
from dutyrules.syntax.tree import Fold


def with_rank(obligation: Obligation, scene: Scene) -> Obligation:
    """The obligation, marked where the bearer's unit is not ranked as the norm asks or may not be."""
    ranks = [c for c in obligation.norm.conditions if isinstance(c, RankedIn)]
    if not ranks or obligation.applicability is not Applicability.OWED:
        return obligation
    state = _state(ranks, obligation, scene)
    return obligation if state is Applicability.OWED else attrs.evolve(obligation, applicability=state)


def _state(ranks: list[RankedIn], obligation: Obligation, scene: Scene) -> Applicability:
    """A rank that is not held outweighs one that is unknown."""
    if obligation.before is None:
        return Applicability.NOT_RANKED
    answers = [_is_held(rank, obligation, obligation.before, scene) for rank in ranks]
    if False in answers:
        return Applicability.NOT_RANKED
    return Applicability.CONDITION_UNKNOWN if None in answers else Applicability.OWED


def _is_held(rank: RankedIn, obligation: Obligation, before: tuple[int, int], scene: Scene) -> bool | None:
    """None while the log may still hold events of that window or one lacks its number."""
    if scene.as_of < before[1] or not scene.is_complete(rank.event, before[1]):
        return None
    worth: dict[str, Ratio] = {}
    for unit in _peers(obligation.unit, scene):
        rows = inside(scene.books.of_unit(rank.event, unit), *before)
        numbers = [n for row in rows if isinstance(n := row.values.get(rank.attribute.term.id), int)]
        if len(numbers) < len(rows):
            return None
        if numbers:
            worth[unit] = Ratio(sum(numbers), 1 if rank.fold is Fold.SUM else len(numbers))
    own = worth.get(obligation.unit)
    places = rank.places.on(obligation.window.first_day)
    if own is None or len(worth) <= places:
        return False
    ahead = sum(own.exceeds(r) if rank.lowest else r.exceeds(own) for r in worth.values())
    return ahead < places


def _peers(unit: str, scene: Scene) -> Iterator[str]:
    """The units of the same kind under the same parent, the unit itself among them."""
    roster, kinds = scene.posts.roster, scene.posts.unit_kinds
    own = roster.unit(unit)
    if own is None:
        yield unit
        return
    for other in roster.units:
        if other.parent == own.parent and kinds.get(other.id) == kinds.get(unit):
            yield other.id
