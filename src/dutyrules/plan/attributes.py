"""The names that a vocabulary must have, and the attributes that the checker has seen to be there."""

from __future__ import annotations

from dutyrules.checking.vocabulary import Attribute, EventType

ATTESTATION, RATING = "attestation", "rating"
MATTER, MET, POINTS = "matter", "met", "points"
"""The event types of attested and rated norms (semantics, 5.6 and 5.7) and their attributes."""


def attribute_of(kind: EventType, name: str) -> Attribute:
    """The attribute that the checker has seen to be there."""
    found = kind.attribute(name)
    if found is None:
        raise ValueError(f"the vocabulary's {kind.term.id} has no {name}")
    return found


def object_of(kind: EventType) -> Attribute | None:
    """The attribute that holds the counterparty, None if the type has none."""
    return None if kind.object is None else attribute_of(kind, kind.object)


def dating_of(kind: EventType) -> Attribute | None:
    """The date attribute that places the event in a window (1.5), None if the type has none."""
    return None if kind.dated_by is None else kind.attribute(kind.dated_by)
