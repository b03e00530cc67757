"""The rows of a log while they are being made, and the files that they end up in."""

from __future__ import annotations

import datetime
import random
from collections.abc import Collection, Iterator
from pathlib import Path

import attrs
from school_maker.csv_tables import write_csv

from dutyrules.checking.vocabulary import EventType

CORE = ("编号", "类型", "时间", "工号", "单位")


@attrs.define(kw_only=True, eq=False)
class Row:
    """One event; `cells` are by the attribute's id. `key` finds the row again in an answer."""

    key: str
    kind: EventType
    time: datetime.datetime
    actor: str
    unit: str
    cells: dict[str, str]

    def labelled(self) -> dict[str, str]:
        """The cells by the attribute's label."""
        names = {a.term.id: a.term.zh_hans for a in self.kind.attributes}
        return {names[name]: value for name, value in self.cells.items() if value}


class Ledger:
    """The rows by key."""

    def __init__(self, seed: int) -> None:
        self.rows: dict[str, Row] = {}
        self.chance = random.Random(seed)
        self._made = 0
        self._gone: dict[str, Row] = {}

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows.values())

    def add(
        self, kind: EventType, time: datetime.datetime, actor: str, unit: str, cells: dict[str, str]
    ) -> Row:
        """A new row."""
        self._made += 1
        row = Row(key=f"K{self._made:06}", kind=kind, time=time, actor=actor, unit=unit, cells=cells)
        self.rows[row.key] = row
        return row

    def drop(self, key: str) -> None:
        """Takes the row out, if it is still there."""
        if key in self.rows:
            self._gone[key] = self.rows.pop(key)

    def row(self, key: str) -> Row:
        """The row, even if it was taken out since the log was read; changes to that one are lost."""
        return self.rows[key] if key in self.rows else self._gone[key]

    def in_order(self) -> list[Row]:
        """The rows by time, those of one instant as they were made."""
        return sorted(self, key=lambda row: (row.time, row.key))

    def numbered(self) -> dict[str, str]:
        """The ids that the rows get in the end, by key."""
        return {row.key: f"R{number:05}" for number, row in enumerate(self.in_order(), start=1)}


def write_rows(path: Path, rows: Collection[Row], ids: dict[str, str] | None = None) -> None:
    """Writes one wide table of the rows, with the columns that they fill and no more."""
    columns = list(dict.fromkeys(label for row in rows for label in row.labelled()))
    write_csv(path, _table(rows, columns, ids))


def _table(rows: Collection[Row], columns: list[str], ids: dict[str, str] | None) -> Iterator[list[str]]:
    yield [*CORE, *columns]
    for row in rows:
        cells = row.labelled()
        name = row.key if ids is None else ids[row.key]
        core = [name, row.kind.term.zh_hans, f"{row.time:%Y-%m-%d %H:%M}", row.actor, row.unit]
        yield [*core, *(cells.get(column, "") for column in columns)]
