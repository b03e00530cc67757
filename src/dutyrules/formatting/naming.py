"""What the names of a policy are called in a language, by its vocabulary.

A name is looked up where it stands: an attribute in its event type, a choice in its attribute. A name
that the vocabulary does not know stays as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from dutyrules.checking.vocabulary import Attribute, EventType, Term, Vocabulary
from dutyrules.findings.model import Language
from dutyrules.formatting.measure_words import EVENTS, PEOPLE, THINGS, norm_counters, parameter_counters
from dutyrules.syntax import tree


def _by_label(terms: Iterable[Term]) -> dict[str, Term]:
    return {label: term for term in terms for label in term.labels()}


def _choice(attribute: Attribute | None, name: str) -> Term | None:
    choices = () if attribute is None else attribute.choices
    return _by_label(choices).get(name)


@attrs.frozen(kw_only=True)
class VocabularyNaming:
    """The names of one file in one language."""

    language: Language
    events: Mapping[str, EventType]
    roles: Mapping[str, Term]
    units: Mapping[str, Term]
    values: Mapping[str, Term]
    properties: Mapping[str, Attribute]
    parameters: Mapping[str, tree.ParameterDecl]
    counters: Mapping[str, str]
    counters_of_norms: Mapping[str, str]
    taken: frozenset[str]

    def _label(self, table: Mapping[str, Term], name: str) -> str:
        return table[name].label(self.language) if name in table else name

    def is_taken(self, word: str) -> bool:
        """True if something is called so, in whatever language."""
        return word in self.taken

    def event(self, name: str) -> str:
        """The event type."""
        return self.events[name].term.label(self.language) if name in self.events else name

    def _attribute(self, event: str, name: str) -> Attribute | None:
        return self.events[event].attribute(name) if event in self.events else None

    def attribute(self, event: str, name: str) -> str:
        """The attribute of `event`."""
        found = self._attribute(event, name)
        return name if found is None else found.term.label(self.language)

    def attribute_labels(self, event: str, name: str) -> tuple[str, ...]:
        """The labels of the attribute in the order en, zh-Hans, zh-Hant; none if `event` has no such one."""
        found = self._attribute(event, name)
        return () if found is None else found.term.labels()

    def choice(self, event: str, attribute: str, name: str) -> str | None:
        """The choice that the attribute may take; None if it has none of that name."""
        found = _choice(self._attribute(event, attribute), name)
        return None if found is None else found.label(self.language)

    def verb(self, event: str, written: str | None) -> str | None:
        """The verb of the event; one that the author wrote and the vocabulary does not know stays."""
        known = self.events[event].verb if event in self.events else None
        if known is None or (written is not None and written not in known.labels()):
            return written
        return known.label(self.language)

    def counter(self, event: str) -> str:
        """The Chinese measure word of the event."""
        known = self.events[event].counter if event in self.events else None
        return EVENTS if known is None else known.id

    def party(self, name: str) -> str:
        """The role or unit."""
        return self.role(name) if name in self.roles else self.unit(name)

    def party_counter(self, name: str) -> str:
        """The Chinese measure word of a role or unit."""
        return PEOPLE if name in self.roles else THINGS

    def role(self, name: str) -> str:
        """The role."""
        return self._label(self.roles, name)

    def unit(self, name: str) -> str:
        """The kind of unit."""
        return self._label(self.units, name)

    def value(self, name: str) -> str:
        """The value, such as a grade."""
        return self._label(self.values, name)

    def property(self, name: str) -> str:
        """The property of people or units."""
        return self.properties[name].term.label(self.language) if name in self.properties else name

    def property_choice(self, name: str, choice: str) -> str | None:
        """The choice that a property may take; None if it has none of that name."""
        found = _choice(self.properties.get(name), choice)
        return None if found is None else found.label(self.language)

    def label(self, name: str) -> str:
        """A role or a property, which both may stand before people in a roster."""
        return self.role(name) if name in self.roles else self.property(name)

    def parameter(self, name: str) -> str:
        """The parameter; one declared with a label for each language goes by that of this one."""
        if name not in self.parameters:
            return name
        labels = self.parameters[name].term.labels
        return labels[list(Language).index(self.language) if len(labels) > 1 else 0].text

    def parameter_has_unit(self, name: str) -> bool:
        """True if the parameter's value says what it counts."""
        settings = self.parameters[name].settings if name in self.parameters else ()
        return any(isinstance(s.value, tree.Amount) and s.value.unit is not None for s in settings)

    def parameter_counter(self, name: str) -> str:
        """The Chinese measure word of what the parameter counts; "" if that is not told."""
        return self.counters.get(name, "")

    def norm_counter(self, label: str) -> str:
        """The Chinese measure word of what the norm counts; "" if it counts nothing."""
        return self.counters_of_norms.get(label, "")


def naming_of(file: tree.PolicyFile, vocabulary: Vocabulary, language: Language) -> VocabularyNaming:
    """What the names of `file` are called in `language`."""
    properties = (*vocabulary.unit_properties.values(), *vocabulary.person_properties.values())
    declared = [s for s in file.statements if isinstance(s, tree.ParameterDecl)]
    parameters = {label.text: d for d in declared for label in d.term.labels}
    events = {label: e for e in vocabulary.events.values() for label in e.term.labels()}
    counters = parameter_counters(file, events)
    return VocabularyNaming(
        language=language,
        events=events,
        roles=_by_label(vocabulary.roles.values()),
        units=_by_label(vocabulary.units.values()),
        values=_by_label(vocabulary.values.values()),
        properties={label: a for a in properties for label in a.term.labels()},
        parameters=parameters,
        counters={
            label.text: counters[used.text]
            for declaration in declared
            for used in declaration.term.labels
            if used.text in counters
            for label in declaration.term.labels
        },
        counters_of_norms=norm_counters(file, events),
        taken=frozenset(label for term in vocabulary.terms() for label in term.labels())
        | frozenset(parameters),
    )
