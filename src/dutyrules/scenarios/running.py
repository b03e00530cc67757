"""Scenarios of a policy, run one by one."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator

from dutyrules.auditing import report_on
from dutyrules.calendar.zones import EPOCH
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.scenario import Scenario
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import Language, QuarantinedRow
from dutyrules.records.log_error import LogError
from dutyrules.records.quarantine_codes import Code
from dutyrules.scenarios.comparing import Comparison
from dutyrules.scenarios.results import ExpectationResult, ScenarioResult, TableProblem
from dutyrules.scenarios.school import column_header, log_of_scenario, school_of
from dutyrules.syntax.folding import fold
from dutyrules.syntax.source import Span
from dutyrules.syntax.suggestions import nearest

HEADER = 0
"""The number of a table's header row."""


def run_scenarios(
    policy: CheckedPolicy, language: Language | None = None, containing: str = ""
) -> Iterator[ScenarioResult]:
    """The result of each scenario whose title holds `containing`, in either script and any case."""
    for scenario in policy.scenarios:
        if fold(containing).lower() in fold(scenario.title).lower():
            yield run_scenario(policy, scenario, language or policy.language)


def run_scenario(policy: CheckedPolicy, scenario: Scenario, language: Language) -> ScenarioResult:
    """The scenario held against the policy, under its own parameters if it has any."""
    began = time.perf_counter()
    under = policy if scenario.variant is None else policy.variants[scenario.variant]
    problems, results = _judged(under, scenario, language)
    return ScenarioResult(
        policy=policy.name,
        file=policy.file,
        scenario=scenario,
        problems=problems,
        results=results,
        language=language,
        seconds=time.perf_counter() - began,
    )


def _judged(
    policy: CheckedPolicy, scenario: Scenario, language: Language
) -> tuple[tuple[TableProblem, ...], tuple[ExpectationResult, ...]]:
    school = school_of(scenario, policy.vocabulary)
    try:
        log = log_of_scenario(scenario, policy.vocabulary, school)
    except LogError as error:
        span = scenario.tables[0].span if scenario.tables else scenario.span
        return tuple(_refused(p.message.in_language(language), p.code, span) for p in error.problems), ()
    if log.quarantine:
        return tuple(_problem(policy.vocabulary, scenario, row, language) for row in log.quarantine), ()
    as_of = EPOCH + datetime.timedelta(microseconds=scenario.as_of)
    report = report_on((policy,), school, log, as_of=as_of, language=language)
    comparison = Comparison(
        report=report, calendar=scenario.calendar, source=scenario.source, language=language
    )
    return (), tuple(comparison.result(expectation) for expectation in scenario.expectations)


def _refused(message: str, code: str, span: Span) -> TableProblem:
    return TableProblem(message=message, code=code, span=Span(span.start, span.start + 1))


def _problem(
    vocabulary: Vocabulary, scenario: Scenario, row: QuarantinedRow, language: Language
) -> TableProblem:
    span = _cell(scenario, row) or scenario.span
    return TableProblem(
        message=row.message.in_language(language),
        code=row.code,
        span=span,
        suggestion=nearest(row.value, _names(vocabulary, scenario, row, language)),
    )


def _names(
    vocabulary: Vocabulary, scenario: Scenario, row: QuarantinedRow, language: Language
) -> Iterator[str]:
    """The names that the cell could have held."""
    match row.code:
        case Code.UNKNOWN_EVENT_TYPE.value:
            yield from (event.term.label(language) for event in vocabulary.events.values())
        case Code.UNKNOWN_PERSON.value:
            yield from scenario.cast.people
        case Code.UNKNOWN_UNIT.value:
            yield from (name for name, _ in scenario.cast.units)
        case Code.UNKNOWN_COLUMN.value:
            attributes = (a for event in vocabulary.events.values() for a in event.attributes)
            yield from (attribute.term.label(language) for attribute in attributes)
        case _:
            return


def _cell(scenario: Scenario, row: QuarantinedRow) -> Span | None:
    """Where the cell (or else the row) that a line of the quarantine tells of stands in the policy file."""
    place = int(row.file) - 1
    table = scenario.tables[place]
    first = 1 + sum(len(earlier.rows) for earlier in scenario.tables[:place])
    cells = table.header if row.row == HEADER else table.rows[row.row - first]
    if not cells:
        return None
    valued = [cell for cell in cells if cell.text and cell.text in (row.value, row.column)]
    under = [
        cell
        for head, cell in zip(table.header, cells, strict=False)
        if column_header(head.text) == row.column and cell.text
    ]
    found = [*valued, *under]
    return found[0].span if found else cells[0].span.to(cells[-1].span)
