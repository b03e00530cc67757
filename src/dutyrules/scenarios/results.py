"""What came of a scenario: its expectations, each met or not, with what lay behind the answer."""

from __future__ import annotations

import attrs

from dutyrules.checking.scenario import Expectation, Scenario
from dutyrules.findings.model import Finding, Language, ScoreResult
from dutyrules.syntax.source import Span

Answer = Finding | ScoreResult


@attrs.frozen(kw_only=True)
class Mismatch:
    """One expected value that did not come, where it is written, and what came instead."""

    expected: str
    got: str
    span: Span


@attrs.frozen(kw_only=True)
class ExpectationResult:
    """One expectation held against its answer; `answer` None if there was none, or several fit.

    `why` are lines that explain the answer, or say which instances there are.
    """

    expectation: Expectation
    answer: Answer | None
    mismatches: tuple[Mismatch, ...]
    why: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """True if all of it came as expected."""
        return self.answer is not None and not self.mismatches


@attrs.frozen(kw_only=True)
class TableProblem:
    """A cell or row of the scenario's tables that a real log could not hold either."""

    message: str
    code: str
    span: Span
    suggestion: str | None = None
    """The name that was likely meant."""


@attrs.frozen(kw_only=True)
class ScenarioResult:
    """What came of one scenario, told in `language`. Units: `seconds` of wall-clock time.

    A scenario with problems in its tables is not judged: `results` is empty then.
    """

    policy: str
    file: str
    scenario: Scenario
    problems: tuple[TableProblem, ...]
    results: tuple[ExpectationResult, ...]
    language: Language
    seconds: float

    @property
    def is_passed(self) -> bool:
        """True if the tables could be read and every expectation is met."""
        return not self.problems and all(result.is_met for result in self.results)
