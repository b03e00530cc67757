"""Questions to an engine: a plan, a policy and a world, from the few lines that tests write."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
from duty_world import TERM, World, table

from dutyrules.auditing import joint_vocabulary
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines import world as engines
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import plan_policy
from dutyrules.records.log import Completeness, Log
from dutyrules.records.read_log import read_log


@attrs.frozen(kw_only=True)
class Asked:
    """What an engine is given."""

    plan: Plan
    policy: CheckedPolicy
    world: engines.World


def log_of_rows(world: World, rows: Sequence[Mapping[str, str]]) -> Log:
    """The log of these rows, complete for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text(table(rows), encoding="utf-8")
        return read_log(path, joint_vocabulary(world.policies), world.school)


def asked(
    world: World,
    log: Log,
    as_of: datetime.date,
    complete: Iterable[tuple[str, datetime.date]] = (),
    term: str = TERM,
) -> Iterator[Asked]:
    """The question for each policy; `complete` names types ("" for all) and the first day not covered."""
    days = world.school.calendar
    is_instant = isinstance(as_of, datetime.datetime)
    stated = tuple(
        Completeness(event_types=frozenset({kind} if kind else ()), through=days.instant(end))
        for kind, end in complete
    )
    found = engines.World(
        school=world.school,
        log=attrs.evolve(log, completeness=stated),
        term=days.term(term),
        as_of=days.instant(as_of.date(), as_of.time()) if is_instant else days.instant(as_of),
    )
    for policy in world.policies:
        plan = plan_policy(policy, world.school, found.term)
        yield Asked(plan=plan, policy=policy, world=found)
