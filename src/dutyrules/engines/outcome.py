"""What an engine answers for one obligation; every engine gives these, equal to the last row."""

from __future__ import annotations

import enum
from decimal import Decimal

import attrs

from dutyrules.checking.policy import EventTest
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Obligation


class Cause(enum.Enum):
    """Why an event that was the bearer's did not count."""

    TEST_FAILED = "test_failed"
    MISSING = "missing"
    NOT_ENTITLED = "not_entitled"
    OUT_OF_RANGE = "out_of_range"
    SUPERSEDED = "superseded"
    PERMITTED = "permitted"
    COUNTED_ELSEWHERE = "counted_elsewhere"


@attrs.frozen(kw_only=True)
class Rejection:
    """An event looked at in vain; `test` is the one it failed or left open."""

    event: int
    cause: Cause
    test: EventTest | None = None


@attrs.frozen(kw_only=True)
class Outcome:
    """The answer to one obligation. Events are by `seq`, in order.

    `would_be` is what the verdict of a waived obligation would have been.
    """

    obligation: Obligation
    verdict: Verdict
    measure: Interval | None
    evidence: tuple[int, ...]
    rejected: tuple[Rejection, ...]
    would_be: Verdict | None = None

    @property
    def margin(self) -> Decimal | None:
        """How far the certain part of the measure lies within the bound; negative outside it."""
        if self.measure is None:
            return None
        low, high, done = self.obligation.low, self.obligation.high, self.measure.low
        distances = [done - low] if low is not None else []
        distances += [high - done] if high is not None else []
        return min(distances) if distances else None
