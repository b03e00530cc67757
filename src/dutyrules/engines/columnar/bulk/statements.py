"""Attested and rated norms, one statement each (5.6, 5.7)."""

from __future__ import annotations

from dutyrules.checking.policy import Attestation, Rating
from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.engines.columnar.answers import at_most
from dutyrules.engines.columnar.bulk.grid import STATES, shown, state, values
from dutyrules.engines.columnar.bulk.judging import VERDICTS, Judged, instances, open_verdict
from dutyrules.engines.columnar.bulk.measures import days_of
from dutyrules.engines.columnar.bulk.roster_tables import among
from dutyrules.engines.columnar.bulk.sources import reading_of, rows_of
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.numbers import known_from
from dutyrules.plan.obligations import Applicability
from dutyrules.plan.operators import Branch, Measure


def stated_statement(stock: Stock, branch: Branch, number: int) -> str:
    """The instances of an attested or rated norm: the latest usable statement decides."""
    norm = branch.norm
    if not isinstance(norm, Attestation | Rating):
        raise TypeError("only attested and rated norms are stated")
    is_rating = isinstance(norm, Rating)
    bounds = _bounds(stock, norm, number)
    grid = (
        f"SELECT g.*, b.most, CASE WHEN NOT b.is_known THEN {STATES[Applicability.NUMBER_UNKNOWN]} "
        f"ELSE {state(stock, norm.conditions, 'g')} END AS state "
        f"FROM {stock.parts(norm.bearer, norm.recurrence)} g JOIN {bounds} b ON b.win = g.win"
    )
    latest = _latest(stock, norm, branch.measure, bounds)
    query = (
        f"SELECT g.*, m.said, m.seq FROM ({grid}) g LEFT JOIN ({latest}) m "
        "ON m.post = g.post AND m.win = g.win"
    )
    over = stock.is_over("q.closes")
    kept = f"CASE WHEN q.said <> 0 THEN {VERDICTS[Verdict.FULFILLED]} ELSE {VERDICTS[Verdict.VIOLATED]} END"
    said = str(VERDICTS[Verdict.FULFILLED]) if is_rating else kept
    verdict = f"(CASE WHEN q.said IS NULL THEN {open_verdict(over)} ELSE {said} END)"
    evidence = "CASE WHEN q.said IS NOT NULL THEN [q.seq] END"
    judged = Judged(verdict=verdict, evidence=evidence)
    if is_rating:
        judged = Judged(
            verdict=verdict,
            low="coalesce(q.said, 0)",
            high="coalesce(q.said, q.most)",
            most="q.most",
            evidence=evidence,
        )
    return instances(stock, norm, number, judged, query)


def _bounds(stock: Stock, norm: Attestation | Rating, number: int) -> str:
    since, rows = known_from(norm), []
    for place, window in stock.recurrence(norm.recurrence)[1].items():
        most = at_most(norm.out_of.on(window.first_day)) if isinstance(norm, Rating) else None
        rows.append([str(place), str(since <= window.first_day), shown(most)])
    return stock.table(f"stated_{number}", lambda: values(rows, ("win", "is_known", "most")))


def _latest(stock: Stock, norm: Attestation | Rating, measure: Measure, bounds: str) -> str:
    """The last usable statement about each post's holder in each window: (post, win, said, seq)."""
    is_rating = isinstance(norm, Rating)
    about, matter, said = measure.toward, measure.matter, measure.of[0]
    if matter is None:
        raise ValueError("a statement is about some matter")
    read = reading_of(stock, [measure.where[0].rows], days_of(stock, norm.recurrence))
    names = (norm.label, f"{stock.policy.document}/{norm.label}")
    codes = sorted({c for name in names for c in stock.files.codes(AttributeKind.TEXT, name)})
    whom = "CAST(NULL AS BIGINT)" if about is None else stock.column(about, "e.")
    value = stock.column(said, "e.")
    number, _ = stock.recurrence(norm.recurrence)
    since = " AND e.moment >= s.opens" if stock.is_within_a_day(norm.recurrence) else ""
    usable = f"{value} IS NOT NULL" + (f" AND {value} BETWEEN 0 AND b.most" if is_rating else "")
    return (
        f"SELECT p.post, s.win, arg_max({value}, e.seq) AS said, max(e.seq) AS seq "
        f"FROM ({rows_of(stock, read)}) e JOIN {stock.posts(norm.bearer)} p ON p.person = {whom} "
        f"AND e.day >= p.since AND e.day < p.until "
        f"JOIN {stock.spans_table(number)} s ON s.day = e.day{since} "
        f"JOIN {bounds} b ON b.win = s.win "
        f"WHERE {among(stock.column(matter, 'e.'), codes)} AND {usable} "
        f"AND {stock.fits(norm.bearer, 'e.unit', 'p.unit')} "
        f"AND EXISTS (SELECT 1 FROM {stock.holders(norm.by)} h WHERE h.person = e.actor "
        f"AND e.day >= h.since AND e.day < h.until) GROUP BY p.post, s.win"
    )
