"""One row of the log, its columns read on demand: the reference engine's slow, plain view."""

from __future__ import annotations

import datetime

import attrs

from dutyrules.checking.vocabulary import Attribute
from dutyrules.engines.values import Value, decoded
from dutyrules.records.log import Log


@attrs.frozen
class Event:
    """The event at `seq`; `when` is the instant (µs UTC) by which windows hold it, `day` its day."""

    log: Log
    seq: int
    when: int
    day: datetime.date

    @property
    def actor(self) -> str | None:
        """The id of who did it, None if nobody is named."""
        code = self.log.actor[self.seq]
        return self.log.people[code] if code >= 0 else None

    @property
    def unit(self) -> str | None:
        """The id of the unit it belongs to, None if none is named."""
        code = self.log.unit[self.seq]
        return self.log.units[code] if code >= 0 else None

    def value(self, attribute: Attribute) -> Value | None:
        """The attribute's value in its own type (a person or unit by id), None where missing."""
        column = self.log.columns.get(attribute.term.id)
        code = None if column is None else column.values[self.seq]
        return None if code is None else decoded(self.log, attribute.kind, code)
