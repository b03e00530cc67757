"""What goes with what in one sentence: whatever would be read and then left aside is reported."""

from __future__ import annotations

from collections.abc import Iterator

from dutyrules.checking.scope import Scope
from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import BoundKind, TargetKind

_RESPONSES = (tree.OnDayOf, tree.WithinAfter, tree.WithinBefore, tree.BetweenEvents)
_AT_LEAST = (BoundKind.AT_LEAST, BoundKind.ANY)
_BINDING = (Modality.MUST, Modality.SHOULD)


def check_fit(scope: Scope, norm: tree.Norm | tree.ExceptionNorm) -> None:
    """Reports the words of a norm that have no place beside the others."""
    _check_phrases(scope, norm)
    match norm.sentence:
        case tree.Perform() as sentence:
            for span in _out_of_place(sentence):
                _unfit(scope, span)
            _check_that(scope, norm, sentence)
            if sentence.spacing is not None or _share(sentence) is not None or sentence.failing:
                _check_binds(scope, norm, sentence.modality, permits=not sentence.failing)
        case tree.Agree(modality=modality):
            _check_binds(scope, norm, modality)
        case tree.Sequence() | tree.Compose() as other:
            _check_binds(scope, norm, other.modality)
            _check_subject(scope, other.subject)
        case tree.Record(subject=subject) | tree.Satisfy(subject=subject) if subject.share is not None:
            _unfit(scope, subject.span)
        case _:
            pass


def _unfit(scope: Scope, span: Span) -> None:
    scope.report("phrase-unfit", span, found=scope.source.slice(span).strip())


# Phrases -------------------------------------------------------------------------------------------


def _check_phrases(scope: Scope, norm: tree.Norm | tree.ExceptionNorm) -> None:
    responses = [p for p in norm.phrases if isinstance(p, _RESPONSES)]
    times = [p for p in norm.phrases if not isinstance(p, tree.Where)]
    if isinstance(norm.sentence, tree.Record | tree.Satisfy):
        _check_ranks(scope, norm)
        return
    if responses:
        _check_ranks(scope, norm)
        for phrase in times:
            if phrase is not responses[0]:
                _unfit(scope, phrase.span)
        return
    parts = [p for p in times if not isinstance(p, tree.Every | tree.ByEnd)]
    for phrase in parts[1:]:
        _unfit(scope, phrase.span)


def _check_ranks(scope: Scope, norm: tree.Norm | tree.ExceptionNorm) -> None:
    for phrase in norm.phrases:
        if isinstance(phrase, tree.Where):
            for condition in phrase.conditions:
                if isinstance(condition, tree.Ranked):
                    scope.report("rank-without-window", condition.span)


# Sentences -----------------------------------------------------------------------------------------


def _share(sentence: tree.Perform) -> tree.Bound | None:
    if sentence.target is not None and sentence.target.share is not None:
        return sentence.target.share
    return None if sentence.subject is None else sentence.subject.share


def _out_of_place(sentence: tree.Perform) -> Iterator[Span]:
    """The parts of the sentence that would be left aside."""
    target, bound, share = sentence.target, sentence.bound, _share(sentence)
    if sentence.subject is not None and sentence.subject.tests:
        yield sentence.subject.span
    if sentence.spacing is not None:
        yield from (part.span for part in (bound, target) if part is not None)
    is_plain = sentence.spacing is None and share is None and not sentence.takes_part
    if not is_plain:
        yield from (rung.span for rung in sentence.failing)
    if (target is None and share is None) or sentence.spacing is not None:
        yield from (name.span for name in sentence.exempt)
    if (share is not None or sentence.failing) and bound is not None and bound.kind not in _AT_LEAST:
        yield bound.span
    yield from (rung.bound.span for rung in sentence.failing if rung.bound.kind not in _AT_LEAST)


def _check_that(scope: Scope, norm: tree.Norm | tree.ExceptionNorm, sentence: tree.Perform) -> None:
    target = sentence.target
    is_response = any(isinstance(p, _RESPONSES) for p in norm.phrases)
    if target is not None and target.kind is TargetKind.THAT and not is_response:
        scope.report("that-without-trigger", target.span, found=target.role.text)


def _check_binds(
    scope: Scope, norm: tree.Norm | tree.ExceptionNorm, modality: Modality, *, permits: bool = False
) -> None:
    """A sentence of that kind can't be turned round by `must not`, nor be merely permitted."""
    if modality in _BINDING or (permits and modality is Modality.MAY):
        return
    word = keyword_table().spoken(modality.name)
    scope.report("modality-unfit", norm.label.span, found=word)


def _check_subject(scope: Scope, subject: tree.Subject) -> None:
    if subject.share is not None or subject.tests:
        _unfit(scope, subject.span)
