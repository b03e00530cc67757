"""What was compared: pairs, instances, and how often each verdict came out of each kind of norm."""

from __future__ import annotations

from collections import Counter

import attrs

from dutyrules.engines.choice import Outcomes
from dutyrules.findings.verdict import Verdict


@attrs.define
class Tally:
    """Counts over pairs; `asked` are those that each engine answered besides the reference.

    `refused` are policies that the checker, or the calendar, does not let pass.
    """

    pairs: int = 0
    refused: Counter[str] = attrs.Factory(Counter)
    verdicts: Counter[tuple[str, Verdict]] = attrs.Factory(Counter)
    states: Counter[str] = attrs.Factory(Counter)
    causes: Counter[str] = attrs.Factory(Counter)
    asked: Counter[str] = attrs.Factory(Counter)
    with_evidence: int = 0
    looked_up: int = 0
    scores: int = 0

    @property
    def instances(self) -> int:
        """All instances of norms."""
        return sum(self.verdicts.values())

    def add(self, answer: Outcomes, scores: int) -> None:
        """Counts one pair's answer."""
        self.pairs += 1
        self.scores += scores
        self.looked_up += len(answer[1])
        for outcome in (*answer[0], *answer[1]):
            self.causes.update(rejection.cause.value for rejection in outcome.rejected)
        for outcome in answer[0]:
            self.verdicts[type(outcome.obligation.norm).__name__, outcome.verdict] += 1
            self.states[outcome.obligation.applicability.value] += 1
            self.with_evidence += bool(outcome.evidence)

    def merge(self, other: Tally) -> None:
        """Adds the counts of another tally."""
        for field in attrs.fields(Tally):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            setattr(self, field.name, mine + theirs)

    def lines(self) -> list[str]:
        """The counts as a table of kinds by verdicts."""
        kinds = sorted({kind for kind, _ in self.verdicts})
        share = 100 * self.with_evidence / max(1, self.instances)
        refused = sum(self.refused.values())
        rows = [
            f"pairs: {self.pairs:,} (and {refused:,} refused: {dict(self.refused)})",
            f"instances: {self.instances:,}, {share:.1f} % with evidence; "
            f"looked up by scores: {self.looked_up:,}; scores: {self.scores:,}",
            f"{'':12}" + "".join(f"{verdict.value:>14}" for verdict in Verdict),
        ]
        for kind in kinds:
            rows.append(f"{kind:12}" + "".join(f"{self.verdicts[kind, v]:>14,}" for v in Verdict))
        rows.append(f"states: {dict(sorted(self.states.items()))}")
        rows.append("asked: " + ", ".join(f"{name} {count:,}" for name, count in self.asked.items()))
        rows.append(f"rejected events: {dict(sorted(self.causes.items()))}")
        return rows
