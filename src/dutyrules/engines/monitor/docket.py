"""One policy's instances as time goes on: which an event or an instant touches, and what changes then."""

from __future__ import annotations

import datetime
import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import (
    Agreement,
    CheckedPolicy,
    EachEvent,
    Makeup,
    Norm,
    Ordering,
    Quota,
    RankedIn,
    Recurrence,
    Response,
    Spacing,
)
from dutyrules.engines.monitor.announcements import Cause, Change, InstanceName, Revision, Standing, Why
from dutyrules.engines.monitor.books import Books, inside
from dutyrules.engines.monitor.checkpoint import Said
from dutyrules.engines.monitor.instances import Instance, Instances, name_of
from dutyrules.engines.monitor.judging import Court
from dutyrules.engines.monitor.kinds import kinds_of, names_of
from dutyrules.engines.monitor.openings import Cases, Opener, trigger_of
from dutyrules.engines.monitor.rows import Row, placed
from dutyrules.engines.monitor.sittings import Sitting, change_of
from dutyrules.engines.monitor.whose import Scene
from dutyrules.plan.obligations import OPEN, Applicability, Obligation, Plan
from dutyrules.plan.planner import Planner, opening_events
from dutyrules.plan.posts import Posts
from dutyrules.plan.waivers import with_waivers
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.school import School

_UNRESOLVED = OPEN | {Applicability.END_UNKNOWN}
_TIME = Why(cause=Cause.TIME)


def _begins(window: PlannedWindow) -> int:
    return window.start


def _plan(policy: CheckedPolicy) -> Plan:
    """The plan without obligations: windows come one after the other."""
    return Plan(
        obligations=(),
        per_event=tuple(norm for norm in policy.norms if opening_events(norm)),
        measured=(),
        scores=(),
        in_force=policy.effective,
        exceptions=policy.exceptions,
        separate=policy.separate,
    )


class Docket:
    """The instances of one policy in one term.

    `lateness` (µs; None: without end) is how long after its end an instance can still be revised. Those of
    norms that exceptions or `separate` tie to others are held for the whole term.
    """

    def __init__(self, policy: CheckedPolicy, school: School, term: Term, lateness: int | None) -> None:
        self.policy = policy
        self._lateness = lateness
        self.plan = _plan(policy)
        kinds = kinds_of(self.plan, policy)
        self.scene = Scene(
            school=school,
            term=term,
            vocabulary=policy.vocabulary,
            posts=Posts(school.roster, policy.vocabulary),
            books=Books(kinds),
            as_of=0,
            complete={},
        )
        self._planner = Planner(policy, school, term, self.scene.posts)
        self._opener = Opener(self.scene, self._planner, self.plan)
        self._sitting = Sitting(Court(self.scene, policy.document), self.scene, self.plan)
        self._readers = {name: [n for n in policy.norms if name in names_of(n)] for name in kinds}
        self._norms = {norm.label: norm for norm in policy.norms}
        self.instances = Instances()
        self._dirty: dict[Instance, set[Why]] = {}
        self._undecided: dict[Instance, None] = {}
        self._ticking: dict[Instance, None] = {}
        self._closing: list[tuple[int, int, Instance]] = []
        self._counter = itertools.count()
        self._withdrawn: list[Change] = []
        self._floors: dict[str, int] = dict.fromkeys(kinds, 0)
        self._upcoming = {n.label: self._in_order(n) for n in policy.norms}
        self._tied_ahead: list[Instance] = []
        self._next: dict[str, Obligation] = {}
        self._case_windows = {
            norm.label: sorted(self._planner.windows(norm.recurrence), key=_begins)
            for norm in policy.norms
            if isinstance(norm, Agreement | Ordering) and self.scene.posts.of(norm.bearer)
        }
        self._begin_tied()

    def _in_order(self, norm: Norm) -> Iterator[Obligation]:
        """The instances that the calendar opens, as their windows begin; planned are they by number.

        A sliding recurrence in a slot has several windows of one number, later ones before earlier ones.
        """
        found = self._planner.obligations(norm)
        recurrence = None if isinstance(norm, EachEvent) else norm.recurrence
        windows = self._planner.windows(recurrence) if isinstance(recurrence, Recurrence) else ()
        if all(one.start <= other.start for one, other in itertools.pairwise(windows)):
            return found
        return iter(sorted(found, key=lambda obligation: _begins(obligation.window)))

    # Rows --------------------------------------------------------------------------------------

    def put(self, row: Row, why: Why) -> bool:
        """Takes a row in; False if no window that is still held can hold it."""
        kind = self.scene.books.kinds.get(row.kind)
        if kind is None:
            return False
        placed = self.scene.put(row)
        if placed is None or placed.when < self._floors[row.kind]:
            if placed is not None:
                self.scene.books.take(placed)
            return False
        self._touch(placed, why)
        self._open(placed, why)
        return True

    def take(self, row: Row, why: Why) -> None:
        """Takes a row out again."""
        placed = self.scene.books.rows.get(row.place)
        if placed is None:
            return
        self._touch(placed, why)
        opened = [
            instance
            for norm in self._readers[placed.kind]
            for instance in list(self.instances.of_event(norm.label, placed.place).values())
        ]
        for instance in opened:
            self._withdraw(instance, why)
        self.scene.books.take(placed)
        self._open_others(placed, why)

    def _touch(self, row: Row, why: Why) -> None:
        """Marks the instances whose window holds the row, or that rank by it, to be judged again."""
        units = self._units_of(row)
        for norm in self._readers[row.kind]:
            if any(isinstance(c, RankedIn) for c in norm.conditions):
                touched: Iterable[Instance] = self.instances.of_norms((norm.label,))
            else:
                touched = (i for unit in units for i in self.instances.of_unit(norm.label, unit))
            for instance in touched:
                obligation = instance.obligation
                start = min(obligation.start, (obligation.before or (obligation.start,))[0])
                if start <= row.when < obligation.end:
                    self._mark(instance, why)

    def _mark(self, instance: Instance, why: Why) -> None:
        self._dirty.setdefault(instance, set()).add(why)

    def _units_of(self, row: Row) -> set[str]:
        """All units on whose bearers the row can bear: its own, and those of its actor and its object."""
        roster = self.scene.posts.roster
        people = [p for p in (row.actor, self.scene.books.about_of(row)) if p is not None]
        units = {m.unit for person in people for m in roster.memberships_of_person(person)}
        return units if row.unit is None else units | {row.unit}

    # Instances ---------------------------------------------------------------------------------

    def _open(self, row: Row, why: Why) -> None:
        for norm in self._readers[row.kind]:
            trigger = trigger_of(norm)
            if trigger is not None and trigger.term.id == row.kind:
                self._reopen(norm, row, why)
        self._open_others(row, why)

    def _open_others(self, row: Row, why: Why) -> None:
        """What the row does to windows that other rows opened, and to the cases of its unit."""
        for norm in self._readers[row.kind]:
            if isinstance(norm, Quota) and isinstance(norm.recurrence, Response):
                until = norm.recurrence.until
                if until is not None and until.term.id == row.kind:
                    self._reopen_before(norm, norm.recurrence, row, why)
            elif isinstance(norm, Agreement | Ordering) and row.unit is not None:
                for window in self._planner.windows(norm.recurrence):
                    has_begun = window not in self._case_windows.get(norm.label, ())
                    if window.start <= row.when < window.end and has_begun:
                        self._reopen_cases(norm, window, row.unit, why)

    def _reopen_before(self, norm: Norm, response: Response, row: Row, why: Why) -> None:
        calendar = self.scene.calendar
        midnight = calendar.instant(calendar.day_of(row.when))
        for trigger in inside(self.scene.books.of_type(response.trigger), midnight, row.when):
            self._reopen(norm, trigger, why)

    def _reopen(self, norm: Norm, row: Row, why: Why) -> None:
        """Opens what the row opens, anew."""
        known = dict(self.instances.of_event(norm.label, row.place))
        self._replace(known, self._opener.by_event(norm, row), why)

    def _reopen_cases(self, norm: Cases, window: PlannedWindow, unit: str, why: Why) -> None:
        held = self.instances.of_unit(norm.label, unit)
        known = {i.name: i for i in held if i.obligation.window == window}
        posts = (post for post in self.scene.posts.of(norm.bearer) if post.unit == unit)
        self._replace(known, self._opener.cases(norm, window, posts), why)

    def _replace(self, known: dict[InstanceName, Instance], found: Iterable[Obligation], why: Why) -> None:
        """Instances of the obligations found in place of the known ones."""
        for obligation in found:
            name = name_of(self.policy.name, obligation, self.scene.books)
            instance = known.pop(name, None)
            if instance is None:
                self._add(name, obligation, why)
                continue
            instance.obligation = self._waived(obligation)
            self.instances.set_timer(instance)
            self._mark(instance, why)
        for instance in known.values():
            self._withdraw(instance, why)

    def _add(self, name: InstanceName, obligation: Obligation, why: Why) -> None:
        """Holds one more instance, unless it would be closed for good by now."""
        if self._is_over(obligation, self.scene.as_of):
            return
        instance = Instance(name, self._waived(obligation))
        self.instances.add(instance)
        self._mark(instance, why)

    def _waived(self, obligation: Obligation) -> Obligation:
        return with_waivers((obligation,), self.policy, self.scene.school)[0]

    def _withdraw(self, instance: Instance, why: Why) -> None:
        """An instance that there is no more, since the row or the case that opened it is gone."""
        whys = self._dirty.pop(instance, set()) | {why}
        if instance.standing is not None and instance.standing.verdict.is_final:
            revision = Revision(
                name=instance.name, before=instance.standing, after=None, why=tuple(sorted(whys))
            )
            self._withdrawn.append(revision)
        self._remove(instance)
        for other in self._sitting.tied_to(instance, self.instances):
            self._mark(other, why)

    def _remove(self, instance: Instance) -> None:
        self.instances.remove(instance)
        self._undecided.pop(instance, None)
        self._ticking.pop(instance, None)

    def _is_over(self, obligation: Obligation, instant: int) -> bool:
        """True if nothing can revise it any more."""
        if self._lateness is None or self._sitting.is_tied(obligation.norm.label):
            return False
        return obligation.end + self._lateness <= instant

    # Time --------------------------------------------------------------------------------------

    def settle(self, instant: int, complete: dict[str, int], rows: Iterable[Row]) -> Iterator[Change]:
        """Moves time on, takes the rows that have come to be by then, and says what changed."""
        moved = complete != self.scene.complete
        before, self.scene.complete = self.scene.as_of, dict(complete)
        # What rows open is measured by the instant before: they are not late for having come all at once.
        for row in rows:
            self.put(row, Why(cause=Cause.EVENT, event=row.id))
        self.scene.as_of = instant
        self._begin(instant)
        for instance in self.instances.ended(instant):
            self._mark(instance, _TIME)
            heapq.heappush(self._closing, (instance.obligation.end, next(self._counter), instance))
        if moved or instant > before:
            self._tick(moved=moved)
        yield from self._withdrawn
        self._withdrawn.clear()
        yield from self._judge()
        self._close(instant)

    def go_on(
        self,
        instant: int,
        complete: dict[str, int],
        rows: Iterable[Row],
        said: Mapping[InstanceName, Said],
    ) -> None:
        """Makes the docket what one was that had taken the rows by the instant and said so much."""
        for _ in self.settle(instant, complete, rows):
            pass
        for instance in list(self.instances.by_name.values()):
            known = said.get(instance.name)
            if known is not None:
                instance.standing, instance.was_closed = known.standing, known.was_closed
        for _ in self.forgotten():
            pass

    def _begin_tied(self) -> None:
        """Instances that bear on others are there before their windows begin."""
        for label in self._norms:
            if self._sitting.is_tied(label):
                for obligation in self._upcoming.pop(label):
                    name = name_of(self.policy.name, obligation, self.scene.books)
                    self._add(name, obligation, _TIME)
                    self._tied_ahead.append(self.instances.by_name[name])
                self._case_windows.pop(label, None)
        self._tied_ahead.sort(key=lambda instance: instance.obligation.window.start, reverse=True)

    def _begin(self, instant: int) -> None:
        """Opens the windows that have begun."""
        while self._tied_ahead and self._tied_ahead[-1].obligation.window.start <= instant:
            self._mark(self._tied_ahead.pop(), _TIME)
        for label, upcoming in self._upcoming.items():
            obligation = self._next.pop(label, None) or next(upcoming, None)
            while obligation is not None and obligation.window.start <= instant:
                self._begin_one(obligation)
                obligation = next(upcoming, None)
            if obligation is not None:
                self._next[label] = obligation
        for label, windows in self._case_windows.items():
            norm = self._norms[label]
            while windows and windows[0].start <= instant and isinstance(norm, Agreement | Ordering):
                window = windows.pop(0)
                posts = self.scene.posts.of(norm.bearer)
                for case in self._opener.cases(norm, window, posts):
                    self._begin_one(case)

    def _begin_one(self, obligation: Obligation) -> None:
        instance = Instance(name_of(self.policy.name, obligation, self.scene.books), self._waived(obligation))
        self.instances.add(instance)
        self._mark(instance, _TIME)

    def _tick(self, *, moved: bool) -> None:
        """What time or completeness alone may settle."""
        for instance in [i for i in self._ticking if i.obligation.applicability is Applicability.END_UNKNOWN]:
            row = self.scene.books.rows.get(instance.obligation.event or 0)
            if row is not None and instance.is_held:
                self._reopen(self._norms[instance.label], row, _TIME)
        for instance in (*self._ticking, *(self._undecided if moved else ())):
            self._mark(instance, _TIME)

    def _judge(self) -> Iterator[Change]:
        dirty, self._dirty = self._dirty, {}
        held = {i: whys for i, whys in dirty.items() if i.is_held}
        every = {why for whys in held.values() for why in whys}
        for instance, standing in self._stand(held):
            whys = held.get(instance, every)
            change = change_of(instance, standing, self.scene.as_of, tuple(sorted(whys)))
            if change is not None:
                yield change
            self._watch(instance)

    def _stand(self, asked: Iterable[Instance]) -> Iterator[tuple[Instance, Standing]]:
        """How the instances that have begun stand now, and those tied to them."""
        for instance, outcome in self._sitting.outcomes(asked, self.instances):
            ids = tuple(self.scene.books.rows[place].id for place in outcome.evidence)
            standing = Standing(
                verdict=outcome.verdict, measure=outcome.measure, evidence=ids, margin=outcome.margin
            )
            if instance.obligation.event is not None or self._has_begun(instance):
                yield instance, standing

    def _has_begun(self, instance: Instance) -> bool:
        return instance.obligation.window.start <= self.scene.as_of

    def standings(self) -> dict[InstanceName, Standing]:
        """How every instance that is held and has begun stands now."""
        held = tuple(self.instances.by_name.values())
        return {instance.name: standing for instance, standing in self._stand(held)}

    def _watch(self, instance: Instance) -> None:
        """Keeps an eye on what is not final and time may settle."""
        self._undecided.pop(instance, None)
        self._ticking.pop(instance, None)
        norm, obligation = self._norms[instance.label], instance.obligation
        measure = None if instance.standing is None else instance.standing.measure
        has_end = measure is not None and measure.high is not None
        if obligation.end <= self.scene.as_of and (instance.is_open or not has_end):
            self._undecided[instance] = None
        if obligation.applicability is Applicability.END_UNKNOWN:
            # A waived one too: what it would have come to follows from where its window ends.
            self._ticking[instance] = None
        if not instance.is_open:
            return
        ranks = any(isinstance(c, RankedIn) for c in norm.conditions)
        unresolved = obligation.applicability in _UNRESOLVED
        if isinstance(norm, Spacing | Makeup) or ranks or unresolved or self._sitting.is_tied(instance.label):
            self._ticking[instance] = None

    # Letting go --------------------------------------------------------------------------------

    def _close(self, instant: int) -> None:
        """Lets go of instances that nothing can revise any more."""
        if self._lateness is None:
            return
        while self._closing and self._closing[0][0] + self._lateness <= instant:
            instance = heapq.heappop(self._closing)[2]
            if instance.is_held and self._is_over(instance.obligation, instant):
                self._remove(instance)

    def forgotten(self) -> Iterator[Row]:
        """Lets go of the rows that no window that is or will be held can hold, and gives them."""
        since = None if self._lateness is None else self.scene.as_of - self._lateness
        if since is None or since <= 0:
            return
        for name, kind in self.scene.books.kinds.items():
            floor = min((self._floor(norm, since) for norm in self._readers[name]), default=since)
            self._floors[name] = max(self._floors[name], floor)
            shelf = self.scene.books.of_type(kind)
            while shelf and shelf[0].when < floor:
                row = shelf[0]
                self.scene.books.take(row)
                yield row

    def is_missed(self, row: Row, since: int) -> bool:
        """True if a window that held the row has been let go: one that ended by `since`."""
        kind = self.scene.books.kinds.get(row.kind)
        if kind is None:
            return False
        when = placed(row, kind, self.scene.calendar).when
        return when < since and any(self._had(norm, when, since) for norm in self._readers[row.kind])

    def _had(self, norm: Norm, when: int, since: int) -> bool:
        recurrence = getattr(norm, "recurrence", None)
        if self._sitting.is_tied(norm.label):
            return False
        if not isinstance(recurrence, Recurrence):
            return True
        return any(w.start <= when < w.end <= since for w in self._planner.windows(recurrence))

    def _floor(self, norm: Norm, since: int) -> int:
        """The first instant of which an instance of the norm that ends after `since` can need rows."""
        if self._sitting.is_tied(norm.label):
            return 0
        day = self.scene.calendar.day_of(since).toordinal()
        recurrence = getattr(norm, "recurrence", None)
        if recurrence is None:
            return self.scene.calendar.instant(datetime.date.fromordinal(day - 1))
        if isinstance(recurrence, Response):
            return self._opener.reach(recurrence, day)
        windows = self._planner.windows(recurrence)
        needed = [place for place, window in enumerate(windows) if window.end > since]
        # Ranks look at the window before.
        return min((windows[max(place - 1, 0)].start for place in needed), default=since)
