"""Repeats, corrections and retractions of a log of any size, settled as `records.settle` does.

A row that shares its id with no other, corrects nothing and is named by nothing is an event; only the others
are looked at. Rows that corrections and retractions tie together are looked at all at once; those that only
share an id, a part at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pyarrow as pa

from dutyrules.engines.columnar.bulk.arrow_columns import integers
from dutyrules.engines.columnar.connection import Cell, Database, Row, maybe, number
from dutyrules.findings.model import QuarantinedRow, Text
from dutyrules.records.event_rows import EventRows, Retraction, Value
from dutyrules.records.log_error import log_error
from dutyrules.records.settle import settle

MOST_TIED = 1_000_000
"""Rows that corrections and retractions may tie together: some gigabytes of memory."""

_AT_A_TIME = 200_000
_CORE = (
    "block",
    "line",
    "place",
    "number",
    "id",
    "type",
    "t",
    "day",
    "ends",
    "recorded",
    "actor",
    "unit",
    "corrects",
)

Note = Callable[[Sequence[QuarantinedRow]], None]


def settle_rows(
    database: Database, types: Sequence[str], names: Mapping[str, Sequence[str]], note: Note
) -> None:
    """Make the table `dropped` (block, line) of the rows of `rough` that are no events; `note` is told why.

    `types` are by their codes, `names` the columns of `rough` of each attribute.

    Errors: `too-many-corrections` as `LogError`.
    """
    database.run("dropped", "CREATE TABLE dropped (block BIGINT, line BIGINT)")
    database.run(
        "tied ids",
        "CREATE TABLE tied AS SELECT id FROM rough WHERE corrects IS NOT NULL "
        "UNION SELECT corrects FROM rough WHERE corrects IS NOT NULL UNION SELECT target FROM retractions",
    )
    database.run(
        "repeated ids",
        "CREATE TABLE repeated AS SELECT id FROM (SELECT id, count(*) AS n FROM rough GROUP BY id) "
        "WHERE n > 1 AND id NOT IN (SELECT id FROM tied)",
    )
    settling = _Settling(database, types, names, note)
    settling.tied()
    settling.repeated()


class _Settling:
    def __init__(
        self, database: Database, types: Sequence[str], names: Mapping[str, Sequence[str]], note: Note
    ) -> None:
        self._database = database
        self._types = types
        self._names = names
        self._note = note

    def tied(self) -> None:
        """What corrections and retractions tie together."""
        asked = "rough SEMI JOIN tied USING (id)"
        if self._count(asked) > MOST_TIED:
            ((place,),) = self._database.rows("where", f"SELECT min(place) FROM {asked}")
            raise log_error(str(place), "too-many-corrections", _TOO_MANY)
        retractions = [
            Retraction(place=str(place), number=number(row), target=str(target))
            for place, row, target in self._database.rows(
                "retractions", "SELECT place, number, target FROM retractions ORDER BY block, line"
            )
        ]
        lost = self._database.rows("lost ids", "SELECT id FROM lost SEMI JOIN tied USING (id)")
        self._settle(asked, "TRUE", retractions, frozenset(str(id_) for (id_,) in lost))

    def repeated(self) -> None:
        """What only shares its id, in parts by it."""
        asked = "rough SEMI JOIN repeated USING (id)"
        parts = -(-self._count(asked) // _AT_A_TIME)
        for part in range(parts):
            self._settle(asked, f"hash(id) % {parts} = {part}", [], frozenset())

    def _count(self, asked: str) -> int:
        ((count,),) = self._database.rows("rows to settle", f"SELECT count(*) FROM {asked}")
        return number(count)

    def _settle(
        self, asked: str, which: str, retractions: Sequence[Retraction], lost: frozenset[str]
    ) -> None:
        columns = [*_CORE, *(name for own in self._names.values() for name in own)]
        query = f"SELECT {', '.join(columns)} FROM {asked} WHERE {which} ORDER BY block, line"
        found = self._database.rows("rows that touch", query)
        rows = _rows(found, self._types, self._names)
        settled = settle(rows, retractions, lost)
        gone = sorted(set(range(len(rows))) - set(settled.rows))
        table = pa.table(
            {n: integers(number(found[row][at]) for row in gone) for at, n in enumerate(_CORE[:2])}
        )
        self._database.view("gone", table)
        self._database.run("more dropped", "INSERT INTO dropped SELECT block, line FROM gone")
        self._note(settled.quarantine)


def _rows(found: Sequence[Row], types: Sequence[str], names: Mapping[str, Sequence[str]]) -> EventRows:
    columns = list(zip(*found, strict=True)) if found else [()] * (len(_CORE) + sum(map(len, names.values())))
    core: dict[str, tuple[Cell, ...]] = dict(zip(_CORE, columns, strict=False))
    rest = iter(columns[len(_CORE) :])
    return EventRows(
        places=list(map(str, core["place"])),
        numbers=list(map(number, core["number"])),
        ids=list(map(str, core["id"])),
        types=[types[number(code)] for code in core["type"]],
        t=list(map(number, core["t"])),
        days=list(map(number, core["day"])),
        ends=list(map(maybe, core["ends"])),
        recorded=list(map(maybe, core["recorded"])),
        actors=list(map(_text, core["actor"])),
        units=list(map(_text, core["unit"])),
        corrects=list(map(_text, core["corrects"])),
        attributes={n: list(_values(len(found), [next(rest) for _ in own])) for n, own in names.items()},
    )


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _values(count: int, columns: Sequence[Sequence[Cell]]) -> Iterator[Value]:
    """An attribute's values from its numbers and its texts, of which a row has one at most."""
    for row in range(count):
        value = next((column[row] for column in columns if column[row] is not None), None)
        yield value if isinstance(value, int | str) else None


_TOO_MANY = Text(
    en=f"Corrections and retractions concern more than {MOST_TIED:,} rows; export the log as it stands now.",
    zh_hans=f"涉及更正或撤销的行超过 {MOST_TIED:,} 行；请导出更正后的日志。",
    zh_hant=f"涉及更正或撤銷的列超過 {MOST_TIED:,} 列；請匯出更正後的日誌。",
)
