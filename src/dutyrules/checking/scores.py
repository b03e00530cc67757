"""Score, grade, veto and stipend statements to checked scores."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.amounts import checked_figure
from dutyrules.checking.grade_changes import Changed, checked_shift, checked_vetoes
from dutyrules.checking.policy import (
    AttestedItem,
    AttributeSum,
    Bands,
    Bearer,
    Conditional,
    Deduction,
    EventPoints,
    Figure,
    Item,
    ItemRule,
    Pay,
    RatedItem,
    Score,
    ScoreFold,
    Share,
    StepTable,
    Stipend,
)
from dutyrules.checking.quotas import checked_tests
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
    shifts: list[tuple[tree.Shift, str]] = attrs.Factory(list)
    grade: tuple[tree.GradeTable, str] | None = None
    vetoes: list[tuple[tree.Veto, str]] = attrs.Factory(list)
    stipend: tuple[tree.StipendTable, str] | None = None


def checked_score(
    scope: Scope, parts: ScoreParts, bearer: Bearer, norms: frozenset[str], scores: frozenset[str]
) -> Score | None:
    """The score with its items, bands, vetoes and stipend, or None after reporting."""
    return scope.read(parts.line, _score, parts, bearer, norms, scores)


def _score(
    scope: Scope,
    line: tree.ScoreLine,
    parts: ScoreParts,
    bearer: Bearer,
    norms: frozenset[str],
    scores: frozenset[str],
) -> Score | None:
    before = len(scope.problems)
    out_of = None if line.out_of is None else checked_figure(scope, line.out_of, _POINTS)
    items = [scope.read(item, _item, clause, norms, scores) for item, clause in parts.items]
    bands = None if parts.grade is None else scope.read(parts.grade[0], _bands, parts.grade[1], out_of)
    changed = Changed(line=line, bands=bands, is_paid=parts.stipend is not None)
    vetoes = [v for veto, c in parts.vetoes for v in scope.read(veto, checked_vetoes, c, changed)]
    shifts = [scope.read(shift, checked_shift, clause, changed) for shift, clause in parts.shifts]
    cap = None if line.cap is None else checked_figure(scope, line.cap, _POINTS)
    paid = parts.stipend
    stipend = None if paid is None else scope.read(paid[0], _stipend, paid[1], bands)
    if not items and scope.is_whole:
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
        vetoes=tuple(vetoes),
        stipend=stipend,
        span=line.span,
        cap=cap,
        shifts=tuple(s for s in shifts if s is not None),
    )
    _check_total(scope, parts, score)
    return score if len(scope.problems) == before else _unless_error(scope, before, score)


def _unless_error(scope: Scope, before: int, score: Score) -> Score | None:
    errors = [p for p in scope.problems[before:] if p.severity.value == "error"]
    return None if errors else score


def _check_total(scope: Scope, parts: ScoreParts, score: Score) -> None:
    if score.out_of is None or parts.line.out_of is None or not score.items:
        return
    maxima = [i.maximum for i in score.items if not i.is_bonus]
    is_complete = scope.is_whole and len(score.items) == len(parts.items)
    if any(m is None for m in maxima) or not is_complete:
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
    takes = isinstance(rule, EventPoints) and rule.less
    if maximum is None and (takes or isinstance(rule, RatedItem | AttestedItem | Deduction | Share)):
        if item.maximum is None:
            scope.report("item-without-maximum", item.name.span, found=item.name.text)
        return None
    return Item(
        name=item.name.text,
        clause=clause,
        maximum=maximum,
        rule=rule,
        span=item.span,
        is_bonus=item.is_bonus,
    )


def _rule(scope: Scope, item: tree.Item, norms: frozenset[str], scores: frozenset[str]) -> ItemRule | None:
    match item.rule:
        case tree.Rated(by=by):
            role = scope.role(by)
            return None if role is None else RatedItem(by=role.id)
        case tree.Attested(by=by):
            role = scope.role(by)
            return None if role is None else AttestedItem(by=role.id)
        case tree.FoldOfScore(fold=fold, score=name):
            known = _known(scope, name, scores, "unknown-score")
            return ScoreFold(fold=fold, score=name.text) if known else None
        case tree.SumOfAttribute(attribute=attribute, event=event):
            return _attribute_sum(scope, attribute, event)
        case tree.Deduct(amount=amount, norms=names):
            figure = checked_figure(scope, amount, _POINTS)
            all_known = [_known(scope, n, norms, "unknown-norm") for n in names]
            if figure is None or not all(all_known):
                return None
            return Deduction(amount=figure, norms=tuple(n.text for n in names))
        case tree.IfFulfilled(norm=name, then=then, otherwise=otherwise):
            yes, no = checked_figure(scope, then, _POINTS), checked_figure(scope, otherwise, _POINTS)
            if yes is None or no is None or not _known(scope, name, norms, "unknown-norm"):
                return None
            return Conditional(norm=name.text, then=yes, otherwise=no)
        case tree.PerEvent():
            return _event_points(scope, item.rule)
        case tree.Steps():
            return _step_table(scope, item.rule, norms)
        case tree.Proportion(norm=name):
            return Share(norm=name.text) if _known(scope, name, norms, "unknown-norm") else None


def _event_points(scope: Scope, rule: tree.PerEvent) -> EventPoints | None:
    amount = checked_figure(scope, rule.amount, _POINTS)
    event = scope.event(rule.event.event)
    tests = None if event is None else checked_tests(scope, event, rule.event.tests)
    if amount is None or event is None or tests is None:
        return None
    return EventPoints(amount=amount, less=rule.less, event=event, tests=tests)


def _step_table(scope: Scope, rule: tree.Steps, norms: frozenset[str]) -> StepTable | None:
    known = [_known(scope, name, norms, "unknown-norm") for name in rule.norms]
    otherwise = checked_figure(scope, rule.otherwise, _POINTS)
    steps = [(missing, checked_figure(scope, amount, _POINTS)) for missing, amount in rule.steps]
    found = tuple((missing, figure) for missing, figure in steps if figure is not None)
    if otherwise is None or not all(known) or len(found) < len(steps):
        return None
    return StepTable(norms=tuple(n.text for n in rule.norms), steps=found, otherwise=otherwise)


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
        _check_new(scope, band.grade, grade, bands)
        bands.append((grade, low))
    otherwise = scope.value(table.otherwise)
    if otherwise is not None:
        _check_new(scope, table.otherwise, otherwise, bands)
        _check_otherwise(scope, table, bands)
    return None if otherwise is None else Bands(bands=tuple(bands), otherwise=otherwise, clause=clause)


def _check_new(scope: Scope, name: tree.Name, grade: Term, bands: list[tuple[Term, Figure]]) -> None:
    if any(grade.id == other.id for other, _ in bands):
        scope.report("repeated-grade", name.span, found=name.text)


def _check_otherwise(scope: Scope, table: tree.GradeTable, bands: list[tuple[Term, Figure]]) -> None:
    """Warns if no score falls below the lowest band."""
    lowest = bands[-1][1].settings[-1][1]
    if lowest <= 0:
        name = table.otherwise
        scope.report("otherwise-unreachable", name.span, found=name.text, value=f"{lowest:f}")


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
