"""What every engine answers from, and the names that its vocabulary must have."""

from __future__ import annotations

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.records.log import Log
from dutyrules.records.school import School

ATTESTATION, RATING = "attestation", "rating"
MATTER, MET, POINTS = "matter", "met", "points"
"""The event types of attested and rated norms (5.6, 5.7) and their attributes."""


@attrs.frozen(kw_only=True)
class World:
    """What every answer is as of: the school, the log, the term and the instant (µs UTC)."""

    school: School
    log: Log
    term: Term
    as_of: int


def attribute_of(kind: EventType, name: str) -> Attribute:
    """The attribute that the checker has seen to be there."""
    found = kind.attribute(name)
    if found is None:
        raise ValueError(f"the vocabulary's {kind.term.id} has no {name}")
    return found


def object_of(kind: EventType) -> Attribute | None:
    """The attribute that holds the counterparty, None if the type has none."""
    return None if kind.object is None else attribute_of(kind, kind.object)
