"""From an event to the bearers who need it: the routes of a plan as look-ups of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

import attrs

from dutyrules.engines.columnar.cluster.bearers import Person
from dutyrules.engines.columnar.cluster.routes import Route, Way
from dutyrules.plan.posts import Posts

Found = Mapping[str, tuple[Person, ...]]
"""The bearers who need an event, by the id that leads to them."""


@attrs.frozen(kw_only=True)
class Paths:
    """How events of one type find the bearers who need them.

    `by_unit` looks up the event's unit, `by_actor` and `by_object` whom it names; these two leave out
    the bearers in other units of the kind of the event's unit (4.2). `by_partner` looks up the object
    and leaves out nobody. `closing` are those who need every event but one under another unit of their
    kind.
    """

    by_unit: Found
    by_actor: Found
    by_object: Found
    by_partner: Found
    closing: tuple[Person, ...]
    kinds: Mapping[str, str]

    def from_event(self, unit: str | None, actor: str | None, about: str | None) -> set[Person]:
        """Those who need an event under `unit`, done by `actor`, whose object is `about` (ids)."""
        near = [self.by_actor.get(actor or "", ()), self.by_object.get(about or "", ()), self.closing]
        found = {person for people in near for person in people if self._may_be_under(unit, person)}
        found.update(self.by_unit.get(unit or "", ()), self.by_partner.get(about or "", ()))
        return found

    def _may_be_under(self, unit: str | None, person: Person) -> bool:
        """4.2: an event under another unit of the same kind is not for this one."""
        if unit is None or unit == person[1]:
            return True
        kind = self.kinds.get(unit)
        return kind is None or kind != self.kinds.get(person[1])


def paths(found: Iterable[Route], posts: Posts) -> dict[str, Paths]:
    """The paths of each event type, by its id, that a route names."""
    by_type: dict[str, list[Route]] = {}
    for route in found:
        by_type.setdefault(route.event, []).append(route)
    return {event: _paths(of_type, posts) for event, of_type in by_type.items()}


def _paths(found: list[Route], posts: Posts) -> Paths:
    def along(*ways: Way) -> Found:
        pairs = (pair for route in found if route.way in ways for pair in _pairs(route, posts))
        return _by_id(pairs)

    return Paths(
        by_unit=along(Way.UNIT, Way.PEER),
        by_actor=along(Way.DONE, Way.MEMBER_DID),
        by_object=along(Way.ABOUT_MEMBER),
        by_partner=along(Way.ABOUT),
        closing=along(Way.CLOSES).get("", ()),
        kinds=posts.unit_kinds,
    )


def _by_id(pairs: Iterable[tuple[str, Person]]) -> Found:
    found: dict[str, dict[Person, None]] = {}
    for key, person in pairs:
        found.setdefault(key, {})[person] = None
    return {key: tuple(people) for key, people in found.items()}


def _pairs(route: Route, posts: Posts) -> Iterator[tuple[str, Person]]:
    """The ids that lead along the route, each with a bearer."""
    for person in {(post.person, post.unit): None for post in posts.of(route.bearer)}:
        for key in _keys(route, person, posts):
            yield key, person


def _keys(route: Route, person: Person, posts: Posts) -> Iterable[str]:
    name, unit = person
    match route.way:
        case Way.UNIT:
            return (unit,)
        case Way.DONE | Way.ABOUT:
            return (name,)
        case Way.MEMBER_DID:
            return [post.person for post in posts.in_unit(route.role, unit)]
        case Way.ABOUT_MEMBER:
            return [membership.person for membership in posts.roster.memberships_of_unit(unit)]
        case Way.CLOSES:
            return ("",)
        case Way.PEER:
            return _peers(unit, posts)
        case other:
            assert_never(other)


def _peers(unit: str, posts: Posts) -> list[str]:
    """5.17: the units of the same kind under the same parent, the unit itself among them."""
    own = posts.roster.unit(unit)
    kinds = posts.unit_kinds
    return [
        u.id
        for u in posts.roster.units
        if own is not None and kinds.get(u.id) == kinds.get(unit) and u.parent == own.parent
    ]
