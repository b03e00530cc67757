"""Counts over a report: verdicts per policy and norm, rows set aside per code, money per person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from dutyrules.findings.model import Finding, PolicyInfo, QuarantinedRow, Report, ScoreResult, Stipend
from dutyrules.findings.verdict import Verdict

SHOWN_FIRST = (
    Verdict.VIOLATED,
    Verdict.UNDETERMINED,
    Verdict.PENDING,
    Verdict.WAIVED,
    Verdict.INAPPLICABLE,
    Verdict.FULFILLED,
)
"""The order in which findings are listed: what needs an answer comes first."""


@attrs.frozen(kw_only=True)
class Tally:
    """How many findings have each verdict; a verdict that none has stands at 0."""

    counts: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        """All findings."""
        return sum(self.counts.values())


@attrs.frozen(kw_only=True)
class NormTally:
    """The findings of one norm under one clause, and their tally."""

    policy: str
    clause: str
    norm: str
    findings: tuple[Finding, ...]
    tally: Tally


@attrs.frozen(kw_only=True)
class MoneySum:
    """What several stipends come to, in one currency."""

    low: Decimal
    high: Decimal
    currency: str


def tally(findings: Iterable[Finding]) -> Tally:
    """The tally of `findings`."""
    counts = dict.fromkeys(Verdict, 0)
    for finding in findings:
        counts[finding.verdict] += 1
    return Tally(counts=counts)


def norm_tallies(report: Report, policy: PolicyInfo) -> tuple[NormTally, ...]:
    """One entry per norm of `policy` that has findings.

    Order: as the policy has its clauses and norms; a norm that no clause names comes last.
    """
    groups: dict[tuple[str, str], list[Finding]] = {
        (clause.clause, norm): [] for clause in policy.clauses for norm in clause.norms
    }
    for finding in report.findings:
        if finding.policy == policy.name:
            groups.setdefault((finding.clause, finding.norm), []).append(finding)
    return tuple(
        NormTally(policy=policy.name, clause=clause, norm=norm, findings=tuple(found), tally=tally(found))
        for (clause, norm), found in groups.items()
        if found
    )


def with_verdict(findings: Iterable[Finding], verdict: Verdict) -> tuple[Finding, ...]:
    """The findings that have `verdict`, in their order."""
    return tuple(f for f in findings if f.verdict is verdict)


def by_code(rows: Iterable[QuarantinedRow]) -> Mapping[str, tuple[QuarantinedRow, ...]]:
    """The quarantined rows by code, the most frequent code first."""
    groups: dict[str, list[QuarantinedRow]] = {}
    for row in rows:
        groups.setdefault(row.code, []).append(row)
    ranked = sorted(groups.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return {code: tuple(found) for code, found in ranked}


def money_sums(scores: Iterable[ScoreResult]) -> tuple[MoneySum, ...]:
    """What the stipends of `scores` come to, one sum per currency in order of appearance."""
    sums: dict[str, MoneySum] = {}
    for stipend in (s.stipend for s in scores if s.stipend is not None):
        sums[stipend.currency] = _plus(sums.get(stipend.currency), stipend)
    return tuple(sums.values())


def _plus(so_far: MoneySum | None, stipend: Stipend) -> MoneySum:
    low, high = (so_far.low, so_far.high) if so_far else (Decimal(0), Decimal(0))
    return MoneySum(low=low + stipend.low, high=high + stipend.high, currency=stipend.currency)
