"""A log cut down to what a program reads, so that what a rewrite wrongly drops is missed."""

from collections.abc import Iterable, Mapping

import attrs

from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference.engine import evaluate
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan
from dutyrules.plan.operators import Normalise, Program
from dutyrules.records.log import AttributeColumn, Log

UNREAD = "type that nothing reads, called "
Columns = Mapping[str, frozenset[str]]


def cut(log: Log, tables: Iterable[Normalise]) -> Log:
    """The log with blanks for all that the tables don't have: other types, and other attributes."""
    read: dict[str, set[str]] = {}
    for table in tables:
        read.setdefault(table.event.term.id, set()).update(a.term.id for a in table.columns)
    columns = {name: _cut_column(log, column, read) for name, column in log.columns.items()}
    types = tuple(name if name in read else UNREAD + name for name in log.types)
    return attrs.evolve(log, columns=columns, types=types)


def _cut_column(log: Log, column: AttributeColumn, read: Mapping[str, set[str]]) -> AttributeColumn:
    has = [column.attribute in read.get(name, ()) for name in log.types]
    kept = zip(column.values, log.event_type, strict=True)
    return attrs.evolve(column, values=tuple(value if has[code] else None for value, code in kept))


def outcomes_by(
    program: Program, plan: Plan, policy: object, world: World
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """What the reference makes of the plan where it has only what the program has.

    Its log has the program's tables, and its norms, exceptions and norms kept apart are the program's.
    """
    labels = {branch.label for branch in program.branches if branch.score is None}
    borne = attrs.evolve(
        plan,
        obligations=tuple(o for o in plan.obligations if o.norm.label in labels),
        per_event=tuple(norm for norm in plan.per_event if norm.label in labels),
        measured=tuple(o for o in plan.measured if _is_looked_up(program, o.norm)),
        exceptions=dict(program.exceptions),
        separate=program.separate,
    )
    return evaluate(borne, policy, attrs.evolve(world, log=cut(world.log, program.tables())))


def _is_looked_up(program: Program, norm: object) -> bool:
    return any(branch.score is not None and branch.norm == norm for branch in program.branches)
