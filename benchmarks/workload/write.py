"""A workload in a folder: the coded log, the school and the policy.

Layout: `events/*.parquet` and `dictionary.parquet` are the coded log; `school/` holds calendar.toml and the
roster as CSV and as Parquet; `calendar/` the calendar as tables, for those who write their SQL by hand.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.workload import events
from benchmarks.workload.calendar import CALENDAR, school_days, windows
from benchmarks.workload.people import memberships, people_count, person_id, unit_id
from benchmarks.workload.size import AS_OF_DAY, COMPLETE_DAY, Size, midnight, size_named

POLICY = Path(__file__).with_name("workload.duty")
_CHUNK = 5_000_000
"""Events in one file; it bounds the memory of writing."""

_LATE_TYPES = ("parent_contact", "check_feedback", "theory_study")
"""The types that are complete for less than the rest."""


def write_workload(size: Size, folder: Path) -> Path:
    """The folder with a workload of that size, written unless it is there already."""
    done = folder / "complete"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "events").mkdir(parents=True)
    (folder / "school").mkdir()
    (folder / "calendar").mkdir()
    shutil.copy(POLICY, folder / POLICY.name)
    _write_events(size, folder / "events")
    _write_dictionary(size, folder / "dictionary.parquet")
    _write_school(size, folder / "school")
    _write_calendar(folder / "calendar")
    done.touch()
    return folder


def _write_events(size: Size, folder: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(events.preparation())
        for number, first in enumerate(range(0, size.events, _CHUNK)):
            end = min(first + _CHUNK, size.events)
            target = folder / f"events-{number:03d}.parquet"
            connection.execute(f"COPY ({events.rows(size, first, end)}) TO '{target}' (FORMAT parquet)")


def _write_dictionary(size: Size, target: Path) -> None:
    kinds: dict[str, Iterable[tuple[int, str]]] = {
        "type": enumerate(events.TYPES),
        "person": ((code, person_id(code)) for code in range(people_count(size.leaders))),
        "unit": ((code, unit_id(code, size.leaders)) for code in range(size.leaders + 1)),
        "text": enumerate(events.TEXTS),
        "column": enumerate(events.COLUMNS),
        "complete": complete(),
    }
    rows = [(kind, code, text) for kind, entries in kinds.items() for code, text in entries]
    _write_table(target, rows, kind=pa.string(), code=pa.int64(), text=pa.string())


def complete() -> Iterator[tuple[int, str]]:
    """How far (µs UTC) the log holds every event of each type."""
    for name in events.TYPES:
        yield midnight(COMPLETE_DAY if name in _LATE_TYPES else AS_OF_DAY), name


def _write_school(size: Size, folder: Path) -> None:
    (folder / "calendar.toml").write_text(CALENDAR, encoding="utf-8")
    groups = size.leaders
    people = [(person_id(code), f"Person {code}") for code in range(people_count(groups))]
    units = [(unit_id(code, groups), f"Unit {code}", "prep_group") for code in range(groups)]
    units.append((unit_id(groups, groups), "The school", "school"))
    held = [
        (person_id(m.person), unit_id(m.unit, groups), m.role, str(m.start), str(m.end or ""))
        for m in memberships(groups)
    ]
    _write_roster(folder / "people", ("person", "name"), people)
    _write_roster(folder / "units", ("unit", "name", "kind"), units)
    _write_roster(folder / "memberships", ("person", "unit", "role", "start", "end"), held)


def _write_roster(target: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One table of the roster as CSV and as Parquet, all of it text."""
    with target.with_suffix(".csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
    _write_table(target.with_suffix(".parquet"), rows, **dict.fromkeys(header, pa.string()))


def _write_calendar(folder: Path) -> None:
    """The windows and the school days as an engineer who writes SQL by hand would keep them."""
    number = pa.int32()
    _write_table(
        folder / "windows.parquet", windows(),
        kind=pa.string(), number=number, first_day=number, end_day=number, school_days=number,
        first_school_day=number, last_school_day=number, start=pa.int64(), stop=pa.int64(),
    )  # fmt: skip
    _write_table(folder / "school_days.parquet", [(day,) for day in school_days()], day=number)


def _write_table(target: Path, rows: Sequence[Sequence[object]], **types: pa.DataType) -> None:
    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types.values(), strict=True)]
    pq.write_table(pa.table(dict(zip(types, arrays, strict=True))), target)


if __name__ == "__main__":
    write_workload(size_named(sys.argv[1], *map(int, sys.argv[3:])), Path(sys.argv[2]))
