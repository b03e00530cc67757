"""Responses: windows that follow from a trigger (semantics, 2.9)."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import attrs

from dutyrules.checking.policy import Quota, Response, ResponseKind, Whose
from dutyrules.engines.columnar.connection import number
from dutyrules.engines.columnar.openings import Opener, Opening
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.world import object_of
from dutyrules.plan.obligations import Applicability, Obligation, Scope, limit_on
from dutyrules.plan.windows import ONE_DAY
from dutyrules.syntax.tree import Unit

LONGEST = 100_000
"""Hours, days or weeks; more than any school keeps its log, and less than a date can be off."""

_ELAPSED = {Unit.HOUR: 3_600_000_000, Unit.MINUTE: 60_000_000}
_SCOPES = {Whose.ACTOR: Scope.PERSON, Whose.PARTNER: Scope.PARTNER, Whose.UNIT: Scope.UNIT}


def responses(opener: Opener, norm: Quota, response: Response) -> Iterator[Obligation]:
    """One instance for each trigger and bearer, and toward each counterparty."""
    openings = list(opener.openings(norm, response.trigger, response.tests))
    for opening, (start, end) in zip(openings, _windows(opener, response, openings), strict=True):
        window = opener.window("response", opening, start, max(start, end))
        bound = limit_on(norm.limit, opening.day)
        owed = opener.obligation(norm, opening, window, _SCOPES[norm.whose], bound)
        if owed.applicability is Applicability.OWED and not _is_end_known(opener.store, response, owed):
            owed = attrs.evolve(owed, applicability=Applicability.END_UNKNOWN)
        yield from _toward(opener, norm, response, owed, opening)


def _is_end_known(store: Store, response: Response, owed: Obligation) -> bool:
    """False where an event that the log does not hold yet may end the window earlier."""
    if response.until is None:
        return True
    through = store.through(response.until)
    return through is not None and through >= owed.window.end


def _toward(
    opener: Opener, norm: Quota, response: Response, owed: Obligation, opening: Opening
) -> Iterator[Obligation]:
    """Toward the one whom the trigger was about, toward each, or toward nobody."""
    people = norm.counterparty
    if people is None or not people.of_trigger:
        yield from opener.planner.toward_each(owed, people, opening.post)
        return
    code = opening.actor if object_of(response.trigger) is None else opening.toward
    if code is not None and code >= 0:
        yield attrs.evolve(owed, counterparty=opener.store.coding.names[code])
    elif owed.applicability is Applicability.OWED:
        yield attrs.evolve(owed, applicability=Applicability.CONDITION_UNKNOWN)
    else:
        yield owed


# Windows -------------------------------------------------------------------------------------------


def _windows(opener: Opener, response: Response, openings: Sequence[Opening]) -> Sequence[tuple[int, int]]:
    """The instants [start, end) that each trigger opens."""
    match response.kind:
        case ResponseKind.SAME_DAY:
            return [(opener.instant(e.day), opener.instant(e.day + ONE_DAY)) for e in openings]
        case ResponseKind.AFTER:
            return [_after(opener, response, e) for e in openings]
        case ResponseKind.BEFORE:
            return [(_before(opener, response, e), e.instant) for e in openings]
        case ResponseKind.UNTIL:
            ends = _closings(opener, response, openings)
            return [(e.instant, end) for e, end in zip(openings, ends, strict=True)]


def _amount(response: Response, day: datetime.date) -> tuple[Unit, int]:
    if response.amount is None or response.amount.unit is None:
        raise ValueError("the checker lets no such response pass without an amount and its unit")
    return response.amount.unit, min(int(response.amount.on(day)), LONGEST)


def _after(opener: Opener, response: Response, opening: Opening) -> tuple[int, int]:
    """Hours elapse from the instant; days run from the trigger's day to the end of the n-th after it."""
    unit, count = _amount(response, opening.day)
    if unit in _ELAPSED:
        return opening.instant, opening.instant + count * _ELAPSED[unit]
    if unit is Unit.SCHOOL_DAY:
        last = _school_day_after(opener.store, opening.day, count)
    else:
        last = opening.day + count * (7 if unit is Unit.WEEK else 1) * ONE_DAY
    return opener.instant(opening.day), opener.instant(last + ONE_DAY)


def _before(opener: Opener, response: Response, opening: Opening) -> int:
    """The same backwards: from the instant, or to the start of the n-th day before."""
    unit, count = _amount(response, opening.day)
    if unit in _ELAPSED:
        return opening.instant - count * _ELAPSED[unit]
    if unit is Unit.SCHOOL_DAY:
        return opener.instant(_school_day_before(opener.store, opening.day, count))
    return opener.instant(opening.day - count * (7 if unit is Unit.WEEK else 1) * ONE_DAY)


def _school_day_after(store: Store, day: datetime.date, count: int) -> datetime.date:
    """The n-th school day after `day` (0: `day` or the next); where the calendar ends, the term's last."""
    known = store.world.school.calendar.school_days_of_all
    after = bisect_right(known, day.toordinal())
    place = after + count - 1 if count else bisect_left(known, day.toordinal())
    if place < len(known):
        return datetime.date.fromordinal(known[place])
    return max(day, store.world.term.last_day)


def _school_day_before(store: Store, day: datetime.date, count: int) -> datetime.date:
    """The n-th school day before `day`; where the calendar begins after it, the term's first day."""
    known = store.world.school.calendar.school_days_of_all
    place = bisect_left(known, day.toordinal()) - count
    if place >= 0:
        return datetime.date.fromordinal(known[place])
    return min(day, store.world.term.first_day)


def _closings(opener: Opener, response: Response, openings: Sequence[Opening]) -> list[int]:
    """For each trigger, the next event of the closing type of its unit, or of none, that day; or its end."""
    store = opener.store
    ends = [opener.instant(e.day + ONE_DAY) for e in openings]
    if response.until is None or not openings:
        return ends
    units = [store.coding.units[e.post.unit] if e.unit is None else e.unit for e in openings]
    stretch = max([1, *(end - e.instant for e, end in zip(openings, ends, strict=True))])
    triggers = store.load(
        "triggers",
        {
            "o": range(len(openings)),
            "unit": units,
            "start_at": [e.instant for e in openings],
            "end_at": ends,
        },
    )
    joins = " UNION ALL ".join(
        f"SELECT t.o, e.instant FROM t JOIN e ON {same} AND e.stretch = t.stretch\n"
        f"    AND e.instant > t.start_at AND e.instant < t.end_at"
        for same in ("e.unit = t.unit", "e.unit IS NULL")
    )
    rows = store.database.rows(
        f"closings by {response.until.term.id}",
        f"WITH t AS (SELECT *, unnest(range(start_at // {stretch}, (end_at - 1) // {stretch} + 1))\n"
        f"    AS stretch FROM {triggers}),\n"
        f"e AS (SELECT instant, unit, instant // {stretch} AS stretch\n"
        f"    FROM {store.events(response.until).table})\n"
        f"SELECT o, min(instant) FROM ({joins}) GROUP BY o",
    )
    for place, instant in rows:
        ends[number(place)] = number(instant)
    return ends
