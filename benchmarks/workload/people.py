"""Who is in the school: groups with a leader and eight to twelve members, leaves, late arrivals.

A person's code is their place: first the leaders, one per group, then the members, group by group. All is
arithmetic on the group's number, so that SQL and Python say the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from benchmarks.workload.size import FIRST_DAY

_BEFORE = (0, 8, 17, 27, 38)
"""Members of the groups before, in a run of five groups of 8, 9, 10, 11 and 12."""

LEAVE_EVERY = 25
"""Every so many leaders one is on leave for a part of the term, with the group's first member as deputy."""

SCHOOL_UNIT = "SCHOOL"
ENROLLED = datetime.date(2026, 8, 1)


@attrs.frozen
class Held:
    """A row of the memberships: days [start, end); no end is open."""

    person: int
    unit: int
    role: str
    start: datetime.date
    end: datetime.date | None


def members_of(group: int) -> range:
    """The numbers of the group's members among all members."""
    first = group // 5 * 50 + _BEFORE[group % 5]
    return range(first, first + 8 + group % 5)


def members_sql(group: str) -> tuple[str, str]:
    """The first member's number and the number of members, in SQL over the group's number."""
    first = f"({group} // 5 * 50 + [{', '.join(map(str, _BEFORE))}][{group} % 5 + 1])"
    return first, f"(8 + {group} % 5)"


def leave_of(group: int) -> tuple[int, int] | None:
    """The days of the term [start, end) on which the leader is on leave."""
    if group % LEAVE_EVERY:
        return None
    start = 20 + group // LEAVE_EVERY * 7 % 60
    return start, start + 14 + group // LEAVE_EVERY % 30


def leave_sql(group: str) -> str:
    """A condition on a column `day_of_term`: the group's leader is on leave then."""
    number = f"({group} // {LEAVE_EVERY})"
    start = f"(20 + {number} * 7 % 60)"
    return (
        f"({group} % {LEAVE_EVERY} = 0 AND day_of_term >= {start} "
        f"AND day_of_term < {start} + 14 + {number} % 30)"
    )


def person_id(code: int) -> str:
    """The person's id, in the order of the codes."""
    return f"P{code:07d}"


def unit_id(code: int, groups: int) -> str:
    """The unit's id; the school itself comes after the groups."""
    return SCHOOL_UNIT if code == groups else f"G{code:06d}"


def memberships(groups: int) -> Iterator[Held]:
    """Everybody's memberships, group by group."""
    for group in range(groups):
        yield from _leaders(group, groups)
        for place, member in enumerate(members_of(group)):
            yield _member(groups + member, group, place)


def _leaders(group: int, groups: int) -> Iterator[Held]:
    leave = leave_of(group)
    if leave is None:
        yield Held(group, group, "leader", ENROLLED, None)
        return
    start, end = (FIRST_DAY + datetime.timedelta(days=days) for days in leave)
    deputy = groups + members_of(group)[0]
    yield Held(group, group, "leader", ENROLLED, start)
    yield Held(deputy, group, "leader", start, end)
    yield Held(group, group, "leader", end, None)


def _member(person: int, group: int, place: int) -> Held:
    """Of a hundred members three join and two leave in the course of the term; the deputies stay."""
    turn = (person * 37 + 11) % 100 if place else 100
    day = FIRST_DAY + datetime.timedelta(days=(person * 13) % 120)
    start = day if turn < 3 else ENROLLED
    end = day if 3 <= turn < 5 else None
    return Held(person, group, "member", start, end)


def people_count(groups: int) -> int:
    """Leaders and members together."""
    return groups + members_of(groups - 1).stop
