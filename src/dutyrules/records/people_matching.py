"""The person or unit that a cell means, by id first and by name where only one has it."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from dutyrules.records.cell_values import read_id, squeezed
from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell
from dutyrules.records.roster import Roster, Unit, name_key

_TITLES = ("老师", "老師")
_SEVERAL = re.compile(r"[、,，;；/]")
_DISTINCTION = re.compile(r"[0-9A-Za-z]{1,2}\Z")
_NAME_AND_ID = re.compile(r"(?P<name>[^()]+)\((?P<id>[^()]+)\)\Z")


@attrs.frozen
class Namesakes:
    """The ids of several people of one name."""

    people: tuple[str, ...]


PersonMatch: TypeAlias = str | Namesakes | Fault | None


class People:
    """Finds people of a roster in cells."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._without_zeros: dict[str, list[str]] = {}
        for person in roster.people:
            self._without_zeros.setdefault(person.id.lstrip("0"), []).append(person.id)

    def match(self, cell: Cell) -> PersonMatch:
        """The id of the person in the cell, the namesakes if the name alone does not tell."""
        text = read_id(cell)
        if not isinstance(text, str):
            return Fault(Code.UNKNOWN_PERSON) if isinstance(text, Fault) else None
        written = unicodedata.normalize("NFKC", text).strip()
        found = self._by_id(written, is_number=not isinstance(cell, str)) or self._by_name(written)
        if found is not None:
            return found
        return self._by_both(written) or Fault(
            Code.SEVERAL_PEOPLE if self._names_several(written) else Code.UNKNOWN_PERSON
        )

    def _by_id(self, written: str, *, is_number: bool) -> str | Fault | None:
        if not is_number and self._roster.person(written) is not None:
            return written
        # Spreadsheets drop leading zeros, also from what they save as CSV. Zeros that are there count.
        if not (written.isascii() and written.isdigit()) or written.startswith("0"):
            return None
        people = self._without_zeros.get(written, [])
        if len(people) > 1:
            return Fault(Code.AMBIGUOUS_PERSON, "、".join(people))
        return people[0] if people else None

    def _by_name(self, written: str) -> str | Namesakes | None:
        people = self._roster.people_named(written)
        for title in _TITLES:
            people = people or self._roster.people_named(name_key(written).removesuffix(title))
        if len(people) > 1:
            return Namesakes(tuple(person.id for person in people))
        return people[0].id if people else None

    def _by_both(self, written: str) -> str | None:
        """The person of a cell such as 王芳(00123), if both parts mean the same one."""
        matched = _NAME_AND_ID.match(written)
        person = None if matched is None else self._roster.person(matched["id"].strip())
        if matched is None or person is None:
            return None
        return person.id if self.has_name(person.id, matched["name"]) else None

    def _names_several(self, written: str) -> bool:
        parts = [part for part in _SEVERAL.split(written) if part.strip()]
        return len(parts) > 1 and any(
            self._by_id(part, is_number=False) or self._by_name(part) for part in parts
        )

    def has_name(self, person_id: str, cell: Cell) -> bool:
        """True if the cell is a way to write that person's name (张伟1 for one of two, 张老师 for none)."""
        person = self._roster.person(person_id)
        if person is None or not isinstance(cell, str):
            return False
        own, written = name_key(person.name), name_key(cell)
        forms = {written, _DISTINCTION.sub("", written)}
        return own in forms | {form.removesuffix(title) for form in forms for title in _TITLES}

    def choose(self, namesakes: Namesakes, unit: str | None, day: datetime.date) -> str | Fault:
        """The one of the namesakes who is in the unit on that day."""
        memberships = () if unit is None else self._roster.memberships_of_unit(unit)
        present = {membership.person for membership in memberships if membership.holds_on(day)}
        fitting = [person for person in namesakes.people if person in present]
        return fitting[0] if len(fitting) == 1 else Fault(Code.AMBIGUOUS_PERSON, "、".join(namesakes.people))


class Units:
    """Finds units of a roster in cells."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._by_name: Mapping[str, list[Unit]] = _by_name(roster.units)

    def match(self, cell: Cell, kinds: frozenset[str]) -> str | Fault | None:
        """The id of the unit in the cell; `kinds` (keys of labels, or none) are those of the column."""
        text = read_id(cell)
        if not isinstance(text, str):
            return Fault(Code.UNKNOWN_UNIT) if isinstance(text, Fault) else None
        written = unicodedata.normalize("NFKC", text).strip()
        if self._roster.unit(written) is not None:
            return written
        units = self._by_name.get(squeezed(written), [])
        if len(units) > 1 and kinds:
            units = [unit for unit in units if squeezed(unit.kind) in kinds]
        if len(units) > 1:
            return Fault(Code.AMBIGUOUS_UNIT, "、".join(unit.id for unit in units))
        return units[0].id if units else Fault(Code.UNKNOWN_UNIT)


def _by_name(units: Iterable[Unit]) -> Mapping[str, list[Unit]]:
    names: dict[str, list[Unit]] = {}
    for unit in units:
        names.setdefault(squeezed(unit.name), []).append(unit)
    return names
