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
    EventPoints,
    Item,
    RatedItem,
    ScoreFold,
    Share,
    Shift,
    StepTable,
    Stipend,
    Veto,
)
from dutyrules.checking.vocabulary import Term
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.exceptions import counted_under, is_permission
from dutyrules.plan.obligations import Applicability, Obligation, PlannedScore
from dutyrules.syntax.tree import Fold, Rounding, RoundingRule

CENT = Decimal("0.01")
MOST_PLACES = 12
"""Decimal places beyond which a rule rounds nothing: the log itself has four."""


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
class FiredShift:
    """A shift that moves the grade (`certain`) or may yet do so."""

    shift: Shift
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
    withheld: bool = False


@attrs.frozen(kw_only=True)
class Scored:
    """One bearer's score in one window."""

    planned: PlannedScore
    items: tuple[ScoredItem, ...]
    total: Interval
    maximum: Decimal | None
    grades: tuple[Term, ...]
    vetoes: tuple[FiredVeto, ...]
    shifts: tuple[FiredShift, ...]
    money: Money | None


def score_all(
    planned: Sequence[PlannedScore],
    measured: Sequence[Outcome],
    outcomes: Sequence[Outcome],
    exceptions: Mapping[str, str],
) -> tuple[Scored, ...]:
    """Every planned score; sums of scores come after the scores they add.

    Order: as planned. `exceptions` gives the norm that each exception stands for, with which it goes.
    """
    by_norm: dict[tuple[str, str, str], list[Outcome]] = {}
    for outcome in outcomes:
        o = outcome.obligation
        for label in counted_under(o.norm, exceptions):
            by_norm.setdefault((label, o.person, o.unit), []).append(outcome)
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
            self._item(planned, item, place, opening)
            for item, place, opening in zip(score.items, planned.items, planned.openings, strict=True)
        )
        whole = sum((i.points for i in items), Interval.exactly(0))
        total = rounded(whole if score.cap is None else capped(whole, score.cap.on(day)), score.rounding)
        vetoes, shifts = self._vetoes(planned), self._shifts(planned)
        grades = () if score.bands is None else possible_grades(score.bands, total, vetoes, shifts, day)
        money = None if score.stipend is None else stipend(score.stipend, grades, planned.share, day)
        if money is not None:
            money = withheld(money, vetoes)
        return Scored(
            planned=planned,
            items=items,
            total=total,
            maximum=None if score.out_of is None else score.out_of.on(day),
            grades=grades,
            vetoes=vetoes,
            shifts=shifts,
            money=money,
        )

    # 6.1

    def _item(
        self, planned: PlannedScore, item: Item, place: int | None, opening: tuple[int, ...]
    ) -> ScoredItem:
        day = planned.window.first_day
        maximum = None if item.maximum is None else item.maximum.on(day)
        outcomes: tuple[Outcome, ...] = () if place is None else (self.measured[place],)
        parts: tuple[Scored, ...] = ()
        match item.rule:
            case RatedItem() | AttributeSum():
                points = outcomes[0].measure or Interval.exactly(0)
            case AttestedItem():
                points = _attested(outcomes[0].verdict, maximum or Decimal(0))
            case ScoreFold(fold=fold, score=name):
                parts = self._within(planned, name)
                points = folded([p.total for p in parts], fold)
            case EventPoints() as rule:
                points = event_points(rule, outcomes[0].measure or Interval.exactly(0), maximum, day)
            case StepTable() as rule:
                per_norm = [self._outcomes(planned, (name,)) for name in rule.norms]
                outcomes = tuple(o for some in per_norm for o in some)
                points = stepped(rule, per_norm, day, more=self._more(opening))
            case Share(norm=name):
                outcomes = self._outcomes(planned, (name,))
                points = proportioned(outcomes, maximum or Decimal(0), more=self._more(opening))
            case Deduction() as rule:
                outcomes = self._outcomes(planned, rule.norms)
                points = deducted(rule, outcomes, maximum or Decimal(0), day, more=self._more(opening))
            case Conditional() as rule:
                outcomes = self._outcomes(planned, (rule.norm,))
                points = conditional(rule, outcomes, day, more=self._more(opening))
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
        """The bearer's outcomes of the named norms that belong to this score."""
        found = (o for name in names for o in self.by_norm.get((name, planned.person, planned.unit), ()))
        own = {id(o): o for o in found if _belongs(o.obligation, planned)}
        return tuple(own.values())

    def _more(self, opening: tuple[int, ...]) -> bool:
        """True if the log may still open instances."""
        measures = (self.measured[place].measure for place in opening)
        return any(measure is None or measure.high is None for measure in measures)

    # 6.4

    def _vetoes(self, planned: PlannedScore) -> tuple[FiredVeto, ...]:
        fired = []
        for veto, place in zip(planned.score.vetoes, planned.vetoes, strict=True):
            outcome = self.measured[place]
            if outcome.verdict is not Verdict.FULFILLED:
                certain = outcome.verdict is Verdict.VIOLATED
                fired.append(FiredVeto(veto=veto, certain=certain, outcome=outcome))
        return tuple(fired)

    def _shifts(self, planned: PlannedScore) -> tuple[FiredShift, ...]:
        fired = []
        for shift, place in zip(planned.score.shifts, planned.shifts, strict=True):
            outcome = self.measured[place]
            if outcome.verdict is not Verdict.FULFILLED:
                certain = outcome.verdict is Verdict.VIOLATED
                fired.append(FiredShift(shift=shift, certain=certain, outcome=outcome))
        return tuple(fired)


def _belongs(obligation: Obligation, planned: PlannedScore) -> bool:
    """True for an instance whose window begins in the score's, and which ends in the bearer's part."""
    last = min(obligation.end, planned.window.end) - 1
    begins = planned.window.start <= obligation.window.start < planned.window.end
    return begins and planned.start <= last < planned.end


def _attested(verdict: Verdict, maximum: Decimal) -> Interval:
    match verdict:
        case Verdict.FULFILLED:
            return Interval.exactly(maximum)
        case Verdict.VIOLATED:
            return Interval.exactly(0)
        case _:
            return Interval(low=Decimal(0), high=maximum)


def deducted(
    rule: Deduction, outcomes: Sequence[Outcome], maximum: Decimal, day: datetime.date, *, more: bool = False
) -> Interval:
    """The item's points after its deductions, never below 0; `more` if instances may yet come."""
    each = rule.amount.on(day)
    certain = sum(o.verdict is Verdict.VIOLATED for o in outcomes)
    possible = sum(o.verdict in (Verdict.PENDING, Verdict.UNDETERMINED) for o in outcomes)
    return Interval(
        low=Decimal(0) if more else max(Decimal(0), maximum - each * (certain + possible)),
        high=max(Decimal(0), maximum - each * certain),
    )


def conditional(
    rule: Conditional, outcomes: Sequence[Outcome], day: datetime.date, *, more: bool = False
) -> Interval:
    """One amount if every instance is fulfilled, the other if one is not; `more` if some may yet come."""
    then, otherwise = rule.then.on(day), rule.otherwise.on(day)
    if any(_falls_short(o) for o in outcomes):
        return Interval.exactly(otherwise)
    if more or any(o.verdict in (Verdict.PENDING, Verdict.UNDETERMINED) for o in outcomes):
        return Interval(low=min(then, otherwise), high=max(then, otherwise))
    return Interval.exactly(then)


def _falls_short(outcome: Outcome) -> bool:
    """True for a breach, and for a permission that was not used."""
    is_owed = outcome.obligation.applicability is Applicability.OWED
    unused = is_permission(outcome.obligation.norm) and is_owed and outcome.verdict is Verdict.INAPPLICABLE
    return unused or outcome.verdict is Verdict.VIOLATED


def folded(totals: Sequence[Interval], fold: Fold) -> Interval:
    """The sum or the mean of scores; nothing to fold is 0."""
    whole = sum(totals, Interval.exactly(0))
    if fold is Fold.SUM or not totals:
        return whole
    count = len(totals)
    return Interval(low=whole.low / count, high=None if whole.high is None else whole.high / count)


def event_points(rule: EventPoints, count: Interval, maximum: Decimal | None, day: datetime.date) -> Interval:
    """An amount per event: added from 0, or taken from the item's points, never below 0."""
    each = rule.amount.on(day)
    high = None if count.high is None else count.high * each
    if not rule.less:
        return Interval(low=count.low * each, high=high)
    start = maximum or Decimal(0)
    best = start - count.low * each
    worst = Decimal(0) if high is None else max(Decimal(0), start - high)
    return Interval(low=worst, high=max(Decimal(0), best))


def stepped(
    rule: StepTable, per_norm: Sequence[Sequence[Outcome]], day: datetime.date, *, more: bool
) -> Interval:
    """Points by how many of the norms are breached; those still open give a range."""
    table = {missing: figure.on(day) for missing, figure in rule.steps}
    certain = sum(any(o.verdict is Verdict.VIOLATED for o in some) for some in per_norm)
    is_open = (Verdict.PENDING, Verdict.UNDETERMINED)
    possible = sum(
        not any(o.verdict is Verdict.VIOLATED for o in some)
        and (more or any(o.verdict in is_open for o in some))
        for some in per_norm
    )
    values = [table.get(n, rule.otherwise.on(day)) for n in range(certain, certain + possible + 1)]
    return Interval(low=min(values), high=max(values))


def proportioned(outcomes: Sequence[Outcome], maximum: Decimal, *, more: bool) -> Interval:
    """The item's points times what was done of what was owed, each instance at most in full.

    An instance of which it is unknown whether it is owed may have been left undone or done in full.
    One without a least number is owed as one, and done if it is fulfilled.
    """
    owed = done = may = Decimal(0)
    for outcome in outcomes:
        low, measure = outcome.obligation.low, outcome.measure
        if outcome.verdict in (Verdict.INAPPLICABLE, Verdict.WAIVED):
            continue
        if low is None:
            low, measure = Decimal(1), _as_one(outcome.verdict)
        owed += low
        done += Decimal(0) if measure is None else min(measure.low, low)
        may += low if measure is None or measure.high is None else min(measure.high, low)
    if more:
        return Interval(low=Decimal(0), high=maximum)
    if not owed:
        return Interval.exactly(maximum)
    return Interval(low=maximum * done / owed, high=maximum * may / owed)


def _as_one(verdict: Verdict) -> Interval:
    low, high = verdict is Verdict.FULFILLED, verdict is not Verdict.VIOLATED
    return Interval(low=Decimal(low), high=Decimal(high))


def capped(total: Interval, most: Decimal) -> Interval:
    """The total, no more than `most`."""
    high = most if total.high is None else min(total.high, most)
    return Interval(low=min(total.low, most), high=high)


def withheld(money: Money, vetoes: Sequence[FiredVeto]) -> Money:
    """Nothing where a veto withholds the stipend; perhaps nothing where it may yet."""
    withholding = [v for v in vetoes if v.veto.grade is None]
    if not withholding:
        return money
    nothing = Decimal("0.00")
    certain = any(v.certain for v in withholding)
    return attrs.evolve(money, low=nothing, high=nothing if certain else money.high, withheld=True)


def rounded(total: Interval, rounding: Rounding | None) -> Interval:
    """6.2: both ends rounded by the score's rule; unrounded where the score names none."""
    if rounding is None:
        return total
    rule = ROUND_HALF_UP if rounding.rule is RoundingRule.HALF_UP else ROUND_HALF_EVEN
    step = Decimal(1).scaleb(-min(rounding.places, MOST_PLACES))
    high = None if total.high is None else total.high.quantize(step, rounding=rule)
    return Interval(low=total.low.quantize(step, rounding=rule), high=high)


def possible_grades(
    bands: Bands,
    total: Interval,
    vetoes: Sequence[FiredVeto],
    shifts: Sequence[FiredShift],
    day: datetime.date,
) -> tuple[Term, ...]:
    """6.3 and 6.4: the grades that total, shifts and vetoes still allow, the highest first."""
    order = bands.grades()
    places = {grade.id: place for place, grade in enumerate(order)}
    certain = [places[v.veto.grade.id] for v in vetoes if v.certain and v.veto.grade is not None]
    maybe = {places[v.veto.grade.id] for v in vetoes if not v.certain and v.veto.grade is not None}
    if certain:
        floor = max(certain)
        return tuple(order[p] for p in sorted({floor} | {p for p in maybe if p > floor}))
    found = {p for p in range(len(order)) if _reaches(bands, p, total, day)}
    for fired in shifts:
        moved = {_moved(p, fired.shift, order, day) for p in found}
        found = moved if fired.certain else found | moved
    return tuple(order[p] for p in sorted(found | maybe))


def _moved(place: int, shift: Shift, order: Sequence[Term], day: datetime.date) -> int:
    """The place after the shift: never beyond its limit or the ends, nor back past where it was."""
    ids, steps = [grade.id for grade in order], int(shift.steps.on(day))
    if shift.raises:
        limit = 0 if shift.limit is None else ids.index(shift.limit.id)
        return min(place, max(place - steps, limit))
    limit = len(order) - 1 if shift.limit is None else ids.index(shift.limit.id)
    return max(place, min(place + steps, limit))


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
