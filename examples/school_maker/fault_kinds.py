"""What a planted fault is made of: edits of the ledger, and what an audit has to find because of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import assert_never

import attrs

from school_maker.events import Event, Ledger

VIOLATED = "violated"
UNDETERMINED = "undetermined"
PENDING = "pending"


@attrs.frozen(kw_only=True)
class Drop:
    """The event did not happen, or nobody wrote it down."""

    tag: str


@attrs.frozen(kw_only=True)
class Amend:
    """One attribute has another value; "" leaves the cell blank."""

    tag: str
    label: str
    value: str


@attrs.frozen(kw_only=True)
class Move:
    """The event happened on another day."""

    tag: str
    day: datetime.date


@attrs.frozen(kw_only=True)
class Transfer:
    """Somebody else did it."""

    tag: str
    actor: str


@attrs.frozen(kw_only=True)
class Add:
    """One more event."""

    event: Event


Edit = Drop | Amend | Move | Transfer | Add


@attrs.frozen(kw_only=True)
class Expected:
    """A finding that an audit must come to.

    `bearer` is the person, the unit, and the counterparty if any. `event` is the tag of the event
    that a per-event norm judges, and `window` is then "event".
    """

    policy: str
    norm: str
    bearer: tuple[str, ...]
    window: str
    verdict: str
    event: str = ""


@attrs.frozen(kw_only=True)
class Fault:
    """A planted fault, or a row that only looks like one: then `expects` is empty.

    `scores` are the (person, unit, window) whose scores differ because of it from plain arithmetic.
    `certain_veto` is the (person, unit, month) that a veto strikes, `open_veto` one that it may strike.
    """

    kind: str
    note: str
    edits: tuple[Edit, ...] = ()
    expects: tuple[Expected, ...] = ()
    scores: tuple[tuple[str, str, str], ...] = ()
    certain_veto: tuple[str, str, str] | None = None
    open_veto: tuple[str, str, str] | None = None


@attrs.frozen(kw_only=True)
class BadRow:
    """A row that an audit has to set aside; `event` is the row, `column` the label of the bad cell."""

    kind: str
    code: str
    column: str
    event: Event
    note: str


@attrs.frozen(kw_only=True)
class Repeat:
    """A second row with the id of the event `tag`; `differing` are the cells that differ, if any."""

    tag: str
    note: str
    differing: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def code(self) -> str:
        """How an audit lists the row."""
        return "duplicate-id-differs" if self.differing else "duplicate-row"


def plant(ledger: Ledger, faults: tuple[Fault, ...]) -> None:
    """Applies the edits of all faults in order."""
    for fault in faults:
        for edit in fault.edits:
            _apply(ledger, edit)


def _apply(ledger: Ledger, edit: Edit) -> None:
    match edit:
        case Drop(tag=tag):
            ledger.drop(tag)
        case Amend(tag=tag, label=label, value=value):
            event = ledger[tag]
            if label not in event.attributes:
                raise KeyError(label)
            ledger.replace(attrs.evolve(event, attributes={**event.attributes, label: value}))
        case Move(tag=tag, day=day):
            event = ledger[tag]
            ledger.replace(attrs.evolve(event, time=datetime.datetime.combine(day, event.time.time())))
        case Transfer(tag=tag, actor=actor):
            ledger.replace(attrs.evolve(ledger[tag], actor=actor))
        case Add(event=event):
            ledger.add(event)
        case _:
            assert_never(edit)
