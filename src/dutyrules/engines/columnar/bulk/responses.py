"""Responses: what is owed around each trigger, one statement each (2.9, 4.5)."""

from __future__ import annotations

import datetime

from dutyrules.checking.policy import Quota, Response, ResponseKind
from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.engines.columnar.answers import answer, at_least, at_most
from dutyrules.engines.columnar.bulk.grid import STATES, shown, state, values
from dutyrules.engines.columnar.bulk.judging import Judged, bound_verdict, instances
from dutyrules.engines.columnar.bulk.measures import totals
from dutyrules.engines.columnar.bulk.openings import Spell, days_in_force, opened_sql, spell_on
from dutyrules.engines.columnar.bulk.sources import reading_of, rows_of
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.model import Modality
from dutyrules.plan.attributes import object_of
from dutyrules.plan.numbers import known_from
from dutyrules.plan.obligations import Applicability, Scope, limit_on
from dutyrules.plan.operators import Branch

_BUCKETS = 31
"""Windows of so many days are looked up day by day; longer ones by whose the events are alone."""


def response_statement(stock: Stock, branch: Branch, number: int) -> str:
    """The instances of a response: one for each trigger and post whose it is."""
    norm, response = branch.norm, branch.grid.windows
    if not isinstance(norm, Quota) or not isinstance(response, Response):
        raise TypeError("only a response is opened by triggers")
    spells = _spells(stock, response)
    opened = _opened(stock, branch, response, number, spells)
    measured = _measured(stock, branch, opened, spells)
    low, more, blanks = "coalesce(m.low, 0)", "coalesce(m.more, 0)", "coalesce(m.blanks, 0)"
    settled = stock.settled("o.closes", [norm.event])
    high = f"CASE WHEN {settled} THEN {low} + {more} END"
    if norm.summed is not None:
        high = f"CASE WHEN {settled} AND {blanks} = 0 THEN {low} END"
    ids = ", m.evidence" if stock.files.settings.evidence else ""
    query = (
        f"SELECT o.*, {low} AS low, ({high})::BIGINT AS high{ids} FROM {opened} o "
        f"LEFT JOIN ({measured}) m ON m.place = o.place"
    )
    judged = Judged(
        verdict=bound_verdict(
            "q.low",
            "q.high",
            "q.least",
            "q.most",
            is_permission=norm.modality is Modality.MAY,
            is_over=stock.is_over("q.closes"),
        ),
        low="q.low",
        high="q.high",
        least="q.least",
        most="q.most",
        counterparty="q.counterparty",
        window="CAST(NULL AS INTEGER)",
        event="q.seq",
        evidence="q.evidence" if ids else "CAST([] AS BIGINT[])",
    )
    return instances(stock, norm, number, judged, query)


def _spells(stock: Stock, response: Response) -> dict[int, Spell]:
    """The window that a trigger of each day opens; only those that may be open, if so asked."""
    found = {day: spell_on(response, datetime.date.fromordinal(day), stock) for day in days_in_force(stock)}
    if not stock.files.settings.open_only:
        return found
    return {day: spell for day, spell in found.items() if _may_be_open(stock, day, spell)}


def _may_be_open(stock: Stock, day: int, spell: Spell) -> bool:
    calendar, date = stock.files.calendar, datetime.date.fromordinal(day)
    begins, ends = calendar.instant(date), calendar.instant(date + datetime.timedelta(days=1))
    opens = spell.opens if spell.opens is not None else begins - spell.before
    closes = spell.closes if spell.closes is not None else ends + spell.after
    return opens <= stock.files.as_of < closes


# The grid ------------------------------------------------------------------------------------------


def _opened(stock: Stock, branch: Branch, response: Response, number: int, spells: dict[int, Spell]) -> str:
    """(place, seq, day, person, unit, counterparty, opens, closes, first, last, least, most, state)."""
    limit, rows = branch.judge.limit, []
    if limit is None:
        raise ValueError("every response has a bound")
    for day, spell in spells.items():
        low, high = limit_on(limit, datetime.date.fromordinal(day))
        numbers = (
            spell.opens,
            spell.closes,
            None if low is None else at_least(low),
            None if high is None else at_most(high),
        )
        fixed = (str(day), str(spell.before), str(spell.after), str(spell.first), str(spell.last))
        rows.append([*fixed, *map(shown, numbers)])
    names = ("day", "before", "after", "first", "last", "opens", "closes", "least", "most")
    table = stock.table(f"spells_{number}", lambda: values(rows, names))
    return stock.table(f"opened_{number}", lambda: _opened_sql(stock, branch, response, table, spells))


def _opened_sql(
    stock: Stock, branch: Branch, response: Response, table: str, spells: dict[int, Spell]
) -> str:
    norm, only = branch.norm, branch.grid.only
    if not isinstance(norm, Quota) or only is None:
        raise TypeError("only a response is opened by triggers")
    about = object_of(response.trigger)
    days = (min(spells, default=0), max(spells, default=-1) + 1)
    found = opened_sql(stock, norm.bearer, only, days, about)
    whom = "CAST(NULL AS INTEGER)"
    is_toward = norm.counterparty is not None
    if is_toward:
        whom = "b.actor" if about is None else f"b.{stock.column(about)}"
        if about is not None and about.term.id not in stock.files.log.columns:
            whom = "CAST(NULL AS INTEGER)"
    opens, closes = "coalesce(w.opens, b.moment - w.before)", "coalesce(w.closes, b.moment + w.after)"
    ends, join = closes, ""
    if response.kind is ResponseKind.UNTIL and response.until is not None:
        join, ends = _until(stock, branch), f"least({closes}, u.ends, v.ends)"
    conditions = state(stock, norm.conditions, "c", day="day")
    owed = STATES[Applicability.CONDITION_UNKNOWN]
    unnamed = f" WHEN c.counterparty IS NULL THEN {owed}" if is_toward else ""
    until = [] if response.until is None else [response.until]
    end = STATES[Applicability.END_UNKNOWN]
    through = [stock.files.log.through(e.term.id) for e in until]
    unended = "".join(f" WHEN {'TRUE' if t is None else f'c.closes > {t}'} THEN {end}" for t in through)
    is_open = f" WHERE c.opens <= {stock.files.as_of} AND {stock.files.as_of} < c.closes"
    return (
        f"SELECT row_number() OVER () AS place, c.* EXCLUDE (applies, is_open), "
        f"CASE WHEN c.day < {known_from(norm).toordinal()} THEN {STATES[Applicability.NUMBER_UNKNOWN]} "
        f"WHEN c.applies <> 0 THEN c.applies "
        f"WHEN c.is_open THEN {owed}{unended}{unnamed} ELSE 0 END AS state "
        f"FROM (SELECT c.*, {conditions} AS applies FROM (SELECT b.seq, b.day, b.post, b.person, "
        f"b.held AS unit, ({whom})::INTEGER AS counterparty, b.is_open, {opens} AS opens, "
        f"greatest({opens}, {ends}) AS closes, w.first, w.last, w.least, w.most "
        f"FROM ({found}) b JOIN {table} w ON w.day = b.day{join}) c) c"
        f"{is_open if stock.files.settings.open_only else ''}"
    )


def _until(stock: Stock, branch: Branch) -> str:
    """Joins to the next closing event of the same unit, or of none, on the trigger's day."""
    if branch.grid.until is None:
        raise ValueError("only a window between two events ends with the second")
    force = days_in_force(stock)
    # An event that is dated otherwise stands at the start of its day, and ends nothing before it.
    rows = rows_of(stock, reading_of(stock, [branch.grid.until], (force.start, force.stop)))
    return (
        f" LEFT JOIN LATERAL (SELECT min(n.moment) AS ends FROM ({rows}) n WHERE n.day = b.day "
        f"AND n.unit = coalesce(b.unit, b.held) AND n.moment > b.moment) u ON TRUE "
        f"LEFT JOIN LATERAL (SELECT min(n.moment) AS ends FROM ({rows}) n WHERE n.day = b.day "
        f"AND n.unit IS NULL AND n.moment > b.moment) v ON TRUE"
    )


# The measure ---------------------------------------------------------------------------------------


def _measured(stock: Stock, branch: Branch, opened: str, spells: dict[int, Spell]) -> str:
    """What was done in each opened window, by `place`."""
    norm, scope = branch.norm, branch.measure.key
    if not isinstance(norm, Quota):
        raise TypeError("only a quota is counted")
    toward = None if norm.counterparty is None else object_of(norm.event)
    days = (
        min((s.first for s in spells.values()), default=0),
        max((s.last for s in spells.values()), default=-1) + 1,
    )
    rows = rows_of(stock, reading_of(stock, [branch.measure.where[0].rows], days))
    widest = max((s.last - s.first + 1 for s in spells.values()), default=1)
    windows, same_day = opened, ""
    if widest <= _BUCKETS:
        windows = (
            f"(SELECT *, unnest(range(first, last + 1))::INTEGER AS on_day FROM {opened} WHERE state = 0)"
        )
        same_day = " AND e.day = o.on_day"
    inside = f"{same_day} AND e.moment >= o.opens AND e.moment < o.closes"
    if toward is not None:
        object_column = stock.column(toward, "e.")
        inside += f" AND ({object_column} IS NULL OR {object_column} = o.counterparty)"
    summed = "CAST(NULL AS BIGINT)" if norm.summed is None else stock.column(norm.summed, "e.")
    found = answer(norm.tests, stock.columns("e.day", "e."), stock.files.codes)
    if toward is not None:
        # A row that does not say toward whom it was done may yet count.
        blank = f"{stock.column(toward, 'e.')} IS NULL"
        found = f"CASE WHEN {found} = 0 AND {blank} THEN -1 ELSE {found} END"
    picked = f"SELECT o.place, e.seq, {summed} AS amount, {found} AS answer FROM {windows} o JOIN e ON"
    matches = " UNION ALL ".join(f"{picked} {way}{inside}" for way in _ways(stock, norm, scope))
    evidence = stock.files.settings.evidence
    passing = "answer = 0" if norm.summed is None else "answer = 0 AND amount IS NOT NULL"
    ids = f", min(seq, {evidence}) FILTER (WHERE {passing}) AS evidence" if evidence else ""
    return (
        f"WITH e AS ({rows}) SELECT place, {totals(norm.summed is not None)}{ids} "
        f"FROM ({matches}) GROUP BY place"
    )


def _ways(stock: Stock, norm: Quota, scope: Scope | None) -> list[str]:
    """Whose doing counts, as join conditions that exclude each other."""
    fits = stock.fits(norm.bearer, "e.unit", "o.unit")
    match scope:
        case Scope.UNIT:
            return ["e.unit = o.unit"]
        case Scope.PARTNER:
            own = f"e.actor = o.person AND {fits}"
            toward = object_of(norm.event)
            if toward is None or toward.kind is not AttributeKind.PERSON:
                return [own]
            column = stock.column(toward, "e.")
            return [
                own,
                f"{column} = o.person AND NOT (e.actor IS NOT NULL AND e.actor = o.person AND {fits})",
            ]
        case _:
            return [f"e.actor = o.person AND {fits}"]
