"""The school and the log of a scenario, made in memory."""

from __future__ import annotations

from itertools import count

from dutyrules.checking.scenario import Cast, Scenario
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.records.event_rows import SheetRows
from dutyrules.records.log import Completeness, Log
from dutyrules.records.raw_sheet import RawSheet
from dutyrules.records.read_log import log_of
from dutyrules.records.roster import DatedValue, Membership, Person, Roster, Unit
from dutyrules.records.school import School
from dutyrules.records.sheet_events import SheetReader
from dutyrules.syntax.event_columns import EventColumn, event_column
from dutyrules.syntax.scenario_tree import EventTable

ID_COLUMN = "id"
_HEADERS = {
    EventColumn.TIME: "时间",
    EventColumn.EVENT: "类型",
    EventColumn.PERSON: "姓名",
    EventColumn.UNIT: "单位",
}
"""The headers by which the readers of logs know the columns of every event."""


def school_of(scenario: Scenario, vocabulary: Vocabulary) -> School:
    """The scenario's calendar and roster; people and units have their names as ids."""
    return School(calendar=scenario.calendar, roster=_roster(scenario.cast, vocabulary), sources=())


def _roster(cast: Cast, vocabulary: Vocabulary) -> Roster:
    return Roster(
        people=tuple(_person(cast, name, vocabulary) for name in cast.people),
        units=tuple(
            Unit(id=name, name=name, kind=vocabulary.units[kind].zh_hans) for name, kind in cast.units
        ),
        memberships=tuple(
            Membership(
                person=place.person,
                unit=place.unit,
                role=vocabulary.roles[place.role].zh_hans,
                start=place.start,
                end=place.end,
            )
            for place in cast.places
        ),
    )


def _person(cast: Cast, name: str, vocabulary: Vocabulary) -> Person:
    properties: dict[str, tuple[DatedValue, ...]] = {}
    for trait in cast.traits:
        if trait.person == name:
            header = vocabulary.person_properties[trait.property].term.zh_hans
            dated = DatedValue(value=trait.value, start=trait.start, end=trait.end)
            properties[header] = (*properties.get(header, ()), dated)
    return Person(id=name, name=name, properties=properties)


def log_of_scenario(scenario: Scenario, vocabulary: Vocabulary, school: School) -> Log:
    """The events of the scenario's tables; what could not be read is in the quarantine.

    The number of a row, and its id where the table gives none, is its place among all rows of all
    tables, from 1; a header has the number 0.

    Errors: `duplicate-column` as `LogError`.
    """
    reader = SheetReader(vocabulary, school)
    sheets: list[SheetRows] = []
    first = 1
    for place, table in enumerate(scenario.tables, start=1):
        sheets.append(reader.read(_sheet(table, first, str(place))))
        first += len(table.rows)
    complete = tuple(Completeness(event_types=x.events, through=x.through) for x in scenario.complete)
    return log_of(sheets, vocabulary, complete)


def _sheet(table: EventTable, first: int, place: str) -> RawSheet:
    header = tuple(column_header(cell.text) for cell in table.header)
    rows = [tuple(cell.text for cell in row) for row in table.rows]
    if ID_COLUMN not in {text.lower() for text in header}:
        header = (ID_COLUMN, *header)
        rows = [(str(number), *row) for number, row in zip(count(first), rows)]
    return RawSheet(
        place=place,
        names=(),
        numbers=(0, *range(first, first + len(rows))),
        rows=(header, *rows),
    )


def column_header(text: str) -> str:
    """The header of a scenario's table as the readers of logs know it."""
    column = event_column(text)
    return text if column is None else _HEADERS[column]
