"""Results of scenarios and their coverage as lines for a terminal, in the language of the policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutyrules.findings.model import Language
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.plain_text import clean
from dutyrules.reports.width import aligned
from dutyrules.scenarios.coverage import SHOWN, Coverage, NormCoverage, ScoreCoverage
from dutyrules.scenarios.results import ExpectationResult, ScenarioResult
from dutyrules.scenarios.wording import (
    ATTESTED_COVERAGE,
    CLAUSE,
    COVERAGE,
    COVERAGE_OF_SCORES,
    EXPECTED_GOT,
    FAILED,
    FIRED,
    GRADE,
    MISSING,
    NORM,
    NOT_FIRED,
    PASSED,
    STIPEND,
    TOTALS,
    VETO,
    separator,
    verdict_word,
)
from dutyrules.syntax.rendering import excerpt
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.wording import SUGGESTION

YES, NO, NEVER = "+", "-", "/"
"""Marks of an outcome that was reached, that was not, and that cannot be: a permission is never violated."""


def told(result: ScenarioResult) -> Iterator[str]:
    """A line for the scenario and, if it failed, what was expected, where, and what came."""
    word = PASSED if result.is_passed else FAILED
    yield f"{word.in_language(result.language)}  {clean(result.scenario.title)}"
    yield from (f"    {line}" for line in failure_lines(result))


def failure_lines(result: ScenarioResult) -> Iterator[str]:
    """What is wrong, with its place in the file; nothing for a scenario that passed."""
    source, language = result.scenario.source, result.language
    for problem in result.problems:
        yield from snippet(source, problem.span)
        yield f"{clean(problem.message)} [{problem.code}]"
        if problem.suggestion is not None:
            yield SUGGESTION.in_language(language).format(name=clean(problem.suggestion))
    for expectation in result.results:
        if not expectation.is_met:
            yield from _unmet(source, expectation, language)


def _unmet(source: Source, result: ExpectationResult, language: Language) -> Iterator[str]:
    if result.answer is None:
        yield from snippet(source, result.expectation.span)
    else:
        yield from snippet(source, *(mismatch.span for mismatch in result.mismatches))
    for mismatch in result.mismatches:
        text = EXPECTED_GOT.in_language(language)
        yield clean(text.format(expected=mismatch.expected, got=mismatch.got))
    yield from (f"  {line}" for line in result.why)


def snippet(source: Source, first: Span, *others: Span) -> Iterator[str]:
    """The place, the line of the file, and a line of marks under what is meant.

    Of `others` those are marked too that stand further on in the line, if all of it is shown.
    """
    number, column = source.position(first.start)
    line = source.line_text(number)
    text, before, under = _marked(source, line, first)
    marks = " " * before + "^" * under
    for span in others:
        shown, at, width = _marked(source, line, span)
        if source.line_of(span.start) == number and shown == text and at >= len(marks):
            marks = marks.ljust(at) + "^" * width
    yield f"{clean(source.name)}:{number}:{column}"
    yield f"  | {text.rstrip()}"
    yield f"  | {marks}"


def _marked(source: Source, line: str, span: Span) -> tuple[str, int, int]:
    start = min(source.position(span.start)[1] - 1, len(line))
    return excerpt(line, start, min(start + span.end - span.start, len(line)))


def totals(results: Sequence[ScenarioResult], language: Language) -> str:
    """How many scenarios there are, and how they came out."""
    passed = sum(result.is_passed for result in results)
    return TOTALS.in_language(language).format(
        scenarios=len(results),
        passed=passed,
        failed=len(results) - passed,
        expectations=sum(len(result.scenario.expectations) for result in results),
    )


# Coverage ------------------------------------------------------------------------------------------


def coverage_lines(coverage: Coverage, language: Language) -> Iterator[str]:
    """The share of covered norms, a table by clause and outcome, and what of the scores was reached."""
    measured = coverage.measured
    others = [norm for norm in coverage.norms if not norm.is_measured]
    covered = sum(not norm.missing for norm in measured)
    head = (COVERAGE if measured else COVERAGE_OF_SCORES).in_language(language)
    yield head.format(policy=clean(coverage.title), reached=covered, norms=len(measured))
    if measured:
        yield from (f"  {line}" for line in aligned(_table(measured, language)))
    if others:
        reached = sum(bool(norm.reached) for norm in others)
        text = ATTESTED_COVERAGE.in_language(language)
        yield "  " + text.format(reached=reached, norms=len(others))
    for score in coverage.scores:
        yield from (f"  {line}" for line in _score_lines(score, language))


def _table(norms: Sequence[NormCoverage], language: Language) -> tuple[tuple[str, ...], ...]:
    header = (CLAUSE.in_language(language), NORM.in_language(language))
    rows = [(*header, *(verdict_word(verdict, language) for verdict in SHOWN))]
    for norm in norms:
        rows.append((clean(norm.clause), clean(norm.norm), *(_mark(norm, verdict) for verdict in SHOWN)))
    return tuple(rows)


def _mark(norm: NormCoverage, verdict: Verdict) -> str:
    if verdict is Verdict.VIOLATED and verdict not in norm.demanded:
        return NEVER
    return YES if verdict in norm.reached else NO


def _score_lines(score: ScoreCoverage, language: Language) -> Iterator[str]:
    parts = (
        (f"{VETO.in_language(language)} {FIRED.in_language(language)}", score.fired),
        (f"{VETO.in_language(language)} {NOT_FIRED.in_language(language)}", score.not_fired),
        (GRADE.in_language(language), score.grades),
        (STIPEND.in_language(language), score.stipends),
    )
    for what, reached in parts:
        if reached:
            shown = separator(language).join(f"{name} {YES if done else NO}" for name, done in reached)
            colon = ": " if language is Language.EN else "："
            yield clean(f"{score.score}  {what}{colon}{shown}")


def missing_lines(coverage: Coverage, language: Language) -> Iterator[str]:
    """The outcomes that are demanded and that no scenario reached."""
    missing = [norm for norm in coverage.norms if norm.missing]
    if missing:
        yield MISSING.in_language(language)
    for norm in missing:
        verdicts = separator(language).join(verdict_word(verdict, language) for verdict in norm.missing)
        yield f"  {clean(norm.clause)}  {clean(norm.norm)}  {verdicts}"
