"""What is fed to a monitor: events as somebody writes them, and as the monitor holds them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Vocabulary
from dutyrules.engines.monitor.rows import Row, Value
from dutyrules.records.log import SCALE

Written = Decimal | int | str | bool | datetime.date
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


class EventError(ValueError):
    """An event that cannot be taken as it is; the message names the event and what is wrong with it."""


@attrs.frozen(kw_only=True)
class Event:
    """One event, or what is said about one that was fed before.

    `type` and the names in `attributes` are the vocabulary's, in any language; people and units are ids.
    `time` without a zone is the school's. Numbers are `int` or `Decimal`, never `float`. A correction names
    the event it replaces in `corrects`; a retraction names in `retracts` the one it takes back, and needs
    neither type nor time. `recorded_at` decides between two corrections of one event.
    """

    id: str
    type: str = ""
    time: datetime.datetime | None = None
    actor: str | None = None
    unit: str | None = None
    attributes: Mapping[str, Written | None] = attrs.field(factory=dict)
    corrects: str | None = None
    retracts: str | None = None
    recorded_at: datetime.datetime | None = None


@attrs.frozen
class Told:
    """A row as it was told, with what it says it corrects and when it was recorded (µs UTC)."""

    row: Row
    corrects: str | None = None
    recorded: int | None = None


@attrs.frozen
class EventReader:
    """Reads events by the terms of some vocabularies; where two declare a type, the first counts."""

    vocabularies: Sequence[Vocabulary]
    calendar: SchoolCalendar

    def told(self, event: Event, place: int) -> Told:
        """The event as a row numbered `place`; raises EventError."""
        kind = self._kind(event)
        if event.time is None:
            raise _wrong(event, "it has no time")
        t = self.instant(event.time)
        row = Row(
            place,
            event.id,
            kind.term.id,
            t,
            t,
            self.calendar.day_of(t).toordinal(),
            event.actor,
            event.unit,
            self._values(event, kind),
        )
        recorded = None if event.recorded_at is None else self.instant(event.recorded_at)
        return Told(row, event.corrects, recorded)

    def type_named(self, name: str) -> str:
        """The id of the event type called so in any language; raises EventError."""
        for vocabulary in self.vocabularies:
            for kind in vocabulary.events.values():
                if name in kind.term.labels():
                    return kind.term.id
        raise EventError(f"no vocabulary has an event type called {name!r}")

    def instant(self, time: datetime.datetime) -> int:
        """µs UTC; a time without a zone is the school's."""
        if time.tzinfo is None:
            return self.calendar.instant(time.date(), time.time())
        return (time - _EPOCH) // _MICROSECOND

    def _kind(self, event: Event) -> EventType:
        for vocabulary in self.vocabularies:
            for kind in vocabulary.events.values():
                if event.type in kind.term.labels():
                    return kind
        raise _wrong(event, f"no vocabulary has an event type called {event.type!r}")

    def _values(self, event: Event, kind: EventType) -> Mapping[str, Value]:
        values: dict[str, Value] = {}
        for name, written in event.attributes.items():
            attribute = kind.attribute(name)
            if attribute is None:
                raise _wrong(event, f"{kind.term.id} has no attribute called {name!r}")
            if written is not None:
                values[attribute.term.id] = _value(event, attribute, written)
        return values


def _value(event: Event, attribute: Attribute, written: Written) -> Value:
    found: Value | None = None
    match attribute.kind:
        case AttributeKind.TEXT | AttributeKind.PERSON | AttributeKind.UNIT if isinstance(written, str):
            found = written
        case AttributeKind.CHOICE:
            found = next((c.id for c in attribute.choices if written in c.labels()), None)
        case AttributeKind.YES_NO if isinstance(written, bool):
            found = written
        case AttributeKind.DATE if type(written) is datetime.date:
            found = written.toordinal()
        case kind if kind.is_number and isinstance(written, int | Decimal) and not isinstance(written, bool):
            found = _scaled(Decimal(written))
        case _:
            pass
    if found is None:
        name = attribute.term.id
        raise _wrong(event, f"{written!r} is no value of {name}, which is of type {attribute.kind.value}")
    return found


def _scaled(number: Decimal) -> int | None:
    """The number in 1/SCALE, None if it has more places than a log holds."""
    if not number.is_finite() or abs(number) > 10**14:
        return None
    scaled = number * SCALE
    return int(scaled) if scaled == scaled.to_integral_value() else None


def _wrong(event: Event, problem: str) -> EventError:
    return EventError(f"event {event.id!r}: {problem}")
