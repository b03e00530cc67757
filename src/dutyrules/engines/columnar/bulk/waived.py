"""Which instances a waiver excuses, by query (5.19)."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from dutyrules.checking.policy import EachEvent, Norm
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.bulk.roster_tables import among
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.engines.columnar.connection import Database
from dutyrules.plan.exceptions import is_permission
from dutyrules.plan.waivers import is_for_norm, is_of_policy
from dutyrules.records.waivers import Waiver


def load_waivers(database: Database, waivers: Sequence[Waiver]) -> None:
    """All waivers of the school by number: waivers(number, person, unit, since, until)."""
    database.load(
        "raw_waivers",
        pa.table(
            {
                "number": integers(range(len(waivers))),
                "person": texts(w.person for w in waivers),
                "unit": texts(w.unit for w in waivers),
                "since": integers(w.start.toordinal() for w in waivers),
                "until": integers(w.end.toordinal() for w in waivers),
            }
        ),
    )
    database.run(
        "waivers",
        "CREATE TABLE waivers AS SELECT r.number, p.person, coalesce(u.unit, -1) AS unit, "
        "r.unit IS NULL AS of_all_units, r.since, r.until FROM raw_waivers r "
        "JOIN persons p ON p.id = r.person LEFT JOIN unit_codes u ON u.id = r.unit",
    )


def waivers_of(stock: Stock, norm: Norm) -> tuple[int, ...] | None:
    """The numbers of the waivers that may excuse somebody from the norm; None if there are none."""
    if is_permission(norm):
        return None
    found = tuple(
        number
        for number, waiver in enumerate(stock.files.waivers)
        if is_of_policy(waiver, stock.policy) and is_for_norm(waiver, norm)
    )
    return found or None


def waived_sql(norm: Norm, waivers: Sequence[int]) -> str:
    """The bearers and parts in `found` of which the waivers cover every day that must be."""
    mine = f"SELECT * FROM waivers WHERE {among('number', waivers)}"
    is_needed = "(d.taught OR (NOT d.any_taught AND d.day = d.first))"
    if isinstance(norm, EachEvent):
        is_needed = "d.day = d.first"
    parts = (
        "SELECT DISTINCT person, unit, opens, closes FROM found "
        f"WHERE person IN (SELECT person FROM ({mine}))"
    )
    every = "OVER (PARTITION BY p.person, p.unit, p.opens, p.closes)"
    days = (
        f"SELECT p.*, d.day, d.taught, min(d.day) {every} AS first, bool_or(d.taught) {every} AS any_taught "
        f"FROM ({parts}) p JOIN days d ON d.ends > p.opens AND d.inst <= greatest(p.closes - 1, p.opens)"
    )
    return (
        f"SELECT d.person, d.unit, d.opens, d.closes FROM ({days}) d WHERE {is_needed} GROUP BY ALL "
        f"HAVING bool_and(EXISTS (SELECT 1 FROM ({mine}) w WHERE w.person = d.person "
        "AND (w.of_all_units OR w.unit = d.unit) AND w.since <= d.day AND d.day < w.until))"
    )
