"""The log and the roster of files in memory, for norms that have no statement over files.

Only the event types that these norms look at are read.
"""

from __future__ import annotations

import datetime
from array import array

import pyarrow as pa

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.bulk.roster_tables import EVER, NEVER
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.engines.columnar.connection import Database, number
from dutyrules.plan.lowering import lower
from dutyrules.records.log import AttributeColumn, Completeness, Log
from dutyrules.records.roster import DatedValue, Membership, Person, Roster, Unit
from dutyrules.records.school import School


def log_of(stock: Stock, policy: CheckedPolicy) -> tuple[Log, tuple[int, ...]]:
    """The events of the types that the policy looks at, and the `seq` that each has in the files."""
    log = stock.files.log
    rows = _events(stock, policy)
    types = [name for name, _ in sorted(log.types.items(), key=lambda entry: entry[1])]
    places = {code: types.index(name) for name, code in log.types.items()}
    found = {name: rows.column(name).to_pylist() for name in rows.column_names}
    seqs = tuple(found["seq"])
    nothing = array("q", [0] * len(seqs))
    return Log(
        ids=tuple(map(str, seqs)),
        t=array("q", found["t"]),
        day=array("q", found["day"]),
        event_type=array("q", [places[code] for code in found["type"]]),
        actor=array("q", found["actor"]),
        unit=array("q", found["unit"]),
        file=nothing,
        row=nothing,
        columns={
            attribute: AttributeColumn(attribute=attribute, values=tuple(found[name]))
            for attribute, name in log.columns.items()
        },
        types=tuple(types),
        people=_dictionary(stock.database, "persons", "person", "id"),
        units=_dictionary(stock.database, "unit_codes", "unit", "id"),
        texts=_dictionary(stock.database, "texts", "code", "text"),
        files=(),
        sources=(),
        quarantine=(),
        completeness=tuple(
            Completeness(event_types=frozenset({name} if name else ()), through=through)
            for name, through in log.complete
        ),
    ), seqs


def _events(stock: Stock, policy: CheckedPolicy) -> pa.Table:
    """The rows of the types that the policy looks at, in the order of `seq`; -1 is nobody."""
    log, looked_at = stock.files.log, {table.event.term.id for table in lower(policy).tables()}
    codes = sorted(code for name, code in log.types.items() if name in looked_at)
    columns = "".join(f", {name}" for name in log.columns.values())
    return stock.database.arrow(
        "events of norms answered in memory",
        f"SELECT seq, t, day, type, coalesce(actor, -1) AS actor, coalesce(unit, -1) AS unit{columns} "
        f"FROM {log.source} WHERE type IN ({', '.join(map(str, codes)) or '-1'}) ORDER BY seq",
    )


def _dictionary(database: Database, table: str, code: str, text: str) -> tuple[str, ...]:
    """The texts by code; codes that are not there are blank."""
    rows = database.rows(f"the texts of {table}", f"SELECT {code}, {text} FROM {table} ORDER BY {code}")
    found = {number(place): str(name) for place, name in rows}
    return tuple(found.get(place, "") for place in range(max(found, default=-1) + 1))


def school_of(stock: Stock) -> School:
    """The roster of the files in memory."""
    database = stock.database
    properties: dict[str, dict[str, tuple[DatedValue, ...]]] = {}
    for person, header, value, since, until in database.rows(
        "properties", "SELECT person, header, value, since, until FROM raw_properties ORDER BY person, place"
    ):
        own = properties.setdefault(str(person), {})
        dated = DatedValue(value=str(value), start=_day(since, EVER), end=_day(until, NEVER))
        own[str(header)] = (*own.get(str(header), ()), dated)
    people = database.rows("people", "SELECT id FROM raw_people")
    units = database.rows("units", "SELECT id, kind, parent FROM raw_units")
    held = database.rows("memberships", "SELECT person, unit, role, since, until FROM raw_memberships")
    roster = Roster(
        people=tuple(
            Person(id=str(name), name=str(name), properties=properties.get(str(name), {}))
            for (name,) in people
        ),
        units=tuple(
            Unit(id=str(name), name=str(name), kind=str(kind), parent=None if parent is None else str(parent))
            for name, kind, parent in units
        ),
        memberships=tuple(
            Membership(
                person=str(person),
                unit=str(unit),
                role=str(role),
                start=_day(since, EVER),
                end=_day(until, NEVER),
            )
            for person, unit, role, since, until in held
        ),
    )
    return School(calendar=stock.files.calendar, roster=roster, sources=(), waivers=stock.files.waivers)


def _day(ordinal: object, otherwise: int) -> datetime.date | None:
    return None if ordinal == otherwise else datetime.date.fromordinal(int(str(ordinal)))
