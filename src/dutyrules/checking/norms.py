"""Norm sentences to checked norms."""

from __future__ import annotations

from dutyrules.checking.amounts import checked_figure, count_limit
from dutyrules.checking.conditions import checked_conditions, checked_property
from dutyrules.checking.fitting import check_fit
from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    Bearer,
    EachEvent,
    HasProperty,
    Makeup,
    Norm,
    Ordering,
    PresenceTest,
    Rating,
)
from dutyrules.checking.quotas import Frame, checked_perform, checked_subject, checked_tests
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Attribute
from dutyrules.checking.windows import recurrence
from dutyrules.syntax import tree
from dutyrules.syntax.tree import Unit


def checked_norm(
    scope: Scope, norm: tree.Norm | tree.ExceptionNorm, clause: str, bearer: Bearer
) -> Norm | None:
    """The norm with its names resolved, or None after reporting what is wrong with it."""
    check_fit(scope, norm)
    frame = Frame(
        label=norm.label.text,
        clause=clause,
        bearer=bearer,
        conditions=checked_conditions(scope, norm.phrases, bearer),
        phrases=norm.phrases,
        label_span=norm.label.span,
        span=norm.span,
    )
    match norm.sentence:
        case tree.Perform() as sentence:
            return checked_perform(scope, frame, sentence)
        case tree.Record() as sentence:
            return _record(scope, frame, sentence)
        case tree.Satisfy() as sentence:
            return _satisfy(scope, frame, sentence)
        case tree.Agree() as sentence:
            return _agreement(scope, frame, sentence)
        case tree.Sequence() as sentence:
            return _ordering(scope, frame, sentence)
        case tree.Compose() as sentence:
            return _makeup(scope, frame, sentence)
        case tree.Attested() as sentence:
            return _attestation(scope, frame, sentence)
        case tree.Rated() as sentence:
            return _rating(scope, frame, sentence)


# Each event ----------------------------------------------------------------------------------------


def _record(scope: Scope, frame: Frame, sentence: tree.Record) -> EachEvent | None:
    event = scope.event(sentence.subject.name)
    if event is None:
        return None
    _no_window(scope, frame)
    attributes = [scope.attribute(event, name) for name in sentence.attributes]
    only = checked_tests(scope, event, sentence.subject.tests)
    if any(a is None for a in attributes) or only is None:
        return None
    return EachEvent(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=frame.bearer,
        event=event,
        tests=tuple(PresenceTest(attribute=a) for a in attributes if a is not None),
        records=True,
        only=only,
        conditions=frame.conditions,
        span=frame.span,
    )


def _satisfy(scope: Scope, frame: Frame, sentence: tree.Satisfy) -> EachEvent | None:
    event = scope.event(sentence.subject.name)
    if event is None:
        return None
    _no_window(scope, frame)
    tests = checked_tests(scope, event, sentence.tests)
    only = checked_tests(scope, event, sentence.subject.tests)
    if tests is None or only is None:
        return None
    return EachEvent(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=frame.bearer,
        event=event,
        tests=tests,
        records=False,
        only=only,
        conditions=frame.conditions,
        span=frame.span,
    )


def _no_window(scope: Scope, frame: Frame) -> None:
    for phrase in frame.phrases:
        if not isinstance(phrase, tree.Where):
            scope.report("window-per-event", phrase.span)


# Agreement, order, makeup --------------------------------------------------------------------------


def _agreement(scope: Scope, frame: Frame, sentence: tree.Agree) -> Agreement | None:
    event = scope.event(sentence.event.event)
    windows = recurrence(scope, frame.phrases, frame.label_span)
    if event is None or windows is None:
        return None
    key = scope.attribute(event, sentence.key)
    found = [scope.attribute(event, name) for name in sentence.attributes]
    attributes = tuple(a for a in found if a is not None)
    tests = checked_tests(scope, event, sentence.event.tests)
    if key is None or tests is None or len(attributes) < len(found):
        return None
    return Agreement(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=frame.bearer,
        recurrence=windows,
        event=event,
        key=key,
        attributes=attributes,
        tests=tests,
        conditions=frame.conditions,
        span=frame.span,
    )


def _ordering(scope: Scope, frame: Frame, sentence: tree.Sequence) -> Ordering | None:
    found = [scope.event(name) for name in sentence.events]
    windows = recurrence(scope, frame.phrases, frame.label_span)
    events = tuple(e for e in found if e is not None)
    if windows is None or len(events) < len(found):
        return None
    keys: list[Attribute | None] = [scope.attribute(e, sentence.subject.name) for e in events]
    first = keys[0]
    if first is None or any(k is None for k in keys):
        return None
    return Ordering(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=frame.bearer,
        recurrence=windows,
        key=first.term.id,
        events=events,
        conditions=frame.conditions,
        span=frame.span,
    )


def _makeup(scope: Scope, frame: Frame, sentence: tree.Compose) -> Makeup | None:
    windows = recurrence(scope, frame.phrases, frame.label_span)
    who, _ = checked_subject(scope, sentence.subject, frame.bearer)
    role, limit = scope.role(sentence.role), count_limit(scope, sentence.bound)
    wanted = [_wanted(scope, test) for test in sentence.tests]
    if windows is None or who is None or role is None or limit is None or any(w is None for w in wanted):
        return None
    return Makeup(
        label=frame.label,
        clause=frame.clause,
        modality=sentence.modality,
        bearer=who,
        recurrence=windows,
        role=role.id,
        wanted=tuple(w for w in wanted if w is not None),
        limit=limit,
        conditions=frame.conditions,
        span=frame.span,
    )


def _wanted(scope: Scope, test: tree.Test) -> HasProperty | None:
    """A test on a property of people; only `is` makes sense there."""
    match test:
        case tree.ValueTest(comparison=tree.Comparison.IS, value=tree.YesNo(yes=yes)):
            return checked_property(scope, test.attribute, value=yes)
        case tree.ValueTest(comparison=tree.Comparison.IS, value=tree.Quoted(text=text)):
            return checked_property(scope, test.attribute, value=text)
        case tree.ValueTest(comparison=tree.Comparison.IS, value=tree.NamedAmount(name=name)):
            return checked_property(scope, test.attribute, value=name.text)
        case _:
            found = scope.source.slice(test.span)
            scope.report("unknown-property", test.span, found=found)
            return None


# Attested and rated --------------------------------------------------------------------------------


def _attestation(scope: Scope, frame: Frame, sentence: tree.Attested) -> Attestation | None:
    role = scope.role(sentence.by)
    windows = recurrence(scope, frame.phrases, frame.label_span)
    if role is None or windows is None:
        return None
    return Attestation(
        label=frame.label,
        clause=frame.clause,
        bearer=frame.bearer,
        recurrence=windows,
        by=role.id,
        text=sentence.text or frame.label,
        conditions=frame.conditions,
        span=frame.span,
    )


def _rating(scope: Scope, frame: Frame, sentence: tree.Rated) -> Rating | None:
    role = scope.role(sentence.by)
    windows = recurrence(scope, frame.phrases, frame.label_span)
    if sentence.out_of is None:
        scope.report("item-without-maximum", frame.label_span, found=frame.label)
        return None
    out_of = checked_figure(scope, sentence.out_of, (Unit.POINT,))
    if role is None or windows is None or out_of is None:
        return None
    return Rating(
        label=frame.label,
        clause=frame.clause,
        bearer=frame.bearer,
        recurrence=windows,
        by=role.id,
        out_of=out_of,
        text=sentence.text or frame.label,
        conditions=frame.conditions,
        span=frame.span,
    )
