"""A coded log as Spark reads it: its events by their codes, and the ids that the codes stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.engines.columnar.bulk.coded_log import CORE
from dutyrules.engines.columnar.cluster.division import Key
from dutyrules.engines.world import object_of

ABOUT = "about"
"""The column with the code of an event's object."""


@attrs.frozen(kw_only=True)
class CodedLog:
    """A coded log that Spark reads: where its events are, and its dictionary, which the driver holds."""

    events: str
    dictionary: pa.Table

    def texts(self, kind: str) -> Mapping[int, str]:
        """What the codes of a kind stand for."""
        columns = (self.dictionary.column(name).to_pylist() for name in ("kind", "code", "text"))
        return {code: text for found, code, text in zip(*columns, strict=True) if found == kind}


def coded_log(session: SparkSession, events: str, dictionary: str) -> CodedLog:
    """The log whose files are at these addresses, as Spark knows them."""
    return CodedLog(events=events, dictionary=session.read.parquet(dictionary).toArrow())


def entries_of(dictionary: pa.Table, columns: Iterable[str]) -> pa.Table:
    """The entries of a dictionary without those of other columns than these."""
    left = {*columns}
    kinds, codes = dictionary.column("kind").to_pylist(), dictionary.column("code").to_pylist()
    kept = [kind != "column" or f"c{code}" in left for kind, code in zip(kinds, codes, strict=True)]
    return dictionary.filter(pa.array(kept))


class Names:
    """The types that a policy knows and the ids of units, people and objects, by the log's codes."""

    def __init__(self, policy: CheckedPolicy, log: CodedLog) -> None:
        types, kinds = log.texts("type"), policy.vocabulary.events
        self._columns = {text: f"c{code}" for code, text in log.texts("column").items()}
        self._texts = log.texts("text")
        self.types = {code: kinds[name] for code, name in types.items() if name in kinds}
        self.units, self.people = log.texts("unit"), log.texts("person")

    def key(self, kind: int, unit: int | None, actor: int | None, about: int | None) -> Key:
        """The key of these codes."""
        found = self.types[kind]
        return (
            found.term.id,
            _at(self.units, unit),
            _at(self.people, actor),
            _at(self.objects(found), about),
        )

    def objects(self, kind: EventType) -> Mapping[int, str]:
        """The ids that the codes of the type's object stand for."""
        attribute = object_of(kind)
        match None if attribute is None else attribute.kind:
            case AttributeKind.PERSON:
                return self.people
            case AttributeKind.UNIT:
                return self.units
            case AttributeKind.TEXT | AttributeKind.CHOICE:
                return self._texts
            case _:
                return {}

    def looked_at(self, events: DataFrame, types: Iterable[str]) -> DataFrame:
        """The events of these types, by their ids, with the code of their object as `ABOUT`.

        Of columns those that an engine reads of events of these types.
        """
        wanted = {*types}
        about = sql.lit(None).cast("bigint")
        for code, kind in self.types.items():
            attribute = object_of(kind)
            if attribute is not None and attribute.term.id in self._columns:
                column = sql.col(self._columns[attribute.term.id])
                about = sql.when(sql.col("type") == code, column).otherwise(about)
        kinds = {code: kind for code, kind in self.types.items() if kind.term.id in wanted}
        names = {attribute.term.id for kind in kinds.values() for attribute in kind.attributes}
        read = [*CORE, *(column for name, column in self._columns.items() if name in names)]
        return events.where(sql.col("type").isin([*kinds])).select(*read, about.alias(ABOUT))


def _at(texts: Mapping[int, str], code: int | None) -> str | None:
    return None if code is None else texts.get(code)
