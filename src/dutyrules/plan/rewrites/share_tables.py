"""One table for each event type, read by measures and triggers alike."""

from __future__ import annotations

import attrs

from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.plan.operators import Branch, Normalise, Program

_Tables = dict[EventType, Normalise]


def share_tables(program: Program) -> Program:
    """The program with one table for each event type, which has the columns of all that read it.

    Tables that are equal are one to a generator, so are filters over them; a filter over the rows of
    a trigger and one that is measured are then worked out once too.

    >>> from dutyrules.checking.loading import load_file
    >>> from dutyrules.plan.lowering import lower
    >>> from dutyrules.resources import policies_folder
    >>> from dutyrules.plan.rewrites.drop_columns import drop_columns
    >>> policy = load_file(policies_folder() / "mutual_help" / "003-05.duty").checked.policy
    >>> narrow = drop_columns(lower(policy))
    >>> len(narrow.tables()), len(share_tables(narrow).tables())
    (6, 4)
    >>> [attribute.term.id for attribute in share_tables(narrow).tables()[2].columns]
    ['study_content', 'study_aims', 'study_method', 'times', 'fitted']
    """
    columns: dict[EventType, set[Attribute]] = {}
    for table in program.tables():
        columns.setdefault(table.event, set()).update(table.columns)
    shared = {
        event: Normalise(event=event, columns=_in_order(event, found)) for event, found in columns.items()
    }
    return attrs.evolve(program, branches=tuple(_over(branch, shared) for branch in program.branches))


def _in_order(event: EventType, found: set[Attribute]) -> tuple[Attribute, ...]:
    return tuple(attribute for attribute in event.attributes if attribute in found)


def _over(branch: Branch, shared: _Tables) -> Branch:
    measure, grid = branch.measure, branch.grid
    only, until = grid.only, grid.until
    return attrs.evolve(
        branch,
        measure=attrs.evolve(
            measure, where=tuple(attrs.evolve(w, rows=shared[w.rows.event]) for w in measure.where)
        ),
        grid=attrs.evolve(
            grid,
            only=None if only is None else attrs.evolve(only, rows=shared[only.rows.event]),
            until=None if until is None else shared[until.event],
            ranked=tuple(attrs.evolve(ranked, rows=shared[ranked.rows.event]) for ranked in grid.ranked),
        ),
    )
