"""Instances that events open: whose they are, and when they begin and end (2.7, 2.9, 4.5)."""

from __future__ import annotations

import datetime

import attrs

from dutyrules.calendar.errors import CalendarError
from dutyrules.checking.policy import Bearer, Response, ResponseKind
from dutyrules.checking.vocabulary import Attribute
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.bulk.sources import reading_of, rows_of
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.plan.operators import Where
from dutyrules.plan.windows import ONE_DAY
from dutyrules.syntax.tree import Unit

_MICROSECONDS = {Unit.HOUR: 3_600_000_000, Unit.MINUTE: 60_000_000}
_A_DAY = 86_400_000_000
_LONGEST = 100_000
"""Hours, days or weeks; more than any school keeps its log."""


@attrs.frozen(kw_only=True)
class Spell:
    """The window that a trigger of one day opens; instants in µs UTC.

    `opens` and `closes` None: at the trigger's instant, `before` or `after` it by so much. No event
    outside the days [first, last] lies in it.
    """

    opens: int | None
    closes: int | None
    before: int = 0
    after: int = 0
    first: int
    last: int


def days_in_force(stock: Stock) -> range:
    """The days of the term on which the policy is in force, as ordinals."""
    term, (first, last) = stock.files.term, stock.policy.effective
    start = max(term.first_day, first or term.first_day)
    return range(start.toordinal(), min(term.last_day, last or term.last_day).toordinal() + 1)


def spell_on(response: Response, day: datetime.date, stock: Stock) -> Spell:
    """The window of a trigger of the day (2.9); of `between`, up to the day's end."""
    calendar, number = stock.files.calendar, day.toordinal()
    begins, ends = calendar.instant(day), calendar.instant(day + ONE_DAY)
    match response.kind:
        case ResponseKind.SAME_DAY:
            return Spell(opens=begins, closes=ends, first=number, last=number)
        case ResponseKind.UNTIL:
            return Spell(opens=None, closes=ends, first=number, last=number)
        case ResponseKind.AFTER:
            return _after(response, day, stock)
        case ResponseKind.BEFORE:
            return _before(response, day, stock)


def _amount(response: Response, day: datetime.date) -> tuple[Unit, int]:
    if response.amount is None or response.amount.unit is None:
        raise ValueError("the checker lets no such response pass without an amount and its unit")
    return response.amount.unit, min(int(response.amount.on(day)), _LONGEST)


def _after(response: Response, day: datetime.date, stock: Stock) -> Spell:
    calendar, number = stock.files.calendar, day.toordinal()
    unit, count = _amount(response, day)
    if unit in _MICROSECONDS:
        after = count * _MICROSECONDS[unit]
        return Spell(opens=None, closes=None, after=after, first=number, last=number + after // _A_DAY + 2)
    if unit is Unit.SCHOOL_DAY:
        last = _school_day_after(stock, day, count)
    else:
        last = day + count * ONE_DAY * (7 if unit is Unit.WEEK else 1)
    closes = calendar.instant(last + ONE_DAY)
    return Spell(opens=calendar.instant(day), closes=closes, first=number, last=last.toordinal())


def _before(response: Response, day: datetime.date, stock: Stock) -> Spell:
    calendar, number = stock.files.calendar, day.toordinal()
    unit, count = _amount(response, day)
    if unit in _MICROSECONDS:
        before = count * _MICROSECONDS[unit]
        return Spell(opens=None, closes=None, before=before, first=number - before // _A_DAY - 2, last=number)
    if unit is Unit.SCHOOL_DAY:
        first = _school_day_before(stock, day, count)
    else:
        first = day - count * ONE_DAY * (7 if unit is Unit.WEEK else 1)
    return Spell(opens=calendar.instant(first), closes=None, first=first.toordinal(), last=number)


def _school_day_after(stock: Stock, day: datetime.date, count: int) -> datetime.date:
    """The n-th school day after `day`; the term's last day where the calendar ends before it."""
    try:
        return stock.files.calendar.school_day_after(day, count)
    except CalendarError:
        return max(day, stock.files.term.last_day)


def _school_day_before(stock: Stock, day: datetime.date, count: int) -> datetime.date:
    """The n-th school day before `day`; the term's first day where the calendar begins after it."""
    known = stock.files.calendar.school_days_of_all
    place = sum(d < day.toordinal() for d in known) - count
    return datetime.date.fromordinal(known[place]) if place >= 0 else min(day, stock.files.term.first_day)


# Whose ---------------------------------------------------------------------------------------------


def opened_sql(
    stock: Stock,
    bearer: Bearer,
    only: Where,
    days: tuple[int, int],
    about: Attribute | None,
) -> str:
    """The events that pass or leave open the tests of `only`, each with the posts whose it is (4.2, 4.5).

    (seq, day, moment, type, actor, unit, the columns, is_open, post, person, held); `about` is the attribute
    whose person may bring the event under a post, None where it does not.
    """
    read = reading_of(stock, [only.rows], days)
    found = answer(only.tests, stock.columns("e.day", "e."), stock.files.codes)
    rows = (
        f"SELECT * EXCLUDE (answer), answer < 0 AS is_open FROM (SELECT e.*, {found} AS answer "
        f"FROM ({rows_of(stock, read)}) e) WHERE answer <= 0"
    )
    posts = stock.posts(bearer)
    held = "t.day >= p.since AND t.day < p.until"
    picked = "SELECT t.*, p.post, p.person, p.unit AS held FROM t"
    ways = [
        f"{picked} JOIN {posts} p ON p.unit = t.unit AND {held}",
        f"{picked} JOIN {posts} p ON p.person = t.actor AND {held} WHERE t.unit IS NULL",
    ]
    if about is not None and about.term.id in stock.files.log.columns:
        ways.append(
            f"{picked} JOIN memberships m ON m.person = t.{stock.column(about)} "
            f"AND t.day >= m.since AND t.day < m.until "
            f"JOIN {posts} p ON p.unit = m.unit AND {held} "
            f"WHERE t.unit IS NULL OR NOT {stock.is_of_kind(bearer, 't.unit')}"
        )
    union = " UNION ALL " if len(ways) == 2 else " UNION "
    return f"WITH t AS MATERIALIZED ({rows}) {union.join(ways)}"
