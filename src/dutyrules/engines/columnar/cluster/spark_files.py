"""Parquet to Parquet on Spark: a coded log in, the instances of one policy out.

Spark reads the events, sends each to the shards whose bearers need it, and brings them together with the
shard's people; a worker answers its shard as `bulk` answers a whole school. What the driver holds is the
roster, the dictionary, and the distinct (type, unit, actor, object) of the events, never the events.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.engines.columnar.bulk.run import audit_checked
from dutyrules.engines.columnar.bulk.settings import Settings
from dutyrules.engines.columnar.cluster.bearers import Person
from dutyrules.engines.columnar.cluster.division import Asked, Division, Key, divided
from dutyrules.engines.columnar.cluster.flat_rows import FLAT, flat_rows
from dutyrules.engines.columnar.cluster.kernel import share_of_machine
from dutyrules.engines.columnar.cluster.routes import routes
from dutyrules.engines.columnar.cluster.split import roster_of, stating_roles
from dutyrules.engines.world import object_of
from dutyrules.plan.posts import Posts
from dutyrules.records.roster import Roster
from dutyrules.records.school import School
from dutyrules.records.waivers import Waiver

_SUBJECTS = pa.schema([("shard", pa.int32()), ("people", pa.binary())])
_KEY = ("type", "unit", "actor", "about")
_NOBODY = -1


@attrs.frozen(kw_only=True)
class CodedLog:
    """A coded log that Spark reads: where its events are, and its dictionary, which the driver holds."""

    events: str
    dictionary: pa.Table

    def texts(self, kind: str) -> Mapping[int, str]:
        """What the codes of a kind stand for."""
        rows = self.dictionary.to_pylist()
        return {row["code"]: row["text"] for row in rows if row["kind"] == kind}


def coded_log(session: SparkSession, events: str, dictionary: str) -> CodedLog:
    """The log whose files are at these addresses, as Spark knows them."""
    return CodedLog(events=events, dictionary=session.read.parquet(dictionary).toArrow())


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
    events = _with_object(session.read.parquet(log.events), policy, log)
    events = events.where(sql.col("t") < as_of)
    division, ways = _divided(policy, school, log, events, shards)
    sent = events.join(session.createDataFrame(ways), list(_KEY)).drop("about")
    subjects = session.createDataFrame(_subjects(policy, school, division))
    worker = _Worker(
        policy=attrs.evolve(policy, scenarios=(), variants={}),
        calendar=school.calendar,
        waivers=school.waivers,
        dictionary=log.dictionary,
        term=term,
        as_of=as_of,
    )
    both = sent.groupBy("shard").cogroup(subjects.groupBy("shard"))
    both.applyInArrow(worker.answering(), FLAT).write.parquet(out)


# Events to shards ----------------------------------------------------------------------------------


def _with_object(events: DataFrame, policy: CheckedPolicy, log: CodedLog) -> DataFrame:
    """The events that the policy looks at, with the code of their object; nobody is -1 everywhere."""
    columns = {text: f"c{code}" for code, text in log.texts("column").items()}
    types = {code: policy.vocabulary.events.get(name) for code, name in log.texts("type").items()}
    about = sql.lit(None).cast("bigint")
    for code, kind in types.items():
        attribute = None if kind is None else object_of(kind)
        if attribute is not None and attribute.term.id in columns:
            about = sql.when(sql.col("type") == code, sql.col(columns[attribute.term.id])).otherwise(about)
    wanted = {route.event for route in routes(policy.norms, policy.norms)}
    codes = [code for code, kind in types.items() if kind is not None and kind.term.id in wanted]
    found = events.where(sql.col("type").isin(codes)).withColumn("about", about)
    return found.fillna(_NOBODY, list(_KEY))


def _divided(
    policy: CheckedPolicy, school: School, log: CodedLog, events: DataFrame, shards: int
) -> tuple[Division, pa.Table]:
    """The division of the bearers, and the shards that events of each key go to."""
    counted = [tuple(row) for row in events.groupBy(*_KEY).count().collect()]
    named = _Names(policy, log)
    asked = Asked(
        norms=policy.norms, opened=policy.norms, exceptions=policy.exceptions, separate=policy.separate
    )
    counts: dict[Key, int] = {}
    for *codes, count in counted:
        key = named.key(*codes)
        counts[key] = counts.get(key, 0) + count
    posts = Posts(school.roster, policy.vocabulary)
    division = divided(asked, posts, counts, {}, shards)
    rows = [(*codes, shard) for *codes, _ in counted for shard in division.shards_of(named.key(*codes))]
    kinds = (pa.int32(), pa.int32(), pa.int32(), pa.int64(), pa.int32())
    names = (*_KEY, "shard")
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    arrays = [pa.array(c, kind) for c, kind in zip(columns, kinds, strict=True)]
    return division, pa.table(arrays, names=list(names))


class _Names:
    """The ids that the codes of a key stand for."""

    def __init__(self, policy: CheckedPolicy, log: CodedLog) -> None:
        self._events = policy.vocabulary.events
        self._types = log.texts("type")
        self._units, self._people = log.texts("unit"), log.texts("person")
        self._texts = log.texts("text")

    def key(self, kind: int, unit: int, actor: int, about: int) -> Key:
        """The key of these codes."""
        name = self._types[kind]
        return (name, self._units.get(unit), self._people.get(actor), self._object(name, about))

    def _object(self, name: str, code: int) -> str | None:
        attribute = object_of(self._events[name])
        match None if attribute is None else attribute.kind:
            case AttributeKind.PERSON:
                return self._people.get(code)
            case AttributeKind.UNIT:
                return self._units.get(code)
            case AttributeKind.TEXT | AttributeKind.CHOICE:
                return self._texts.get(code)
            case _:
                return None


# Shards --------------------------------------------------------------------------------------------


@attrs.frozen
class _People:
    """Whom a shard answers for, and the part of the roster that this takes."""

    bearers: frozenset[Person]
    roster: Roster


def _subjects(policy: CheckedPolicy, school: School, division: Division) -> pa.Table:
    stating = stating_roles(policy.norms, policy)
    parts = [_People(people, roster_of(school.roster, people, stating)) for people in division.bearers]
    return pa.table([range(len(parts)), [pickle.dumps(part) for part in parts]], schema=_SUBJECTS)


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
        """The events as a coded log, nobody being NULL again."""
        folder.mkdir()
        ordered = events.drop_columns(["shard"]).sort_by("seq")
        for name in ("unit", "actor"):
            place = ordered.schema.get_field_index(name)
            ordered = ordered.set_column(place, name, _blanked(ordered.column(name)))
        pq.write_table(ordered, folder / "events.parquet")
        pq.write_table(self.dictionary, folder / "dictionary.parquet")


def _blanked(codes: pa.ChunkedArray) -> pa.Array:
    return pa.array([None if code == _NOBODY else code for code in codes.to_pylist()], codes.type)
