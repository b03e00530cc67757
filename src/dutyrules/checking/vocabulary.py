"""The terms that policies and logs share, with their labels in three languages."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from dutyrules.findings.model import Language


class AttributeKind(enum.Enum):
    """What the values of an attribute are."""

    TEXT = "text"
    NUMBER = "number"
    MINUTES = "minutes"
    HOURS = "hours"
    CLASS_HOURS = "class_hours"
    POINTS = "points"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    PERSON = "person"
    UNIT = "unit"
    CHOICE = "choice"

    @property
    def is_number(self) -> bool:
        """True if values are added, averaged and ordered as numbers."""
        return self in _NUMBERS


_NUMBERS = frozenset(
    {
        AttributeKind.NUMBER,
        AttributeKind.MINUTES,
        AttributeKind.HOURS,
        AttributeKind.CLASS_HOURS,
        AttributeKind.POINTS,
        AttributeKind.PERCENT,
        AttributeKind.MONEY,
    }
)


@attrs.frozen(kw_only=True)
class Term:
    """A name with its labels; a term that exists in one language has the same label in all."""

    id: str
    zh_hans: str
    zh_hant: str

    def label(self, language: Language) -> str:
        """The term as it is written in `language`."""
        match language:
            case Language.EN:
                return self.id
            case Language.ZH_HANS:
                return self.zh_hans
            case Language.ZH_HANT:
                return self.zh_hant

    def labels(self) -> tuple[str, str, str]:
        """The labels in the order en, zh-Hans, zh-Hant."""
        return (self.id, self.zh_hans, self.zh_hant)


@attrs.frozen(kw_only=True)
class Attribute:
    """An attribute of an event type, or of a person or unit; `choices` only for CHOICE."""

    term: Term
    kind: AttributeKind
    choices: tuple[Term, ...] = ()


@attrs.frozen(kw_only=True)
class EventType:
    """A kind of event.

    `object` names the attribute that holds the counterparty (the observed teacher, the visited
    pupil); `dated_by` names the date attribute that places the event in a window when present.
    `paperwork`: the event is a paper about some work, not the work.
    `counter` is the Chinese measure word in both scripts; `verb` is what a bearer does with it.
    """

    term: Term
    attributes: tuple[Attribute, ...]
    verb: Term | None = None
    counter: Term | None = None
    object: str | None = None
    dated_by: str | None = None
    paperwork: bool = False

    def attribute(self, name: str) -> Attribute | None:
        """The attribute whose id or label is `name`."""
        return next((a for a in self.attributes if name in a.term.labels()), None)


def index(terms: Iterable[Term]) -> dict[str, str]:
    """The id of each term by each of its labels."""
    return {label: term.id for term in terms for label in term.labels()}


@attrs.frozen(kw_only=True, slots=False)
class Vocabulary:
    """All terms of one vocabulary, each kind by id, in the order of declaration."""

    events: Mapping[str, EventType]
    roles: Mapping[str, Term]
    units: Mapping[str, Term]
    values: Mapping[str, Term]
    person_properties: Mapping[str, Attribute]
    unit_properties: Mapping[str, Attribute]

    @cached_property
    def ids(self) -> Mapping[str, Mapping[str, str]]:
        """By the name of the table: the id of each event, role, unit and value by each of its labels."""
        return {
            "events": index(event.term for event in self.events.values()),
            "roles": index(self.roles.values()),
            "units": index(self.units.values()),
            "values": index(self.values.values()),
        }

    def event_called(self, name: str) -> EventType | None:
        """The event type whose id or label is `name`."""
        found = self.ids["events"].get(name)
        return None if found is None else self.events[found]

    def terms(self) -> Iterator[Term]:
        """Every term, attributes and their choices included."""
        for event in self.events.values():
            yield event.term
            yield from (t for t in (event.verb, event.counter) if t is not None)
            for attribute in event.attributes:
                yield attribute.term
                yield from attribute.choices
        for table in (self.roles, self.units, self.values):
            yield from table.values()
        for properties in (self.person_properties, self.unit_properties):
            for attribute in properties.values():
                yield attribute.term
                yield from attribute.choices
