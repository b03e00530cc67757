"""The roster as DuckDB tables of codes: people, units, memberships, posts.

    persons(person, id)  units(unit, id, kind, parent)  memberships(person, unit, role, since, until)

`role` and `kind` number the texts as written; which of them mean a role of the vocabulary is settled in
Python, over the few texts that differ. Days are proleptic ordinals, [since, until).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import attrs
import pyarrow as pa

from dutyrules.checking.vocabulary import Term
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.connection import Database, number
from dutyrules.records.roster import Roster
from dutyrules.syntax.folding import fold

EVER, NEVER = datetime.date.min.toordinal(), datetime.date.max.toordinal()


@attrs.frozen(kw_only=True)
class Labels:
    """The texts of the roster that mean something: role, kind and header by its number as written."""

    roles: Mapping[int, str]
    kinds: Mapping[int, str]
    headers: Mapping[int, str]

    def meaning(self, written: Mapping[int, str], term: Term) -> tuple[int, ...]:
        """The numbers of those texts that are labels of the term."""
        forms = {fold(label) for label in term.labels()}
        return tuple(number for number, text in written.items() if fold(text) in forms)


def load_roster(database: Database, roster: Roster) -> None:
    """The raw tables of a roster in memory, as `roster_files` gives them of files."""
    database.load("raw_people", pa.table({"id": texts(p.id for p in roster.people)}))
    columns = {name: texts(getattr(u, name) for u in roster.units) for name in ("id", "kind", "parent")}
    database.load("raw_units", pa.table(columns))
    database.load("raw_memberships", _memberships(roster))
    database.load("raw_properties", _properties(roster))


def _memberships(roster: Roster) -> pa.Table:
    held = roster.memberships
    return pa.table(
        {
            "person": texts(m.person for m in held),
            "unit": texts(m.unit for m in held),
            "role": texts(m.role for m in held),
            "since": _days((m.start for m in held), EVER),
            "until": _days((m.end for m in held), NEVER),
        }
    )


def _properties(roster: Roster) -> pa.Table:
    """Each person's properties, `place` the order in which they are given."""
    values = [
        (person.id, header, place, dated)
        for person in roster.people
        for place, (header, dated) in enumerate(
            (header, dated) for header, column in person.properties.items() for dated in column
        )
    ]
    return pa.table(
        {
            "person": texts(person for person, _, _, _ in values),
            "header": texts(header for _, header, _, _ in values),
            "value": texts(dated.value for _, _, _, dated in values),
            "place": integers(place for _, _, place, _ in values),
            "since": _days((dated.start for _, _, _, dated in values), EVER),
            "until": _days((dated.end for _, _, _, dated in values), NEVER),
        }
    )


def _days(values: Iterable[datetime.date | None], otherwise: int) -> pa.Array:
    return integers(otherwise if day is None else day.toordinal() for day in values)


def code_roster(database: Database, dictionary: str) -> Labels:
    """The raw tables as tables of codes: those of the log's dictionary, then new ones by text."""
    _codes(database, "persons", "person", dictionary, "SELECT id FROM raw_people")
    every_unit = "SELECT id FROM raw_units"
    _codes(database, "unit_codes", "unit", dictionary, every_unit)
    database.run(
        "texts",
        f"CREATE TABLE texts AS SELECT code::INTEGER AS code, text FROM {dictionary} WHERE kind = 'text'",
    )
    for table, source, column in (
        ("role_texts", "raw_memberships", "role"),
        ("kind_texts", "raw_units", "kind"),
        ("header_texts", "raw_properties", "header"),
    ):
        database.run(
            table,
            f"CREATE TABLE {table} AS SELECT (row_number() OVER (ORDER BY text) - 1)::INTEGER AS code, text "
            f"FROM (SELECT DISTINCT {column} AS text FROM {source})",
        )
    database.run(
        "units",
        "CREATE TABLE units AS SELECT c.unit, k.code AS kind, p.unit AS parent FROM raw_units u "
        "JOIN unit_codes c ON c.id = u.id JOIN kind_texts k ON k.text = u.kind "
        "LEFT JOIN unit_codes p ON p.id = u.parent",
    )
    database.run(
        "memberships",
        "CREATE TABLE memberships AS SELECT p.person, u.unit, r.code AS role, "
        "m.since::INTEGER AS since, m.until::INTEGER AS until "
        "FROM raw_memberships m JOIN persons p ON p.id = m.person JOIN unit_codes u ON u.id = m.unit "
        "JOIN role_texts r ON r.text = m.role",
    )
    return Labels(
        roles=_written(database, "role_texts"),
        kinds=_written(database, "kind_texts"),
        headers=_written(database, "header_texts"),
    )


def _codes(database: Database, table: str, kind: str, dictionary: str, known: str) -> None:
    database.run(
        table,
        f"CREATE TABLE {table} AS WITH old AS (SELECT code::INTEGER AS {kind}, text AS id FROM {dictionary} "
        f"WHERE kind = '{kind}'), more AS (SELECT id FROM ({known}) ANTI JOIN old USING (id)) "
        f"SELECT {kind}, id FROM old UNION ALL SELECT ((SELECT coalesce(max({kind}) + 1, 0) FROM old) "
        f"+ row_number() OVER (ORDER BY id) - 1)::INTEGER, id FROM more",
    )


def _written(database: Database, table: str) -> dict[int, str]:
    rows = database.rows(f"what {table} are", f"SELECT code, text FROM {table} ORDER BY code")
    return {number(code): str(text) for code, text in rows}


# Posts ---------------------------------------------------------------------------------------------


def load_asked(database: Database, people: Sequence[str]) -> None:
    """The table `asked` of those among these people (by id) whom the roster knows."""
    database.load("asked_ids", pa.table({"id": texts(people)}))
    database.run("asked", "CREATE TABLE asked AS SELECT person FROM persons SEMI JOIN asked_ids USING (id)")


def posts_sql(roles: Sequence[int], kinds: Sequence[int] | None, own: str = "TRUE") -> str:
    """The posts of a role: memberships of one person and unit that touch are one (1.2).

    `kinds` (None: any) are the kinds of unit, `own` a condition on a membership m; `post` numbers them.
    """
    wanted = among("m.role", roles)
    units = "" if kinds is None else f" AND m.unit IN (SELECT unit FROM units WHERE {among('kind', kinds)})"
    by_start = "OVER (PARTITION BY person, unit ORDER BY since, until"
    return (
        f"WITH held AS (SELECT DISTINCT person, unit, since, until FROM memberships m "
        f"WHERE {wanted}{units} AND {own}), "
        f"met AS (SELECT *, max(until) {by_start} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) "
        f"AS reach FROM held), "
        f"runs AS (SELECT *, sum((reach IS NULL OR since > reach)::INTEGER) {by_start} "
        f"ROWS UNBOUNDED PRECEDING) AS run FROM met) "
        f"SELECT (row_number() OVER (ORDER BY person, unit, min(since)) - 1)::INTEGER AS post, person, unit, "
        f"min(since) AS since, max(until) AS until FROM runs GROUP BY person, unit, run"
    )


def among(column: str, codes: Sequence[int]) -> str:
    """A condition: the column is one of the codes."""
    return f"{column} IN ({', '.join(map(str, codes))})" if codes else "FALSE"
