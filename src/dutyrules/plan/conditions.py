"""Whether a norm applies to a bearer on a day (semantics, 5.4)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import assert_never

from dutyrules.checking.policy import Condition, HasProperty, Limit, RankedIn, UnitHas
from dutyrules.checking.vocabulary import Attribute
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
    answers = [_holds(c, post, day, posts) for c in conditions if not isinstance(c, RankedIn)]
    if any(answer is False for answer in answers):
        return Applicability.CONDITION_FAILS
    if any(answer is None for answer in answers):
        return Applicability.CONDITION_UNKNOWN
    return Applicability.OWED


def _holds(condition: UnitHas | HasProperty, post: Post, day: datetime.date, posts: Posts) -> bool | None:
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
    return has_property(condition.property, post.person, day, posts, value=condition.value)


def has_property(
    attribute: Attribute, identifier: str, day: datetime.date, posts: Posts, *, value: str | bool
) -> bool | None:
    """True if the person's property has `value` on `day`, None where the roster leaves it blank."""
    person = posts.roster.person(identifier)
    if person is None:
        return None
    forms = {fold(label) for label in attribute.term.labels()}
    columns = [values for header, values in person.properties.items() if fold(header) in forms]
    written = next((text for values in columns for text in _on(values, day)), "")
    return written_means(attribute, written, value)


def written_means(attribute: Attribute, written: str, value: str | bool) -> bool | None:
    """True if the text says that the property has `value`, None where it is blank or says nothing."""
    written = written.strip()
    if not written:
        return None
    if isinstance(value, str):
        return fold(written) in _choice_forms(attribute, value)
    if fold(written) in _YES:
        return value
    return not value if fold(written) in _NO else None


def _choice_forms(attribute: Attribute, value: str) -> frozenset[str]:
    """How a value may be written: a choice's labels, or the text itself."""
    choice = next((c for c in attribute.choices if c.id == value), None)
    return frozenset(fold(x) for x in ((value,) if choice is None else choice.labels()))


def _on(values: tuple[DatedValue, ...], day: datetime.date) -> list[str]:
    return [v.value for v in values if v.holds_on(day)]
