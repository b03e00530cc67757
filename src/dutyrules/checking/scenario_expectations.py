"""Expect sentences to expectations: who and when they speak of, and whether the policy can say so."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.amounts import attribute_figure, checked_figure
from dutyrules.checking.policy import Attestation, CheckedPolicy, EachEvent, Norm, Quota, Rating, Score
from dutyrules.checking.scenario import (
    Bearing,
    Cast,
    Expectation,
    GradesWanted,
    InMonth,
    InWeek,
    ItemWanted,
    MeasureWanted,
    MoneyWanted,
    Occasion,
    OfRow,
    OnDay,
    VerdictWanted,
    VetoesWanted,
    Wanted,
)
from dutyrules.checking.scenario_calendars import whole_number
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import Term, index
from dutyrules.findings.model import Text
from dutyrules.syntax import scenario_tree as nodes
from dutyrules.syntax.nodes import Amount, Name, Unit
from dutyrules.syntax.source import Span
from dutyrules.syntax.suggestions import nearest

_COUNT = Text(en="a count", zh_hans="次数", zh_hant="次數")
_OF_NORM = Text(en="a verdict, perhaps with a number", zh_hans="判定，或加数量", zh_hant="判定，或加數量")
_OF_UNCOUNTED = Text(en="a verdict", zh_hans="判定", zh_hant="判定")
_OF_SCORE = Text(
    en="points, grades, a stipend, items and vetoes as far as the policy gives them",
    zh_hans="分数，以及制度规定了的等第、津贴、项目和否决",
    zh_hant="分數，以及制度規定了的等第、津貼、項目和否決",
)


@attrs.define
class Stage:
    """What the expectations of one scenario may speak of; `rows` is the number of its events."""

    scope: Scope
    policy: CheckedPolicy
    cast: Cast
    calendar: SchoolCalendar
    rows: int

    def expectation(self, node: nodes.Expect) -> Expectation | None:
        """The expectation, or None after reporting what is wrong with it."""
        scope, before = self.scope, len(self.scope.problems)
        bearings = tuple(self._bearing(whom) for whom in node.whose)
        occasion = None if node.window is None else self._occasion(node.window)
        subject = self._subject(node.label)
        wanted = () if subject is None else tuple(self._wanted(subject, result) for result in node.results)
        if len(scope.problems) > before:
            return None
        return Expectation(
            label=node.label.text,
            is_score=isinstance(subject, Score),
            bearings=bearings,
            occasion=occasion,
            wanted=tuple(w for w in wanted if w is not None),
            text=" ".join(scope.source.slice(node.span).split()),
            span=node.span,
        )

    # Who and when

    def _subject(self, label: Name) -> Norm | Score | None:
        known: dict[str, Norm | Score] = {norm.label: norm for norm in self.policy.norms}
        known |= {score.name: score for score in self.policy.scores}
        if label.text not in known:
            suggestion = nearest(label.text, known)
            self.scope.report("unknown-norm", label.span, suggestion=suggestion, found=label.text)
        return known.get(label.text)

    def _bearing(self, whom: nodes.Whom) -> Bearing:
        units = [name for name, _ in self.cast.units]
        self._known(whom.name, [*self.cast.people, *units])
        if whom.toward is not None:
            self._known(whom.toward, self.cast.people)
        return Bearing(name=whom.name.text, toward=None if whom.toward is None else whom.toward.text)

    def _known(self, name: Name, names: list[str] | tuple[str, ...]) -> None:
        if name.text not in names:
            suggestion = nearest(name.text, names)
            self.scope.report("unknown-person", name.span, suggestion=suggestion, found=name.text)

    def _occasion(self, window: nodes.WindowRef) -> Occasion | None:
        match window:
            case nodes.WeekRef(number=number):
                week = whole_number(self.scope, number)
                weeks = sorted({w.number for term in self.calendar.terms for w in term.weeks})
                self._among(week, weeks, window.span)
                return None if week is None else InWeek(number=week)
            case nodes.MonthRef():
                return self._month(window)
            case nodes.DayRef(day=date):
                if not any(term.holds(date.day) for term in self.calendar.terms):
                    report_outside(self.scope, self.calendar, window.span)
                return OnDay(day=date.day)
            case nodes.RowRef(number=number):
                row = whole_number(self.scope, number)
                self._among(row, list(range(1, self.rows + 1)), window.span)
                return None if row is None else OfRow(row=row)
            case other:
                assert_never(other)

    def _month(self, window: nodes.MonthRef) -> InMonth | None:
        month = whole_number(self.scope, window.month)
        year = None if window.year is None else whole_number(self.scope, window.year)
        days = [term.first_day for term in self.calendar.terms]
        known = {(d.year, d.month) for d in days}
        for term in self.calendar.terms:
            day = term.first_day
            while day < term.end_day:
                known.add((day.year, day.month))
                day = type(day)(day.year + day.month // 12, day.month % 12 + 1, 1)
        fits = any(m == month and year in (None, y) for y, m in known)
        if not fits:
            shown = ", ".join(f"{y}-{m:02}" for y, m in sorted(known))
            found = self.scope.source.slice(window.span)
            self.scope.report("unknown-window", window.span, found=found, known=shown)
        return None if month is None else InMonth(year=year, month=month)

    def _among(self, number: int | None, known: list[int], span: Span) -> None:
        if number is not None and number not in known:
            shown = f"{known[0]}–{known[-1]}" if known else "–"
            self.scope.report("unknown-window", span, found=self.scope.source.slice(span), known=shown)

    # What

    def _wanted(self, subject: Norm | Score, node: nodes.ExpectedResult) -> Wanted | None:
        if isinstance(subject, Score):
            return self._of_score(subject, node)
        match node:
            case nodes.ExpectedVerdict(verdict=verdict):
                return VerdictWanted(verdict=verdict, span=node.span)
            case nodes.Range() if not isinstance(subject, Attestation | EachEvent):
                low = self._measure(subject, node.low)
                high = None if node.high is None else self._measure(subject, node.high)
                if low is None or (high is None and node.high is not None):
                    return None
                single = node.high is node.low
                return MeasureWanted(low=low, high=high, is_single=single, span=node.span)
            case _:
                expected = _OF_UNCOUNTED if isinstance(subject, Attestation | EachEvent) else _OF_NORM
                self._misfit(subject.label, node.span, expected)
                return None

    def _measure(self, norm: Norm, amount: Amount) -> Decimal | None:
        """The number in the norm's own unit."""
        match norm:
            case Quota(summed=None):
                return self._count(amount)
            case Quota(summed=attribute) if attribute is not None:
                figure = attribute_figure(self.scope, attribute, amount)
            case Rating():
                figure = checked_figure(self.scope, amount, (Unit.POINT,))
            case _:
                return amount.number
        return None if figure is None else figure.settings[0][1]

    def _count(self, amount: Amount) -> Decimal | None:
        if amount.unit not in (None, Unit.LESSON):
            found = self.scope.source.slice(amount.span)
            self.scope.report("unit-mismatch", amount.span, found=found, expected=_COUNT)
            return None
        return None if whole_number(self.scope, amount) is None else amount.number

    def _misfit(self, label: str, span: Span, expected: Text) -> None:
        found = self.scope.source.slice(span)
        self.scope.report("result-misfit", span, label=label, found=found, expected=expected)

    def _of_score(self, score: Score, node: nodes.ExpectedResult) -> Wanted | None:
        match node:
            case nodes.Range():
                ends = self._ends(node, Unit.POINT)
                single = node.high is node.low
                return (
                    None
                    if ends is None
                    else MeasureWanted(low=ends[0], high=ends[1], is_single=single, span=node.span)
                )
            case nodes.ExpectedGrades(grades=grades) if score.bands is not None:
                found = [self._grade(score, grade) for grade in grades]
                return GradesWanted(grades=tuple(g for g in found if g is not None), span=node.span)
            case nodes.ExpectedStipend(money=money) if score.stipend is not None:
                ends = self._ends(money, Unit.YUAN)
                return None if ends is None else MoneyWanted(low=ends[0], high=ends[1], span=node.span)
            case nodes.ExpectedItem(item=name, points=points):
                self._one_of(name, [item.name for item in score.items])
                ends = self._ends(points, Unit.POINT)
                return (
                    None
                    if ends is None
                    else ItemWanted(item=name.text, low=ends[0], high=ends[1], span=node.span)
                )
            case nodes.ExpectedVetoes(vetoes=vetoes, certain=certain):
                for veto in vetoes:
                    self._one_of(veto, [v.name for v in score.vetoes])
                names = frozenset(v.text for v in vetoes)
                return VetoesWanted(vetoes=names, certain=certain, span=node.span)
            case _:
                self._misfit(score.name, node.span, _OF_SCORE)
                return None

    def _ends(self, node: nodes.Range, unit: Unit) -> tuple[Decimal, Decimal | None] | None:
        low = checked_figure(self.scope, node.low, (unit,))
        high = low
        if node.high is not node.low:
            high = None if node.high is None else checked_figure(self.scope, node.high, (unit,))
        if low is None or (high is None and node.high is not None):
            return None
        return low.settings[0][1], None if high is None else high.settings[0][1]

    def _grade(self, score: Score, name: Name) -> Term | None:
        grades = () if score.bands is None else score.bands.grades()
        known = index(grades)
        if name.text not in known:
            choices = "、".join(g.label(self.scope.language) for g in grades)
            suggestion = nearest(name.text, known)
            values = {"found": name.text, "attribute": score.name, "choices": choices}
            self.scope.made("unknown-choice", name.span, values, suggestion=suggestion)
            return None
        return next(g for g in grades if g.id == known[name.text])

    def _one_of(self, name: Name, known: list[str]) -> None:
        if name.text not in known:
            suggestion = nearest(name.text, known)
            self.scope.report("unknown-name", name.span, suggestion=suggestion, found=name.text)


def report_outside(scope: Scope, calendar: SchoolCalendar, span: Span) -> None:
    """Reports that the day at `span` is in no term of the calendar."""
    first, last = calendar.terms[0].first_day, calendar.terms[-1].last_day
    found = scope.source.slice(span)
    scope.report("day-outside-calendar", span, found=found, first=first.isoformat(), last=last.isoformat())
