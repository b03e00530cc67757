"""Whose events: the reference engine's way to a bearer's part of the log (semantics, section 4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from dutyrules.checking.policy import Bearer, EventTest, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import Attribute, EventType, Vocabulary
from dutyrules.engines.outcome import Cause, Rejection
from dutyrules.engines.reference.event import Event
from dutyrules.engines.values import same_text
from dutyrules.engines.world import World, object_of
from dutyrules.plan.obligations import Obligation, Scope, limit_on
from dutyrules.plan.posts import Posts
from dutyrules.syntax.tree import Comparison


class Finder:
    """The events of the types that a policy looks at, as of the world's instant."""

    def __init__(self, vocabulary: Vocabulary, world: World, event_types: frozenset[str]) -> None:
        self.vocabulary = vocabulary
        self.world = world
        self.posts = Posts(world.school.roster, vocabulary)
        self._by_type: dict[str, list[Event]] = {}
        self._by_actor: dict[tuple[str, str | None], list[Event]] = {}
        self._by_unit: dict[tuple[str, str | None], list[Event]] = {}
        self._by_object: dict[tuple[str, str], list[Event]] = {}
        self._read_log(event_types)

    # 1.4, 1.5 ------------------------------------------------------------------------------------

    def _read_log(self, event_types: frozenset[str]) -> None:
        log, as_of = self.world.log, self.world.as_of
        wanted = {name: kind for name, kind in self.vocabulary.events.items() if name in event_types}
        kinds = [wanted.get(name) for name in log.types]
        objects = {name: object_of(kind) for name, kind in wanted.items()}
        for seq, code in enumerate(log.event_type):
            kind = kinds[code]
            if kind is not None and log.t[seq] < as_of:
                self._index(kind.term.id, objects[kind.term.id], self.event(kind, seq))

    def event(self, kind: EventType, seq: int) -> Event:
        """The event at `seq`, placed by its type's dating attribute where the row fills it."""
        log, calendar = self.world.log, self.world.school.calendar
        dated = None if kind.dated_by is None else kind.attribute(kind.dated_by)
        plain = Event(log, seq, log.t[seq], datetime.date.fromordinal(log.day[seq]))
        day = None if dated is None else plain.value(dated)
        if isinstance(day, datetime.date):
            return Event(log, seq, calendar.instant(day), day)
        return plain

    def _index(self, name: str, attribute: Attribute | None, event: Event) -> None:
        self._by_type.setdefault(name, []).append(event)
        self._by_actor.setdefault((name, event.actor), []).append(event)
        self._by_unit.setdefault((name, event.unit), []).append(event)
        about = None if attribute is None else event.value(attribute)
        if isinstance(about, str):
            self._by_object.setdefault((name, about), []).append(event)

    # 4.1, 4.2: whose events ----------------------------------------------------------------------

    def of_type(self, kind: EventType) -> Sequence[Event]:
        """All events of the type, in `seq` order."""
        return self._by_type.get(kind.term.id, ())

    def of_unit(self, kind: EventType, unit: str) -> Sequence[Event]:
        """The unit's events of the type, whoever did them."""
        return self._by_unit.get((kind.term.id, unit), ())

    def about(self, name: str, person: str) -> Sequence[Event]:
        """The events of the type called `name` whose object is the person."""
        return self._by_object.get((name, person), ())

    def done_by(self, kind: EventType, person: str, bearer: Bearer, unit: str) -> list[Event]:
        """What the person did, unless it is written under another unit of the bearer's kind."""
        found = self._by_actor.get((kind.term.id, person), ())
        return [event for event in found if self.fits_unit(event, bearer, unit)]

    def fits_unit(self, event: Event, bearer: Bearer, unit: str) -> bool:
        """4.2: an event under another unit of the same kind is not for this one."""
        written = event.unit
        return written is None or written == unit or self.posts.unit_kinds.get(written) != bearer.unit

    def doings(self, kind: EventType, obligation: Obligation) -> list[Event]:
        """The bearer's events of the type in the obligation's part of the window, in order."""
        bearer, unit = obligation.norm.bearer, obligation.unit
        match obligation.scope:
            case Scope.UNIT:
                return _inside(self.of_unit(kind, unit), obligation)
            case Scope.PERSON:
                return self._own(kind, obligation.person, obligation)
            case Scope.PARTNER:
                own = self._own(kind, obligation.person, obligation)
                return _in_order([*own, *_inside(self.about(kind.term.id, obligation.person), obligation)])
            case Scope.POST:
                people = {post.person for post in self.posts.in_unit(bearer.role, unit)}
                found = [e for p in people for e in self._own(kind, p, obligation)]
                return _in_order(e for e in found if self._held(bearer, unit, e))

    def _own(self, kind: EventType, person: str, obligation: Obligation) -> list[Event]:
        """What the person did in the window for the obligation's unit."""
        own = _inside(self._by_actor.get((kind.term.id, person), ()), obligation)
        return [e for e in own if self.fits_unit(e, obligation.norm.bearer, obligation.unit)]

    def _held(self, bearer: Bearer, unit: str, event: Event) -> bool:
        posts = self.posts.in_unit(bearer.role, unit)
        return any(post.person == event.actor and post.holds(event.day) for post in posts)

    def is_under(self, event: Event, bearer: Bearer, unit: str, person: str) -> bool:
        """4.2, for a sentence about each event: its unit decides, or its actor where it is blank."""
        if event.unit is not None and self.posts.unit_kinds.get(event.unit) == bearer.unit:
            return event.unit == unit
        return event.unit is None and event.actor == person

    # 5.1 -----------------------------------------------------------------------------------------

    def is_settled(self, kinds: Iterable[EventType], obligation: Obligation) -> bool:
        """Nothing more can come: the window is over and the log complete through its end."""
        over = self.world.as_of >= obligation.end
        return over and all(self.is_complete(kind, obligation.end) for kind in kinds)

    def is_complete(self, kind: EventType, instant: int) -> bool:
        """True if the log holds every event of the type before `instant`."""
        through = self.world.log.complete_through(kind.term.id)
        return through is not None and through >= instant


def _inside(events: Iterable[Event], obligation: Obligation) -> list[Event]:
    start, end = obligation.start, obligation.end
    return [event for event in events if start <= event.when < end]


def _in_order(events: Iterable[Event]) -> list[Event]:
    return sorted({e.seq: e for e in events}.values(), key=lambda e: e.seq)


# 4.3: tests --------------------------------------------------------------------------------------------


def rejection_of(tests: Sequence[EventTest], event: Event) -> Rejection | None:
    """Why the event does not count: a failed test before an open one."""
    answers = [(test, passes(test, event)) for test in tests]
    for test, answer in answers:
        if answer is False:
            return Rejection(event=event.seq, cause=Cause.TEST_FAILED, test=test)
    for test, answer in answers:
        if answer is None:
            return Rejection(event=event.seq, cause=Cause.MISSING, test=test)
    return None


def passes(test: EventTest, event: Event) -> bool | None:
    """True or False where the attribute is there, None where it is not (4.3)."""
    value = event.value(test.attribute)
    match test:
        case PresenceTest():
            return value is not None
        case NumberTest(limit=limit):
            if not isinstance(value, Decimal):
                return None
            low, high = limit_on(limit, event.day)
            return (low is None or value >= low) and (high is None or value <= high)
        case MatchTest(comparison=comparison, value=wanted):
            if value is None:
                return None
            both = isinstance(value, str) and isinstance(wanted, str)
            same = same_text(str(value), str(wanted)) if both else value == wanted
            return same == (comparison is Comparison.IS)
        case other:
            assert_never(other)
