"""From the program that `lowering` gives to the one that a generator of statements wants.

Each rewrite is a function from program to program, in a file of its own, and keeps every verdict:

1. `prune_grid` takes out what the roster rules out: nobody bears it.
2. `drop_columns` leaves each table the attributes that its branch reads.
3. `share_tables` makes the tables of one event type one, so that it is read once.
4. `fuse_measures` puts measures that add up what the same posts or units did into one scan.

They stand in this order: what is pruned needs no columns, tables are shared once they are narrow, and
measures are fused over tables that are shared.
"""

from __future__ import annotations

from dutyrules.plan.operators import Program
from dutyrules.plan.posts import Posts
from dutyrules.plan.rewrites.drop_columns import drop_columns
from dutyrules.plan.rewrites.fuse_measures import fuse_measures
from dutyrules.plan.rewrites.prune_grid import prune_grid
from dutyrules.plan.rewrites.share_tables import share_tables

__all__ = ["drop_columns", "fuse_measures", "optimised", "prune_grid", "share_tables"]


def optimised(program: Program, posts: Posts | None = None) -> Program:
    """The program after every rewrite; nothing is pruned where the roster is not known."""
    pruned = program if posts is None else prune_grid(program, posts)
    return fuse_measures(share_tables(drop_columns(pruned)))
