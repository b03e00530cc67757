"""The last step of every norm: grid and measure to instances with verdict and margin."""

from __future__ import annotations

import attrs

from dutyrules.checking.policy import Norm
from dutyrules.engines.columnar.bulk.grid import STATES
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.engines.columnar.bulk.waived import waived_sql, waivers_of
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import OPEN, Applicability
from dutyrules.plan.verdict_rule import verdict_sql

VERDICTS = {verdict: place for place, verdict in enumerate(Verdict)}
"""The number by which a verdict is written."""

NOTHING = "CAST(NULL AS BIGINT)"


@attrs.frozen(kw_only=True)
class Judged:
    """SQL expressions over a relation `q` for what differs from form to form of norm.

    `verdict` is of an instance that is owed; `low` and `high` are its measure, `least` and `most` its
    bound for the margin.
    """

    verdict: str
    low: str = NOTHING
    high: str = NOTHING
    least: str = NOTHING
    most: str = NOTHING
    counterparty: str = "CAST(NULL AS INTEGER)"
    window: str = "q.win"
    event: str = NOTHING
    case: str = "CAST(NULL AS INTEGER)"
    evidence: str = "CAST([] AS BIGINT[])"


def by_number(sql: str) -> str:
    """An expression whose value is a verdict's name, with its number instead."""
    for verdict, place in VERDICTS.items():
        sql = sql.replace(f"'{verdict.value}'", str(place))
    return sql


def bound_verdict(low: str, high: str, least: str, most: str, *, is_permission: bool, is_over: str) -> str:
    """The verdict rule over four expressions, as a number."""
    names = {"low": low, "high": high, "least": least, "most": most}
    return by_number(verdict_sql(names, is_permission=is_permission, is_over=is_over))  # type: ignore[arg-type]


def open_verdict(is_over: str) -> str:
    """Undecided: pending until the window is over."""
    return f"(CASE WHEN {is_over} THEN {VERDICTS[Verdict.UNDETERMINED]} ELSE {VERDICTS[Verdict.PENDING]} END)"


def instances(stock: Stock, norm: Norm, number: int, judged: Judged, query: str) -> str:
    """The rows to write, of a query with person, unit, opens, closes and state; the norm has that number."""
    over, has_evidence = stock.is_over("q.closes"), bool(stock.files.settings.evidence)
    waivers = waivers_of(stock, norm)
    # The distance of the certain part from the nearer end of the bound (5.8).
    margin = f"least({judged.low} - {judged.least}, {judged.most} - {judged.low})"
    owed, empty = "CASE WHEN q.state = 0 THEN", "CAST([] AS BIGINT[])"
    evidence = f", {owed} coalesce({judged.evidence}, {empty}) ELSE {empty} END AS evidence"
    made = _with_state(judged.verdict, over)
    is_waived = f"(w.person IS NOT NULL AND {made} <> {VERDICTS[Verdict.INAPPLICABLE]})"
    verdict, would_be = made, "NULL"
    if waivers is not None:
        verdict = f"CASE WHEN {is_waived} THEN {VERDICTS[Verdict.WAIVED]} ELSE {made} END"
        would_be = f"CASE WHEN {is_waived} THEN {made} END"
    rows = (
        f"SELECT {stock.number}::SMALLINT AS policy, {number}::SMALLINT AS norm, q.person, q.unit, "
        f'{judged.counterparty} AS counterparty, {judged.window} AS "window", q.opens AS start, '
        f'q.closes AS "end", {judged.event} AS event, {judged.case} AS "case", '
        f"q.state::TINYINT AS applicability, ({verdict})::TINYINT AS verdict, "
        f"({would_be})::TINYINT AS would_be, {owed} {judged.low} END::BIGINT AS low, "
        f"{owed} {judged.high} END::BIGINT AS high, {owed} {margin} END::BIGINT AS margin"
        f"{evidence if has_evidence else ''}"
    )
    if waivers is None:
        return f"{rows} FROM ({query}) q"
    return (
        f"WITH found AS MATERIALIZED ({query}), waived AS ({waived_sql(norm, waivers)}) "
        f"{rows} FROM found q LEFT JOIN waived w ON w.person = q.person AND w.unit = q.unit "
        "AND w.opens = q.opens AND w.closes = q.closes"
    )


def _with_state(verdict: str, over: str) -> str:
    """The verdict, or what stands in its place where the norm is not owed."""
    unknown = ", ".join(str(STATES[state]) for state in Applicability if state in OPEN)
    return (
        f"(CASE WHEN q.state = 0 THEN {verdict} "
        f"WHEN q.state IN ({unknown}) THEN {VERDICTS[Verdict.UNDETERMINED]} "
        f"WHEN q.state = {STATES[Applicability.END_UNKNOWN]} THEN {open_verdict(over)} "
        f"ELSE {VERDICTS[Verdict.INAPPLICABLE]} END)"
    )
