"""Sentences about each event: the event's own answer is the verdict (semantics, 5.5)."""

from __future__ import annotations

from collections.abc import Sequence

from dutyrules.checking.policy import EachEvent
from dutyrules.engines.columnar.answers import answer, rejection
from dutyrules.engines.columnar.connection import number
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Obligation

_PASSED = {
    Modality.MUST: Verdict.FULFILLED,
    Modality.SHOULD: Verdict.FULFILLED,
    Modality.MUST_NOT: Verdict.VIOLATED,
    Modality.MAY: Verdict.FULFILLED,
}
_FAILED = {
    Modality.MUST: Verdict.VIOLATED,
    Modality.SHOULD: Verdict.VIOLATED,
    Modality.MUST_NOT: Verdict.FULFILLED,
    Modality.MAY: Verdict.INAPPLICABLE,
}


def each_event(store: Store, norm: EachEvent, obligations: Sequence[Obligation]) -> list[Outcome]:
    """The outcomes of instances that an event each has opened, in order."""
    events = store.events(norm.event)
    opened = store.load("owed", {"o": range(len(obligations)), "event": [o.event for o in obligations]})
    said = answer(norm.tests, events.columns, store.codes)
    rows = store.database.rows(
        f"each event {norm.label}",
        f"SELECT e.said FROM {opened} g JOIN (SELECT seq, {said} AS said FROM {events.table}) e\n"
        f"  ON e.seq = g.event ORDER BY g.o",
    )
    return [_outcome(norm, o, number(row[0])) for o, row in zip(obligations, rows, strict=True)]


def _outcome(norm: EachEvent, obligation: Obligation, said: int) -> Outcome:
    event = obligation.event
    if event is None:
        raise ValueError("an obligation about each event names its event")
    rejected = rejection(event, said, norm.tests)
    decided = (_FAILED if said else _PASSED)[norm.modality]
    return Outcome(
        obligation=obligation,
        verdict=Verdict.UNDETERMINED if said < 0 else decided,
        measure=None,
        evidence=() if rejected else (event,),
        rejected=(rejected,) if rejected else (),
    )
