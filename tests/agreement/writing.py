"""What policies are written with: labels, numbers, bounds, and tests on the attributes of events."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import attrs
from agreement.chance import Chance
from agreement.words import CELLS, TEXTS
from strategies.event_tests import UNITS

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.syntax import tree
from dutyrules.syntax.tree import BoundKind, Comparison, Unit

NAME = tree.Name


@attrs.define
class Writing:
    """What a policy is written with, and what has been written so far.

    `days` are those on which dated numbers may change; `is_dated` False: the policy says from when it is
    in force, so every number must have a value by then.
    """

    chance: Chance
    events: tuple[EventType, ...]
    days: tuple[datetime.date, ...]
    is_dated: bool = True
    parameters: list[tree.ParameterDecl] = attrs.Factory(list)
    norms: list[tree.Norm | tree.ExceptionNorm] = attrs.Factory(list)
    scores: list[tree.ScoreLine] = attrs.Factory(list)
    labels: int = 0

    def label(self) -> tree.Name:
        """A label that nothing has yet."""
        self.labels += 1
        return NAME(f"n{self.labels}")

    def event(self, usable: Callable[[EventType], bool] = lambda _: True) -> EventType | None:
        """One of the event types for which `usable` holds, None if there is none."""
        found = [event for event in self.events if usable(event)]
        return self.chance.one(found) if found else None


# Numbers -------------------------------------------------------------------------------------------


def amount(number: str | int, unit: Unit | None = None) -> tree.Amount:
    """A number with its unit."""
    return tree.Amount(number=Decimal(number), unit=unit)


def quantity(w: Writing, numbers: Sequence[str | int], unit: Unit | None = None) -> tree.Quantity:
    """One of the numbers; now and then by way of a parameter, which may change on some day."""
    if w.chance.happens(75):
        return amount(w.chance.one(numbers), unit)
    says_unit = unit is None or w.chance.happens(50)
    written = unit if says_unit else None
    settings = [tree.Setting(value=amount(w.chance.one(numbers), written), since=None)]
    if w.chance.happens(50):
        since = tree.Day(day=w.chance.one(w.days))
        settings.append(tree.Setting(value=amount(w.chance.one(numbers), written), since=since))
        if w.is_dated and w.chance.happens(25):
            settings = settings[1:]
    name = NAME(f"p{len(w.parameters) + 1}")
    declared = tree.ParameterDecl(
        term=tree.TermName(labels=(name,)), settings=tuple(settings), assume="so it is taken", cited=None
    )
    w.parameters.append(declared)
    return tree.NamedAmount(name=name, unit=None if says_unit else unit)


def bound(w: Writing, numbers: Sequence[str | int], unit: Unit | None = None) -> tree.Bound:
    """A bound of any kind on a number with the unit, the numbers in rising order."""
    kind = w.chance.one((BoundKind.AT_LEAST, BoundKind.AT_LEAST, *_BOUNDED))
    least = [n for n in numbers if Decimal(n) > 0]
    if kind is BoundKind.BETWEEN:
        place = w.chance.below(len(numbers))
        low, high = amount(numbers[place], unit), quantity(w, numbers[place:], unit)
        return tree.Bound(kind=kind, low=low, high=high)
    return tree.Bound(kind=kind, low=quantity(w, least if kind is BoundKind.AT_LEAST else numbers, unit))


_BOUNDED = (BoundKind.AT_LEAST, BoundKind.AT_MOST, BoundKind.EXACTLY, BoundKind.BETWEEN)


def rising(kind: AttributeKind) -> list[str]:
    """The numbers that attributes of the kind take, none of them negative."""
    return sorted({n for n in CELLS[kind] if Decimal(n) >= 0}, key=Decimal)


# Tests on events -----------------------------------------------------------------------------------


def _numbers_of(w: Writing, attribute: Attribute) -> tuple[list[str], Unit | None]:
    """Numbers that the attribute is held against, and their unit: its own, or hours for minutes."""
    if attribute.kind is AttributeKind.MINUTES and w.chance.happens(20):
        return ["0.5", "1"], Unit.HOUR
    if attribute.kind is AttributeKind.HOURS and w.chance.happens(40):
        return ["30", "40", "60"], Unit.MINUTE
    return rising(attribute.kind), UNITS[attribute.kind]


def _bound_test(w: Writing, attribute: Attribute) -> tree.Test:
    return tree.BoundTest(attribute=NAME(attribute.term.id), bound=bound(w, *_numbers_of(w, attribute)))


def _value_test(w: Writing, attribute: Attribute) -> tree.Test:
    name = NAME(attribute.term.id)
    makers = [make for kinds, make in VALUES.values() if attribute.kind in kinds]
    if not makers or w.chance.happens(35):
        return tree.ValueTest(attribute=name, comparison=Comparison.PRESENT, value=None)
    comparison = w.chance.one((Comparison.IS, Comparison.IS_NOT))
    if attribute.kind in UNITS:
        comparison = Comparison.IS
    return tree.ValueTest(attribute=name, comparison=comparison, value=w.chance.one(makers)(w, attribute))


def _an_amount(w: Writing, attribute: Attribute) -> tree.Value:
    numbers, unit = _numbers_of(w, attribute)
    return amount(w.chance.one(numbers), unit)


def _a_name(w: Writing, attribute: Attribute) -> tree.Value:
    if attribute.kind is AttributeKind.CHOICE:
        return tree.NamedAmount(name=NAME(w.chance.one(attribute.choices).id))
    return quantity(w, *_numbers_of(w, attribute))


def _a_text(w: Writing, _: Attribute) -> tree.Value:
    return tree.Quoted(text=w.chance.one(TEXTS))


def _an_answer(w: Writing, _: Attribute) -> tree.Value:
    return tree.YesNo(yes=w.chance.happens(60))


def _a_day(w: Writing, _: Attribute) -> tree.Value:
    return tree.Day(day=w.chance.one(w.days))


VALUES: Mapping[type, tuple[tuple[AttributeKind, ...], Callable[[Writing, Attribute], tree.Value]]] = {
    tree.Amount: (tuple(UNITS), _an_amount),
    tree.NamedAmount: ((*UNITS, AttributeKind.CHOICE), _a_name),
    tree.Quoted: ((AttributeKind.TEXT,), _a_text),
    tree.YesNo: ((AttributeKind.YES_NO,), _an_answer),
    tree.Day: ((AttributeKind.DATE,), _a_day),
}
TESTS: Mapping[type, tuple[tuple[AttributeKind, ...], Callable[[Writing, Attribute], tree.Test]]] = {
    tree.BoundTest: (tuple(UNITS), _bound_test),
    tree.ValueTest: (tuple(AttributeKind), _value_test),
}
"""How a value, or a test, of each class is made, and the kinds of attributes that may have it."""


def checks_on(w: Writing, event: EventType, *, least: int = 0, percent: int = 35) -> tuple[tree.Test, ...]:
    """Some tests on events of the type, none where it has no attribute."""
    count = least if not w.chance.happens(percent) else least + w.chance.number(1, 2)
    if not event.attributes:
        return ()
    return tuple(_test_on(w, w.chance.one(event.attributes)) for _ in range(count))


def _test_on(w: Writing, attribute: Attribute) -> tree.Test:
    return w.chance.one([make for kinds, make in TESTS.values() if attribute.kind in kinds])(w, attribute)
