"""Shards on Spark: `cogroup().applyInArrow` brings a shard's events and its part of the plan together.

Spark does the scheduling, the shuffle and the recovery; the kernel is the same function as everywhere.
Each shard has a row among the subjects, so one without events is answered too. A shard must fit into
the memory of a worker.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence

import attrs
import pyarrow as pa
from pyspark.sql import SparkSession

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.cluster.kernel import columnar_kernel
from dutyrules.engines.columnar.cluster.merge import Outcomes
from dutyrules.engines.columnar.cluster.sharded import Common, Kernel, evaluate_with
from dutyrules.engines.columnar.cluster.shipping import NO_LOG, NO_ROWS, from_arrow, to_arrow, without_rows
from dutyrules.engines.columnar.cluster.spark_tasks import SHARD, labels, partitioned
from dutyrules.engines.columnar.cluster.split import Shard
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan
from dutyrules.records.log import Log

_SUBJECTS = pa.schema([("shard", pa.int32()), ("part", pa.binary())])
_ANSWERS = "shard int, answers binary"


def evaluate(
    plan: Plan,
    policy: CheckedPolicy,
    world: World,
    *,
    shards: int | None = None,
    kernel: Kernel | None = None,
    session: SparkSession | None = None,
) -> Outcomes:
    """The answers of `kernel` (by default the columnar engine), each shard by a worker of Spark.

    They equal what the kernel answers to the whole, in the same order. Without a session the active one
    is used, or one is started; without a number, there are as many shards as Spark has cores.
    """
    spark = session or started()
    wanted = shards or spark.sparkContext.defaultParallelism
    chosen = kernel or columnar_kernel(jobs=None)  # Spark gives each core of a worker one task at a time

    def run(common: Common, parts: Sequence[Shard]) -> Sequence[Outcomes]:
        return _answers(spark, common, parts)

    return evaluate_with(plan, policy, world, shards=wanted, kernel=chosen, run=run)


def started(master: str | None = None) -> SparkSession:
    """The active session, or a new one, whose workers run the Python that runs this."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("dutyrules")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    if master is not None:
        builder = builder.master(master)
    return builder.getOrCreate()


def _answers(spark: SparkSession, common: Common, shards: Sequence[Shard]) -> Sequence[Outcomes]:
    if not shards:
        return []
    attributes = sorted({name for shard in shards for name in shard.log.columns})
    dictionaries = without_rows(shards[0].log)
    named = labels(spark, len(shards))
    tables = [to_arrow(s.log, s.rows, label, attributes) for label, s in zip(named, shards, strict=True)]
    parts = [pickle.dumps(attrs.evolve(shard, log=NO_LOG, rows=NO_ROWS)) for shard in shards]
    # In one chunk: of a table in several, Spark 4.3 loses rows on the way to its workers.
    events = spark.createDataFrame(pa.concat_tables(tables).combine_chunks())
    subjects = spark.createDataFrame(pa.table([named, parts], schema=_SUBJECTS))
    answer = _answering(common, dictionaries, attributes)
    one, other = (partitioned(rows, len(shards)).groupBy(SHARD) for rows in (events, subjects))
    found = {row.shard: row.answers for row in one.cogroup(other).applyInArrow(answer, _ANSWERS).collect()}
    return [pickle.loads(found[label]) for label in named]  # noqa: S301 - our own workers'


def _answering(
    common: Common, dictionaries: Log, attributes: Sequence[str]
) -> Callable[[pa.Table, pa.Table], pa.Table]:
    """What a worker does with one shard's events and its row of the subjects.

    It takes two tables: with three parameters Spark would hand it the shard's key first.
    """

    def answer(events: pa.Table, subjects: pa.Table) -> pa.Table:
        part: Shard = pickle.loads(subjects.column("part")[0].as_py())  # noqa: S301 - our own driver's
        log, rows = from_arrow(events, dictionaries, attributes)
        found = pickle.dumps(common.answer(attrs.evolve(part, log=log, rows=rows)))
        return pa.table({"shard": subjects.column("shard"), "answers": pa.array([found], pa.binary())})

    return answer
