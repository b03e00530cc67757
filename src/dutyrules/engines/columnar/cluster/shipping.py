"""A log's rows as an Arrow table of plain integers, and back.

Columns: `shard` i32, `seq` i64 (place in the whole log), `t` i64, `day` `type` `actor` `unit` i32 as in
`Log`, then an i64 each for the attributes in the order given, NULL where missing. Ids and places in
files stay behind: answers name events by `seq`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import attrs
import pyarrow as pa

from dutyrules.records.log import AttributeColumn, Log

CORE = (
    ("t", pa.int64()),
    ("day", pa.int32()),
    ("type", pa.int32()),
    ("actor", pa.int32()),
    ("unit", pa.int32()),
)
"""The columns that every event has."""

NO_ROWS = array("q")
NO_LOG = Log(
    ids=(),
    t=array("q"),
    day=array("q"),
    event_type=array("q"),
    actor=array("q"),
    unit=array("q"),
    file=array("q"),
    row=array("q"),
    columns={},
    types=(),
    people=(),
    units=(),
    texts=(),
    files=(),
    sources=(),
    quarantine=(),
    completeness=(),
)


def schema(attributes: Sequence[str]) -> pa.Schema:
    """The table's columns and types."""
    own = [(f"c{number}", pa.int64()) for number in range(len(attributes))]
    return pa.schema([("shard", pa.int32()), ("seq", pa.int64()), *CORE, *own])


def to_arrow(log: Log, rows: Sequence[int], shard: int, attributes: Sequence[str]) -> pa.Table:
    """The log's rows, `rows` being their places in the whole log."""
    missing = [None] * len(log)
    core = (log.t, log.day, log.event_type, log.actor, log.unit)
    own = (log.columns[name].values if name in log.columns else missing for name in attributes)
    values = ([shard] * len(log), rows, *core, *own)
    columns = zip(schema(attributes), values, strict=True)
    return pa.table([pa.array(v, field.type) for field, v in columns], schema=schema(attributes))


def without_rows(log: Log) -> Log:
    """The log's dictionaries and what it is complete for, without an event."""
    return attrs.evolve(
        NO_LOG,
        types=log.types,
        people=log.people,
        units=log.units,
        texts=log.texts,
        completeness=log.completeness,
    )


def from_arrow(table: pa.Table, dictionaries: Log, attributes: Sequence[str]) -> tuple[Log, array[int]]:
    """The log of the table's rows in any order, and their places in the whole log."""
    ordered = table.sort_by("seq")
    core = {name: array("q", ordered.column(name).to_pylist()) for name, _ in CORE}
    own = {
        name: AttributeColumn(attribute=name, values=tuple(ordered.column(f"c{number}").to_pylist()))
        for number, name in enumerate(attributes)
    }
    count = ordered.num_rows
    log = attrs.evolve(
        dictionaries,
        ids=("",) * count,
        t=core["t"],
        day=core["day"],
        event_type=core["type"],
        actor=core["actor"],
        unit=core["unit"],
        file=array("q", [0]) * count,
        row=array("q", [0]) * count,
        columns=own,
    )
    return log, array("q", ordered.column("seq").to_pylist())
