"""The roster of a school folder as raw tables, read by DuckDB from CSV or Parquet.

What a small roster's reader finds wrong cell by cell is found here by query; the first faults are told.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from dutyrules.calendar.problems import Problem
from dutyrules.calendar.reading import calendar_from
from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.bulk.roster_tables import EVER, NEVER
from dutyrules.engines.columnar.connection import Database, number, quoted
from dutyrules.findings.model import Text
from dutyrules.records import roster_messages as say
from dutyrules.records.headers import Column
from dutyrules.records.roster import Unit
from dutyrules.records.roster_tables import MEMBERSHIPS, PEOPLE, UNITS
from dutyrules.records.school import CALENDAR, WAIVERS, SchoolError
from dutyrules.records.tables import TableError, read_csv_table, read_limited
from dutyrules.records.waivers import Waiver, read_waivers
from dutyrules.syntax.folding import fold

_SHOWN = 5
"""So many rows with a fault are told of each kind."""


def read_calendar(folder: Path) -> SchoolCalendar:
    """The calendar of the folder. Errors: those of `calendar_from`."""
    return calendar_from(CALENDAR, read_limited(folder / CALENDAR))


def read_roster_files(database: Database, folder: Path) -> None:
    """The raw tables of people, units and memberships.

    Errors: SchoolError for missing columns, blank cells, ids given twice, unknown people and units, and
    days that are no dates or reversed.
    """
    _, others = _opened(database, folder, "people", PEOPLE)
    _opened(database, folder, "units", UNITS)
    _opened(database, folder, "memberships", MEMBERSHIPS)
    database.run("raw_people", "CREATE TABLE raw_people AS SELECT id FROM read_people")
    database.run(
        "raw_units",
        "CREATE TABLE raw_units AS SELECT u.id, u.kind, p.id AS parent FROM read_units u "
        "LEFT JOIN read_units p ON p.id = u.parent OR (p.name = u.parent AND u.parent <> '')",
    )
    day = "CASE WHEN {0} = '' THEN {1} ELSE datediff('day', DATE '0001-01-01', {2}) + 1 END"
    since = day.format("start", EVER, _date("start"))
    until = day.format('"end"', NEVER, _date('"end"'))
    database.run(
        "raw_memberships",
        "CREATE TABLE raw_memberships AS SELECT m.person, coalesce(u.id, n.id) AS unit, m.role, "
        f"({since})::INTEGER AS since, ({until})::INTEGER AS until, m.place FROM read_memberships m "
        "LEFT JOIN read_units u ON u.id = m.unit LEFT JOIN (SELECT name, any_value(id) AS id "
        "FROM read_units GROUP BY name HAVING count(*) = 1) n ON n.name = m.unit",
    )
    _properties(database, others)
    _check(database)


def read_waiver_file(database: Database, folder: Path) -> tuple[Waiver, ...]:
    """What `waivers.csv` says, if there is one; it is short, and read in Python.

    Errors: SchoolError with the problems of the file.
    """
    if not (folder / WAIVERS).exists():
        return ()
    units = database.rows("the units of waivers", "SELECT id, name, kind FROM read_units ORDER BY place")
    known = tuple(Unit(id=str(code), name=str(name), kind=str(kind)) for code, name, kind in units)
    try:
        waivers, problems = read_waivers(read_csv_table(folder / WAIVERS), known)
    except TableError as error:
        raise SchoolError(error.problems) from error
    if problems:
        raise SchoolError(problems)
    return waivers


def _opened(
    database: Database, folder: Path, name: str, columns: Sequence[Column]
) -> tuple[str, list[tuple[int, str]]]:
    """The file as a table of texts under our own names; also its columns that have none."""
    parquet = folder / f"{name}.parquet"
    source = (
        f"read_parquet({quoted(parquet)})"
        if parquet.exists()
        else f"read_csv({quoted(folder / f'{name}.csv')}, all_varchar = true, header = true)"
    )
    described = database.rows(f"the columns of {name}", f"DESCRIBE SELECT * FROM {source}")
    headers = [str(row[0]) for row in described]
    aliases = ", ".join(f"h{place}" for place in range(len(headers)))
    picked, used = [], set()
    for column in columns:
        forms = {fold(word) for word in column.words}
        place = next((p for p, h in enumerate(headers) if fold(h.strip()) in forms and p not in used), None)
        if place is None and column.required:
            raise SchoolError([_missing(f"{name}.csv", column)])
        used.add(place)
        text = "''" if place is None else f"trim(coalesce(h{place}::VARCHAR, ''))"
        shown = f'"{column.key}"' if column.key == "end" else column.key
        picked.append(f"{text} AS {shown}")
    others = [(p, h) for p, h in enumerate(headers) if p not in used]
    rest = "".join(f", h{place}::VARCHAR AS h{place}" for place, _ in others)
    database.run(
        f"read_{name}",
        f"CREATE TABLE read_{name} AS SELECT {', '.join(picked)}{rest}, "
        f"row_number() OVER () + 1 AS place FROM {source} s({aliases})",
    )
    return source, others


def _date(column: str) -> str:
    """A date written in one of the ways that a roster may use, or NULL."""
    plain = f"regexp_replace(regexp_replace({column}, '[/.年月]', '-', 'g'), '日?( 0?0:00(:00)?)?$', '')"
    return f"try_cast({plain} AS DATE)"


def _properties(database: Database, others: list[tuple[int, str]]) -> None:
    """Every column of the people beyond id and name, a row per value."""
    database.load(
        "header_names",
        pa.table(
            {
                "place": integers(place for place, _ in others),
                "header": texts(header for _, header in others),
            }
        ),
    )
    each = " UNION ALL ".join(
        f"SELECT id AS person, {place} AS place, coalesce(h{place}, '') AS value FROM read_people"
        for place, _ in others
    )
    rows = each or "SELECT ''::VARCHAR AS person, 0 AS place, ''::VARCHAR AS value WHERE FALSE"
    database.run(
        "raw_properties",
        f"CREATE TABLE raw_properties AS SELECT r.person, n.header, r.value, r.place, {EVER} AS since, "
        f"{NEVER} AS until FROM ({rows}) r JOIN header_names n ON n.place = r.place",
    )


_FAULTS: tuple[tuple[str, str, Text, str], ...] = (
    (
        "people",
        "cell-missing",
        say.CELL_MISSING,
        "SELECT place, id FROM read_people WHERE id = '' OR name = ''",
    ),
    (
        "units",
        "cell-missing",
        say.CELL_MISSING,
        "SELECT place, id FROM read_units WHERE id = '' OR kind = ''",
    ),
    (
        "people",
        "id-twice",
        say.id_twice(0),
        "SELECT max(place), id FROM read_people GROUP BY id HAVING count(*) > 1",
    ),
    (
        "units",
        "id-twice",
        say.id_twice(0),
        "SELECT max(place), id FROM read_units GROUP BY id HAVING count(*) > 1",
    ),
    (
        "memberships",
        "cell-missing",
        say.CELL_MISSING,
        "SELECT place, person FROM read_memberships WHERE person = '' OR unit = '' OR role = ''",
    ),
    (
        "memberships",
        "person-unknown",
        say.PERSON_UNKNOWN,
        "SELECT place, person FROM raw_memberships WHERE person NOT IN (SELECT id FROM raw_people)",
    ),
    (
        "memberships",
        "unit-unknown",
        say.UNIT_UNKNOWN,
        "SELECT place, person FROM raw_memberships WHERE unit IS NULL",
    ),
    (
        "memberships",
        "date-malformed",
        say.DATE_MALFORMED,
        "SELECT place, person FROM raw_memberships WHERE since IS NULL OR until IS NULL",
    ),
    (
        "memberships",
        "days-reversed",
        say.reversed_days(datetime.date.max, datetime.date.min),
        "SELECT place, person FROM raw_memberships WHERE until <= since",
    ),
)
"""The file, the code, what is said of it, and the query that finds the rows."""


def _check(database: Database) -> None:
    """Tell the first rows of each kind of fault."""
    found = []
    for name, code, message, sql in _FAULTS:
        rows = database.rows(f"{code} in {name}", f"{sql} ORDER BY 1 LIMIT {_SHOWN}")
        found += [
            Problem(file=name, row=number(place), code=code, value=str(value), message=message)
            for place, value in rows
        ]
    if found:
        raise SchoolError(found)


def _missing(file: str, column: Column) -> Problem:
    words = Text(
        en=f"No column is called {column.words[-1]}.",
        zh_hans=f"没有叫“{column.words[0]}”的列。",
        zh_hant=f"沒有叫「{column.words[0]}」的欄。",
    )
    return Problem(file=file, row=1, column=column.words[0], code="header-missing", message=words)
