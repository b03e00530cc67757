"""Waivers over what is owed (semantics, 5.19)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import CheckedPolicy, EachEvent, Norm
from dutyrules.plan.exceptions import is_permission
from dutyrules.plan.obligations import Obligation
from dutyrules.plan.posts import Posts
from dutyrules.plan.windows import ONE_DAY
from dutyrules.records.school import School
from dutyrules.records.waivers import EVERYTHING, Waiver
from dutyrules.syntax.folding import fold


def with_waivers(
    obligations: Sequence[Obligation], policy: CheckedPolicy, school: School
) -> tuple[Obligation, ...]:
    """The obligations, each with the waivers that excuse its bearer if they cover the whole of it."""
    found = [w for w in school.waivers if is_of_policy(w, policy)]
    if not found:
        return tuple(obligations)
    return tuple(_waived(o, found, school.calendar) for o in obligations)


def _waived(obligation: Obligation, waivers: Sequence[Waiver], calendar: SchoolCalendar) -> Obligation:
    norm = obligation.norm
    own = [w for w in waivers if w.person == obligation.person and _is_for(w, norm, obligation.unit)]
    days = _days(obligation, calendar) if own and not is_permission(norm) else []
    if not days or not all(any(w.holds_on(day) for w in own) for day in days):
        return obligation
    used = tuple(w for w in own if any(w.holds_on(day) for day in days))
    return attrs.evolve(obligation, waivers=used)


def _days(obligation: Obligation, calendar: SchoolCalendar) -> list[datetime.date]:
    """The days that waivers must cover: the event's, or the school days of the part, or else its first."""
    first = calendar.day_of(obligation.start)
    if isinstance(obligation.norm, EachEvent):
        return [first]
    last = calendar.day_of(max(obligation.end - 1, obligation.start))
    days = [first + place * ONE_DAY for place in range((last - first).days + 1)]
    return [day for day in days if calendar.is_school_day(day)] or [first]


# What a waiver is for ------------------------------------------------------------------------------


def is_of_policy(waiver: Waiver, policy: CheckedPolicy) -> bool:
    """True if the waiver is of every policy or of this one."""
    names = (policy.name, policy.title, policy.document)
    return waiver.policy is None or fold(waiver.policy) in {fold(name) for name in names if name}


def is_for_norm(waiver: Waiver, norm: Norm) -> bool:
    """True if the waiver is from every norm of its policy or from this one."""
    return waiver.norm == EVERYTHING or fold(waiver.norm) == fold(norm.label)


def _is_for(waiver: Waiver, norm: Norm, unit: str) -> bool:
    return is_for_norm(waiver, norm) and waiver.unit in (None, unit)


def idle(
    waivers: Iterable[Waiver], policies: Sequence[CheckedPolicy], school: School, term: Term
) -> tuple[Waiver, ...]:
    """The waivers of days in the term that excuse nobody from any norm of the policies."""
    posts = {id(policy): Posts(school.roster, policy.vocabulary) for policy in policies}
    in_term = (w for w in waivers if w.start < term.end_day and w.end > term.first_day)
    return tuple(
        w for w in in_term if not any(is_of_policy(w, p) and _excuses(w, p, posts[id(p)]) for p in policies)
    )


def _excuses(waiver: Waiver, policy: CheckedPolicy, posts: Posts) -> bool:
    return any(
        post.person == waiver.person and _is_for(waiver, norm, post.unit)
        for norm in policy.norms
        for post in posts.of(norm.bearer)
    )
