"""What a log is complete for, as the `log.toml` beside it states."""

from __future__ import annotations

import datetime

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.calendar.toml_tables import Table, read_table
from dutyrules.findings.model import Text
from dutyrules.records.event_types import EventTypes
from dutyrules.records.log import Completeness
from dutyrules.records.log_error import LogError

_DAY = datetime.timedelta(days=1)


def read_completeness(
    file: str, content: bytes, types: EventTypes, calendar: SchoolCalendar
) -> tuple[Completeness, ...]:
    """The statements of the file, in its order; types under any of their labels, none for all types.

    Errors: those of `read_table`, and `unknown-event-type`, as `LogError`.
    """
    top, faults = read_table(file, content, frozenset({"complete"}))
    tables = () if top is None else top.tables("complete", frozenset({"types", "through"}))
    found = tuple(_completeness(table, types, calendar) for table in tables)
    if faults.problems:
        raise LogError(faults.problems)
    return tuple(each for each in found if each is not None)


def complete_through(day: datetime.date, types: frozenset[str], calendar: SchoolCalendar) -> Completeness:
    """Complete for `types` (none for all) through the end of `day`."""
    return Completeness(event_types=types, through=calendar.instant(day + _DAY))


def _completeness(table: Table, types: EventTypes, calendar: SchoolCalendar) -> Completeness | None:
    day = table.day("through")
    named: set[str] = set()
    for label in table.texts("types", ()):
        found = types.match(label)
        if isinstance(found, str):
            named.add(found)
        else:
            table.fault("unknown-event-type", "types", _unknown_type(label))
    return None if day is None else complete_through(day, frozenset(named), calendar)


def _unknown_type(label: str) -> Text:
    shown = label[:60]
    return Text(
        en=f"The vocabulary has no event type called “{shown}”.",
        zh_hans=f"词汇表里没有叫“{shown}”的事件。",
        zh_hant=f"詞彙表裡沒有叫「{shown}」的事件。",
    )
