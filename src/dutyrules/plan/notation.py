"""Numbers, tests and windows as a printed plan writes them: English words around the terms' labels."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from dutyrules.checking.policy import (
    EventTest,
    Figure,
    FirstPart,
    InMonth,
    LastPart,
    Limit,
    MatchTest,
    NumberTest,
    Part,
    PresenceTest,
    Recurrence,
    Response,
    ResponseKind,
    Slot,
    UntilDate,
    UntilDayOfNextMonth,
    UntilWeek,
)
from dutyrules.checking.vocabulary import Attribute
from dutyrules.findings.model import Language
from dutyrules.syntax.tree import BoundKind, Comparison, Unit

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def figure_text(figure: Figure) -> str:
    """The number with its unit; of a dated one the first, then each with the day from which it holds.

    >>> figure_text(Figure(settings=((None, Decimal(2)), (datetime.date(2027, 2, 1), Decimal(3))), unit=None))
    '2 (3 from 2027-02-01)'
    """
    (since, first), *later = figure.settings
    dated = [(since, first)] if since is not None else []
    changes = [f"{_plain(value)} from {day}" for day, value in [*dated, *later]]
    number = f"{_plain(first)}{_unit(figure.unit, first)}"
    return f"{number} ({', '.join(changes)})" if changes else number


def _unit(unit: Unit | None, number: Decimal) -> str:
    if unit is None:
        return ""
    is_plural = number != 1 and unit not in (Unit.PERCENT, Unit.YUAN)
    return f" {_words(unit.value)}{'s' if is_plural else ''}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def limit_text(limit: Limit) -> str:
    """`at least 2`."""
    low, high = (None if f is None else figure_text(f) for f in (limit.low, limit.high))
    match limit.kind:
        case BoundKind.BETWEEN:
            return f"between {low} and {high}"
        case BoundKind.ANY:
            return f"any, at most {high}" if high is not None else f"any, at least {low}"
        case BoundKind.AT_LEAST | BoundKind.AT_MOST | BoundKind.EXACTLY:
            return f"{_words(limit.kind.value)} {low if low is not None else high}"


# Tests on events -----------------------------------------------------------------------------------


def tests_text(tests: Iterable[EventTest], language: Language) -> str:
    """The tests, joined by `and`."""
    return " and ".join(_test(test, language) for test in tests)


def _test(test: EventTest, language: Language) -> str:
    name = test.attribute.term.label(language)
    match test:
        case PresenceTest():
            return f"{name} is present"
        case NumberTest(limit=limit):
            return f"{name} {limit_text(limit)}"
        case MatchTest(comparison=comparison, value=value):
            verb = "is" if comparison is Comparison.IS else "is not"
            return f"{name} {verb} {value_text(test.attribute, value, language)}"
        case other:
            assert_never(other)


def value_text(attribute: Attribute, value: str | bool | datetime.date, language: Language) -> str:
    """`yes`, a day, the label of a choice, or the text itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    choice = next((term for term in attribute.choices if term.id == value), None)
    return str(value) if choice is None else choice.label(language)


# Windows -------------------------------------------------------------------------------------------


def windows_text(windows: Recurrence | Response, language: Language) -> str:
    """`each week`, `2 days after each plan`."""
    if isinstance(windows, Response):
        return _response(windows, language)
    every = "" if windows.every is None else f"{figure_text(windows.every)} "
    parity = "" if windows.parity is None else f"{windows.parity.value} "
    parts = [f"each {every}{parity}{_words(windows.period.value)}"]
    if windows.anchor is not None:
        parts.append(f"counted from week {figure_text(windows.anchor)}")
    parts += ["sliding"] if windows.sliding else []
    parts += [] if windows.slot is None else [_slot(windows.slot)]
    parts += [] if windows.part is None else [_part(windows.part)]
    return ", ".join(parts)


def _response(response: Response, language: Language) -> str:
    trigger = response.trigger.term.label(language)
    amount = "" if response.amount is None else figure_text(response.amount)
    match response.kind:
        case ResponseKind.SAME_DAY:
            return f"the day of each {trigger}"
        case ResponseKind.AFTER | ResponseKind.BEFORE:
            return f"{amount} {response.kind.value} each {trigger}"
        case ResponseKind.UNTIL:
            end = "the day's end" if response.until is None else response.until.term.label(language)
            return f"from each {trigger} to {end}"


def _slot(slot: Slot) -> str:
    after = "" if slot.after_period is None else f" after period {figure_text(slot.after_period)}"
    return f"{_WEEKDAYS[slot.weekday - 1]}{after}"


def _part(part: Part) -> str:
    match part:
        case FirstPart(amount=amount):
            return f"first {figure_text(amount)}"
        case LastPart(amount=amount):
            return f"last {figure_text(amount)}"
        case UntilWeek(number=number):
            return f"until week {figure_text(number)}"
        case UntilDayOfNextMonth(day=day):
            return f"until day {figure_text(day)} of the next month"
        case UntilDate(month=month, day=day):
            return f"until month {figure_text(month)}, day {figure_text(day)}"
        case InMonth(month=month):
            return f"in month {figure_text(month)}"
        case other:
            assert_never(other)


def _words(identifier: str) -> str:
    return identifier.replace("_", " ")
