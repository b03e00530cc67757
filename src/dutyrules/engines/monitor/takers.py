"""One closure per event type, which puts a coded row into every cell that it counts in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from dutyrules.checking.policy import Norm
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.monitor.cells import Adder, Cell, Cells, State, States, Totals
from dutyrules.engines.monitor.coding import ACTOR, DAY, UNIT, CodedRow
from dutyrules.engines.monitor.seats import Seats
from dutyrules.plan.obligations import Scope
from dutyrules.plan.windows import PlannedWindow

Taker = Callable[[CodedRow], None]
_Lift = tuple[int, Adder | None, int, list[Cell]]
"""A norm's place, how it lifts a row (None: by adding one), how many are enough, and who has come to that."""

_Lifts = list[_Lift]
_Part = Callable[[CodedRow, tuple[int, ...]], None]
_Into = Callable[[list[State | None], int, CodedRow, tuple[int, ...]], None]


@attrs.frozen(kw_only=True, eq=False)
class Counted:
    """One norm (or a rung of it) with its cells; its windows do not overlap."""

    norm: Norm
    rung: int
    scope: Scope
    kind: EventType
    seats: Seats
    cells: Cells
    windows: tuple[PlannedWindow, ...]


def in_turn(takers: Sequence[Taker]) -> Taker:
    """All the takers as one."""
    if len(takers) == 1:
        return takers[0]

    def take(row: CodedRow) -> None:
        for taker in takers:
            taker(row)

    return take


def taking(seats: Seats, states: States, counted: Sequence[Counted], toward: int | None) -> Taker:
    """What a row does to the norms of one bearer; `toward` is the place of its object."""
    of_scope = {scope: _lifts(counted, scope) for scope in Scope}
    own = of_scope[Scope.PERSON] + of_scope[Scope.PARTNER]
    parts = []
    if own or of_scope[Scope.POST]:
        parts.append(_by_actor(seats, states, own, of_scope[Scope.POST]))
    if of_scope[Scope.UNIT]:
        parts.append(_by_unit(seats, states, of_scope[Scope.UNIT]))
    if of_scope[Scope.PARTNER] and toward is not None:
        parts.append(_by_object(seats, states, of_scope[Scope.PARTNER], toward))
    return _on_day(_offsets_by_day(counted), parts)


def _on_day(by_day: Mapping[int, tuple[int, ...]], parts: Sequence[_Part]) -> Taker:
    """The windows of the row's day are looked up once for all norms."""
    if len(parts) == 1:
        (only,) = parts

        def take_one(row: CodedRow) -> None:
            offsets = by_day.get(row[DAY])  # type: ignore[arg-type]
            if offsets is not None:
                only(row, offsets)

        return take_one

    def take(row: CodedRow) -> None:
        offsets = by_day.get(row[DAY])  # type: ignore[arg-type]
        if offsets is not None:
            for part in parts:
                part(row, offsets)

    return take


def _offsets_by_day(counted: Sequence[Counted]) -> Mapping[int, tuple[int, ...]]:
    """For each day the entry of each norm's window, in the norms' order; 0 where it has none."""
    found: dict[int, list[int]] = {}
    for place, one in enumerate(counted):
        for number, window in enumerate(one.windows):
            for day in range(window.first_day.toordinal(), window.end_day.toordinal()):
                found.setdefault(day, [0] * len(counted))[place] = one.cells.base + number
    return {day: tuple(offsets) for day, offsets in found.items()}


def _lifts(counted: Sequence[Counted], scope: Scope) -> _Lifts:
    return [_lift(place, one.cells) for place, one in enumerate(counted) if one.scope is scope]


def _lift(place: int, cells: Cells) -> _Lift:
    if isinstance(cells, Totals):
        return place, None if cells.is_plain else cells.adder(), cells.enough, cells.met
    return place, cells.adder(), 0, []


def _into(lifts: _Lifts, empty: State) -> _Into:
    """Lifts a row into the entries of one state; plain counts, the most frequent, without a further call."""

    def lift(states: list[State | None], place: int, row: CodedRow, offsets: tuple[int, ...]) -> None:
        state = states[place]
        if state is None:
            state = states[place] = empty[:]
            state[0] = place
        for norm, add, enough, met in lifts:
            offset = offsets[norm]
            if offset:
                if add is not None:
                    add(state, offset, row)
                else:
                    found = state[offset] = state[offset] + 1
                    if found == enough:
                        met.append((place, offset))

    return lift


def _by_actor(seats: Seats, states: States, own: _Lifts, shared: _Lifts) -> _Part:
    """3.2, 3.4: what somebody did while in post, for themselves or for the post."""
    by_person, of_kind, by_place = seats.by_person(), seats.of_kind(), states.by_place
    empty = [0] * states.width
    into_both, into_own, into_shared = (_into(lifts, empty) for lifts in (own + shared, own, shared))

    def take(row: CodedRow, offsets: tuple[int, ...]) -> None:
        held = by_person.get(row[ACTOR])  # type: ignore[arg-type]
        if held is None:
            return
        unit, day = row[UNIT], row[DAY]
        for home, first, end, number, common in held:
            if first <= day < end and (unit == home or unit not in of_kind):  # type: ignore[operator]
                if number == common:
                    into_both(by_place, number, row, offsets)
                else:
                    into_own(by_place, number, row, offsets)
                    into_shared(by_place, common, row, offsets)

    return take


def _by_unit(seats: Seats, states: States, lifts: _Lifts) -> _Part:
    """3.3: what was done in the unit."""
    by_unit, by_place = seats.by_unit(), states.by_place
    into = _into(lifts, [0] * states.width)

    def take(row: CodedRow, offsets: tuple[int, ...]) -> None:
        number = by_unit.get(row[UNIT])  # type: ignore[arg-type]
        if number is not None:
            into(by_place, number, row, offsets)

    return take


def _by_object(seats: Seats, states: States, lifts: _Lifts, toward: int) -> _Part:
    """4.6: what somebody was the object of, unless they did it and it counts as that."""
    by_person, of_kind, by_place = seats.by_person(), seats.of_kind(), states.by_place
    into = _into(lifts, [0] * states.width)

    def take(row: CodedRow, offsets: tuple[int, ...]) -> None:
        whom = row[toward]
        held = by_person.get(whom)  # type: ignore[arg-type]
        if held is None:
            return
        unit, day, is_own = row[UNIT], row[DAY], whom == row[ACTOR]
        for home, first, end, number, _ in held:
            if is_own and (unit == home or unit not in of_kind):
                continue
            if first <= day < end:  # type: ignore[operator]
                into(by_place, number, row, offsets)

    return take
