"""Quotas that recur by the calendar, steps included, as one statement each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from dutyrules.checking.policy import Quota
from dutyrules.engines.columnar.bulk.grid import quota_grid
from dutyrules.engines.columnar.bulk.judging import (
    VERDICTS,
    Judged,
    bound_verdict,
    instances,
    open_verdict,
)
from dutyrules.engines.columnar.bulk.measures import Counting, counting
from dutyrules.engines.columnar.bulk.sources import GRID_KEYS, KEYS
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.operators import Branch
from dutyrules.records.log import SCALE

Measured = Callable[[Counting], str]
"""The query that gives a counting's measure; how it does is what the two forms differ in."""


def quota_statement(stock: Stock, branches: Sequence[Branch], number: int, measured: Measured) -> str:
    """The instances of a quota in one scope: its branch, then those of its steps."""
    norm, scope = branches[0].norm, branches[0].measure.key
    if not isinstance(norm, Quota) or scope is None:
        raise TypeError("only a quota is counted")
    asked = [counting(branch) for branch in branches]
    grid = quota_grid(stock, norm, number, scope)
    tables = [f"m{rung} AS MATERIALIZED ({measured(one)})" for rung, one in enumerate(asked)]
    numbers = ", ".join(_numbers(stock, norm, rung, one) for rung, one in enumerate(asked))
    joins = " ".join(_joined(rung, one) for rung, one in enumerate(asked))
    query = f"WITH {', '.join(tables)} SELECT g.*, {numbers} FROM ({grid}) g {joins}"
    return instances(stock, norm, number, _judged(stock, norm, len(asked)), query)


def _joined(rung: int, asked: Counting) -> str:
    mine, theirs = KEYS[asked.scope], GRID_KEYS[asked.scope]
    same = f"= g.{theirs} AND m{rung}.win = g.win"
    if asked.toward is None:
        return f"LEFT JOIN m{rung} ON m{rung}.{mine} {same}"
    # A row that does not say toward whom it was done may yet be for any counterparty (4.4).
    unnamed = f"(SELECT {mine}, win, unnamed FROM m{rung} WHERE object IS NULL) u{rung}"
    return (
        f"LEFT JOIN m{rung} ON m{rung}.{mine} {same} AND m{rung}.object = g.counterparty "
        f"LEFT JOIN {unnamed} ON u{rung}.{mine} = g.{theirs} AND u{rung}.win = g.win"
    )


def _numbers(stock: Stock, norm: Quota, rung: int, asked: Counting) -> str:
    """low_n, high_n and, if asked for, evidence_n."""
    low = f"coalesce(m{rung}.low, 0)"
    more, blanks = f"coalesce(m{rung}.more, 0)", f"coalesce(m{rung}.blanks, 0)"
    if asked.toward is not None:
        more += f" + coalesce(u{rung}.unnamed, 0) * {SCALE}"
        blanks += f" + coalesce(u{rung}.unnamed, 0)"
    settled = stock.settled("g.closes", [asked.event])
    high = f"CASE WHEN {settled} THEN {low} + {more} END"
    if asked.summed is not None:
        high = f"CASE WHEN {settled} AND {blanks} = 0 THEN {low} END"
    ids = f", m{rung}.evidence AS evidence_{rung}" if stock.files.settings.evidence else ""
    return f"{low} AS low_{rung}, ({high})::BIGINT AS high_{rung}{ids}"


def _judged(stock: Stock, norm: Quota, rungs: int) -> Judged:
    """The first step that is met will do; all must fail for a breach (5.10)."""
    over = stock.is_over("q.closes")
    verdicts = [
        bound_verdict(
            *(f"q.{name}_{rung}" for name in ("low", "high", "least", "most")),
            is_permission=norm.modality is Modality.MAY,
            is_over=over,
        )
        for rung in range(rungs)
    ]
    if rungs == 1:
        return _of_numbers(stock, f"({verdicts[0]})", lambda name: f"q.{name}_0")
    met = [f"({v}) = {VERDICTS[Verdict.FULFILLED]}" for v in verdicts]
    failed = " AND ".join(f"({v}) = {VERDICTS[Verdict.VIOLATED]}" for v in verdicts)
    verdict = (
        f"(CASE WHEN {' OR '.join(met)} THEN {VERDICTS[Verdict.FULFILLED]} "
        f"WHEN {failed} THEN {VERDICTS[Verdict.VIOLATED]} ELSE {open_verdict(over)} END)"
    )

    def of_the_one_met(name: str) -> str:
        cases = " ".join(f"WHEN {condition} THEN q.{name}_{rung}" for rung, condition in enumerate(met))
        return f"(CASE {cases} ELSE q.{name}_0 END)"

    return _of_numbers(stock, verdict, of_the_one_met)


def _of_numbers(stock: Stock, verdict: str, number: Callable[[str], str]) -> Judged:
    """The verdict with the numbers that it is about, each given by its name."""
    judged = Judged(
        verdict=verdict,
        low=number("low"),
        high=number("high"),
        least=number("least"),
        most=number("most"),
        counterparty="q.counterparty",
    )
    has_ids = bool(stock.files.settings.evidence)
    return attrs.evolve(judged, evidence=number("evidence")) if has_ids else judged
