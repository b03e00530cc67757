"""The monitor as an engine: a whole log through it, event by event."""

from __future__ import annotations

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.apart import kept_apart
from dutyrules.engines.monitor.books import Books
from dutyrules.engines.monitor.judging import Court
from dutyrules.engines.monitor.kinds import kinds_of
from dutyrules.engines.monitor.openings import Opener
from dutyrules.engines.monitor.ranking import with_rank
from dutyrules.engines.monitor.rows import rows_of
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.world import World
from dutyrules.plan.exceptions import with_exceptions
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Posts
from dutyrules.plan.waivers import with_waivers


def evaluate(
    plan: Plan, policy: CheckedPolicy, world: World
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """The outcomes of the plan's obligations (those that the log opens after them) and of `measured`.

    Order: as in the plan; instances that the log opens by event or case, then bearer.
    """
    scene = scene_of(plan, policy, world)
    for row in rows_of(world.log, scene.books.kinds, world.as_of):
        scene.put(row)
    court = Court(scene, policy.document)
    return outcomes_in(scene, plan, policy, court), tuple(court.outcome(o) for o in plan.measured)


def outcomes_in(
    scene: Scene, plan: Plan, policy: CheckedPolicy, court: Court | None = None
) -> tuple[Outcome, ...]:
    """The outcomes of the plan's obligations over the rows of the scene, and of those that the rows open."""
    opener = Opener(scene, Planner(policy, scene.school, scene.term, scene.posts), plan)
    opened = (o for norm in plan.per_event for o in opener.opened(norm))
    ranked = tuple(with_rank(o, scene) for o in (*plan.obligations, *opened))
    owed = with_waivers(with_exceptions(ranked, plan.exceptions), policy, scene.school)
    return kept_apart(owed, plan.separate, (court or Court(scene, policy.document)).outcome)


def scene_of(plan: Plan, policy: CheckedPolicy, world: World) -> Scene:
    """The world without its events."""
    kinds = kinds_of(plan, policy)
    through = {name: world.log.complete_through(name) for name in kinds}
    return Scene(
        school=world.school,
        term=world.term,
        vocabulary=policy.vocabulary,
        posts=Posts(world.school.roster, policy.vocabulary),
        books=Books(kinds),
        as_of=world.as_of,
        complete={name: instant for name, instant in through.items() if instant is not None},
    )
