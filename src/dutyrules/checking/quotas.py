"""Sentences that ask for a number of events: quotas, responses, shares and spacing."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.amounts import (
    attribute_limit,
    checked_figure,
    checked_test,
    count_limit,
)
from dutyrules.checking.conditions import checked_property, own_unit
from dutyrules.checking.policy import (
    Bearer,
    Condition,
    Counterparty,
    EventTest,
    Figure,
    Limit,
    Norm,
    Quota,
    Reach,
    Recurrence,
    Response,
    ResponseKind,
    Rung,
    Spacing,
    Whose,
)
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.checking.windows import recurrence
from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.folding import fold
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import BoundKind, TargetKind, Unit

ONE = Figure(settings=((None, Decimal(1)),), unit=None)
NONE = Figure(settings=((None, Decimal(0)),), unit=None)
_SUMMED = {
    Unit.MINUTE: (AttributeKind.MINUTES, AttributeKind.HOURS),
    Unit.HOUR: (AttributeKind.HOURS, AttributeKind.MINUTES),
    Unit.CLASS_HOUR: (AttributeKind.CLASS_HOURS,),
    Unit.POINT: (AttributeKind.POINTS,),
    Unit.YUAN: (AttributeKind.MONEY,),
}
_AFTER_UNITS = (Unit.HOUR, Unit.MINUTE, Unit.DAY, Unit.SCHOOL_DAY, Unit.WEEK)


@attrs.frozen(kw_only=True)
class Frame:
    """What every norm has, whatever its sentence."""

    label: str
    clause: str
    bearer: Bearer
    conditions: tuple[Condition, ...]
    phrases: tuple[tree.Phrase, ...]
    label_span: Span
    span: Span


def checked_perform(scope: Scope, frame: Frame, sentence: tree.Perform) -> Norm | None:
    """The norm that a sentence about doing something makes, or None after reporting."""
    event = scope.event(sentence.event)
    windows = _windows(scope, frame)
    if event is None or windows is None:
        return None
    _check_words(scope, sentence, event)
    tests = checked_tests(scope, event, sentence.tests)
    if tests is None:
        return None
    if sentence.spacing is not None:
        return _spacing(scope, frame, sentence, sentence.spacing, event, windows, tests)
    share = _share_of(sentence)
    if share is not None:
        return _reach(scope, frame, sentence, event, windows, tests)
    return _quota(scope, frame, sentence, event, windows, tests)


def checked_tests(
    scope: Scope, event: EventType, tests: tuple[tree.Test, ...]
) -> tuple[EventTest, ...] | None:
    """All tests on events of a type, or None after reporting."""
    checked = [checked_test(scope, event, test) for test in tests]
    found = tuple(test for test in checked if test is not None)
    return found if len(found) == len(checked) else None


# Windows -------------------------------------------------------------------------------------------


def _windows(scope: Scope, frame: Frame) -> Recurrence | Response | None:
    responses = [
        p
        for p in frame.phrases
        if isinstance(p, tree.OnDayOf | tree.WithinAfter | tree.WithinBefore | tree.BetweenEvents)
    ]
    if not responses:
        return recurrence(scope, frame.phrases, frame.label_span)
    return _response(scope, responses[0])


def _response(
    scope: Scope, phrase: tree.OnDayOf | tree.WithinAfter | tree.WithinBefore | tree.BetweenEvents
) -> Response | None:
    trigger = scope.event(phrase.trigger.event)
    tests = None if trigger is None else checked_tests(scope, trigger, phrase.trigger.tests)
    if trigger is None or tests is None:
        return None
    match phrase:
        case tree.OnDayOf():
            return Response(kind=ResponseKind.SAME_DAY, trigger=trigger, tests=tests)
        case tree.WithinAfter(amount=amount) | tree.WithinBefore(amount=amount):
            figure = checked_figure(scope, amount, _AFTER_UNITS)
            after = isinstance(phrase, tree.WithinAfter)
            kind = ResponseKind.AFTER if after else ResponseKind.BEFORE
            return (
                None if figure is None else Response(kind=kind, trigger=trigger, tests=tests, amount=figure)
            )
        case tree.BetweenEvents(end=end):
            until = scope.event(end)
            if until is None:
                return None
            return Response(kind=ResponseKind.UNTIL, trigger=trigger, tests=tests, until=until)


# Who, toward whom, how many ------------------------------------------------------------------------


def _check_words(scope: Scope, sentence: tree.Perform, event: EventType) -> None:
    _check_verb(scope, sentence.verb, event)
    low = sentence.bound.low if sentence.bound is not None else None
    if low is not None:
        check_counter(scope, event, low.counter, low)


def _check_verb(scope: Scope, verb: tree.Name | None, event: EventType) -> None:
    if verb is not None and event.verb is not None and verb.text not in event.verb.labels():
        expected, name = event.verb.label(scope.language), event.term.label(scope.language)
        scope.report("wrong-verb", verb.span, found=verb.text, event=name, expected=expected)


def check_counter(scope: Scope, event: EventType, written: str | None, at: tree.Quantity) -> None:
    """Warns of a measure word that the event is not counted in."""
    if written is None or event.counter is None:
        return
    if fold(written) in {fold(label) for label in event.counter.labels()}:
        return
    name = event.term.label(scope.language)
    expected = event.counter.label(scope.language)
    place = Span(at.span.end - len(written), at.span.end)
    scope.report("wrong-counter", place, found=written, event=name, expected=expected)


def checked_subject(
    scope: Scope, subject: tree.Subject | None, bearer: Bearer
) -> tuple[Bearer | None, Whose]:
    """Who bears the norm and whose events count for it."""
    if subject is None:
        return bearer, Whose.ACTOR
    if scope.is_unit(subject.name) and not subject.each:
        own_unit(scope, subject.name, bearer)
        return bearer, Whose.UNIT
    role = scope.role(subject.name)
    if role is None:
        return None, Whose.ACTOR
    if subject.each or role.id != bearer.role:
        return Bearer(role=role.id, unit=bearer.unit), Whose.ACTOR
    return bearer, Whose.ACTOR


def _counterparty(scope: Scope, sentence: tree.Perform, event: EventType) -> Counterparty | None:
    """Whom each instance is owed to; None also after reporting."""
    target = sentence.target
    if target is None:
        return None
    role = scope.role(target.role)
    if role is None:
        return None
    if event.object is None:
        scope.report("no-counterparty", target.span, found=event.term.label(scope.language))
        return None
    exempt = _exempt(scope, sentence)
    return Counterparty(role=role.id, of_trigger=target.kind is TargetKind.THAT, exempt=exempt)


def _exempt(scope: Scope, sentence: tree.Perform) -> tuple[Attribute, ...]:
    found = [checked_property(scope, name, value=True) for name in sentence.exempt]
    return tuple(f.property for f in found if f is not None)


def _measure(scope: Scope, event: EventType, sentence: tree.Perform) -> tuple[Limit, Attribute | None] | None:
    """The limit of the norm, and the attribute that is summed if it is not a count."""
    bound = sentence.bound
    if sentence.modality is Modality.MUST_NOT:
        if bound is not None and bound.kind is not BoundKind.ANY:
            scope.report("prohibition-with-quota", bound.span)
            return None
        return Limit(kind=BoundKind.AT_MOST, low=None, high=NONE), None
    if bound is None or bound.kind is BoundKind.ANY:
        return Limit(kind=BoundKind.AT_LEAST, low=ONE, high=None), None
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


def _quota(
    scope: Scope,
    frame: Frame,
    sentence: tree.Perform,
    event: EventType,
    windows: Recurrence | Response,
    tests: tuple[EventTest, ...],
) -> Quota | None:
    who, whose = checked_subject(scope, sentence.subject, frame.bearer)
    counterparty = _counterparty(scope, sentence, event)
    measured = _measure(scope, event, sentence)
    rungs = [_rung(scope, rung, sentence) for rung in sentence.failing]
    is_misdirected = sentence.target is not None and counterparty is None
    if who is None or measured is None or is_misdirected or any(r is None for r in rungs):
        return None
    limit, summed = measured
    return Quota(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=who,
        recurrence=windows,
        event=event,
        whose=Whose.PARTNER if sentence.takes_part else whose,
        counterparty=counterparty,
        tests=tests,
        summed=summed,
        limit=limit,
        in_full=sentence.in_full,
        individual=sentence.subject is not None and sentence.subject.each,
        conditions=frame.conditions,
        span=frame.span,
        rungs=tuple(r for r in rungs if r is not None),
    )


def _rung(scope: Scope, rung: tree.Rung, sentence: tree.Perform) -> Rung | None:
    event, limit = scope.event(rung.event), count_limit(scope, rung.bound)
    if event is None or limit is None:
        return None
    _check_verb(scope, rung.verb, event)
    if rung.bound.low is not None:
        check_counter(scope, event, rung.bound.low.counter, rung.bound.low)
    if sentence.target is not None and event.object is None:
        scope.report("no-counterparty", rung.event.span, found=event.term.label(scope.language))
        return None
    if limit.low is None:
        limit = Limit(kind=BoundKind.AT_LEAST, low=ONE, high=None)
    return Rung(event=event, limit=limit)


# Spacing and shares --------------------------------------------------------------------------------


def _calendar_windows(scope: Scope, frame: Frame, windows: Recurrence | Response) -> Recurrence | None:
    if isinstance(windows, Recurrence):
        return windows
    scope.report("missing-window", frame.label_span)
    return None


def _spacing(
    scope: Scope,
    frame: Frame,
    sentence: tree.Perform,
    bound: tree.Bound,
    event: EventType,
    windows: Recurrence | Response,
    tests: tuple[EventTest, ...],
) -> Spacing | None:
    calendar_windows = _calendar_windows(scope, frame, windows)
    who, whose = checked_subject(scope, sentence.subject, frame.bearer)
    figure = None if bound.low is None else checked_figure(scope, bound.low, (Unit.DAY, Unit.SCHOOL_DAY))
    if calendar_windows is None or who is None or figure is None:
        return None
    if bound.kind is not BoundKind.AT_MOST:
        scope.report("spacing-needs-at-most", bound.span)
        return None
    return Spacing(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=who,
        recurrence=calendar_windows,
        event=event,
        whose=whose,
        tests=tests,
        limit=Limit(kind=BoundKind.AT_MOST, low=None, high=figure),
        conditions=frame.conditions,
        span=frame.span,
    )


def _share_of(sentence: tree.Perform) -> tree.Bound | None:
    if sentence.target is not None and sentence.target.share is not None:
        return sentence.target.share
    return None if sentence.subject is None else sentence.subject.share


def _percent(scope: Scope, bound: tree.Bound) -> Limit | None:
    figures = [
        None if quantity is None else checked_figure(scope, quantity, (Unit.PERCENT,))
        for quantity in (bound.low, bound.high)
    ]
    low, high = figures
    match bound.kind:
        case BoundKind.AT_LEAST:
            return None if low is None else Limit(kind=bound.kind, low=low, high=None)
        case BoundKind.AT_MOST:
            return None if low is None else Limit(kind=bound.kind, low=None, high=low)
        case BoundKind.EXACTLY:
            return None if low is None else Limit(kind=bound.kind, low=low, high=low)
        case BoundKind.BETWEEN:
            if low is None or high is None:
                return None
            return Limit(kind=bound.kind, low=low, high=high)
        case BoundKind.ANY:
            return Limit(kind=BoundKind.AT_LEAST, low=NONE, high=None)


def _reach(
    scope: Scope,
    frame: Frame,
    sentence: tree.Perform,
    event: EventType,
    windows: Recurrence | Response,
    tests: tuple[EventTest, ...],
) -> Reach | None:
    calendar_windows = _calendar_windows(scope, frame, windows)
    subject, target = sentence.subject, sentence.target
    by_actor = subject is not None and subject.share is not None
    share = _share_of(sentence)
    limit = None if share is None else _percent(scope, share)
    each = ONE if sentence.bound is None else _each(scope, sentence.bound)
    name = subject.name if by_actor and subject is not None else target.role if target is not None else None
    role = None if name is None else scope.role(name)
    who, whose = (frame.bearer, Whose.ACTOR) if by_actor else checked_subject(scope, subject, frame.bearer)
    if not by_actor and event.object is None and target is not None:
        scope.report("no-counterparty", target.span, found=event.term.label(scope.language))
        return None
    if calendar_windows is None or limit is None or each is None or role is None or who is None:
        return None
    return Reach(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=who,
        recurrence=calendar_windows,
        event=event,
        whose=whose,
        people=Counterparty(role=role.id, exempt=_exempt(scope, sentence)),
        by_actor=by_actor,
        tests=tests,
        each=each,
        limit=limit,
        conditions=frame.conditions,
        span=frame.span,
    )


def _each(scope: Scope, bound: tree.Bound) -> Figure | None:
    limit = count_limit(scope, bound)
    return None if limit is None else limit.low or ONE
