"""`where` phrases to checked conditions."""

from __future__ import annotations

from dutyrules.checking.amounts import count_figure, count_limit
from dutyrules.checking.policy import Bearer, Condition, HasProperty, RankedIn, UnitHas
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Attribute, AttributeKind, index
from dutyrules.syntax import tree
from dutyrules.syntax.suggestions import nearest


def checked_conditions(
    scope: Scope, phrases: tuple[tree.Phrase, ...], bearer: Bearer
) -> tuple[Condition, ...]:
    """The conditions of a norm; those that make no sense are reported and left out."""
    wheres = [p for p in phrases if isinstance(p, tree.Where)]
    checked = [_condition(scope, c, bearer) for where in wheres for c in where.conditions]
    return tuple(c for c in checked if c is not None)


def _condition(scope: Scope, condition: tree.Condition, bearer: Bearer) -> Condition | None:
    match condition:
        case tree.UnitHas(unit=unit, bound=bound, role=role):
            term, limit = scope.role(role), count_limit(scope, bound)
            if not own_unit(scope, unit, bearer) or term is None or limit is None:
                return None
            return UnitHas(role=term.id, limit=limit)
        case tree.PropertyHolds(property=name):
            return checked_property(scope, name, value=True)
        case tree.PropertyIs(property=name, value=tree.Quoted(text=text)):
            return checked_property(scope, name, value=text)
        case tree.PropertyIs(property=name, value=tree.YesNo(yes=yes)):
            return checked_property(scope, name, value=yes)
        case tree.PropertyIs(property=name, value=tree.NamedAmount(name=choice)):
            return checked_property(scope, name, value=choice.text)
        case tree.PropertyIs(value=value):
            scope.report("unknown-property", value.span, found=scope.source.slice(value.span))
            return None
        case tree.Ranked():
            return _ranked(scope, condition, bearer)


def own_unit(scope: Scope, name: tree.Name, bearer: Bearer) -> bool:
    """True if `name` is the kind of unit in which the bearer holds the role; reports any other."""
    unit = scope.unit(name)
    if unit is not None and unit.id != bearer.unit:
        expected = scope.vocabulary.units[bearer.unit].label(scope.language)
        scope.report("unknown-unit", name.span, suggestion=expected, found=name.text)
    return unit is not None and unit.id == bearer.unit


def _ranked(scope: Scope, condition: tree.Ranked, bearer: Bearer) -> RankedIn | None:
    metric = condition.metric
    event = scope.event(metric.event)
    places = count_figure(scope, condition.places)
    if not own_unit(scope, condition.unit, bearer) or event is None or places is None:
        return None
    attribute = scope.attribute(event, metric.attribute)
    if attribute is None:
        return None
    if not attribute.kind.is_number:
        name = attribute.term.label(scope.language)
        scope.report("number-expected", metric.attribute.span, found=name)
        return None
    return RankedIn(
        lowest=condition.lowest, places=places, fold=metric.fold, event=event, attribute=attribute
    )


def property_named(scope: Scope, name: tree.Name) -> tuple[Attribute, bool] | None:
    """The property called `name`, and whether it is one of units; None after reporting."""
    vocabulary = scope.vocabulary
    tables = ((False, vocabulary.person_properties), (True, vocabulary.unit_properties))
    for of_unit, table in tables:
        found = index(a.term for a in table.values()).get(name.text)
        if found is not None:
            return table[found], of_unit
    known = [label for _, table in tables for a in table.values() for label in a.term.labels()]
    scope.report("unknown-property", name.span, suggestion=nearest(name.text, known), found=name.text)
    return None


def checked_property(scope: Scope, name: tree.Name, *, value: str | bool) -> HasProperty | None:
    """The condition that a property has a value; a choice is resolved to its id."""
    found = property_named(scope, name)
    if found is None:
        return None
    attribute, of_unit = found
    if isinstance(value, bool) and attribute.kind is not AttributeKind.YES_NO:
        scope.report("property-not-yes-no", name.span, found=attribute.term.label(scope.language))
        return None
    if isinstance(value, str) and attribute.kind not in (AttributeKind.CHOICE, AttributeKind.TEXT):
        expected = attribute.term.label(scope.language)
        scope.report("unit-mismatch", name.span, found=value, expected=expected)
        return None
    if attribute.kind is AttributeKind.CHOICE and isinstance(value, str):
        choice = next((c for c in attribute.choices if value in c.labels()), None)
        if choice is None:
            labels = [c.label(scope.language) for c in attribute.choices]
            scope.report(
                "unknown-choice",
                name.span,
                suggestion=nearest(value, labels),
                found=value,
                attribute=attribute.term.label(scope.language),
                choices="、".join(labels),
            )
            return None
        value = choice.id
    return HasProperty(property=attribute, of_unit=of_unit, value=value)
