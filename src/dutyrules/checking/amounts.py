"""Numbers and tests: units checked, bounds checked, values resolved."""

from __future__ import annotations

import datetime
from decimal import Decimal

from dutyrules.checking.policy import EventTest, Figure, Limit, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.findings.model import Text
from dutyrules.syntax import tree
from dutyrules.syntax.source import Span
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tree import BoundKind, Unit
from dutyrules.syntax.wording import listed

COUNT_UNITS = (Unit.LESSON,)

_UNITS_OF = {
    AttributeKind.NUMBER: (),
    AttributeKind.MINUTES: (Unit.MINUTE, Unit.HOUR),
    AttributeKind.HOURS: (Unit.HOUR, Unit.MINUTE),
    AttributeKind.CLASS_HOURS: (Unit.CLASS_HOUR,),
    AttributeKind.POINTS: (Unit.POINT,),
    AttributeKind.PERCENT: (Unit.PERCENT,),
    AttributeKind.MONEY: (Unit.YUAN,),
}
_FACTORS = {
    (AttributeKind.MINUTES, Unit.HOUR): Decimal(60),
    (AttributeKind.HOURS, Unit.MINUTE): Decimal(1) / Decimal(60),
}
UNIT_NAMES = {
    Unit.DAY: Text(en="days", zh_hans="天", zh_hant="天"),
    Unit.SCHOOL_DAY: Text(en="school days", zh_hans="上课日", zh_hant="上課日"),
    Unit.WEEK: Text(en="weeks", zh_hans="周", zh_hant="週"),
    Unit.MONTH: Text(en="months", zh_hans="个月", zh_hant="個月"),
    Unit.HOUR: Text(en="hours", zh_hans="小时", zh_hant="小時"),
    Unit.MINUTE: Text(en="minutes", zh_hans="分钟", zh_hant="分鐘"),
    Unit.CLASS_HOUR: Text(en="class hours", zh_hans="学时", zh_hant="學時"),
    Unit.LESSON: Text(en="lessons", zh_hans="课时", zh_hant="課時"),
    Unit.POINT: Text(en="points", zh_hans="分", zh_hant="分"),
    Unit.PERCENT: Text(en="percent", zh_hans="百分比", zh_hant="百分比"),
    Unit.YUAN: Text(en="yuan", zh_hans="元", zh_hant="元"),
}
_PLAIN = Text(en="a plain number", zh_hans="不带单位的数", zh_hant="不帶單位的數")


def unit_words(units: tuple[Unit, ...]) -> Text:
    """The names of `units`, one of which is meant."""
    texts = [UNIT_NAMES[u] for u in units] or [_PLAIN]
    return Text(
        en=" or ".join(t.en for t in texts),
        zh_hans="或".join(t.zh_hans for t in texts),
        zh_hant="或".join(t.zh_hant for t in texts),
    )


def _written(scope: Scope, quantity: tree.Quantity) -> str:
    return scope.source.slice(quantity.span).strip() or "?"


def checked_figure(scope: Scope, quantity: tree.Quantity, units: tuple[Unit, ...]) -> Figure | None:
    """The figure that `quantity` gives if its unit is one of `units` (empty: it has none)."""
    figure = scope.figure(quantity)
    if figure is None:
        return None
    if units and figure.unit is None:
        written = _written(scope, quantity)
        expected = unit_words(units)
        labels = scope.declaration_label(quantity)
        scope.report("missing-unit", quantity.span, labels=labels, found=written, expected=expected)
        return None
    if figure.unit is not None and figure.unit not in units:
        written = _written(scope, quantity)
        expected = unit_words(units)
        labels = scope.declaration_label(quantity)
        scope.report("unit-mismatch", quantity.span, labels=labels, found=written, expected=expected)
        return None
    return figure


def scaled(figure: Figure, factor: Decimal) -> Figure:
    """The figure with every value times `factor`, in its new unit."""
    settings = tuple((since, value * factor) for since, value in figure.settings)
    return Figure(settings=settings, unit=figure.unit, parameter=figure.parameter)


def count_figure(scope: Scope, quantity: tree.Quantity) -> Figure | None:
    """A whole number of events, people or weeks."""
    figure = (
        checked_figure(scope, quantity, COUNT_UNITS) if _has_unit(scope, quantity) else scope.figure(quantity)
    )
    if figure is None:
        return None
    for _, value in figure.settings:
        if value != value.to_integral_value():
            scope.report("not-a-whole-number", quantity.span, found=str(value))
            return None
    return figure


def _has_unit(scope: Scope, quantity: tree.Quantity) -> bool:
    if quantity.unit is not None:
        return True
    if isinstance(quantity, tree.NamedAmount):
        parameter = scope.parameters.get(quantity.name.text)
        return parameter is not None and parameter.figure is not None and parameter.figure.unit is not None
    return False


def attribute_figure(scope: Scope, attribute: Attribute, quantity: tree.Quantity) -> Figure | None:
    """A number that the attribute may be held against, in the attribute's own unit."""
    if not attribute.kind.is_number:
        expected = attribute.term.label(scope.language)
        scope.report("unit-mismatch", quantity.span, found=_written(scope, quantity), expected=expected)
        return None
    units = _UNITS_OF[attribute.kind]
    figure = checked_figure(scope, quantity, units)
    if figure is None or figure.unit is None:
        return figure
    factor = _FACTORS.get((attribute.kind, figure.unit))
    return figure if factor is None else scaled(figure, factor)


def count_limit(scope: Scope, bound: tree.Bound) -> Limit | None:
    """A limit on a number of events or people."""
    low = None if bound.low is None else count_figure(scope, bound.low)
    high = None if bound.high is None else count_figure(scope, bound.high)
    return _limit(scope, bound, low, high)


def attribute_limit(scope: Scope, attribute: Attribute, bound: tree.Bound) -> Limit | None:
    """A limit on an attribute's number."""
    low = None if bound.low is None else attribute_figure(scope, attribute, bound.low)
    high = None if bound.high is None else attribute_figure(scope, attribute, bound.high)
    return _limit(scope, bound, low, high)


def _limit(scope: Scope, bound: tree.Bound, low: Figure | None, high: Figure | None) -> Limit | None:
    match bound.kind:
        case BoundKind.ANY:
            return Limit(kind=bound.kind, low=None, high=None)
        case BoundKind.AT_MOST:
            return None if low is None else Limit(kind=bound.kind, low=None, high=low)
        case BoundKind.AT_LEAST:
            if low is None:
                return None
            if all(value <= 0 for _, value in low.settings):
                scope.report("trivial-bound", bound.span)
            return Limit(kind=bound.kind, low=low, high=None)
        case BoundKind.EXACTLY:
            return None if low is None else Limit(kind=bound.kind, low=low, high=low)
        case BoundKind.BETWEEN:
            return _between(scope, bound.span, low, high)


def _between(scope: Scope, span: Span, low: Figure | None, high: Figure | None) -> Limit | None:
    if low is None or high is None:
        return None
    if low.settings[-1][1] > high.settings[-1][1]:
        least, most = str(low.settings[-1][1]), str(high.settings[-1][1])
        scope.report("contradictory-bounds", span, low=least, high=most)
        return None
    return Limit(kind=BoundKind.BETWEEN, low=low, high=high)


# Tests ---------------------------------------------------------------------------------------------


def checked_test(scope: Scope, event: EventType, test: tree.Test) -> EventTest | None:
    """The test on events of type `event`, or None after reporting."""
    attribute = scope.attribute(event, test.attribute)
    if attribute is None:
        return None
    match test:
        case tree.BoundTest(bound=bound):
            limit = attribute_limit(scope, attribute, bound)
            return None if limit is None else NumberTest(attribute=attribute, limit=limit)
        case tree.ValueTest(comparison=tree.Comparison.PRESENT):
            return PresenceTest(attribute=attribute)
        case tree.ValueTest(comparison=comparison, value=value):
            if attribute.kind.is_number and isinstance(value, tree.Amount | tree.NamedAmount):
                return _equal_number(scope, attribute, value)
            found = checked_value(scope, attribute, value)
            if found is None:
                return None
            return MatchTest(attribute=attribute, comparison=comparison, value=found)


def _equal_number(scope: Scope, attribute: Attribute, value: tree.Quantity) -> NumberTest | None:
    figure = attribute_figure(scope, attribute, value)
    if figure is None:
        return None
    limit = Limit(kind=BoundKind.EXACTLY, low=figure, high=figure)
    return NumberTest(attribute=attribute, limit=limit)


def checked_value(
    scope: Scope, attribute: Attribute, value: tree.Value | None
) -> str | bool | datetime.date | None:
    """The value in the type of the attribute, or None after reporting."""
    match attribute.kind, value:
        case AttributeKind.YES_NO, tree.YesNo(yes=yes):
            return yes
        case AttributeKind.CHOICE, tree.NamedAmount(name=name):
            return _choice(scope, attribute, name)
        case AttributeKind.TEXT, tree.Quoted(text=text):
            return text
        case AttributeKind.DATE, tree.Day(day=day):
            return day
        case _, None:
            return None
        case _, other:
            written = scope.source.slice(other.span)
            expected = attribute.term.label(scope.language)
            scope.report("unit-mismatch", other.span, found=written, expected=expected)
            return None


def _choice(scope: Scope, attribute: Attribute, name: tree.Name) -> str | None:
    for choice in attribute.choices:
        if name.text in choice.labels():
            return choice.id
    labels = [c.label(scope.language) for c in attribute.choices]
    scope.report(
        "unknown-choice",
        name.span,
        suggestion=nearest(name.text, labels),
        found=name.text,
        attribute=attribute.term.label(scope.language),
        choices=listed(labels),
    )
    return None
