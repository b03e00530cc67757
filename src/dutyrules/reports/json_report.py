"""The report as a JSON document for other programs, described by `report.schema.json`.

Names of fields are settled: later versions may add some and rename none. Decimals are strings,
so that no reader turns a point or a cent into binary; instants are ISO 8601 with the school's
offset; texts are in the report's language; what a log holds stands as written.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from importlib import resources
from typing import TypeAlias

from dutyrules.findings.model import (
    EvidenceRow,
    Finding,
    ItemResult,
    Language,
    Party,
    PolicyInfo,
    Report,
    ReportWindow,
    ScoreResult,
    Step,
    Stipend,
    VetoResult,
)
from dutyrules.findings.verdict import Interval
from dutyrules.reports.amounts import instant, number

JsonValue: TypeAlias = "Mapping[str, JsonValue] | Sequence[JsonValue] | str | int | bool | None"
JsonObject: TypeAlias = Mapping[str, JsonValue]

SCHEMA = "report.schema.json"


def to_json(report: Report) -> str:
    """The document as JSON text that ends in a line feed; the same report gives the same text."""
    text = json.dumps(to_document(report), ensure_ascii=False, indent=1)
    # A lone surrogate from a broken file cannot be written as UTF-8; its JSON escape can.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def schema() -> str:
    """The JSON Schema (2020-12) that every document meets."""
    return resources.files("dutyrules.reports").joinpath(SCHEMA).read_text(encoding="utf-8")


def to_document(report: Report) -> JsonObject:
    """The whole report as JSON values, in the report's order."""
    language, zone = report.language, report.as_of.tzinfo or datetime.UTC
    return {
        "policy": [_policy(policy) for policy in report.policies],
        "as_of": report.as_of.isoformat(),
        "school": report.school,
        "term": report.term,
        "language": language.value,
        "inputs": [{"name": f.name, "sha256": f.sha256} for f in report.inputs],
        "engine": report.engine,
        "version": report.version,
        "assumptions": [
            {"policy": a.policy, "parameter": a.parameter, "value": a.value, "text": a.text}
            for a in report.assumptions
        ],
        "findings": [_finding(f, language, zone) for f in report.findings],
        "scores": [_score(s, language, zone) for s in report.scores],
        "quarantine": [
            {
                "file": q.file,
                "row": q.row,
                "column": q.column,
                "value": q.value,
                "code": q.code,
                "message": q.message.in_language(language),
            }
            for q in report.quarantine
        ],
        "parties": _parties(report),
        "events": _events(report),
    }


def _policy(policy: PolicyInfo) -> JsonObject:
    return {"name": policy.name, "title": policy.title, "source": policy.source}


def _finding(finding: Finding, language: Language, zone: datetime.tzinfo) -> JsonObject:
    return {
        "id": finding.id,
        "policy": finding.policy,
        "norm": finding.norm,
        "clause": finding.clause,
        "modality": finding.modality.value,
        "bearer": _bearer(finding.bearer),
        "window": _window(finding.window, language, zone),
        "verdict": finding.verdict.value,
        "measure": None if finding.measure is None else _interval(finding.measure),
        "bound": finding.bound.in_language(language),
        "margin": _decimal(finding.margin),
        "evidence": [row.event for row in finding.evidence],
        "rejected": [_rejected(row, language) for row in finding.rejected],
        "reason": finding.reason.in_language(language),
        "steps": _steps(finding.steps, language),
    }


def _score(score: ScoreResult, language: Language, zone: datetime.tzinfo) -> JsonObject:
    return {
        "id": score.id,
        "policy": score.policy,
        "score": score.score,
        "clause": score.clause,
        "bearer": _bearer(score.bearer),
        "window": _window(score.window, language, zone),
        "low": number(score.low),
        "high": _decimal(score.high),
        "maximum": _decimal(score.maximum),
        "is_final": score.is_final,
        "items": [_item(item, language) for item in score.items],
        "grade": list(score.grade),
        "vetoes": [_veto(veto, language) for veto in score.vetoes],
        "stipend": None if score.stipend is None else _stipend(score.stipend, language),
    }


def _item(item: ItemResult, language: Language) -> JsonObject:
    return {
        "item": item.item,
        "low": number(item.low),
        "high": _decimal(item.high),
        "maximum": _decimal(item.maximum),
        "reason": item.reason.in_language(language),
        "findings": list(item.findings),
        "evidence": [row.event for row in item.evidence],
    }


def _veto(veto: VetoResult, language: Language) -> JsonObject:
    return {
        "veto": veto.veto,
        "clause": veto.clause,
        "certain": veto.certain,
        "effect": veto.effect.in_language(language),
        "basis": veto.basis,
        "evidence": [row.event for row in veto.evidence],
    }


def _stipend(stipend: Stipend, language: Language) -> JsonObject:
    return {
        "low": number(stipend.low),
        "high": number(stipend.high),
        "currency": stipend.currency,
        "steps": _steps(stipend.steps, language),
    }


def _window(window: ReportWindow, language: Language, zone: datetime.tzinfo) -> JsonObject:
    return {
        "start": instant(window.start, zone).isoformat(),
        "end": instant(window.end, zone).isoformat(),
        "label": window.label.in_language(language),
        "first_day": window.first_day.isoformat(),
        "last_day": window.last_day.isoformat(),
        "kind": window.kind,
        "number": window.number,
    }


def _rejected(row: EvidenceRow, language: Language) -> JsonObject:
    reason = None if row.reason is None else row.reason.in_language(language)
    return {"event": row.event, "reason": reason}


def _steps(steps: Iterable[Step], language: Language) -> list[JsonValue]:
    return [{"what": step.what.in_language(language), "value": step.value} for step in steps]


def _interval(interval: Interval) -> JsonObject:
    return {"low": number(interval.low), "high": _decimal(interval.high)}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else number(value)


def _bearer(bearer: tuple[Party, ...]) -> list[JsonValue]:
    return [party.id for party in bearer]


def _parties(report: Report) -> list[JsonValue]:
    """Every party that bears or is owed a duty, once, by id and name."""
    results: tuple[Finding | ScoreResult, ...] = (*report.findings, *report.scores)
    parties = sorted({(p.id, p.name) for result in results for p in result.bearer})
    return [{"id": party_id, "name": name} for party_id, name in parties]


def _events(report: Report) -> list[JsonValue]:
    """Where every event that a result cites stands in the log, once, by id."""
    rows = {row.event: row for row in _cited(report)}
    return [_event(rows[event]) for event in sorted(rows)]


def _event(row: EvidenceRow) -> JsonObject:
    return {
        "id": row.event,
        "type": row.event_type,
        "day": row.day.isoformat(),
        "file": row.file,
        "row": row.row,
    }


def _cited(report: Report) -> Iterable[EvidenceRow]:
    for finding in report.findings:
        yield from finding.evidence
        yield from finding.rejected
    for score in report.scores:
        for item in score.items:
            yield from item.evidence
        for veto in score.vetoes:
            yield from veto.evidence
