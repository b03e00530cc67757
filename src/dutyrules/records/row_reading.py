"""The fields of all rows of one sheet, a column at a time."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, cast

import attrs

from dutyrules.checking.vocabulary import Attribute
from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.attribute_cells import CellContext, CellValue, attribute_reader
from dutyrules.records.cell_values import read_id
from dutyrules.records.column_mapping import AttributeColumns, ColumnMapping, Core, CoreColumn
from dutyrules.records.data_rows import Column, DataRows
from dutyrules.records.event_rows import EventRows, SheetRows, Value, cite
from dutyrules.records.event_types import EventTypes
from dutyrules.records.memo import Memo, is_blank
from dutyrules.records.people_matching import Namesakes, PersonMatch
from dutyrules.records.quarantine_codes import Code, Fault, quarantined
from dutyrules.records.raw_sheet import Cell
from dutyrules.records.row_faults import NO_COLUMN, RowFaults
from dutyrules.records.row_times import Start

_Read = TypeVar("_Read")

_BLANK: Cell = ""


@attrs.frozen(kw_only=True)
class RowSource:
    """Rows that each are an event, and how their columns are read; `named_type` is for those without one."""

    place: str
    rows: DataRows
    mapping: ColumnMapping
    named_type: str | None
    types: EventTypes
    unit_kinds: frozenset[str]
    context: CellContext


def read_rows(source: RowSource) -> SheetRows:
    """The events in the rows; a row with a fault in any cell is set aside whole."""
    reading = _RowReading(source)
    events = reading.events()
    return SheetRows(events=events, quarantine=reading.quarantine(), lost_ids=reading.lost_ids())


class _RowReading:
    """Shapes: every list of values has one entry per row of the source, faulty rows included."""

    def __init__(self, source: RowSource) -> None:
        self._source = source
        self._rows = source.rows
        self._faults = RowFaults(source.place, source.rows)
        self._notes: list[QuarantinedRow] = []
        self._note_dittos()
        self._ids = self._field(Core.ID, read_id)
        self._types = self._read_types()
        self._starts = self._read_starts()
        self._units = self._field(Core.UNIT, lambda cell: source.context.units.match(cell, source.unit_kinds))

    def events(self) -> EventRows:
        corrects = self._field(Core.CORRECTS, read_id)
        ends = self._read_ends()
        recorded = self._field(Core.RECORDED_AT, self._source.context.times.instant)
        actors = self._read_actors()
        attributes = self._read_attributes()
        good = [row for row in range(len(self._rows)) if row not in self._faults]
        starts = [start for row in good if (start := self._starts[row]) is not None]
        numbers = self._rows.numbers
        return EventRows(
            places=[self._source.place] * len(good),
            numbers=[numbers[row] for row in good],
            ids=[self._ids[row] or cite(self._source.place, numbers[row]) for row in good],
            types=[self._types[row] or "" for row in good],
            t=[instant for instant, _ in starts],
            days=[day for _, day in starts],
            ends=[ends[row] for row in good],
            recorded=[recorded[row] for row in good],
            actors=[actors[row] for row in good],
            units=[self._units[row] for row in good],
            corrects=[corrects[row] for row in good],
            attributes={name: [column[row] for row in good] for name, column in attributes.items()},
        )

    def quarantine(self) -> tuple[QuarantinedRow, ...]:
        return (*self._notes, *self._faults.quarantine())

    def lost_ids(self) -> frozenset[str]:
        return frozenset(found for row in self._faults.rows if (found := self._ids[row]) is not None)

    # Columns

    def _column(self, core: Core) -> CoreColumn | None:
        return self._source.mapping.core.get(core)

    def _cells(self, core: Core) -> Column:
        column = self._column(core)
        return (_BLANK,) * len(self._rows) if column is None else self._rows.column(column.index)

    def _field(self, core: Core, read: Callable[[Cell], _Read | Fault | None]) -> list[_Read | None]:
        """What `read` makes of the cells of a core field; None, and a fault, where it can't."""
        memo = Memo(read)
        values = list(map(memo.__getitem__, self._cells(core)))
        if Fault not in memo.kinds:
            return cast("list[_Read | None]", values)
        column = self._column(core)
        return self._without_faults(values, lambda _: column)

    def _without_faults(
        self,
        values: Sequence[_Read | Fault | None],
        column_of: Callable[[int], CoreColumn | AttributeColumns | None],
        rows: Sequence[int] | None = None,
    ) -> list[_Read | None]:
        """The values with None for each fault, which is noted in its column.

        `rows` are those of `values`, if not all.
        """
        kept: list[_Read | None] = []
        for place, value in enumerate(values):
            if isinstance(value, Fault):
                row = place if rows is None else rows[place]
                self._add(row, value, column_of(row))
                kept.append(None)
            else:
                kept.append(value)
        return kept

    def _add(self, row: int, fault: Fault, column: CoreColumn | AttributeColumns | None) -> None:
        if column is None:
            self._faults.add(row, fault, NO_COLUMN)
        else:
            self._faults.add(row, fault, column.index, column.header)

    def _note_dittos(self) -> None:
        mapping = self._source.mapping
        columns: list[CoreColumn | AttributeColumns] = [*mapping.core.values(), *mapping.attributes]
        by_index = {column.index: column for column in columns}
        for row, index in self._rows.dittos:
            if index in by_index:
                self._add(row, Fault(Code.DITTO_WITHOUT_VALUE), by_index[index])

    # Core fields

    def _read_types(self) -> list[str | None]:
        types = self._field(Core.TYPE, self._source.types.match)
        named = self._source.named_type
        for row, found in enumerate(types):
            if found is None and row not in self._faults:
                types[row] = named
                if named is None:
                    self._add(row, Fault(Code.MISSING_TYPE), self._column(Core.TYPE))
        return types

    def _read_starts(self) -> list[Start | None]:
        times = self._source.context.times
        cells = zip(self._cells(Core.TIME), self._cells(Core.DATE), strict=True)
        found = [times.start(time, date) or Fault(Code.MISSING_TIME) for time, date in cells]
        dates = self._cells(Core.DATE)
        return self._without_faults(
            found,
            lambda row: self._either(
                Core.TIME, Core.DATE, first=not isinstance(times.moments[dates[row]], Fault)
            ),
        )

    def _either(self, one: Core, other: Core, *, first: bool) -> CoreColumn | None:
        """The column of `one` if `first`, else of `other`; the other way round where there is none."""
        columns = (self._column(one), self._column(other))
        return (columns[0] or columns[1]) if first else (columns[1] or columns[0])

    def _read_ends(self) -> list[int | None]:
        column = self._column(Core.END)
        if column is None:
            return [None] * len(self._rows)
        times = self._source.context.times
        cells = zip(self._cells(Core.END), self._starts, strict=True)
        ends = [None if start is None else times.end(cell, start) for cell, start in cells]
        return self._without_faults(ends, lambda _: column)

    def _read_actors(self) -> list[str | None]:
        known: dict[tuple[Cell, Cell], PersonMatch] = {}
        found: list[PersonMatch] = []
        people: Memo[str | Namesakes] = Memo(self._source.context.people.match)
        for cells in zip(self._cells(Core.ACTOR), self._cells(Core.ACTOR_NAME), strict=True):
            if cells not in known:
                known[cells] = self._match_actor(people, *cells)
            found.append(known[cells])
        numbers = self._cells(Core.ACTOR)
        return self._without_faults(
            self._choose(found),
            lambda row: self._either(Core.ACTOR, Core.ACTOR_NAME, first=not is_blank(numbers[row])),
        )

    def _match_actor(self, people: Memo[str | Namesakes], number: Cell, name: Cell) -> PersonMatch:
        by_number = people[number]
        if by_number is None:
            return people[name]
        if not isinstance(by_number, str) or is_blank(name) or people[name] == by_number:
            return by_number
        is_same = self._source.context.people.has_name(by_number, name)
        return by_number if is_same else Fault(Code.ACTOR_DIFFERS)

    def _choose(
        self, found: Iterable[_Read | Namesakes | Fault | None], rows: Sequence[int] | None = None
    ) -> list[_Read | str | Fault | None]:
        """People alone, namesakes told apart by unit and day; `rows` are the rows of `found`."""
        people = self._source.context.people
        chosen: list[_Read | str | Fault | None] = []
        for place, match in enumerate(found):
            if isinstance(match, Namesakes):
                row = place if rows is None else rows[place]
                start = self._starts[row]
                day = datetime.date.max if start is None else datetime.date.fromordinal(start[1])
                chosen.append(people.choose(match, None if start is None else self._units[row], day))
            else:
                chosen.append(match)
        return chosen

    # Attributes

    def _read_attributes(self) -> dict[str, list[Value]]:
        rows_by_type: defaultdict[str, list[int]] = defaultdict(list)
        for row, found in enumerate(self._types):
            if found is not None:
                rows_by_type[found].append(row)
        values: dict[str, list[Value]] = {}
        for column in self._source.mapping.attributes:
            self._read_attribute(column, rows_by_type, values)
        return values

    def _read_attribute(
        self, column: AttributeColumns, rows_by_type: dict[str, list[int]], values: dict[str, list[Value]]
    ) -> None:
        # Types often share an attribute, and one pass over all their rows is faster than many.
        rows_by_attribute: defaultdict[Attribute, list[int]] = defaultdict(list)
        for event_type, rows in rows_by_type.items():
            attribute = column.attributes.get(event_type)
            if attribute is None:
                self._note_other_type(column, event_type, rows)
            else:
                rows_by_attribute[attribute] += rows
        for attribute, rows in rows_by_attribute.items():
            into = values.setdefault(attribute.term.id, [None] * len(self._rows))
            self._fill(column, attribute, rows, into)

    def _fill(
        self, column: AttributeColumns, attribute: Attribute, rows: Sequence[int], into: list[Value]
    ) -> None:
        read = attribute_reader(attribute, column.header.measure, self._source.context)
        memo: Memo[int | str | Namesakes] = Memo(read)
        cells = self._rows.column(column.index)
        found: Sequence[CellValue] = list(map(memo.__getitem__, map(cells.__getitem__, rows)))
        values = cast("Sequence[Value]", found)
        if not memo.kinds.isdisjoint((Fault, Namesakes)):
            values = self._without_faults(self._choose(found, rows), lambda _: column, rows)
        for row, value in zip(rows, values, strict=True):
            into[row] = value

    def _note_other_type(self, column: AttributeColumns, event_type: str, rows: Sequence[int]) -> None:
        cells = self._rows.column(column.index)
        row = next((row for row in rows if cells[row] != _BLANK and not is_blank(cells[row])), None)
        if row is not None:
            fault = Fault(Code.COLUMN_OF_OTHER_TYPE, self._source.types.label(event_type))
            place, number = self._source.place, self._rows.numbers[row]
            self._notes.append(quarantined(place, number, fault, column=column.header.text, value=cells[row]))
