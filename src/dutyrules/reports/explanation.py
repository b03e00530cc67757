"""The plain text behind one finding or one score, for a terminal, a letter or a ticket."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import assert_never

import attrs

from dutyrules.findings.model import (
    EvidenceRow,
    Finding,
    ItemResult,
    Language,
    Report,
    ReportWindow,
    ScoreResult,
    Step,
    Text,
    VetoResult,
)
from dutyrules.reports.amounts import days, interval, measured, money, number
from dutyrules.reports.parties import Names, names_in
from dutyrules.reports.plain_text import shorten
from dutyrules.reports.width import aligned, narrow
from dutyrules.reports.words import modality_word, verdict_word, words_in

_CELL_LIMIT = 400
_INDENT = "  "


class UnknownResultError(LookupError):
    """No finding and no score of the report has the id; `similar` are ids that look like it."""

    def __init__(self, result_id: str, similar: tuple[str, ...]) -> None:
        super().__init__(result_id)
        self.result_id = result_id
        self.similar = similar


@attrs.frozen(kw_only=True)
class _Teller:
    """The words, names and sentences that a text is made of."""

    report: Report
    names: Names
    words: Mapping[str, str]

    @property
    def language(self) -> Language:
        return self.report.language

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def title(self, policy: str) -> str:
        return next((p.title for p in self.report.policies if p.name == policy), policy)

    def sentence(self, policy: str, label: str) -> str:
        found = (p.sentences.get(label, "") for p in self.report.policies if p.name == policy)
        return next(found, "")

    def window(self, window: ReportWindow) -> str:
        return f"{self.say(window.label)}  {days(window, self.language)}"


def explain(report: Report, result_id: str) -> str:
    """Why the finding or score `result_id` came out as it did, down to the clause and the log rows.

    Lines end without spaces and the text in a line feed; nothing from a log can drive a terminal.

    Raises:
        UnknownResultError: no finding and no score has this id.
    """
    teller = _Teller(report=report, names=names_in(report), words=words_in(report.language))
    lines = _result_lines(teller, _find(report, result_id))
    return "\n".join(narrow(line).rstrip() for line in lines) + "\n"


def _find(report: Report, result_id: str) -> Finding | ScoreResult:
    results: dict[str, Finding | ScoreResult] = {s.id: s for s in report.scores}
    results.update({f.id: f for f in report.findings})
    if result_id not in results:
        raise UnknownResultError(result_id, tuple(difflib.get_close_matches(result_id, results)))
    return results[result_id]


def _result_lines(teller: _Teller, result: Finding | ScoreResult) -> Iterator[str]:
    match result:
        case Finding():
            yield from _finding_lines(teller, result)
        case ScoreResult():
            yield from _score_lines(teller, result)
        case _:
            assert_never(result)


def _finding_lines(teller: _Teller, finding: Finding) -> Iterator[str]:
    words, language = teller.words, teller.language
    facts = [
        ("verdict", f"{verdict_word(finding.verdict, language)}{words['colon']}{teller.say(finding.reason)}"),
        ("bearer", teller.names.bearer(finding.bearer)),
        ("window", teller.window(finding.window)),
        ("modality", modality_word(finding.modality, language)),
        ("owed", teller.say(finding.bound)),
    ]
    if finding.measure is not None:
        facts.append(("done", measured(finding.measure, language)))
    if finding.margin is not None:
        facts.append(("margin", number(finding.margin)))
    yield from _opening(teller, finding.norm, finding.policy, finding.clause, finding.id)
    yield from _facts(teller, facts)
    yield from _steps(teller, finding.steps)
    yield from _rows(teller, "evidence", finding.evidence)
    if not finding.evidence:
        yield from ("", words["no_evidence"])
    yield from _rows(teller, "rejected", finding.rejected)


def _score_lines(teller: _Teller, score: ScoreResult) -> Iterator[str]:
    words, language = teller.words, teller.language
    points = interval(score.low, score.high, language)
    facts = [
        ("bearer", teller.names.bearer(score.bearer)),
        ("window", teller.window(score.window)),
        ("points", points if score.maximum is None else f"{points} / {number(score.maximum)}"),
    ]
    if score.grade:
        facts.append(("grade", words["comma"].join(score.grade)))
    if score.stipend is not None:
        paid = score.stipend
        facts.append(("stipend", money(paid.low, paid.high, paid.currency, language)))
    yield from _opening(teller, score.score, score.policy, score.clause, score.id)
    yield from _facts(teller, facts)
    if not score.is_final:
        yield from ("", words["open_note"])
    yield from _items(teller, score)
    for veto in score.vetoes:
        yield from _veto(teller, score.policy, veto)
    if score.stipend is not None:
        yield from _steps(teller, score.stipend.steps, heading="stipend")


def _opening(teller: _Teller, label: str, policy: str, clause: str, result_id: str) -> Iterator[str]:
    place = f"{teller.title(policy)}, {teller.words['clause']} {clause}"
    yield _safe(f"{label}  [{place}]  {result_id}")
    sentence = teller.sentence(policy, label)
    if sentence:
        yield _INDENT + _safe(sentence)
    yield ""


def _facts(teller: _Teller, facts: list[tuple[str, str]]) -> Iterator[str]:
    yield from aligned(tuple((teller.words[key], _safe(said)) for key, said in facts))


def _steps(teller: _Teller, steps: tuple[Step, ...], *, heading: str = "steps") -> Iterator[str]:
    if not steps:
        return
    yield from ("", teller.words[heading])
    yield from _table(tuple((teller.say(step.what), step.value) for step in steps))


def _items(teller: _Teller, score: ScoreResult) -> Iterator[str]:
    words = teller.words
    head = (words["part"], words["points"], words["maximum"], words["reason"])
    yield ""
    yield from _table((head, *(_item_row(teller, item) for item in score.items)))
    for item in score.items:
        sentence = teller.sentence(score.policy, item.item)
        if sentence or item.evidence or item.findings:
            yield from ("", _safe(item.item) + words["colon"] + _safe(sentence))
            yield from (f"{_INDENT}{words['finding']} {_safe(finding)}" for finding in item.findings)
            yield from _row_table(teller, item.evidence)


def _item_row(teller: _Teller, item: ItemResult) -> tuple[str, ...]:
    maximum = "-" if item.maximum is None else number(item.maximum)
    return (item.item, interval(item.low, item.high, teller.language), maximum, teller.say(item.reason))


def _veto(teller: _Teller, policy: str, veto: VetoResult) -> Iterator[str]:
    words = teller.words
    state = words["certain_veto" if veto.certain else "possible_veto"]
    yield ""
    yield _safe(f"{words['veto']} {veto.veto}  [{words['clause']} {veto.clause}]  {state}")
    said = (
        teller.say(veto.effect),
        teller.sentence(policy, veto.veto),
        f"{words['basis']}{words['colon']}{veto.basis}",
    )
    yield from (_INDENT + _safe(line) for line in said if line)
    yield from _row_table(teller, veto.evidence)


def _rows(teller: _Teller, heading: str, rows: tuple[EvidenceRow, ...]) -> Iterator[str]:
    if rows:
        yield from ("", f"{teller.words[heading]} {len(rows)}")
        yield from _row_table(teller, rows)


def _row_table(teller: _Teller, rows: tuple[EvidenceRow, ...]) -> Iterator[str]:
    yield from _table(tuple(_row(teller, row) for row in rows))


def _row(teller: _Teller, row: EvidenceRow) -> tuple[str, ...]:
    cells = teller.words["semicolon"].join(f"{label} {value}" for label, value in row.cells)
    reason = teller.say(row.reason) if row.reason else ""
    return (row.event, row.event_type, row.day.isoformat(), f"{row.file}:{row.row}", reason, cells)


def _table(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """The rows made safe and aligned; a column that is blank in every row is left out."""
    safe = tuple(tuple(map(_safe, row)) for row in rows)
    kept = [index for index, column in enumerate(zip(*safe, strict=True)) if any(column)]
    yield from (_INDENT + line for line in aligned(tuple(tuple(row[i] for i in kept) for row in safe)))


def _safe(text: str) -> str:
    return narrow(shorten(text, _CELL_LIMIT))
