"""Norms kept apart: no event counts for two of them (semantics, 5.18)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dutyrules.checking.policy import Quota
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Obligation
from dutyrules.syntax.tree import BoundKind

Judge = Callable[[Obligation, frozenset[int]], Outcome]


def kept_apart(
    owed: Sequence[Obligation], groups: Sequence[tuple[str, ...]], judge: Judge
) -> tuple[Outcome, ...]:
    """The outcomes, with those of later norms of a group judged without what earlier ones took.

    Order: as given. A norm that asks for at least n takes its first n events, any other all of its.
    """
    settled = [judge(obligation, frozenset()) for obligation in owed]
    for group in groups:
        taken: frozenset[int] = frozenset()
        for label in group:
            places = [p for p, o in enumerate(settled) if o.obligation.norm.label == label]
            if taken:
                for place in places:
                    settled[place] = judge(owed[place], taken)
            taken = taken.union(*(_used(settled[place]) for place in places))
    return tuple(settled)


def _used(outcome: Outcome) -> frozenset[int]:
    if outcome.verdict is Verdict.WAIVED:
        return frozenset()
    norm, low = outcome.obligation.norm, outcome.obligation.low
    counts = isinstance(norm, Quota) and norm.summed is None and norm.limit.kind is BoundKind.AT_LEAST
    if counts and low is not None and outcome.verdict is Verdict.FULFILLED:
        return frozenset(outcome.evidence[: int(low)])
    return frozenset(outcome.evidence)
