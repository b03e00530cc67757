"""A task of Spark for each shard, and none without one."""

from __future__ import annotations

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

SHARD = "shard"
"""The column with a shard's label."""

_TRIED = 32
"""Labels looked at for each shard; that a place is missed by all has a chance of one in 10¹³."""


def labels(session: SparkSession, shards: int) -> list[int]:
    """A number for each shard, of which Spark's hash leads no two to one of as many partitions.

    Each shard is then a task of its own and none is empty; other numbers would give the same rows.
    """
    place = sql.pmod(sql.hash(sql.col("label")), sql.lit(shards))
    tried = session.range(shards * _TRIED).select(sql.col("id").cast("int").alias("label"))
    free: dict[int, int] = {}
    for row in tried.withColumn("place", place).collect():
        free.setdefault(row["place"], row["label"])
    found = list(free.values())
    rest = (label for label in range(shards * _TRIED) if label not in set(found))
    return [*found, *(next(rest) for _ in range(shards - len(found)))]


def partitioned(rows: DataFrame, shards: int) -> DataFrame:
    """The rows of each label together, in as many partitions as there are shards."""
    return rows.repartition(shards, SHARD)
