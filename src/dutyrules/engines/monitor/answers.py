"""Tests on one event, compiled to closures that say yes, no or open (semantics, 4.3)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import assert_never

from dutyrules.checking.policy import EventTest, Limit, MatchTest, NumberTest, PresenceTest
from dutyrules.engines.monitor.rows import Row
from dutyrules.engines.outcome import Cause, Rejection
from dutyrules.engines.values import plain_text
from dutyrules.plan.obligations import limit_on
from dutyrules.records.log import SCALE
from dutyrules.syntax.tree import Comparison

Answer = Callable[[Row], bool | None]
Reason = Callable[[Row], Rejection | None]


def scaled_up(number: Decimal) -> int:
    """The least integer of 1/SCALE that is not below the number."""
    return int((number * SCALE).to_integral_value(ROUND_CEILING))


def scaled_down(number: Decimal) -> int:
    """The greatest integer of 1/SCALE that is not above the number."""
    return int((number * SCALE).to_integral_value(ROUND_FLOOR))


def reason_of(tests: Sequence[EventTest]) -> Reason:
    """Why a row does not count: a failed test before an open one; None if it passes them all."""
    answers = [(test, compiled(test)) for test in tests]

    def why_not(row: Row) -> Rejection | None:
        is_open: EventTest | None = None
        for test, answer in answers:
            found = answer(row)
            if found is False:
                return Rejection(event=row.place, cause=Cause.TEST_FAILED, test=test)
            if found is None and is_open is None:
                is_open = test
        return None if is_open is None else Rejection(event=row.place, cause=Cause.MISSING, test=is_open)

    return why_not if answers else _never


def _never(_row: Row) -> None:
    return None


def compiled(test: EventTest) -> Answer:
    """The test as a function of a row: True or False where the attribute is there, None where it is not."""
    name = test.attribute.term.id
    match test:
        case PresenceTest():
            return lambda row: name in row.values
        case NumberTest(limit=limit):
            return _within(name, limit)
        case MatchTest(comparison=comparison, value=wanted):
            return _matching(name, wanted, is_wanted=comparison is Comparison.IS)
        case other:
            assert_never(other)


def _matching(name: str, wanted: str | bool | datetime.date, *, is_wanted: bool) -> Answer:
    if isinstance(wanted, str):
        plain = plain_text(wanted)

        def same_text(row: Row) -> bool | None:
            value = row.values.get(name)
            return None if value is None else (plain_text(str(value)) == plain) is is_wanted

        return same_text
    code = wanted.toordinal() if isinstance(wanted, datetime.date) else wanted

    def same(row: Row) -> bool | None:
        value = row.values.get(name)
        return None if value is None else (value == code) is is_wanted

    return same


def _within(name: str, limit: Limit) -> Answer:
    bounds = _bounds(limit)

    def within(row: Row) -> bool | None:
        value = row.values.get(name)
        if value is None or isinstance(value, str):
            return None
        low, high = bounds(row.day)
        return (low is None or value >= low) and (high is None or value <= high)

    return within


def _bounds(limit: Limit) -> Callable[[int], tuple[int | None, int | None]]:
    """The limit's numbers by the event's day, in 1/SCALE (2.8)."""
    by_day: dict[int, tuple[int | None, int | None]] = {}

    def bounds(day: int) -> tuple[int | None, int | None]:
        if day not in by_day:
            low, high = limit_on(limit, datetime.date.fromordinal(day))
            by_day[day] = (
                None if low is None else scaled_up(low),
                None if high is None else scaled_down(high),
            )
        return by_day[day]

    return bounds
