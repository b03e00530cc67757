"""Who works and learns at the school, in which units, in which roles and for how long."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import attrs

from dutyrules.syntax.folding import fold

Key = TypeVar("Key", bound=Hashable)
Entry = TypeVar("Entry")

_BLANKS = re.compile(r"\s+")


@attrs.frozen(kw_only=True)
class DatedValue:
    """A value as written, true on [start, end); None is open."""

    value: str
    start: datetime.date | None = None
    end: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """True if the value is true on `day`."""
        return _covers(self.start, self.end, day)


@attrs.frozen(kw_only=True)
class Person:
    """Somebody with an id, a name without padding, and properties by their header as written."""

    id: str
    name: str
    properties: Mapping[str, tuple[DatedValue, ...]] = attrs.field(factory=dict, hash=False)

    def property_on(self, header: str, day: datetime.date) -> str | None:
        """The value under `header` that is true on `day`, as written; None if nobody said."""
        return next((dated.value for dated in self.properties.get(header, ()) if dated.holds_on(day)), None)


@attrs.frozen(kw_only=True)
class Unit:
    """A part of the school; `kind` is the label as written, `parent` the id of the unit it belongs to."""

    id: str
    name: str
    kind: str
    parent: str | None = None


@attrs.frozen(kw_only=True)
class Membership:
    """A person's role in a unit on [start, end), both by id; `role` is the label as written."""

    person: str
    unit: str
    role: str
    start: datetime.date | None = None
    end: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """True if the person has the role on `day`."""
        return _covers(self.start, self.end, day)


@attrs.frozen(kw_only=True, eq=False)
class Roster:
    """All people, units and memberships, each in the order of its file.

    Ids are unique and memberships name known people and units; the readers see to that.
    Labels of roles and kinds match in either script.
    """

    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    memberships: tuple[Membership, ...]
    _people: Mapping[str, Person] = attrs.field(init=False, repr=False)
    _places: Mapping[str, int] = attrs.field(init=False, repr=False)
    _names: Mapping[str, tuple[Person, ...]] = attrs.field(init=False, repr=False)
    _units: Mapping[str, Unit] = attrs.field(init=False, repr=False)
    _of_unit: Mapping[str, tuple[Membership, ...]] = attrs.field(init=False, repr=False)
    _of_person: Mapping[str, tuple[Membership, ...]] = attrs.field(init=False, repr=False)
    _in_role: Mapping[tuple[str, str], tuple[Membership, ...]] = attrs.field(init=False, repr=False)

    @_people.default
    def _index_people(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    @_places.default
    def _index_places(self) -> Mapping[str, int]:
        return {person.id: place for place, person in enumerate(self.people)}

    @_names.default
    def _index_names(self) -> Mapping[str, tuple[Person, ...]]:
        return _grouped((name_key(person.name), person) for person in self.people)

    @_units.default
    def _index_units(self) -> Mapping[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @_of_unit.default
    def _index_by_unit(self) -> Mapping[str, tuple[Membership, ...]]:
        return _grouped((membership.unit, membership) for membership in self.memberships)

    @_of_person.default
    def _index_by_person(self) -> Mapping[str, tuple[Membership, ...]]:
        return _grouped((membership.person, membership) for membership in self.memberships)

    @_in_role.default
    def _index_by_role(self) -> Mapping[tuple[str, str], tuple[Membership, ...]]:
        return _grouped(((each.unit, fold(each.role)), each) for each in self.memberships)

    def person(self, identifier: str) -> Person | None:
        """The person of that id, None if there is none."""
        return self._people.get(identifier)

    def unit(self, identifier: str) -> Unit | None:
        """The unit of that id, None if there is none."""
        return self._units.get(identifier)

    def people_named(self, name: str) -> tuple[Person, ...]:
        """Everyone of that name, however it is padded, in roster order."""
        return self._names.get(name_key(name), ())

    def memberships_of_unit(self, unit_id: str) -> tuple[Membership, ...]:
        """All memberships in the unit itself, past and to come included."""
        return self._of_unit.get(unit_id, ())

    def memberships_of_person(self, person_id: str) -> tuple[Membership, ...]:
        """All memberships of the person, past and to come included."""
        return self._of_person.get(person_id, ())

    def holders(self, unit_id: str, roles: frozenset[str], day: datetime.date) -> tuple[str, ...]:
        """The ids of those who have one of `roles` in the unit on `day`, each once, in roster order."""
        found = {
            membership.person
            for role in {fold(role) for role in roles}
            for membership in self._in_role.get((unit_id, role), ())
            if membership.holds_on(day)
        }
        return tuple(sorted(found, key=self._places.__getitem__))

    def units_of_kind(self, kinds: frozenset[str]) -> tuple[Unit, ...]:
        """The units whose kind is one of the labels `kinds`, in roster order."""
        wanted = {fold(kind) for kind in kinds}
        return tuple(unit for unit in self.units if fold(unit.kind) in wanted)


def name_key(name: str) -> str:
    """A person's name as it is compared: NFKC and without any blank; never converted between scripts.

    >>> name_key("王　芳") == name_key("王芳")
    True
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name))


def shown_name(name: str) -> str:
    """A person's name as it is shown: as written, without the padding between Chinese characters.

    >>> shown_name(" 王　芳 "), shown_name("Anna  Lee")
    ('王芳', 'Anna Lee')
    """
    words = name.split()
    return ("" if all(ord(char) > 0x2E7F for word in words for char in word) else " ").join(words)


def _covers(start: datetime.date | None, end: datetime.date | None, day: datetime.date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)


def _grouped(pairs: Iterable[tuple[Key, Entry]]) -> Mapping[Key, tuple[Entry, ...]]:
    groups: defaultdict[Key, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        groups[key].append(entry)
    return {key: tuple(entries) for key, entries in groups.items()}
