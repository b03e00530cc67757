"""The events that count as a coded log: dictionaries of what occurs, and every text by its place there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pyarrow as pa

from dutyrules.checking.vocabulary import AttributeKind, Vocabulary
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.bulk.coded_log import DICTIONARY, EVENTS
from dutyrules.engines.columnar.connection import Database, number, quoted
from dutyrules.records.log import Completeness

_ROW_GROUP = 65_536
_TABLES = {
    "person": (AttributeKind.PERSON,),
    "unit": (AttributeKind.UNIT,),
    "text": (AttributeKind.TEXT, AttributeKind.CHOICE),
}
"""The kinds of attributes that are coded by each kind of the dictionary's entries."""

_OWN = {"person": "actor", "unit": "unit", "text": None}


@attrs.frozen(kw_only=True)
class Coder:
    """Codes the rows of `rough` that are not in `dropped`.

    `names` are the attributes that occur, in order, each with its columns in `rough`.
    """

    database: Database
    vocabulary: Vocabulary
    names: Mapping[str, Sequence[str]]

    def write(self, out: Path, completeness: Sequence[Completeness]) -> int:
        """Write events and dictionary into the folder; how many events there are."""
        self.database.run(
            "live", "CREATE VIEW live AS SELECT * FROM rough ANTI JOIN dropped USING (block, line)"
        )
        for kind in _TABLES:
            self.database.run(f"codes of {kind}", self._codes(kind))
        self.database.run(
            "events",
            f"COPY ({self._events()}) TO {quoted(out / EVENTS)} "
            f"(FORMAT parquet, ROW_GROUP_SIZE {_ROW_GROUP})",
        )
        entries = list(self._entries(completeness))
        columns = {
            "kind": texts(kind for kind, _, _ in entries),
            "code": integers(code for _, code, _ in entries),
            "text": texts(text for _, _, text in entries),
        }
        self.database.load("named", pa.table(columns))
        coded = " UNION ALL ".join(f"SELECT '{k}' AS kind, code, text FROM {k}_codes" for k in _TABLES)
        self.database.run(
            "dictionary",
            f"COPY (SELECT kind, code, text FROM named UNION ALL {coded}) TO {quoted(out / DICTIONARY)} "
            "(FORMAT parquet)",
        )
        ((count,),) = self.database.rows("how many", "SELECT count(*) FROM live")
        return number(count)

    def _codes(self, kind: str) -> str:
        """What occurs, each once, numbered in the order of its characters."""
        own = _OWN[kind]
        found = [] if own is None else [f"SELECT {own} AS text FROM live"]
        for name in self.names:
            column, types = self._texts(name), self._types(name, _TABLES[kind])
            if column is not None and types:
                found.append(f"SELECT {column} AS text FROM live WHERE type IN ({types})")
        every = " UNION ALL ".join(found) or "SELECT NULL::VARCHAR AS text WHERE FALSE"
        return (
            f"CREATE TABLE {kind}_codes AS SELECT row_number() OVER (ORDER BY text) - 1 AS code, text "
            f"FROM (SELECT DISTINCT text FROM ({every}) WHERE text IS NOT NULL)"
        )

    def _events(self) -> str:
        columns, joins = [], []
        for place, name in enumerate(self.names):
            found = [column for column in self.names[name] if column.startswith("n")]
            text = self._texts(name)
            for kind, kinds in _TABLES.items() if text is not None else ():
                types = self._types(name, kinds)
                if types:
                    joins.append(
                        f"LEFT JOIN {kind}_codes {kind}{place} ON {kind}{place}.text = e.{text} "
                        f"AND e.type IN ({types})"
                    )
                    found.append(f"{kind}{place}.code")
            columns.append(f"{_first(found)} AS c{place}")
        attributes = "".join(f", {column}" for column in columns)
        return (
            "SELECT row_number() OVER (ORDER BY e.t, e.id) - 1 AS seq, e.t, e.day::INTEGER AS day, "
            f"e.type::INTEGER AS type, a.code::INTEGER AS actor, u.code::INTEGER AS unit{attributes}, "
            'e.id, e.place AS file, e.number AS "row" '
            "FROM live e LEFT JOIN person_codes a ON a.text = e.actor "
            "LEFT JOIN unit_codes u ON u.text = e.unit "
            f"{' '.join(joins)} ORDER BY seq"
        )

    def _texts(self, name: str) -> str | None:
        return next((column for column in self.names[name] if column.startswith("s")), None)

    def _types(self, name: str, kinds: Sequence[AttributeKind]) -> str:
        """The codes of the event types whose attribute of the name is of one of the kinds."""
        return ", ".join(
            str(code)
            for code, event in enumerate(self.vocabulary.events.values())
            if any(a.term.id == name and a.kind in kinds for a in event.attributes)
        )

    def _entries(self, completeness: Sequence[Completeness]) -> Iterator[tuple[str, int, str]]:
        yield from (("type", code, name) for code, name in enumerate(self.vocabulary.events))
        yield from (("column", code, name) for code, name in enumerate(self.names))
        for stated in completeness:
            yield from (("complete", stated.through, name) for name in sorted(stated.event_types) or [""])


def _first(columns: Sequence[str]) -> str:
    """The one of the columns that a row has a value in."""
    return f"coalesce({', '.join(columns)})::BIGINT" if columns else "NULL::BIGINT"
