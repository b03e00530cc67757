"""Which event types a policy looks at, norm by norm."""

from __future__ import annotations

from typing import assert_never

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    EachEvent,
    Makeup,
    Norm,
    Ordering,
    Quota,
    RankedIn,
    Rating,
    Reach,
    Response,
    Spacing,
)
from dutyrules.checking.vocabulary import EventType
from dutyrules.plan.attributes import ATTESTATION, RATING
from dutyrules.plan.obligations import Plan


def kinds_of(plan: Plan, policy: CheckedPolicy) -> dict[str, EventType]:
    """The event types that the plan's norms look at, by id."""
    measured = {id(o.norm): o.norm for o in plan.measured}
    names = {name for norm in (*policy.norms, *measured.values()) for name in names_of(norm)}
    return {name: policy.vocabulary.events[name] for name in sorted(names)}


def names_of(norm: Norm) -> frozenset[str]:
    """The ids of the event types whose events can change what the norm's instances come to."""
    ranked = (c.event.term.id for c in norm.conditions if isinstance(c, RankedIn))
    return frozenset({*_measured(norm), *ranked})


def _measured(norm: Norm) -> tuple[str, ...]:
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
