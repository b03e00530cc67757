"""What the integers of a log stand for, and how values are compared (semantics, 2.10 and 4.3)."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal
from functools import lru_cache

from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.records.log import SCALE, Log
from dutyrules.syntax.folding import fold

Value = Decimal | str | bool | datetime.date


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
