"""The codes of people and units in tables: those of the log, then those of whom only the roster knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from dutyrules.engines.world import World

NOBODY = -2
"""Stands for a value that is no person's id, so that it is there and equal to none."""


@attrs.frozen
class Coding:
    """Codes of people and units by id, and ids by code.

    Every text of the log has a code among the people too, since an event type may keep whom it is
    about in an attribute of texts.
    """

    people: dict[str, int]
    units: dict[str, int]
    names: Sequence[str]
    unit_names: Sequence[str]

    def person(self, identifier: str | None) -> int | None:
        """The person's code."""
        return None if identifier is None else self.people[identifier]


def coding_of(world: World) -> Coding:
    """The codes of everybody and every unit that the log or the roster names."""
    log, roster = world.log, world.school.roster
    people = _codes(log.people, (p.id for p in roster.people), (m.person for m in roster.memberships))
    for text in (*log.texts, *log.units):
        people.setdefault(text, len(people))
    units = _codes(log.units, (u.id for u in roster.units), (m.unit for m in roster.memberships))
    return Coding(people, units, tuple(people), tuple(units))


def _codes(known: Sequence[str], *others: Iterable[str]) -> dict[str, int]:
    found = {name: code for code, name in enumerate(known)}
    for names in others:
        for name in names:
            found.setdefault(name, len(found))
    return found
