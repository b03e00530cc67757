"""A folder of instances as one table with texts for codes, the same whichever shard they come from."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pyarrow as pa

from dutyrules.engines.columnar.bulk.arrow_columns import texts
from dutyrules.engines.columnar.cluster.bearers import Person
from dutyrules.engines.columnar.connection import connect, quoted

FLAT = (
    "policy string, norm string, person string, unit string, counterparty string, window_start long, "
    "window_end long, start long, end long, event long, case string, applicability int, verdict int, "
    "would_be int, low long, high long, margin long"
)
"""The columns and their types, as Spark writes them. Units: instants in µs UTC, amounts in 1/SCALE."""


def flat_rows(out: Path, bearers: AbstractSet[Person] | None = None) -> pa.Table:
    """The rows of a folder that `bulk` wrote, all or those that these people bear."""
    with connect(allowed=[out]) as database:
        if bearers is not None:
            pairs = sorted(bearers)
            people, units = texts(p for p, _ in pairs), texts(u for _, u in pairs)
            database.view("wanted", pa.table({"person": people, "unit": units}))
        for kind in ("person", "unit", "text"):
            database.run(
                f"codes of {kind}",
                f"CREATE VIEW {kind}_codes AS SELECT code, text FROM "
                f"read_parquet({quoted(out / 'dictionary.parquet')}) WHERE kind = '{kind}'",
            )
        return database.arrow("flat rows", _query(out, is_part=bearers is not None))


def _query(out: Path, *, is_part: bool) -> str:
    part = "JOIN wanted ON wanted.person = p.text AND wanted.unit = u.text" if is_part else ""
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
{part}
LEFT JOIN person_codes c ON c.code = i.counterparty
LEFT JOIN text_codes k ON k.code = i."case"
"""
