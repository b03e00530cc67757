"""A term's log as integer-coded columns with their dictionaries.

Shapes: every column has one entry per event, in `seq` order, which is the order of
(instant, event id). Units: `t` is µs UTC, `day` a proleptic ordinal (`date.toordinal`) of the
school-local day, numbers are ten-thousandths of their unit (`SCALE`). A missing value is None in
an attribute column and -1 in `actor` and `unit`.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import attrs

from dutyrules.findings.model import InputFile, QuarantinedRow

SCALE = 10_000
"""Numbers in attribute columns are integers of 1/SCALE of their unit."""


@attrs.frozen(kw_only=True)
class AttributeColumn:
    """One attribute's values, None where the row has none.

    By the attribute's type in the vocabulary: number, minutes, points, percent and money are
    ten-thousandths; date is an ordinal; yes_no is 0 or 1; text and enumeration are codes into
    `Log.texts` (an enumeration stores its value's identifier); person and unit are codes into
    `Log.people` and `Log.units`.
    """

    attribute: str
    values: tuple[int | None, ...]


@attrs.frozen(kw_only=True)
class Completeness:
    """The log holds every event of `event_types` (empty: of every type) before `through` (µs UTC)."""

    event_types: frozenset[str]
    through: int


@attrs.frozen(kw_only=True)
class Log:
    """The events that count, after duplicates, corrections and retractions are settled."""

    ids: tuple[str, ...]
    t: array[int]
    day: array[int]
    event_type: array[int]
    actor: array[int]
    unit: array[int]
    file: array[int]
    row: array[int]
    columns: Mapping[str, AttributeColumn]
    types: tuple[str, ...]
    people: tuple[str, ...]
    units: tuple[str, ...]
    texts: tuple[str, ...]
    files: tuple[str, ...]
    sources: tuple[InputFile, ...]
    quarantine: tuple[QuarantinedRow, ...]
    completeness: tuple[Completeness, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def complete_through(self, event_type: str) -> int | None:
        """The latest instant (µs UTC) before which every event of `event_type` is in the log."""
        known = [c.through for c in self.completeness if not c.event_types or event_type in c.event_types]
        return max(known) if known else None
