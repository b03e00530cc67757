"""Which attributes the operators read, so that a table need have no others."""

from __future__ import annotations

from collections.abc import Iterable

from dutyrules.checking.policy import EventTest, Response
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.plan.attributes import attribute_of, dating_of, object_of
from dutyrules.plan.exceptions import takes_events_out
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, Grid, Measure, Normalise, Program, Ranked, Where


def read_by_measure(measure: Measure, where: Where, permits: Iterable[EventTest] = ()) -> Normalise:
    """The measure's rows, with the attributes read of them.

    `permits` are the tests of permissions that take rows out of the measure (5.11).
    """
    event = where.rows.event
    named = [a for a in (measure.toward, measure.matter) if a is not None]
    if measure.case is not None:
        named.append(attribute_of(event, measure.case))
    if measure.key is Scope.PARTNER:
        named += _object(event)
    return _with(event, [*named, *measure.of, *_of(where.tests), *_of(permits)])


def read_by_trigger(grid: Grid, where: Where) -> Normalise:
    """The rows that open the grid's windows, with the attributes read of them.

    A response is also to an event about somebody of the unit (2.9), and may be owed toward them.
    """
    event = where.rows.event
    about = _object(event) if isinstance(grid.windows, Response) else []
    return _with(event, [*about, *_of(where.tests)])


def read_by_rank(ranked: Ranked) -> Normalise:
    """The rows that peers are ranked by."""
    return _with(ranked.rows.event, [ranked.condition.attribute])


def read_as_end(rows: Normalise) -> Normalise:
    """The rows that end a response's window: only when and where they were."""
    return _with(rows.event, [])


def permissions_for(program: Program, branch: Branch) -> tuple[Branch, ...]:
    """The permissions that take events out of the branch's norm (5.11)."""
    exceptions = {label for label, base in program.exceptions if base == branch.label}
    if branch.score is not None or not exceptions:
        return ()
    named = (b for b in program.branches if b.score is None and b.rung == 0 and b.label in exceptions)
    return tuple(other for other in named if takes_events_out(other.norm, branch.norm))


def _with(event: EventType, named: Iterable[Attribute]) -> Normalise:
    dating = dating_of(event)
    wanted = {attribute.term.id for attribute in named}
    wanted |= set() if dating is None else {dating.term.id}
    return Normalise(event=event, columns=tuple(a for a in event.attributes if a.term.id in wanted))


def _of(tests: Iterable[EventTest]) -> list[Attribute]:
    return [test.attribute for test in tests]


def _object(event: EventType) -> list[Attribute]:
    found = object_of(event)
    return [] if found is None else [found]
