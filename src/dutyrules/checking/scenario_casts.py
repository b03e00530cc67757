"""Roster sentences to the cast of a scenario."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import assert_never

import attrs

from dutyrules.checking.scenario import Cast, Place, Trait
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Term, index
from dutyrules.syntax import scenario_tree as nodes
from dutyrules.syntax.nodes import Amount, Day, Name, NamedAmount, Quoted, Value, YesNo
from dutyrules.syntax.suggestions import nearest

_ONE_DAY = datetime.timedelta(days=1)


@attrs.define
class _Casting:
    """The people and units of the sentences read so far, in their order."""

    scope: Scope
    people: dict[str, None] = attrs.Factory(dict)
    units: dict[str, str] = attrs.Factory(dict)
    places: list[Place] = attrs.Factory(list)
    traits: list[Trait] = attrs.Factory(list)

    def take(self, sentence: nodes.RosterSentence) -> None:
        """Takes one sentence in."""
        kind = self.scope.unit(sentence.kind)
        unit = sentence.unit.text
        if kind is not None and self.units.setdefault(unit, kind.id) != kind.id:
            self.scope.report("repeated-name", sentence.unit.span, found=unit)
        for part in sentence.parts:
            match part:
                case nodes.Membership():
                    self._members(part, unit)
                case nodes.PropertyOf():
                    self._traits(part.property, _written(part.value), part.people)
                case other:
                    assert_never(other)

    def _members(self, part: nodes.Membership, unit: str) -> None:
        """The holders of a role; or, where the label is a property, those who have it."""
        scope = self.scope
        if part.label.text in index(a.term for a in scope.vocabulary.person_properties.values()):
            self._traits(part.label, _written(YesNo(yes=True)), part.people)
            return
        role = self._role(part.label)
        for tenure in part.people:
            start, end = self._days(tenure)
            self._meet(tenure)
            if role is not None:
                place = Place(person=tenure.person.text, unit=unit, role=role.id, start=start, end=end)
                self.places.append(place)

    def _role(self, label: Name) -> Term | None:
        vocabulary = self.scope.vocabulary
        properties = [a.term for a in vocabulary.person_properties.values()]
        known = index([*vocabulary.roles.values(), *properties])
        if label.text in known:
            return self.scope.role(label)
        suggestion = nearest(label.text, known)
        self.scope.report("unknown-role", label.span, suggestion=suggestion, found=label.text)
        return None

    def _traits(self, name: Name, value: str, people: Sequence[nodes.Tenure]) -> None:
        properties = self.scope.vocabulary.person_properties
        known = index(a.term for a in properties.values())
        if name.text not in known:
            suggestion = nearest(name.text, known)
            self.scope.report("unknown-property", name.span, suggestion=suggestion, found=name.text)
            return
        for tenure in people:
            start, end = self._days(tenure)
            self._meet(tenure)
            person = tenure.person.text
            trait = Trait(person=person, property=known[name.text], value=value, start=start, end=end)
            self.traits.append(trait)

    def _meet(self, tenure: nodes.Tenure) -> None:
        """Notes the person; a role's label before a name says that a semicolon is missing."""
        roles = index(self.scope.vocabulary.roles.values())
        words = self.scope.source.slice(tenure.person.span).split()
        if len(words) > 1 and words[0] in roles:
            self.scope.report("role-after-comma", tenure.person.span, found=words[0])
        self.people.setdefault(tenure.person.text)

    def _days(self, tenure: nodes.Tenure) -> tuple[datetime.date | None, datetime.date | None]:
        """The first day, and the first day no longer."""
        start = None if tenure.since is None else tenure.since.day
        last = None if tenure.until is None else tenure.until.day
        if start is not None and last is not None and last < start:
            self.scope.report("days-reversed", tenure.span, first=start.isoformat(), last=last.isoformat())
        return start, None if last is None else last + _ONE_DAY


def scenario_cast(scope: Scope, sentences: Sequence[nodes.RosterSentence]) -> Cast | None:
    """Everybody whom the sentences name, or None after reporting what is wrong with them."""
    before = len(scope.problems)
    casting = _Casting(scope)
    for sentence in sentences:
        casting.take(sentence)
    if len(scope.problems) > before:
        return None
    return Cast(
        people=tuple(casting.people),
        units=tuple(casting.units.items()),
        places=tuple(casting.places),
        traits=tuple(casting.traits),
    )


def _written(value: Value) -> str:
    """The value as a roster writes it."""
    match value:
        case YesNo(yes=yes):
            return "是" if yes else "否"
        case Quoted(text=text):
            return text
        case NamedAmount(name=name):
            return name.text
        case Amount(number=number):
            return f"{number:f}"
        case Day(day=day):
            return day.isoformat()
        case other:
            assert_never(other)
