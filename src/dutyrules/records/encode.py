"""Settled rows as the integer-coded columns of a `Log`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from dutyrules.checking.vocabulary import AttributeKind, Vocabulary
from dutyrules.findings.model import InputFile, QuarantinedRow
from dutyrules.records.event_rows import EventRows, Value
from dutyrules.records.log import AttributeColumn, Completeness, Log

_Entry = TypeVar("_Entry")

END = "@end"
RECORDED_AT = "@recorded_at"
"""Columns that no vocabulary can name: when an event ended and when it was recorded, in µs UTC."""


@attrs.frozen(kw_only=True)
class LogOrigin:
    """What a log says beside its events."""

    sources: tuple[InputFile, ...]
    quarantine: tuple[QuarantinedRow, ...]
    completeness: tuple[Completeness, ...]


def encode(events: EventRows, order: Sequence[int], vocabulary: Vocabulary, origin: LogOrigin) -> Log:
    """The rows of `events` in `order`; each dictionary holds what occurs, sorted, whatever the order."""
    coding = _Coding(events, order, vocabulary)
    types, files = tuple(vocabulary.events), _dictionary(_picked(events.places, order))
    return Log(
        ids=tuple(_picked(events.ids, order)),
        t=array("q", _picked(events.t, order)),
        day=array("q", _picked(events.days, order)),
        event_type=_codes(_picked(events.types, order), types),
        actor=_codes(_picked(events.actors, order), coding.people),
        unit=_codes(_picked(events.units, order), coding.units),
        file=_codes(_picked(events.places, order), files),
        row=array("q", _picked(events.numbers, order)),
        columns=coding.columns(),
        types=types,
        people=coding.people,
        units=coding.units,
        texts=coding.texts,
        files=files,
        sources=origin.sources,
        quarantine=origin.quarantine,
        completeness=origin.completeness,
    )


class _Coding:
    """The dictionaries of people, units and texts, and the columns that refer to them."""

    def __init__(self, events: EventRows, order: Sequence[int], vocabulary: Vocabulary) -> None:
        self._events = events
        self._order = order
        self._types = _picked(events.types, order)
        self._kinds = {
            (event.term.id, attribute.term.id): attribute.kind
            for event in vocabulary.events.values()
            for attribute in event.attributes
        }
        self._kinds_of: dict[str, set[AttributeKind]] = {}
        for (_, name), kind in self._kinds.items():
            self._kinds_of.setdefault(name, set()).add(kind)
        self._values = {name: _picked(column, order) for name, column in sorted(events.attributes.items())}
        self.people = _dictionary(_picked(events.actors, order), *self._of_kinds(AttributeKind.PERSON))
        self.units = _dictionary(_picked(events.units, order), *self._of_kinds(AttributeKind.UNIT))
        self.texts = _dictionary(*self._of_kinds(AttributeKind.TEXT, AttributeKind.CHOICE))

    def _of_kinds(self, *kinds: AttributeKind) -> Iterator[Iterable[Value]]:
        """The values of attributes of these kinds, column by column."""
        for name, values in self._values.items():
            found = self._kinds_of[name]
            if found <= set(kinds):
                yield values
            elif not found.isdisjoint(kinds):
                own = {event: self._kinds.get((event, name)) in kinds for event in set(self._types)}
                yield [value for value, event in zip(values, self._types, strict=True) if own[event]]

    def columns(self) -> Mapping[str, AttributeColumn]:
        """The columns of all attributes that occur, by name, and of the two that have no term."""
        columns = {name: self._column(name, values) for name, values in self._values.items()}
        for name, times in ((END, self._events.ends), (RECORDED_AT, self._events.recorded)):
            picked = _picked(times, self._order)
            if any(time is not None for time in picked):
                columns[name] = AttributeColumn(attribute=name, values=tuple(picked))
        return columns

    def _column(self, name: str, values: Sequence[Value]) -> AttributeColumn:
        kinds = self._kinds_of[name]
        if len(kinds) == 1:
            return AttributeColumn(attribute=name, values=self._coded(values, *kinds))
        # Event types may use one name for different things; each value is coded as its own type says.
        tables = {kind: self._code_table(kind) for kind in kinds}
        otherwise = min(kinds, key=str)
        by_type = {event: tables[self._kinds.get((event, name), otherwise)] for event in set(self._types)}
        own = (by_type[event] for event in self._types)
        coded = [_code(value, table) for value, table in zip(values, own, strict=True)]
        return AttributeColumn(attribute=name, values=tuple(coded))

    def _coded(self, values: Sequence[Value], kind: AttributeKind) -> tuple[int | None, ...]:
        table = self._code_table(kind)
        if table:
            return tuple(map(table.__getitem__, values))
        return tuple([None if value is None else int(value) for value in values])

    def _code_table(self, kind: AttributeKind) -> Mapping[Value, int | None]:
        """The codes of an attribute's values, None for a blank; no table for what is a number already."""
        match kind:
            case AttributeKind.PERSON:
                return _table(self.people, None)
            case AttributeKind.UNIT:
                return _table(self.units, None)
            case AttributeKind.TEXT | AttributeKind.CHOICE:
                return _table(self.texts, None)
            case _:
                return {}


def _code(value: Value, table: Mapping[Value, int | None]) -> int | None:
    return table[value] if table else None if value is None else int(value)


def _picked(column: Sequence[_Entry], order: Sequence[int]) -> list[_Entry]:
    return list(map(column.__getitem__, order))


def _dictionary(*columns: Iterable[Value]) -> tuple[str, ...]:
    values: set[Value] = set().union(*columns)
    return tuple(sorted(value for value in values if isinstance(value, str)))


def _table(dictionary: Sequence[str], blank: _Entry) -> dict[Value, int | _Entry]:
    table: dict[Value, int | _Entry] = {None: blank}
    table.update((value, code) for code, value in enumerate(dictionary))
    return table


def _codes(values: Iterable[Value], dictionary: Sequence[str]) -> array[int]:
    table = _table(dictionary, -1)
    return array("q", map(table.__getitem__, values))
