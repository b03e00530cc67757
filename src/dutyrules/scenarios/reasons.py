"""Why an answer is what it is, in a few lines: the reason, the arithmetic, the rows looked at."""

from __future__ import annotations

from collections.abc import Iterator

from dutyrules.explaining.rows import BLANK
from dutyrules.findings.model import EvidenceRow, Finding, Language, ScoreResult, Step
from dutyrules.reports.plain_text import clean
from dutyrules.scenarios.results import Answer
from dutyrules.scenarios.wording import COUNTED, REASON, ROW, number_text, separator, span_text, verdict_word

MOST_ROWS = 10


def instance_line(answer: Answer, language: Language) -> str:
    """The instance in one line: who, when, and what came of it."""
    who = separator(language).join(party.name for party in answer.bearer)
    label = answer.window.label.in_language(language)
    if isinstance(answer, Finding):
        return clean(f"{who} · {label} · {verdict_word(answer.verdict, language)}")
    points = span_text(answer.low, answer.high, "", language)
    grades = separator(language).join(answer.grade)
    return clean(" · ".join(part for part in (who, label, points, grades) if part))


def reasons(answer: Answer, language: Language) -> tuple[str, ...]:
    """The lines behind the answer, none with a control character."""
    lines = _of_finding(answer, language) if isinstance(answer, Finding) else _of_score(answer, language)
    return tuple(clean(line) if line == line.lstrip() else "  " + clean(line) for line in lines)


def _labelled(label: str, text: str, language: Language) -> str:
    return f"{label}{': ' if language is Language.EN else '：'}{text}"


def _steps(steps: tuple[Step, ...], language: Language) -> Iterator[str]:
    for step in steps:
        yield "  " + _labelled(step.what.in_language(language), step.value, language)


def _of_finding(finding: Finding, language: Language) -> Iterator[str]:
    yield instance_line(finding, language)
    yield _labelled(REASON.in_language(language), finding.reason.in_language(language), language)
    yield from _steps(finding.steps, language)
    yield from _rows((*finding.evidence, *finding.rejected), language)


def _of_score(score: ScoreResult, language: Language) -> Iterator[str]:
    yield instance_line(score, language)
    for item in score.items:
        points = span_text(item.low, item.high, "", language)
        most = "" if item.maximum is None else f"/{number_text(item.maximum)}"
        yield "  " + _labelled(item.item, f"{points}{most}  {item.reason.in_language(language)}", language)
    for veto in score.vetoes:
        yield "  " + _labelled(veto.veto, veto.effect.in_language(language), language)
    if score.stipend is not None:
        yield from _steps(score.stipend.steps, language)
    rows = [row for item in score.items for row in item.evidence]
    yield from _rows((*rows, *(row for veto in score.vetoes for row in veto.evidence)), language)


def _rows(rows: tuple[EvidenceRow, ...], language: Language) -> Iterator[str]:
    blank = BLANK.in_language(language)
    for row in sorted(rows, key=lambda r: r.row)[:MOST_ROWS]:
        place = ROW.in_language(language).format(row=row.row)
        cells = separator(language).join(f"{label} {value}" for label, value in row.cells if value != blank)
        verdict = COUNTED if row.reason is None else row.reason
        told = verdict.in_language(language)
        yield "  " + _labelled(f"{place} {row.day} {row.event_type} {cells}", told, language)
    if len(rows) > MOST_ROWS:
        yield "  ..."
