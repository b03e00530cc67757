"""How the cells of an attribute are read, by its kind in the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

import attrs

from dutyrules.checking.vocabulary import Attribute, AttributeKind
from dutyrules.records.cell_values import choice_reader, read_text, read_yes_no
from dutyrules.records.number_cells import number_reader
from dutyrules.records.people_matching import Namesakes, People, Units
from dutyrules.records.quarantine_codes import Fault
from dutyrules.records.raw_sheet import Cell
from dutyrules.records.row_times import RowTimes

CellValue: TypeAlias = int | str | Namesakes | Fault | None


@attrs.frozen(kw_only=True)
class CellContext:
    """What cells refer to: people and units of the roster, and days of the calendar."""

    people: People
    units: Units
    times: RowTimes


def attribute_reader(attribute: Attribute, measure: str, context: CellContext) -> Callable[[Cell], CellValue]:
    """Reads a cell that is not blank; `measure` is what the header has in brackets."""
    match attribute.kind:
        case AttributeKind.TEXT | AttributeKind.YES_NO:
            return read_text if attribute.kind is AttributeKind.TEXT else read_yes_no
        case (
            AttributeKind.NUMBER
            | AttributeKind.MINUTES
            | AttributeKind.HOURS
            | AttributeKind.CLASS_HOURS
            | AttributeKind.POINTS
            | AttributeKind.PERCENT
            | AttributeKind.MONEY
        ):
            return number_reader(attribute.kind, measure)
        case AttributeKind.DATE:
            return context.times.day
        case AttributeKind.PERSON:
            return context.people.match
        case AttributeKind.UNIT:
            return lambda cell: context.units.match(cell, frozenset())
        case AttributeKind.CHOICE:
            return choice_reader(attribute.choices)
        case _:
            assert_never(attribute.kind)
