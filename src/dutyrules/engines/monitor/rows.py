"""One event as the monitor holds it: small, and with its values as integers or ids."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.plan.attributes import dating_of
from dutyrules.records.log import SCALE, Log

Value = int | str | bool
"""A number in 1/SCALE, a date's ordinal, an id, a text, a choice's id, or yes or no."""


@attrs.frozen(eq=False)
class Row:
    """An event. `place` numbers the events as they came; their order is that of (`t`, `id`).

    `when` (µs UTC) and `day` (ordinal) are those by which windows hold it (1.5), `t` its own instant.
    """

    place: int
    id: str
    kind: str
    t: int
    when: int
    day: int
    actor: str | None
    unit: str | None
    values: Mapping[str, Value]

    @property
    def order(self) -> tuple[int, str]:
        """By which events are numbered (1.3)."""
        return self.t, self.id


def in_order(row: Row) -> tuple[int, str]:
    """The key of a sort by (t, id)."""
    return row.t, row.id


def by_instant(row: Row) -> tuple[int, int, str]:
    """The key of a sort by the instant by which windows hold rows, then by order."""
    return row.when, row.t, row.id


def placed(row: Row, kind: EventType, calendar: SchoolCalendar) -> Row:
    """1.5: the row on the day that its dating attribute names, if its type has one and it fills it."""
    dated = dating_of(kind)
    day = None if dated is None else row.values.get(dated.term.id)
    if not isinstance(day, int):
        return row
    return attrs.evolve(row, day=day, when=calendar.instant(datetime.date.fromordinal(day)))


# From a log ----------------------------------------------------------------------------------------


def rows_of(log: Log, kinds: Mapping[str, EventType], before: int) -> Iterator[Row]:
    """The log's events of `kinds` before the instant `before`, in `seq` order, which is their `place`."""
    wanted = [kinds.get(name) for name in log.types]
    readers = [None if kind is None else _reader(log, kind) for kind in wanted]
    for seq, code in enumerate(log.event_type):
        read, t = readers[code], log.t[seq]
        if read is None or t >= before:
            continue
        actor, unit = log.actor[seq], log.unit[seq]
        who = log.people[actor] if actor >= 0 else None
        where = log.units[unit] if unit >= 0 else None
        yield Row(seq, log.ids[seq], log.types[code], t, t, log.day[seq], who, where, read(seq))


def _reader(log: Log, kind: EventType) -> Callable[[int], Mapping[str, Value]]:
    columns = [
        (a.term.id, log.columns[a.term.id].values, _decoding(log, a.kind))
        for a in kind.attributes
        if a.term.id in log.columns
    ]

    def read(seq: int) -> Mapping[str, Value]:
        found = ((name, values[seq], decode) for name, values, decode in columns)
        return {name: decode(code) for name, code, decode in found if code is not None}

    return read


def _decoding(log: Log, kind: AttributeKind) -> Callable[[int], Value]:
    match kind:
        case AttributeKind.TEXT | AttributeKind.CHOICE:
            return log.texts.__getitem__
        case AttributeKind.PERSON:
            return log.people.__getitem__
        case AttributeKind.UNIT:
            return log.units.__getitem__
        case AttributeKind.YES_NO:
            return bool
        case _:
            return int


def written(attribute: Attribute, value: Value) -> str:
    """The value as text, by which cases are told apart (2.10)."""
    if attribute.kind is AttributeKind.DATE and isinstance(value, int):
        return str(datetime.date.fromordinal(value))
    if attribute.kind.is_number and isinstance(value, int):
        return str(Decimal(value) / SCALE)
    return str(value)
