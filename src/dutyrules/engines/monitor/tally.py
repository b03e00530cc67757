"""Policies counted as fast as Python can: coded rows in, spans of measures and verdicts out.

Where a `Monitor` keeps rows, for evidence and for revisions, a `Tally` keeps a few integers for each bearer
and window that an event has touched. It counts quotas (sums, counterparties and rungs too), shares and
spacing whose windows the calendar gives. Of the event types that other norms look at it keeps the rows as
they came; `left` names those norms. `outcomes` says what all instances come to, without evidence.

For the collector's sake call `gc.freeze()` once it is made: the state has no cycles.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import Bearer, CheckedPolicy, Norm, Quota, RankedIn, Reach, Recurrence, Spacing
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.monitor.answers import scaled_up
from dutyrules.engines.monitor.books import Books
from dutyrules.engines.monitor.cells import Cells, Days, People, States, Totals
from dutyrules.engines.monitor.coding import DAY, SEQ, TYPE, CodedRow, Coding, coded_test
from dutyrules.engines.monitor.engine import outcomes_in
from dutyrules.engines.monitor.kinds import names_of
from dutyrules.engines.monitor.seats import Seats
from dutyrules.engines.monitor.takers import Counted, Taker, in_turn, taking
from dutyrules.engines.monitor.tally_court import CellCourt
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.outcome import Outcome
from dutyrules.plan.attributes import dating_of, object_of
from dutyrules.plan.lowering import scopes
from dutyrules.plan.obligations import Scope, limit_on
from dutyrules.plan.planner import Planner, plan_policy
from dutyrules.plan.posts import Posts
from dutyrules.plan.waivers import with_waivers
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.school import School


class Tally:
    """The cells of one policy in one term.

    Args:
        policy, school, term: as for every engine.
        coding: what the integers of the rows stand for.
    """

    def __init__(self, policy: CheckedPolicy, school: School, term: Term, coding: Coding) -> None:
        self.policy = policy
        self.school = school
        self.term = term
        self.coding = coding
        self.posts = Posts(school.roster, policy.vocabulary)
        self.planner = Planner(policy, school, term, self.posts)
        self.counted: list[Counted] = []
        self.left: list[str] = []
        self.kept: dict[str, list[CodedRow]] = {}
        self._seats: dict[Bearer, Seats] = {}
        self._states: dict[Bearer, States] = {}
        tied = {label for pair in policy.exceptions.items() for label in pair}
        tied |= {label for group in policy.separate for label in group}
        for norm in policy.norms:
            found = [] if norm.label in tied else list(self._counted(norm))
            self.counted += found
            if not found:
                self.left.append(norm.label)
        self._looked_at = {name for norm in self._norms_left() for name in names_of(norm)}
        self._takers = [self._taker(name) for name in coding.types]

    # In ----------------------------------------------------------------------------------------

    def feed(self, rows: Iterable[CodedRow]) -> None:
        """Takes rows in, in any order, each once. All count: give none after the instant."""
        takers = self._takers
        for row in rows:
            taker = takers[row[TYPE]]  # type: ignore[index]
            if taker is not None:
                taker(row)

    def take(self, row: CodedRow) -> None:
        """Takes one row in."""
        taker = self._takers[row[TYPE]]  # type: ignore[index]
        if taker is not None:
            taker(row)

    # Out ---------------------------------------------------------------------------------------

    def outcomes(self, as_of: int, complete: Mapping[str, int]) -> Iterator[Outcome]:
        """What every instance comes to as of an instant (µs UTC), without evidence and rejected rows.

        `complete` says by event type before which instant every row has been fed. All rows before `as_of`
        must have been fed, and none at or after it. Order: norms that are counted, then the others.
        """
        counted = {one.norm.label for one in self.counted}
        norms = [norm for norm in self.policy.norms if norm.label in counted]
        scene = self._scene(as_of, complete)
        court = CellCourt(scene, self.policy.document, self.counted, self.coding)
        for norm in norms:
            owed = tuple(self.planner.obligations(norm))
            for obligation in with_waivers(owed, self.policy, self.school):
                yield court.outcome(obligation)
        yield from self._outcomes_of_rows(scene)

    def _scene(self, as_of: int, complete: Mapping[str, int]) -> Scene:
        kinds = {name: self.policy.vocabulary.events[name] for name in self.kept}
        return Scene(
            school=self.school,
            term=self.term,
            vocabulary=self.policy.vocabulary,
            posts=self.posts,
            books=Books(kinds),
            as_of=as_of,
            complete=dict(complete),
        )

    def _outcomes_of_rows(self, scene: Scene) -> Iterator[Outcome]:
        """The instances of norms that need rows, answered as the monitor does."""
        for name, rows in self.kept.items():
            kind = self.policy.vocabulary.events[name]
            for row in sorted(rows, key=_by_seq):
                scene.put(self.coding.row(row, kind))
        policy = attrs.evolve(self.policy, norms=tuple(self._norms_left()), scores=())
        plan = plan_policy(policy, self.school, self.term)
        for outcome in outcomes_in(scene, plan, policy):
            yield attrs.evolve(outcome, evidence=(), rejected=())

    def _norms_left(self) -> list[Norm]:
        return [norm for norm in self.policy.norms if norm.label in self.left]

    # Compiling ---------------------------------------------------------------------------------

    def _counted(self, norm: Norm) -> Iterator[Counted]:
        """The norm and its rungs, if all of it can be counted by cells; nothing otherwise."""
        if isinstance(norm, Quota | Reach | Spacing) and isinstance(norm.recurrence, Recurrence):
            ranks = any(isinstance(c, RankedIn) for c in norm.conditions)
            by_actor = isinstance(norm, Reach) and norm.by_actor
            windows = self.planner.windows(norm.recurrence)
            is_plain = _is_plain(norm.recurrence, windows) and self._has_columns(norm)
            if not ranks and not by_actor and is_plain and len(scopes(norm)) == 1:
                scope = scopes(norm)[0]
                if scope is not None:
                    yield self._one(norm, 0, norm.event, scope, windows)
                    rungs = norm.rungs if isinstance(norm, Quota) else ()
                    for number, rung in enumerate(rungs, 1):
                        yield self._one(norm, number, rung.event, scope, windows)

    def _has_columns(self, norm: Quota | Reach | Spacing) -> bool:
        """True if the rows have places for the norm's object and for what it sums."""
        needed = [norm.summed] if isinstance(norm, Quota) else []
        has_object = isinstance(norm, Reach) or (isinstance(norm, Quota) and norm.counterparty is not None)
        if has_object:
            kinds = [norm.event, *(r.event for r in getattr(norm, "rungs", ()))]
            needed += [object_of(kind) for kind in kinds]
        return all(a is None or self.coding.column(a.term.id) is not None for a in needed)

    def _one(
        self,
        norm: Quota | Reach | Spacing,
        rung: int,
        kind: EventType,
        scope: Scope,
        windows: tuple[PlannedWindow, ...],
    ) -> Counted:
        if norm.bearer not in self._seats:
            self._seats[norm.bearer] = Seats(norm.bearer, self.posts, self.coding)
            self._states[norm.bearer] = States(self._seats[norm.bearer].size)
        seats = self._seats[norm.bearer]
        return Counted(
            norm=norm,
            rung=rung,
            scope=scope,
            kind=kind,
            seats=seats,
            cells=self._cells(norm, rung, kind, windows, self._states[norm.bearer]),
            windows=windows,
        )

    def _cells(
        self,
        norm: Quota | Reach | Spacing,
        rung: int,
        kind: EventType,
        windows: tuple[PlannedWindow, ...],
        states: States,
    ) -> Cells:
        base = states.widen(len(windows))
        test = coded_test(norm.tests if rung == 0 else (), self.coding)
        toward = object_of(kind)
        place = None if toward is None else self.coding.column(toward.term.id)
        match norm:
            case Quota(counterparty=counterparty, summed=summed):
                column = None if summed is None or rung else self.coding.column(summed.term.id)
                if counterparty is not None and place is not None:
                    return People(states, base, test, place, column)
                low, _ = limit_on(norm.limit, windows[0].first_day) if windows else (None, None)
                least = None if low is None or rung else scaled_up(low)
                return Totals(states, base, test, column, least)
            case Reach():
                return People(states, base, test, place or 0)
            case Spacing():
                return Days(states, base, test, windows[0].first_day.toordinal() if windows else 0)

    def _taker(self, name: str) -> Taker | None:
        """What the rows of a type do; None if nobody looks at them."""
        kind = self.policy.vocabulary.events.get(name)
        own = [counted for counted in self.counted if counted.kind.term.id == name]
        if kind is None:
            return None
        keep = self.kept.setdefault(name, []).append if name in self._looked_at else None
        if not own:
            return keep
        about = object_of(kind)
        toward = None if about is None else self.coding.column(about.term.id)
        seats = {id(counted.seats): counted.seats for counted in own}
        takers = [
            taking(s, self._states[s.bearer], [c for c in own if c.seats is s], toward)
            for s in seats.values()
        ]
        count = _redated(in_turn(takers), kind, self.coding)
        return count if keep is None else in_turn([keep, count])


def _by_seq(row: CodedRow) -> int:
    return row[SEQ] or 0


def _redated(take: Taker, kind: EventType, coding: Coding) -> Taker:
    """1.5: a row is of the day that its dating attribute names."""
    attribute = dating_of(kind)
    place = None if attribute is None else coding.column(attribute.term.id)
    if place is None:
        return take

    def take_dated(row: CodedRow) -> None:
        day = row[place]
        take(row if day is None else (*row[:DAY], day, *row[DAY + 1 :]))

    return take_dated


def _is_plain(recurrence: Recurrence, windows: tuple[PlannedWindow, ...]) -> bool:
    """True if every day lies in one window at most, and wholly."""
    starts_late = recurrence.slot is not None and recurrence.slot.after_period is not None
    ends = [(w.first_day, w.end_day) for w in windows]
    overlap = any(one[1] > other[0] for one, other in itertools.pairwise(ends))
    return not starts_late and not overlap
