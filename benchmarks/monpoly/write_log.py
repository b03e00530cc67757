"""A workload's log as MonPoly reads it: a line for each second, with what happened in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.workload.events import COLUMNS, TYPES
from benchmarks.workload.size import AS_OF_DAY, FIRST_DAY, midnight

_WEEK = 7 * 86_400


def write_log(workload: Path, target: Path) -> int:
    """Writes the log to `target`; the number of the workload's events that it stands for."""
    with duckdb.connect() as connection:
        count = connection.execute(
            _COUNT.format(folder=workload / "events", as_of=midnight(AS_OF_DAY))
        ).fetchone()
        leaders = [row[0] for row in connection.execute(_LEADERS.format(folder=workload)).fetchall()]
        rows = connection.execute(_rows(workload))
        with target.open("w", encoding="ascii") as stream:
            stream.writelines(_lines(rows, leaders))
    return 0 if count is None else int(count[0])


_COUNT = "SELECT count(*) FROM '{folder}/*.parquet' WHERE t < {as_of}"
_LEADERS = """
SELECT DISTINCT code FROM '{folder}/school/memberships.parquet' m
JOIN '{folder}/dictionary.parquet' d ON d.kind = 'person' AND d.text = m.person
WHERE role = 'leader' ORDER BY code
"""


def _rows(workload: Path) -> str:
    """A query for (second, facts), in order; what no rule asks about is a second without facts."""
    column = {name: f"c{number}" for number, name in enumerate(COLUMNS)}
    code = {name: number for number, name in enumerate(TYPES)}
    fact = f"""CASE type
      WHEN {code["group_prep"]} THEN 'group_prep (' || actor || ')'
      WHEN {code["neglect_finding"]} THEN 'neglect (' || actor || ',' || {column["confirmed"]} || ')'
      WHEN {code["exam"]} THEN 'exam (' || actor || ',' || seq || ')'
      WHEN {code["absence"]} THEN 'absence (' || coalesce(actor, unit) || ',' || {column["pupil"]} || ')'
      WHEN {code["parent_contact"]} THEN 'contact (' || actor || ',' || {column["pupil"]} || ')'
      WHEN {code["open_lesson"]} THEN 'open_lesson (' || actor || ',' || ({column["topic"]} IS NOT
      NULL)::INT || ')' END"""
    return f"""
    SELECT t // 1000000 AS second, string_agg({fact}, ' ') FROM '{workload / "events"}/*.parquet'
    WHERE t < {midnight(AS_OF_DAY)} GROUP BY second ORDER BY second
    """


def _lines(rows: duckdb.DuckDBPyConnection, leaders: list[int]) -> Iterator[str]:
    """The lines, with the ends of weeks and the beginnings of fortnights in between."""
    everybody = " ".join(f"({leader})" for leader in leaders)
    turn = midnight(FIRST_DAY) // 1_000_000
    week = 0
    while chunk := rows.fetchmany(10_000):
        for second, facts in chunk:
            while second >= turn:
                yield _turn(turn, week, everybody)
                turn, week = turn + _WEEK, week + 1
            yield f"@{second} {facts or ''};\n"


def _turn(second: int, week: int, everybody: str) -> str:
    """The week before ends; every other time a fortnight begins."""
    closing = f"@{second - 1} leader {everybody};\n" if week else ""
    return closing + (f"@{second} fortnight ({week // 2});\n" if week % 2 == 0 else "")
