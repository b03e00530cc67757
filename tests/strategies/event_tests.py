"""Bounds, values, and tests on the attributes of events."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from strategies.world import days, name_of, numbers, quantities, texts

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.syntax import tree
from dutyrules.syntax.tree import BoundKind, Comparison

UNITS = {
    AttributeKind.NUMBER: None,
    AttributeKind.MINUTES: tree.Unit.MINUTE,
    AttributeKind.HOURS: tree.Unit.HOUR,
    AttributeKind.CLASS_HOURS: tree.Unit.CLASS_HOUR,
    AttributeKind.POINTS: tree.Unit.POINT,
    AttributeKind.PERCENT: tree.Unit.PERCENT,
    AttributeKind.MONEY: tree.Unit.YUAN,
}


def bounds(unit: tree.Unit | None = None) -> st.SearchStrategy[tree.Bound]:
    """A bound on a number with `unit`, but not `any`."""
    open_ended = st.builds(
        tree.Bound,
        kind=st.sampled_from([BoundKind.AT_LEAST, BoundKind.AT_MOST, BoundKind.EXACTLY]),
        low=quantities(unit),
    )
    return open_ended | st.tuples(numbers(unit, 40), numbers(unit, 40)).map(_between)


def _between(ends: tuple[tree.Amount, tree.Amount]) -> tree.Bound:
    low, high = sorted(ends, key=lambda amount: amount.number)
    return tree.Bound(kind=BoundKind.BETWEEN, low=low, high=high)


def _amounts(attribute: Attribute) -> st.SearchStrategy[tree.Value]:
    return numbers(UNITS[attribute.kind])


def _names(attribute: Attribute) -> st.SearchStrategy[tree.Value]:
    if attribute.kind is not AttributeKind.CHOICE:
        return quantities(UNITS[attribute.kind])
    ids = [choice.id for choice in attribute.choices]
    return st.sampled_from(ids).map(lambda name: tree.NamedAmount(name=tree.Name(name)))


def _quoted(_: Attribute) -> st.SearchStrategy[tree.Value]:
    return texts.map(lambda text: tree.Quoted(text=text))


def _yes_no(_: Attribute) -> st.SearchStrategy[tree.Value]:
    return st.booleans().map(lambda yes: tree.YesNo(yes=yes))


def _days(_: Attribute) -> st.SearchStrategy[tree.Value]:
    return days


VALUES: dict[type, tuple[tuple[AttributeKind, ...], Callable[[Attribute], st.SearchStrategy[tree.Value]]]] = {
    tree.Amount: (tuple(UNITS), _amounts),
    tree.NamedAmount: ((*UNITS, AttributeKind.CHOICE), _names),
    tree.Quoted: ((AttributeKind.TEXT,), _quoted),
    tree.YesNo: ((AttributeKind.YES_NO,), _yes_no),
    tree.Day: ((AttributeKind.DATE,), _days),
}
"""How a value of each class is made, and the kinds of attributes that may have it."""


def values_of(attribute: Attribute) -> st.SearchStrategy[tree.Value]:
    """A value that the attribute may have."""
    return st.one_of([make(attribute) for kinds, make in VALUES.values() if attribute.kind in kinds])


def _bound_test(attribute: Attribute) -> st.SearchStrategy[tree.Test]:
    unit = UNITS[attribute.kind]
    return bounds(unit).map(lambda bound: tree.BoundTest(attribute=name_of(attribute), bound=bound))


def _value_test(attribute: Attribute) -> st.SearchStrategy[tree.Test]:
    present = tree.ValueTest(attribute=name_of(attribute), comparison=Comparison.PRESENT, value=None)
    if attribute.kind in (AttributeKind.PERSON, AttributeKind.UNIT):
        return st.just(present)
    held = st.builds(
        tree.ValueTest,
        attribute=st.just(name_of(attribute)),
        comparison=st.sampled_from([Comparison.IS, Comparison.IS_NOT]),
        value=values_of(attribute),
    )
    return st.just(present) | held


TESTS: dict[type, tuple[tuple[AttributeKind, ...], Callable[[Attribute], st.SearchStrategy[tree.Test]]]] = {
    tree.BoundTest: (tuple(UNITS), _bound_test),
    tree.ValueTest: (tuple(AttributeKind), _value_test),
}
"""How a test of each class is made, and the kinds of attributes that it may be on."""


def checks_on(event: EventType, least: int = 0) -> st.SearchStrategy[tuple[tree.Test, ...]]:
    """Some tests on events of a type that has an attribute, or none where it has none."""
    made = [
        make(attribute)
        for attribute in event.attributes
        for kinds, make in TESTS.values()
        if attribute.kind in kinds
    ]
    if not made:
        return st.just(())
    return st.lists(st.one_of(made), min_size=least, max_size=2 + least).map(tuple)


@st.composite
def triggers(draw: st.DrawFn, event: EventType) -> tree.EachEventName:
    """`each` event of the type, perhaps only those that pass some tests."""
    return tree.EachEventName(event=name_of(event), tests=draw(checks_on(event)))
