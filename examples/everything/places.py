"""What a place consists of: its calendar, people, units and memberships, as tables of text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import attrs

SINCE = datetime.date(2026, 8, 25)
COMPLETE_THROUGH = datetime.date(2027, 2, 28)
"""The last day of which the logs hold everything; the answers are as of its end."""


@attrs.frozen(kw_only=True)
class Person:
    """Somebody on the roster; `properties` by the vocabulary's label."""

    id: str
    name: str
    properties: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Unit:
    """A part of the place; `kind` is a label of the vocabulary."""

    id: str
    name: str
    kind: str
    parent: str = ""


@attrs.frozen(kw_only=True)
class Membership:
    """A role in a unit, all through the term."""

    person: str
    unit: str
    role: str


@attrs.frozen(kw_only=True)
class Place:
    """A school or a factory, without its log."""

    calendar: str
    properties: tuple[str, ...]
    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    memberships: tuple[Membership, ...]

    def people_table(self) -> Iterator[tuple[str, ...]]:
        """Numbers, names and properties."""
        yield ("工号", "姓名", *self.properties)
        for p in self.people:
            yield (p.id, p.name, *(p.properties.get(name, "") for name in self.properties))

    def units_table(self) -> Iterator[tuple[str, ...]]:
        """Units, parents first."""
        yield ("代码", "名称", "类别", "上级")
        for u in self.units:
            yield (u.id, u.name, u.kind, u.parent)

    def memberships_table(self) -> Iterator[tuple[str, ...]]:
        """Who holds which role since when; the end is open."""
        yield ("工号", "单位", "角色", "开始", "结束")
        for m in self.memberships:
            yield (m.person, m.unit, m.role, SINCE.isoformat(), "")
