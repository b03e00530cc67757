"""One audit of a school by every policy, and one of a factory, find what was planted and nothing else."""

import functools
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dutyrules.auditing import audit
from dutyrules.findings.model import Finding, Language, Modality, Report, ReportWindow
from dutyrules.findings.verdict import Verdict

ROOT = Path(__file__).parents[2]
POLICIES = {path.stem: path for path in sorted((ROOT / "policies").glob("*/*.duty"))}
PLACES = ("whole_school", "factory")
BINDING = (Modality.MUST, Modality.MUST_NOT)
COMPLAINTS = (Verdict.VIOLATED, Verdict.UNDETERMINED)


@functools.cache
def planted(place: str) -> dict[str, Any]:
    """What the list beside the place says."""
    text = (ROOT / "examples" / place / "planted.json").read_text(encoding="utf-8")
    answer: dict[str, Any] = json.loads(text)
    return answer


@functools.cache
def report_on(place: str) -> Report:
    """One audit of the school by all policies there are, of the factory by its own."""
    folder = ROOT / "examples" / place
    paths = POLICIES.values() if place == "whole_school" else map(POLICIES.get, planted(place)["policies"])
    return audit([path for path in paths if path], folder, [folder / "log"], language=Language.EN)


@pytest.fixture(scope="module", params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    """Each of the two places."""
    return str(request.param)


def window_of(window: ReportWindow) -> str:
    """The window as the list names it."""
    match window.kind:
        case "month":
            return window.first_day.strftime("%Y-%m")
        case "week":
            return f"week {window.number}"
        case "day" | "school_day":
            return window.first_day.isoformat()
        case "response":
            return f"response {window.label.en}"
        case kind:
            return kind


def entry_of(finding: Finding) -> tuple[object, ...]:
    """A finding as a row of the list, its kind and its note left out."""
    window = window_of(finding.window)
    rows = finding.evidence + finding.rejected
    event = rows[0].event if window == "event" else None
    bearer = tuple(party.id for party in finding.bearer)
    return (finding.policy, finding.norm, bearer, window, event, finding.case, finding.verdict.value)


def entry_listed(entry: dict[str, Any]) -> tuple[object, ...]:
    """A row of the list in the same form."""
    head = (entry["policy"], entry["norm"], tuple(entry["bearer"]), entry["window"])
    return (*head, entry.get("event"), entry.get("case"), entry["verdict"])


def test_the_breaches_and_the_doubts_are_the_planted_ones(place: str) -> None:
    """What is violated or undetermined among the norms that bind is exactly what was planted."""
    binding = (f for f in report_on(place).findings if f.modality in BINDING)
    found = Counter(entry_of(f) for f in binding if f.verdict in COMPLAINTS)
    assert Counter(entry_listed(e) for e in planted(place)["findings"]) == found


def test_nothing_that_binds_is_pending(place: str) -> None:
    """The log goes on until every deadline has passed."""
    verdicts = Counter(f.verdict for f in report_on(place).findings if f.modality in BINDING)
    assert verdicts[Verdict.PENDING] == 0


def test_every_row_can_be_read(place: str) -> None:
    """No row is set aside, and the list tells how many there are."""
    assert () == report_on(place).quarantine
    rows = {line for table in (ROOT / "examples" / place / "log").glob("*.csv") for line in ids_in(table)}
    assert planted(place)["rows"] == len(rows)


def ids_in(table: Path) -> list[str]:
    """The first cell of every row under the header."""
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


def test_the_vetoes_are_the_planted_ones(place: str) -> None:
    """A score is vetoed for certain where a ground for it was planted, and nowhere else."""
    found = {
        (s.policy, s.score, tuple(party.id for party in s.bearer), window_of(s.window))
        for s in report_on(place).scores
        if any(veto.certain for veto in s.vetoes)
    }
    listed = {(v["policy"], v["score"], tuple(v["bearer"]), v["window"]) for v in planted(place)["vetoes"]}
    assert listed == found


def test_every_policy_binds_somebody_in_one_of_the_places() -> None:
    """All documents are audited, and each has duties that were met."""
    assert set(POLICIES) == {document for place in PLACES for document in planted(place)["policies"]}
    for name in PLACES:
        report = report_on(name)
        sources = {info.name: info.source for info in report.policies}
        met = {sources[f.policy] for f in report.findings if f.verdict is Verdict.FULFILLED}
        assert set(planted(name)["policies"]) == met


def test_what_is_due_was_really_looked_at() -> None:
    """The silence of the audit is no accident: every kind of norm has findings that were fulfilled."""
    report = report_on("whole_school")
    met = Counter(f.policy for f in report.findings if f.verdict is Verdict.FULFILLED)
    assert 14_000 < met.total()
    assert 25 <= len({(e["policy"], e["note"]) for e in planted("whole_school")["findings"]})
    assert 15 <= len({e["policy"] for e in planted("whole_school")["findings"]})


def test_a_policy_that_binds_nobody_is_silent() -> None:
    """It asks nothing of a place without its kind of unit, not even lesson periods of the calendar."""
    folder = ROOT / "examples" / "factory"
    assert () == audit([POLICIES["002-15"]], folder, [folder / "log"]).findings


def test_the_same_seed_writes_the_same_factory(tmp_path: Path) -> None:
    """Made anew from its seed and its policy, the factory comes out byte for byte."""
    maker = ROOT / "examples" / "make_everything.py"
    command = [sys.executable, str(maker), "--only", "factory", "--folder", str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    assert files_in(ROOT / "examples" / "factory") == files_in(tmp_path / "factory")


def files_in(folder: Path) -> dict[str, bytes]:
    """What every file of the folder holds, by its path in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
