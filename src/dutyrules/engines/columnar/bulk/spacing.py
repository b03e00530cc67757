"""The longest gap between neighbouring events, one statement per norm (5.13)."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from dutyrules.checking.policy import Limit, Spacing
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.bulk.grid import STATES, bound_numbers, shown, state, values
from dutyrules.engines.columnar.bulk.judging import Judged, bound_verdict, instances
from dutyrules.engines.columnar.bulk.measures import Counting, counting
from dutyrules.engines.columnar.bulk.sources import GRID_KEYS, KEYS
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.model import Modality
from dutyrules.plan.numbers import known_from
from dutyrules.plan.obligations import Applicability
from dutyrules.plan.operators import Branch
from dutyrules.plan.windows import ONE_DAY, PlannedWindow
from dutyrules.records.log import SCALE
from dutyrules.syntax.tree import Unit

Acts = Callable[[Counting], str]


def spacing_statement(stock: Stock, branch: Branch, number: int, acts: Acts) -> str:
    """The instances of a norm that asks for events at most so many days apart."""
    norm, asked = branch.norm, counting(branch)
    if not isinstance(norm, Spacing):
        raise TypeError("only a spacing has gaps")
    ends = _ends(stock, norm, number)
    grid = (
        f"SELECT g.*, b.first_at, b.last_at, b.known_at, b.least, b.most, "
        f"CASE WHEN NOT b.is_known THEN {STATES[Applicability.NUMBER_UNKNOWN]} "
        f"ELSE {state(stock, norm.conditions, 'g')} END AS state "
        f"FROM {stock.at_close(norm.bearer, asked.recurrence)} g JOIN {ends} b ON b.win = g.win"
    )
    same = f"= g.{GRID_KEYS[asked.scope]} AND {{0}}.win = g.win"
    mine = KEYS[asked.scope]
    widest = "coalesce(greatest(s.low - g.first_at, s.gap, g.last_at - s.high), g.last_at - g.first_at)"
    until = "greatest(g.first_at, g.known_at)"
    least = f"coalesce(greatest(k.low - g.first_at, k.gap, {until} - k.high), {until} - g.first_at)"
    ids = ", s.evidence" if stock.files.settings.evidence else ""
    query = (
        f"WITH seen AS MATERIALIZED ({_seen(stock, asked, acts, ends, norm)}), "
        f"s AS ({_gaps(stock, mine, 'is_sure', with_ids=bool(ids))}), "
        f"k AS ({_gaps(stock, mine, 'is_known', with_ids=False)}) "
        f"SELECT g.*, {widest} * {SCALE} AS high, "
        f"least(CASE WHEN g.known_at IS NULL THEN 0 ELSE {least} END, {widest}) * {SCALE} AS low{ids} "
        f"FROM ({grid}) g LEFT JOIN s ON s.{mine} {same.format('s')} "
        f"LEFT JOIN k ON k.{mine} {same.format('k')}"
    )
    over = stock.is_over("q.closes")
    permits = norm.modality is Modality.MAY
    judged = Judged(
        verdict=bound_verdict("q.low", "q.high", "q.least", "q.most", is_permission=permits, is_over=over),
        low="q.low",
        high="q.high",
        least="q.least",
        most="q.most",
        evidence="q.evidence" if ids else Judged(verdict="").evidence,
    )
    return instances(stock, norm, number, judged, query)


def _seen(stock: Stock, asked: Counting, acts: Acts, ends: str, norm: Spacing) -> str:
    """The days that hold an event that counts, or may: by key and window."""
    number, _ = stock.recurrence(asked.recurrence)
    since = " AND e.moment >= s.opens" if stock.is_within_a_day(asked.recurrence) else ""
    mine, evidence = KEYS[asked.scope], stock.files.settings.evidence
    ids = f", min(seq, {evidence}) FILTER (WHERE answer = 0) AS ids" if evidence else ""
    found = answer(asked.tests, stock.columns("e.day", "e."), stock.files.codes)
    place = "d.before + CAST(d.taught AS INTEGER)" if _in_school_days(norm.limit) else "e.day"
    return (
        f"SELECT {mine}, win, place, bool_or(answer = 0) AS is_sure, "
        f"any_value(day <= coalesce(known_day, -1)) AS is_known{ids} FROM ("
        f"SELECT e.{mine}, s.win, e.day, {place} AS place, b.known_day"
        f"{', e.seq' if evidence else ''}, {found} AS answer "
        f"FROM ({acts(asked)}) e JOIN {stock.spans_table(number)} s ON s.day = e.day{since} "
        f"JOIN {ends} b ON b.win = s.win JOIN days d ON d.day = e.day "
        f"WHERE e.type = {stock.code(asked.event)}) WHERE answer <= 0 GROUP BY {mine}, win, place, day"
    )


def _gaps(stock: Stock, mine: str, which: str, *, with_ids: bool) -> str:
    """The first and last place and the longest gap between, by key and window."""
    k = stock.files.settings.evidence
    # The k smallest of all are among the k smallest of each day.
    ids = f", list_slice(list_sort(flatten(list(ids))), 1, {k}) AS evidence" if with_ids else ""
    return (
        f"SELECT {mine}, win, min(place) AS low, max(place) AS high, coalesce(max(gap), 0) AS gap{ids} "
        f"FROM (SELECT *, place - lag(place) OVER (PARTITION BY {mine}, win ORDER BY place) AS gap "
        f"FROM seen WHERE {which}) GROUP BY {mine}, win"
    )


def _in_school_days(limit: Limit) -> bool:
    return limit.high is not None and limit.high.unit is Unit.SCHOOL_DAY


def _ends(stock: Stock, norm: Spacing, number: int) -> str:
    """Each window's ends and how far the log is known, by day and by place, with its bound."""
    since, rows = known_from(norm), []
    for window_number, window in stock.recurrence(norm.recurrence)[1].items():
        known = _known_day(stock, norm, window)
        first, last = window.first_day, window.end_day - ONE_DAY
        limits = map(shown, bound_numbers(norm.limit, window))
        places = [None if day is None else _place(stock, norm, day) for day in (first, last, known)]
        ordinal = None if known is None else known.toordinal()
        fixed = (str(window_number), str(since <= first))
        rows.append([*fixed, *map(shown, (*places, ordinal)), *limits])
    names = ("win", "is_known", "first_at", "last_at", "known_at", "known_day", "least", "most")
    return stock.table(f"ends_{number}", lambda: values(rows, names))


def _known_day(stock: Stock, norm: Spacing, window: PlannedWindow) -> datetime.date | None:
    """The last day of the window that the log is known to have all events of, None for none."""
    through = stock.files.log.through(norm.event.term.id)
    if through is None:
        return None
    return stock.files.calendar.day_of(min(through, stock.files.as_of, window.end) - 1)


def _place(stock: Stock, norm: Spacing, day: datetime.date) -> int:
    """Where the day stands, counted in days or in school days."""
    if not _in_school_days(norm.limit):
        return day.toordinal()
    calendar = stock.files.calendar
    return calendar.school_days(datetime.date.min, day + ONE_DAY)
