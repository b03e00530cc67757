"""Spoils single rows of a fulfilled log; each fault says beforehand which findings must come of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import attrs

from dutyrules.checking.vocabulary import EventType, Vocabulary
from everything.ledger import Ledger, Row
from everything.places import Place

Day = datetime.date


@attrs.frozen(kw_only=True)
class Expected:
    """A finding that must come: `document` and `norm`, who bears it, in which window, and the verdict.

    `window` is "term", "school_year", a month ("2026-10"), "week 7", a day, "response" with the
    trigger's day, or "event" with the row in `event`.
    """

    document: str
    norm: str
    bearer: tuple[str, ...]
    window: str
    verdict: str = "violated"
    event: Row | None = None
    case: str = ""


@attrs.frozen(kw_only=True)
class Fault:
    """What was done to the log, in the school's language, and what must come of it.

    `vetoes` are scores that must be vetoed: document, score, person, unit, window.
    """

    kind: str
    note: str
    expected: tuple[Expected, ...]
    vetoes: tuple[tuple[str, str, str, str, str], ...] = ()


class Planter:
    """Finds and changes rows; whatever it is told to change must be there."""

    def __init__(self, ledger: Ledger, place: Place, vocabulary: Vocabulary) -> None:
        self._ledger = ledger
        self._place = place
        self._kinds = {kind.term.zh_hans: kind for kind in vocabulary.events.values()}

    def holder(self, unit: str, role: str, place: int = 0) -> str:
        """Who holds the role in the unit; the n-th, where there are several."""
        return self.holders(unit, role)[place]

    def holders(self, unit: str, role: str) -> list[str]:
        """All who hold the role in the unit, in the roster's order."""
        return [m.person for m in self._place.memberships if (m.unit, m.role) == (unit, role)]

    def rows(
        self,
        kind: str,
        unit: str,
        *,
        actor: str = "",
        since: Day = datetime.date.min,
        until: Day = datetime.date.max,
        cells: Mapping[str, str] | None = None,
    ) -> list[Row]:
        """The rows of the kind of event under the unit from `since` to `until`, in order; at least one."""
        found = [
            row
            for row in self._ledger.in_order()
            if row.kind is self._kinds[kind]
            and row.unit == unit
            and actor in ("", row.actor)
            and since <= row.time.date() <= until
            and (cells or {}).items() <= row.labelled().items()
        ]
        if not found:
            raise LookupError(f"{kind}, {unit}: no such row to spoil")
        return found

    def remove(self, rows: Iterable[Row]) -> None:
        """Takes the rows out."""
        for row in rows:
            self._ledger.drop(row.key)

    def put(self, row: Row, label: str, value: str) -> Row:
        """Writes `value` into the cell; "" blanks it."""
        attribute = row.kind.attribute(label)
        if attribute is None:
            raise LookupError(label)
        row.cells[attribute.term.id] = value
        return row

    def add(self, kind: str, unit: str, actor: str, time: datetime.datetime, **cells: str) -> Row:
        """A new row with just these cells."""
        row = self._ledger.add(self._kind(kind), time, actor, unit, {})
        for label, value in cells.items():
            self.put(row, label, value)
        return row

    def _kind(self, label: str) -> EventType:
        return self._kinds[label]

    def statement(self, kind: str, document: str, norm: str, unit: str) -> Row:
        """The attestation or rating of the matter in the unit, the first if there are several."""
        return self.rows(kind, unit, cells={"事项": f"{document}/{norm}"})[0]


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime.datetime:
    """A moment of the term that begins in September 2026."""
    return datetime.datetime(2026 if month > 6 else 2027, month, day, hour, minute)
