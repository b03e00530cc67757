"""The six verdicts, and what a measure is worth while part of the record is unknown."""

from __future__ import annotations

import enum
from decimal import Decimal

import attrs


class Verdict(enum.Enum):
    """What one instance of a norm comes to at an as-of instant."""

    FULFILLED = "fulfilled"
    VIOLATED = "violated"
    PENDING = "pending"
    WAIVED = "waived"
    INAPPLICABLE = "inapplicable"
    UNDETERMINED = "undetermined"

    @property
    def is_final(self) -> bool:
        """True if no later event can change the verdict, short of a correction."""
        return self in (Verdict.FULFILLED, Verdict.VIOLATED, Verdict.WAIVED, Verdict.INAPPLICABLE)


@attrs.frozen(kw_only=True)
class Interval:
    """The values a number may still take, both ends included; `high` None is unbounded."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """The interval that holds `value` alone."""
        number = Decimal(value)
        return cls(low=number, high=number)

    @property
    def is_certain(self) -> bool:
        """True if only one value is left."""
        return self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low=self.low + other.low, high=high)
