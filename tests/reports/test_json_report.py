"""The JSON document: its shape, its schema, and values as they were written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator
from report_builder import HOSTILE, build_report

from dutyrules.findings.model import Language
from dutyrules.findings.verdict import Interval
from dutyrules.reports.json_report import schema, to_document, to_json

SETTLED = {
    "": ("policy", "as_of", "inputs", "engine", "findings", "scores", "quarantine"),
    "findings": (
        "policy", "norm", "clause", "modality", "bearer", "window", "verdict", "measure", "bound", "margin",
        "evidence", "reason",
    ),
    "scores": ("score", "bearer", "window", "low", "high", "items", "grade", "stipend"),
    "quarantine": ("file", "row", "column", "value", "code"),
    "inputs": ("name", "sha256"),
}  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    """A report's document, read back from its text."""
    found: dict[str, Any] = json.loads(to_json(build_report(**changes)))
    return found


def problems(found: dict[str, Any]) -> list[str]:
    """What the schema has to say against a document."""
    validator = Draft202012Validator(json.loads(schema()), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(found)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("hostile", [False, True])
def test_every_document_meets_the_schema(language: Language, hostile: bool) -> None:
    """Documents in each language, with and without hostile text, are valid."""
    assert problems(document(language=language, hostile=hostile, teachers=4)) == []


def test_the_schema_is_a_schema() -> None:
    """The shipped schema is itself valid under JSON Schema 2020-12."""
    found = json.loads(schema())
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_settled_fields_stand() -> None:
    """The fields that other programs rely on are there under their names."""
    found = document()
    for place, names in SETTLED.items():
        entry = found[place][0] if place else found
        assert set(names) <= set(entry), place
    assert {"start", "end", "label"} <= set(found["findings"][0]["window"])
    assert {"low", "high", "currency"} <= set(found["scores"][0]["stipend"])


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ((), "as_of", "asOf"),
        (("findings", 0), "verdict", "result"),
        (("findings", 0, "window"), "label", "name"),
        (("scores", 0), "grade", "grades"),
        (("scores", 0, "stipend"), "currency", "unit"),
        (("quarantine", 0), "row", "line"),
    ],
)
def test_a_renamed_field_is_refused(path: tuple[str | int, ...], old: str, new: str) -> None:
    """A valid document with one field renamed is no longer valid."""
    found = document(teachers=3)
    assert problems(found) == []
    place: Any = found
    for key in path:
        place = place[key]
    place[new] = place.pop(old)
    assert problems(found) != []


def test_an_unknown_field_is_refused() -> None:
    """A field that the schema does not name is an error, so additions must be declared."""
    found = document(teachers=3)
    found["findings"][0]["colour"] = "red"
    assert ["Additional properties are not allowed ('colour' was unexpected)"] == problems(found)


def test_a_binary_number_is_refused() -> None:
    """A score as a JSON number is not valid: decimals are strings."""
    found = document(teachers=3)
    found["scores"][0]["low"] = 94.6
    assert problems(found) != []


def test_instants_carry_the_schools_offset() -> None:
    """Window ends are ISO 8601 with the offset of the school, midnight to midnight."""
    week = next(f["window"] for f in document()["findings"] if f["window"]["label"] == "第3周")
    assert week["start"] == "2026-09-14T00:00:00+08:00"
    assert week["end"] == "2026-09-21T00:00:00+08:00"


def test_decimals_are_strings_without_trailing_zeros() -> None:
    """An engine that counts in ten-thousandths gives the same text as one that counts in ones."""
    report = build_report()
    finding = attrs.evolve(
        report.findings[0], measure=Interval(low=Decimal("1.0000"), high=None), margin=Decimal("-0.50")
    )
    found: Any = to_document(attrs.evolve(report, findings=(finding,)))
    assert found["findings"][0]["measure"] == {"low": "1", "high": None}
    assert found["findings"][0]["margin"] == "-0.5"


def test_a_norm_without_a_number_has_no_measure() -> None:
    """What has no measure is null, never zero."""
    attested = next(f for f in document()["findings"] if f["norm"] == "互听普听")
    assert attested["measure"] is None
    assert attested["margin"] is None


def test_grades_still_possible_are_all_listed() -> None:
    """A score that is open lists every grade; a certain one lists a single grade."""
    months = [s for s in document()["scores"] if s["score"] == "月度考核"]
    assert months[0]["grade"] == ["优"]
    assert months[4]["grade"] == ["良", "优"]
    assert [months[0]["is_final"], months[4]["is_final"]] == [True, False]


def test_values_of_a_log_stand_as_written() -> None:
    """JSON keeps a quarantined value exactly, escapes and all."""
    assert [q["value"] for q in document(hostile=True)["quarantine"]] == list(HOSTILE)


def test_a_broken_character_can_still_be_written() -> None:
    """A lone surrogate from a broken file does not stop the report from being saved as UTF-8."""
    report = attrs.evolve(build_report(), school="broken \ud800 text")
    text = to_json(report)
    assert json.loads(text.encode("utf-8"))["school"] == "broken \ud800 text"


def test_every_cited_event_and_party_can_be_looked_up() -> None:
    """Ids in findings and scores lead to an entry under `events` and `parties`."""
    found = document()
    events, parties = {e["id"] for e in found["events"]}, {p["id"] for p in found["parties"]}
    assert events == {e for f in found["findings"] for e in f["evidence"]} | {
        r["event"] for f in found["findings"] for r in f["rejected"]
    } | {e for s in found["scores"] for part in (*s["items"], *s["vetoes"]) for e in part["evidence"]}
    assert parties == {p for entry in (*found["findings"], *found["scores"]) for p in entry["bearer"]}


def test_the_same_report_gives_the_same_text() -> None:
    """Nothing of the moment or the machine enters the document."""
    assert to_json(build_report()) == to_json(build_report())
