"""Who is excused from what, until when, by whom and why: `waivers.csv` of the school folder."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from dutyrules.calendar.problems import Problem
from dutyrules.findings.model import Text
from dutyrules.records.headers import Column, Row, Table, headed
from dutyrules.records.roster import Unit
from dutyrules.records.roster_tables import blank_cells, identifier, read_day, unit_key, unit_names
from dutyrules.records.tables import RawTable

EVERYTHING = "*"
"""Stands for all norms of a policy, or of every policy where none is named."""

COLUMNS = (
    Column(key="person", words=("工号", "人员", "编号", "staff_id", "id", "person")),
    Column(key="norm", words=("规定", "条目", "duty", "norm")),
    Column(key="policy", words=("制度", "policy"), required=False),
    Column(key="unit", words=("单位", "单位代码", "unit"), required=False),
    Column(key="start", words=("开始", "开始日期", "start")),
    Column(key="end", words=("结束", "结束日期", "end")),
    Column(key="approver", words=("批准人", "approver", "approved_by", "approved by")),
    Column(key="reason", words=("理由", "原因", "reason")),
)


@attrs.frozen(kw_only=True)
class Waiver:
    """One person excused from a norm on the days [start, end).

    `norm` is a label or `EVERYTHING`; `policy` and `unit` are None where the row names none. `unit` is
    a unit's id, or what is written where no unit is called so.
    """

    person: str
    norm: str
    policy: str | None
    unit: str | None
    start: datetime.date
    end: datetime.date
    approver: str
    reason: str
    file: str
    row: int

    def holds_on(self, day: datetime.date) -> bool:
        """True if the person is excused on `day`."""
        return self.start <= day < self.end


def read_waivers(raw: RawTable, units: Iterable[Unit]) -> tuple[tuple[Waiver, ...], list[Problem]]:
    """The waivers of the table, each with its approver, its reason and its end.

    Errors: those of `headed`, and `cell-missing`, `date-malformed`, `days-reversed`,
    `policy-named-twice`. Whether there is such a person or norm is for the audit to say.
    """
    table, layout = headed(raw, COLUMNS)
    if table is None:
        return (), list(layout)
    problems = [*layout, *blank_cells(table, ("person", "norm", "start", "end", "approver", "reason"))]
    names = unit_names([(unit.id, unit.name) for unit in units])
    waivers = []
    for row in table.rows:
        waiver, faults = _waiver(table, row)
        problems += faults
        if waiver is not None:
            written = row.cells["unit"]
            waivers.append(attrs.evolve(waiver, unit=names.get(unit_key(written), written) or None))
    return tuple(waivers), problems


def _waiver(table: Table, row: Row) -> tuple[Waiver | None, list[Problem]]:
    cells = row.cells
    start, problems = read_day(table, row, "start")
    end, faults = read_day(table, row, "end")
    problems += faults
    if start is not None and end is not None and end <= start:
        problems.append(table.problem(row, "end", "days-reversed", _reversed_days(start, end)))
    policy, slash, label = cells["norm"].rpartition("/")
    if slash and cells["policy"]:
        problems.append(table.problem(row, "policy", "policy-named-twice", _TWICE))
    if problems or start is None or end is None or not all(cells[key] for key in _NEEDED):
        return None, problems
    waiver = Waiver(
        person=identifier(cells["person"]),
        norm=label.strip(),
        policy=policy.strip() or cells["policy"] or None,
        unit=None,
        start=start,
        end=end,
        approver=cells["approver"],
        reason=cells["reason"],
        file=table.file,
        row=row.number,
    )
    return waiver, []


_NEEDED = ("person", "norm", "approver", "reason")
_TWICE = Text(
    en="The norm names a policy already, before its slash; empty this cell.",
    zh_hans="规定一格里斜杠前已经写了制度；请清空这一格。",
    zh_hant="規定一格裡斜線前已經寫了制度；請清空這一格。",
)


def _reversed_days(start: datetime.date, end: datetime.date) -> Text:
    """A waiver that ends before it has begun."""
    return Text(
        en=f"The waiver ends on {end}, not after its start on {start}; the end is the first day without it.",
        zh_hans=f"结束 {end} 并不晚于开始 {start}；结束是不再豁免的第一天。",
        zh_hant=f"結束 {end} 並不晚於開始 {start}；結束是不再豁免的第一天。",
    )
