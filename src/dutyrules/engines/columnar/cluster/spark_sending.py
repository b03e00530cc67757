"""Events to the shards that need them: three look-ups of one code each, and each event once for a shard.

The tables of the look-ups are as long as the roster, times the types; where they are small each worker has
them whole, so that no event is moved before it goes to its shards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as sql

from dutyrules.engines.columnar.cluster.division import Key, Lookups, Shards
from dutyrules.engines.columnar.cluster.spark_log import ABOUT, Names
from dutyrules.engines.columnar.cluster.spark_tasks import SHARD

_SAMPLE = 300_000
"""Events by which the work of the bearers is judged; it need not be divided to the last event."""

_SMALL = 2_000_000
"""Rows of a table that every worker holds: some hundred megabytes."""


def counted(events: DataFrame, names: Names, whole: Iterable[str]) -> dict[Key, int]:
    """About how many events there are by type, unit and actor, from a sample if they are many.

    Of the types in `whole` it is every event, by its object too.
    """
    wanted = {*whole}
    codes = [code for code, kind in names.types.items() if kind.term.id in wanted]
    is_whole = sql.col("type").isin(codes)
    found = _keys(_some(events.where(~is_whole)).withColumn(ABOUT, sql.lit(None).cast("bigint")), names)
    return found | (_keys(events.where(is_whole), names) if codes else {})


def _some(events: DataFrame) -> DataFrame:
    count = events.count()
    return events if count <= _SAMPLE else events.sample(_SAMPLE / count, seed=0)


def _keys(events: DataFrame, names: Names) -> dict[Key, int]:
    keys = ("type", "unit", "actor", ABOUT)
    found = events.groupBy(*keys).count().toArrow()
    counts: dict[Key, int] = {}
    for *codes, count in zip(*(found.column(name).to_pylist() for name in (*keys, "count")), strict=True):
        key = names.key(*codes)
        counts[key] = counts.get(key, 0) + count
    return counts


def sent(
    session: SparkSession,
    events: DataFrame,
    names: Names,
    lookups: Mapping[str, Lookups],
    named: Sequence[int],
) -> DataFrame:
    """Each event once for each shard that needs it, as `SHARD` its number in `named`; `ABOUT` is gone."""
    known = ((code, kind, lookups.get(kind.term.id)) for code, kind in names.types.items())
    ways = [(code, kind, way) for code, kind, way in known if way is not None]
    tables = {
        "unit": [(code, _coded(way.by_unit, names.units)) for code, _, way in ways],
        "actor": [(code, _coded(way.by_actor, names.people)) for code, _, way in ways],
        ABOUT: [(code, _coded(way.by_object, names.objects(kind))) for code, kind, way in ways],
    }
    led = events
    for column, rows in tables.items():
        table = _table(column, rows, named)
        right = session.createDataFrame(table)
        led = led.join(right.hint("broadcast") if len(table) <= _SMALL else right, ["type", column], "left")
    elsewhere = _elsewhere({code: way.elsewhere for code, _, way in ways}, named)
    led_to = [sql.coalesce(_led_to("unit"), elsewhere), _led_to("actor"), _led_to(ABOUT)]
    none = sql.array().cast("array<int>")
    shards = sql.array_distinct(sql.concat(*(sql.coalesce(column, none) for column in led_to)))
    return led.withColumn(SHARD, sql.explode(shards)).drop(ABOUT, *(f"by_{column}" for column in tables))


def _coded(found: Mapping[str, Shards], texts: Mapping[int, str]) -> Mapping[int, Shards]:
    return {code: found[text] for code, text in texts.items() if text in found}


def _table(column: str, rows: Iterable[tuple[int, Mapping[int, Shards]]], named: Sequence[int]) -> pa.Table:
    """A row for each type and code, with the shards that it leads to."""
    flat = [
        (kind, code, [named[shard] for shard in shards])
        for kind, found in rows
        for code, shards in found.items()
    ]
    kinds, codes, shards = zip(*flat, strict=True) if flat else ((), (), ())
    code_type = pa.int64() if column == ABOUT else pa.int32()
    columns = {
        "type": pa.array(kinds, pa.int32()),
        column: pa.array(codes, code_type),
        f"by_{column}": pa.array(shards, pa.list_(pa.int32())),
    }
    return pa.table(columns)


def _led_to(column: str) -> Column:
    return sql.col(f"by_{column}")


def _elsewhere(found: Mapping[int, Shards], named: Sequence[int]) -> Column:
    """Where events go whose unit leads nowhere, by their type."""
    column = sql.lit(None).cast("array<int>")
    for code, shards in found.items():
        if shards:
            there = sql.array(*(sql.lit(named[shard]) for shard in shards)).cast("array<int>")
            column = sql.when(sql.col("type") == code, there).otherwise(column)
    return column
