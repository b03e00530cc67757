"""Attested and rated norms: what was stated of a bearer, and by whom (semantics, 5.6 and 5.7)."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.policy import Attestation, Rating
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import Finder
from dutyrules.engines.values import plain_text
from dutyrules.engines.world import ATTESTATION, MATTER, MET, POINTS, RATING, attribute_of, object_of
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Obligation


@attrs.frozen
class Statements:
    """Judges attested and rated norms; `document` may stand before a label with a slash."""

    finder: Finder
    document: str
    _indexes: dict[str, dict[tuple[str, str], list[Event]]] = attrs.field(factory=dict, init=False)

    def _statements(
        self, kind: str, norm: Attestation | Rating, obligation: Obligation
    ) -> tuple[list[Event], list[Rejection]]:
        """What was stated of the bearer on this matter, and what by somebody not entitled to."""
        finder = self.finder
        stated: list[Event] = []
        rejected: list[Rejection] = []
        for event in self._on_matter(kind, obligation.person, norm.label):
            if not obligation.start <= event.when < obligation.end:
                continue
            if not finder.fits_unit(event, norm.bearer, obligation.unit):
                continue
            if event.actor is None or not finder.posts.holds(norm.by, event.actor, event.day):
                rejected.append(Rejection(event=event.seq, cause=Cause.NOT_ENTITLED))
            else:
                stated.append(event)
        return stated, rejected

    def _on_matter(self, kind: str, person: str, label: str) -> list[Event]:
        """What is about the person on this matter, in `seq` order."""
        if kind not in self._indexes:
            self._indexes[kind] = self._index(kind)
        index = self._indexes[kind]
        names = {plain_text(label), plain_text(f"{self.document}/{label}")}
        found = [event for name in names for event in index.get((person, name), ())]
        return sorted(found, key=lambda event: event.seq)

    def _index(self, kind: str) -> dict[tuple[str, str], list[Event]]:
        """The statements of the kind by whom they are about and by their matter."""
        event_type = self.finder.vocabulary.events[kind]
        about, matter = object_of(event_type), attribute_of(event_type, MATTER)
        index: dict[tuple[str, str], list[Event]] = {}
        for event in self.finder.of_type(event_type):
            person, written = None if about is None else event.value(about), event.value(matter)
            if isinstance(person, str) and isinstance(written, str):
                index.setdefault((person, plain_text(written)), []).append(event)
        return index

    def attestation(self, norm: Attestation, obligation: Obligation) -> Outcome:
        """5.6: the latest attestation by somebody entitled decides."""
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

    def rating(self, norm: Rating, obligation: Obligation) -> Outcome:
        """5.7: the latest usable rating by somebody entitled counts."""
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
        event_type = self.finder.vocabulary.events[kind]
        return event.value(attribute_of(event_type, attribute))

    def _open(self, obligation: Obligation) -> Verdict:
        is_over = self.finder.world.as_of >= obligation.end
        return Verdict.UNDETERMINED if is_over else Verdict.PENDING


def _missing(event: Event) -> Rejection:
    return Rejection(event=event.seq, cause=Cause.MISSING)


def _superseded(event: Event) -> Rejection:
    return Rejection(event=event.seq, cause=Cause.SUPERSEDED)


def _in_order(rejected: list[Rejection]) -> tuple[Rejection, ...]:
    return tuple(sorted(rejected, key=lambda r: r.event))
