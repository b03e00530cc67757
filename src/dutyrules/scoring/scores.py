"""Outcomes to scores, grades and money (semantics, section 6)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import attrs

from dutyrules.checking.policy import (
    AttestedItem,
    AttributeSum,
    Bands,
    Conditional,
    Deduction,
    Item,
    RatedItem,
    ScoreSum,
    Stipend,
    Veto,
)
from dutyrules.checking.vocabulary import Term
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import PlannedScore
from dutyrules.syntax.tree import Rounding, RoundingRule

CENT = Decimal("0.01")


@attrs.frozen(kw_only=True)
class ScoredItem:
    """What one item came to, and the outcomes it came from."""

    item: Item
    points: Interval
    maximum: Decimal | None
    outcomes: tuple[Outcome, ...]
    parts: tuple[Scored, ...] = ()


@attrs.frozen(kw_only=True)
class FiredVeto:
    """A veto that sets the grade (`certain`) or may yet do so."""

    veto: Veto
    certain: bool
    outcome: Outcome


@attrs.frozen(kw_only=True)
class Money:
    """Two ends of an amount in yuan; `by_grade` is what each possible grade comes to."""

    low: Decimal
    high: Decimal
    by_grade: tuple[tuple[Term, Decimal], ...]
    fixed: Decimal
    share: tuple[int, int]


@attrs.frozen(kw_only=True)
class Scored:
    """One bearer's score in one window."""

    planned: PlannedScore
    items: tuple[ScoredItem, ...]
    total: Interval
    maximum: Decimal | None
    grades: tuple[Term, ...]
    vetoes: tuple[FiredVeto, ...]
    money: Money | None


def score_all(
    planned: Sequence[PlannedScore], measured: Sequence[Outcome], outcomes: Sequence[Outcome]
) -> tuple[Scored, ...]:
    """Every planned score; sums of scores come after the scores they add.

    Order: as planned.
    """
    by_norm: dict[tuple[str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        o = outcome.obligation
        by_norm.setdefault((o.norm.label, o.person, o.unit), []).append(outcome)
    scorer = _Scorer(planned, measured, by_norm)
    return tuple(scorer.scored(index) for index in range(len(planned)))


@attrs.define
class _Scorer:
    planned: Sequence[PlannedScore]
    measured: Sequence[Outcome]
    by_norm: Mapping[tuple[str, str, str], list[Outcome]]
    done: dict[int, Scored] = attrs.Factory(dict)

    def scored(self, index: int) -> Scored:
        if index not in self.done:
            self.done[index] = self._score(self.planned[index])
        return self.done[index]

    def _score(self, planned: PlannedScore) -> Scored:
        score, day = planned.score, planned.window.first_day
        items = tuple(
            self._item(planned, item, place) for item, place in zip(score.items, planned.items, strict=True)
        )
        total = rounded(sum((i.points for i in items), Interval.exactly(0)), score.rounding)
        vetoes = self._vetoes(planned)
        grades = () if score.bands is None else possible_grades(score.bands, total, vetoes, day)
        money = None if score.stipend is None else stipend(score.stipend, grades, planned.share, day)
        return Scored(
            planned=planned,
            items=items,
            total=total,
            maximum=None if score.out_of is None else score.out_of.on(day),
            grades=grades,
            vetoes=vetoes,
            money=money,
        )

    # 6.1

    def _item(self, planned: PlannedScore, item: Item, place: int | None) -> ScoredItem:
        day = planned.window.first_day
        maximum = None if item.maximum is None else item.maximum.on(day)
        outcomes: tuple[Outcome, ...] = () if place is None else (self.measured[place],)
        parts: tuple[Scored, ...] = ()
        match item.rule:
            case RatedItem() | AttributeSum():
                points = outcomes[0].measure or Interval.exactly(0)
            case AttestedItem():
                points = _attested(outcomes[0].verdict, maximum or Decimal(0))
            case ScoreSum(score=name):
                parts = self._within(planned, name)
                points = sum((p.total for p in parts), Interval.exactly(0))
            case Deduction() as rule:
                outcomes = self._outcomes(planned, rule.norms)
                points = deducted(rule, outcomes, maximum or Decimal(0), day)
            case Conditional() as rule:
                outcomes = self._outcomes(planned, (rule.norm,))
                points = conditional(rule, outcomes, day)
        if maximum is not None and (points.high is None or points.high > maximum):
            points = Interval(low=min(points.low, maximum), high=maximum)
        return ScoredItem(item=item, points=points, maximum=maximum, outcomes=outcomes, parts=parts)

    def _within(self, planned: PlannedScore, name: str) -> tuple[Scored, ...]:
        """The bearer's scores of that name whose windows lie in this one."""
        found = []
        for index, other in enumerate(self.planned):
            same = (other.score.name, other.person, other.unit) == (name, planned.person, planned.unit)
            inside = planned.window.start <= other.window.start and other.window.end <= planned.window.end
            if same and inside and other is not planned:
                found.append(self.scored(index))
        return tuple(found)

    def _outcomes(self, planned: PlannedScore, names: Sequence[str]) -> tuple[Outcome, ...]:
        """The outcomes of the named norms whose windows begin in this one."""
        return tuple(
            outcome
            for name in names
            for outcome in self.by_norm.get((name, planned.person, planned.unit), ())
            if planned.start <= outcome.obligation.window.start < planned.end
        )

    # 6.4

    def _vetoes(self, planned: PlannedScore) -> tuple[FiredVeto, ...]:
        fired = []
        for veto, place in zip(planned.score.vetoes, planned.vetoes, strict=True):
            outcome = self.measured[place]
            if outcome.verdict is not Verdict.FULFILLED:
                certain = outcome.verdict is Verdict.VIOLATED
                fired.append(FiredVeto(veto=veto, certain=certain, outcome=outcome))
        return tuple(fired)


def _attested(verdict: Verdict, maximum: Decimal) -> Interval:
    match verdict:
        case Verdict.FULFILLED:
            return Interval.exactly(maximum)
        case Verdict.VIOLATED:
            return Interval.exactly(0)
        case _:
            return Interval(low=Decimal(0), high=maximum)


def deducted(rule: Deduction, outcomes: Sequence[Outcome], maximum: Decimal, day: datetime.date) -> Interval:
    """The item's points after its deductions, never below 0."""
    each = rule.amount.on(day)
    certain = sum(o.verdict is Verdict.VIOLATED for o in outcomes)
    possible = sum(o.verdict in (Verdict.PENDING, Verdict.UNDETERMINED) for o in outcomes)
    return Interval(
        low=max(Decimal(0), maximum - each * (certain + possible)),
        high=max(Decimal(0), maximum - each * certain),
    )


def conditional(rule: Conditional, outcomes: Sequence[Outcome], day: datetime.date) -> Interval:
    """One amount if every instance is fulfilled, the other if one is violated."""
    then, otherwise = rule.then.on(day), rule.otherwise.on(day)
    verdicts = {o.verdict for o in outcomes}
    if Verdict.VIOLATED in verdicts:
        return Interval.exactly(otherwise)
    if verdicts & {Verdict.PENDING, Verdict.UNDETERMINED} or not verdicts:
        return Interval(low=min(then, otherwise), high=max(then, otherwise))
    return Interval.exactly(then)


def rounded(total: Interval, rounding: Rounding | None) -> Interval:
    """6.2: both ends rounded by the score's rule; unrounded where the score names none."""
    if rounding is None:
        return total
    rule = ROUND_HALF_UP if rounding.rule is RoundingRule.HALF_UP else ROUND_HALF_EVEN
    step = Decimal(1).scaleb(-rounding.places)
    high = None if total.high is None else total.high.quantize(step, rounding=rule)
    return Interval(low=total.low.quantize(step, rounding=rule), high=high)


def possible_grades(
    bands: Bands, total: Interval, vetoes: Sequence[FiredVeto], day: datetime.date
) -> tuple[Term, ...]:
    """6.3 and 6.4: the grades that the total and the vetoes still allow, the highest first."""
    order = bands.grades()
    places = {grade.id: place for place, grade in enumerate(order)}
    certain = [places[v.veto.grade.id] for v in vetoes if v.certain]
    if certain:
        floor = max(certain)
        maybe = {places[v.veto.grade.id] for v in vetoes if not v.certain}
        return tuple(order[p] for p in sorted({floor} | {p for p in maybe if p > floor}))
    found = {p for p in range(len(order)) if _reaches(bands, p, total, day)}
    found |= {places[v.veto.grade.id] for v in vetoes}
    return tuple(order[p] for p in sorted(found))


def _reaches(bands: Bands, place: int, total: Interval, day: datetime.date) -> bool:
    """True if some value of the total lies in the band at `place`."""
    least = bands.bands[place][1].on(day) if place < len(bands.bands) else None
    above = bands.bands[place - 1][1].on(day) if place > 0 else None
    reached = least is None or total.high is None or total.high >= least
    return reached and (above is None or total.low < above)


def stipend(table: Stipend, grades: Sequence[Term], share: tuple[int, int], day: datetime.date) -> Money:
    """6.5: what the possible grades are paid for the days in post."""
    fixed = Decimal(0) if table.fixed is None else table.fixed.on(day)
    amounts = []
    for grade in grades:
        pay = table.by_grade[grade.id]
        whole = pay.amount.on(day) + (Decimal(0) if pay.in_all else fixed)
        amounts.append((grade, (whole * share[0] / share[1]).quantize(CENT, rounding=ROUND_HALF_UP)))
    values = [amount for _, amount in amounts] or [Decimal(0)]
    return Money(low=min(values), high=max(values), by_grade=tuple(amounts), fixed=fixed, share=share)
