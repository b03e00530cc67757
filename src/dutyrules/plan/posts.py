"""Who held which role where, and when (semantics, section 3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from dutyrules.checking.policy import Bearer
from dutyrules.checking.vocabulary import Term, Vocabulary
from dutyrules.records.roster import Membership, Roster
from dutyrules.syntax.folding import fold


@attrs.frozen(kw_only=True)
class Post:
    """One person in one role in one unit, on the days [start, end); the ends are open if None."""

    person: str
    unit: str
    start: datetime.date
    end: datetime.date

    def holds(self, day: datetime.date) -> bool:
        """True if the person is in post on `day`."""
        return self.start <= day < self.end


def _forms(term: Term) -> frozenset[str]:
    return frozenset(fold(label) for label in term.labels())


def _merged(memberships: Iterable[Membership]) -> list[Post]:
    """Touching memberships of one person, unit and role as one post each."""
    posts: list[Post] = []
    for m in sorted(memberships, key=lambda m: (m.person, m.unit, m.start or datetime.date.min)):
        start, end = m.start or datetime.date.min, m.end or datetime.date.max
        last = posts[-1] if posts else None
        if last is not None and (last.person, last.unit) == (m.person, m.unit) and start <= last.end:
            posts[-1] = attrs.evolve(last, end=max(end, last.end))
        else:
            posts.append(Post(person=m.person, unit=m.unit, start=start, end=end))
    return posts


@attrs.define(slots=False, eq=False)
class Posts:
    """The roster by the vocabulary's roles and kinds of units, whatever language it is written in."""

    roster: Roster
    vocabulary: Vocabulary

    @cached_property
    def _by_role(self) -> Mapping[str, tuple[Post, ...]]:
        role_of = {form: term.id for term in self.vocabulary.roles.values() for form in _forms(term)}
        groups: dict[str, list[Membership]] = {}
        for membership in self.roster.memberships:
            role = role_of.get(fold(membership.role))
            if role is not None:
                groups.setdefault(role, []).append(membership)
        return {role: tuple(_merged(group)) for role, group in groups.items()}

    @cached_property
    def unit_kinds(self) -> Mapping[str, str]:
        """The vocabulary's kind of each unit of the roster, by unit id; unknown kinds are left out."""
        kind_of = {form: term.id for term in self.vocabulary.units.values() for form in _forms(term)}
        found = {unit.id: kind_of.get(fold(unit.kind)) for unit in self.roster.units}
        return {unit: kind for unit, kind in found.items() if kind is not None}

    @cached_property
    def _by_unit(self) -> Mapping[tuple[str, str], tuple[Post, ...]]:
        found: dict[tuple[str, str], list[Post]] = {}
        for role, posts in self._by_role.items():
            for post in posts:
                found.setdefault((role, post.unit), []).append(post)
        return {key: tuple(posts) for key, posts in found.items()}

    @cached_property
    def _by_person(self) -> Mapping[tuple[str, str], tuple[Post, ...]]:
        found: dict[tuple[str, str], list[Post]] = {}
        for role, posts in self._by_role.items():
            for post in posts:
                found.setdefault((role, post.person), []).append(post)
        return {key: tuple(posts) for key, posts in found.items()}

    def of(self, bearer: Bearer) -> tuple[Post, ...]:
        """The posts of `bearer`, by person and unit."""
        kinds = self.unit_kinds
        return tuple(p for p in self._by_role.get(bearer.role, ()) if kinds.get(p.unit) == bearer.unit)

    def in_unit(self, role: str, unit: str) -> tuple[Post, ...]:
        """The posts of `role` in the unit."""
        return self._by_unit.get((role, unit), ())

    def of_person(self, role: str, person: str) -> tuple[Post, ...]:
        """The posts that the person holds in `role`, in any unit."""
        return self._by_person.get((role, person), ())

    def holds(self, role: str, person: str, day: datetime.date) -> bool:
        """True if the person holds `role` somewhere on `day`."""
        return any(post.holds(day) for post in self.of_person(role, person))
