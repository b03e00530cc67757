"""The columnar engine as a kernel that shares a machine with others of its kind."""

from __future__ import annotations

import os
from functools import partial

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.cluster.merge import Outcomes
from dutyrules.engines.columnar.cluster.sharded import Kernel
from dutyrules.engines.columnar.connection import Settings, memory_of_machine
from dutyrules.engines.columnar.engine import evaluate
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan

_PART = 0.8
"""Of the memory; what DuckDB takes for itself where it runs alone."""


def columnar(plan: Plan, policy: CheckedPolicy, world: World, *, jobs: int | None) -> Outcomes:
    """The columnar engine's answers where `jobs` kernels run at once; None is one for each core."""
    return evaluate(plan, policy, world, share_of_machine(jobs))


def columnar_kernel(jobs: int | None) -> Kernel:
    """The columnar engine where `jobs` kernels share a machine; None is one for each of its cores."""
    return partial(columnar, jobs=jobs)


def share_of_machine(jobs: int | None) -> Settings:
    """What each of `jobs` kernels may use of the machine on which this is asked."""
    cores = os.cpu_count() or 1
    return Settings(threads=max(1, cores // (jobs or cores)), memory_limit=_memory(jobs or cores))


def _memory(jobs: int) -> int | None:
    """Bytes for each; None, DuckDB's own choice, where the system does not say how much there is."""
    whole = memory_of_machine()
    return None if whole is None else int(whole * _PART / jobs)
