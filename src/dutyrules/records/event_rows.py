"""The rows of a log between reading and encoding: columns of plain values, still in file order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeAlias

import attrs

from dutyrules.findings.model import QuarantinedRow

Value: TypeAlias = int | str | None
"""A cell once read: a number or code of `AttributeColumn`, or a text, person, unit or choice."""


def cite(place: str, number: int) -> str:
    """How a row is named in messages, and as an event that has no id of its own.

    >>> cite("log.xlsx#听课", 17)
    'log.xlsx#听课!17'
    """
    return f"{place}!{number}"


@attrs.frozen(kw_only=True)
class Retraction:
    """A row that takes back the event whose id is `target`."""

    place: str
    number: int
    target: str

    def cite(self) -> str:
        """The row's name in messages."""
        return cite(self.place, self.number)


@attrs.define(kw_only=True)
class EventRows:
    """Columns of readable rows.

    Shapes: all lists and all columns of `attributes` have one entry per row. Units: `t`, `ends`
    and `recorded` in µs UTC; `days` proleptic ordinals.
    """

    places: list[str] = attrs.Factory(list)
    numbers: list[int] = attrs.Factory(list)
    ids: list[str] = attrs.Factory(list)
    types: list[str] = attrs.Factory(list)
    t: list[int] = attrs.Factory(list)
    days: list[int] = attrs.Factory(list)
    ends: list[int | None] = attrs.Factory(list)
    recorded: list[int | None] = attrs.Factory(list)
    actors: list[str | None] = attrs.Factory(list)
    units: list[str | None] = attrs.Factory(list)
    corrects: list[str | None] = attrs.Factory(list)
    attributes: dict[str, list[Value]] = attrs.Factory(dict)

    def __len__(self) -> int:
        return len(self.ids)

    def cite(self, row: int) -> str:
        """The name of a row in messages."""
        return cite(self.places[row], self.numbers[row])

    def content(self, row: int) -> Hashable:
        """What the row says of its event; not where it stands nor when it was recorded."""
        said = (
            self.types[row],
            self.t[row],
            self.ends[row],
            self.actors[row],
            self.units[row],
            self.corrects[row],
        )
        values = ((name, column[row]) for name, column in self.attributes.items() if column[row] is not None)
        return said, tuple(values)

    def extend(self, other: EventRows) -> None:
        """Adds the rows of `other` behind these."""
        held, added = len(self), len(other)
        for name in _PLAIN:
            getattr(self, name).extend(getattr(other, name))
        for attribute in other.attributes.keys() - self.attributes.keys():
            self.attributes[attribute] = [None] * held
        for attribute, column in self.attributes.items():
            column.extend(other.attributes.get(attribute, [None] * added))


_PLAIN = tuple(field.name for field in attrs.fields(EventRows) if field.name != "attributes")


@attrs.frozen(kw_only=True)
class SheetRows:
    """What one sheet gave: events, retractions, and what could not be read.

    `lost_ids` are the ids of rows that were set aside.
    """

    events: EventRows
    retractions: tuple[Retraction, ...] = ()
    quarantine: tuple[QuarantinedRow, ...] = ()
    lost_ids: frozenset[str] = frozenset()


def joined(sheets: Iterable[SheetRows]) -> SheetRows:
    """The rows of all sheets, in the order given."""
    everything = tuple(sheets)
    events = EventRows()
    for sheet in everything:
        events.extend(sheet.events)
    return SheetRows(
        events=events,
        retractions=tuple(retraction for sheet in everything for retraction in sheet.retractions),
        quarantine=tuple(row for sheet in everything for row in sheet.quarantine),
        lost_ids=frozenset().union(*(sheet.lost_ids for sheet in everything)),
    )
