"""Who is in which shard, and which shards an event goes to, by the integers and ids of neither log nor plan.

An event is known here by its *key*: what it is, under which unit, by whom and about whom. Events of one
key go the same way, so a log of any size is divided by its distinct keys and how often each comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from dutyrules.checking.policy import Norm
from dutyrules.engines.columnar.cluster.bearers import Groups, Person, grouped, in_equal_shares
from dutyrules.engines.columnar.cluster.paths import Paths, paths
from dutyrules.engines.columnar.cluster.routes import routes
from dutyrules.plan.posts import Posts

Key = tuple[str, str | None, str | None, str | None]
"""The ids of an event's type, its unit, its actor and its object."""


@attrs.frozen(kw_only=True)
class Asked:
    """The norms that are asked about and how they hang together.

    `opened` are those of `norms` whose ranks the kernel works out itself.
    """

    norms: Sequence[Norm]
    opened: Sequence[Norm]
    exceptions: Mapping[str, str]
    separate: Sequence[Sequence[str]]

    def kept_apart(self) -> list[Norm]:
        """5.18: the norms that share no event."""
        labels = {label for group in self.separate for label in group}
        return [norm for norm in self.norms if norm.label in labels]


Shards = tuple[int, ...]
"""The numbers of shards, in order."""


@attrs.frozen(kw_only=True)
class Lookups:
    """Where events of one type go: where their unit, their actor and their object lead, taken together.

    By the ids of each. `elsewhere` is where a unit leads that is not in `by_unit`, or none at all; other ids
    that are not there lead nowhere.
    """

    by_unit: Mapping[str, Shards]
    by_actor: Mapping[str, Shards]
    by_object: Mapping[str, Shards]
    elsewhere: Shards


@attrs.frozen(kw_only=True)
class Division:
    """The bearers of each shard, each bearer's shard, and the way of an event to the shards that need it."""

    bearers: tuple[frozenset[Person], ...]
    shard_of: Mapping[Person, int]
    _paths: Mapping[str, Paths]

    def shards_of(self, key: Key) -> Shards:
        """The shards that need events of the key, in order."""
        found = self._paths.get(key[0])
        return self._shards(() if found is None else found.from_event(*key[1:]))

    def lookups(self) -> dict[str, Lookups]:
        """The way of all events by tables, of each type by its id.

        They look at one id at a time, so an event may come to shards beyond those of `shards_of`.
        """
        return {event: self._lookups(found) for event, found in self._paths.items()}

    def _lookups(self, found: Paths) -> Lookups:
        whom = {
            name: {*found.by_object.get(name, ()), *found.by_partner.get(name, ())}
            for name in found.by_object.keys() | found.by_partner.keys()
        }
        return Lookups(
            by_unit=self._by_unit(found),
            by_actor={name: self._shards(people) for name, people in found.by_actor.items()},
            by_object={name: self._shards(people) for name, people in whom.items()},
            elsewhere=self._shards(found.closing),
        )

    def _by_unit(self, found: Paths) -> dict[str, Shards]:
        """4.2: what closes windows goes to all but bearers in another unit of the event's unit's kind."""
        shards = {unit: set(self._shards(people)) for unit, people in found.by_unit.items()}
        if not found.closing:
            return {unit: tuple(sorted(of_unit)) for unit, of_unit in shards.items()}
        of_kind: dict[str | None, set[int]] = {}
        for person in found.closing:
            of_kind.setdefault(found.kinds.get(person[1]), set()).add(self.shard_of[person])
            shards.setdefault(person[1], set()).add(self.shard_of[person])
        unlike = {
            kind: set[int]().union(*(s for other, s in of_kind.items() if other != kind))
            for kind in {*found.kinds.values()}
        }
        every = set(self._shards(found.closing))
        return {
            unit: tuple(sorted(shards.get(unit, set()) | (every if kind is None else unlike[kind])))
            for unit in found.kinds.keys() | shards.keys()
            for kind in [found.kinds.get(unit)]
        }

    def _shards(self, people: Iterable[Person]) -> Shards:
        return tuple(sorted({self.shard_of[person] for person in people}))


def divided(
    asked: Asked, posts: Posts, keys: Mapping[Key, int], owed: Mapping[Person, int], shards: int
) -> Division:
    """At most so many shards of about equal work, by the events and the instances of their bearers.

    `keys` says how many events have each key, `owed` how many instances each bearer has.
    """
    ways = paths(routes(asked.norms, asked.opened), posts)
    groups = grouped(asked.norms, asked.exceptions, posts)
    apart = paths(routes(asked.kept_apart(), ()), posts)
    for key in keys:
        if key[0] in apart:
            groups.join(apart[key[0]].from_event(*key[1:]))
    members = groups.all()
    shares = in_equal_shares(_weights(groups, members, ways, keys, owed), max(1, shards))
    bearers = tuple(frozenset(p for place in share for p in members[place]) for share in shares if share)
    return Division(
        bearers=bearers,
        shard_of={person: number for number, people in enumerate(bearers) for person in people},
        paths=ways,
    )


def _weights(
    groups: Groups[Person],
    members: Sequence[Sequence[Person]],
    ways: Mapping[str, Paths],
    keys: Mapping[Key, int],
    owed: Mapping[Person, int],
) -> list[int]:
    found = {group[0]: sum(owed.get(person, 0) for person in group) for group in members}
    for key, count in keys.items():
        if key[0] in ways:
            for first in {groups.of(person) for person in ways[key[0]].from_event(*key[1:])}:
                found[first] += count
    return [found[group[0]] for group in members]
