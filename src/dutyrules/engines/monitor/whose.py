"""Whose events: a bearer's rows in a window (semantics, 4.1 and 4.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import Bearer
from dutyrules.checking.vocabulary import EventType, Vocabulary
from dutyrules.engines.monitor.books import Books, inside
from dutyrules.engines.monitor.rows import Row, in_order, placed
from dutyrules.plan.obligations import Obligation, Scope
from dutyrules.plan.posts import Posts
from dutyrules.records.school import School


@attrs.define(kw_only=True, eq=False)
class Scene:
    """What answers are worked out from: the school, the rows, the instant and how far the log goes.

    `complete` says by event type before which instant (µs UTC) every event is there; `as_of` and
    `complete` move on as time does.
    """

    school: School
    term: Term
    vocabulary: Vocabulary
    posts: Posts
    books: Books
    as_of: int
    complete: dict[str, int]

    @property
    def calendar(self) -> SchoolCalendar:
        """The school's."""
        return self.school.calendar

    def is_complete(self, kind: EventType, instant: int) -> bool:
        """True if every event of the type before `instant` is there."""
        through = self.complete.get(kind.term.id)
        return through is not None and through >= instant

    def is_settled(self, kinds: Iterable[EventType], obligation: Obligation) -> bool:
        """5.1: nothing more can come."""
        over = self.as_of >= obligation.end
        return over and all(self.is_complete(kind, obligation.end) for kind in kinds)

    def put(self, row: Row) -> Row | None:
        """Adds the row, placed by its type's dating attribute (1.5); None if nobody looks at its type."""
        kind = self.books.kinds.get(row.kind)
        if kind is None:
            return None
        found = placed(row, kind, self.calendar)
        self.books.put(found)
        return found

    # 4.2 ---------------------------------------------------------------------------------------

    def fits_unit(self, row: Row, bearer: Bearer, unit: str) -> bool:
        """An event under another unit of the same kind is not for this one."""
        written = row.unit
        return written is None or written == unit or self.posts.unit_kinds.get(written) != bearer.unit

    def own(self, kind: EventType, person: str, obligation: Obligation) -> list[Row]:
        """What the person did in the obligation's part of the window, for its unit."""
        bearer, unit = obligation.norm.bearer, obligation.unit
        found = inside(self.books.of_actor(kind, person), obligation.start, obligation.end)
        return [row for row in found if self.fits_unit(row, bearer, unit)]

    def doings(self, kind: EventType, obligation: Obligation) -> list[Row]:
        """The bearer's rows of the type in the obligation's part of the window, by (t, id)."""
        start, end = obligation.start, obligation.end
        match obligation.scope:
            case Scope.UNIT:
                return inside(self.books.of_unit(kind, obligation.unit), start, end)
            case Scope.PERSON:
                return self.own(kind, obligation.person, obligation)
            case Scope.PARTNER:
                about = inside(self.books.about(kind, obligation.person), start, end)
                return _joined(self.own(kind, obligation.person, obligation), about)
            case Scope.POST:
                return self._of_post(kind, obligation)

    def _of_post(self, kind: EventType, obligation: Obligation) -> list[Row]:
        """3.4: what any holder of the post did while holding it."""
        held = self.posts.in_unit(obligation.norm.bearer.role, obligation.unit)
        found: list[Row] = []
        for person in dict.fromkeys(post.person for post in held):
            spans = [post for post in held if post.person == person]
            for row in self.own(kind, person, obligation):
                day = datetime.date.fromordinal(row.day)
                if any(post.holds(day) for post in spans):
                    found.append(row)
        found.sort(key=in_order)
        return found


def _joined(some: list[Row], more: list[Row]) -> list[Row]:
    """Both, each row once."""
    rows = {row.place: row for row in (*some, *more)}
    return sorted(rows.values(), key=in_order)
