"""Tests on an event as SQL over integer columns (semantics, 4.3).

The tests of a norm become one expression, the *answer*: 0 where the event passes them all, n where the
n-th test is the first to fail, -n where none fails and the n-th is the first to be open. So one small
integer says both whether an event counts and which test decided it. Over any relation that has the
attributes as integer columns (numbers in 1/SCALE, dates and days as ordinals, texts as codes, yes/no as
0 and 1, NULL where missing), in memory or in a file.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

import attrs

from dutyrules.checking.policy import EventTest, Figure, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import Attribute, AttributeKind
from dutyrules.engines.outcome import Cause, Rejection
from dutyrules.engines.values import plain_text
from dutyrules.records.log import SCALE, Log
from dutyrules.syntax.tree import Comparison

Codes = Callable[[AttributeKind, str], Sequence[int]]
"""The codes of the texts (or people, or units, by the kind) that are the same as a text (4.3)."""

CODE_OF: Mapping[Cause, int] = {
    cause: 1_000_000 + place
    for place, cause in enumerate(
        (
            Cause.NOT_ENTITLED,
            Cause.OUT_OF_RANGE,
            Cause.SUPERSEDED,
            Cause.PERMITTED,
            Cause.COUNTED_ELSEWHERE,
        )
    )
}
"""What else an event may be rejected for, as answers that no test gives."""

_CAUSES = {code: cause for cause, code in CODE_OF.items()}
_TEXTS = (AttributeKind.TEXT, AttributeKind.CHOICE)
_CODED = (*_TEXTS, AttributeKind.PERSON, AttributeKind.UNIT)


@attrs.frozen(kw_only=True)
class Columns:
    """What a relation's columns are called: its `day` and its attributes, by the attribute's id.

    An attribute that is not there is missing from every row.
    """

    day: str
    attributes: Mapping[str, str]

    def of(self, attribute: Attribute) -> str:
        """The attribute's column, or NULL."""
        return self.attributes.get(attribute.term.id, "CAST(NULL AS BIGINT)")


def answer(tests: Sequence[EventTest], columns: Columns, codes: Codes) -> str:
    """An expression for the answer: 0 passes, n fails the n-th test, -n leaves the n-th open."""
    if not tests:
        return "0"
    results = [passes(test, columns, codes) for test in tests]
    failed = [f"WHEN NOT {result} THEN {n}" for n, result in enumerate(results, 1)]
    is_open = [f"WHEN {result} IS NULL THEN -{n}" for n, result in enumerate(results, 1)]
    return f"CASE {' '.join((*failed, *is_open))} ELSE 0 END"


def rejection(event: int, decided: int, tests: Sequence[EventTest | None]) -> Rejection | None:
    """What an answer, or a code of `CODE_OF`, says of the event; None if it passes.

    A None among the tests stands for an event that is unusable for another reason than a test.
    """
    if decided == 0:
        return None
    if decided in _CAUSES:
        return Rejection(event=event, cause=_CAUSES[decided])
    cause = Cause.TEST_FAILED if decided > 0 else Cause.MISSING
    return Rejection(event=event, cause=cause, test=tests[abs(decided) - 1])


def passes(test: EventTest, columns: Columns, codes: Codes) -> str:
    """A condition for one test: true, false, or NULL where the attribute is missing."""
    column = columns.of(test.attribute)
    match test:
        case PresenceTest():
            return f"({column} IS NOT NULL)"
        case NumberTest():
            return _lies_within(test, column, columns.day)
        case MatchTest():
            same = f"({_same(test, column, codes)})"
            return same if test.comparison is Comparison.IS else f"(NOT {same})"
        case other:
            assert_never(other)


# Numbers -------------------------------------------------------------------------------------------


def _lies_within(test: NumberTest, column: str, day: str) -> str:
    if not test.attribute.kind.is_number:
        return "CAST(NULL AS BOOLEAN)"
    low, high = test.limit.low, test.limit.high
    bounds = [] if low is None else [f"{column} >= {_on_day(low, day, at_least)}"]
    bounds += [] if high is None else [f"{column} <= {_on_day(high, day, at_most)}"]
    # Without a bound every number passes, and a missing one is open.
    return f"({' AND '.join(bounds) or f'{column} = {column}'})"


def _on_day(figure: Figure, day: str, scaled: Callable[[Decimal], int]) -> str:
    """The figure of the event's day (2.8): the last setting that holds, or else the first."""
    first = figure.settings[0][1]
    dated = [(since, scaled(value)) for since, value in figure.settings]
    cases = [
        f"WHEN {day} >= {since.toordinal()} THEN {value}" if since else f"WHEN TRUE THEN {value}"
        for since, value in reversed(dated)
    ]
    if len(dated) == 1:
        return str(scaled(first))
    return f"CASE {' '.join(cases)} ELSE {scaled(first)} END"


@lru_cache(maxsize=4096)
def at_least(value: Decimal) -> int:
    """The least integer of 1/SCALE that is not below the number, without rounding error."""
    return math.ceil(Fraction(value) * SCALE)


@lru_cache(maxsize=4096)
def at_most(value: Decimal) -> int:
    """The greatest integer of 1/SCALE that is not above the number."""
    return math.floor(Fraction(value) * SCALE)


# Everything else -----------------------------------------------------------------------------------


def _same(test: MatchTest, column: str, codes: Codes) -> str:
    """Whether the attribute is the value; NULL where it is missing."""
    kind, wanted = test.attribute.kind, test.value
    match wanted:
        case bool() if kind is AttributeKind.YES_NO:
            return f"{column} {'<>' if wanted else '='} 0"
        case datetime.date() if kind is AttributeKind.DATE:
            return f"{column} = {wanted.toordinal()}"
        case str() if kind in _CODED:
            return _one_of(column, codes(kind, wanted))
        case _:
            # What is of another kind is never the same, but a missing value stays open.
            return f"{column} <> {column}"


def _one_of(column: str, codes: Sequence[int]) -> str:
    return f"{column} IN ({', '.join(map(str, codes))})" if codes else f"{column} <> {column}"


def codes_of(log: Log) -> Codes:
    """The codes of a log's dictionaries by the text that they stand for."""
    tables: dict[AttributeKind, dict[str, list[int]]] = {}

    def look_up(kind: AttributeKind, text: str) -> Sequence[int]:
        if kind not in tables:
            tables[kind] = _by_text(dictionary(log, kind))
        return tables[kind].get(plain_text(text), ())

    return look_up


def _by_text(texts: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for code, text in enumerate(texts):
        found.setdefault(plain_text(text), []).append(code)
    return found


def dictionary(log: Log, kind: AttributeKind) -> Sequence[str]:
    """What the codes of an attribute of that kind stand for."""
    match kind:
        case AttributeKind.PERSON:
            return log.people
        case AttributeKind.UNIT:
            return log.units
        case _:
            return log.texts
