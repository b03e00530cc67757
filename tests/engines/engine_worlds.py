"""What two engines answer of one world: a school, a policy, rows of a log, an instant."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import attrs
import duty_world
from duty_world import TERM, table

from dutyrules.auditing import joint_vocabulary
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.engine import Outcomes
from dutyrules.engines.columnar.engine import evaluate as columnar
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference.engine import evaluate as reference
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import plan_policy
from dutyrules.records.log import Completeness, Log
from dutyrules.records.read_log import read_log

Engine = Callable[[Plan, CheckedPolicy, World], Outcomes]


def log_of(world: duty_world.World, rows: Sequence[Mapping[str, str]]) -> Log:
    """The rows as a log, which says of nothing that it is complete."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text(table(rows), encoding="utf-8")
        return read_log(path, joint_vocabulary(world.policies), world.school)


def world_of(
    world: duty_world.World,
    rows: Sequence[Mapping[str, str]],
    as_of: datetime.datetime | datetime.date,
    complete: Iterable[tuple[str, datetime.date]] = (),
    term: str = TERM,
) -> World:
    """The world as of an instant; `complete` names types ("" for all) and the first day not covered."""
    calendar = world.school.calendar
    is_instant = isinstance(as_of, datetime.datetime)
    instant = calendar.instant(as_of.date(), as_of.time()) if is_instant else calendar.instant(as_of)
    stated = tuple(
        Completeness(event_types=frozenset({kind} if kind else ()), through=calendar.instant(end))
        for kind, end in complete
    )
    log = attrs.evolve(log_of(world, rows), completeness=stated)
    return World(school=world.school, log=log, term=calendar.term(term), as_of=instant)


def differences(
    policies: Iterable[CheckedPolicy], world: World, engine: Engine = columnar, truth: Engine = reference
) -> list[tuple[Outcome | None, Outcome | None]]:
    """The outcomes that differ, each as it should be and as the engine gives it; none if all are equal."""
    found: list[tuple[Outcome | None, Outcome | None]] = []
    for policy in policies:
        plan = plan_policy(policy, world.school, world.term)
        expected, answered = truth(plan, policy, world), engine(plan, policy, world)
        for one, other in zip(expected, answered, strict=True):
            found += [(a, b) for a, b in zip(one, other, strict=False) if a != b]
            found += [(a, None) for a in one[len(other) :]] + [(None, b) for b in other[len(one) :]]
    return found
