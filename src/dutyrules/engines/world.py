"""What every engine answers from, and the names that its vocabulary must have."""

from __future__ import annotations

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.plan.attributes import ATTESTATION, MATTER, MET, POINTS, RATING, attribute_of, object_of
from dutyrules.records.log import Log
from dutyrules.records.school import School

__all__ = [
    "ATTESTATION",
    "MATTER",
    "MET",
    "POINTS",
    "RATING",
    "World",
    "attribute_of",
    "object_of",
]


@attrs.frozen(kw_only=True)
class World:
    """What every answer is as of: the school, the log, the term and the instant (µs UTC)."""

    school: School
    log: Log
    term: Term
    as_of: int
