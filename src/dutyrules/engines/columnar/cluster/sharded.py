"""A whole plan answered shard by shard, by whatever runs the shards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.cluster.merge import Outcomes, merged
from dutyrules.engines.columnar.cluster.ranks import questions, tallies, with_ranks, without_ranks
from dutyrules.engines.columnar.cluster.split import Shard, split
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import opening_events
from dutyrules.plan.posts import Posts
from dutyrules.records.school import School
from dutyrules.records.waivers import Waiver

Kernel = Callable[[Plan, CheckedPolicy, World], Outcomes]
"""An engine's `evaluate`; to be sent to another process it must be a function of a module."""


@attrs.frozen(kw_only=True)
class Common:
    """What every shard answers from beside its own part."""

    policy: CheckedPolicy
    calendar: SchoolCalendar
    waivers: tuple[Waiver, ...]
    term: Term
    as_of: int
    kernel: Kernel

    def answer(self, shard: Shard) -> Outcomes:
        """The kernel's answers to the shard's part of the plan."""
        school = School(calendar=self.calendar, roster=shard.roster, sources=(), waivers=self.waivers)
        world = World(school=school, log=shard.log, term=self.term, as_of=self.as_of)
        return self.kernel(shard.plan, self.policy, world)


Run = Callable[[Common, Sequence[Shard]], Sequence[Outcomes]]
"""Answers every shard, in their order."""


def evaluate_with(
    plan: Plan, policy: CheckedPolicy, world: World, *, shards: int, kernel: Kernel, run: Run
) -> Outcomes:
    """As `evaluate`, with the shards answered by `run`."""
    posts = Posts(world.school.roster, policy.vocabulary)
    settled = with_ranks(plan, tallies(questions(plan), world, range(len(world.log))), world, posts)
    parts = split(settled, policy, world, shards)
    common = Common(
        policy=_asked_of_shards(policy),
        calendar=world.school.calendar,
        waivers=world.school.waivers,
        term=world.term,
        as_of=world.as_of,
        kernel=kernel,
    )
    return merged(plan, parts, run(common, parts))


def in_turn(common: Common, shards: Sequence[Shard]) -> Sequence[Outcomes]:
    """The answers to the shards one after the other, in this process."""
    return [common.answer(shard) for shard in shards]


def _asked_of_shards(policy: CheckedPolicy) -> CheckedPolicy:
    """The policy without the ranks that are settled before, and without what only reports need."""
    norms = tuple(n if opening_events(n) else without_ranks(n) for n in policy.norms)
    return attrs.evolve(policy, norms=norms, scenarios=(), variants={}, sentences={}, overrides=())
