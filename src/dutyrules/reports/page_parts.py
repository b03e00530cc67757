"""The report arranged as the page shows it: by policy, by verdict, and by the one who bears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from dutyrules.findings.model import Finding, Party, PolicyInfo, Report, ReportWindow, ScoreResult
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.grids import Grid, Layout, Matrix, grid, layout_of, matrix, strip
from dutyrules.reports.tallies import (
    SHOWN_FIRST,
    MoneySum,
    NormTally,
    Tally,
    money_sums,
    norm_tallies,
    tally,
    with_verdict,
)

_SAFE_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@attrs.frozen(kw_only=True)
class ScoreRow:
    """One bearer's scores of one name. Shapes: one cell per column of the table."""

    bearer: tuple[Party, ...]
    cells: tuple[ScoreResult | None, ...]
    money: tuple[MoneySum, ...]


@attrs.frozen(kw_only=True)
class ScoreTable:
    """The scores of one name, bearers by windows, with what they pay."""

    score: str
    clause: str
    columns: tuple[ReportWindow, ...]
    rows: tuple[ScoreRow, ...]
    money: tuple[MoneySum, ...]


@attrs.frozen(kw_only=True)
class PolicyPart:
    """One policy's share of the report."""

    policy: PolicyInfo
    tally: Tally
    grids: tuple[Grid, ...]
    matrix: Matrix | None
    tables: tuple[ScoreTable, ...]
    scores: tuple[ScoreResult, ...]
    paid: tuple[tuple[ScoreResult, ...], ...]
    """The scores that pay, one group per bearer."""
    money: tuple[MoneySum, ...]


@attrs.frozen(kw_only=True)
class VerdictPart:
    """All findings with one verdict, by norm."""

    verdict: Verdict
    groups: tuple[NormTally, ...]
    count: int


@attrs.frozen(kw_only=True)
class Sheet:
    """Everything that one bearer owes and gets: norms with their findings, and scores."""

    bearer: tuple[Party, ...]
    tally: Tally
    norms: tuple[NormTally, ...]
    scores: tuple[ScoreResult, ...]
    money: tuple[MoneySum, ...]


def policy_parts(report: Report) -> tuple[PolicyPart, ...]:
    """One part per policy, in the report's order."""
    return tuple(_policy_part(report, policy) for policy in report.policies)


def verdict_parts(report: Report) -> tuple[VerdictPart, ...]:
    """One part per verdict that occurs, what needs an answer first."""
    found = ((verdict, with_verdict(report.findings, verdict)) for verdict in SHOWN_FIRST)
    return tuple(
        VerdictPart(verdict=verdict, groups=by_norm(findings), count=len(findings))
        for verdict, findings in found
        if findings
    )


def sheets(report: Report) -> tuple[Sheet, ...]:
    """One sheet per person or unit that bears, by id."""
    findings: dict[tuple[Party, ...], list[Finding]] = {}
    scores: dict[tuple[Party, ...], list[ScoreResult]] = {}
    for finding in report.findings:
        findings.setdefault(finding.bearer[:1], []).append(finding)
    for score in report.scores:
        scores.setdefault(score.bearer[:1], []).append(score)
    bearers = sorted({*findings, *scores}, key=lambda bearer: [(p.id, p.name) for p in bearer])
    return tuple(_sheet(b, findings.get(b, []), scores.get(b, [])) for b in bearers)


def by_norm(findings: Iterable[Finding]) -> tuple[NormTally, ...]:
    """`findings` grouped by policy, clause and norm, groups in order of appearance."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.policy, finding.clause, finding.norm), []).append(finding)
    return tuple(
        NormTally(policy=policy, clause=clause, norm=norm, findings=tuple(found), tally=tally(found))
        for (policy, clause, norm), found in groups.items()
    )


def anchors(prefix: str, ids: Iterable[str]) -> Mapping[str, str]:
    """A fragment name per id: the id itself where it is fit for one, else its number.

    >>> anchors("f", ["a-1", "周活动/3"])
    {'a-1': 'f-a-1', '周活动/3': 'f_1'}
    """
    return {
        result: f"{prefix}-{result}" if _SAFE_ANCHOR.fullmatch(result) else f"{prefix}_{index}"
        for index, result in enumerate(ids)
    }


def shares(counts: Tally) -> tuple[tuple[Verdict, Decimal, Decimal], ...]:
    """Each verdict that occurs with the start and the width of its share, in percent of all."""
    start, found = Decimal(0), []
    for verdict in reversed(SHOWN_FIRST):
        if counts.counts[verdict]:
            width = round(Decimal(100) * counts.counts[verdict] / counts.total, 3)
            found.append((verdict, start, width))
            start += width
    return tuple(found)


def _policy_part(report: Report, policy: PolicyInfo) -> PolicyPart:
    norms = norm_tallies(report, policy)
    layouts = [(norm, layout_of(norm)) for norm in norms]
    scores = tuple(s for s in report.scores if s.policy == policy.name)
    return PolicyPart(
        policy=policy,
        tally=tally(f for norm in norms for f in norm.findings),
        grids=tuple(
            grid(norm) if layout is Layout.GRID else strip(norm)
            for norm, layout in layouts
            if layout is not Layout.MATRIX
        ),
        matrix=matrix([norm for norm, layout in layouts if layout is Layout.MATRIX]),
        tables=_score_tables(scores),
        scores=scores,
        paid=_by_bearer(s for s in scores if s.stipend is not None),
        money=money_sums(scores),
    )


def _by_bearer(scores: Iterable[ScoreResult]) -> tuple[tuple[ScoreResult, ...], ...]:
    groups: dict[tuple[Party, ...], list[ScoreResult]] = {}
    for score in scores:
        groups.setdefault(score.bearer, []).append(score)
    return tuple(map(tuple, groups.values()))


def _score_tables(scores: tuple[ScoreResult, ...]) -> tuple[ScoreTable, ...]:
    names = dict.fromkeys(s.score for s in scores)
    return tuple(_score_table(name, tuple(s for s in scores if s.score == name)) for name in names)


def _score_table(name: str, scores: tuple[ScoreResult, ...]) -> ScoreTable:
    windows = {(s.window.start, s.window.end): s.window for s in scores}
    order = sorted(windows)
    rows = []
    for own in _by_bearer(scores):
        cells = {(s.window.start, s.window.end): s for s in own}
        row = ScoreRow(bearer=own[0].bearer, cells=tuple(map(cells.get, order)), money=money_sums(own))
        rows.append(row)
    return ScoreTable(
        score=name,
        clause=scores[0].clause,
        columns=tuple(windows[key] for key in order),
        rows=tuple(rows),
        money=money_sums(scores),
    )


def _sheet(bearer: tuple[Party, ...], findings: list[Finding], scores: list[ScoreResult]) -> Sheet:
    return Sheet(
        bearer=bearer,
        tally=tally(findings),
        norms=by_norm(findings),
        scores=tuple(scores),
        money=money_sums(scores),
    )
