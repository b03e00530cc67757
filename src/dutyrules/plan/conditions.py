"""Whether a norm applies to a bearer on a day (semantics, 5.4)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import assert_never

from dutyrules.checking.policy import Condition, HasProperty, Limit, UnitHas
from dutyrules.plan.obligations import Applicability, limit_on
from dutyrules.plan.posts import Post, Posts
from dutyrules.records.roster import DatedValue
from dutyrules.syntax.folding import fold

_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "1", "true"})
_NO = frozenset({"否", "无", "×", "n", "no", "0", "false", "-", "—"})


def applicability(
    conditions: tuple[Condition, ...], post: Post, day: datetime.date, posts: Posts
) -> Applicability:
    """OWED if every condition holds on `day`; a failing one outweighs an unknown one."""
    answers = [_holds(c, post, day, posts) for c in conditions]
    if any(answer is False for answer in answers):
        return Applicability.CONDITION_FAILS
    if any(answer is None for answer in answers):
        return Applicability.CONDITION_UNKNOWN
    return Applicability.OWED


def _holds(condition: Condition, post: Post, day: datetime.date, posts: Posts) -> bool | None:
    match condition:
        case UnitHas(role=role, limit=limit):
            people = {p.person for p in posts.in_unit(role, post.unit) if p.holds(day)}
            return within(limit, Decimal(len(people)), day)
        case HasProperty():
            return _has_property(condition, post, day, posts)
        case other:
            assert_never(other)


def within(limit: Limit, number: Decimal, day: datetime.date) -> bool:
    """True if `number` lies within the limit's numbers of `day`."""
    low, high = limit_on(limit, day)
    return (low is None or number >= low) and (high is None or number <= high)


def _has_property(condition: HasProperty, post: Post, day: datetime.date, posts: Posts) -> bool | None:
    if condition.of_unit:
        return None
    person = posts.roster.person(post.person)
    if person is None:
        return None
    forms = {fold(label) for label in condition.property.term.labels()}
    written = next(
        (
            v
            for header, values in person.properties.items()
            if fold(header) in forms
            for v in _on(values, day)
        ),
        None,
    )
    if written is None or not written.strip():
        return None
    if isinstance(condition.value, str):
        return fold(written) == fold(condition.value)
    if fold(written) in _YES:
        return condition.value
    return not condition.value if fold(written) in _NO else None


def _on(values: tuple[DatedValue, ...], day: datetime.date) -> list[str]:
    return [v.value for v in values if v.holds_on(day)]
