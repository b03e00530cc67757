"""One row of the log, its columns read on demand: the reference engine's slow, plain view."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal
from functools import lru_cache

import attrs

from dutyrules.checking.vocabulary import Attribute, AttributeKind
from dutyrules.records.log import SCALE, Log
from dutyrules.syntax.folding import fold

Value = Decimal | str | bool | datetime.date


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


def decoded(log: Log, kind: AttributeKind, code: int) -> Value:
    """A column's integer as the value it stands for."""
    match kind:
        case AttributeKind.TEXT | AttributeKind.CHOICE:
            return log.texts[code]
        case AttributeKind.PERSON:
            return log.people[code]
        case AttributeKind.UNIT:
            return log.units[code]
        case AttributeKind.YES_NO:
            return bool(code)
        case AttributeKind.DATE:
            return datetime.date.fromordinal(code)
        case _:
            return Decimal(code) / SCALE


def same_text(one: str, other: str) -> bool:
    """True if the texts are equal but for width and blanks."""
    return plain_text(one) == plain_text(other)


def case_key(value: Value) -> str:
    """The value as cases are told apart by (2.10): its text without width, case, script and blanks."""
    return "".join(fold(str(value)).split())


@lru_cache(maxsize=4096)
def plain_text(text: str) -> str:
    """The text without width and blanks, as texts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())
