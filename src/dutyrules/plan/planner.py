"""A checked policy and a school to the plan of one term."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    Conditional,
    Counterparty,
    Deduction,
    EachEvent,
    Item,
    Limit,
    Makeup,
    Norm,
    Ordering,
    Quota,
    RankedIn,
    Rating,
    Reach,
    Recurrence,
    Response,
    Score,
    Share,
    Spacing,
    StepTable,
    Veto,
    Whose,
)
from dutyrules.checking.vocabulary import EventType
from dutyrules.findings.model import Modality
from dutyrules.plan.conditions import applicability, has_property
from dutyrules.plan.exceptions import counted_under
from dutyrules.plan.numbers import known_from, score_known_from
from dutyrules.plan.obligations import (
    Applicability,
    Obligation,
    Plan,
    PlannedScore,
    Scope,
    divided,
    happening_norm,
    is_quota_of_one,
    item_norm,
    limit_on,
    opening_norm,
    scope_of,
)
from dutyrules.plan.posts import Post, Posts
from dutyrules.plan.windows import PlannedWindow, in_force, planned_windows
from dutyrules.records.school import School
from dutyrules.syntax.tree import Proration


@attrs.frozen(kw_only=True)
class Part:
    """One post's part of a window: days [first, end), instants [start, to)."""

    post: Post
    first: datetime.date
    end: datetime.date
    start: int
    to: int
    days: int
    of_days: int


@attrs.define
class Planner:
    """Plans one policy in one term of one school."""

    policy: CheckedPolicy
    school: School
    term: Term
    posts: Posts
    _windows: dict[Recurrence, tuple[PlannedWindow, ...]] = attrs.Factory(dict)
    _known: dict[int, datetime.date] = attrs.Factory(dict)

    def windows(self, recurrence: Recurrence) -> tuple[PlannedWindow, ...]:
        """The windows of a recurrence in which the policy is in force, worked out once."""
        if recurrence not in self._windows:
            self._windows[recurrence] = self._windows_in(self.term, recurrence)
        return self._windows[recurrence]

    def _windows_in(self, term: Term, recurrence: Recurrence) -> tuple[PlannedWindow, ...]:
        calendar, force = self.school.calendar, self.policy.effective
        return in_force(planned_windows(recurrence, term, calendar), recurrence, force, calendar)

    def _earlier(self, recurrence: Recurrence | Response, window: PlannedWindow, count: int) -> PlannedWindow:
        """The window so many before `window`, in this term or those before; the first if there are fewer."""
        if count <= 0 or isinstance(recurrence, Response):
            return window
        terms = [t for t in self.school.calendar.terms if t.first_day < self.term.first_day]
        past = [w for t in terms for w in self._windows_in(t, recurrence)]
        before = [w for w in (*past, *self.windows(recurrence)) if w.end <= window.start]
        return [*before[-count:], window][0]

    # Parts

    def parts(self, posts: tuple[Post, ...], window: PlannedWindow) -> Iterator[Part]:
        """Each post's part of the window that holds a school day."""
        of_days = self.school.calendar.school_days(window.first_day, window.end_day)
        for post in posts:
            part = self._part(post, window, of_days)
            if part.days:
                yield part

    def _part(self, post: Post, window: PlannedWindow, of_days: int) -> Part:
        calendar = self.school.calendar
        first, end = max(window.first_day, post.start), min(window.end_day, post.end)
        days = calendar.school_days(first, end) if first < end else 0
        start = window.start if first == window.first_day else calendar.instant(first)
        to = window.end if end == window.end_day else calendar.instant(max(first, end))
        return Part(post=post, first=first, end=end, start=start, to=to, days=days, of_days=of_days)

    def at_close(self, posts: tuple[Post, ...], window: PlannedWindow) -> Iterator[Post]:
        """The posts that are held on the last school day of the window."""
        last = self.school.calendar.last_school_day(window.first_day, window.end_day)
        return (p for p in posts if last is not None and p.holds(last))

    # Norms

    def obligations(self, norm: Norm) -> Iterator[Obligation]:
        """The instances that the calendar opens."""
        return (self.numbered(o, o.window.first_day) for o in self._of_calendar(norm))

    def numbered(self, obligation: Obligation, day: datetime.date) -> Obligation:
        """2.8: the obligation, marked where one of its numbers has no value on `day`."""
        norm = obligation.norm
        if id(norm) not in self._known:
            self._known[id(norm)] = known_from(norm)
        if self._known[id(norm)] <= day:
            return obligation
        return attrs.evolve(obligation, applicability=Applicability.NUMBER_UNKNOWN)

    def _of_calendar(self, norm: Norm) -> Iterator[Obligation]:
        # Where nobody bears it, the calendar need not know what it asks for, such as lesson periods.
        if not self.posts.of(norm.bearer):
            return
        match norm:
            case Quota(recurrence=Recurrence() as recurrence):
                yield from self._quota(norm, recurrence)
            case Attestation() | Rating():
                yield from self._parted(norm)
            case Spacing():
                yield from self._spacing(norm)
            case Reach():
                yield from self._reach(norm)
            case Makeup():
                yield from self._makeup(norm)
            case Quota() | EachEvent() | Agreement() | Ordering():
                return

    def _quota(self, norm: Quota, recurrence: Recurrence) -> Iterator[Obligation]:
        posts = self.posts.of(norm.bearer)
        for window in self.windows(recurrence):
            scope = scope_of(norm, window.first_day)
            if scope in (Scope.PERSON, Scope.PARTNER):
                for part in self.parts(posts, window):
                    if self._is_owed_to_close(norm, window, part):
                        yield from self._owed(norm, window, part, scope)
                continue
            for post in self.at_close(posts, window):
                whole = self._whole(post, window)
                yield from self._owed(norm, window, whole, scope)

    def _is_owed_to_close(self, norm: Quota, window: PlannedWindow, part: Part) -> bool:
        """3.4: a quota of one can't be divided, so whoever left before the end does not owe it."""
        if norm.modality is Modality.MAY or not is_quota_of_one(norm, window.first_day):
            return True
        last = self.school.calendar.last_school_day(window.first_day, window.end_day)
        return last is not None and part.post.holds(last)

    def _whole(self, post: Post, window: PlannedWindow) -> Part:
        days = self.school.calendar.school_days(window.first_day, window.end_day)
        return Part(
            post=post,
            first=window.first_day,
            end=window.end_day,
            start=window.start,
            to=window.end,
            days=days,
            of_days=days,
        )

    def _owed(self, norm: Quota, window: PlannedWindow, part: Part, scope: Scope) -> Iterator[Obligation]:
        low, division = divided(norm, window.first_day, part.days, part.of_days)
        _, high = limit_on(norm.limit, window.first_day)
        applies = self._applies(norm, window, part.post)
        if division is not None and low == 0 and applies is Applicability.OWED:
            applies = Applicability.DIVIDED_TO_NOTHING
        owed = Obligation(
            norm=norm,
            person=part.post.person,
            unit=part.post.unit,
            counterparty=None,
            window=window,
            start=part.start,
            end=part.to,
            scope=scope,
            low=low,
            high=high,
            applicability=applies,
            division=division,
            before=self.before(norm, window),
        )
        yield from self.toward_each(owed, norm.counterparty, part.post)

    def toward_each(self, owed: Obligation, people: Counterparty | None, post: Post) -> Iterator[Obligation]:
        """3.7: the obligation toward each of `people` who is not exempt; as it is if it is toward nobody."""
        if people is None:
            yield owed
            return
        for person in self._steady(people.role, owed.window, post):
            applies, is_exempt = owed.applicability, self._is_exempt(people, person, owed.window)
            if is_exempt is None and applies is Applicability.OWED:
                applies = Applicability.CONDITION_UNKNOWN
            if is_exempt is not True:
                yield attrs.evolve(owed, counterparty=person, applicability=applies)

    def _is_exempt(self, people: Counterparty, person: str, window: PlannedWindow) -> bool | None:
        last = self.school.calendar.last_school_day(window.first_day, window.end_day)
        day = last or window.first_day
        answers = [has_property(a, person, day, self.posts, value=True) for a in people.exempt]
        if any(answers):
            return True
        return None if any(a is None for a in answers) else False

    def before(self, norm: Norm, window: PlannedWindow) -> tuple[int, int] | None:
        """5.17: the window before, if the norm ranks by it."""
        ranks = any(isinstance(c, RankedIn) for c in norm.conditions)
        if not ranks or isinstance(norm, EachEvent) or not isinstance(norm.recurrence, Recurrence):
            return None
        earlier = [w for w in self.windows(norm.recurrence) if w.end <= window.start]
        return (earlier[-1].start, earlier[-1].end) if earlier else None

    # Shares, spacing, makeup

    def _at_close(
        self, norm: Spacing | Reach | Makeup, scope: Scope, day_limit: Limit
    ) -> Iterator[tuple[Obligation, Post]]:
        """One whole obligation per holder at the close of each window, without its people."""
        for window in self.windows(norm.recurrence):
            low, high = limit_on(day_limit, window.first_day)
            for post in self.at_close(self.posts.of(norm.bearer), window):
                obligation = Obligation(
                    norm=norm,
                    person=post.person,
                    unit=post.unit,
                    counterparty=None,
                    window=window,
                    start=window.start,
                    end=window.end,
                    scope=scope,
                    low=low,
                    high=high,
                    applicability=self._applies(norm, window, post),
                    before=self.before(norm, window),
                )
                yield obligation, post

    def _spacing(self, norm: Spacing) -> Iterator[Obligation]:
        scope = Scope.UNIT if norm.whose is Whose.UNIT else Scope.POST
        yield from (obligation for obligation, _ in self._at_close(norm, scope, norm.limit))

    def _makeup(self, norm: Makeup) -> Iterator[Obligation]:
        yield from (obligation for obligation, _ in self._at_close(norm, Scope.UNIT, norm.limit))

    def _reach(self, norm: Reach) -> Iterator[Obligation]:
        scope = Scope.UNIT if norm.whose is Whose.UNIT else Scope.POST
        for obligation, post in self._at_close(norm, scope, norm.limit):
            everybody = tuple(self._steady(norm.people.role, obligation.window, post))
            answers = {p: self._is_exempt(norm.people, p, obligation.window) for p in everybody}
            people = tuple(p for p in everybody if answers[p] is False)
            unsure = tuple(p for p in everybody if answers[p] is None)
            applies = obligation.applicability
            if not people and not unsure and applies is Applicability.OWED:
                applies = Applicability.NOBODY
            yield attrs.evolve(obligation, people=people, unsure=unsure, applicability=applies)

    def _applies(self, norm: Norm, window: PlannedWindow, post: Post) -> Applicability:
        last = self.school.calendar.last_school_day(window.first_day, window.end_day)
        return applicability(norm.conditions, post, last or window.first_day, self.posts)

    def _steady(self, role: str, window: PlannedWindow, post: Post) -> Iterator[str]:
        """3.7: who holds the role in the unit on the first and the last school day of the window."""
        calendar = self.school.calendar
        last = calendar.last_school_day(window.first_day, window.end_day) or window.first_day
        first = window.first_day
        if calendar.school_days(window.first_day, window.end_day):
            first = calendar.school_day_after(window.first_day, 0)
        others = self.posts.in_unit(role, post.unit)
        at_close = {other.person for other in others if other.holds(last)}
        from_start = {other.person for other in others if other.holds(first)}
        yield from sorted((from_start & at_close) - {post.person})

    def _parted(self, norm: Attestation | Rating) -> Iterator[Obligation]:
        posts = self.posts.of(norm.bearer)
        for window in self.windows(norm.recurrence):
            for part in self.parts(posts, window):
                yield self._for_part(norm, window, part)

    def _for_part(self, norm: Norm, window: PlannedWindow, part: Part) -> Obligation:
        low = high = None
        match norm:
            case Rating(out_of=out_of):
                high = out_of.on(window.first_day)
            case Quota(limit=limit):
                low, high = limit_on(limit, window.first_day)
            case _:
                pass
        return Obligation(
            norm=norm,
            person=part.post.person,
            unit=part.post.unit,
            counterparty=None,
            window=window,
            start=part.start,
            end=part.to,
            scope=Scope.PERSON,
            low=low,
            high=high,
            applicability=self._applies(norm, window, part.post),
            before=self.before(norm, window),
        )

    # Scores

    def scores(self, score: Score, measured: list[Obligation]) -> Iterator[PlannedScore]:
        """The instances of a score; what its items and vetoes look up is added to `measured`."""
        items = [item_norm(score, item) for item in score.items]
        vetoes = [(happening_norm(score, veto), veto) for veto in score.vetoes]
        shifts = [happening_norm(score, shift) for shift in score.shifts]
        openings = [opening_norms(self.policy, score, item) for item in score.items]
        posts = self.posts.of(score.bearer)
        known = score_known_from(score, {s.name: s for s in self.policy.scores})
        for window in self.windows(score.recurrence):
            if window.first_day < known:
                continue
            for part in self.parts(posts, window):
                yield PlannedScore(
                    score=score,
                    person=part.post.person,
                    unit=part.post.unit,
                    window=window,
                    start=part.start,
                    end=part.to,
                    share=self._share(score, window, part.post),
                    items=tuple(self._look_up(norm, window, part, measured) for norm in items),
                    vetoes=tuple(self._lasting(norm, veto, part, window, measured) for norm, veto in vetoes),
                    shifts=tuple(self._added(norm, window, part, measured) for norm in shifts),
                    openings=tuple(
                        tuple(self._added(norm, window, part, measured) for norm in norms)
                        for norms in openings
                    ),
                )

    def _look_up(
        self, norm: Norm | None, window: PlannedWindow, part: Part, measured: list[Obligation]
    ) -> int | None:
        return None if norm is None else self._added(norm, window, part, measured)

    def _added(self, norm: Norm, window: PlannedWindow, part: Part, measured: list[Obligation]) -> int:
        measured.append(self._for_part(norm, window, part))
        return len(measured) - 1

    def _lasting(
        self,
        norm: Quota,
        veto: Veto,
        part: Part,
        window: PlannedWindow,
        measured: list[Obligation],
    ) -> int:
        """As `_added`, looking back as far as the veto lasts while the bearer was in post."""
        added = self._added(norm, window, part, measured)
        if veto.lasts is not None:
            since = self._earlier(norm.recurrence, window, int(veto.lasts.on(window.first_day)) - 1)
            start = self.school.calendar.instant(max(since.first_day, part.post.start))
            measured[added] = attrs.evolve(measured[added], start=min(start, part.start))
        return added

    def _share(self, score: Score, window: PlannedWindow, post: Post) -> tuple[int, int]:
        """Days in post and days of the window, by which a stipend is scaled."""
        first, end = window.whole_first, window.whole_end
        held = max(first, post.start), min(end, post.end)
        proration = Proration.NONE if score.stipend is None else score.stipend.proration
        match proration:
            case Proration.NONE:
                return (1, 1)
            case Proration.DAYS:
                return ((held[1] - held[0]).days, (end - first).days)
            case Proration.SCHOOL_DAYS:
                calendar = self.school.calendar
                return (calendar.school_days(*held), calendar.school_days(first, end))


def opening_events(norm: Norm) -> tuple[EventType, ...]:
    """The types of the events that open the norm's instances; none if they follow from the calendar."""
    match norm:
        case EachEvent(event=event) | Agreement(event=event):
            return (event,)
        case Ordering(events=events):
            return events
        case Quota(recurrence=Response(trigger=trigger)):
            return (trigger,)
        case _:
            return ()


def opening_norms(policy: CheckedPolicy, score: Score, item: Item) -> tuple[Norm, ...]:
    """What tells whether the log may still open instances of the norms that the item names."""
    match item.rule:
        case Deduction(norms=names):
            named = names
        case StepTable(norms=names):
            named = names
        case Conditional(norm=name) | Share(norm=name):
            named = (name,)
        case _:
            return ()
    exceptions = policy.exceptions
    norms = [n for n in policy.norms if not set(counted_under(n, exceptions)).isdisjoint(named)]
    return tuple(opening_norm(score, item, event) for norm in norms for event in opening_events(norm))


def plan_policy(policy: CheckedPolicy, school: School, term: Term) -> Plan:
    """Everything that `policy` owes in `term`."""
    planner = Planner(policy, school, term, Posts(school.roster, policy.vocabulary))
    measured: list[Obligation] = []
    scores = [planned for score in policy.scores for planned in planner.scores(score, measured)]
    return Plan(
        obligations=tuple(o for norm in policy.norms for o in planner.obligations(norm)),
        per_event=tuple(norm for norm in policy.norms if opening_events(norm)),
        measured=tuple(measured),
        scores=tuple(scores),
        in_force=policy.effective,
        exceptions=policy.exceptions,
        separate=policy.separate,
    )
