"""The instances of one policy that a monitor holds, by name, and by norm and unit."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

import attrs

from dutyrules.engines.monitor.announcements import InstanceName, Standing
from dutyrules.engines.monitor.books import Books
from dutyrules.engines.values import case_key
from dutyrules.plan.obligations import Obligation

Key = TypeVar("Key", bound=Hashable)


@attrs.define(eq=False)
class Instance:
    """An obligation with what was last said of it.

    `is_held` is False once it is closed for good: it is then never judged again, and only kept for what it
    does to others.
    """

    name: InstanceName
    obligation: Obligation
    standing: Standing | None = None
    is_held: bool = True
    was_closed: bool = False

    @property
    def label(self) -> str:
        """That of its norm."""
        return self.name.norm

    @property
    def is_open(self) -> bool:
        """True until its verdict is final."""
        return self.standing is None or not self.standing.verdict.is_final


def name_of(policy: str, obligation: Obligation, books: Books) -> InstanceName:
    """The name of the obligation's instance, which no event that comes later changes."""
    event = obligation.event
    return InstanceName(
        policy,
        obligation.norm.label,
        obligation.person,
        obligation.unit,
        obligation.counterparty or "",
        obligation.start if event is None else 0,
        obligation.window.number if event is None else 0,
        "" if event is None else books.rows[event].id,
        "" if obligation.case is None else case_key(obligation.case),
    )


class Instances:
    """All instances held; `first` has the first obligation that there ever was of each norm."""

    def __init__(self) -> None:
        self.by_name: dict[InstanceName, Instance] = {}
        self.first: dict[str, Obligation] = {}
        self._by_unit: dict[tuple[str, str], dict[InstanceName, Instance]] = {}
        self._by_event: dict[tuple[str, int], dict[InstanceName, Instance]] = {}
        self._ends: list[tuple[int, int, Instance]] = []
        self._counter = itertools.count()

    def add(self, instance: Instance) -> None:
        """Holds one more."""
        name, obligation = instance.name, instance.obligation
        self.by_name[name] = instance
        self.first.setdefault(name.norm, obligation)
        self._by_unit.setdefault((name.norm, name.unit), {})[name] = instance
        if obligation.event is not None:
            self._by_event.setdefault((name.norm, obligation.event), {})[name] = instance
        self.set_timer(instance)

    def set_timer(self, instance: Instance) -> None:
        """It will be among the `ended` ones after its end."""
        heapq.heappush(self._ends, (instance.obligation.end, next(self._counter), instance))

    def remove(self, instance: Instance) -> None:
        """Holds it no more."""
        instance.is_held = False
        name, event = instance.name, instance.obligation.event
        self.by_name.pop(name, None)
        _remove(self._by_unit, (name.norm, name.unit), name)
        if event is not None:
            _remove(self._by_event, (name.norm, event), name)

    def of_unit(self, label: str, unit: str) -> Iterable[Instance]:
        """Those of the norm in the unit."""
        return self._by_unit.get((label, unit), {}).values()

    def of_norms(self, labels: Iterable[str]) -> Iterator[Instance]:
        """Those of the norms, in any unit."""
        wanted = set(labels)
        for (label, _), found in self._by_unit.items():
            if label in wanted:
                yield from found.values()

    def of_event(self, label: str, place: int) -> dict[InstanceName, Instance]:
        """Those of the norm that the row opened."""
        return self._by_event.get((label, place), {})

    def ended(self, instant: int) -> Iterator[Instance]:
        """Those whose window is over by then, each once."""
        while self._ends and self._ends[0][0] <= instant:
            instance = heapq.heappop(self._ends)[2]
            if instance.is_held and instance.obligation.end <= instant:
                yield instance


def _remove(index: dict[Key, dict[InstanceName, Instance]], key: Key, name: InstanceName) -> None:
    found = index[key]
    found.pop(name, None)
    if not found:
        del index[key]
