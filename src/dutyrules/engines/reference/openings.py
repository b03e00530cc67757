"""Obligations that events open: each event, responses, agreements and orders (semantics, 2.7, 2.9, 2.10)."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

import attrs

from dutyrules.calendar.errors import CalendarError
from dutyrules.checking.policy import (
    Agreement,
    EachEvent,
    Norm,
    Ordering,
    Quota,
    Response,
    ResponseKind,
    Whose,
)
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.outcome import Cause
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import Finder, rejection_of
from dutyrules.engines.values import case_key
from dutyrules.engines.world import attribute_of, object_of
from dutyrules.findings.model import Text
from dutyrules.plan.conditions import applicability
from dutyrules.plan.obligations import Applicability, Obligation, Plan, Scope, limit_on
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Post
from dutyrules.plan.windows import ONE_DAY, PlannedWindow
from dutyrules.records.roster import Membership
from dutyrules.syntax.tree import Unit

_SCOPES = {Whose.ACTOR: Scope.PERSON, Whose.PARTNER: Scope.PARTNER, Whose.UNIT: Scope.UNIT}
_LONGEST = 100_000
"""Hours, days or weeks; more than any school keeps its log, and less than a date can be off."""

_MICROSECONDS = {Unit.HOUR: 3_600_000_000, Unit.MINUTE: 60_000_000}


@attrs.frozen
class Opener:
    """Opens the obligations of one policy from its events."""

    finder: Finder
    planner: Planner
    plan: Plan

    def opened(self, norm: Norm) -> Iterator[Obligation]:
        """The instances of a norm that the log opens, by event or case, then bearer."""
        match norm:
            case EachEvent():
                yield from self._each_event(norm)
            case Quota(recurrence=Response() as response):
                yield from self._responses(norm, response)
            case Agreement(event=event, key=key):
                yield from self._cases(norm, [event], key.term.id)
            case Ordering(events=events, key=name):
                yield from self._cases(norm, list(events), name)
            case _:
                return

    # 2.7 -----------------------------------------------------------------------------------------

    def _each_event(self, norm: EachEvent) -> Iterator[Obligation]:
        for event, post in self._bearers(norm, norm.event):
            only = rejection_of(norm.only, event)
            if only is not None and only.cause is Cause.TEST_FAILED:
                continue
            applies = applicability(norm.conditions, post, event.day, self.finder.posts)
            if only is not None and applies is Applicability.OWED:
                applies = Applicability.CONDITION_UNKNOWN
            yield self._obligation(norm, event, post, self._day_window(event), applies)

    def _bearers(self, norm: EachEvent | Quota, kind: EventType) -> Iterator[tuple[Event, Post]]:
        """The events of the term with those who hold the post on their day and whose they are."""
        posts = self.finder.posts.of(norm.bearer)
        for event in self.finder.of_type(kind):
            if not self.finder.world.term.holds(event.day) or not self.plan.holds_on(event.day):
                continue
            for post in posts:
                if post.holds(event.day) and self._concerns(norm, kind, event, post):
                    yield event, post

    def _concerns(self, norm: EachEvent | Quota, kind: EventType, event: Event, post: Post) -> bool:
        if self.finder.is_under(event, norm.bearer, post.unit, post.person):
            return True
        if isinstance(norm, EachEvent) or self._is_elsewhere(event, norm.bearer.unit):
            return False
        about = object_of(kind)
        person = None if about is None else event.value(about)
        if not isinstance(person, str):
            return False
        return any(m.unit == post.unit and m.holds_on(event.day) for m in self._memberships(person))

    def _is_elsewhere(self, event: Event, kind: str) -> bool:
        return event.unit is not None and self.finder.posts.unit_kinds.get(event.unit) == kind

    def _memberships(self, person: str) -> tuple[Membership, ...]:
        return self.finder.posts.roster.memberships_of_person(person)

    def _day_window(self, event: Event) -> PlannedWindow:
        calendar = self.finder.world.school.calendar
        return self._window(
            "event", event, calendar.instant(event.day), calendar.instant(event.day + ONE_DAY)
        )

    def _window(self, kind: str, event: Event, start: int, end: int) -> PlannedWindow:
        calendar = self.finder.world.school.calendar
        first, last = calendar.day_of(start), calendar.day_of(max(end - 1, start))
        day = event.day.isoformat()
        return PlannedWindow(
            kind=kind,
            number=event.seq + 1,
            first_day=first,
            end_day=last + ONE_DAY,
            start=start,
            end=end,
            label=Text(en=day, zh_hans=day, zh_hant=day),
            whole_first=first,
            whole_end=last + ONE_DAY,
        )

    def _obligation(
        self, norm: EachEvent | Quota, event: Event, post: Post, window: PlannedWindow, applies: Applicability
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
            event=event.seq,
        )
        return self.planner.numbered(opened, event.day)

    # 2.9: responses ------------------------------------------------------------------------------

    def _responses(self, norm: Quota, response: Response) -> Iterator[Obligation]:
        for event, post in self._bearers(norm, response.trigger):
            rejected = rejection_of(response.tests, event)
            if rejected is not None and rejected.cause is Cause.TEST_FAILED:
                continue
            applies = applicability(norm.conditions, post, event.day, self.finder.posts)
            if rejected is not None and applies is Applicability.OWED:
                applies = Applicability.CONDITION_UNKNOWN
            window = self._response_window(response, event, post)
            if applies is Applicability.OWED and not self._is_end_known(response, window):
                applies = Applicability.END_UNKNOWN
            low, high = limit_on(norm.limit, event.day)
            plain = self._obligation(norm, event, post, window, applies)
            owed = attrs.evolve(plain, low=low, high=high, scope=_SCOPES[norm.whose])
            yield from self._toward(norm, response, owed, event, post)

    def _toward(
        self, norm: Quota, response: Response, owed: Obligation, event: Event, post: Post
    ) -> Iterator[Obligation]:
        """The obligation as it stands, toward the one whom the trigger was about, or toward each."""
        if norm.counterparty is None or not norm.counterparty.of_trigger:
            yield from self.planner.toward_each(owed, norm.counterparty, post)
            return
        about = object_of(response.trigger)
        found = event.actor if about is None else event.value(about)
        applies = owed.applicability
        if not isinstance(found, str) and applies is Applicability.OWED:
            applies = Applicability.CONDITION_UNKNOWN
        whom = found if isinstance(found, str) else None
        yield attrs.evolve(owed, counterparty=whom, applicability=applies)

    def _response_window(self, response: Response, event: Event, post: Post) -> PlannedWindow:
        calendar = self.finder.world.school.calendar
        day = calendar.instant(event.day)
        match response.kind:
            case ResponseKind.SAME_DAY:
                start, end = day, calendar.instant(event.day + ONE_DAY)
            case ResponseKind.AFTER:
                start, end = self._after(response, event)
            case ResponseKind.BEFORE:
                start, end = self._before(response, event), event.when
            case ResponseKind.UNTIL:
                start, end = event.when, self._until(response, event, post)
        return self._window("response", event, start, max(start, end))

    def _after(self, response: Response, event: Event) -> tuple[int, int]:
        """Hours elapse from the instant; days run from the event's day to the end of a day."""
        calendar = self.finder.world.school.calendar
        unit, count = self._amount(response, event)
        if unit in _MICROSECONDS:
            return event.when, event.when + count * _MICROSECONDS[unit]
        if unit is Unit.SCHOOL_DAY:
            last = self._school_day_after(event.day, count)
        else:
            last = event.day + count * ONE_DAY * (7 if unit is Unit.WEEK else 1)
        return calendar.instant(event.day), calendar.instant(last + ONE_DAY)

    def _before(self, response: Response, event: Event) -> int:
        calendar = self.finder.world.school.calendar
        unit, count = self._amount(response, event)
        if unit in _MICROSECONDS:
            return event.when - count * _MICROSECONDS[unit]
        if unit is Unit.SCHOOL_DAY:
            return calendar.instant(self._school_day_before(event.day, count))
        return calendar.instant(event.day - count * ONE_DAY * (7 if unit is Unit.WEEK else 1))

    def _school_day_before(self, day: datetime.date, count: int) -> datetime.date:
        """The n-th school day before `day`; the term's first day where the calendar begins after it."""
        known = self.finder.world.school.calendar.school_days_of_all
        place = bisect_left(known, day.toordinal()) - count
        if place < 0:
            return min(day, self.finder.world.term.first_day)
        return datetime.date.fromordinal(known[place])

    def _amount(self, response: Response, event: Event) -> tuple[Unit, int]:
        if response.amount is None or response.amount.unit is None:
            raise ValueError("the checker lets no such response pass without an amount and its unit")
        return response.amount.unit, min(int(response.amount.on(event.day)), _LONGEST)

    def _school_day_after(self, day: datetime.date, count: int) -> datetime.date:
        """The n-th school day after `day`; the term's last day where the calendar ends before it."""
        try:
            return self.finder.world.school.calendar.school_day_after(day, count)
        except CalendarError:
            return max(day, self.finder.world.term.last_day)

    def _is_end_known(self, response: Response, window: PlannedWindow) -> bool:
        """False where an event that the log does not hold yet may end the window earlier."""
        return response.until is None or self.finder.is_complete(response.until, window.end)

    def _until(self, response: Response, event: Event, post: Post) -> int:
        """The bearer's next event of the closing type, or the end of the day."""
        calendar = self.finder.world.school.calendar
        end = calendar.instant(event.day + ONE_DAY)
        if response.until is None:
            return end
        unit = event.unit or post.unit
        later = [
            other.when
            for other in self.finder.of_type(response.until)
            if event.when < other.when < end and (other.unit or unit) == unit
        ]
        return min(later, default=end)

    # 2.10: cases ----------------------------------------------------------------------------

    def _cases(self, norm: Agreement | Ordering, kinds: list[EventType], key: str) -> Iterator[Obligation]:
        """One obligation per value of the key among the unit's events, in order of appearance."""
        posts = self.finder.posts.of(norm.bearer)
        for window in self.planner.windows(norm.recurrence):
            for post in self.planner.at_close(posts, window):
                for case in self._values(kinds, key, post.unit, window):
                    yield self._case(norm, post, window, case, len(kinds))

    def _values(self, kinds: list[EventType], key: str, unit: str, window: PlannedWindow) -> list[str]:
        found: dict[str, str] = {}
        for kind in kinds:
            attribute = attribute_of(kind, key)
            for event in self.finder.of_unit(kind, unit):
                value = event.value(attribute) if window.start <= event.when < window.end else None
                if value is not None:
                    found.setdefault(case_key(value), str(value))
        return list(found.values())

    def _case(
        self, norm: Agreement | Ordering, post: Post, window: PlannedWindow, case: str, steps: int
    ) -> Obligation:
        last = self.finder.world.school.calendar.last_school_day(window.first_day, window.end_day)
        applies = applicability(norm.conditions, post, last or window.first_day, self.finder.posts)
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
            applicability=applies,
            case=case,
            before=self.planner.before(norm, window),
        )
        return self.planner.numbered(opened, window.first_day)
