"""Shares of a role's holders that are reached, one statement per norm (5.12)."""

from __future__ import annotations

from fractions import Fraction

import attrs

from dutyrules.checking.policy import Reach
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.bulk.grid import STATES, shown, state, values
from dutyrules.engines.columnar.bulk.judging import Judged, bound_verdict, instances
from dutyrules.engines.columnar.bulk.measures import Counting, counting, read_for
from dutyrules.engines.columnar.bulk.sources import GRID_KEYS, KEYS, rows_of
from dutyrules.engines.columnar.bulk.spacing import Acts
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.model import Modality
from dutyrules.plan.numbers import known_from
from dutyrules.plan.obligations import Applicability, limit_on
from dutyrules.plan.operators import Branch
from dutyrules.records.log import SCALE


def reach_statement(stock: Stock, branch: Branch, number: int, acts: Acts) -> str:
    """The instances of a norm that asks for a share of people. It exempts nobody."""
    norm, asked = branch.norm, counting(branch)
    if not isinstance(norm, Reach):
        raise TypeError("only a share is taken of people")
    judged = _judged(stock, norm)
    return instances(stock, norm, number, judged, _reached(stock, norm, asked, acts, number))


def _judged(stock: Stock, norm: Reach) -> Judged:
    """Percent times people: compared with a hundred times those reached, so that nothing is divided."""
    verdict = bound_verdict(
        "(q.low * 100)",
        "(q.high * 100)",
        "(q.least_percent * q.size)",
        "(q.most_percent * q.size)",
        is_permission=norm.modality is Modality.MAY,
        is_over=stock.is_over("q.closes"),
    )
    judged = Judged(
        verdict=verdict,
        low="q.low",
        high="q.high",
        least="((q.least_percent * q.size + 99) // 100)",
        most="((q.most_percent * q.size) // 100)",
    )
    return attrs.evolve(judged, evidence="q.evidence") if stock.files.settings.evidence else judged


def _reached(stock: Stock, norm: Reach, asked: Counting, acts: Acts, number: int) -> str:
    """The grid with how many people there are (`size`), how many are reached and how many may be."""
    steady = stock.steady(norm.people.role, norm.recurrence)
    k = stock.files.settings.evidence
    listed = f", list_slice(list_sort(flatten(list(o.ids))), 1, {k}) AS evidence" if k else ""
    high = f"CASE WHEN {stock.settled('g.closes', [norm.event])} THEN s.may ELSE s.size END"
    unknown, nobody = STATES[Applicability.NUMBER_UNKNOWN], STATES[Applicability.NOBODY]
    return (
        f"WITH grid AS MATERIALIZED ({_grid(stock, norm, number)}), "
        f"met AS MATERIALIZED ({_met(stock, norm, asked, acts, steady)}), "
        f"people AS ({_people(norm, asked, steady, has_ids=bool(k))}), "
        # Each unnamed event may have reached anybody: those who lack least come first.
        "ordered AS (SELECT *, sum(lacking) OVER (PARTITION BY post, win ORDER BY lacking, person "
        "ROWS UNBOUNDED PRECEDING) AS needed FROM people), "
        f"owed AS (SELECT g.*, {_unnamed(norm, asked)} AS unnamed FROM grid g), "
        "sums AS (SELECT g.post, g.win, count(o.person) AS size, "
        "count(CASE WHEN o.is_reached THEN 1 END) AS done, "
        f"count(CASE WHEN o.needed <= g.unnamed THEN 1 END) AS may{listed} "
        "FROM owed g LEFT JOIN ordered o ON o.post = g.post AND o.win = g.win GROUP BY g.post, g.win) "
        f"SELECT g.*, s.size, s.done * {SCALE} AS low, ({high}) * {SCALE} AS high, "
        f"CASE WHEN NOT g.is_known THEN {unknown} WHEN g.applies = 0 AND s.size = 0 THEN {nobody} "
        f"ELSE g.applies END AS state{', s.evidence' if k else ''} "
        "FROM grid g JOIN sums s ON s.post = g.post AND s.win = g.win"
    )


def _grid(stock: Stock, norm: Reach, number: int) -> str:
    """Who owes it when, with the percentages of the window and whether the norm applies."""
    return (
        "SELECT g.*, b.least_percent, b.most_percent, b.each, b.is_known, "
        f"{state(stock, norm.conditions, 'g')} AS applies "
        f"FROM {stock.at_close(norm.bearer, norm.recurrence)} g "
        f"JOIN {_shares(stock, norm, number)} b ON b.win = g.win"
    )


def _people(norm: Reach, asked: Counting, steady: str, *, has_ids: bool) -> str:
    """Each of the people with whether they are reached and how many events they lack otherwise."""
    mine, theirs = _keys(norm, asked)
    return (
        f"SELECT g.post, g.win, o.person, coalesce(m.sure, 0) * {SCALE} >= g.each AS is_reached, "
        f"greatest(g.each // {SCALE} - coalesce(m.sure, 0) - coalesce(m.maybe, 0), 0) AS lacking"
        f"{', m.evidence AS ids' if has_ids else ''} "
        f"FROM grid g JOIN {steady} o ON o.unit = g.unit AND o.win = g.win AND o.person <> g.person "
        f"LEFT JOIN met m ON m.{mine} = g.{theirs} AND m.win = g.win AND m.object = o.person"
    )


def _unnamed(norm: Reach, asked: Counting) -> str:
    """How many events name nobody, of a row of the grid."""
    mine, theirs = _keys(norm, asked)
    return (
        f"coalesce((SELECT any_value(u.unnamed) FROM met u WHERE u.{mine} = g.{theirs} "
        "AND u.win = g.win AND u.object IS NULL), 0)"
    )


def _keys(norm: Reach, asked: Counting) -> tuple[str, str]:
    """By what events are told apart, and the same of the grid."""
    return ("unit", "unit") if norm.by_actor else (KEYS[asked.scope], GRID_KEYS[asked.scope])


def _shares(stock: Stock, norm: Reach, number: int) -> str:
    """Each window's percentages and how many events reach somebody, in 1/SCALE."""
    since, rows = known_from(norm), []
    for place, window in stock.recurrence(norm.recurrence)[1].items():
        low, high = limit_on(norm.limit, window.first_day)
        percents = [None if n is None else int(Fraction(str(n)) * SCALE) for n in (low, high)]
        each = int(Fraction(str(norm.each.on(window.first_day))) * SCALE)
        rows.append([str(place), str(since <= window.first_day), *map(shown, percents), str(each)])
    names = ("win", "is_known", "least_percent", "most_percent", "each")
    return stock.table(f"percent_{number}", lambda: values(rows, names))


def is_exact(norm: Reach) -> bool:
    """True if its percentages are whole numbers of 1/SCALE, as the statement has them."""
    figures = [f for f in (norm.limit.low, norm.limit.high, norm.each) if f is not None]
    return all((Fraction(str(v)) * SCALE).denominator == 1 for f in figures for _, v in f.settings)


def _met(stock: Stock, norm: Reach, asked: Counting, acts: Acts, steady: str) -> str:
    """How often each person was reached: (key, win, object, sure, maybe, unnamed, evidence)."""
    number, _ = stock.recurrence(asked.recurrence)
    since = " AND e.moment >= s.opens" if stock.is_within_a_day(asked.recurrence) else ""
    spans = f"JOIN {stock.spans_table(number)} s ON s.day = e.day{since}"
    found = answer(asked.tests, stock.columns("e.day", "e."), stock.files.codes)
    k = stock.files.settings.evidence
    seq = ", e.seq" if k else ""
    if norm.by_actor:
        rows = rows_of(stock, read_for(stock, [asked]))
        fits = stock.fits(norm.bearer, "e.unit", "o.unit")
        inner = (
            f"SELECT o.unit, s.win, o.person AS object{seq}, {found} AS answer FROM ({rows}) e {spans} "
            f"JOIN {steady} o ON o.person = e.actor AND o.win = s.win WHERE {fits}"
        )
        mine = "unit"
    else:
        mine = KEYS[asked.scope]
        whom = "CAST(NULL AS BIGINT)" if asked.toward is None else stock.column(asked.toward, "e.")
        inner = (
            f"SELECT e.{mine}, s.win, {whom} AS object{seq}, {found} AS answer "
            f"FROM ({acts(asked)}) e {spans} WHERE e.type = {stock.code(asked.event)}"
        )
    ids = f", min(seq, {k}) FILTER (WHERE answer = 0) AS evidence" if k else ""
    return (
        f"SELECT {mine}, win, object, count(CASE WHEN answer = 0 THEN 1 END) AS sure, "
        f"count(CASE WHEN answer < 0 THEN 1 END) AS maybe, "
        f"count(CASE WHEN answer <= 0 THEN 1 END) AS unnamed{ids} FROM ({inner}) GROUP BY ALL"
    )
