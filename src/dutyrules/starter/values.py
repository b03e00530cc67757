"""The example values of an event: readable, plainly examples, and such as the policy asks for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias, assert_never

import attrs

from dutyrules.checking.policy import CheckedPolicy, EventTest, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.engines.world import MATTER, POINTS
from dutyrules.findings.model import Language
from dutyrules.starter.needs import Statement, asked_of, forbidden_of, statements_of
from dutyrules.starter.people import EXAMPLE, NO, YES, ExamplePerson, ExampleSchool
from dutyrules.syntax.tree import Comparison

Cell: TypeAlias = str | Decimal | datetime.date | datetime.datetime

_USUAL: Mapping[AttributeKind, Decimal] = {
    AttributeKind.NUMBER: Decimal(5),
    AttributeKind.MINUTES: Decimal(40),
    AttributeKind.HOURS: Decimal(1),
    AttributeKind.CLASS_HOURS: Decimal(2),
    AttributeKind.POINTS: Decimal(5),
    AttributeKind.PERCENT: Decimal(85),
    AttributeKind.MONEY: Decimal(100),
}


@attrs.frozen(kw_only=True)
class _Wish:
    """What the example should say under one attribute; None where anything will do."""

    value: str | bool | Decimal | datetime.date | None


def attribute_cells(
    policy: CheckedPolicy,
    school: ExampleSchool,
    event: EventType,
    actor: ExamplePerson,
    moment: datetime.datetime,
    language: Language,
) -> tuple[Cell, ...]:
    """One value for each attribute of the event, in order, that passes what the policy asks."""
    wishes = _wishes(policy, event)
    stated = next(iter(statements_of(policy, event.term.id)), None)
    cells = _Cells(
        school=school, event=event, actor=actor, stated=stated, day=moment.date(), language=language
    )
    return tuple(cells.cell(own, wishes.get(own.term.id)) for own in event.attributes)


def _wishes(policy: CheckedPolicy, event: EventType) -> dict[str, _Wish]:
    wishes = {
        test.attribute.term.id: _Wish(value=value)
        for test in reversed(asked_of(policy, event))
        if (value := _passing(test)) is not None
    }
    for group in forbidden_of(policy, event):
        if group:
            wishes |= _failing(group[-1])
    return wishes


def _passing(test: EventTest) -> str | bool | Decimal | datetime.date | None:
    """A value that passes the test, None where any does."""
    match test:
        case NumberTest(limit=limit):
            figure = limit.low or limit.high
            return None if figure is None else figure.settings[0][1]
        case MatchTest(comparison=Comparison.IS, value=value):
            return value
        case MatchTest(attribute=asked, value=value):
            return _other_than(asked, value)
        case PresenceTest():
            return None
        case _:
            assert_never(test)


def _failing(test: EventTest) -> dict[str, _Wish]:
    """What to say so that the test does not pass; nothing where it cannot be helped."""
    match test:
        case MatchTest(attribute=asked, comparison=Comparison.IS, value=value):
            other = _other_than(asked, value)
            return {} if other is None else {asked.term.id: _Wish(value=other)}
        case MatchTest(attribute=asked, value=value):
            return {asked.term.id: _Wish(value=value)}
        case _:
            return {}


def _other_than(asked: Attribute, value: str | bool | datetime.date) -> str | bool | None:
    if isinstance(value, bool):
        return not value
    return next((choice.id for choice in asked.choices if choice.id != value), None)


@attrs.frozen(kw_only=True)
class _Cells:
    school: ExampleSchool
    event: EventType
    actor: ExamplePerson
    stated: Statement | None
    day: datetime.date
    language: Language

    def cell(self, own: Attribute, wish: _Wish | None) -> Cell:
        """The example's value of one attribute."""
        if self.stated is not None and (said := self._said(self.stated, own)) is not None:
            return said
        wanted = None if wish is None else wish.value
        match own.kind:
            case AttributeKind.TEXT:
                return wanted if isinstance(wanted, str) else self._text(own)
            case AttributeKind.DATE:
                return wanted if isinstance(wanted, datetime.date) else self.day
            case AttributeKind.YES_NO:
                return (NO if wanted is False else YES).in_language(self.language)
            case AttributeKind.PERSON:
                return self.school.colleague(self.actor).code
            case AttributeKind.UNIT:
                return self.actor.unit.name
            case AttributeKind.CHOICE:
                chosen = next((c for c in own.choices if c.id == wanted), own.choices[0])
                return chosen.label(self.language)
            case _:
                return wanted if isinstance(wanted, Decimal) else _USUAL[own.kind]

    def _said(self, stated: Statement, own: Attribute) -> Cell | None:
        """The cells of an attestation or a rating that follow from what is stated."""
        if own.term.id == self.event.object:
            bearer = self.school.holder(stated.bearer.role, other_than=self.actor)
            return (bearer or self.actor).code
        if own.term.id == MATTER:
            return stated.matter
        return Decimal(max(1, stated.most - 1)) if own.term.id == POINTS else None

    def _text(self, own: Attribute) -> str:
        label = own.term.label(self.language)
        if self.language is Language.EN:
            return f"{EXAMPLE.en}: {label.replace('_', ' ')}"
        return f"{EXAMPLE.in_language(self.language)}：{label}"
