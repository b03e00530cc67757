"""Tables with the attributes that are read, and no others."""

from __future__ import annotations

import attrs

from dutyrules.plan.columns import (
    permissions_for,
    read_as_end,
    read_by_measure,
    read_by_rank,
    read_by_trigger,
)
from dutyrules.plan.operators import Branch, Grid, Program


def drop_columns(program: Program) -> Program:
    """The program whose tables have only what their branch reads, be it for a permission's sake.

    >>> from dutyrules.checking.loading import load_file
    >>> from dutyrules.plan.lowering import lower
    >>> from dutyrules.resources import policies_folder
    >>> program = lower(load_file(policies_folder() / "research_group" / "001-03.duty").checked.policy)
    >>> {table.event.term.id: len(table.columns) for table in program.tables()}
    {'handbook_form': 1, 'research_activity': 4, 'group_prep': 18}
    >>> {table.event.term.id: len(table.columns) for table in drop_columns(program).tables()}
    {'handbook_form': 1, 'research_activity': 0, 'group_prep': 0}
    """
    return attrs.evolve(program, branches=tuple(_narrowed(program, b) for b in program.branches))


def _narrowed(program: Program, branch: Branch) -> Branch:
    permits = [
        test
        for permission in permissions_for(program, branch)
        for where in permission.measure.where
        for test in where.tests
    ]
    measure = branch.measure
    where = tuple(attrs.evolve(w, rows=read_by_measure(measure, w, permits)) for w in measure.where)
    return attrs.evolve(branch, grid=_grid(branch.grid), measure=attrs.evolve(measure, where=where))


def _grid(grid: Grid) -> Grid:
    only, until = grid.only, grid.until
    return attrs.evolve(
        grid,
        only=None if only is None else attrs.evolve(only, rows=read_by_trigger(grid, only)),
        until=None if until is None else read_as_end(until),
        ranked=tuple(attrs.evolve(ranked, rows=read_by_rank(ranked)) for ranked in grid.ranked),
    )
