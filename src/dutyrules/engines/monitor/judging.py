"""What an obligation comes to: its rows folded into a measure, and the measure held against the bound."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    EachEvent,
    EventTest,
    Makeup,
    Ordering,
    PresenceTest,
    Quota,
    Rating,
    Reach,
    Spacing,
)
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.engines import monoids
from dutyrules.engines.monitor.answers import Reason, reason_of, scaled_down, scaled_up
from dutyrules.engines.monitor.rows import Row, in_order, written
from dutyrules.engines.monitor.statements import Statements
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.engines.values import case_key, plain_text
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.attributes import attribute_of, object_of
from dutyrules.plan.conditions import has_property
from dutyrules.plan.obligations import OPEN, Applicability, Obligation, Permit, on_rung
from dutyrules.plan.verdict_rule import Numbers, verdict
from dutyrules.plan.windows import ONE_DAY
from dutyrules.records.log import SCALE
from dutyrules.syntax.tree import Unit

_NOTHING: frozenset[int] = frozenset()
_HUNDRED = 100
_Apart = Callable[[int, int], int]


class Court:
    """Answers the obligations of one policy from the rows of a scene."""

    def __init__(self, scene: Scene, document: str) -> None:
        self._scene = scene
        self._statements = Statements(scene, document)
        self._reasons: dict[int, tuple[tuple[EventTest, ...], Reason]] = {}

    def outcome(self, obligation: Obligation, taken: frozenset[int] = _NOTHING) -> Outcome:
        """The answer to one obligation; rows `taken` by a norm kept apart from it don't count."""
        found = self._judged(obligation, taken)
        if not obligation.waivers or found.verdict is Verdict.INAPPLICABLE:
            return found
        return attrs.evolve(found, verdict=Verdict.WAIVED, would_be=found.verdict)

    def _judged(self, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        applies = obligation.applicability
        if applies is Applicability.OWED:
            return self._owed(obligation, taken)
        if applies in OPEN:
            return _bare(obligation, Verdict.UNDETERMINED)
        if applies is Applicability.END_UNKNOWN:
            return _bare(obligation, self._open(obligation))
        return _bare(obligation, Verdict.INAPPLICABLE)

    def _owed(self, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        match obligation.norm:
            case Quota() as norm:
                return self._with_rungs(norm, obligation, taken)
            case Reach() as norm:
                return self._reach(norm, obligation, taken)
            case Spacing() as norm:
                return self._spacing(norm, obligation, taken)
            case Agreement() as norm:
                return self._agreement(norm, obligation)
            case Ordering() as norm:
                return self._ordering(norm, obligation)
            case Makeup() as norm:
                return self._makeup(norm, obligation)
            case EachEvent() as norm:
                return self._each_event(norm, obligation)
            case Attestation() as norm:
                return self._statements.attestation(norm, obligation)
            case Rating() as norm:
                return self._statements.rating(norm, obligation)

    def _open(self, obligation: Obligation) -> Verdict:
        return Verdict.PENDING if self._scene.as_of < obligation.end else Verdict.UNDETERMINED

    def _reason(self, tests: tuple[EventTest, ...]) -> Reason:
        """The tests compiled once; they are kept, so that no other tuple takes their place in memory."""
        known = self._reasons.get(id(tests))
        if known is None:
            known = self._reasons[id(tests)] = tests, reason_of(tests)
        return known[1]

    def _held(
        self,
        modality: Modality,
        obligation: Obligation,
        span: monoids.Span,
        evidence: Iterable[int],
        rejected: Iterable[Rejection],
    ) -> Outcome:
        """The span of the measure against the obligation's numbers."""
        numbers = Numbers(
            low=span.low,
            high=span.high,
            least=None if obligation.low is None else scaled_up(obligation.low),
            most=None if obligation.high is None else scaled_down(obligation.high),
        )
        return Outcome(
            obligation=obligation,
            verdict=self._ruled(modality, numbers, obligation),
            measure=span.interval(),
            evidence=tuple(evidence),
            rejected=tuple(rejected),
        )

    def _ruled(self, modality: Modality, numbers: Numbers, obligation: Obligation) -> Verdict:
        is_over = self._scene.as_of >= obligation.end
        return verdict(numbers, is_permission=modality is Modality.MAY, is_over=is_over)

    # Quotas ------------------------------------------------------------------------------------

    def _quota(self, norm: Quota, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        why_not, permits = self._reason(norm.tests), self._permits(obligation)
        about = None if norm.counterparty is None else object_of(norm.event)
        summed = None if norm.summed is None else norm.summed.term.id
        done, unusable = 0, 0
        evidence: list[int] = []
        rejected: list[Rejection] = []
        for row in self._candidates(norm, obligation):
            reason = _elsewhere(row, taken) or why_not(row) or _blank(about, row)
            if permits and (reason is None or reason.cause is Cause.MISSING):
                reason = _permitted(permits, row) or reason
            amount = SCALE if summed is None else row.values.get(summed)
            if reason is None and amount is None:
                reason = _blank(norm.summed, row)
            if reason is None:
                evidence.append(row.place)
                done += int(amount or 0)
            else:
                rejected.append(reason)
                unusable += reason.cause is Cause.MISSING
        settled = self._scene.is_settled((norm.event,), obligation)
        span = monoids.Total(done, unusable).finish(settled=settled, is_sum=summed is not None)
        return self._held(norm.modality, obligation, span, evidence, rejected)

    def _candidates(self, norm: Quota, obligation: Obligation) -> list[Row]:
        """4.1: the bearer's rows, toward the counterparty or toward nobody named."""
        found = self._scene.doings(norm.event, obligation)
        toward = object_of(norm.event)
        if obligation.counterparty is None or toward is None:
            return found
        name, owed_to = toward.term.id, (None, obligation.counterparty)
        return [row for row in found if row.values.get(name) in owed_to]

    def _permits(self, obligation: Obligation) -> list[tuple[Permit, Reason]]:
        return [(permit, self._reason(permit.tests)) for permit in obligation.permits]

    def _with_rungs(self, norm: Quota, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        """5.10: the first rung that is met will do; all must fail for a breach."""
        first = self._quota(norm, obligation, taken)
        if not norm.rungs or first.verdict is Verdict.FULFILLED:
            return first
        lower = [on_rung(obligation, rung) for rung in norm.rungs]
        others = [self._quota(o.norm, o, taken) for o in lower if isinstance(o.norm, Quota)]
        met = next((o for o in others if o.verdict is Verdict.FULFILLED), None)
        if met is not None:
            return met
        if all(o.verdict is Verdict.VIOLATED for o in (first, *others)):
            return first
        return attrs.evolve(first, verdict=self._open(obligation))

    # Shares ------------------------------------------------------------------------------------

    def _reach(self, norm: Reach, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        everybody = (*obligation.people, *obligation.unsure)
        why_not = self._reason(norm.tests)
        certain: dict[str, int] = {}
        possible: dict[str, int] = {}
        evidence: list[Row] = []
        rejected: list[tuple[Row, Rejection]] = []
        for person, row in self._reaching(norm, obligation, everybody):
            reason = _elsewhere(row, taken) or why_not(row)
            if reason is None:
                certain[person] = certain.get(person, 0) + 1
                evidence.append(row)
                continue
            rejected.append((row, reason))
            if reason.cause is Cause.MISSING:
                possible[person] = possible.get(person, 0) + 1
        unnamed = self._reaching_unnamed(norm, obligation, why_not)
        rejected = sorted([*rejected, *unnamed], key=lambda pair: in_order(pair[0]))
        reached = monoids.Reached(certain, possible, len(unnamed))
        settled = self._scene.is_settled((norm.event,), obligation)
        each = scaled_up(norm.each.on(obligation.window.first_day))
        reach = monoids.Reach(reached, each, settled)
        counted = dict.fromkeys(row.place for row in sorted(evidence, key=in_order))
        return self._of_reach(norm, obligation, reach, counted, (reason for _, reason in rejected))

    def _of_reach(
        self,
        norm: Reach,
        obligation: Obligation,
        reach: monoids.Reach,
        evidence: Iterable[int],
        rejected: Iterable[Rejection],
    ) -> Outcome:
        """Who is reached, held against the percentages."""
        everybody = (*obligation.people, *obligation.unsure)
        done, may = reach.among(everybody)
        return Outcome(
            obligation=_of_people(obligation, len(everybody)),
            verdict=self._of_share(norm.modality, reach, obligation),
            measure=Interval(low=Decimal(done), high=Decimal(may)),
            evidence=tuple(evidence),
            rejected=tuple(rejected),
        )

    def _of_share(self, modality: Modality, reach: monoids.Reach, obligation: Obligation) -> Verdict:
        """The percentages at one scale, by which nothing is rounded."""
        share = reach.share(obligation.people, obligation.unsure)
        if share is None:
            return self._open(obligation)
        least, greatest = share
        scale = least.whole * greatest.whole
        low, high = (None if n is None else n * scale for n in (obligation.low, obligation.high))
        numbers = Numbers(
            low=_HUNDRED * least.part * greatest.whole,
            high=_HUNDRED * greatest.part * least.whole,
            least=None if low is None else -int((-low) // 1),
            most=None if high is None else int(high // 1),
        )
        return self._ruled(modality, numbers, obligation)

    def _reaching(self, norm: Reach, obligation: Obligation, people: Sequence[str]) -> list[tuple[str, Row]]:
        """Each of the people with each row that may reach them, by (t, id)."""
        if norm.by_actor:
            found = [(p, row) for p in people for row in self._scene.own(norm.event, p, obligation)]
        else:
            wanted, about_of = set(people), self._scene.books.about_of
            pairs = ((about_of(row), row) for row in self._scene.doings(norm.event, obligation))
            found = [(person, row) for person, row in pairs if person is not None and person in wanted]
        return sorted(found, key=lambda pair: in_order(pair[1]))

    def _reaching_unnamed(
        self, norm: Reach, obligation: Obligation, why_not: Reason
    ) -> list[tuple[Row, Rejection]]:
        """4.4: the rows that do not say whom they reached, each of which may have reached anybody."""
        toward = object_of(norm.event)
        if norm.by_actor or toward is None:
            return []
        found: list[tuple[Row, Rejection]] = []
        for row in self._scene.doings(norm.event, obligation):
            blank, reason = _blank(toward, row), why_not(row)
            if blank is not None and (reason is None or reason.cause is Cause.MISSING):
                found.append((row, blank))
        return found

    # Spacing -----------------------------------------------------------------------------------

    def _spacing(self, norm: Spacing, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        why_not = self._reason(norm.tests)
        rows = self._scene.doings(norm.event, obligation)
        answers = [(row, _elsewhere(row, taken) or why_not(row)) for row in rows]
        sure = [row for row, reason in answers if reason is None]
        maybe = [row for row, reason in answers if reason is not None and reason.cause is Cause.MISSING]
        gap = monoids.Gap(frozenset(row.day for row in sure), frozenset(row.day for row in maybe))
        rejected = (reason for _, reason in answers if reason is not None)
        return self._of_gap(norm, obligation, gap, (row.place for row in sure), rejected)

    def _of_gap(
        self,
        norm: Spacing,
        obligation: Obligation,
        gap: monoids.Gap,
        evidence: Iterable[int],
        rejected: Iterable[Rejection],
    ) -> Outcome:
        """The days, held against the longest distance that is allowed."""
        first = obligation.window.first_day.toordinal()
        last = obligation.window.end_day.toordinal() - 1
        widest = gap.widest(first, last, self._apart(norm))
        span = monoids.Span(min(self._least(norm, obligation, gap), widest) * SCALE, widest * SCALE)
        return self._held(norm.modality, obligation, span, evidence, rejected)

    def _apart(self, norm: Spacing) -> _Apart:
        high = norm.limit.high
        if high is None or high.unit is not Unit.SCHOOL_DAY:
            return lambda one, other: other - one
        calendar, date = self._scene.calendar, datetime.date.fromordinal
        return lambda one, other: calendar.school_days(date(one) + ONE_DAY, date(other) + ONE_DAY)

    def _least(self, norm: Spacing, obligation: Obligation, gap: monoids.Gap) -> int:
        """The longest gap that no event to come can fill: within what the log is complete for."""
        scene = self._scene
        through = scene.complete.get(norm.event.term.id)
        if through is None:
            return 0
        known = scene.calendar.day_of(min(through, scene.as_of, obligation.end) - 1).toordinal()
        first = obligation.window.first_day.toordinal()
        return gap.least(first, max(first, known), self._apart(norm))

    # Cases -------------------------------------------------------------------------------------

    def _of_case(
        self, kind: EventType, key: str, obligation: Obligation
    ) -> tuple[list[Row], list[tuple[Row, Rejection]]]:
        """2.10: the unit's rows of the case, and those without a key, which may belong to it."""
        attribute, case = attribute_of(kind, key), case_key(obligation.case or "")
        name = attribute.term.id
        own: list[Row] = []
        keyless: list[tuple[Row, Rejection]] = []
        for row in self._scene.doings(kind, obligation):
            blank = _blank(attribute, row)
            if blank is not None:
                keyless.append((row, blank))
            elif case_key(written(attribute, row.values[name])) == case:
                own.append(row)
        return own, keyless

    def _agreement(self, norm: Agreement, obligation: Obligation) -> Outcome:
        why_not = self._reason(norm.tests)
        rows, rejected = self._of_case(norm.event, norm.key.term.id, obligation)
        answers = [(row, why_not(row)) for row in rows]
        asked = [row for row, reason in answers if reason is None]
        rejected += [(row, reason) for row, reason in answers if reason is not None]
        blanks = {row.place: blank for row in asked if (blank := _first_blank(norm.attributes, row))}
        rejected += [(row, blanks[row.place]) for row in asked if row.place in blanks]
        is_open = any(reason.cause is Cause.MISSING for _, reason in rejected)
        values = monoids.Values({a.term.id: _values(a, asked) for a in norm.attributes})
        most = values.finish() * SCALE
        settled = self._scene.is_settled((norm.event,), obligation) and not is_open
        span = monoids.Span(most, most if settled else None)
        evidence = (row.place for row in asked if row.place not in blanks)
        return self._held(norm.modality, obligation, span, evidence, _ordered(rejected))

    def _ordering(self, norm: Ordering, obligation: Obligation) -> Outcome:
        found = [self._of_case(kind, norm.key, obligation) for kind in norm.events]
        keyless = {row.place: (row, reason) for _, blanks in found for row, reason in blanks}
        steps: monoids.Steps[tuple[tuple[int, str], int]] = monoids.Steps(
            {
                step: tuple(sorted((row.when, (in_order(row), row.place)) for row in rows))
                for step, (rows, _) in enumerate(found)
            }
        )
        taken = steps.finish(len(found))
        settled = self._scene.is_settled(norm.events, obligation) and not keyless
        span = monoids.Span(len(taken) * SCALE, len(taken) * SCALE if settled else None)
        evidence = (place for _, place in sorted(taken))
        return self._held(norm.modality, obligation, span, evidence, _ordered(list(keyless.values())))

    # Makeup and each event ---------------------------------------------------------------------

    def _makeup(self, norm: Makeup, obligation: Obligation) -> Outcome:
        calendar, posts, window = self._scene.calendar, self._scene.posts, obligation.window
        last = calendar.last_school_day(window.first_day, window.end_day) or window.first_day
        day = min(last, max(calendar.day_of(self._scene.as_of), window.first_day))
        people = {p.person for p in posts.in_unit(norm.role, obligation.unit) if p.holds(day)}
        answers = [
            [has_property(w.property, person, day, posts, value=w.value) for w in norm.wanted]
            for person in people
        ]
        sure = sum(all(answer is True for answer in row) for row in answers)
        may = sum(all(answer is not False for answer in row) for row in answers)
        outcome = self._held(norm.modality, obligation, monoids.Span(sure * SCALE, may * SCALE), (), ())
        if self._scene.as_of < obligation.end:
            return attrs.evolve(outcome, verdict=Verdict.PENDING)
        return outcome

    def _each_event(self, norm: EachEvent, obligation: Obligation) -> Outcome:
        if obligation.event is None:
            raise ValueError("an obligation about each event names its event")
        row = self._scene.books.rows[obligation.event]
        reason = self._reason(norm.tests)(row)
        return Outcome(
            obligation=obligation,
            verdict=_of_event(norm.modality, reason),
            measure=None,
            evidence=() if reason else (row.place,),
            rejected=(reason,) if reason else (),
        )


# Reasons -------------------------------------------------------------------------------------------


def _elsewhere(row: Row, taken: frozenset[int]) -> Rejection | None:
    """5.18: what a norm kept apart from this one took."""
    return Rejection(event=row.place, cause=Cause.COUNTED_ELSEWHERE) if row.place in taken else None


def _blank(attribute: Attribute | None, row: Row) -> Rejection | None:
    """Why a row without the attribute is unusable."""
    if attribute is None or attribute.term.id in row.values:
        return None
    return Rejection(event=row.place, cause=Cause.MISSING, test=PresenceTest(attribute=attribute))


def _first_blank(attributes: Iterable[Attribute], row: Row) -> Rejection | None:
    return next((blank for a in attributes if (blank := _blank(a, row)) is not None), None)


def _permitted(permits: Sequence[tuple[Permit, Reason]], row: Row) -> Rejection | None:
    """5.11: the row is permitted, or it is open whether it is."""
    is_open: Rejection | None = None
    for permit, why_not in permits:
        if not permit.start <= row.when < permit.end:
            continue
        reason = why_not(row)
        if reason is None and permit.certain:
            return Rejection(event=row.place, cause=Cause.PERMITTED)
        if is_open is None and (reason is None or reason.cause is Cause.MISSING):
            is_open = reason or Rejection(event=row.place, cause=Cause.MISSING)
    return is_open


def _ordered(rejected: list[tuple[Row, Rejection]]) -> tuple[Rejection, ...]:
    return tuple(reason for _, reason in sorted(rejected, key=lambda pair: in_order(pair[0])))


# Values --------------------------------------------------------------------------------------------


def _values(attribute: Attribute, rows: Iterable[Row]) -> frozenset[object]:
    found = (row.values.get(attribute.term.id) for row in rows)
    return frozenset(plain_text(v) if isinstance(v, str) else v for v in found if v is not None)


# Obligations ---------------------------------------------------------------------------------------


def _of_people(obligation: Obligation, size: int) -> Obligation:
    """The percentages of the bound as numbers of people."""
    low, high = (None if n is None else n * size / _HUNDRED for n in (obligation.low, obligation.high))
    return attrs.evolve(obligation, low=low, high=high)


def _bare(obligation: Obligation, found: Verdict) -> Outcome:
    if isinstance(obligation.norm, Reach):
        obligation = _of_people(obligation, len(obligation.people) + len(obligation.unsure))
    return Outcome(obligation=obligation, verdict=found, measure=None, evidence=(), rejected=())


def _of_event(modality: Modality, reason: Rejection | None) -> Verdict:
    """5.5: what a row that passes, fails or leaves a test open comes to."""
    if reason is not None and reason.cause is Cause.MISSING:
        return Verdict.UNDETERMINED
    passes = reason is None
    match modality:
        case Modality.MUST | Modality.SHOULD:
            return Verdict.FULFILLED if passes else Verdict.VIOLATED
        case Modality.MUST_NOT:
            return Verdict.VIOLATED if passes else Verdict.FULFILLED
        case Modality.MAY:
            return Verdict.FULFILLED if passes else Verdict.INAPPLICABLE
