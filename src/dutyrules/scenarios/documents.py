"""Results of scenarios and their coverage as JSON objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutyrules.scenarios.coverage import Coverage, NormCoverage, ScoreCoverage
from dutyrules.scenarios.results import ExpectationResult, ScenarioResult
from dutyrules.syntax.source import Source, Span

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def result_document(result: ScenarioResult) -> dict[str, Json]:
    """One scenario.

    Shapes: `problems` are cells that could not be read; `expectations` each with its `mismatches`.
    Places are 1-based lines and columns, in characters.
    """
    source = result.scenario.source
    return {
        "policy": result.policy,
        "file": result.file,
        "title": result.scenario.title,
        **_place(source, result.scenario.span),
        "passed": result.is_passed,
        "problems": [
            {
                "code": problem.code,
                "message": problem.message,
                "suggestion": problem.suggestion,
                **_place(source, problem.span),
            }
            for problem in result.problems
        ],
        "expectations": [_expectation(source, r) for r in result.results],
    }


def _expectation(source: Source, result: ExpectationResult) -> dict[str, Json]:
    return {
        "text": result.expectation.text,
        **_place(source, result.expectation.span),
        "met": result.is_met,
        "answer": None if result.answer is None else result.answer.id,
        "mismatches": [
            {"expected": m.expected, "got": m.got, **_place(source, m.span)} for m in result.mismatches
        ],
        "why": list(result.why),
    }


def _place(source: Source, span: Span) -> dict[str, Json]:
    line, column = source.position(span.start)
    return {"line": line, "column": column}


def coverage_document(coverage: Coverage) -> dict[str, Json]:
    """The coverage of one policy; verdicts and grades by name, in the order of the policy."""
    return {
        "policy": coverage.policy,
        "complete": coverage.is_complete,
        "norms": [_norm(norm) for norm in coverage.norms],
        "scores": [_score(score) for score in coverage.scores],
    }


def _norm(norm: NormCoverage) -> dict[str, Json]:
    return {
        "norm": norm.norm,
        "clause": norm.clause,
        "measured": norm.is_measured,
        "reached": sorted(verdict.value for verdict in norm.reached),
        "missing": [verdict.value for verdict in norm.missing],
    }


def _score(score: ScoreCoverage) -> dict[str, Json]:
    return {
        "score": score.score,
        "clause": score.clause,
        "vetoes_fired": dict(score.fired),
        "vetoes_not_fired": dict(score.not_fired),
        "grades": dict(score.grades),
        "stipends": dict(score.stipends),
    }
