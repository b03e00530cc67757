"""Which rows are the events that count, once repeats, corrections and retractions are settled.

The ids that corrections tie together are the versions of one event. The version that no other
corrects is the event; if several are left, the one recorded last, if that is known. A retraction
of any version takes away the event as a whole. Nothing here depends on the order of rows, save
which of several unlike rows with one id came first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.event_rows import EventRows, Retraction
from dutyrules.records.quarantine_codes import Code, Fault, quarantined


@attrs.frozen(kw_only=True)
class Settled:
    """Indices of the rows that count, by (instant, id), and a line for each row that does not."""

    rows: tuple[int, ...]
    quarantine: tuple[QuarantinedRow, ...]


def settle(rows: EventRows, retractions: Sequence[Retraction], lost_ids: frozenset[str]) -> Settled:
    """The rows that count; `lost_ids` are those of rows that could not be read."""
    settling = _Settling(rows, lost_ids)
    if retractions or settling.has_repeats or any(target is not None for target in rows.corrects):
        settling.drop_repeats()
        settling.join_versions()
        settling.retract(retractions)
        settling.choose_versions()
    keys = list(zip(rows.t, rows.ids, strict=True))
    live = sorted(settling.live, key=keys.__getitem__)
    return Settled(rows=tuple(live), quarantine=tuple(settling.quarantine))


class _Settling:
    def __init__(self, rows: EventRows, lost_ids: frozenset[str]) -> None:
        self._rows = rows
        self._lost_ids = lost_ids
        self._event_of: dict[str, str] = {}
        self.live = list(range(len(rows)))
        self.has_repeats = len(set(rows.ids)) < len(rows)
        self.quarantine: list[QuarantinedRow] = []

    def _set_aside(self, row: int, code: Code, detail: str, *, column: str = "", value: str = "") -> None:
        place, number = self._rows.places[row], self._rows.numbers[row]
        self.quarantine.append(quarantined(place, number, Fault(code, detail), column=column, value=value))

    # Repeats

    def drop_repeats(self) -> None:
        """Leaves of rows with one id the first, and those that say they correct it."""
        _, repeated = _alone_and_grouped(self.live, [self._rows.ids[row] for row in self.live])
        dropped = {row for rows in repeated for row in self._repeats(rows)}
        self.live = [row for row in self.live if row not in dropped]

    def _repeats(self, rows: list[int]) -> Iterator[int]:
        """Those of `rows`, all of one id, that are not versions of their own."""
        first = {self._rows.content(rows[0]): rows[0]}
        original = None if self._corrects_itself(rows[0]) else rows[0]
        for row in rows[1:]:
            content = self._rows.content(row)
            if content in first:
                self._set_aside(
                    row, Code.DUPLICATE_ROW, self._rows.cite(first[content]), value=self._rows.ids[row]
                )
                yield row
                continue
            first[content] = row
            if self._corrects_itself(row):
                continue
            if original is not None:
                detail = self._rows.cite(original)
                self._set_aside(row, Code.DUPLICATE_ID_DIFFERS, detail, value=self._rows.ids[row])
                yield row
            else:
                original = row

    def _corrects_itself(self, row: int) -> bool:
        return self._rows.corrects[row] == self._rows.ids[row]

    # Versions

    def join_versions(self) -> None:
        """Finds for each id the event that it is a version of, named after one of its ids."""
        self._event_of = {self._rows.ids[row]: self._rows.ids[row] for row in self.live}
        for row in self.live:
            target = self._rows.corrects[row]
            if target is None:
                continue
            if target in self._event_of or target in self._lost_ids:
                self._event_of.setdefault(target, target)
                self._event_of[self._root(self._rows.ids[row])] = self._root(target)
            else:
                self._set_aside(row, Code.CORRECTS_UNKNOWN_EVENT, target, value=target)

    def _root(self, event: str) -> str:
        while self._event_of[event] != event:
            self._event_of[event] = self._event_of[self._event_of[event]]
            event = self._event_of[event]
        return event

    def choose_versions(self) -> None:
        """Leaves one version of each event."""
        alone, versions = _alone_and_grouped(
            self.live, [self._root(self._rows.ids[row]) for row in self.live]
        )
        self.live = [*alone, *(row for rows in versions for row in self._current(rows))]

    def _current(self, rows: list[int]) -> list[int]:
        heads = [row for row in rows if not self._is_corrected(row, rows)]
        head = heads[0] if len(heads) == 1 else self._last_recorded(heads)
        if head is None:
            for row in rows:
                self._set_aside(row, Code.CONFLICTING_CORRECTIONS, self._rows.ids[rows[0]])
            return []
        for row in rows:
            if row != head:
                self._set_aside(row, Code.SUPERSEDED_ROW, self._rows.cite(head), value=self._rows.ids[row])
        return [head]

    def _is_corrected(self, row: int, rows: list[int]) -> bool:
        """True if another version names this one as what it corrects."""
        own = self._rows.ids[row]
        others = (other for other in rows if other != row and self._rows.corrects[other] == own)
        return any(self._rows.ids[other] != own or not self._corrects_itself(row) for other in others)

    def _last_recorded(self, heads: list[int]) -> int | None:
        times = sorted(((self._rows.recorded[row], row) for row in heads), key=lambda entry: entry[0] or 0)
        if not times or any(time is None for time, _ in times) or times[-1][0] == times[-2][0]:
            return None
        return times[-1][1]

    # Retractions

    def retract(self, retractions: Iterable[Retraction]) -> None:
        """Takes away the events that are retracted."""
        by_event = {self._root(retraction.target): retraction for retraction in self._known(retractions)}
        gone = [row for row in self.live if self._root(self._rows.ids[row]) in by_event]
        for row in gone:
            retraction = by_event[self._root(self._rows.ids[row])]
            self._set_aside(row, Code.RETRACTED_ROW, retraction.cite(), value=self._rows.ids[row])
        lost = set(gone)
        self.live = [row for row in self.live if row not in lost]

    def _known(self, retractions: Iterable[Retraction]) -> Iterator[Retraction]:
        for retraction in retractions:
            if retraction.target in self._event_of:
                yield retraction
            elif retraction.target not in self._lost_ids:
                fault = Fault(Code.RETRACTS_UNKNOWN_EVENT, retraction.target)
                self.quarantine.append(
                    quarantined(retraction.place, retraction.number, fault, value=retraction.target)
                )


def _alone_and_grouped(rows: list[int], keys: list[str]) -> tuple[list[int], list[list[int]]]:
    """The rows whose key no other has, and the others by key. Nearly all of a log's are alone."""
    counts = Counter(keys)
    alone: list[int] = []
    groups: dict[str, list[int]] = {}
    for row, key in zip(rows, keys, strict=True):
        if counts[key] == 1:
            alone.append(row)
        else:
            groups.setdefault(key, []).append(row)
    return alone, list(groups.values())
