"""What names mean in one policy, and a place to report what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

import attrs

from dutyrules.checking.policy import Figure
from dutyrules.checking.vocabulary import Attribute, EventType, Term, Vocabulary
from dutyrules.findings.model import Language, Text
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic, Label, Said
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.wording import listed

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=tree.Statement)

_KINDS = {
    "unknown-event": Text(en="an event", zh_hans="事件", zh_hant="事件"),
    "unknown-role": Text(en="a role", zh_hans="角色", zh_hant="角色"),
    "unknown-unit": Text(en="a kind of unit", zh_hans="单位", zh_hant="單位"),
    "unknown-value": Text(en="a value", zh_hans="取值", zh_hant="取值"),
}
"""What a missing name should have been, by the code that says that it is missing."""
_TABLES = {
    "unknown-event": "events",
    "unknown-role": "roles",
    "unknown-unit": "units",
    "unknown-value": "values",
}
"""Where the vocabulary has those names."""


@attrs.frozen(kw_only=True)
class Parameter:
    """A declared parameter; `figure` is None where its value is no number."""

    declaration: tree.ParameterDecl
    figure: Figure | None


@attrs.define
class Scope:
    """The names of one file with its imports, and the diagnostics gathered so far."""

    source: Source
    language: Language
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter] = attrs.Factory(dict)
    is_whole: bool = True
    """False where sentences could not be read, so that nothing may be missed."""
    used_parameters: set[str] = attrs.Factory(set)
    problems: list[Diagnostic] = attrs.Factory(list)
    origins: Mapping[int, tuple[tree.Statement, Source]] = attrs.Factory(dict)
    """The sources of statements that were not read from the file itself, by identity."""

    def source_of(self, statement: tree.Statement) -> Source:
        """The text that the statement was read from."""
        return self.origins.get(id(statement), (statement, self.source))[1]

    @contextmanager
    def reading(self, statement: tree.Statement) -> Iterator[None]:
        """Within it, spans are places in the text that the statement was read from."""
        own, self.source = self.source, self.source_of(statement)
        try:
            yield
        finally:
            self.source = own

    def read(
        self,
        statement: S,
        check: Callable[Concatenate[Scope, S, P], R],
        *rest: P.args,
        **named: P.kwargs,
    ) -> R:
        """What `check` makes of the statement, its problems placed where the statement was read."""
        own, self.source = self.source, self.source_of(statement)
        try:
            return check(self, statement, *rest, **named)
        finally:
            self.source = own

    def report(
        self,
        code: str,
        span: Span,
        /,
        *,
        labels: tuple[Label, ...] = (),
        suggestion: str | None = None,
        **values: Said,
    ) -> None:
        """Adds a diagnostic at `span`."""
        self.made(code, span, values, labels=labels, suggestion=suggestion)

    def made(
        self,
        code: str,
        span: Span,
        values: Mapping[str, Said],
        *,
        labels: tuple[Label, ...] = (),
        suggestion: str | None = None,
    ) -> None:
        """Adds a diagnostic with its values as a mapping."""
        self.problems.append(
            Diagnostic.made(code, self.source, span, values, labels=labels, suggestion=suggestion)
        )

    def _missing(self, code: str, name: tree.Name, known: Iterable[Term], **values: Said) -> None:
        other = self._other_kind(name.text, code)
        if other is not None:
            self.report("wrong-kind", name.span, found=name.text, kind=other, expected=_KINDS[code])
            return
        labels = {t.id: t.label(self.language) for t in known}
        everything = {label: term.id for term in known for label in term.labels()}
        near = nearest(name.text, everything)
        suggestion = labels[everything[near]] if near else None
        self.made(code, name.span, {"found": name.text, **values}, suggestion=suggestion)

    def event(self, name: tree.Name) -> EventType | None:
        """The event type called `name`, or None after reporting."""
        found = self.vocabulary.event_called(name.text)
        if found is None:
            self._missing("unknown-event", name, [e.term for e in self.vocabulary.events.values()])
        return found

    def attribute(self, event: EventType, name: tree.Name) -> Attribute | None:
        """The attribute of `event` called `name`, or None after reporting."""
        found = event.attribute(name.text)
        if found is None:
            terms = [a.term for a in event.attributes]
            choices = [t.label(self.language) for t in terms] or ["-"]
            values: dict[str, Said] = {"event": event.term.label(self.language), "choices": listed(choices)}
            self._missing("unknown-attribute", name, terms, **values)
        return found

    def _other_kind(self, text: str, code: str) -> Text | None:
        """What `text` names, if it is a term of another kind than the missing one."""
        if code not in _KINDS:
            return None
        ids = self.vocabulary.ids
        return next((_KINDS[kind] for kind in _KINDS if kind != code and text in ids[_TABLES[kind]]), None)

    def _term(self, table: Mapping[str, Term], name: tree.Name, code: str) -> Term | None:
        found = self.vocabulary.ids[_TABLES[code]].get(name.text)
        if found is None:
            self._missing(code, name, list(table.values()))
            return None
        return table[found]

    def role(self, name: tree.Name) -> Term | None:
        """The role called `name`, or None after reporting."""
        return self._term(self.vocabulary.roles, name, "unknown-role")

    def unit(self, name: tree.Name) -> Term | None:
        """The kind of unit called `name`, or None after reporting."""
        return self._term(self.vocabulary.units, name, "unknown-unit")

    def value(self, name: tree.Name) -> Term | None:
        """The value (a grade, say) called `name`, or None after reporting."""
        return self._term(self.vocabulary.values, name, "unknown-value")

    def is_role(self, name: tree.Name) -> bool:
        """True if a role has this name."""
        return name.text in self.vocabulary.ids["roles"]

    def is_unit(self, name: tree.Name) -> bool:
        """True if a kind of unit has this name."""
        return name.text in self.vocabulary.ids["units"]

    def declaration_label(self, quantity: tree.Quantity) -> tuple[Label, ...]:
        """The place where the parameter that `quantity` names is declared; nothing for a number."""
        if isinstance(quantity, tree.Amount):
            return ()
        parameter = self.parameters.get(quantity.name.text)
        if parameter is None:
            return ()
        declaration = parameter.declaration
        return (Label(source=self.source_of(declaration), span=declaration.term.span, note="declared"),)

    def figure(self, quantity: tree.Quantity) -> Figure | None:
        """The number that `quantity` gives, by its parameter if it names one."""
        if isinstance(quantity, tree.Amount):
            return Figure(settings=((None, quantity.number),), unit=quantity.unit)
        parameter = self.parameters.get(quantity.name.text)
        if parameter is None:
            suggestion = nearest(quantity.name.text, self.parameters)
            code = "number-expected" if suggestion is None else "unknown-parameter"
            self.report(code, quantity.name.span, suggestion=suggestion, found=quantity.name.text)
            return None
        self.used_parameters.add(parameter.declaration.term.id.text)
        if parameter.figure is None:
            self.report("number-expected", quantity.name.span, found=quantity.name.text)
            return None
        unit = quantity.unit or parameter.figure.unit
        return attrs.evolve(parameter.figure, unit=unit)
