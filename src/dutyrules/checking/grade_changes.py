"""Veto and shift statements: events that change a grade whatever the points."""

from __future__ import annotations

import attrs

from dutyrules.checking.amounts import UNIT_NAMES, count_figure
from dutyrules.checking.policy import Bands, Figure, Shift, Veto
from dutyrules.checking.quotas import checked_tests
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Term
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.tree import PeriodWord, Unit

_UNITS = {PeriodWord.MONTH: Unit.MONTH, PeriodWord.WEEK: Unit.WEEK, PeriodWord.DAY: Unit.DAY}


@attrs.frozen(kw_only=True)
class Changed:
    """The score whose grade is changed: its line, its bands, and whether a stipend hangs on it."""

    line: tree.ScoreLine
    bands: Bands | None
    is_paid: bool


def checked_vetoes(scope: Scope, veto: tree.Veto, clause: str, changed: Changed) -> list[Veto]:
    """What the veto does to this score, one entry per effect."""
    event = scope.event(veto.event)
    tests = None if event is None else checked_tests(scope, event, (*veto.tests, *veto.proof))
    if event is None or tests is None:
        return []
    if not veto.basis:
        scope.report("veto-without-basis", veto.name.span, found=veto.name.text)
    effects = [e for e in veto.effects if e.score.text == changed.line.name.text]
    if len(effects) == len(veto.effects):
        _check_window(scope, veto.every, changed)
    lasts = None if veto.duration is None else _windows(scope, veto.duration, changed)
    found = []
    for effect in effects:
        grade = _effect_grade(scope, effect, changed)
        if grade is not None or effect.grade is None:
            found.append(
                Veto(
                    name=veto.name.text,
                    clause=clause,
                    event=event,
                    tests=tests,
                    grade=grade,
                    basis=veto.basis or "",
                    lasts=lasts,
                    span=veto.span,
                )
            )
    return found


def _check_window(scope: Scope, every: tree.Every, changed: Changed) -> None:
    """Its own time can only be that of the score that it changes."""
    if every != changed.line.every:
        word = keyword_table().spoken(changed.line.every.period.value.upper())
        scope.report("wrong-score-window", every.span, score=changed.line.name.text, period=word)


def _windows(scope: Scope, duration: tree.Quantity, changed: Changed) -> Figure | None:
    """How many windows of the score the duration is."""
    figure = scope.figure(duration)
    if figure is None:
        return None
    every = changed.line.every
    unit = _UNITS.get(every.period) if every.every is None else None
    if figure.unit not in (None, unit):
        spoken = keyword_table().spoken(every.period.value.upper())
        expected = spoken if unit is None else UNIT_NAMES[unit]
        written = scope.source.slice(duration.span).strip()
        scope.report("unit-mismatch", duration.span, found=written, expected=expected)
        return None
    broken = next((value for _, value in figure.settings if value != value.to_integral_value()), None)
    if broken is not None:
        scope.report("not-a-whole-number", duration.span, found=str(broken))
    return None if broken is not None else figure


def _effect_grade(scope: Scope, effect: tree.Effect, changed: Changed) -> Term | None:
    """The grade that the effect sets; None also where it withholds, and after reporting."""
    if effect.grade is None:
        if not changed.is_paid:
            scope.report("nothing-to-withhold", effect.score.span, found=effect.score.text)
        return None
    if changed.bands is None:
        scope.report("grade-missing", effect.score.span, found=effect.score.text)
        return None
    return _grade(scope, effect.grade, changed.bands, effect.score)


def _grade(scope: Scope, name: tree.Name, bands: Bands, score: tree.Name) -> Term | None:
    grade = scope.value(name)
    if grade is None:
        return None
    if grade.id not in {g.id for g in bands.grades()}:
        scope.report("stipend-unknown-grade", name.span, found=name.text, score=score.text)
        return None
    return grade


def checked_shift(scope: Scope, shift: tree.Shift, clause: str, changed: Changed) -> Shift | None:
    """The shift, or None after reporting."""
    event = scope.event(shift.event)
    tests = None if event is None else checked_tests(scope, event, shift.tests)
    steps = count_figure(scope, shift.steps)
    _check_window(scope, shift.every, changed)
    if changed.bands is None:
        scope.report("shift-without-grades", shift.score.span, found=shift.score.text)
        return None
    limit = None if shift.limit is None else _grade(scope, shift.limit, changed.bands, shift.score)
    if event is None or tests is None or steps is None or (limit is None and shift.limit is not None):
        return None
    return Shift(
        name=shift.name.text,
        clause=clause,
        event=event,
        tests=tests,
        raises=shift.raises,
        steps=steps,
        limit=limit,
        span=shift.span,
    )
