"""The verdict, once: a table of rows that is read as Python and written as SQL (semantics, 5.2 and 5.3).

Every engine but the reference, which spells 5.2 out by itself, takes its verdicts from this table. All
numbers are integers of one scale: `low` and `high` are what the measure may come to, `least` and `most`
what the bound allows; None (NULL) is without bound.

>>> verdict(Numbers(low=3, high=None, least=2, most=None), is_permission=False, is_over=False)
<Verdict.FULFILLED: 'fulfilled'>
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Literal, assert_never

import attrs

from dutyrules.findings.verdict import Verdict

Name = Literal["low", "high", "least", "most"]
Sign = Literal["<", "<=", ">", ">=", "="]

_SIGNS: Mapping[Sign, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


@attrs.frozen
class Compare:
    """Both numbers are there and compare so."""

    left: Name
    sign: Sign
    right: Name | int


@attrs.frozen
class Absent:
    """The number is without bound."""

    name: Name


@attrs.frozen
class Both:
    """The two conditions hold."""

    one: Condition
    other: Condition


@attrs.frozen
class Either:
    """One of the two conditions holds, or both."""

    one: Condition
    other: Condition


Condition = Compare | Absent | Both | Either


@attrs.frozen(kw_only=True)
class Numbers:
    """What a bound is held against."""

    low: int
    high: int | None
    least: int | None
    most: int | None


DUTY: tuple[tuple[Condition, Verdict], ...] = (
    (
        Both(
            Either(Absent("least"), Compare("low", ">=", "least")),
            Either(Absent("most"), Compare("high", "<=", "most")),
        ),
        Verdict.FULFILLED,
    ),
    (Either(Compare("high", "<", "least"), Compare("low", ">", "most")), Verdict.VIOLATED),
)
"""The first row that holds decides for `must`, `must not` and `should`; none leaves it open."""

PERMISSION: tuple[tuple[Condition, Verdict], ...] = (
    (Compare("low", ">", 0), Verdict.FULFILLED),
    (Compare("high", "=", 0), Verdict.INAPPLICABLE),
)
"""The same for `may`."""


def verdict(numbers: Numbers, *, is_permission: bool, is_over: bool) -> Verdict:
    """What the rows make of the numbers; an open one is pending until its window `is_over`."""
    rows = PERMISSION if is_permission else DUTY
    found = next((made for condition, made in rows if _holds(condition, numbers)), None)
    return found or (Verdict.UNDETERMINED if is_over else Verdict.PENDING)


def _holds(condition: Condition, numbers: Numbers) -> bool:
    match condition:
        case Compare(left=left, sign=sign, right=right):
            one = getattr(numbers, left)
            other = right if isinstance(right, int) else getattr(numbers, right)
            return one is not None and other is not None and _SIGNS[sign](one, other)
        case Absent(name=name):
            return getattr(numbers, name) is None
        case Both(one=one, other=other):
            return _holds(one, numbers) and _holds(other, numbers)
        case Either(one=one, other=other):
            return _holds(one, numbers) or _holds(other, numbers)
        case unknown:
            assert_never(unknown)


def verdict_sql(columns: Mapping[Name, str], *, is_permission: bool, is_over: str) -> str:
    """A CASE over SQL expressions for the four numbers, with `is_over` a condition in SQL.

    Its value is the verdict's name; NULL is taken for None, so every row gives the same as `verdict`.
    """
    rows = PERMISSION if is_permission else DUTY
    cases = " ".join(f"WHEN {_sql(c, columns)} THEN '{made.value}'" for c, made in rows)
    undecided = f"WHEN {is_over} THEN '{Verdict.UNDETERMINED.value}' ELSE '{Verdict.PENDING.value}'"
    return f"CASE {cases} {undecided} END"


def _sql(condition: Condition, columns: Mapping[Name, str]) -> str:
    match condition:
        case Compare(left=left, sign=sign, right=right):
            other = str(right) if isinstance(right, int) else columns[right]
            return f"coalesce({columns[left]} {sign} {other}, FALSE)"
        case Absent(name=name):
            return f"{columns[name]} IS NULL"
        case Both(one=one, other=other):
            return f"({_sql(one, columns)} AND {_sql(other, columns)})"
        case Either(one=one, other=other):
            return f"({_sql(one, columns)} OR {_sql(other, columns)})"
        case unknown:
            assert_never(unknown)
