"""Ranks over all shards: partial sums of any parts of the log, merged, then told to who asks (5.17).

A part's `Tally` of a unit in a window is a monoid, so the log may be cut anywhere. With the ranks
settled, the instances that go to the shards ask for none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import attrs

from dutyrules.checking.policy import Norm, RankedIn
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Applicability, Obligation, Plan
from dutyrules.plan.posts import Posts
from dutyrules.records.log import SCALE, Log
from dutyrules.syntax.tree import Fold

Window = tuple[int, int]


@attrs.frozen
class Tally:
    """How many events there are, how many fill the attribute, and its sum in 1/SCALE."""

    events: int = 0
    filled: int = 0
    total: int = 0

    def with_value(self, value: int | None) -> Tally:
        """The tally with one more event."""
        known = 0 if value is None else 1
        return Tally(self.events + 1, self.filled + known, self.total + (value or 0))

    def merged(self, other: Tally) -> Tally:
        """The tally of two parts together."""
        return Tally(self.events + other.events, self.filled + other.filled, self.total + other.total)

    def folded(self, fold: Fold) -> Decimal:
        """The sum or mean; of at least one event that fills the attribute."""
        total = Decimal(self.total) / SCALE
        return total if fold is Fold.SUM else total / self.filled


Tallies = Mapping[tuple[RankedIn, Window, str], Tally]
"""By condition, window before, and unit."""


def tallies(asked: Iterable[tuple[RankedIn, Window]], world: World, rows: Iterable[int]) -> Tallies:
    """What the rows of one part of the log come to for each condition and window, by unit."""
    log = world.log
    by_type: dict[str, list[tuple[RankedIn, Window]]] = {}
    for condition, window in dict.fromkeys(asked):
        by_type.setdefault(condition.event.term.id, []).append((condition, window))
    found: dict[tuple[RankedIn, Window, str], Tally] = {}
    for seq in rows:
        of_type = by_type.get(log.types[log.event_type[seq]], ())
        if log.unit[seq] < 0 or log.t[seq] >= world.as_of:
            continue
        for condition, window in of_type:
            if window[0] <= _when(condition.event, world, seq) < window[1]:
                key = (condition, window, log.units[log.unit[seq]])
                value = _cell(log, condition.attribute.term.id, seq)
                found[key] = found.get(key, Tally()).with_value(value)
    return found


def merged(parts: Iterable[Tallies]) -> Tallies:
    """The tallies of all parts together."""
    found: dict[tuple[RankedIn, Window, str], Tally] = {}
    for part in parts:
        for key, tally in part.items():
            found[key] = found.get(key, Tally()).merged(tally)
    return found


def _when(kind: EventType, world: World, seq: int) -> int:
    """1.5: the instant by which windows hold the event."""
    dated = None if kind.dated_by is None else kind.attribute(kind.dated_by)
    day = None if dated is None else _cell(world.log, dated.term.id, seq)
    if day is None:
        return world.log.t[seq]
    return world.school.calendar.instant(datetime.date.fromordinal(day))


def _cell(log: Log, attribute: str, seq: int) -> int | None:
    column = log.columns.get(attribute)
    return None if column is None else column.values[seq]


# The answers ---------------------------------------------------------------------------------------


def questions(plan: Plan) -> tuple[tuple[RankedIn, Window], ...]:
    """The conditions with the windows that they look at."""
    owed = [o for o in plan.obligations if o.applicability is Applicability.OWED and o.before is not None]
    found = [(condition, o.before) for o in owed for condition in ranks_of(o.norm)]
    return tuple(dict.fromkeys((c, window) for c, window in found if window is not None))


def ranks_of(norm: Norm) -> list[RankedIn]:
    """The ranks that the norm asks for."""
    return [c for c in norm.conditions if isinstance(c, RankedIn)]


def with_ranks(plan: Plan, found: Tallies, world: World, posts: Posts) -> Plan:
    """The plan with the ranks settled: its obligations are marked by them and ask for none any more."""
    norms = {id(o.norm): without_ranks(o.norm) for o in plan.obligations}
    answers = _Answers(found, world, _peers(posts))
    return attrs.evolve(
        plan, obligations=tuple(_settled(o, norms[id(o.norm)], answers) for o in plan.obligations)
    )


def without_ranks(norm: Norm) -> Norm:
    """The norm without the ranks that it asks for; itself if it asks for none."""
    rest = tuple(c for c in norm.conditions if not isinstance(c, RankedIn))
    return norm if len(rest) == len(norm.conditions) else attrs.evolve(norm, conditions=rest)


def _settled(obligation: Obligation, bare: Norm, answers: _Answers) -> Obligation:
    if bare is obligation.norm:
        return obligation
    applies = obligation.applicability
    if applies is Applicability.OWED:
        applies = answers.state(obligation)
    return attrs.evolve(obligation, norm=bare, before=None, applicability=applies)


def _peers(posts: Posts) -> Mapping[str, Sequence[str]]:
    """The units of the same kind under the same parent, by unit."""
    families: dict[tuple[str | None, str | None], list[str]] = {}
    for unit in posts.roster.units:
        families.setdefault((posts.unit_kinds.get(unit.id), unit.parent), []).append(unit.id)
    return {unit: family for family in families.values() for unit in family}


@attrs.frozen
class _Answers:
    _tallies: Tallies
    _world: World
    _peers: Mapping[str, Sequence[str]]

    def state(self, obligation: Obligation) -> Applicability:
        """OWED if the bearer's unit holds every rank that the norm asks for in the window before."""
        if obligation.before is None:
            return Applicability.NOT_RANKED
        answers = [self._holds(c, obligation, obligation.before) for c in ranks_of(obligation.norm)]
        if any(answer is False for answer in answers):
            return Applicability.NOT_RANKED
        return Applicability.CONDITION_UNKNOWN if None in answers else Applicability.OWED

    def _holds(self, condition: RankedIn, obligation: Obligation, window: Window) -> bool | None:
        """None while the log may still hold events of that window, or where one lacks its number."""
        through = self._world.log.complete_through(condition.event.term.id)
        if self._world.as_of < window[1] or through is None or through < window[1]:
            return None
        peers = self._peers.get(obligation.unit, (obligation.unit,))
        units = {unit: self._tallies.get((condition, window, unit), Tally()) for unit in peers}
        if any(tally.filled < tally.events for tally in units.values()):
            return None
        scores = {unit: tally.folded(condition.fold) for unit, tally in units.items() if tally.events}
        own = scores.get(obligation.unit)
        places = condition.places.on(obligation.window.first_day)
        if own is None or len(scores) <= places:
            return False
        ahead = sum(v < own if condition.lowest else v > own for v in scores.values())
        return ahead < places
