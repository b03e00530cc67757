"""The events of one sheet: its header found, its columns mapped, its rows read."""

from __future__ import annotations

from collections.abc import Iterator

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.attribute_cells import CellContext
from dutyrules.records.cell_values import read_id, squeezed
from dutyrules.records.column_mapping import ColumnMapping, ColumnNames, Core
from dutyrules.records.data_rows import DataRows, data_rows
from dutyrules.records.event_rows import EventRows, Retraction, SheetRows
from dutyrules.records.event_types import EventTypes
from dutyrules.records.header_row import Header, find_header, header_key
from dutyrules.records.memo import is_blank
from dutyrules.records.people_matching import People, Units
from dutyrules.records.quarantine_codes import Code, Fault, quarantined
from dutyrules.records.raw_sheet import RawSheet
from dutyrules.records.row_faults import RowFaults
from dutyrules.records.row_reading import RowSource, read_rows
from dutyrules.records.row_times import RowTimes
from dutyrules.records.school import School

_TIME_FIELDS = (Core.TIME, Core.DATE)
GUIDE_MARK = "dutyrules"
"""What the first text of a sheet begins with that we wrote ourselves to explain the others."""


class SheetReader:
    """Reads the sheets of one school's log."""

    def __init__(self, vocabulary: Vocabulary, school: School) -> None:
        self._names = ColumnNames(vocabulary)
        self._types = EventTypes(vocabulary)
        self._vocabulary = vocabulary
        self._calendar = school.calendar
        self._people = People(school.roster)
        self._units = Units(school.roster)

    def read(self, sheet: RawSheet) -> SheetRows:
        """The events of `sheet`, and what of it could not be read.

        Errors: `duplicate-column` as `LogError`.
        """
        header = find_header(sheet, self._names.known)
        if header is None:
            return SheetRows(events=EventRows(), quarantine=tuple(_no_header(sheet)))
        named = self._types.named_by(sheet.names)
        scope = None if self._names.has_types(header) else named
        mapping = self._names.map_columns(sheet.place, header, scope)
        times = frozenset(mapping.core[core].index for core in _TIME_FIELDS if core in mapping.core)
        rows = data_rows(sheet, header, times)
        retractions, faults = _retractions(sheet.place, rows, mapping)
        source = RowSource(
            place=sheet.place,
            rows=rows.without(frozenset(retractions) | faults.rows),
            mapping=mapping,
            named_type=named,
            types=self._types,
            unit_kinds=self._unit_kinds(mapping),
            context=self._context(sheet),
        )
        read = read_rows(source)
        notes = (*_unknown_columns(sheet, header, mapping, rows), *faults.quarantine())
        return SheetRows(
            events=read.events,
            retractions=tuple(retractions.values()),
            quarantine=(*notes, *read.quarantine),
            lost_ids=read.lost_ids,
        )

    def _context(self, sheet: RawSheet) -> CellContext:
        times = RowTimes(self._calendar, is_1904=sheet.is_1904)
        return CellContext(people=self._people, units=self._units, times=times)

    def _unit_kinds(self, mapping: ColumnMapping) -> frozenset[str]:
        """The labels of the kind of unit that the header of the unit column names, if it does."""
        if Core.UNIT not in mapping.core:
            return frozenset()
        keys = mapping.core[Core.UNIT].header.keys
        terms = (
            term
            for term in self._vocabulary.units.values()
            if not {header_key(label) for label in term.labels()}.isdisjoint(keys)
        )
        return frozenset(squeezed(label) for term in terms for label in term.labels())


def _retractions(
    place: str, rows: DataRows, mapping: ColumnMapping
) -> tuple[dict[int, Retraction], RowFaults]:
    """The rows that retract an event, which need say nothing else, and those that do so badly."""
    faults = RowFaults(place, rows)
    found: dict[int, Retraction] = {}
    column = mapping.core.get(Core.RETRACTS)
    if column is None:
        return found, faults
    corrects = mapping.core.get(Core.CORRECTS)
    for row, cell in enumerate(rows.column(column.index)):
        if is_blank(cell):
            continue
        target = read_id(cell)
        if corrects is not None and not is_blank(rows.column(corrects.index)[row]):
            target = Fault(Code.CORRECTS_AND_RETRACTS)
        if isinstance(target, str):
            found[row] = Retraction(place=place, number=rows.numbers[row], target=target)
        else:
            faults.add(row, target or Fault(Code.BAD_ID), column.index, column.header)
    return found, faults


def _unknown_columns(
    sheet: RawSheet, header: Header, mapping: ColumnMapping, rows: DataRows
) -> Iterator[QuarantinedRow]:
    """A note for each column that is not read, in the row of the header."""
    number = sheet.numbers[header.end - 1]
    fault = Fault(Code.UNKNOWN_COLUMN)
    for cell in mapping.unknown:
        yield quarantined(sheet.place, number, fault, column=cell.text)
    for index, column in enumerate(rows.columns):
        is_headed = index < len(header.cells) and header.cells[index].text
        first = next((cell for cell in column if not is_blank(cell)), None)
        if not is_headed and first is not None:
            yield quarantined(sheet.place, number, fault, value=first)


def _no_header(sheet: RawSheet) -> Iterator[QuarantinedRow]:
    """A note that nothing was read, unless the sheet is hidden, our own guide, or has nothing to read."""
    first = next(
        (
            (number, cell)
            for number, row in zip(sheet.numbers, sheet.rows, strict=True)
            for cell in row
            if not is_blank(cell)
        ),
        None,
    )
    is_ours = first is not None and str(first[1]).startswith(GUIDE_MARK)
    if first is not None and not sheet.is_hidden and not is_ours:
        yield quarantined(sheet.place, first[0], Fault(Code.NO_HEADER), value=first[1])
