"""Parquet to Parquet on Spark: a coded log in, the instances of one policy out.

Spark reads the events, sends each to the shards whose bearers need it, and brings them together with the
shard's people; a worker answers its shard as `bulk` answers a whole school. What the driver holds is the
roster, the dictionary, and how many events there are by type, unit and actor, never the events.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.bulk.coded_log import DICTIONARY, EVENTS
from dutyrules.engines.columnar.bulk.run import audit_checked
from dutyrules.engines.columnar.bulk.settings import Settings
from dutyrules.engines.columnar.cluster.bearers import Person
from dutyrules.engines.columnar.cluster.division import Asked, Division, divided
from dutyrules.engines.columnar.cluster.flat_rows import FLAT, flat_rows
from dutyrules.engines.columnar.cluster.kernel import share_of_machine
from dutyrules.engines.columnar.cluster.routes import routes
from dutyrules.engines.columnar.cluster.spark_log import CodedLog, Names, coded_log, entries_of
from dutyrules.engines.columnar.cluster.spark_sending import counted, sent
from dutyrules.engines.columnar.cluster.spark_tasks import SHARD, labels, partitioned
from dutyrules.engines.columnar.cluster.split import roster_of, stating_roles
from dutyrules.plan.posts import Posts
from dutyrules.records.roster import Roster
from dutyrules.records.school import School
from dutyrules.records.waivers import Waiver

__all__ = ["CodedLog", "audit_on_spark", "coded_log"]

_SUBJECTS = pa.schema([("shard", pa.int32()), ("people", pa.binary())])


def audit_on_spark(
    policy: CheckedPolicy,
    school: School,
    log: CodedLog,
    out: str,
    *,
    term: Term,
    as_of: int,
    shards: int,
    session: SparkSession,
) -> None:
    """Write every instance of the policy to `out` as Parquet: the rows of one process, as `FLAT` names them.

    `out` must not exist. `as_of` is in µs UTC. A shard must fit into the memory and onto the disk of a
    worker. Errors: those of Spark for files that it cannot read or write.
    """
    names = Names(policy, log)
    found = routes(policy.norms, policy.norms)
    events = names.looked_at(session.read.parquet(log.events), {route.event for route in found})
    events = events.where(sql.col("t") < as_of)
    division = _divided(policy, school, names, events, shards)
    named = labels(session, len(division.bearers))
    subjects = session.createDataFrame(_subjects(policy, school, division, named))
    worker = _Worker(
        policy=attrs.evolve(policy, scenarios=(), variants={}),
        calendar=school.calendar,
        waivers=school.waivers,
        dictionary=log.dictionary,
        term=term,
        as_of=as_of,
    )
    shards_of = sent(session, events, names, division.lookups(), named)
    one, other = (partitioned(rows, len(named)).groupBy(SHARD) for rows in (shards_of, subjects))
    one.cogroup(other).applyInArrow(worker.answering(), FLAT).write.parquet(out)


def _divided(policy: CheckedPolicy, school: School, names: Names, events: DataFrame, shards: int) -> Division:
    asked = Asked(
        norms=policy.norms, opened=policy.norms, exceptions=policy.exceptions, separate=policy.separate
    )
    counts = counted(events, names, {route.event for route in routes(asked.kept_apart(), ())})
    return divided(asked, Posts(school.roster, policy.vocabulary), counts, {}, shards)


# Shards --------------------------------------------------------------------------------------------


@attrs.frozen
class _People:
    """Whom a shard answers for, and the part of the roster that this takes."""

    bearers: frozenset[Person]
    roster: Roster


def _subjects(policy: CheckedPolicy, school: School, division: Division, named: Sequence[int]) -> pa.Table:
    stating = stating_roles(policy.norms, policy)
    parts = [_People(people, roster_of(school.roster, people, stating)) for people in division.bearers]
    return pa.table([named, [pickle.dumps(part) for part in parts]], schema=_SUBJECTS)


@attrs.frozen(kw_only=True)
class _Worker:
    """What a worker of Spark needs beside a shard's events and people."""

    policy: CheckedPolicy
    calendar: SchoolCalendar
    waivers: tuple[Waiver, ...]
    dictionary: pa.Table
    term: Term
    as_of: int

    def answering(self) -> Callable[[pa.Table, pa.Table], pa.Table]:
        """The function that Spark calls; of two parameters, or it would be handed the key first."""

        def answer(events: pa.Table, subjects: pa.Table) -> pa.Table:
            return self.answer(events, pickle.loads(subjects.column("people")[0].as_py()))  # noqa: S301

        return answer

    def answer(self, events: pa.Table, people: _People) -> pa.Table:
        """The rows of one shard."""
        school = School(calendar=self.calendar, roster=people.roster, sources=(), waivers=self.waivers)
        limits = share_of_machine(None)
        with tempfile.TemporaryDirectory(prefix="dutyrules-shard-") as name:
            log, out = Path(name, "log"), Path(name, "out")
            self._write(events, log)
            audit_checked(
                [self.policy],
                school,
                log,
                out,
                as_of=self.as_of,
                term=self.term,
                settings=Settings(memory_limit=limits.memory_limit, threads=limits.threads, temp=Path(name)),
            )
            return flat_rows(out, people.bearers)

    def _write(self, events: pa.Table, folder: Path) -> None:
        """The events as a coded log; it is read once, so little is spent on packing it."""
        folder.mkdir()
        ordered = events.drop_columns([SHARD]).sort_by("seq")
        pq.write_table(ordered, folder / EVENTS, compression="lz4", use_dictionary=False)
        pq.write_table(entries_of(self.dictionary, ordered.column_names), folder / DICTIONARY)
