"""What Spark's workers answer, shard by shard, is what one process answers; `make spark` runs this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duty_world
import pyarrow.parquet as pq
import pytest
from duty_world import policy, school
from engine_worlds import differences, world_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sharded_worlds import MANY, RANKED, SIGNED, THREE_LEADERS, Asked, asked, day, example

from dutyrules.engines.columnar.bulk.coded_log import DICTIONARY, EVENTS, write_coded
from dutyrules.engines.columnar.bulk.run import audit_checked
from dutyrules.engines.columnar.cluster.flat_rows import flat_rows
from dutyrules.engines.reference.engine import evaluate as reference

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Spark leaves sockets to the collector
    pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning"),  # a whole world is long
]


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """A Spark of two cores on this machine."""
    from dutyrules.engines.columnar.cluster.spark import started

    found = started("local[2]")
    yield found
    found.stop()


def on_spark(session: SparkSession, shards: int, **more: object) -> partial[object]:
    """The engine on Spark."""
    from dutyrules.engines.columnar.cluster.spark import evaluate

    return partial(evaluate, session=session, shards=shards, **more)


def test_the_columnar_engine_on_the_example_school(session: SparkSession) -> None:
    """The example school, each shard by the columnar engine in a worker of Spark."""
    policies, world = example()
    assert [] == differences(policies, world, on_spark(session, 3), reference)


@pytest.mark.parametrize("shards", [1, 7])
def test_any_kernel(session: SparkSession, shards: int) -> None:
    """The kernel is any engine's function; one shard is as good as seven."""
    policies, world = example()
    engine = on_spark(session, shards, kernel=reference)
    assert [] == differences(policies, world, engine, reference)


def test_ranks_and_bearers_without_events(session: SparkSession) -> None:
    """Peers that lie in other shards count, and so do bearers whose shard has not one event."""
    found = duty_world.World(school=school(THREE_LEADERS), policies=(policy(RANKED),))
    days = [("", day("2026-12-01"))]
    for rows in (duty_world.events(SIGNED), []):
        world = world_of(found, rows, day("2026-12-01"), days)
        engine = on_spark(session, MANY, kernel=reference)
        assert [] == differences(found.policies, world, engine, reference)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=asked(), shards=st.sampled_from((2, MANY)))
def test_people_in_several_units(session: SparkSession, world: Asked, shards: int) -> None:
    """Whoever does what under which unit, every answer is that of the whole."""
    engine = on_spark(session, shards, kernel=reference)
    assert [] == differences(world.policies.policies, world.world, engine, reference)


@pytest.mark.parametrize("shards", [1, 2, 8, 61])
def test_each_shard_is_a_task_of_its_own(session: SparkSession, shards: int) -> None:
    """No two shards are led to one partition, so none is empty and none has the work of two."""
    from pyspark.sql import functions as sql

    from dutyrules.engines.columnar.cluster.spark_tasks import SHARD, labels, partitioned

    found = labels(session, shards)
    rows = partitioned(session.createDataFrame([(label,) for label in found], f"{SHARD} int"), shards)
    places = [row.place for row in rows.select(sql.spark_partition_id().alias("place")).collect()]
    assert sorted(places) == list(range(shards))


def test_from_parquet_to_parquet(session: SparkSession, tmp_path: Path) -> None:
    """Each policy of the example school over files: the rows of one process, whoever answered them."""
    from dutyrules.engines.columnar.cluster.spark_files import audit_on_spark, coded_log

    policies, world = example()
    log = tmp_path / "log"
    write_coded(world.log, log)
    for checked in policies:
        one, flat = tmp_path / checked.name / "one", tmp_path / checked.name / "flat"
        audit_checked([checked], world.school, log, one, as_of=world.as_of, term=world.term)
        audit_on_spark(
            checked,
            world.school,
            coded_log(session, str(log / EVENTS), str(log / DICTIONARY)),
            str(flat),
            term=world.term,
            as_of=world.as_of,
            shards=3,
            session=session,
        )
        alone = Counter(map(tuple, map(dict.values, flat_rows(one).to_pylist())))
        assert alone.total() > 0
        assert alone == Counter(map(tuple, map(dict.values, pq.read_table(flat).to_pylist())))
