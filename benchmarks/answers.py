"""Answers as rows that can be compared, whoever gave them.

A row is (norm, person, unit, counterparty, start, end, event, verdict, low, high): the place of the norm in
the policy, codes of the log's dictionary, µs UTC, the `seq` of the event that opened it, the place of the
verdict in its enumeration, ten-thousandths.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from dutyrules.engines.outcome import Outcome
from dutyrules.findings.verdict import Verdict
from dutyrules.records.log import SCALE, Log

COLUMNS = '"norm", person, unit, counterparty, start, "end", event, verdict, low, high'
Row = tuple[int, int, int, int | None, int, int, int | None, int, int | None, int | None]

_VERDICTS = {verdict: place for place, verdict in enumerate(Verdict)}


def fingerprint(files: str) -> tuple[int, str]:
    """The number of rows in the Parquet files and a hash of them that their order does not change."""
    typed = ", ".join(f"{name.strip()}::BIGINT" for name in COLUMNS.split(","))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*), sum(hash({typed})::HUGEINT) FROM read_parquet('{files}')"
        ).fetchone()
    return (0, "") if found is None else (found[0], str(found[1]))


def flat_fingerprint(rows: pa.Table) -> tuple[int, str]:
    """The same of rows with texts for codes, whoever numbered what these stand for."""
    with duckdb.connect() as connection:
        connection.register("flat", rows)
        listed = ", ".join(f'"{name}"' for name in sorted(rows.column_names))
        found = connection.execute(f"SELECT count(*), sum(hash({listed})::HUGEINT) FROM flat").fetchone()
    return (0, "") if found is None else (found[0], str(found[1]))


def differences(files: str, others: str, limit: int = 5) -> list[tuple[str, Row]]:
    """Rows that stand in one set of files and not in the other, with which of the two holds them."""
    query = f"""
    (SELECT 'first', * FROM (SELECT {COLUMNS} FROM read_parquet('{files}')
     EXCEPT ALL SELECT {COLUMNS} FROM read_parquet('{others}')) LIMIT {limit})
    UNION ALL
    (SELECT 'second', * FROM (SELECT {COLUMNS} FROM read_parquet('{others}')
     EXCEPT ALL SELECT {COLUMNS} FROM read_parquet('{files}')) LIMIT {limit})
    """
    with duckdb.connect() as connection:
        return [(found[0], found[1:]) for found in connection.execute(query).fetchall()]


def rows_in(files: str) -> list[Row]:
    """All rows of the Parquet files, sorted."""
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {COLUMNS} FROM read_parquet('{files}') ORDER BY ALL").fetchall()


def row_of(outcome: Outcome, log: Log, places: dict[str, int]) -> Row:
    """An engine's outcome as a row; `places` are those of the norms by label."""
    obligation, measure = outcome.obligation, outcome.measure
    low = None if measure is None else int(measure.low * SCALE)
    high = None if measure is None or measure.high is None else int(measure.high * SCALE)
    other = obligation.counterparty
    return (
        places[obligation.norm.label],
        log.people.index(obligation.person),
        log.units.index(obligation.unit),
        None if other is None else log.people.index(other),
        obligation.start,
        obligation.end,
        obligation.event,
        _VERDICTS[outcome.verdict],
        low,
        high,
    )
