"""The events that may still count, by who did them, in which unit and about whom.

Every shelf is sorted by the instant by which windows hold its rows, so a window is a slice, and a row that
comes late takes the place that it would have had.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.monitor.rows import Row, by_instant, in_order
from dutyrules.plan.attributes import object_of

Shelf = list[Row]
Key = TypeVar("Key", bound=Hashable)
_NONE: Shelf = []


def _when(row: Row) -> int:
    return row.when


def inside(shelf: Shelf, start: int, end: int) -> list[Row]:
    """The rows that windows hold in [start, end), by (t, id)."""
    found = shelf[bisect_left(shelf, start, key=_when) : bisect_left(shelf, end, key=_when)]
    found.sort(key=in_order)
    return found


class Books:
    """The rows of some event types."""

    def __init__(self, kinds: Mapping[str, EventType]) -> None:
        self.kinds = kinds
        self._objects = {name: object_of(kind) for name, kind in kinds.items()}
        self._all: dict[str, Shelf] = {}
        self._by_actor: dict[tuple[str, str | None], Shelf] = {}
        self._by_unit: dict[tuple[str, str | None], Shelf] = {}
        self._by_object: dict[tuple[str, str], Shelf] = {}
        self.rows: dict[int, Row] = {}

    def about_of(self, row: Row) -> str | None:
        """The id in the row's object attribute, None if its type has none or the row leaves it blank."""
        attribute = self._objects[row.kind]
        found = None if attribute is None else row.values.get(attribute.term.id)
        return found if isinstance(found, str) else None

    def put(self, row: Row) -> None:
        """Adds a row; its place must be its own."""
        self.rows[row.place] = row
        self._shelve(self._all, row.kind, row)
        self._shelve(self._by_actor, (row.kind, row.actor), row)
        self._shelve(self._by_unit, (row.kind, row.unit), row)
        about = self.about_of(row)
        if about is not None:
            self._shelve(self._by_object, (row.kind, about), row)

    def _shelve(self, shelves: dict[Key, Shelf], key: Key, row: Row) -> None:
        shelf = shelves.setdefault(key, [])
        if shelf and by_instant(shelf[-1]) > by_instant(row):
            insort(shelf, row, key=by_instant)
        else:
            shelf.append(row)

    def take(self, row: Row) -> None:
        """Takes the row out again."""
        del self.rows[row.place]
        self._unshelve(self._all, row.kind, row)
        self._unshelve(self._by_actor, (row.kind, row.actor), row)
        self._unshelve(self._by_unit, (row.kind, row.unit), row)
        about = self.about_of(row)
        if about is not None:
            self._unshelve(self._by_object, (row.kind, about), row)

    def _unshelve(self, shelves: dict[Key, Shelf], key: Key, row: Row) -> None:
        shelf = shelves[key]
        place = bisect_left(shelf, by_instant(row), key=by_instant)
        del shelf[place]
        if not shelf:
            del shelves[key]

    def drop(self, rows: Iterable[Row]) -> None:
        """Takes all the rows out; for rows that no window needs any more."""
        for row in rows:
            self.take(row)

    # Shelves -----------------------------------------------------------------------------------

    def of_type(self, kind: EventType) -> Shelf:
        """All rows of the type."""
        return self._all.get(kind.term.id, _NONE)

    def of_unit(self, kind: EventType, unit: str) -> Shelf:
        """Those of the unit, whoever did them."""
        return self._by_unit.get((kind.term.id, unit), _NONE)

    def of_actor(self, kind: EventType, person: str) -> Shelf:
        """What the person did."""
        return self._by_actor.get((kind.term.id, person), _NONE)

    def about(self, kind: EventType, person: str) -> Shelf:
        """Those whose object is the person."""
        return self._by_object.get((kind.term.id, person), _NONE)
