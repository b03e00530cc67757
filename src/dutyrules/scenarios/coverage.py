"""What the scenarios of a policy reach: outcomes of norms, vetoes, grades and rows of stipends.

Only what a met expectation speaks of counts: an outcome that merely came about was looked at by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from dutyrules.checking.policy import Attestation, CheckedPolicy, Norm, Quota, Rating, Score
from dutyrules.checking.scenario import Expectation, GradesWanted, MoneyWanted, VerdictWanted
from dutyrules.findings.model import Finding, Modality, ScoreResult
from dutyrules.findings.verdict import Verdict
from dutyrules.scenarios.results import ScenarioResult

SHOWN = (Verdict.FULFILLED, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)
_PERMISSION = (Verdict.FULFILLED, Verdict.INAPPLICABLE)
_DUTY = (Verdict.FULFILLED, Verdict.VIOLATED)


@attrs.frozen(kw_only=True)
class NormCoverage:
    """The verdicts of one norm that scenarios reached, and those that they have to.

    Nothing is demanded of attested and rated norms, which are not `is_measured`.
    """

    norm: str
    clause: str
    is_measured: bool
    reached: frozenset[Verdict]
    demanded: tuple[Verdict, ...]

    @property
    def missing(self) -> tuple[Verdict, ...]:
        """The demanded verdicts that no scenario reached."""
        return tuple(verdict for verdict in self.demanded if verdict not in self.reached)


@attrs.frozen(kw_only=True)
class ScoreCoverage:
    """What of one score was reached; each pair is a name and whether a scenario got there.

    `fired` and `not_fired` are by veto, `grades` are those that points gave (not a veto), `stipends`
    the rows that were paid.
    """

    score: str
    clause: str
    fired: tuple[tuple[str, bool], ...]
    not_fired: tuple[tuple[str, bool], ...]
    grades: tuple[tuple[str, bool], ...]
    stipends: tuple[tuple[str, bool], ...]


@attrs.frozen(kw_only=True)
class Coverage:
    """The coverage of one policy, in the order of its norms and scores."""

    policy: str
    title: str
    norms: tuple[NormCoverage, ...]
    scores: tuple[ScoreCoverage, ...]

    @property
    def measured(self) -> tuple[NormCoverage, ...]:
        """The norms that are measured in events, of which outcomes are demanded."""
        return tuple(norm for norm in self.norms if norm.is_measured)

    @property
    def is_complete(self) -> bool:
        """True if every measured norm reached what is demanded of it."""
        return not any(norm.missing for norm in self.norms)


@attrs.frozen
class _Met:
    """A met expectation with its answer."""

    expectation: Expectation
    answer: Finding | ScoreResult

    def wants(self, kind: type[GradesWanted | MoneyWanted | VerdictWanted]) -> bool:
        """True if the expectation names a value of that kind."""
        return any(isinstance(wanted, kind) for wanted in self.expectation.wanted)


def coverage_of(policy: CheckedPolicy, results: Iterable[ScenarioResult]) -> Coverage:
    """What `results`, which are all of `policy`, reached."""
    met = [
        _Met(result.expectation, result.answer)
        for scenario in results
        for result in scenario.results
        if result.is_met and result.answer is not None
    ]
    return Coverage(
        policy=policy.name,
        title=policy.title,
        norms=tuple(_norm(norm, met) for norm in policy.norms),
        scores=tuple(_score(policy, score, met) for score in policy.scores),
    )


def _norm(norm: Norm, met: list[_Met]) -> NormCoverage:
    reached = {
        m.answer.verdict
        for m in met
        if isinstance(m.answer, Finding) and m.answer.norm == norm.label and m.wants(VerdictWanted)
    }
    is_measured = not isinstance(norm, Attestation | Rating)
    is_permission = isinstance(norm, Quota) and norm.modality is Modality.MAY
    demanded = _PERMISSION if is_permission else _DUTY
    return NormCoverage(
        norm=norm.label,
        clause=norm.clause,
        is_measured=is_measured,
        reached=frozenset(reached),
        demanded=demanded if is_measured else (),
    )


def _score(policy: CheckedPolicy, score: Score, met: list[_Met]) -> ScoreCoverage:
    own = [m for m in met if isinstance(m.answer, ScoreResult) and m.answer.score == score.name]
    answers = [m.answer for m in own if isinstance(m.answer, ScoreResult)]
    certain = [{v.veto for v in a.vetoes if v.certain} for a in answers]
    possible = [{v.veto for v in a.vetoes} for a in answers]
    labels = {g.id: g.label(policy.language) for g in (score.bands.grades() if score.bands else ())}
    by_points = _single_grades(m for m in own if m.wants(GradesWanted))
    paid = _single_grades((m for m in own if m.wants(MoneyWanted)), vetoed=True)
    vetoes = [v.name for v in score.vetoes]
    rows = () if score.stipend is None else tuple(score.stipend.by_grade)
    return ScoreCoverage(
        score=score.name,
        clause=score.clause,
        fired=tuple((name, any(name in found for found in certain)) for name in vetoes),
        not_fired=tuple((name, any(name not in found for found in possible)) for name in vetoes),
        grades=tuple((label, label in by_points) for label in labels.values()),
        stipends=tuple((labels.get(grade, grade), labels.get(grade, grade) in paid) for grade in rows),
    )


def _single_grades(met: Iterable[_Met], *, vetoed: bool = False) -> frozenset[str]:
    """The grades that are the only possible ones; where a veto set them, only if `vetoed`."""
    answers = (m.answer for m in met)
    return frozenset(
        answer.grade[0]
        for answer in answers
        if isinstance(answer, ScoreResult)
        and len(answer.grade) == 1
        and (vetoed or not any(veto.certain for veto in answer.vetoes))
    )
