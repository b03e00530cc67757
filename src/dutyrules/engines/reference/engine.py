"""The reference engine: slow, plain, and right by definition.

It is written from `docs/semantics.md`, whose paragraphs the comments name, and settles every dispute
between engines. It is never optimised beyond finding a person's events without reading the whole log.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import assert_never

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    EachEvent,
    Makeup,
    Norm,
    Ordering,
    PresenceTest,
    Quota,
    RankedIn,
    Rating,
    Reach,
    Response,
    Spacing,
)
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.apart import kept_apart
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import Finder, rejection_of
from dutyrules.engines.reference.measures import (
    Count,
    distinct_values,
    first_blank,
    longest_gap,
    percent_reached,
    steps_in_order,
)
from dutyrules.engines.reference.openings import Opener
from dutyrules.engines.reference.permits import permission_for
from dutyrules.engines.reference.ranking import with_rank
from dutyrules.engines.reference.statements import Statements
from dutyrules.engines.values import case_key
from dutyrules.engines.world import ATTESTATION, RATING, World, attribute_of, object_of
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.conditions import has_property
from dutyrules.plan.exceptions import with_exceptions
from dutyrules.plan.obligations import OPEN, Applicability, Obligation, Plan, on_rung
from dutyrules.plan.planner import Planner
from dutyrules.plan.waivers import with_waivers
from dutyrules.plan.windows import ONE_DAY
from dutyrules.syntax.tree import Unit

__all__ = ["World", "evaluate"]


def evaluate(
    plan: Plan, policy: CheckedPolicy, world: World
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """The outcomes of the plan's obligations (those that the log opens after them) and of `measured`.

    Order: as in the plan; instances that the log opens by event or case, then bearer.
    """
    finder = Finder(policy.vocabulary, world, _event_types(plan))
    engine = Reference(finder, policy.document)
    opener = Opener(finder, Planner(policy, world.school, world.term, finder.posts), plan)
    opened = (o for norm in plan.per_event for o in opener.opened(norm))
    ranked = tuple(with_rank(o, finder) for o in (*plan.obligations, *opened))
    owed = with_waivers(with_exceptions(ranked, plan.exceptions), policy, world.school)
    outcomes = kept_apart(owed, plan.separate, engine.outcome)
    return outcomes, tuple(engine.outcome(o) for o in plan.measured)


def _event_types(plan: Plan) -> frozenset[str]:
    """The event types that the plan's norms look at."""
    norms = {id(o.norm): o.norm for o in (*plan.obligations, *plan.measured)}
    every = (*norms.values(), *plan.per_event)
    ranked = {c.event.term.id for n in every for c in n.conditions if isinstance(c, RankedIn)}
    return frozenset(name for norm in every for name in _types_of(norm)) | ranked


def _types_of(norm: Norm) -> tuple[str, ...]:
    match norm:
        case Attestation():
            return (ATTESTATION,)
        case Rating():
            return (RATING,)
        case Quota(event=event, recurrence=recurrence, rungs=rungs):
            others = [rung.event for rung in rungs]
            if isinstance(recurrence, Response):
                others += [e for e in (recurrence.trigger, recurrence.until) if e is not None]
            return (event.term.id, *(e.term.id for e in others))
        case EachEvent(event=event) | Reach(event=event) | Spacing(event=event) | Agreement(event=event):
            return (event.term.id,)
        case Ordering(events=events):
            return tuple(e.term.id for e in events)
        case Makeup():
            return ()
        case other:
            assert_never(other)


class Reference:
    """Answers the obligations of one policy, one at a time."""

    def __init__(self, finder: Finder, document: str) -> None:
        self._finder = finder
        self._statements = Statements(finder, document)
        self._as_of = finder.world.as_of

    def outcome(self, obligation: Obligation, taken: frozenset[int] = frozenset()) -> Outcome:
        """The answer to one obligation; events `taken` by a norm kept apart from it don't count."""
        found = self._judged(obligation, taken)
        if not obligation.waivers or found.verdict is Verdict.INAPPLICABLE:
            return found
        return attrs.evolve(found, verdict=Verdict.WAIVED, would_be=found.verdict)

    def _judged(self, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        match obligation.applicability:
            case Applicability.OWED:
                return self._owed(obligation, taken)
            case state if state in OPEN:
                return _bare(obligation, Verdict.UNDETERMINED)
            case Applicability.END_UNKNOWN:
                return _bare(obligation, self._open(obligation))
            case _:
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

    # 5.1 – 5.3: quotas ---------------------------------------------------------------------------

    def _quota(self, norm: Quota, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        evidence: list[int] = []
        rejected: list[Rejection] = []
        done, unusable = Decimal(0), False
        more = 0
        for event in self._candidates(norm, obligation):
            rejection = self._why_not(norm, obligation, event, taken)
            amount = self._amount(norm, event)
            if rejection is not None:
                rejected.append(rejection)
                more += rejection.cause is Cause.MISSING
            elif amount is None:
                summed = None if norm.summed is None else _presence(norm, event)
                rejected.append(summed or Rejection(event=event.seq, cause=Cause.MISSING))
                unusable = True
            else:
                evidence.append(event.seq)
                done += amount
        unusable = unusable or (norm.summed is not None and more > 0)
        settled = self._finder.is_settled([norm.event], obligation) and not unusable
        measure = Interval(low=done, high=done + more if settled else None)
        return self._measured(norm.modality, obligation, measure, evidence, rejected)

    def _measured(
        self,
        modality: Modality,
        obligation: Obligation,
        measure: Interval,
        evidence: Sequence[int],
        rejected: Sequence[Rejection] = (),
    ) -> Outcome:
        return Outcome(
            obligation=obligation,
            verdict=self._verdict(modality, measure, obligation),
            measure=measure,
            evidence=tuple(evidence),
            rejected=tuple(rejected),
        )

    def _candidates(self, norm: Quota, obligation: Obligation) -> list[Event]:
        """4.1: the bearer's events in the window, toward the counterparty or toward nobody named."""
        toward = object_of(norm.event)
        found = self._finder.doings(norm.event, obligation)
        if obligation.counterparty is None or toward is None:
            return found
        owed_to = (None, obligation.counterparty)
        return [event for event in found if event.value(toward) in owed_to]

    def _why_not(
        self, norm: Quota, obligation: Obligation, event: Event, taken: frozenset[int]
    ) -> Rejection | None:
        rejection = (
            _elsewhere(event, taken) or rejection_of(norm.tests, event) or self._unknown_object(norm, event)
        )
        if rejection is not None and rejection.cause is not Cause.MISSING:
            return rejection
        return permission_for(obligation, event) or rejection

    def _unknown_object(self, norm: Quota, event: Event) -> Rejection | None:
        """4.4: a row that does not say toward whom it was done may yet be for any counterparty."""
        attribute = None if norm.counterparty is None else object_of(norm.event)
        if attribute is None or event.value(attribute) is not None:
            return None
        return Rejection(event=event.seq, cause=Cause.MISSING, test=PresenceTest(attribute=attribute))

    def _amount(self, norm: Quota, event: Event) -> Decimal | None:
        if norm.summed is None:
            return Decimal(1)
        value = event.value(norm.summed)
        return value if isinstance(value, Decimal) else None

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

    def _verdict(self, modality: Modality, measure: Interval, obligation: Obligation) -> Verdict:
        """5.2 and 5.3."""
        if modality is Modality.MAY:
            return self._permission(measure, obligation)
        low, high = obligation.low, obligation.high
        above = low is None or measure.low >= low
        below = high is None or (measure.high is not None and measure.high <= high)
        if above and below:
            return Verdict.FULFILLED
        short = low is not None and measure.high is not None and measure.high < low
        past = high is not None and measure.low > high
        if short or past:
            return Verdict.VIOLATED
        return self._open(obligation)

    def _permission(self, measure: Interval, obligation: Obligation) -> Verdict:
        if measure.low > 0:
            return Verdict.FULFILLED
        return Verdict.INAPPLICABLE if measure.high == 0 else self._open(obligation)

    def _open(self, obligation: Obligation) -> Verdict:
        return Verdict.PENDING if self._as_of < obligation.end else Verdict.UNDETERMINED

    # 5.12: shares --------------------------------------------------------------------------------

    def _reach(self, norm: Reach, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        everybody = (*obligation.people, *obligation.unsure)
        certain: dict[str, int] = {}
        possible: dict[str, int] = {}
        evidence: list[int] = []
        rejected: list[Rejection] = []
        for person, event in self._reaching(norm, obligation, everybody):
            rejection = _elsewhere(event, taken) or rejection_of(norm.tests, event)
            if rejection is None:
                certain[person] = certain.get(person, 0) + 1
                evidence.append(event.seq)
                continue
            rejected.append(rejection)
            if rejection.cause is Cause.MISSING:
                possible[person] = possible.get(person, 0) + 1
        unnamed = self._reaching_unnamed(norm, obligation)
        rejected = sorted([*rejected, *unnamed], key=lambda r: r.event)
        settled = self._finder.is_settled([norm.event], obligation)
        each = norm.each.on(obligation.window.first_day)
        count = Count(certain, possible, each, unnamed=len(unnamed), settled=settled)
        percent = percent_reached(obligation.people, obligation.unsure, count)
        verdict = (
            self._open(obligation) if percent is None else self._verdict(norm.modality, percent, obligation)
        )
        return Outcome(
            obligation=_of_people(obligation, len(everybody)),
            verdict=verdict,
            measure=count.among(everybody),
            evidence=tuple(sorted(set(evidence))),
            rejected=tuple(rejected),
        )

    def _reaching(
        self, norm: Reach, obligation: Obligation, people: Sequence[str]
    ) -> list[tuple[str, Event]]:
        """Each of the people with each event that may reach them, in order."""
        wanted = set(people)
        if norm.by_actor:
            found = [
                (person, event)
                for person in people
                for event in self._finder.done_by(norm.event, person, norm.bearer, obligation.unit)
                if obligation.start <= event.when < obligation.end
            ]
        else:
            toward = object_of(norm.event)
            doings = self._finder.doings(norm.event, obligation) if toward is not None else []
            pairs = [(e.value(toward), e) for e in doings if toward is not None]
            found = [(str(person), event) for person, event in pairs if person in wanted]
        return sorted(found, key=lambda pair: pair[1].seq)

    def _reaching_unnamed(self, norm: Reach, obligation: Obligation) -> list[Rejection]:
        """4.4: the rows that do not say whom they reached, each of which may have reached anybody."""
        toward = object_of(norm.event)
        if norm.by_actor or toward is None:
            return []
        doings = [e for e in self._finder.doings(norm.event, obligation) if e.value(toward) is None]
        answers = [(e, rejection_of(norm.tests, e)) for e in doings]
        blank = PresenceTest(attribute=toward)
        return [
            Rejection(event=e.seq, cause=Cause.MISSING, test=blank)
            for e, rejection in answers
            if rejection is None or rejection.cause is Cause.MISSING
        ]

    # 5.13: spacing -------------------------------------------------------------------------------

    def _spacing(self, norm: Spacing, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        events = self._finder.doings(norm.event, obligation)
        answers = [(e, _elsewhere(e, taken) or rejection_of(norm.tests, e)) for e in events]
        sure = [e for e, rejection in answers if rejection is None]
        rejected = [rejection for _, rejection in answers if rejection is not None]
        maybe = [e for e, r in answers if r is None or r.cause is Cause.MISSING]
        first, last = obligation.window.first_day, obligation.window.end_day - ONE_DAY
        widest = longest_gap([e.day for e in sure], first, last, self._apart(norm))
        least = self._least_gap(norm, obligation, [e.day for e in maybe])
        measure = Interval(low=Decimal(min(least, widest)), high=Decimal(widest))
        return self._measured(norm.modality, obligation, measure, [e.seq for e in sure], rejected)

    def _apart(self, norm: Spacing) -> Callable[[datetime.date, datetime.date], int]:
        if norm.limit.high is not None and norm.limit.high.unit is Unit.SCHOOL_DAY:
            calendar = self._finder.world.school.calendar
            return lambda a, b: calendar.school_days(a + ONE_DAY, b + ONE_DAY)
        return lambda a, b: (b - a).days

    def _least_gap(self, norm: Spacing, obligation: Obligation, days: list[datetime.date]) -> int:
        """The longest gap that no event to come can fill: within what the log is complete for."""
        calendar, world = self._finder.world.school.calendar, self._finder.world
        through = world.log.complete_through(norm.event.term.id)
        if through is None:
            return 0
        known = calendar.day_of(min(through, world.as_of, obligation.end) - 1)
        first = obligation.window.first_day
        return longest_gap(days, first, max(first, known), self._apart(norm))

    # 5.14 – 5.16: agreement, order, makeup -------------------------------------------------------

    def _of_case(
        self, kind: EventType, key: str, obligation: Obligation
    ) -> tuple[list[Event], list[Rejection]]:
        """2.10: the unit's events of the case, and those without a key, which may belong to it."""
        attribute = attribute_of(kind, key)
        values = [(e, e.value(attribute)) for e in self._finder.doings(kind, obligation)]
        case = case_key(obligation.case or "")
        blank = PresenceTest(attribute=attribute)
        return (
            [e for e, value in values if value is not None and case_key(value) == case],
            [Rejection(event=e.seq, cause=Cause.MISSING, test=blank) for e, value in values if value is None],
        )

    def _agreement(self, norm: Agreement, obligation: Obligation) -> Outcome:
        events, keyless = self._of_case(norm.event, norm.key.term.id, obligation)
        answers = [(e, rejection_of(norm.tests, e)) for e in events]
        asked = [e for e, rejection in answers if rejection is None]
        rejected = [*keyless, *(rejection for _, rejection in answers if rejection is not None)]
        blanks = {e.seq: blank for e in asked if (blank := first_blank(e, norm.attributes)) is not None}
        rejected += blanks.values()
        is_open = any(r.cause is Cause.MISSING for r in rejected)
        most = distinct_values(asked, norm.attributes)
        settled = self._finder.is_settled([norm.event], obligation) and not is_open
        measure = Interval(low=Decimal(most), high=Decimal(most) if settled else None)
        evidence = [e.seq for e in asked if e.seq not in blanks]
        return self._measured(norm.modality, obligation, measure, evidence, _by_event(rejected))

    def _ordering(self, norm: Ordering, obligation: Obligation) -> Outcome:
        found = [self._of_case(kind, norm.key, obligation) for kind in norm.events]
        keyless = {r.event: r for _, rejections in found for r in rejections}
        taken = steps_in_order([events for events, _ in found])
        settled = self._finder.is_settled(norm.events, obligation) and not keyless
        measure = Interval(low=Decimal(len(taken)), high=Decimal(len(taken)) if settled else None)
        evidence = sorted(e.seq for e in taken)
        rejected = _by_event(keyless.values())
        return self._measured(norm.modality, obligation, measure, evidence, rejected)

    def _makeup(self, norm: Makeup, obligation: Obligation) -> Outcome:
        calendar, posts = self._finder.world.school.calendar, self._finder.posts
        window = obligation.window
        today = calendar.day_of(self._as_of)
        last = calendar.last_school_day(window.first_day, window.end_day) or window.first_day
        day = min(last, max(today, window.first_day))
        people = {p.person for p in posts.in_unit(norm.role, obligation.unit) if p.holds(day)}
        answers = [
            [has_property(w.property, person, day, posts, value=w.value) for w in norm.wanted]
            for person in people
        ]
        sure = sum(all(answer is True for answer in row) for row in answers)
        may = sum(all(answer is not False for answer in row) for row in answers)
        measure = Interval(low=Decimal(sure), high=Decimal(may))
        outcome = self._measured(norm.modality, obligation, measure, ())
        if self._as_of < obligation.end:
            return attrs.evolve(outcome, verdict=Verdict.PENDING)
        return outcome

    # 5.5: each event -----------------------------------------------------------------------------

    def _each_event(self, norm: EachEvent, obligation: Obligation) -> Outcome:
        if obligation.event is None:
            raise ValueError("an obligation about each event names its event")
        event = self._finder.event(norm.event, obligation.event)
        rejection = rejection_of(norm.tests, event)
        return Outcome(
            obligation=obligation,
            verdict=_event_verdict(norm.modality, rejection),
            measure=None,
            evidence=() if rejection else (event.seq,),
            rejected=(rejection,) if rejection else (),
        )


def _event_verdict(modality: Modality, rejection: Rejection | None) -> Verdict:
    """5.5: what an event that passes, fails or leaves a test open comes to."""
    if rejection is not None and rejection.cause is Cause.MISSING:
        return Verdict.UNDETERMINED
    passes_all = rejection is None
    match modality:
        case Modality.MUST | Modality.SHOULD:
            return Verdict.FULFILLED if passes_all else Verdict.VIOLATED
        case Modality.MUST_NOT:
            return Verdict.VIOLATED if passes_all else Verdict.FULFILLED
        case Modality.MAY:
            return Verdict.FULFILLED if passes_all else Verdict.INAPPLICABLE


def _elsewhere(event: Event, taken: frozenset[int]) -> Rejection | None:
    """5.18: what a norm kept apart from this one took."""
    return Rejection(event=event.seq, cause=Cause.COUNTED_ELSEWHERE) if event.seq in taken else None


def _of_people(obligation: Obligation, size: int) -> Obligation:
    """The percentages of the bound as numbers of people."""
    low, high = (None if n is None else n * size / 100 for n in (obligation.low, obligation.high))
    return attrs.evolve(obligation, low=low, high=high)


def _presence(norm: Quota, event: Event) -> Rejection | None:
    if norm.summed is None:
        return None
    return Rejection(event=event.seq, cause=Cause.MISSING, test=PresenceTest(attribute=norm.summed))


def _bare(obligation: Obligation, verdict: Verdict) -> Outcome:
    if isinstance(obligation.norm, Reach):
        obligation = _of_people(obligation, len(obligation.people) + len(obligation.unsure))
    return Outcome(obligation=obligation, verdict=verdict, measure=None, evidence=(), rejected=())


def _by_event(rejected: Iterable[Rejection]) -> tuple[Rejection, ...]:
    return tuple(sorted(rejected, key=lambda r: r.event))
