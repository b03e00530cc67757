"""What holds of every program, before and after each rewrite; stated with the operators, checked here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dutyrules.checking.policy import Quota, Response
from dutyrules.plan.attributes import dating_of
from dutyrules.plan.columns import (
    permissions_for,
    read_as_end,
    read_by_measure,
    read_by_rank,
    read_by_trigger,
)
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, Measure, MeasureKind, Normalise, Program
from dutyrules.plan.rewrites.fuse_measures import scanned_by

_UNKEYED = frozenset({MeasureKind.EACH, MeasureKind.ATTESTED, MeasureKind.RATED, MeasureKind.HOLDERS})
_UNBOUND = frozenset({MeasureKind.EACH, MeasureKind.ATTESTED, MeasureKind.RATED})
_STATED = frozenset({MeasureKind.ATTESTED, MeasureKind.RATED})
_IN_CASES = frozenset({MeasureKind.VALUES, MeasureKind.STEPS})
_OF_UNITS = frozenset({MeasureKind.VALUES, MeasureKind.STEPS})


def broken(program: Program) -> tuple[str, ...]:
    """One sentence for each invariant that does not hold, naming its branch; nothing if all do.

    >>> broken(Program(branches=(), fused=((0, 1),)))
    ('a scan holds a branch that is not there: (0, 1)',)
    """
    found = [f"{b.label}, rung {b.rung}: {fault}" for b in program.branches for fault in _faults(program, b)]
    return (*found, *_faults_of_names(program), *_faults_of_scans(program))


def _faults(program: Program, branch: Branch) -> Iterator[str]:
    yield from (fault for table in branch.tables() for fault in _faults_of_table(table))
    yield from _missing_columns(program, branch)
    yield from _told(_claims_of_measure(branch.measure))
    yield from _told(_claims_of_grid(branch))
    yield from _told(_claims_of_branch(branch))


def _told(claims: Mapping[str, bool]) -> Iterator[str]:
    return (claim for claim, holds in claims.items() if not holds)


# Tables --------------------------------------------------------------------------------------------


def _faults_of_table(table: Normalise) -> Iterator[str]:
    name, dating = table.event.term.id, dating_of(table.event)
    in_order = tuple(a for a in table.event.attributes if a in table.columns)
    if in_order != table.columns:
        yield f"the columns of {name} are attributes of it, each once, in its order"
    if dating is not None and dating not in table.columns:
        yield f"the table of {name} has the attribute that dates it"


def _missing_columns(program: Program, branch: Branch) -> Iterator[str]:
    for read, table in _read(program, branch):
        lacking = [a.term.id for a in read.columns if a not in table.columns]
        if lacking:
            yield f"the table of {table.event.term.id} has what is read of it: {', '.join(lacking)}"


def _read(program: Program, branch: Branch) -> Iterator[tuple[Normalise, Normalise]]:
    """What is read of each table, and the table."""
    grid, permissions = branch.grid, permissions_for(program, branch)
    permits = [t for p in permissions for where in p.measure.where for t in where.tests]
    yield from ((read_by_measure(branch.measure, w, permits), w.rows) for w in branch.measure.where)
    if grid.only is not None:
        yield read_by_trigger(grid, grid.only), grid.only.rows
    if grid.until is not None:
        yield read_as_end(grid.until), grid.until
    yield from ((read_by_rank(ranked), ranked.rows) for ranked in grid.ranked)


# Operators -----------------------------------------------------------------------------------------


def _claims_of_measure(measure: Measure) -> dict[str, bool]:
    kind, count = measure.kind, len(measure.where)
    many, none = kind is MeasureKind.STEPS, kind is MeasureKind.HOLDERS
    return {
        "a measure is of one type of event, of steps in order or of none": (
            count > 1 if many else count == (0 if none else 1)
        ),
        "a measure has a key unless it is about somebody or each stands for itself": (
            (measure.key is None) == (kind in _UNKEYED)
        ),
        "agreement and order are of the unit": kind not in _OF_UNITS or measure.key is Scope.UNIT,
        "a sum is of one attribute": kind is not MeasureKind.SUM or len(measure.of) == 1,
        "a count is of no attribute": kind is not MeasureKind.COUNT or not measure.of,
        "only agreement and order have cases": (measure.case is not None) == (kind in _IN_CASES),
        "only people are reached": (measure.each is not None) == (kind is MeasureKind.PEOPLE),
        "only statements have a matter": (measure.matter is not None) == (kind in _STATED),
    }


def _claims_of_grid(branch: Branch) -> dict[str, bool]:
    grid, kind = branch.grid, branch.measure.kind
    responds, each = isinstance(grid.windows, Response), kind is MeasureKind.EACH
    return {
        "each event has its own window, and nothing else has": (grid.windows is None) == each,
        "windows that events open say which events": (grid.only is not None) == (responds or each),
        "only a response is ended by an event": grid.until is None or responds,
        "only what a score looks up lasts": grid.lasts is None or branch.score is not None,
    }


def _claims_of_branch(branch: Branch) -> dict[str, bool]:
    norm, kind = branch.norm, branch.measure.kind
    rungs = len(norm.rungs) if isinstance(norm, Quota) else 0
    return {
        "a branch has the label of its norm": branch.label == norm.label,
        "a branch is the norm or one of its rungs": 0 <= branch.rung <= rungs,
        "all but statements and single events have a bound": (
            (branch.judge.limit is None) == (kind in _UNBOUND)
        ),
        "evidence is all rows, or at least one": branch.evidence.most is None or branch.evidence.most > 0,
    }


# Programs ------------------------------------------------------------------------------------------


def _faults_of_names(program: Program) -> Iterator[str]:
    known = {branch.label for branch in program.branches if branch.score is None}
    named = [label for label, _ in program.exceptions]
    named += [label for group in program.separate for label in group]
    yield from (f"there is a branch of {label}" for label in dict.fromkeys(named) if label not in known)


def _faults_of_scans(program: Program) -> Iterator[str]:
    for group in program.fused:
        if not all(0 <= place < len(program.branches) for place in group):
            yield f"a scan holds a branch that is not there: {group}"
            return
        fused = [program.branches[place] for place in group]
        families = {scanned_by(branch) for branch in fused}
        if len(fused) < 2 or len(families) > 1 or None in families:
            yield f"a scan adds up what the same posts or units did: {_labels(fused)}"
        if any(permissions_for(program, branch) for branch in fused):
            yield f"a norm that permissions bear on has a scan of its own: {_labels(fused)}"
    counted = Counter(place for group in program.fused for place in group)
    yield from (f"branch {place} is in one scan" for place, times in counted.items() if times > 1)


def _labels(branches: Iterable[Branch]) -> str:
    return ", ".join(branch.label for branch in branches)
