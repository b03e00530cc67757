"""The reference engine: slow, plain, and right by definition.

It is written from `docs/semantics.md`, whose paragraphs the comments name, and settles every dispute
between engines. It is never optimised beyond finding a person's events without reading the whole log.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import (
    Attestation,
    Bearer,
    EachEvent,
    EventTest,
    MatchTest,
    NumberTest,
    PresenceTest,
    Quota,
    Rating,
)
from dutyrules.checking.vocabulary import Attribute, EventType, Vocabulary
from dutyrules.engines.event import Event, same_text
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.findings.model import Modality, Text
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.conditions import applicability
from dutyrules.plan.obligations import Applicability, Obligation, Plan, Scope, limit_on
from dutyrules.plan.posts import Posts
from dutyrules.plan.windows import ONE_DAY, PlannedWindow
from dutyrules.records.log import Log
from dutyrules.records.school import School
from dutyrules.syntax.tree import Comparison

ATTESTATION, RATING = "attestation", "rating"
ABOUT, MATTER, MET, POINTS = "about", "matter", "met", "points"


@attrs.frozen(kw_only=True)
class World:
    """What every answer is as of: the school, the log, the term and the instant (µs UTC)."""

    school: School
    log: Log
    term: Term
    as_of: int


def evaluate(
    plan: Plan, vocabulary: Vocabulary, document: str, world: World
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """The outcomes of the plan's obligations (those that the log opens after them) and of `measured`.

    Order: as in the plan; instances of a sentence about each event by `seq`, then bearer.
    """
    engine = Reference(vocabulary, document, world)
    owed = [engine.outcome(o) for o in plan.obligations]
    opened = [engine.outcome(o) for norm in plan.per_event for o in engine.opened(norm)]
    return (*owed, *opened), tuple(engine.outcome(o) for o in plan.measured)


class Reference:
    """Answers the obligations of one policy, one at a time."""

    def __init__(self, vocabulary: Vocabulary, document: str, world: World) -> None:
        self._vocabulary = vocabulary
        self._document = document
        self._world = world
        self._posts = Posts(world.school.roster, vocabulary)
        self._by_type: dict[str, list[Event]] = {}
        self._by_actor: dict[tuple[str, str | None], list[Event]] = {}
        self._by_unit: dict[tuple[str, str | None], list[Event]] = {}
        self._by_about: dict[tuple[str, str], list[Event]] = {}
        self._read_log()

    # 1.4, 1.5 ------------------------------------------------------------------------------------

    def _read_log(self) -> None:
        log = self._world.log
        events = self._vocabulary.events
        for seq in range(len(log)):
            if log.t[seq] >= self._world.as_of:
                continue
            kind = events.get(log.types[log.event_type[seq]])
            if kind is not None:
                self._index(kind, self._event(kind, seq))

    def _event(self, kind: EventType, seq: int) -> Event:
        log, calendar = self._world.log, self._world.school.calendar
        dated = None if kind.dated_by is None else kind.attribute(kind.dated_by)
        plain = Event(log, seq, log.t[seq], datetime.date.fromordinal(log.day[seq]))
        day = None if dated is None else plain.value(dated)
        if isinstance(day, datetime.date):
            return Event(log, seq, calendar.instant(day), day)
        return plain

    def _index(self, kind: EventType, event: Event) -> None:
        name = kind.term.id
        self._by_type.setdefault(name, []).append(event)
        self._by_actor.setdefault((name, event.actor), []).append(event)
        self._by_unit.setdefault((name, event.unit), []).append(event)
        if name in (ATTESTATION, RATING):
            about = event.value(_attribute(kind, ABOUT))
            if isinstance(about, str):
                self._by_about.setdefault((name, about), []).append(event)

    # Outcomes ------------------------------------------------------------------------------------

    def outcome(self, obligation: Obligation) -> Outcome:
        """The answer to one obligation."""
        match obligation.applicability:
            case Applicability.OWED:
                pass
            case Applicability.CONDITION_UNKNOWN:
                return _bare(obligation, Verdict.UNDETERMINED)
            case Applicability.CONDITION_FAILS | Applicability.DIVIDED_TO_NOTHING:
                return _bare(obligation, Verdict.INAPPLICABLE)
        match obligation.norm:
            case Quota() as norm:
                return self._quota(norm, obligation)
            case EachEvent() as norm:
                return self._each_event(norm, obligation)
            case Attestation() as norm:
                return self._attestation(norm, obligation)
            case Rating() as norm:
                return self._rating(norm, obligation)

    # 5.1 – 5.3: quotas ---------------------------------------------------------------------------

    def _quota(self, norm: Quota, obligation: Obligation) -> Outcome:
        evidence: list[int] = []
        rejected: list[Rejection] = []
        done, unusable = Decimal(0), False
        more = 0
        for event in self._candidates(norm, obligation):
            rejection = self._rejection(norm.tests, event)
            amount = self._amount(norm, event)
            if rejection is not None:
                rejected.append(rejection)
                more += rejection.cause is Cause.MISSING
            elif amount is None:
                summed = None if norm.summed is None else PresenceTest(attribute=norm.summed)
                rejected.append(Rejection(event=event.seq, cause=Cause.MISSING, test=summed))
                unusable = True
            else:
                evidence.append(event.seq)
                done += amount
        unusable = unusable or (norm.summed is not None and more > 0)
        settled = self._is_settled(norm.event, obligation) and not unusable
        measure = Interval(low=done, high=done + more if settled else None)
        verdict = self._verdict(norm.modality, measure, obligation)
        return Outcome(
            obligation=obligation,
            verdict=verdict,
            measure=measure,
            evidence=tuple(evidence),
            rejected=tuple(rejected),
        )

    def _amount(self, norm: Quota, event: Event) -> Decimal | None:
        if norm.summed is None:
            return Decimal(1)
        value = event.value(norm.summed)
        return value if isinstance(value, Decimal) else None

    def _is_settled(self, kind: EventType, obligation: Obligation) -> bool:
        """5.1: nothing more can come: the window is over and the log complete through its end."""
        complete = self._world.log.complete_through(kind.term.id)
        over = self._world.as_of >= obligation.end
        return over and complete is not None and complete >= obligation.end

    def _verdict(self, modality: Modality, measure: Interval, obligation: Obligation) -> Verdict:
        """5.2 and 5.3."""
        if modality is Modality.MAY:
            return Verdict.FULFILLED if measure.low > 0 else Verdict.INAPPLICABLE
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

    def _open(self, obligation: Obligation) -> Verdict:
        return Verdict.PENDING if self._world.as_of < obligation.end else Verdict.UNDETERMINED

    # 4.1, 4.2: whose events ----------------------------------------------------------------------

    def _candidates(self, norm: Quota, obligation: Obligation) -> Iterator[Event]:
        """The bearer's events of the type in the window and toward the counterparty, in order."""
        name = norm.event.term.id
        match obligation.scope:
            case Scope.UNIT:
                found: Iterable[Event] = self._by_unit.get((name, obligation.unit), ())
            case Scope.PERSON:
                found = self._by_actor.get((name, obligation.person), ())
                found = (e for e in found if self._fits_unit(e, norm.bearer, obligation.unit))
            case Scope.POST:
                found = self._of_post(name, norm.bearer, obligation.unit)
        toward = norm.event.object
        for event in found:
            if not obligation.start <= event.when < obligation.end:
                continue
            if obligation.counterparty is None or (
                toward is not None and event.value(_attribute(norm.event, toward)) == obligation.counterparty
            ):
                yield event

    def _fits_unit(self, event: Event, bearer: Bearer, unit: str) -> bool:
        """4.2: an actor's event under another unit of the same kind is not for this one."""
        written = event.unit
        return written is None or written == unit or self._posts.unit_kinds.get(written) != bearer.unit

    def _of_post(self, name: str, bearer: Bearer, unit: str) -> list[Event]:
        people = {post.person for post in self._posts.in_unit(bearer.role, unit)}
        found = [
            event
            for person in people
            for event in self._by_actor.get((name, person), ())
            if self._fits_unit(event, bearer, unit) and self._held(bearer, unit, person, event.day)
        ]
        return sorted(found, key=lambda e: e.seq)

    def _held(self, bearer: Bearer, unit: str, person: str, day: datetime.date) -> bool:
        posts = self._posts.in_unit(bearer.role, unit)
        return any(post.person == person and post.holds(day) for post in posts)

    # 4.3: tests ----------------------------------------------------------------------------------

    def _rejection(self, tests: tuple[EventTest, ...], event: Event) -> Rejection | None:
        """Why the event does not count: a failed test before an open one."""
        answers = [(test, passes(test, event)) for test in tests]
        for test, answer in answers:
            if answer is False:
                return Rejection(event=event.seq, cause=Cause.TEST_FAILED, test=test)
        for test, answer in answers:
            if answer is None:
                return Rejection(event=event.seq, cause=Cause.MISSING, test=test)
        return None

    # 2.7, 5.5: each event ------------------------------------------------------------------------

    def opened(self, norm: EachEvent) -> Iterator[Obligation]:
        """One obligation per event of the type and holder of the post on its day."""
        posts = self._posts.of(norm.bearer)
        for event in self._by_type.get(norm.event.term.id, ()):
            if not self._world.term.holds(event.day):
                continue
            for post in posts:
                if post.holds(event.day) and self._is_under(event, norm.bearer, post.unit, post.person):
                    applies = applicability(norm.conditions, post, event.day, self._posts)
                    yield self._event_obligation(norm, event, post.person, post.unit, applies)

    def _is_under(self, event: Event, bearer: Bearer, unit: str, person: str) -> bool:
        if event.unit is not None and self._posts.unit_kinds.get(event.unit) == bearer.unit:
            return event.unit == unit
        return event.unit is None and event.actor == person

    def _event_obligation(
        self, norm: EachEvent, event: Event, person: str, unit: str, applies: Applicability
    ) -> Obligation:
        calendar = self._world.school.calendar
        start, end = calendar.instant(event.day), calendar.instant(event.day + ONE_DAY)
        day = event.day.isoformat()
        window = PlannedWindow(
            kind="event",
            number=event.seq,
            first_day=event.day,
            end_day=event.day + ONE_DAY,
            start=start,
            end=end,
            label=Text(en=day, zh_hans=day, zh_hant=day),
            whole_first=event.day,
            whole_end=event.day + ONE_DAY,
        )
        return Obligation(
            norm=norm,
            person=person,
            unit=unit,
            counterparty=None,
            window=window,
            start=start,
            end=end,
            scope=Scope.PERSON,
            low=None,
            high=None,
            applicability=applies,
            event=event.seq,
        )

    def _each_event(self, norm: EachEvent, obligation: Obligation) -> Outcome:
        if obligation.event is None:
            raise ValueError("an obligation about each event names its event")
        event = self._event(norm.event, obligation.event)
        rejection = self._rejection(norm.tests, event)
        verdict = Verdict.FULFILLED
        if rejection is not None:
            is_open = rejection.cause is Cause.MISSING
            verdict = Verdict.UNDETERMINED if is_open else Verdict.VIOLATED
        return Outcome(
            obligation=obligation,
            verdict=verdict,
            measure=None,
            evidence=() if rejection else (event.seq,),
            rejected=(rejection,) if rejection else (),
        )

    # 5.6, 5.7: attested and rated ----------------------------------------------------------------

    def _statements(
        self, kind: str, norm: Attestation | Rating, obligation: Obligation
    ) -> tuple[list[Event], list[Rejection]]:
        """What was stated of the bearer on this matter, and what by somebody not entitled to."""
        event_type = self._vocabulary.events.get(kind)
        stated: list[Event] = []
        rejected: list[Rejection] = []
        for event in self._by_about.get((kind, obligation.person), ()) if event_type else ():
            if not obligation.start <= event.when < obligation.end:
                continue
            if not self._is_matter(event, event_type, norm.label):
                continue
            if not self._fits_unit(event, norm.bearer, obligation.unit):
                continue
            if event.actor is None or not self._posts.holds(norm.by, event.actor, event.day):
                rejected.append(Rejection(event=event.seq, cause=Cause.NOT_ENTITLED))
            else:
                stated.append(event)
        return stated, rejected

    def _is_matter(self, event: Event, kind: EventType | None, label: str) -> bool:
        matter = None if kind is None else event.value(_attribute(kind, MATTER))
        names = (label, f"{self._document}/{label}")
        return isinstance(matter, str) and any(same_text(matter, name) for name in names)

    def _attestation(self, norm: Attestation, obligation: Obligation) -> Outcome:
        stated, rejected = self._statements(ATTESTATION, norm, obligation)
        usable = [(e, self._given(ATTESTATION, MET, e)) for e in stated]
        rejected += [_missing(e) for e, met in usable if not isinstance(met, bool)]
        answers = [(e, met) for e, met in usable if isinstance(met, bool)]
        last = answers[-1] if answers else None
        rejected += [_superseded(e) for e, _ in answers[:-1]]
        if last is None:
            verdict = self._open(obligation)
        else:
            verdict = Verdict.FULFILLED if last[1] else Verdict.VIOLATED
        return Outcome(
            obligation=obligation,
            verdict=verdict,
            measure=None,
            evidence=() if last is None else (last[0].seq,),
            rejected=_in_order(rejected),
        )

    def _rating(self, norm: Rating, obligation: Obligation) -> Outcome:
        stated, rejected = self._statements(RATING, norm, obligation)
        most = norm.out_of.on(obligation.window.first_day)
        usable: list[tuple[Event, Decimal]] = []
        for event in stated:
            points = self._given(RATING, POINTS, event)
            if not isinstance(points, Decimal):
                rejected.append(_missing(event))
            elif not 0 <= points <= most:
                rejected.append(Rejection(event=event.seq, cause=Cause.OUT_OF_RANGE))
            else:
                usable.append((event, points))
        rejected += [_superseded(e) for e, _ in usable[:-1]]
        last = usable[-1] if usable else None
        measure = Interval(low=Decimal(0), high=most) if last is None else Interval.exactly(last[1])
        return Outcome(
            obligation=obligation,
            verdict=self._open(obligation) if last is None else Verdict.FULFILLED,
            measure=measure,
            evidence=() if last is None else (last[0].seq,),
            rejected=_in_order(rejected),
        )

    def _given(self, kind: str, attribute: str, event: Event) -> object:
        event_type = self._vocabulary.events[kind]
        return event.value(_attribute(event_type, attribute))


def _attribute(kind: EventType, name: str) -> Attribute:
    found = kind.attribute(name)
    if found is None:
        raise ValueError(f"the vocabulary's {kind.term.id} has no {name}")
    return found


def _bare(obligation: Obligation, verdict: Verdict) -> Outcome:
    return Outcome(obligation=obligation, verdict=verdict, measure=None, evidence=(), rejected=())


def _missing(event: Event) -> Rejection:
    return Rejection(event=event.seq, cause=Cause.MISSING)


def _superseded(event: Event) -> Rejection:
    return Rejection(event=event.seq, cause=Cause.SUPERSEDED)


def _in_order(rejected: list[Rejection]) -> tuple[Rejection, ...]:
    return tuple(sorted(rejected, key=lambda r: r.event))


def passes(test: EventTest, event: Event) -> bool | None:
    """True or False where the attribute is there, None where it is not (4.3)."""
    value = event.value(test.attribute)
    match test:
        case PresenceTest():
            return value is not None
        case NumberTest(limit=limit):
            if not isinstance(value, Decimal):
                return None
            low, high = limit_on(limit, event.day)
            return (low is None or value >= low) and (high is None or value <= high)
        case MatchTest(comparison=comparison, value=wanted):
            if value is None:
                return None
            same = (
                same_text(value, wanted)
                if isinstance(value, str) and isinstance(wanted, str)
                else value == wanted
            )
            return same == (comparison is Comparison.IS)
        case other:
            assert_never(other)
