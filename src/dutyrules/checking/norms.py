"""Norm sentences to checked norms."""

from __future__ import annotations

from decimal import Decimal

from dutyrules.checking.amounts import attribute_limit, checked_figure, checked_test, count_limit
from dutyrules.checking.policy import (
    Attestation,
    Bearer,
    Condition,
    Counterparty,
    EachEvent,
    EventTest,
    Figure,
    HasProperty,
    Limit,
    Norm,
    PresenceTest,
    Quota,
    Rating,
    UnitHas,
    Whose,
)
from dutyrules.checking.scope import Scope, index
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.checking.windows import recurrence
from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tree import BoundKind, Unit

_ONE = Figure(settings=((None, Decimal(1)),), unit=None)
_NONE = Figure(settings=((None, Decimal(0)),), unit=None)
_SUMMED = {
    Unit.MINUTE: (AttributeKind.MINUTES, AttributeKind.HOURS),
    Unit.HOUR: (AttributeKind.HOURS, AttributeKind.MINUTES),
    Unit.POINT: (AttributeKind.POINTS,),
    Unit.YUAN: (AttributeKind.MONEY,),
}


def checked_norm(scope: Scope, norm: tree.Norm, clause: str, bearer: Bearer) -> Norm | None:
    """The norm with its names resolved, or None after reporting what is wrong with it."""
    conditions = _conditions(scope, norm.phrases)
    match norm.sentence:
        case tree.Perform() as sentence:
            return _quota(scope, norm, sentence, clause, bearer, conditions)
        case tree.Record() as sentence:
            return _record(scope, norm, sentence, clause, bearer, conditions)
        case tree.Satisfy() as sentence:
            return _satisfy(scope, norm, sentence, clause, bearer, conditions)
        case tree.Attested() as sentence:
            return _attestation(scope, norm, sentence, clause, bearer, conditions)
        case tree.Rated() as sentence:
            return _rating(scope, norm, sentence, clause, bearer, conditions)


# Quotas --------------------------------------------------------------------------------------------


def _quota(
    scope: Scope,
    norm: tree.Norm,
    sentence: tree.Perform,
    clause: str,
    bearer: Bearer,
    conditions: tuple[Condition, ...],
) -> Quota | None:
    event = scope.event(sentence.event)
    windows = recurrence(scope, norm.phrases, norm.label.span)
    if event is None or windows is None:
        return None
    _check_words(scope, sentence, event)
    who, whose = _subject(scope, sentence.subject, bearer)
    counterparty = _counterparty(scope, sentence.target, event)
    is_misdirected = sentence.target is not None and counterparty is None
    tests = _tests(scope, event, sentence.tests)
    measured = _measure(scope, event, sentence)
    if who is None or tests is None or measured is None or is_misdirected:
        return None
    limit, summed = measured
    return Quota(
        label=norm.label.text,
        clause=clause,
        modality=sentence.modality,
        bearer=who,
        recurrence=windows,
        event=event,
        whose=whose,
        counterparty=counterparty,
        tests=tests,
        summed=summed,
        limit=limit,
        in_full=sentence.in_full,
        individual=sentence.subject is not None and sentence.subject.each,
        conditions=conditions,
        span=norm.span,
    )


def _check_words(scope: Scope, sentence: tree.Perform, event: EventType) -> None:
    verb = sentence.verb
    if verb is not None and event.verb is not None and verb.text not in event.verb.labels():
        expected, name = event.verb.label(scope.language), event.term.label(scope.language)
        scope.report("wrong-verb", verb.span, found=verb.text, event=name, expected=expected)
    low = sentence.bound.low if sentence.bound is not None else None
    if low is not None:
        check_counter(scope, event, low.counter, low)


def check_counter(scope: Scope, event: EventType, written: str | None, at: tree.Quantity) -> None:
    """Warns of a measure word that the event is not counted in."""
    if written is None or event.counter is None or written in event.counter.labels():
        return
    name = event.term.label(scope.language)
    expected = event.counter.label(scope.language)
    scope.report("wrong-counter", at.span, found=written, event=name, expected=expected)


def _subject(scope: Scope, subject: tree.Subject | None, bearer: Bearer) -> tuple[Bearer | None, Whose]:
    """Who bears the norm and whose events count for it."""
    if subject is None:
        return bearer, Whose.ACTOR
    if scope.is_unit(subject.name) and not subject.each:
        unit = scope.unit(subject.name)
        if unit is not None and unit.id != bearer.unit:
            expected = scope.vocabulary.units[bearer.unit].label(scope.language)
            scope.report("unknown-unit", subject.name.span, suggestion=expected, found=subject.name.text)
        return bearer, Whose.UNIT
    role = scope.role(subject.name)
    if role is None:
        return None, Whose.ACTOR
    if subject.each or role.id != bearer.role:
        return Bearer(role=role.id, unit=bearer.unit), Whose.ACTOR
    return bearer, Whose.ACTOR


def _counterparty(scope: Scope, target: tree.Target | None, event: EventType) -> Counterparty | None:
    """Whom each instance is owed to; None also after reporting."""
    if target is None:
        return None
    role = scope.role(target.role)
    if role is None:
        return None
    if event.object is None:
        scope.report("no-counterparty", target.span, found=event.term.label(scope.language))
        return None
    return Counterparty(role=role.id, other=target.other)


def _tests(scope: Scope, event: EventType, tests: tuple[tree.Test, ...]) -> tuple[EventTest, ...] | None:
    checked = [checked_test(scope, event, test) for test in tests]
    if any(test is None for test in checked):
        return None
    return tuple(test for test in checked if test is not None)


def _measure(scope: Scope, event: EventType, sentence: tree.Perform) -> tuple[Limit, Attribute | None] | None:
    """The limit of the norm, and the attribute that is summed if it is not a count."""
    bound = sentence.bound
    if sentence.modality is Modality.MUST_NOT:
        if bound is not None and bound.kind is not BoundKind.ANY:
            scope.report("prohibition-with-quota", bound.span)
            return None
        return Limit(kind=BoundKind.AT_MOST, low=None, high=_NONE), None
    if bound is None or bound.kind is BoundKind.ANY:
        return Limit(kind=BoundKind.AT_LEAST, low=_ONE, high=None), None
    summed = _summed(scope, event, bound)
    limit = count_limit(scope, bound) if summed is None else attribute_limit(scope, summed, bound)
    return None if limit is None else (limit, summed)


def _summed(scope: Scope, event: EventType, bound: tree.Bound) -> Attribute | None:
    """The attribute that a bound in minutes, hours, points or yuan adds up."""
    if bound.low is None:
        return None
    unit = bound.low.unit
    if unit is None and isinstance(bound.low, tree.NamedAmount):
        parameter = scope.parameters.get(bound.low.name.text)
        unit = parameter.figure.unit if parameter is not None and parameter.figure is not None else None
    kinds = _SUMMED.get(unit, ()) if unit is not None else ()
    candidates = [a for kind in kinds for a in event.attributes if a.kind is kind]
    return candidates[0] if candidates else None


# Records, attestations, ratings --------------------------------------------------------------------


def _record(
    scope: Scope,
    norm: tree.Norm,
    sentence: tree.Record,
    clause: str,
    bearer: Bearer,
    conditions: tuple[Condition, ...],
) -> EachEvent | None:
    event = scope.event(sentence.event)
    if event is None:
        return None
    _no_window(scope, norm)
    attributes = [scope.attribute(event, name) for name in sentence.attributes]
    if any(a is None for a in attributes):
        return None
    return EachEvent(
        label=norm.label.text,
        clause=clause,
        modality=sentence.modality,
        bearer=bearer,
        event=event,
        tests=tuple(PresenceTest(attribute=a) for a in attributes if a is not None),
        records=True,
        conditions=conditions,
        span=norm.span,
    )


def _satisfy(
    scope: Scope,
    norm: tree.Norm,
    sentence: tree.Satisfy,
    clause: str,
    bearer: Bearer,
    conditions: tuple[Condition, ...],
) -> EachEvent | None:
    event = scope.event(sentence.event)
    if event is None:
        return None
    _no_window(scope, norm)
    tests = _tests(scope, event, sentence.tests)
    if tests is None:
        return None
    return EachEvent(
        label=norm.label.text,
        clause=clause,
        modality=sentence.modality,
        bearer=bearer,
        event=event,
        tests=tests,
        records=False,
        conditions=conditions,
        span=norm.span,
    )


def _no_window(scope: Scope, norm: tree.Norm) -> None:
    for phrase in norm.phrases:
        if not isinstance(phrase, tree.Where):
            scope.report("window-per-event", phrase.span)


def _attestation(
    scope: Scope,
    norm: tree.Norm,
    sentence: tree.Attested,
    clause: str,
    bearer: Bearer,
    conditions: tuple[Condition, ...],
) -> Attestation | None:
    role = scope.role(sentence.by)
    windows = recurrence(scope, norm.phrases, norm.label.span)
    if role is None or windows is None:
        return None
    return Attestation(
        label=norm.label.text,
        clause=clause,
        bearer=bearer,
        recurrence=windows,
        by=role.id,
        text=sentence.text or norm.label.text,
        conditions=conditions,
        span=norm.span,
    )


def _rating(
    scope: Scope,
    norm: tree.Norm,
    sentence: tree.Rated,
    clause: str,
    bearer: Bearer,
    conditions: tuple[Condition, ...],
) -> Rating | None:
    role = scope.role(sentence.by)
    windows = recurrence(scope, norm.phrases, norm.label.span)
    if sentence.out_of is None:
        scope.report("item-without-maximum", norm.label.span, found=norm.label.text)
        return None
    out_of = checked_figure(scope, sentence.out_of, (Unit.POINT,))
    if role is None or windows is None or out_of is None:
        return None
    return Rating(
        label=norm.label.text,
        clause=clause,
        bearer=bearer,
        recurrence=windows,
        by=role.id,
        out_of=out_of,
        text=sentence.text or norm.label.text,
        conditions=conditions,
        span=norm.span,
    )


# Conditions ----------------------------------------------------------------------------------------


def _conditions(scope: Scope, phrases: tuple[tree.Phrase, ...]) -> tuple[Condition, ...]:
    wheres = [p for p in phrases if isinstance(p, tree.Where)]
    checked = [_condition(scope, c) for where in wheres for c in where.conditions]
    return tuple(c for c in checked if c is not None)


def _condition(scope: Scope, condition: tree.Condition) -> Condition | None:
    match condition:
        case tree.UnitHas(unit=unit, bound=bound, role=role):
            term, limit = scope.role(role), count_limit(scope, bound)
            if scope.unit(unit) is None or term is None or limit is None:
                return None
            return UnitHas(role=term.id, limit=limit)
        case tree.PropertyHolds(property=name):
            return _property(scope, name, value=True)
        case tree.PropertyIs(property=name, value=tree.Quoted(text=text)):
            return _property(scope, name, value=text)
        case tree.PropertyIs(property=name, value=tree.YesNo(yes=yes)):
            return _property(scope, name, value=yes)
        case tree.PropertyIs(value=value):
            found = scope.source.slice(value.span)
            scope.report("unknown-property", value.span, found=found)
            return None


def _property(scope: Scope, name: tree.Name, *, value: str | bool) -> HasProperty | None:
    vocabulary = scope.vocabulary
    for of_unit, table in ((False, vocabulary.person_properties), (True, vocabulary.unit_properties)):
        found = index(a.term for a in table.values()).get(name.text)
        if found is not None:
            return HasProperty(property=table[found], of_unit=of_unit, value=value)
    known = [
        x
        for t in (vocabulary.person_properties, vocabulary.unit_properties)
        for a in t.values()
        for x in a.term.labels()
    ]
    scope.report("unknown-property", name.span, suggestion=nearest(name.text, known), found=name.text)
    return None
