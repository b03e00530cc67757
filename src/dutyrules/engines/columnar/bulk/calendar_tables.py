"""The calendar and the windows as small tables, worked out by the planner and never by SQL.

days(day, inst, ends, taught, before)  `before`: school days of the calendar before the day
windows_r(window, first_day, end_day, opens, closes, first_taught, last_taught, of_days)
spans_r(day, window, opens)           each day of each window of the r-th recurrence
atoms_s(day, atom), parts_s_r(atom, win)
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.engines.columnar.bulk.arrow_columns import integers
from dutyrules.engines.columnar.connection import Database
from dutyrules.plan.windows import ONE_DAY, PlannedWindow

Numbered = Mapping[int, PlannedWindow]
"""Windows by the number that they have in the output."""


def load_days(database: Database, calendar: SchoolCalendar, first: int, end: int) -> None:
    """The table of the days [first, end), which are proleptic ordinals."""
    taught = set(calendar.school_days_of_all)
    before = sum(day < first for day in taught)
    rows, ends = [], calendar.instant(_date(first))
    for ordinal in range(first, end):
        begins, ends = ends, calendar.instant(_date(ordinal + 1))
        rows.append((ordinal, begins, ends, int(ordinal in taught), before))
        before += ordinal in taught
    names = ("day", "inst", "ends", "taught", "before")
    _load(database, "read_days", names, rows)
    database.run(
        "days",
        "CREATE TABLE days AS SELECT day::INTEGER AS day, inst, ends, taught = 1 AS taught, "
        "before::INTEGER AS before FROM read_days",
    )


def _date(ordinal: int) -> datetime.date:
    return datetime.date.fromordinal(ordinal)


def _load(database: Database, table: str, names: Sequence[str], rows: Sequence[Sequence[int]]) -> None:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    database.load(
        table, pa.table({name: integers(column) for name, column in zip(names, columns, strict=True)})
    )


def load_windows(database: Database, table: str, windows: Numbered, calendar: SchoolCalendar) -> None:
    """The windows of one recurrence; each holds a school day."""
    rows = []
    for number, w in windows.items():
        last = calendar.last_school_day(w.first_day, w.end_day) or w.first_day
        days = (w.first_day, w.end_day, calendar.school_day_after(w.first_day, 0), last)
        of_days = calendar.school_days(w.first_day, w.end_day)
        rows.append((number, *(day.toordinal() for day in days), w.start, w.end, of_days))
    names = ("first_day", "end_day", "first_taught", "last_taught")
    _load(database, f"{table}_read", ("win", *names, "opens", "closes", "of_days"), rows)
    small = ", ".join(f"{name}::INTEGER AS {name}" for name in ("win", *names, "of_days"))
    database.run(table, f"CREATE TABLE {table} AS SELECT {small}, opens, closes FROM {table}_read")


def load_spans(database: Database, table: str, windows: Numbered) -> None:
    """Each day of each window, with the instant from which the window holds it."""
    rows = [(day, number, w.start) for number, w in windows.items() for day in _ordinals(w)]
    _load(database, f"{table}_read", ("day", "win", "opens"), rows)
    small = "day::INTEGER AS day, win::INTEGER AS win, opens"
    database.run(table, f"CREATE TABLE {table} AS SELECT {small} FROM {table}_read")


def is_within_a_day(windows: Iterable[PlannedWindow], calendar: SchoolCalendar) -> bool:
    """True if a window begins in the middle of a day, so that the day alone does not place an event."""
    return any(w.start != calendar.instant(w.first_day) for w in windows)


def load_atoms(database: Database, name: str, recurrences: Sequence[Numbered]) -> None:
    """Days that lie in the same windows of all the recurrences are one atom.

    What is added up by atom can be added up again by the windows of each of them.
    """
    found: dict[tuple[tuple[int, ...], ...], int] = {}
    days: dict[int, int] = {}
    lying = [_by_day(windows) for windows in recurrences]
    for day in sorted({day for by_day in lying for day in by_day}):
        place = tuple(by_day.get(day, ()) for by_day in lying)
        days[day] = found.setdefault(place, len(found))
    _load(database, f"atoms_{name}_read", ("day", "atom"), list(days.items()))
    small = "day::INTEGER AS day, atom::SMALLINT AS atom"
    database.run(f"atoms_{name}", f"CREATE TABLE atoms_{name} AS SELECT {small} FROM atoms_{name}_read")
    for number in range(len(recurrences)):
        table = f"parts_{name}_{number}"
        pairs = [(atom, window) for place, atom in found.items() for window in place[number]]
        _load(database, f"{table}_read", ("atom", "win"), pairs)
        small = "atom::SMALLINT AS atom, win::INTEGER AS win"
        database.run(table, f"CREATE TABLE {table} AS SELECT {small} FROM {table}_read")


def _by_day(windows: Numbered) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for number, window in windows.items():
        for day in _ordinals(window):
            found[day] = (*found.get(day, ()), number)
    return found


def _ordinals(window: PlannedWindow) -> range:
    return range(window.first_day.toordinal(), (window.end_day - ONE_DAY).toordinal() + 1)
