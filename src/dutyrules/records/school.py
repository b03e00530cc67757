"""A school as an audit needs it, its calendar and its roster, read from one folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs

from dutyrules.calendar.problems import Problem, ProblemsError
from dutyrules.calendar.reading import CalendarFileError, calendar_from
from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.findings.model import InputFile
from dutyrules.records.roster import Roster
from dutyrules.records.roster_tables import read_roster
from dutyrules.records.tables import RawTable, TableError, read_csv_table, read_limited
from dutyrules.records.waivers import Waiver, read_waivers

CALENDAR = "calendar.toml"
TABLES = ("people.csv", "units.csv", "memberships.csv")
WAIVERS = "waivers.csv"


class SchoolError(ProblemsError):
    """A school folder that cannot be used as it is."""


@attrs.frozen(kw_only=True, eq=False)
class School:
    """A calendar and a roster, with the files they were read from, and who is excused from what."""

    calendar: SchoolCalendar
    roster: Roster
    sources: tuple[InputFile, ...]
    waivers: tuple[Waiver, ...] = ()


def read_school(folder: Path) -> School:
    """The school in `folder`; raises SchoolError with the problems of all its files.

    Errors: those of `calendar_from`, `read_csv_table` and `read_waivers`, and `header-missing`,
    `header-twice`, `cell-without-header`, `cell-missing`, `id-twice`, `unit-unknown`, `person-unknown`,
    `units-in-a-circle`, `date-malformed`, `days-reversed`, `membership-overlaps`.
    """
    calendar, calendar_file, problems = _calendar(folder / CALENDAR)
    tables, table_problems = _tables(folder)
    problems += table_problems
    if len(tables) < len(TABLES):
        raise SchoolError(problems)
    roster, roster_problems = read_roster(*tables)
    problems += roster_problems
    waivers, waiver_file, waiver_problems = _waivers(folder / WAIVERS, roster)
    problems += waiver_problems
    if problems or calendar is None or calendar_file is None:
        raise SchoolError(problems)
    sources = (calendar_file, *(table.source for table in tables), *waiver_file)
    return School(calendar=calendar, roster=roster, sources=sources, waivers=waivers)


def _calendar(path: Path) -> tuple[SchoolCalendar | None, InputFile | None, list[Problem]]:
    try:
        content = read_limited(path)
        source = InputFile(name=path.name, sha256=hashlib.sha256(content).hexdigest())
        return calendar_from(path.name, content), source, []
    except (CalendarFileError, TableError) as error:
        return None, None, list(error.problems)


def _waivers(path: Path, roster: Roster) -> tuple[tuple[Waiver, ...], tuple[InputFile, ...], list[Problem]]:
    """What the file says, if there is one."""
    if not path.exists():
        return (), (), []
    try:
        table = read_csv_table(path)
    except TableError as error:
        return (), (), list(error.problems)
    waivers, problems = read_waivers(table, roster.units)
    return waivers, (table.source,), problems


def _tables(folder: Path) -> tuple[list[RawTable], list[Problem]]:
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for name in TABLES:
        try:
            tables.append(read_csv_table(folder / name))
        except TableError as error:
            problems += error.problems
    return tables, problems
