"""CSV as schools save it: UTF-8 with a byte order mark, or GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from school_maker.log_rows import COLUMNS, Row, padded
from school_maker.roster import NEWLY_APPOINTED, NOVICES, Roster

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, rows: Iterable[Iterable[str]], encoding: str = "utf-8-sig") -> None:
    """Writes the rows; no cell can be taken for a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))


def guarded(cell: str) -> str:
    """The cell with an apostrophe before anything that a spreadsheet would compute.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def log_table(rows: Iterable[Row]) -> Iterator[Iterable[str]]:
    """The log as one wide table with its header."""
    yield COLUMNS
    for row in rows:
        yield [row.cells.get(column, "") for column in COLUMNS]


def people_table(roster: Roster) -> Iterator[Iterable[str]]:
    """The people with their properties, which are blank for pupils."""
    yield ("工号", "姓名", "新任", "新教师")
    for number, person in enumerate(roster.people):
        name = padded(person.name) if person.nick and number % 3 == 0 else person.name
        yield (person.id, name, _mark(person.nick, NEWLY_APPOINTED), _mark(person.nick, NOVICES))


def units_table(roster: Roster) -> Iterator[Iterable[str]]:
    """The units, parents first."""
    yield ("代码", "名称", "类别", "上级")
    for unit in roster.units:
        yield (unit.id, unit.name, unit.kind, unit.parent)


def memberships_table(roster: Roster) -> Iterator[Iterable[str]]:
    """Who holds which role when; a blank end is open."""
    yield ("工号", "单位", "角色", "开始", "结束")
    for m in roster.memberships:
        yield (m.person, m.unit, m.role, m.start.isoformat(), "" if m.end is None else m.end.isoformat())


def _mark(nick: str, marked: tuple[str, ...]) -> str:
    if not nick:
        return ""
    return "是" if nick in marked else "否"
