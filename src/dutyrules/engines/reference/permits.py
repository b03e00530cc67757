"""Events that a permission takes out of a prohibition (semantics, 5.11)."""

from __future__ import annotations

from dutyrules.engines.outcome import Cause, Rejection
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import rejection_of
from dutyrules.plan.obligations import Obligation, Permit


def permission_for(obligation: Obligation, event: Event) -> Rejection | None:
    """Why the event does not count: it is permitted, or it is open whether it is; None if it is not."""
    answers = [_answer(permit, event) for permit in obligation.permits]
    permitted = next((a for a in answers if a is not None and a.cause is Cause.PERMITTED), None)
    return permitted or next((a for a in answers if a is not None), None)


def _answer(permit: Permit, event: Event) -> Rejection | None:
    if not permit.start <= event.when < permit.end:
        return None
    rejection = rejection_of(permit.tests, event)
    if rejection is None:
        cause = Cause.PERMITTED if permit.certain else Cause.MISSING
        return Rejection(event=event.seq, cause=cause)
    return rejection if rejection.cause is Cause.MISSING else None
