"""Declarations to a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Term, Vocabulary
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic, Said
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.wording import listed

EMPTY = Vocabulary(events={}, roles={}, units={}, values={}, person_properties={}, unit_properties={})


def term_of(name: tree.TermName) -> Term:
    """The term that a declared name makes; a single label serves all languages."""
    labels = [label.text for label in name.labels]
    if len(labels) == 1:
        labels = labels * 3
    return Term(id=labels[0], zh_hans=labels[1], zh_hant=labels[2])


def _attribute(term: tree.TermName, kind: tree.AttributeType) -> Attribute:
    choices = tuple(term_of(c) for c in kind.choices)
    return Attribute(term=term_of(term), kind=AttributeKind(kind.name), choices=choices)


def _reference(name: tree.TermName | None, known: Sequence[Attribute]) -> str | None:
    """The attribute that an event's part names, by its id."""
    if name is None:
        return None
    return next((a.term.id for a in known if name.id.text in a.term.labels()), name.id.text)


def event_of(declaration: tree.EventDecl) -> EventType:
    """The event type that a declaration makes."""
    attributes = tuple(_attribute(a.term, a.type) for a in declaration.attributes)
    counter = declaration.counter
    return EventType(
        term=term_of(declaration.term),
        attributes=attributes,
        verb=None if declaration.verb is None else term_of(declaration.verb),
        counter=None
        if counter is None
        else Term(id=counter.text, zh_hans=counter.text, zh_hant=counter.text),
        object=_reference(declaration.object, attributes),
        dated_by=_reference(declaration.dated_by, attributes),
        paperwork=declaration.paperwork,
    )


@attrs.define
class _Builder:
    source: Source
    events: dict[str, EventType]
    roles: dict[str, Term]
    units: dict[str, Term]
    values: dict[str, Term]
    person_properties: dict[str, Attribute]
    unit_properties: dict[str, Attribute]
    problems: list[Diagnostic] = attrs.Factory(list)
    labels: dict[tuple[str, str], str] = attrs.Factory(dict)

    def add(self, statement: tree.Statement) -> None:
        """Adds what `statement` declares, if it declares a term."""
        match statement:
            case tree.TermDecl(kind=kind, term=name):
                if self._is_new(kind.value, name):
                    self._table(kind)[name.id.text] = term_of(name)
            case tree.EventDecl(term=name):
                if self._is_new("event", name):
                    self._check_event(statement)
                    self.events[name.id.text] = event_of(statement)
            case tree.PropertyDecl(term=name, owner=owner, type=kind):
                properties = self.person_properties if owner is None else self.unit_properties
                if self._is_new("property", name):
                    properties[name.id.text] = _attribute(name, kind)
            case _:
                pass

    def _table(self, kind: tree.TermKind) -> dict[str, Term]:
        match kind:
            case tree.TermKind.ROLE:
                return self.roles
            case tree.TermKind.UNIT:
                return self.units
            case tree.TermKind.VALUE:
                return self.values

    def _is_new(self, kind: str, name: tree.TermName) -> bool:
        for label in name.labels:
            other = self.labels.get((kind, label.text))
            if other == name.id.text and label is name.id:
                self._report("repeated-name", name.span, found=label.text)
                return False
            if other is not None and other != name.id.text:
                self._report("ambiguous-label", label.span, found=label.text, other=other)
        self.labels |= {(kind, label.text): name.id.text for label in name.labels}
        return True

    def _check_event(self, event: tree.EventDecl) -> None:
        known = {label.text for a in event.attributes for label in a.term.labels}
        for part in (event.object, event.dated_by):
            if part is not None and part.id.text not in known:
                names = listed([a.term.id.text for a in event.attributes] or ["-"])
                values: dict[str, Said] = {
                    "found": part.id.text,
                    "event": event.term.id.text,
                    "choices": names,
                }
                self.problems.append(Diagnostic.made("unknown-attribute", self.source, part.span, values))

    def _report(self, code: str, span: Span, **values: str) -> None:
        self.problems.append(Diagnostic.made(code, self.source, span, values))


def extend_vocabulary(
    base: Vocabulary, file: tree.PolicyFile, source: Source
) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """`base` with the terms that `file` declares, and what is wrong with those."""
    builder = _Builder(
        source,
        dict(base.events),
        dict(base.roles),
        dict(base.units),
        dict(base.values),
        dict(base.person_properties),
        dict(base.unit_properties),
    )
    for kind, terms in (("role", base.roles), ("unit", base.units), ("value", base.values)):
        builder.labels |= {(kind, label): t.id for t in terms.values() for label in t.labels()}
    builder.labels |= {("event", x): e.term.id for e in base.events.values() for x in e.term.labels()}
    for statement in file.statements:
        builder.add(statement)
    vocabulary = Vocabulary(
        events=builder.events,
        roles=builder.roles,
        units=builder.units,
        values=builder.values,
        person_properties=builder.person_properties,
        unit_properties=builder.unit_properties,
    )
    return vocabulary, tuple(builder.problems)
