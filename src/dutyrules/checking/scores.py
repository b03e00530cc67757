"""Score, grade, veto and stipend statements to checked scores."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.amounts import checked_figure, checked_test
from dutyrules.checking.policy import (
    AttestedItem,
    AttributeSum,
    Bands,
    Bearer,
    Conditional,
    Deduction,
    Figure,
    Item,
    ItemRule,
    Pay,
    RatedItem,
    Score,
    ScoreSum,
    Stipend,
    Veto,
)
from dutyrules.checking.scope import Scope
from dutyrules.checking.vocabulary import AttributeKind, Term
from dutyrules.checking.windows import recurrence_of
from dutyrules.syntax import tree
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tree import Unit

_POINTS = (Unit.POINT,)
_MONEY = (Unit.YUAN,)


@attrs.define(kw_only=True)
class ScoreParts:
    """What the file says of one score, gathered before it is checked."""

    line: tree.ScoreLine
    clause: str
    items: list[tuple[tree.Item, str]] = attrs.Factory(list)
    grade: tuple[tree.GradeTable, str] | None = None
    vetoes: list[tuple[tree.Veto, str]] = attrs.Factory(list)
    stipend: tuple[tree.StipendTable, str] | None = None


def checked_score(
    scope: Scope, parts: ScoreParts, bearer: Bearer, norms: frozenset[str], scores: frozenset[str]
) -> Score | None:
    """The score with its items, bands, vetoes and stipend, or None after reporting."""
    line = parts.line
    before = len(scope.problems)
    out_of = None if line.out_of is None else checked_figure(scope, line.out_of, _POINTS)
    items = [_item(scope, item, clause, norms, scores) for item, clause in parts.items]
    bands = None if parts.grade is None else _bands(scope, *parts.grade, out_of)
    vetoes = [_veto(scope, veto, clause, bands) for veto, clause in parts.vetoes]
    stipend = None if parts.stipend is None else _stipend(scope, *parts.stipend, bands)
    if not items:
        scope.report("score-without-items", line.name.span, found=line.name.text)
    score = Score(
        name=line.name.text,
        clause=parts.clause,
        bearer=bearer,
        recurrence=recurrence_of(scope, line.every),
        out_of=out_of,
        rounding=line.rounding,
        items=tuple(i for i in items if i is not None),
        bands=bands,
        vetoes=tuple(v for v in vetoes if v is not None),
        stipend=stipend,
        span=line.span,
    )
    _check_total(scope, parts, score)
    return score if len(scope.problems) == before else _unless_error(scope, before, score)


def _unless_error(scope: Scope, before: int, score: Score) -> Score | None:
    errors = [p for p in scope.problems[before:] if p.severity.value == "error"]
    return None if errors else score


def _check_total(scope: Scope, parts: ScoreParts, score: Score) -> None:
    if score.out_of is None or parts.line.out_of is None or not score.items:
        return
    maxima = [i.maximum for i in score.items if not isinstance(i.rule, ScoreSum)]
    if any(m is None for m in maxima):
        return
    total = sum((m.settings[-1][1] for m in maxima if m is not None), Decimal(0))
    expected = score.out_of.settings[-1][1]
    if total != expected:
        span = parts.line.out_of.span
        scope.report("items-miss-total", span, found=f"{total:f}", expected=f"{expected:f}")


# Items ---------------------------------------------------------------------------------------------


def _item(
    scope: Scope, item: tree.Item, clause: str, norms: frozenset[str], scores: frozenset[str]
) -> Item | None:
    maximum = None if item.maximum is None else checked_figure(scope, item.maximum, _POINTS)
    rule = _rule(scope, item, norms, scores)
    if rule is None:
        return None
    if maximum is None and isinstance(rule, RatedItem | AttestedItem | Deduction):
        if item.maximum is None:
            scope.report("item-without-maximum", item.name.span, found=item.name.text)
        return None
    return Item(name=item.name.text, clause=clause, maximum=maximum, rule=rule, span=item.span)


def _rule(scope: Scope, item: tree.Item, norms: frozenset[str], scores: frozenset[str]) -> ItemRule | None:
    match item.rule:
        case tree.Rated(by=by):
            role = scope.role(by)
            return None if role is None else RatedItem(by=role.id)
        case tree.Attested(by=by):
            role = scope.role(by)
            return None if role is None else AttestedItem(by=role.id)
        case tree.SumOfScore(score=name):
            return ScoreSum(score=name.text) if _known(scope, name, scores, "unknown-score") else None
        case tree.SumOfAttribute(attribute=attribute, event=event):
            return _attribute_sum(scope, attribute, event)
        case tree.Deduct(amount=amount, norms=names):
            figure = checked_figure(scope, amount, _POINTS)
            known = [_known(scope, n, norms, "unknown-norm") for n in names]
            if figure is None or not all(known):
                return None
            return Deduction(amount=figure, norms=tuple(n.text for n in names))
        case tree.IfFulfilled(norm=name, then=then, otherwise=otherwise):
            yes, no = checked_figure(scope, then, _POINTS), checked_figure(scope, otherwise, _POINTS)
            if yes is None or no is None or not _known(scope, name, norms, "unknown-norm"):
                return None
            return Conditional(norm=name.text, then=yes, otherwise=no)


def _known(scope: Scope, name: tree.Name, names: frozenset[str], code: str) -> bool:
    if name.text not in names:
        scope.report(code, name.span, suggestion=nearest(name.text, names), found=name.text)
    return name.text in names


def _attribute_sum(scope: Scope, attribute: tree.Name, event: tree.Name) -> AttributeSum | None:
    kind = scope.event(event)
    if kind is None:
        return None
    found = scope.attribute(kind, attribute)
    if found is None:
        return None
    if found.kind not in (AttributeKind.NUMBER, AttributeKind.POINTS):
        expected = Unit.POINT.value
        scope.report("unit-mismatch", attribute.span, found=attribute.text, expected=expected)
        return None
    return AttributeSum(event=kind, attribute=found)


# Grades --------------------------------------------------------------------------------------------


def _bands(scope: Scope, table: tree.GradeTable, clause: str, out_of: Figure | None) -> Bands | None:
    bands: list[tuple[Term, Figure]] = []
    for band in table.bands:
        grade, low = scope.value(band.grade), checked_figure_or_plain(scope, band.low)
        if grade is None or low is None:
            return None
        _check_band(scope, band, low, bands, out_of)
        bands.append((grade, low))
    otherwise = scope.value(table.otherwise)
    return None if otherwise is None else Bands(bands=tuple(bands), otherwise=otherwise, clause=clause)


def checked_figure_or_plain(scope: Scope, quantity: tree.Quantity) -> Figure | None:
    """Points, with or without the word."""
    figure = scope.figure(quantity)
    if figure is not None and figure.unit not in (None, Unit.POINT):
        return checked_figure(scope, quantity, _POINTS)
    return figure


def _check_band(
    scope: Scope, band: tree.Band, low: Figure, above: list[tuple[Term, Figure]], out_of: Figure | None
) -> None:
    value = low.settings[-1][1]
    if above and value >= above[-1][1].settings[-1][1]:
        scope.report("band-order", band.span, found=band.grade.text, value=f"{value:f}")
    if out_of is not None and value > out_of.settings[-1][1]:
        high = f"{out_of.settings[-1][1]:f}"
        scope.report("unreachable-band", band.span, found=band.grade.text, value=f"{value:f}", high=high)


def _veto(scope: Scope, veto: tree.Veto, clause: str, bands: Bands | None) -> Veto | None:
    event = scope.event(veto.event)
    grade = scope.value(veto.grade)
    if event is None or grade is None:
        return None
    if bands is None:
        scope.report("grade-missing", veto.score.span, found=veto.score.text)
        return None
    if grade.id not in {g.id for g in bands.grades()}:
        score = veto.score.text
        scope.report("stipend-unknown-grade", veto.grade.span, found=veto.grade.text, score=score)
        return None
    tests = [checked_test(scope, event, t) for t in veto.tests]
    if any(t is None for t in tests):
        return None
    if not veto.basis:
        scope.report("veto-without-basis", veto.name.span, found=veto.name.text)
    return Veto(
        name=veto.name.text,
        clause=clause,
        recurrence=recurrence_of(scope, veto.every),
        event=event,
        tests=tuple(t for t in tests if t is not None),
        grade=grade,
        basis=veto.basis or "",
        span=veto.span,
    )


# Stipends ------------------------------------------------------------------------------------------


def _stipend(scope: Scope, table: tree.StipendTable, clause: str, bands: Bands | None) -> Stipend | None:
    if bands is None:
        scope.report("grade-missing", table.score.span, found=table.score.text)
        return None
    fixed = None if table.fixed is None else checked_figure(scope, table.fixed, _MONEY)
    grades = {g.id: g for g in bands.grades()}
    by_grade: dict[str, Pay] = {}
    for payment in table.payments:
        grade, amount = scope.value(payment.grade), checked_figure(scope, payment.amount, _MONEY)
        if grade is None or amount is None:
            return None
        if grade.id not in grades:
            score = table.score.text
            found = payment.grade.text
            scope.report("stipend-unknown-grade", payment.grade.span, found=found, score=score)
        by_grade[grade.id] = Pay(amount=amount, in_all=payment.in_all)
    for grade_id, grade in grades.items():
        if grade_id not in by_grade:
            label = grade.label(scope.language)
            scope.report("stipend-misses-grade", table.score.span, found=label)
    return Stipend(fixed=fixed, by_grade=by_grade, proration=table.proration, clause=clause)
