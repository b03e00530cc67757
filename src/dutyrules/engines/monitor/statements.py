"""Attested and rated norms: the latest usable statement by somebody entitled (semantics, 5.6 and 5.7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

import attrs

from dutyrules.checking.policy import Attestation, Rating
from dutyrules.engines.monitor.answers import scaled_down
from dutyrules.engines.monitor.books import inside
from dutyrules.engines.monitor.rows import Row, in_order
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.engines.values import plain_text
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.attributes import ATTESTATION, MATTER, MET, POINTS, RATING, attribute_of
from dutyrules.plan.obligations import Obligation
from dutyrules.records.log import SCALE

_Reasons = dict[int, tuple[Row, Cause]]


@attrs.frozen
class Statements:
    """Judges attested and rated norms; `document` may stand before a label with a slash."""

    scene: Scene
    document: str

    def attestation(self, norm: Attestation, obligation: Obligation) -> Outcome:
        """What the latest attestation says; nothing is anybody's breach until then."""
        usable, reasons = self._usable(ATTESTATION, MET, norm, obligation, None)
        verdict = self._open(obligation)
        if usable:
            verdict = Verdict.FULFILLED if usable[-1][1] else Verdict.VIOLATED
        return _outcome(obligation, verdict, None, usable, reasons)

    def rating(self, norm: Rating, obligation: Obligation) -> Outcome:
        """The latest rating within the range."""
        most = norm.out_of.on(obligation.window.first_day)
        usable, reasons = self._usable(RATING, POINTS, norm, obligation, scaled_down(most))
        if not usable:
            open_range = Interval(low=Decimal(0), high=most)
            return _outcome(obligation, self._open(obligation), open_range, usable, reasons)
        points = Interval.exactly(Decimal(usable[-1][1]) / SCALE)
        return _outcome(obligation, Verdict.FULFILLED, points, usable, reasons)

    def _open(self, obligation: Obligation) -> Verdict:
        return Verdict.PENDING if self.scene.as_of < obligation.end else Verdict.UNDETERMINED

    def _usable(
        self,
        kind: str,
        said: str,
        norm: Attestation | Rating,
        obligation: Obligation,
        most: int | None,
    ) -> tuple[list[tuple[Row, int]], _Reasons]:
        """The usable statements with what they said, by (t, id), and why the others are not."""
        name = attribute_of(self.scene.vocabulary.events[kind], said).term.id
        usable: list[tuple[Row, int]] = []
        reasons: _Reasons = {}
        for row in self._on_matter(kind, norm, obligation):
            given = row.values.get(name)
            if not self._is_entitled(norm, row):
                reasons[row.place] = row, Cause.NOT_ENTITLED
            elif not isinstance(given, int):
                reasons[row.place] = row, Cause.MISSING
            elif most is not None and not 0 <= given <= most:
                reasons[row.place] = row, Cause.OUT_OF_RANGE
            else:
                usable.append((row, given))
        reasons |= {row.place: (row, Cause.SUPERSEDED) for row, _ in usable[:-1]}
        return usable, reasons

    def _is_entitled(self, norm: Attestation | Rating, row: Row) -> bool:
        """5.6: the role may be held in any unit, on the statement's day."""
        day = datetime.date.fromordinal(row.day)
        return row.actor is not None and self.scene.posts.holds(norm.by, row.actor, day)

    def _on_matter(self, kind: str, norm: Attestation | Rating, obligation: Obligation) -> Iterator[Row]:
        """What is about the bearer on this matter in their part of the window."""
        event_type = self.scene.vocabulary.events[kind]
        matter = attribute_of(event_type, MATTER).term.id
        names = {plain_text(norm.label), plain_text(f"{self.document}/{norm.label}")}
        shelf = self.scene.books.about(event_type, obligation.person)
        for row in inside(shelf, obligation.start, obligation.end):
            named = row.values.get(matter)
            fits = self.scene.fits_unit(row, norm.bearer, obligation.unit)
            if fits and isinstance(named, str) and plain_text(named) in names:
                yield row


def _outcome(
    obligation: Obligation,
    verdict: Verdict,
    measure: Interval | None,
    usable: list[tuple[Row, int]],
    reasons: _Reasons,
) -> Outcome:
    ordered = sorted(reasons.values(), key=lambda pair: in_order(pair[0]))
    return Outcome(
        obligation=obligation,
        verdict=verdict,
        measure=measure,
        evidence=(usable[-1][0].place,) if usable else (),
        rejected=tuple(Rejection(event=row.place, cause=cause) for row, cause in ordered),
    )
