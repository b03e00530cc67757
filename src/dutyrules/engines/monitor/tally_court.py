"""What the cells of a tally come to: the same rulings as from rows, without evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from dutyrules.checking.policy import EventTest, Limit, Quota, Reach, Spacing
from dutyrules.engines.monitor.answers import scaled_up
from dutyrules.engines.monitor.cells import Days, People, Totals
from dutyrules.engines.monitor.coding import Coding
from dutyrules.engines.monitor.judging import Court
from dutyrules.engines.monitor.takers import Counted
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.monoids import Reach as Reaching
from dutyrules.engines.monoids import Total
from dutyrules.engines.outcome import Outcome
from dutyrules.plan.obligations import Obligation
from dutyrules.plan.windows import PlannedWindow

_Name = tuple[str, str, Limit, tuple[EventTest, ...], bool]
"""A norm or a rung of it: its label, its event type, its bound, its tests, and whether it is a sum.

A rung may ask for the same events with the same bound; then it has no tests where the norm has some.
"""


class CellCourt(Court):
    """Answers obligations of norms that are counted, from their cells."""

    def __init__(self, scene: Scene, document: str, counted: list[Counted], coding: Coding) -> None:
        super().__init__(scene, document)
        self._coding = coding
        self._counted = {_name(one): one for one in counted}
        self._windows: dict[int, Mapping[PlannedWindow, int]] = {}

    @cached_property
    def _person(self) -> Callable[[int], str]:
        return self._coding.people.__getitem__

    def _cell(self, norm: Quota | Reach | Spacing, obligation: Obligation) -> tuple[Counted, int, int]:
        """What was counted, the number of the bearer's cells and of the window."""
        found = self._counted[_name_of(norm)]
        if id(found) not in self._windows:
            self._windows[id(found)] = {w: number for number, w in enumerate(found.windows)}
        day = self._scene.calendar.day_of(obligation.start).toordinal()
        place = found.seats.place_of(obligation.person, obligation.unit, found.scope, day)
        return found, place, self._windows[id(found)][obligation.window]

    def _quota(self, norm: Quota, obligation: Obligation, _taken: frozenset[int]) -> Outcome:
        counted, place, window = self._cell(norm, obligation)
        cells, total = counted.cells, Total()
        if isinstance(cells, Totals):
            total = cells.total(place, window)
        elif isinstance(cells, People) and obligation.counterparty is not None:
            total = cells.total(place, window, self._coding.person(obligation.counterparty))
        settled = self._scene.is_settled((norm.event,), obligation)
        span = total.finish(settled=settled, is_sum=norm.summed is not None)
        return self._held(norm.modality, obligation, span, (), ())

    def _reach(self, norm: Reach, obligation: Obligation, _taken: frozenset[int]) -> Outcome:
        counted, place, window = self._cell(norm, obligation)
        if not isinstance(counted.cells, People):
            raise TypeError("shares are counted by person")
        settled = self._scene.is_settled((norm.event,), obligation)
        each = scaled_up(norm.each.on(obligation.window.first_day))
        reached = counted.cells.reached(place, window, self._person)
        return self._of_reach(norm, obligation, Reaching(reached, each, settled), (), ())

    def _spacing(self, norm: Spacing, obligation: Obligation, _taken: frozenset[int]) -> Outcome:
        counted, place, window = self._cell(norm, obligation)
        if not isinstance(counted.cells, Days):
            raise TypeError("spacing is kept by day")
        return self._of_gap(norm, obligation, counted.cells.gap(place, window), (), ())


def _name(counted: Counted) -> _Name:
    norm = counted.norm
    if isinstance(norm, Quota) and counted.rung:
        rung = norm.rungs[counted.rung - 1]
        return norm.label, rung.event.term.id, rung.limit, (), False
    if not isinstance(norm, Quota | Reach | Spacing):
        raise TypeError("only quotas, shares and spacing are counted")
    return _name_of(norm)


def _name_of(norm: Quota | Reach | Spacing) -> _Name:
    is_sum = isinstance(norm, Quota) and norm.summed is not None
    return norm.label, norm.event.term.id, norm.limit, norm.tests, is_sum
