"""Runs a hand-written form: `python -m benchmarks.by_hand.run_sql per_norm WORKLOAD OUT [THREADS]`."""

from __future__ import annotations

import sys
from pathlib import Path
from string import Template

import duckdb

from benchmarks.workload.events import COLUMNS, TEXTS, TYPES
from benchmarks.workload.size import AS_OF_DAY, midnight

_HERE = Path(__file__).parent


def names(workload: Path, out: Path) -> dict[str, str]:
    """What the `${names}` of the statements stand for: paths, codes of types, columns, the as-of instant."""
    return {
        "events": str(workload / "events" / "*.parquet"),
        "dictionary": str(workload / "dictionary.parquet"),
        "school": str(workload / "school"),
        "calendar": str(workload / "calendar"),
        "out": str(out),
        "as_of": str(midnight(AS_OF_DAY)),
        "text_final": str(TEXTS.index("final")),
        **{name: str(code) for code, name in enumerate(TYPES)},
        **{name: f"c{number}" for number, name in enumerate(COLUMNS)},
    }


def statements(form: str, workload: Path, out: Path) -> list[str]:
    """The statements of a form in order, the school's before its own."""
    files = ("floor.sql",) if form == "floor" else ("school.sql", f"{form}.sql")
    text = "\n".join((_HERE / file).read_text(encoding="utf-8") for file in files)
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
    whole = Template(plain).substitute(names(workload, out))
    return [statement for statement in whole.split(";") if statement.strip()]


def run(form: str, workload: Path, out: Path, threads: int | None = None) -> None:
    """Writes the form's answers to `out`, one file per statement that gives any."""
    out.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false; SET enable_progress_bar = false")
        if threads is not None:
            connection.execute(f"SET threads = {threads}")
        for statement in statements(form, workload, out):
            connection.execute(statement)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *map(int, sys.argv[4:]))
