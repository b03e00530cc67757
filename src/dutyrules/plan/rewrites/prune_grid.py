"""Branches that the roster rules out: nobody bears them, or toward nobody."""

from __future__ import annotations

import attrs

from dutyrules.checking.policy import Counterparty
from dutyrules.plan.operators import Grid, Program
from dutyrules.plan.posts import Post, Posts


def prune_grid(program: Program, posts: Posts) -> Program:
    """The program without the branches that have no instance, whatever day it is and the log holds.

    An exception that has none stands for nothing any more, and norms of which but one is left are not
    kept apart from any. Exceptions of a norm that has none stay: they may yet clash with each other.

    >>> from dutyrules.checking.loading import load_file
    >>> from dutyrules.plan.lowering import lower
    >>> from dutyrules.resources import policies_folder
    >>> from dutyrules.records.roster import Roster
    >>> policy = load_file(policies_folder() / "mutual_help" / "003-05.duty").checked.policy
    >>> roster = Roster(people=(), units=(), memberships=())
    >>> len(lower(policy).branches), len(prune_grid(lower(policy), Posts(roster, policy.vocabulary)).branches)
    (8, 0)
    """
    kept = tuple(branch for branch in program.branches if _is_borne(branch.grid, posts))
    left = {branch.label for branch in kept if branch.score is None}
    groups = (tuple(label for label in group if label in left) for group in program.separate)
    return attrs.evolve(
        program,
        branches=kept,
        separate=tuple(group for group in groups if len(group) > 1),
        exceptions=tuple((label, base) for label, base in program.exceptions if label in left),
        fused=(),
    )


def _is_borne(grid: Grid, posts: Posts) -> bool:
    return any(_is_owed_to_anybody(grid.counterparty, post, posts) for post in posts.of(grid.bearer))


def _is_owed_to_anybody(people: Counterparty | None, post: Post, posts: Posts) -> bool:
    if people is None or people.of_trigger:
        return True
    return any(other.person != post.person for other in posts.in_unit(people.role, post.unit))
