"""The rows that measures are made of: events of some types, and events as somebody's doing (4.2).

Every relation here has `seq`, `day` and `moment` (the instant by which windows hold the event), `type`, and
the attributes' columns. `acts` add the post whose holder did them, or whom they are about.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.checking.policy import Bearer
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.columnar.bulk.roster_tables import among
from dutyrules.engines.columnar.bulk.stock import Stock, dated_columns
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Normalise


@attrs.frozen(kw_only=True)
class Reading:
    """What is read of the log: some event types, their attributes' columns, the days [first, end)."""

    events: tuple[EventType, ...]
    columns: tuple[str, ...]
    days: tuple[int, int] | None = None


def reading_of(stock: Stock, tables: Sequence[Normalise], days: tuple[int, int] | None = None) -> Reading:
    """The reading of some tables of the plan; columns that the log lacks are left out."""
    known = stock.files.log.columns
    names = {known[a.term.id] for table in tables for a in table.columns if a.term.id in known}
    events = {table.event.term.id: table.event for table in tables}
    return Reading(events=tuple(events.values()), columns=tuple(sorted(names)), days=days)


def events_sql(stock: Stock, read: Reading) -> str:
    """The events before the as-of instant, straight from the files.

    (seq, day, moment, type, actor, unit, and the columns)
    """
    dated = dated_columns(stock, read.events)
    types = sorted({stock.code(event) for event in read.events})
    day, moment, join = "e.day", "e.t", ""
    if dated:
        filled = " ".join(f"WHEN e.type = {code} THEN e.{column}" for code, column in dated.items())
        own = f"CASE {filled} END"
        day, moment = f"coalesce({own}, e.day)::INTEGER", "coalesce(dated.inst, e.t)"
        join = f" LEFT JOIN days dated ON dated.day = {own}"
    columns = "".join(f", e.{column}" for column in read.columns)
    within = "" if read.days is None else f" AND {day} >= {read.days[0]} AND {day} < {read.days[1]}"
    return (
        f"SELECT e.seq, {day} AS day, {moment} AS moment, e.type, e.actor, e.unit{columns} "
        f"FROM {stock.files.log.source} e{join} "
        f"WHERE {among('e.type', types)} AND {_before_now(stock)}{within}"
    )


def _before_now(stock: Stock) -> str:
    """1.4: before the as-of instant; where that begins a day, the event's day says so, which is shorter."""
    calendar, as_of = stock.files.calendar, stock.files.as_of
    today = calendar.day_of(as_of)
    if calendar.instant(today) == as_of:
        return f"e.day < {today.toordinal()}"
    return f"e.t < {as_of}"


def rows_of(stock: Stock, read: Reading) -> str:
    """The same rows, from the table of those that are kept if it has them all."""
    codes = {stock.code(event) for event in read.events}
    if stock.kept is None or not codes <= stock.kept[1]:
        return events_sql(stock, read)
    table, types = stock.kept[0], among("type", sorted(codes))
    within = "" if read.days is None else f" AND day >= {read.days[0]} AND day < {read.days[1]}"
    columns = "".join(f", {column}" for column in read.columns)
    return f"SELECT seq, day, moment, type, actor, unit{columns} FROM {table} WHERE {types}{within}"


def actor_acts_sql(stock: Stock, bearer: Bearer, read: Reading) -> str:
    """What holders of the bearer's posts did while in post, for their unit: adds (post, held).

    `held` is the post's unit.
    """
    return (
        f"SELECT p.post, p.unit AS held, e.* FROM ({rows_of(stock, read)}) e "
        f"JOIN {stock.posts(bearer)} p ON p.person = e.actor AND e.day >= p.since AND e.day < p.until "
        f"WHERE {stock.fits(bearer, 'e.unit', 'p.unit')}"
    )


def partner_acts_sql(stock: Stock, bearer: Bearer, read: Reading, about: str) -> str:
    """What was done to holders of the bearer's posts while in post, except by themselves (4.6)."""
    fits = stock.fits(bearer, "e.unit", "p.unit")
    return (
        f"SELECT p.post, p.unit AS held, e.* FROM ({rows_of(stock, read)}) e "
        f"JOIN {stock.posts(bearer)} p ON p.person = e.{about} AND e.day >= p.since AND e.day < p.until "
        f"WHERE NOT (e.actor IS NOT NULL AND e.actor = p.person AND {fits})"
    )


KEYS = {Scope.PERSON: "post", Scope.PARTNER: "post", Scope.POST: "held", Scope.UNIT: "unit"}
"""The column of the acts that says whose they are."""

GRID_KEYS = {Scope.PERSON: "post", Scope.PARTNER: "post", Scope.POST: "unit", Scope.UNIT: "unit"}
"""The column of the grid that it is joined to."""
