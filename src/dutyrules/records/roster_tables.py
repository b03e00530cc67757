"""The roster from `people.csv`, `units.csv` and `memberships.csv`, or all that is wrong with them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

import attrs

from dutyrules.calendar.problems import Problem
from dutyrules.findings.model import Text
from dutyrules.records import roster_messages as say
from dutyrules.records.headers import Column, Row, Table, headed
from dutyrules.records.roster import DatedValue, Membership, Person, Roster, Unit, name_key, shown_name
from dutyrules.records.tables import RawTable
from dutyrules.syntax.folding import fold

PEOPLE = (
    Column(key="id", words=("工号", "编号", "学号", "person", "staff_id", "id")),
    Column(key="name", words=("姓名", "name")),
)
UNITS = (
    Column(key="id", words=("代码", "编号", "单位代码", "unit", "code", "id")),
    Column(key="name", words=("名称", "单位名称", "name")),
    Column(key="kind", words=("类别", "类型", "kind")),
    Column(key="parent", words=("上级", "上级单位", "parent"), required=False),
)
MEMBERSHIPS = (
    Column(key="person", words=("工号", "编号", "学号", "staff_id", "id", "person")),
    Column(key="unit", words=("单位", "单位代码", "unit")),
    Column(key="role", words=("角色", "职务", "role")),
    Column(key="start", words=("开始", "开始日期", "start"), required=False),
    Column(key="end", words=("结束", "结束日期", "end"), required=False),
)

_EVER, _NEVER = datetime.date.min, datetime.date.max
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?: 0?0:00(?::00)?)?")


@attrs.frozen(kw_only=True)
class Placed:
    """A membership with the row it came from, so that a fault between two rows can be shown."""

    membership: Membership
    row: Row


def read_people(raw: RawTable) -> tuple[tuple[Person, ...], list[Problem]]:
    """The people of the table; every column beyond id and name is a property."""
    table, problems = _table(raw, PEOPLE)
    people = [_person(row) for row in table.rows]
    problems += blank_cells(table, ("id", "name"))
    problems += _repeated(table, [person.id for person in people])
    return tuple(people), problems


def read_units(raw: RawTable) -> tuple[tuple[Unit, ...], list[Problem]]:
    """The units of the table, whose parents are known and form no circle."""
    table, problems = _table(raw, UNITS)
    names = unit_names([(identifier(row.cells["id"]), row.cells["name"]) for row in table.rows])
    units = [_unit(row, names) for row in table.rows]
    problems += blank_cells(table, ("id", "name", "kind"))
    problems += _repeated(table, [unit.id for unit in units])
    problems += _lost_parents(table, names)
    problems += _circles(table, units)
    return tuple(units), problems


def read_memberships(
    raw: RawTable, people: tuple[Person, ...], units: tuple[Unit, ...]
) -> tuple[tuple[Membership, ...], list[Problem]]:
    """The memberships of the table, of known people in known units, none overlapping itself."""
    table, problems = _table(raw, MEMBERSHIPS)
    problems += blank_cells(table, ("person", "unit", "role"))
    known, names = {person.id for person in people}, unit_names([(unit.id, unit.name) for unit in units])
    placed: list[Placed] = []
    for row in table.rows:
        membership, faults = _membership(table, row, known, names)
        problems += faults
        if membership is not None:
            placed.append(Placed(membership=membership, row=row))
    problems += _overlaps(table, placed)
    return tuple(each.membership for each in placed), problems


def read_roster(people: RawTable, units: RawTable, memberships: RawTable) -> tuple[Roster, list[Problem]]:
    """The roster of the three tables, to be used only if there is no problem."""
    found_people, problems = read_people(people)
    found_units, unit_problems = read_units(units)
    found, membership_problems = read_memberships(memberships, found_people, found_units)
    roster = Roster(people=found_people, units=found_units, memberships=found)
    return roster, [*problems, *unit_problems, *membership_problems]


def _table(raw: RawTable, columns: tuple[Column, ...]) -> tuple[Table, list[Problem]]:
    table, problems = headed(raw, columns)
    return table or Table(file=raw.file, header_row=0, headers={}, rows=()), list(problems)


def identifier(text: str) -> str:
    """An id as it is compared: full-width digits are digits, and a leading zero stays."""
    return unicodedata.normalize("NFKC", text).strip()


def _person(row: Row) -> Person:
    return Person(
        id=identifier(row.cells["id"]),
        name=shown_name(row.cells["name"]),
        properties={header: (DatedValue(value=value),) for header, value in row.others.items()},
    )


def _unit(row: Row, names: Mapping[str, str]) -> Unit:
    return Unit(
        id=identifier(row.cells["id"]),
        name=row.cells["name"],
        kind=row.cells["kind"],
        parent=names.get(unit_key(row.cells["parent"])),
    )


def unit_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The id of each unit by its id, and by its name where only one unit is called so."""
    units = tuple(pairs)
    called = Counter(unit_key(name) for _, name in units)
    by_name = {unit_key(name): unit for unit, name in units if called[unit_key(name)] == 1}
    return by_name | {unit_key(unit): unit for unit, _ in units}


def unit_key(text: str) -> str:
    """A unit's code or name as it is compared."""
    return name_key(text)


def blank_cells(table: Table, keys: tuple[str, ...]) -> Iterable[Problem]:
    """`cell-missing` for each empty cell in the columns."""
    for row in table.rows:
        for key in keys:
            if not row.cells[key]:
                yield table.problem(row, key, "cell-missing", say.CELL_MISSING)


def _repeated(table: Table, identifiers: list[str]) -> Iterable[Problem]:
    first: dict[str, Row] = {}
    for row, identifier in zip(table.rows, identifiers, strict=True):
        if first.setdefault(identifier, row) is not row and identifier:
            yield table.problem(row, "id", "id-twice", say.id_twice(first[identifier].number))


def _lost_parents(table: Table, names: Mapping[str, str]) -> Iterable[Problem]:
    for row in table.rows:
        if row.cells["parent"] and unit_key(row.cells["parent"]) not in names:
            yield table.problem(row, "parent", "unit-unknown", say.UNIT_UNKNOWN)


def _circles(table: Table, units: list[Unit]) -> Iterable[Problem]:
    parents = {unit.id: unit.parent for unit in units}
    settled: set[str] = set()
    for unit in units:
        path: dict[str, None] = {}
        at: str | None = unit.id
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = parents.get(at)
        if at is not None and at in path:
            row = next(row for row, other in zip(table.rows, units, strict=True) if other.id == at)
            yield table.problem(row, "parent", "units-in-a-circle", say.CIRCLE)
        settled |= path.keys()


def _membership(
    table: Table, row: Row, known: set[str], names: Mapping[str, str]
) -> tuple[Membership | None, list[Problem]]:
    person, unit = identifier(row.cells["person"]), names.get(unit_key(row.cells["unit"]))
    problems: list[Problem] = []
    if person and person not in known:
        problems.append(table.problem(row, "person", "person-unknown", _unknown_person(person, known)))
    if row.cells["unit"] and unit is None:
        problems.append(table.problem(row, "unit", "unit-unknown", say.UNIT_UNKNOWN))
    start, start_faults = read_day(table, row, "start")
    end, end_faults = read_day(table, row, "end")
    problems += start_faults + end_faults
    if start is not None and end is not None and end <= start:
        problems.append(table.problem(row, "end", "days-reversed", say.reversed_days(start, end)))
    if problems or unit is None or not person:
        return None, problems
    return Membership(person=person, unit=unit, role=row.cells["role"], start=start, end=end), []


def _unknown_person(person: str, known: set[str]) -> Text:
    # A spreadsheet that takes ids for numbers drops their leading zeros.
    alike = [other for other in known if other.lstrip("0") == person.lstrip("0")]
    return say.person_unknown(alike[0]) if len(alike) == 1 else say.PERSON_UNKNOWN


def read_day(table: Table, row: Row, key: str) -> tuple[datetime.date | None, list[Problem]]:
    """The date in a cell, None for an empty one and for one that is no date, which is a problem."""
    text = row.cells[key]
    if not text:
        return None, []
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        day = datetime.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    return day, [] if day else [table.problem(row, key, "date-malformed", say.DATE_MALFORMED)]


def _overlaps(table: Table, placed: list[Placed]) -> Iterable[Problem]:
    ordered = sorted(placed, key=lambda each: (_same(each.membership), each.membership.start or _EVER))
    for _, group in groupby(ordered, key=lambda each: _same(each.membership)):
        longest: Placed | None = None
        for each in group:
            if longest is not None and _meet(longest.membership, each.membership):
                first, second = sorted((longest.row, each.row), key=lambda row: row.number)
                yield table.problem(second, "start", "membership-overlaps", say.overlaps(first.number))
            if longest is None or _end(longest.membership) < _end(each.membership):
                longest = each


def _same(membership: Membership) -> tuple[str, str, str]:
    return (membership.person, membership.unit, fold(membership.role))


def _end(membership: Membership) -> datetime.date:
    return membership.end or _NEVER


def _meet(earlier: Membership, later: Membership) -> bool:
    return earlier.end is None or later.start is None or later.start < earlier.end
