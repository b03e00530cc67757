"""A whole plan answered shard by shard on this machine, in this process or in a pool of them."""

from __future__ import annotations

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.cluster.kernel import columnar_kernel
from dutyrules.engines.columnar.cluster.merge import Outcomes
from dutyrules.engines.columnar.cluster.pool import in_processes
from dutyrules.engines.columnar.cluster.sharded import Kernel, evaluate_with, in_turn
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan


def evaluate(
    plan: Plan,
    policy: CheckedPolicy,
    world: World,
    *,
    shards: int,
    jobs: int = 1,
    kernel: Kernel | None = None,
) -> Outcomes:
    """The answers of `kernel` (by default the columnar engine) over so many shards, in `jobs` processes.

    They equal what the kernel answers to the whole, in the same order.

    Errors: WorkerLostError if a process ends before it has answered.
    """
    chosen = kernel or columnar_kernel(jobs)
    run = in_turn if jobs == 1 else in_processes(jobs)
    return evaluate_with(plan, policy, world, shards=shards, kernel=chosen, run=run)
