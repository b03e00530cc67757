"""Rows of a statement to outcomes: the same objects as every engine gives."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import attrs

from dutyrules.checking.policy import EventTest, Reach
from dutyrules.engines.columnar.answers import at_least, at_most, rejection
from dutyrules.engines.outcome import Outcome, Rejection
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Obligation
from dutyrules.records.log import SCALE

LARGEST = 2**62
"""No measure comes near it; bounds beyond it are cut to it, so that all numbers are of one integer type."""


def least_of(obligation: Obligation) -> int | None:
    """The least scaled integer that the bound allows."""
    return None if obligation.low is None else _cut(at_least(obligation.low))


def most_of(obligation: Obligation) -> int | None:
    """The greatest scaled integer that the bound allows."""
    return None if obligation.high is None else _cut(at_most(obligation.high))


def _cut(number: int) -> int:
    return max(-LARGEST, min(LARGEST, number))


@lru_cache(maxsize=4096)
def scaled(low: int, high: int | None) -> Interval:
    """The interval of two integers of 1/SCALE."""
    return Interval(low=Decimal(low) / SCALE, high=None if high is None else Decimal(high) / SCALE)


def rejections(
    events: Sequence[int], answers: Sequence[int], tests: Sequence[EventTest | None]
) -> tuple[Rejection, ...]:
    """The rejections of events and their answers."""
    pairs = zip(events, answers, strict=True)
    every = (rejection(event, answer, tests) for event, answer in pairs)
    return tuple(found for found in every if found is not None)


def open_verdict(obligation: Obligation, as_of: int) -> Verdict:
    """5.2: what is neither met nor missed yet."""
    return Verdict.PENDING if as_of < obligation.end else Verdict.UNDETERMINED


def with_verdict(outcome: Outcome, verdict: Verdict) -> Outcome:
    """The outcome under another verdict."""
    return attrs.evolve(outcome, verdict=verdict)


def with_people(obligation: Obligation) -> Obligation:
    """5.12: the percentages of a share's bound as numbers of people; any other bound as it is."""
    if not isinstance(obligation.norm, Reach):
        return obligation
    size = len(obligation.people) + len(obligation.unsure)
    low, high = (None if n is None else n * size / 100 for n in (obligation.low, obligation.high))
    return attrs.evolve(obligation, low=low, high=high)
