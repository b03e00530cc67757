"""A plan, a school and a log split into shards, each of which an engine can answer by itself."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import attrs

from dutyrules.checking.policy import Attestation, CheckedPolicy, Norm, Rating
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.columnar.cluster.bearers import Person
from dutyrules.engines.columnar.cluster.division import Asked, Division, Key, divided
from dutyrules.engines.columnar.cluster.routes import routes
from dutyrules.engines.values import decoded
from dutyrules.engines.world import World, object_of
from dutyrules.plan.obligations import Obligation, Plan
from dutyrules.plan.posts import Posts
from dutyrules.records.log import AttributeColumn, Log
from dutyrules.records.roster import Roster
from dutyrules.syntax.folding import fold


@attrs.frozen(kw_only=True)
class Shard:
    """What one kernel answers: some bearers, what they owe, and all that they need.

    `obligations` and `measured` are places in the whole plan, `rows` the `seq` in the whole log, each in
    order. The plan's part may end with `witnesses` instances whose answers nobody asks for.
    """

    bearers: frozenset[Person]
    plan: Plan
    obligations: tuple[int, ...]
    measured: tuple[int, ...]
    roster: Roster
    log: Log
    rows: array[int]
    witnesses: int = 0


def norms_of(plan: Plan) -> tuple[Norm, ...]:
    """Every norm that the plan has an instance of, or that the log may open instances of."""
    every = (*(o.norm for o in plan.obligations), *plan.per_event, *(o.norm for o in plan.measured))
    return tuple({id(norm): norm for norm in every}.values())


def split(plan: Plan, policy: CheckedPolicy, world: World, shards: int) -> tuple[Shard, ...]:
    """At most `shards` shards of about equal work that hold every bearer of the plan, each in one.

    The plan's ranks must be settled before. A bearer without an event is there too.
    """
    asked = Asked(
        norms=norms_of(plan), opened=plan.per_event, exceptions=plan.exceptions, separate=plan.separate
    )
    types = {route.event for route in routes(asked.norms, asked.opened)}
    kinds = [kind for name, kind in policy.vocabulary.events.items() if name in types]
    events = _Events(world, kinds)
    owed = Counter((o.person, o.unit) for o in (*plan.obligations, *plan.measured))
    posts = Posts(world.school.roster, policy.vocabulary)
    division = divided(asked, posts, events.keys(), owed, shards)
    stating = stating_roles(asked.norms, policy)
    maker = _Maker(plan, division, world.school.roster, stating)
    return tuple(
        maker.shard(number, events.part(rows), rows) for number, rows in enumerate(events.rows(division))
    )


# Events --------------------------------------------------------------------------------------------


class _Events:
    """The log's events of some types before the as-of instant."""

    def __init__(self, world: World, kinds: Sequence[EventType]) -> None:
        self._log = world.log
        self._as_of = world.as_of
        self._kinds = {world.log.types.index(k.term.id): k for k in kinds if k.term.id in world.log.types}
        self._attributes = {attribute.term.id for kind in kinds for attribute in kind.attributes}

    def keys(self) -> dict[Key, int]:
        """How many events there are of each key."""
        counts = Counter(codes for _, codes in self._coded())
        return {self._key(codes): count for codes, count in counts.items()}

    def rows(self, division: Division) -> tuple[array[int], ...]:
        """The `seq` of the events that each shard needs, in order."""
        found = tuple(array("q") for _ in division.bearers)
        ways: dict[tuple[int, int, int, int], tuple[int, ...]] = {}
        for seq, codes in self._coded():
            if codes not in ways:
                ways[codes] = division.shards_of(self._key(codes))
            for shard in ways[codes]:
                found[shard].append(seq)
        return found

    def _coded(self) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
        """Each event's `seq`, with the codes of its type, unit, actor and object; -1 is nobody."""
        log = self._log
        objects = {code: self._objects(kind) for code, kind in self._kinds.items()}
        for seq, code in enumerate(log.event_type):
            if code in objects and log.t[seq] < self._as_of:
                about = objects[code][seq] if objects[code] else None
                yield seq, (code, log.unit[seq], log.actor[seq], -1 if about is None else about)

    def _objects(self, kind: EventType) -> Sequence[int | None]:
        attribute = object_of(kind)
        column = None if attribute is None else self._log.columns.get(attribute.term.id)
        return () if column is None else column.values

    def _key(self, codes: tuple[int, int, int, int]) -> Key:
        log, (code, unit, actor, about) = self._log, codes
        attribute = object_of(self._kinds[code])
        whom = decoded(log, attribute.kind, about) if attribute is not None and about >= 0 else None
        return (
            log.types[code],
            log.units[unit] if unit >= 0 else None,
            log.people[actor] if actor >= 0 else None,
            whom if isinstance(whom, str) else None,
        )

    def part(self, rows: array[int]) -> Log:
        """The log of these rows with the columns of these types, numbered anew; its files stay behind."""
        log = self._log
        return attrs.evolve(
            log,
            ids=tuple(log.ids[seq] for seq in rows),
            t=_taken(log.t, rows),
            day=_taken(log.day, rows),
            event_type=_taken(log.event_type, rows),
            actor=_taken(log.actor, rows),
            unit=_taken(log.unit, rows),
            file=_taken(log.file, rows),
            row=_taken(log.row, rows),
            columns={
                name: AttributeColumn(attribute=name, values=tuple(column.values[seq] for seq in rows))
                for name, column in log.columns.items()
                if name in self._attributes
            },
            sources=(),
            quarantine=(),
        )


def _taken(column: array[int], rows: array[int]) -> array[int]:
    return array(column.typecode, (column[seq] for seq in rows))


# Shards --------------------------------------------------------------------------------------------


class _Maker:
    """Makes the shards of a plan."""

    def __init__(self, plan: Plan, division: Division, roster: Roster, stating: frozenset[str]) -> None:
        self._plan = plan
        self._division = division
        self._roster = roster
        self._stating = stating
        self._obligations = self._by_shard(plan.obligations)
        self._measured = self._by_shard(plan.measured)
        self._first = {o.norm.label: place for place, o in reversed([*enumerate(plan.obligations)])}

    def _by_shard(self, obligations: Sequence[Obligation]) -> list[list[int]]:
        """The places of the obligations, by shard."""
        found: list[list[int]] = [[] for _ in self._division.bearers]
        for place, obligation in enumerate(obligations):
            found[self._division.shard_of[obligation.person, obligation.unit]].append(place)
        return found

    def shard(self, number: int, log: Log, rows: array[int]) -> Shard:
        """The shard of that number with its events and people."""
        plan, obligations, measured = self._plan, self._obligations[number], self._measured[number]
        bearers = self._division.bearers[number]
        witnesses = self._witnesses(obligations)
        named = {name for place in witnesses for name in _named(plan.obligations[place])}
        part = attrs.evolve(
            plan,
            obligations=tuple(plan.obligations[place] for place in (*obligations, *witnesses)),
            measured=tuple(plan.measured[place] for place in measured),
            scores=(),
        )
        return Shard(
            bearers=bearers,
            plan=part,
            obligations=tuple(obligations),
            measured=tuple(measured),
            roster=roster_of(self._roster, bearers, self._stating, named),
            log=log,
            rows=rows,
            witnesses=len(witnesses),
        )

    def _witnesses(self, obligations: Sequence[int]) -> list[int]:
        """One instance of each norm that has exceptions but nobody of the shard to bear it.

        Whether a permission leaves a prohibition standing (5.11) is told by the prohibition's instances.
        """
        bases = set(self._plan.exceptions.values())
        if not bases:
            return []
        here = {self._plan.obligations[place].norm.label for place in obligations}
        return sorted(self._first[label] for label in bases - here if label in self._first)


def _named(obligation: Obligation) -> Iterator[str]:
    """Everybody whom the obligation names."""
    yield obligation.person
    yield from (*obligation.people, *obligation.unsure)
    if obligation.counterparty is not None:
        yield obligation.counterparty


def roster_of(
    whole: Roster,
    people: frozenset[Person],
    stating: frozenset[str],
    named: AbstractSet[str] = frozenset(),
) -> Roster:
    """The members of the bearers' units, and those in roles that state something of anybody (5.6).

    Of those whom only witnesses name (`named`) it knows no membership.
    """
    units = {unit for _, unit in people}
    held = tuple(m for m in whole.memberships if m.unit in units or fold(m.role) in stating)
    known = named | {membership.person for membership in held}
    return Roster(
        people=tuple(person for person in whole.people if person.id in known),
        units=whole.units,
        memberships=held,
    )


def stating_roles(norms: Sequence[Norm], policy: CheckedPolicy) -> frozenset[str]:
    """The roles whose holders attest or rate, folded as the roster's are compared."""
    stated = {norm.by for norm in norms if isinstance(norm, Attestation | Rating)}
    terms = [policy.vocabulary.roles[role] for role in stated if role in policy.vocabulary.roles]
    return frozenset(fold(label) for term in terms for label in term.labels())
