"""`planted.json`: what an audit of the school must find, and what it must not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from school_maker.assessments import HOMEROOM
from school_maker.events import Ledger
from school_maker.fault_kinds import PENDING, Add, BadRow, Expected, Fault, Repeat
from school_maker.log_rows import Row, repeat_key
from school_maker.scores import Score
from school_maker.workbook import Place

AS_OF = "2027-01-25"
COMPLETE_THROUGH = "2027-01-24"
LOG_FILES = ("log.csv", "log-gb18030.csv")


@attrs.frozen(kw_only=True)
class Made:
    """All that was made, as far as it is told in the list."""

    ledger: Ledger
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    bad: tuple[BadRow, ...]
    again: tuple[Repeat, ...]
    scores: tuple[Score, ...]
    places: Mapping[str, Place]


def write_planted(path: Path, made: Made) -> None:
    """Writes the list as JSON, one entry a line."""
    head = {
        "as_of": AS_OF,
        "complete_through": COMPLETE_THROUGH,
        "term": "2026-autumn",
        "rows": len(made.rows),
    }
    lists = {
        "findings": list(_findings(made, pending=False)),
        "pending": list(_findings(made, pending=True)),
        "scores": list(_scores(made)),
        "look_alikes": list(_look_alikes(made)),
        "quarantine": list(_quarantine(made)),
    }
    lines = [f"  {_json(key)}: {_json(value)}" for key, value in head.items()]
    for key, entries in lists.items():
        shown = ",\n".join(f"    {_json(entry)}" for entry in entries)
        lines.append(f"  {_json(key)}: [\n{shown}\n  ]")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _findings(made: Made, *, pending: bool) -> Iterator[dict[str, object]]:
    ids = made.ledger.numbered()
    for fault in made.faults:
        for expected in fault.expects:
            if (expected.verdict == PENDING) is pending:
                yield _finding(fault, expected, ids)


def _finding(fault: Fault, expected: Expected, ids: Mapping[str, str]) -> dict[str, object]:
    entry: dict[str, object] = {
        "kind": fault.kind,
        "policy": expected.policy,
        "norm": expected.norm,
        "bearer": list(expected.bearer),
        "window": expected.window,
    }
    if expected.event:
        entry["event"] = ids[expected.event]
    return entry | {"verdict": expected.verdict, "note": fault.note}


def _scores(made: Made) -> Iterator[dict[str, object]]:
    reasons = _reasons(made.faults)
    for score in made.scores:
        entry: dict[str, object] = {
            "policy": HOMEROOM,
            "score": score.score,
            "bearer": [score.person, score.unit],
            "window": score.window,
            "low": str(score.low),
            "high": str(score.high),
        }
        if score.stipend is not None:
            entry["grade"] = list(score.grades)
            entry["stipend"] = {"low": str(score.stipend.low), "high": str(score.stipend.high)}
            entry["veto"] = score.veto
        yield entry | {"because": reasons.get((score.person, score.unit, score.window), [])}


def _reasons(faults: Iterable[Fault]) -> dict[tuple[str, str, str], list[str]]:
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for fault in faults:
        for scored in fault.scores:
            reasons.setdefault(scored, []).append(f"{fault.kind}：{fault.note}")
    return reasons


def _look_alikes(made: Made) -> Iterator[dict[str, object]]:
    ids = made.ledger.numbered()
    for fault in made.faults:
        if not fault.expects and not fault.scores:
            tags = [edit.event.tag for edit in fault.edits if isinstance(edit, Add)]
            yield {"kind": fault.kind, "events": [ids[tag] for tag in tags], "note": fault.note}


def _quarantine(made: Made) -> Iterator[dict[str, object]]:
    ids = made.ledger.numbered()
    cells = {row.key: row.cells for row in made.rows}
    for bad in made.bad:
        cell = {"value": cells[bad.event.tag][bad.column], "code": bad.code, "note": bad.note}
        yield from (place | cell for place in _places(made, bad.event.tag, bad.column))
    for repeat in made.again:
        cell = {"value": ids[repeat.tag], "code": repeat.code, "note": repeat.note}
        yield from (place | cell for place in _places(made, repeat_key(repeat.tag)))
    for event in made.ledger:
        for tag, code in ((event.corrects, "superseded-row"), (event.retracts, "retracted-row")):
            if tag:
                cell = {"value": ids[tag], "code": code, "note": f"见 {ids[event.tag]}"}
                yield from (place | cell for place in _places(made, tag))


def _places(made: Made, key: str, column: str = "") -> Iterator[dict[str, object]]:
    """Where the row stands in each log; without a column the row as a whole is meant."""
    line = next(number for number, row in enumerate(made.rows, start=2) if row.key == key)
    for file in LOG_FILES:
        yield {"file": file, "row": line, "column": column}
    place = made.places[key]
    header = place.layout.header(column)
    yield {"file": f"log.xlsx#{place.layout.name}", "row": place.row, "column": header}
