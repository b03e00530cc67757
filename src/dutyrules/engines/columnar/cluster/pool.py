"""Shards in processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from dutyrules.engines.columnar.cluster.merge import Outcomes
from dutyrules.engines.columnar.cluster.sharded import Common, Run
from dutyrules.engines.columnar.cluster.split import Shard
from dutyrules.engines.failures import EngineFailedError
from dutyrules.findings.model import Text


class WorkerLostError(EngineFailedError):
    """A process of the pool ended before it had answered; for want of memory, most likely."""

    def __init__(self, jobs: int) -> None:
        message = Text(
            en=f"One of {jobs} worker processes ended before it had answered, perhaps for want of memory. "
            "Try fewer jobs or more shards.",
            zh_hans=f"{jobs} 个工作进程中有一个没有算完就结束了，也许是内存不足。请减少进程数或增加分片数。",
            zh_hant=f"{jobs} 個工作行程中有一個沒有算完就結束了，"
            "也許是記憶體不足。請減少行程數或增加分片數。",
        )
        super().__init__(message)


def in_processes(jobs: int) -> Run:
    """A way to answer shards in so many processes, each started anew so that it shares no threads."""

    def run(common: Common, shards: Sequence[Shard]) -> Sequence[Outcomes]:
        context = multiprocessing.get_context("spawn")
        workers = max(1, min(jobs, len(shards)))
        try:
            with ProcessPoolExecutor(
                workers, mp_context=context, initializer=_remember, initargs=(common,)
            ) as pool:
                return list(pool.map(_answer, shards))
        except BrokenProcessPool as broken:
            raise WorkerLostError(workers) from broken

    return run


_common: list[Common] = []
"""What this process was started with; set once, by `_remember`."""


def _remember(common: Common) -> None:
    _common.append(common)


def _answer(shard: Shard) -> Outcomes:
    return _common[0].answer(shard)
