"""Time phrases to recurrences."""

from __future__ import annotations

import attrs

from dutyrules.calendar.periods import Period
from dutyrules.checking.amounts import checked_figure, count_figure
from dutyrules.checking.policy import (
    Figure,
    FirstPart,
    InMonth,
    LastPart,
    Part,
    Recurrence,
    Slot,
    UntilDate,
    UntilDayOfNextMonth,
    UntilWeek,
)
from dutyrules.checking.scope import Scope
from dutyrules.findings.model import Text
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import Unit

_SPANS = (Unit.WEEK, Unit.SCHOOL_DAY, Unit.DAY)
_LONG = (Period.TERM, Period.HALF_YEAR, Period.SCHOOL_YEAR)


def _slot(scope: Scope, slot: tree.Slot | None) -> Slot | None:
    if slot is None:
        return None
    after = None if slot.after_period is None else count_figure(scope, slot.after_period)
    return Slot(weekday=slot.weekday, after_period=after)


def _part(scope: Scope, phrase: tree.Phrase, period: Period) -> Part | None:
    """The narrowing that `phrase` asks for; reports one that does not fit the period."""
    match phrase:
        case tree.InFirst(amount=amount):
            figure = checked_figure(scope, amount, _SPANS)
            return None if figure is None else FirstPart(amount=figure)
        case tree.InLast(amount=amount):
            figure = checked_figure(scope, amount, _SPANS)
            return None if figure is None else LastPart(amount=figure)
        case tree.ByWeekEnd(number=number):
            if period not in _LONG:
                _misfit(scope, phrase.span, period)
                return None
            figure = count_figure(scope, number)
            return None if figure is None else UntilWeek(number=figure)
        case tree.ByNextMonth(day=day):
            if period is not Period.MONTH:
                _misfit(scope, phrase.span, period)
                return None
            figure = _day_of_month(scope, day)
            return None if figure is None else UntilDayOfNextMonth(day=figure)
        case tree.ByDate(month=month, day=day):
            figures = (count_figure(scope, month), _day_of_month(scope, day))
            if period not in _LONG:
                _misfit(scope, phrase.span, period)
            elif figures[0] is not None and figures[1] is not None:
                return UntilDate(month=figures[0], day=figures[1])
            return None
        case tree.InMonth(month=month):
            figure = count_figure(scope, month)
            return None if figure is None else InMonth(month=figure)
        case _:
            return None


def _day_of_month(scope: Scope, day: tree.Quantity) -> Figure | None:
    figure = scope.figure(day)
    if figure is not None and figure.unit not in (None, Unit.DAY):
        return checked_figure(scope, day, (Unit.DAY,))
    return figure


def _misfit(scope: Scope, span: Span, period: Period) -> None:
    scope.report("wrong-window", span, period=period_text(period))


def period_text(period: Period) -> Text:
    """The word for `period`."""
    return keyword_table().spoken(period.value.upper())


def recurrence_of(scope: Scope, every: tree.Every) -> Recurrence:
    """The windows that `each …` names."""
    return Recurrence(
        period=Period(every.period.value),
        every=None if every.every is None else count_figure(scope, every.every),
        parity=every.parity,
        slot=_slot(scope, every.slot),
        sliding=every.sliding,
        anchor=None if every.anchor is None else count_figure(scope, every.anchor),
    )


def recurrence(scope: Scope, phrases: tuple[tree.Phrase, ...], span: Span) -> Recurrence | None:
    """The windows of a norm; None after reporting that it has none or that a part does not fit."""
    everies = [p for p in phrases if isinstance(p, tree.Every)]
    if not everies:
        scope.report("missing-window", span)
        return None
    base = recurrence_of(scope, everies[0])
    narrowing = [p for p in phrases if not isinstance(p, tree.Every | tree.Where | tree.ByEnd)]
    if not narrowing:
        return base
    part = _part(scope, narrowing[0], base.period)
    if part is None:
        return None
    return attrs.evolve(base, part=part)
