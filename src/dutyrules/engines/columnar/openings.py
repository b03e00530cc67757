"""Instances that the log opens: by each event, by a trigger, by a case (semantics, 2.7, 2.9, 2.10, 4.5).

Which events open an instance for whom is a statement; so is which events a case consists of, and where a
window ends early. The instances themselves are made here, one object each, as the calendar's are by the
planner.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from dutyrules.checking.policy import EachEvent, EventTest, Quota
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.connection import maybe, number
from dutyrules.engines.columnar.store import Store
from dutyrules.findings.model import Text
from dutyrules.plan.conditions import applicability
from dutyrules.plan.obligations import Applicability, Obligation, Plan, Scope
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Post
from dutyrules.plan.windows import ONE_DAY, PlannedWindow


@attrs.frozen(kw_only=True)
class Opening:
    """An event that opens an instance for a post.

    `instant` and `day` are those of 1.5; `actor`, `unit` and `toward` (the object as a person) are codes.
    `is_open` tells that a test on the event is open.
    """

    seq: int
    instant: int
    day: datetime.date
    actor: int | None
    unit: int | None
    toward: int | None
    is_open: bool
    post: Post


@attrs.define
class Opener:
    """Makes the instances of one policy that its log opens."""

    store: Store
    planner: Planner
    plan: Plan
    _days: dict[datetime.date, tuple[int, Text]] = attrs.field(factory=dict, init=False)
    _applies: dict[tuple[int, Post, datetime.date], Applicability] = attrs.field(factory=dict, init=False)

    def each_event(self, norm: EachEvent) -> Iterator[Obligation]:
        """2.7: one instance for each event and bearer, on the event's day."""
        for opening in self.openings(norm, norm.event, norm.only):
            start, end = self.instant(opening.day), self.instant(opening.day + ONE_DAY)
            yield self.obligation(norm, opening, self.window("event", opening, start, end))

    # Which events, for whom ----------------------------------------------------------------------

    def openings(
        self, norm: EachEvent | Quota, kind: EventType, tests: Sequence[EventTest]
    ) -> Iterator[Opening]:
        """The events that the sentence is about with their bearers, in order of the log and of the posts."""
        posts = self.store.posts.of(norm.bearer)
        events = self.store.events(kind)
        said = answer(tests, events.columns, self.store.codes)
        first, last = self._in_force()
        rows = self.store.database.rows(
            f"open {norm.label}",
            f"WITH events AS (SELECT *, {self.store.home(norm.bearer)} AS home, {said} AS said\n"
            f"    FROM {events.table} WHERE day BETWEEN {first} AND {last}),\n"
            f"pairs AS ({self._pairs(norm, self.store.posts_table(posts))})\n"
            f"SELECT DISTINCT e.seq, p.post, e.instant, e.day, e.actor, e.unit, e.toward, e.said\n"
            f"FROM pairs p JOIN events e ON e.seq = p.seq WHERE e.said <= 0 ORDER BY e.seq, p.post",
        )
        for seq, place, instant, day, actor, unit, toward, answered in rows:
            yield Opening(
                seq=number(seq),
                instant=number(instant),
                day=datetime.date.fromordinal(number(day)),
                actor=maybe(actor),
                unit=maybe(unit),
                toward=maybe(toward),
                is_open=number(answered) < 0,
                post=posts[number(place)],
            )

    def _in_force(self) -> tuple[int, int]:
        """The days of the term on which the policy holds, as ordinals."""
        term, (first, last) = self.store.world.term, self.plan.in_force
        return (
            max(term.first_day, first or term.first_day).toordinal(),
            min(term.last_day, last or term.last_day).toordinal(),
        )

    def _pairs(self, norm: EachEvent | Quota, posts: str) -> str:
        """4.2, 4.5: the unit decides, where it is blank the actor; a trigger may be about a unit's person."""
        holds = "e.day >= p.first AND e.day < p.past"
        found = [
            f"SELECT e.seq, p.post FROM events e JOIN {posts} p ON p.unit = e.home AND {holds}",
            f"SELECT e.seq, p.post FROM events e JOIN {posts} p ON p.person = e.actor AND {holds}\n"
            f"    WHERE e.unit IS NULL",
        ]
        if not isinstance(norm, EachEvent):
            members = self.store.memo("members", self._members)
            # Both are brought together first, so that events are never compared with posts by day alone.
            found.append(
                f"SELECT e.seq, a.post FROM events e JOIN (SELECT m.person, p.post,\n"
                f"      greatest(m.first, p.first) AS first, least(m.past, p.past) AS past\n"
                f"      FROM {members} m JOIN {posts} p ON p.unit = m.unit) a\n"
                f"    ON a.person = e.toward AND e.day >= a.first AND e.day < a.past WHERE e.home IS NULL"
            )
        return "\n  UNION ALL ".join(found)

    def _members(self) -> str:
        """Who belonged to which unit in any role: person, unit, and the days [first, past)."""
        coding, members = self.store.coding, self.store.world.school.roster.memberships
        return self.store.load(
            "members",
            {
                "person": [coding.people[m.person] for m in members],
                "unit": [coding.units[m.unit] for m in members],
                "first": [(m.start or datetime.date.min).toordinal() for m in members],
                "past": [(m.end or datetime.date.max).toordinal() for m in members],
            },
        )

    # The instances -------------------------------------------------------------------------------

    def obligation(
        self,
        norm: EachEvent | Quota,
        opening: Opening,
        window: PlannedWindow,
        scope: Scope = Scope.PERSON,
        bound: tuple[Decimal | None, Decimal | None] = (None, None),
    ) -> Obligation:
        """The instance toward nobody; a sentence about each event has no bound."""
        opened = Obligation(
            norm=norm,
            person=opening.post.person,
            unit=opening.post.unit,
            counterparty=None,
            window=window,
            start=window.start,
            end=window.end,
            scope=scope,
            low=bound[0],
            high=bound[1],
            applicability=self._applicability(norm, opening),
            event=opening.seq,
        )
        return self.planner.numbered(opened, opening.day)

    def _applicability(self, norm: EachEvent | Quota, opening: Opening) -> Applicability:
        found = Applicability.OWED
        if norm.conditions:
            key = id(norm), opening.post, opening.day
            if key not in self._applies:
                posts = self.store.posts
                self._applies[key] = applicability(norm.conditions, opening.post, opening.day, posts)
            found = self._applies[key]
        is_open = opening.is_open and found is Applicability.OWED
        return Applicability.CONDITION_UNKNOWN if is_open else found

    def window(self, kind: str, opening: Opening, start: int, end: int) -> PlannedWindow:
        """The window [start, end) that the event opens, named by its day."""
        calendar = self.store.world.school.calendar
        first, last = calendar.day_of(start), calendar.day_of(max(end - 1, start))
        return PlannedWindow(
            kind=kind,
            number=opening.seq + 1,
            first_day=first,
            end_day=last + ONE_DAY,
            start=start,
            end=end,
            label=self._named(opening.day)[1],
            whole_first=first,
            whole_end=last + ONE_DAY,
        )

    def instant(self, day: datetime.date) -> int:
        """The first instant of the day."""
        return self._named(day)[0]

    def _named(self, day: datetime.date) -> tuple[int, Text]:
        """The first instant of a day and its name, worked out once."""
        if day not in self._days:
            name = day.isoformat()
            instant = self.store.world.school.calendar.instant(day)
            self._days[day] = instant, Text(en=name, zh_hans=name, zh_hant=name)
        return self._days[day]
