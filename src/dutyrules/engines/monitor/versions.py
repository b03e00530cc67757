"""Which of the rows told so far are the events that count: repeats, corrections, retractions (1.3).

The rule is that of `records.settle`; here it is applied again to the rows that a new one is tied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from dutyrules.engines.monitor.events import Told
from dutyrules.engines.monitor.rows import Row
from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.event_rows import EventRows, Retraction
from dutyrules.records.settle import settle

_PLACE = "monitor"


@attrs.define(eq=False)
class Versions:
    """Everything told, by id, and which of it stands."""

    told: dict[str, list[Told]] = attrs.Factory(dict)
    retracted: dict[str, int] = attrs.Factory(dict)
    standing: dict[str, Row] = attrs.Factory(dict)
    quarantine: dict[frozenset[str], tuple[QuarantinedRow, ...]] = attrs.Factory(dict)
    _ties: dict[str, set[str]] = attrs.Factory(dict)

    def tell(self, told: Told) -> None:
        """Takes a row down; `settled` says what that makes of its event."""
        self.told.setdefault(told.row.id, []).append(told)
        if told.corrects is not None:
            self._ties.setdefault(told.row.id, set()).add(told.corrects)
            self._ties.setdefault(told.corrects, set()).add(told.row.id)

    def retract(self, target: str, number: int) -> None:
        """Takes a retraction down."""
        self.retracted.setdefault(target, number)

    def settled(self, ids: Iterable[str]) -> Iterator[tuple[Row | None, Row | None]]:
        """What the events that `ids` are versions of came to: (what stood, what stands), where it changed."""
        left = set(ids)
        while left:
            group = self._group(left.pop())
            left -= group
            stood = {id_: self.standing.pop(id_) for id_ in group if id_ in self.standing}
            for row in self._current(group):
                self.standing[row.id] = row
            stands = {id_: self.standing[id_] for id_ in group if id_ in self.standing}
            for id_ in sorted(stood.keys() | stands.keys()):
                before, after = stood.get(id_), stands.get(id_)
                if before is not after:
                    yield before, after

    def _group(self, id_: str) -> frozenset[str]:
        """The ids that corrections tie to this one."""
        found, left = {id_}, [id_]
        while left:
            new = self._ties.get(left.pop(), set()) - found
            found |= new
            left += new
        return frozenset(found)

    def _current(self, group: frozenset[str]) -> list[Row]:
        told = [t for id_ in group for t in self.told.get(id_, ())]
        told.sort(key=lambda t: t.row.place)
        retractions = [(target, n) for target in group if (n := self.retracted.get(target)) is not None]
        self.quarantine.pop(group, None)
        if len(told) == 1 and not retractions and told[0].corrects is None:
            return [told[0].row]
        rows = [Retraction(place=_PLACE, number=n, target=target) for target, n in sorted(retractions)]
        found = settle(_columns(told), rows, frozenset())
        if found.quarantine:
            self.quarantine[group] = found.quarantine
        return [told[place].row for place in found.rows]

    def forget(self, row: Row) -> None:
        """Forgets a row that no window needs, with the versions it replaced, unless others still stand."""
        group = self._group(row.id)
        if any(id_ in self.standing and self.standing[id_] is not row for id_ in group):
            return
        self.quarantine.pop(group, None)
        for id_ in group:
            self.told.pop(id_, None)
            self.standing.pop(id_, None)
            self.retracted.pop(id_, None)
            self._ties.pop(id_, None)

    def unmatched(self) -> tuple[str, ...]:
        """The ids that corrections or retractions name and that are not held: not fed yet, or forgotten."""
        named = {t.corrects for rows in self.told.values() for t in rows if t.corrects} | set(self.retracted)
        return tuple(sorted(named - self.told.keys()))


def _columns(told: list[Told]) -> EventRows:
    columns = EventRows()
    names = sorted({name for t in told for name in t.row.values})
    for t in told:
        row = t.row
        columns.places.append(_PLACE)
        columns.numbers.append(row.place)
        columns.ids.append(row.id)
        columns.types.append(row.kind)
        columns.t.append(row.t)
        columns.days.append(row.day)
        columns.ends.append(None)
        columns.recorded.append(t.recorded)
        columns.actors.append(row.actor)
        columns.units.append(row.unit)
        columns.corrects.append(t.corrects)
    columns.attributes = {name: [t.row.values.get(name) for t in told] for name in names}
    return columns
