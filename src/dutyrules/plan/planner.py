"""A checked policy and a school to the plan of one term."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import (
    Attestation,
    CheckedPolicy,
    EachEvent,
    Norm,
    Quota,
    Rating,
    Recurrence,
    Score,
)
from dutyrules.plan.conditions import applicability
from dutyrules.plan.obligations import (
    Applicability,
    Obligation,
    Plan,
    PlannedScore,
    Scope,
    divided,
    item_norm,
    limit_on,
    scope_of,
    veto_norm,
)
from dutyrules.plan.posts import Post, Posts
from dutyrules.plan.windows import PlannedWindow, planned_windows
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

    def windows(self, recurrence: Recurrence) -> tuple[PlannedWindow, ...]:
        """The windows of a recurrence in which the policy is in force, worked out once."""
        if recurrence not in self._windows:
            found = planned_windows(recurrence, self.term, self.school.calendar)
            self._windows[recurrence] = tuple(w for w in found if self._in_force(w))
        return self._windows[recurrence]

    def _in_force(self, window: PlannedWindow) -> bool:
        first, last = self.policy.effective
        return (last is None or window.first_day <= last) and (first is None or window.end_day > first)

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
        match norm:
            case Quota():
                yield from self._quota(norm)
            case Attestation() | Rating():
                yield from self._parted(norm)
            case EachEvent():
                return

    def _quota(self, norm: Quota) -> Iterator[Obligation]:
        posts = self.posts.of(norm.bearer)
        for window in self.windows(norm.recurrence):
            scope = scope_of(norm, window.first_day)
            if scope is Scope.PERSON:
                for part in self.parts(posts, window):
                    yield from self._owed(norm, window, part, scope)
                continue
            for post in self.at_close(posts, window):
                whole = self._whole(post, window)
                yield from self._owed(norm, window, whole, scope)

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
        for counterparty in self._counterparties(norm, window, part.post):
            yield Obligation(
                norm=norm,
                person=part.post.person,
                unit=part.post.unit,
                counterparty=counterparty,
                window=window,
                start=part.start,
                end=part.to,
                scope=scope,
                low=low,
                high=high,
                applicability=applies,
                division=division,
            )

    def _applies(self, norm: Norm, window: PlannedWindow, post: Post) -> Applicability:
        last = self.school.calendar.last_school_day(window.first_day, window.end_day)
        return applicability(norm.conditions, post, last or window.first_day, self.posts)

    def _counterparties(self, norm: Quota, window: PlannedWindow, post: Post) -> Iterator[str | None]:
        if norm.counterparty is None:
            yield None
            return
        calendar = self.school.calendar
        last = calendar.last_school_day(window.first_day, window.end_day)
        first = calendar.school_day_after(window.first_day, 0)
        seen = set()
        for other in self.posts.in_unit(norm.counterparty.role, post.unit):
            held = last is not None and other.holds(first) and other.holds(last)
            if held and other.person != post.person and other.person not in seen:
                seen.add(other.person)
                yield other.person

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
        )

    # Scores

    def scores(self, score: Score, measured: list[Obligation]) -> Iterator[PlannedScore]:
        """The instances of a score; what its items and vetoes look up is added to `measured`."""
        items = [item_norm(score, item) for item in score.items]
        vetoes = [veto_norm(score, veto) for veto in score.vetoes]
        posts = self.posts.of(score.bearer)
        for window in self.windows(score.recurrence):
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
                    vetoes=tuple(self._added(norm, window, part, measured) for norm in vetoes),
                )

    def _look_up(
        self, norm: Norm | None, window: PlannedWindow, part: Part, measured: list[Obligation]
    ) -> int | None:
        return None if norm is None else self._added(norm, window, part, measured)

    def _added(self, norm: Norm, window: PlannedWindow, part: Part, measured: list[Obligation]) -> int:
        measured.append(self._for_part(norm, window, part))
        return len(measured) - 1

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


def plan_policy(policy: CheckedPolicy, school: School, term: Term) -> Plan:
    """Everything that `policy` owes in `term`."""
    planner = Planner(policy, school, term, Posts(school.roster, policy.vocabulary))
    measured: list[Obligation] = []
    scores = [planned for score in policy.scores for planned in planner.scores(score, measured)]
    return Plan(
        obligations=tuple(o for norm in policy.norms for o in planner.obligations(norm)),
        per_event=tuple(norm for norm in policy.norms if isinstance(norm, EachEvent)),
        measured=tuple(measured),
        scores=tuple(scores),
    )
