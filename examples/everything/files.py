"""The files of a place: its folder, the log as one table per kind of unit, and the list of faults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from school_maker.csv_tables import write_csv

from dutyrules.checking.policy import CheckedPolicy
from everything.ledger import Ledger, Row, write_rows
from everything.places import COMPLETE_THROUGH, Place
from everything.planting import Expected, Fault

LOG_TOML = f"""\
# The log holds every event of every type through the end of this day.
[[complete]]
types = []
through = {COMPLETE_THROUGH}
"""
_FILES = {
    "学校": "school",
    "班级": "classes",
    "学习小组": "study-groups",
    "互助小组": "mutual-help-groups",
    "备课组": "prep-groups",
    "教研组": "research-groups",
    "工会小组": "union",
    "生产小组": "production-groups",
}
_STATEMENTS = ("attestation", "rating")


def write_roster(folder: Path, place: Place) -> None:
    """Writes the calendar, the people, the units and who holds which role."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_text(folder / "calendar.toml", place.calendar)
    write_csv(folder / "people.csv", place.people_table())
    write_csv(folder / "units.csv", place.units_table())
    write_csv(folder / "memberships.csv", place.memberships_table())


def write_log(folder: Path, place: Place, ledger: Ledger) -> None:
    """Writes the log; each office keeps its own table, and who assesses keeps another."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {unit.id: unit.kind for unit in place.units}
    tables: dict[str, list[Row]] = {}
    for row in ledger.in_order():
        name = "assessments" if row.kind.term.id in _STATEMENTS else _FILES[kinds[row.unit]]
        tables.setdefault(name, []).append(row)
    ids = ledger.numbered()
    for name, rows in tables.items():
        write_rows(folder / f"{name}.csv", rows, ids)
    _write_text(folder / "log.toml", LOG_TOML)


def write_planted(
    path: Path, faults: Sequence[Fault], policies: Sequence[CheckedPolicy], ledger: Ledger
) -> None:
    """Writes the findings that an audit of all the policies must come to, one a line."""
    names = {policy.document: policy.name for policy in policies}
    ids = ledger.numbered()
    findings = [_finding(fault, e, names, ids) for fault in faults for e in fault.expected]
    vetoes = [
        {"policy": names[document], "score": score, "bearer": [person, unit], "window": window}
        for fault in faults
        for document, score, person, unit, window in fault.vetoes
    ]
    head = {
        "complete_through": COMPLETE_THROUGH.isoformat(),
        "policies": [policy.document for policy in policies],
        "rows": len(ledger.rows),
        "faults": len(faults),
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    _write_text(
        path,
        "\n".join(("{", *lines, *_listed("findings", findings, ","), *_listed("vetoes", vetoes), "}", "")),
    )


def _finding(fault: Fault, e: Expected, names: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "policy": names[e.document],
        "norm": e.norm,
        "bearer": list(e.bearer),
        "window": e.window,
        **({} if e.event is None else {"event": ids[e.event.key]}),
        **({"case": e.case} if e.case else {}),
        "verdict": e.verdict,
        "note": fault.note,
    }


def _listed(name: str, entries: Sequence[Mapping[str, Any]], after: str = "") -> Iterator[str]:
    yield f'  "{name}": ['
    for place, entry in enumerate(entries, start=1):
        comma = "," if place < len(entries) else ""
        yield f"    {json.dumps(entry, ensure_ascii=False)}{comma}"
    yield f"  ]{after}"


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
