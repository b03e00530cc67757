"""What the bulk engine writes for a world, and what the reference answers, as rows that compare."""

from __future__ import annotations

import datetime
import math
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import attrs
from duty_world import TERM, World, table

from dutyrules.auditing import joint_vocabulary
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.bulk.rows import Row, read_rows
from dutyrules.engines.columnar.bulk.run import Settings, audit_checked
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference.engine import evaluate
from dutyrules.engines.world import World as AsOf
from dutyrules.plan.planner import plan_policy
from dutyrules.records.log import SCALE, Completeness, Log
from dutyrules.records.read_log import read_log
from dutyrules.records.school import School


def log_of(
    world: World, rows: Sequence[dict[str, str]], complete: Sequence[tuple[str, datetime.date]]
) -> Log:
    """The log that the rows make, complete for what is stated ("": for all)."""
    calendar = world.school.calendar
    stated = tuple(
        Completeness(event_types=frozenset({kind} if kind else ()), through=calendar.instant(day))
        for kind, day in complete
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text(table(rows), encoding="utf-8")
        log = read_log(path, joint_vocabulary(world.policies), world.school)
    return attrs.evolve(log, completeness=stated)


def expected_rows(
    policy: CheckedPolicy, school: School, log: Log, as_of: int, k: int, term: str = TERM
) -> list[Row]:
    """The reference's outcomes as rows."""
    found = school.calendar.term(term)
    plan = plan_policy(policy, school, found)
    world = AsOf(school=school, log=log, term=found, as_of=as_of)
    outcomes, _ = evaluate(plan, policy, world)
    return [_row(policy, outcome, k) for outcome in outcomes]


def _row(policy: CheckedPolicy, outcome: Outcome, k: int) -> Row:
    owed, measure = outcome.obligation, outcome.measure
    margin = outcome.margin
    return Row(
        policy=policy.name,
        norm=owed.norm.label,
        person=owed.person,
        unit=owed.unit,
        counterparty=owed.counterparty,
        window=(owed.window.start, owed.window.end),
        part=(owed.start, owed.end),
        event=owed.event,
        case=owed.case,
        applicability=owed.applicability,
        verdict=outcome.verdict,
        would_be=outcome.would_be,
        low=None if measure is None else _scaled(measure.low),
        high=None if measure is None or measure.high is None else _scaled(measure.high),
        margin=None if margin is None else _scaled(margin),
        evidence=outcome.evidence[:k] if k else None,
    )


def _scaled(number: Decimal) -> int:
    """In 1/SCALE, rounded down where a share of people is not a whole number of it."""
    return math.floor(number * SCALE)


def written_rows(
    policies: Sequence[CheckedPolicy],
    school: School,
    log: Log,
    as_of: int,
    settings: Settings,
    term: str = TERM,
) -> list[Row]:
    """The rows that the bulk engine writes."""
    with tempfile.TemporaryDirectory() as folder:
        audit_checked(policies, school, log, Path(folder), as_of=as_of, term=term, settings=settings)
        return list(read_rows(Path(folder)))


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The rows in one order, whatever order they were found in."""
    return sorted(rows, key=lambda row: [str(value) for value in attrs.astuple(row, recurse=False)])
