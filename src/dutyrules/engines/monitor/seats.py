"""The posts of one bearer by code: whose a coded row is (semantics, 3.2 to 3.4 and 4.2)."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from dutyrules.checking.policy import Bearer
from dutyrules.engines.monitor.coding import Coding
from dutyrules.plan.obligations import Scope
from dutyrules.plan.posts import Posts

Seat = tuple[int, int, int, int, int]
"""A post: its unit's code, its first day and its end (ordinals), its number, and the number of its unit."""

NO_CODE = -2
"""Stands for a unit that no row can name."""


@attrs.define(eq=False)
class Seats:
    """Who sits where on which days.

    A post's number is its place in the order of bearers; a unit's is that of its first post.
    """

    bearer: Bearer
    posts: Posts
    coding: Coding
    size: int = 0
    _held: dict[tuple[str, str], list[tuple[int, int, int]]] = attrs.Factory(dict)
    _homes: dict[str, int] = attrs.Factory(dict)

    def __attrs_post_init__(self) -> None:
        for number, post in enumerate(self.posts.of(self.bearer)):
            days = (post.start.toordinal(), post.end.toordinal())
            self._homes.setdefault(post.unit, number)
            self._held.setdefault((post.person, post.unit), []).append((*days, number))
            self.size = number + 1

    def by_person(self) -> Mapping[int, tuple[Seat, ...]]:
        """By a person's code, the posts that they hold."""
        found: dict[int, tuple[Seat, ...]] = {}
        for (person, unit), held in self._held.items():
            code, home = self.coding.person(person), self.coding.unit(unit)
            if code is None:
                continue
            own = NO_CODE if home is None else home
            seats = tuple((own, first, end, number, self._homes[unit]) for first, end, number in held)
            found[code] = (*found.get(code, ()), *seats)
        return found

    def by_unit(self) -> Mapping[int, int]:
        """By a unit's code, its number."""
        coded = ((self.coding.unit(unit), number) for unit, number in self._homes.items())
        return {code: number for code, number in coded if code is not None}

    def of_kind(self) -> frozenset[int]:
        """The codes of the units of the bearer's kind: a row under another of them is not for this one."""
        kinds = self.posts.unit_kinds
        return frozenset(c for c, unit in enumerate(self.coding.units) if kinds.get(unit) == self.bearer.unit)

    def place_of(self, person: str, unit: str, scope: Scope, first_day: int) -> int:
        """The number of the cells of a bearer in post on `first_day` (ordinal)."""
        if scope in (Scope.UNIT, Scope.POST):
            return self._homes[unit]
        held = self._held[person, unit]
        return next(number for first, end, number in held if first <= first_day < end)
