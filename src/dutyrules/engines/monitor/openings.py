"""Obligations that events open: each event, responses, agreements and orders (semantics, 2.7, 2.9, 2.10)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from dutyrules.checking.policy import Agreement, Bearer, EachEvent, Norm, Ordering, Quota, Response, Whose
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.monitor.answers import Reason, reason_of
from dutyrules.engines.monitor.books import inside
from dutyrules.engines.monitor.response_windows import ResponseWindows
from dutyrules.engines.monitor.rows import Row, in_order, written
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.outcome import Cause
from dutyrules.engines.values import case_key
from dutyrules.plan.attributes import attribute_of, object_of
from dutyrules.plan.conditions import applicability
from dutyrules.plan.obligations import Applicability, Obligation, Plan, Scope, limit_on
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Post
from dutyrules.plan.windows import PlannedWindow

_SCOPES = {Whose.ACTOR: Scope.PERSON, Whose.PARTNER: Scope.PARTNER, Whose.UNIT: Scope.UNIT}
Opening = EachEvent | Quota
Cases = Agreement | Ordering


def trigger_of(norm: Norm) -> EventType | None:
    """The type whose events each open an instance of the norm, None if they do not."""
    match norm:
        case EachEvent(event=event):
            return event
        case Quota(recurrence=Response(trigger=trigger)):
            return trigger
        case _:
            return None


@attrs.frozen
class _Numbered:
    """A bearer's posts by unit and by person, each with its number in the order of bearers."""

    by_unit: dict[str, list[tuple[int, Post]]]
    by_person: dict[str, list[tuple[int, Post]]]


class Opener:
    """Opens the obligations of one policy, an event or a window at a time."""

    def __init__(self, scene: Scene, planner: Planner, plan: Plan) -> None:
        self._scene = scene
        self._planner = planner
        self._plan = plan
        self._posts: dict[Bearer, _Numbered] = {}
        self._windows = ResponseWindows(scene)
        self._reasons: dict[str, Reason] = {}

    def opened(self, norm: Norm) -> Iterator[Obligation]:
        """All instances that the rows open: by event or by window and case, then bearer."""
        trigger = trigger_of(norm)
        if trigger is not None:
            for row in sorted(self._scene.books.of_type(trigger), key=in_order):
                yield from self.by_event(norm, row)
        elif isinstance(norm, Agreement | Ordering):
            posts = self._scene.posts.of(norm.bearer)
            for window in self._planner.windows(norm.recurrence):
                yield from self.cases(norm, window, posts)

    # Each event, responses ---------------------------------------------------------------------

    def by_event(self, norm: Norm, row: Row) -> Iterator[Obligation]:
        """The instances that one row opens, by bearer."""
        if not isinstance(norm, EachEvent | Quota):
            return
        why_not = self._reason(norm)(row)
        if why_not is not None and why_not.cause is Cause.TEST_FAILED:
            return
        day = datetime.date.fromordinal(row.day)
        for post in self.bearers(norm, row, day):
            applies = applicability(norm.conditions, post, day, self._scene.posts)
            if why_not is not None and applies is Applicability.OWED:
                applies = Applicability.CONDITION_UNKNOWN
            if isinstance(norm, EachEvent):
                window = self._windows.day(row)
                yield self._obligation(norm, row, post, window, applies)
            else:
                yield from self._response(norm, row, post, applies)

    def _reason(self, norm: Opening) -> Reason:
        if norm.label not in self._reasons:
            response = None if isinstance(norm, EachEvent) else norm.recurrence
            tests = norm.only if isinstance(norm, EachEvent) else ()
            tests = response.tests if isinstance(response, Response) else tests
            self._reasons[norm.label] = reason_of(tests)
        return self._reasons[norm.label]

    def bearers(self, norm: Opening, row: Row, day: datetime.date) -> list[Post]:
        """Who held the post on the row's day and whose the row is, in the order of bearers."""
        if not self._scene.term.holds(day) or not self._plan.holds_on(day):
            return []
        found = {n: post for n, post in self._concerned(norm, row, day) if post.holds(day)}
        return [found[number] for number in sorted(found)]

    def _concerned(self, norm: Opening, row: Row, day: datetime.date) -> Iterable[tuple[int, Post]]:
        """4.2: the row's unit decides, or its actor; 4.5: a trigger may be about somebody of the unit."""
        numbered = self._numbered(norm.bearer)
        if row.unit is not None and self._scene.posts.unit_kinds.get(row.unit) == norm.bearer.unit:
            return numbered.by_unit.get(row.unit, ())
        found = (
            [] if row.unit is not None or row.actor is None else list(self._of_person(numbered, row.actor))
        )
        if isinstance(norm, Quota):
            for unit in self._units_of(self._scene.books.about_of(row), day):
                found += numbered.by_unit.get(unit, ())
        return found

    def _of_person(self, numbered: _Numbered, person: str) -> Sequence[tuple[int, Post]]:
        return numbered.by_person.get(person, ())

    def _units_of(self, person: str | None, day: datetime.date) -> set[str]:
        if person is None:
            return set()
        memberships = self._scene.posts.roster.memberships_of_person(person)
        return {m.unit for m in memberships if m.holds_on(day)}

    def _numbered(self, bearer: Bearer) -> _Numbered:
        if bearer not in self._posts:
            numbered = _Numbered({}, {})
            for entry in enumerate(self._scene.posts.of(bearer)):
                numbered.by_unit.setdefault(entry[1].unit, []).append(entry)
                numbered.by_person.setdefault(entry[1].person, []).append(entry)
            self._posts[bearer] = numbered
        return self._posts[bearer]

    def _obligation(
        self, norm: Opening, row: Row, post: Post, window: PlannedWindow, applies: Applicability
    ) -> Obligation:
        opened = Obligation(
            norm=norm,
            person=post.person,
            unit=post.unit,
            counterparty=None,
            window=window,
            start=window.start,
            end=window.end,
            scope=Scope.PERSON,
            low=None,
            high=None,
            applicability=applies,
            event=row.place,
        )
        return self._planner.numbered(opened, datetime.date.fromordinal(row.day))

    def _response(self, norm: Quota, row: Row, post: Post, applies: Applicability) -> Iterator[Obligation]:
        response = norm.recurrence
        if not isinstance(response, Response):
            return
        window = self._windows.of(response, row, post)
        is_end_known = response.until is None or self._scene.is_complete(response.until, window.end)
        if applies is Applicability.OWED and not is_end_known:
            applies = Applicability.END_UNKNOWN
        low, high = limit_on(norm.limit, datetime.date.fromordinal(row.day))
        plain = self._obligation(norm, row, post, window, applies)
        owed = attrs.evolve(plain, low=low, high=high, scope=_SCOPES[norm.whose])
        if norm.counterparty is None or not norm.counterparty.of_trigger:
            yield from self._planner.toward_each(owed, norm.counterparty, post)
        else:
            yield self._toward_its_object(response, owed, row)

    def _toward_its_object(self, response: Response, owed: Obligation, row: Row) -> Obligation:
        """4.5: toward the one whom the trigger was about."""
        found = row.actor if object_of(response.trigger) is None else self._scene.books.about_of(row)
        applies = owed.applicability
        if found is None and applies is Applicability.OWED:
            applies = Applicability.CONDITION_UNKNOWN
        return attrs.evolve(owed, counterparty=found, applicability=applies)

    def reach(self, response: Response, day: int) -> int:
        """How far back (µs UTC) the windows that are open on the day can reach."""
        return self._windows.reach(response, day)

    # Cases -------------------------------------------------------------------------------------

    def cases(self, norm: Cases, window: PlannedWindow, posts: Iterable[Post]) -> Iterator[Obligation]:
        """One obligation per value of the key among the unit's rows, in order of appearance."""
        kinds = (norm.event,) if isinstance(norm, Agreement) else norm.events
        key = norm.key.term.id if isinstance(norm, Agreement) else norm.key
        for post in self._planner.at_close(tuple(posts), window):
            found: dict[str, str] = {}
            for kind in kinds:
                for value in self._keys(kind, key, post.unit, window):
                    found.setdefault(case_key(value), value)
            for case in found.values():
                yield self._case(norm, post, window, case, len(kinds))

    def _keys(self, kind: EventType, key: str, unit: str, window: PlannedWindow) -> Iterator[str]:
        attribute = attribute_of(kind, key)
        for row in inside(self._scene.books.of_unit(kind, unit), window.start, window.end):
            value = row.values.get(attribute.term.id)
            if value is not None:
                yield written(attribute, value)

    def _case(self, norm: Cases, post: Post, window: PlannedWindow, case: str, steps: int) -> Obligation:
        last = self._scene.calendar.last_school_day(window.first_day, window.end_day)
        # An order is at least all its steps; an agreement is at most one value.
        low, high = (Decimal(steps), None) if isinstance(norm, Ordering) else (None, Decimal(1))
        opened = Obligation(
            norm=norm,
            person=post.person,
            unit=post.unit,
            counterparty=None,
            window=window,
            start=window.start,
            end=window.end,
            scope=Scope.UNIT,
            low=low,
            high=high,
            applicability=applicability(norm.conditions, post, last or window.first_day, self._scene.posts),
            case=case,
            before=self._planner.before(norm, window),
        )
        return self._planner.numbered(opened, window.first_day)
