"""Measures that add up what the same posts or units did, in one scan."""

from __future__ import annotations

import enum

import attrs

from dutyrules.checking.policy import Bearer, Recurrence
from dutyrules.plan.columns import permissions_for
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, Program


class Family(enum.Enum):
    """By what a scan groups the rows, beside the days."""

    POSTS = "posts"
    UNITS = "units"


_FAMILIES = {Scope.PERSON: Family.POSTS, Scope.POST: Family.POSTS, Scope.UNIT: Family.UNITS}
"""A post's doings are those of its holders; a partner's are not grouped by one column."""


def fuse_measures(program: Program) -> Program:
    """The program whose counts and sums of what the same posts, or units, did are one scan.

    The scan groups the rows of all its tables by post or unit and by the days that lie in the same
    windows of each of its recurrences; what a window comes to is added up again from its days. So only
    what is merged by adding is fused: a count of distinct people or values beside it would hold every
    row in memory. What a norm that is kept apart has taken, and what a permission takes out, differs
    from instance to instance, so such norms have scans of their own.

    >>> from dutyrules.checking.loading import load_file
    >>> from dutyrules.plan.lowering import lower
    >>> from dutyrules.resources import policies_folder
    >>> program = lower(load_file(policies_folder() / "mutual_help" / "003-05.duty").checked.policy)
    >>> [len(scan.branches) for scan in program.scans()]
    [1, 1, 1, 1, 1, 1, 1, 1]
    >>> [len(scan.branches) for scan in fuse_measures(program).scans()]
    [1, 5, 1, 1]
    """
    apart = {label for group in program.separate for label in group}
    groups: dict[tuple[Family, Bearer | None], list[int]] = {}
    for place, branch in enumerate(program.branches):
        family = scanned_by(branch)
        is_apart = branch.score is None and branch.label in apart
        if family is not None and not is_apart and not permissions_for(program, branch):
            groups.setdefault(family, []).append(place)
    return attrs.evolve(program, fused=tuple(tuple(g) for g in groups.values() if len(g) > 1))


def scanned_by(branch: Branch) -> tuple[Family, Bearer | None] | None:
    """What branches of one scan have in common: whose posts, or units; None if it is not added up by day."""
    grid, measure = branch.grid, branch.measure
    family = None if measure.key is None else _FAMILIES.get(measure.key)
    if family is None or not measure.kind.is_additive or not _is_of_whole_days(branch):
        return None
    if grid.counterparty is not None or grid.lasts is not None:
        return None
    return family, (grid.bearer if family is Family.POSTS else None)


def _is_of_whole_days(branch: Branch) -> bool:
    """True if the calendar's day alone places an event in the windows."""
    windows = branch.grid.windows
    if not isinstance(windows, Recurrence):
        return False
    return windows.slot is None or windows.slot.after_period is None
