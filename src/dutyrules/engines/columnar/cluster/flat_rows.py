"""A folder of instances as one table with texts for codes, the same whichever shard they come from."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pyarrow as pa

from dutyrules.engines.columnar.cluster.bearers import Person
from dutyrules.engines.columnar.connection import connect, quoted

FLAT = (
    "policy string, norm string, person string, unit string, counterparty string, window_start long, "
    "window_end long, start long, end long, event long, case string, applicability int, verdict int, "
    "would_be int, low long, high long, margin long"
)
"""The columns and their types, as Spark writes them. Units: instants in µs UTC, amounts in 1/SCALE."""


def flat_rows(out: Path, bearers: AbstractSet[Person]) -> pa.Table:
    """The rows of a folder that `bulk` wrote which these people bear."""
    pairs = sorted(bearers)
    wanted = pa.table(
        {
            "person": pa.array([p for p, _ in pairs], pa.string()),
            "unit": pa.array([u for _, u in pairs], pa.string()),
        }
    )
    with connect(allowed=[out]) as database:
        database.view("wanted", wanted)
        for kind in ("person", "unit", "text"):
            database.run(
                f"codes of {kind}",
                f"CREATE VIEW {kind}_codes AS SELECT code, text FROM "
                f"read_parquet({quoted(out / 'dictionary.parquet')}) WHERE kind = '{kind}'",
            )
        return database.arrow("flat rows", _query(out))


def _query(out: Path) -> str:
    return f"""
SELECT n.policy_name AS policy, n.label AS norm, p.text AS person, u.text AS unit, c.text AS counterparty,
  coalesce(w.start, i.start) AS window_start, coalesce(w."end", i."end") AS window_end,
  i.start, i."end", i.event, k.text AS "case",
  i.applicability::INTEGER AS applicability, i.verdict::INTEGER AS verdict, i.would_be::INTEGER AS would_be,
  i.low, i.high, i.margin
FROM read_parquet({quoted(out / "instances" / "*.parquet")}) i
JOIN read_parquet({quoted(out / "norms.parquet")}) n ON n.policy = i.policy AND n.norm = i.norm
LEFT JOIN read_parquet({quoted(out / "windows.parquet")}) w ON w."window" = i."window"
JOIN person_codes p ON p.code = i.person
JOIN unit_codes u ON u.code = i.unit
JOIN wanted ON wanted.person = p.text AND wanted.unit = u.text
LEFT JOIN person_codes c ON c.code = i.counterparty
LEFT JOIN text_codes k ON k.code = i."case"
"""
