"""What is measured, each by its name: `python -m benchmarks.measuring.task NAME WORKLOAD OUT`.

A task imports what it needs, then starts its clock; the line of JSON at the end gives the seconds without the
imports. The runner takes the time of the whole process beside it.
"""

from __future__ import annotations

import datetime
import gc
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.measuring.process import tell
from benchmarks.workload.size import AS_OF_DAY

_AS_OF = datetime.datetime.combine(AS_OF_DAY, datetime.time())
Facts = Mapping[str, object]
Work = Callable[[Path, Path], Facts]


def _by_hand(form: str) -> Work:
    from benchmarks.by_hand.run_sql import run

    def work(workload: Path, out: Path) -> Facts:
        run(form, workload, out)
        return {}

    return work


def _pandas() -> Work:
    from benchmarks.by_hand.pandas_script import run

    def work(workload: Path, out: Path) -> Facts:
        run(workload, out)
        return {}

    return work


def _open(name: str) -> Work:
    from benchmarks.measuring.open_windows import open_work

    return open_work(name)


def _engine(name: str) -> Work:
    from benchmarks.measuring.choosing import engine_work

    return engine_work(name)


def _columnar(form: str) -> Work:
    from dutyrules.engines.columnar.bulk.run import Form, Settings, audit_tables

    settings = Settings(form=Form(form))

    def work(workload: Path, out: Path) -> Facts:
        policy, school = workload / "workload.duty", workload / "school"
        summary = audit_tables(
            [policy], school, workload, out, as_of=_AS_OF, term="autumn", settings=settings
        )
        return {"form": summary.form.value, "stages": dict(summary.seconds), "rows": summary.rows}

    return work


def _pool(jobs: int) -> Work:
    from benchmarks.measuring.distributed import pool_work

    return pool_work(jobs)


def _spark(master: str) -> Work:
    from benchmarks.measuring.distributed import spark_work

    return spark_work(master)


def _monitor(*, timed_each: bool = False) -> Work:
    from benchmarks.measuring.monitoring import monitored, one_by_one

    return lambda workload, _: (one_by_one if timed_each else monitored)(workload)


TASKS: dict[str, Callable[[], Work]] = {
    "floor": lambda: _by_hand("floor"),
    "per_norm": lambda: _by_hand("per_norm"),
    "fused": lambda: _by_hand("fused"),
    "pandas": _pandas,
    "columnar": lambda: _columnar("auto"),
    "columnar_decoded": lambda: _columnar("decoded"),
    "columnar_fused": lambda: _columnar("fused"),
    "open_weeks": lambda: _open("open_weeks"),
    "open_term": lambda: _open("open_term"),
    "pool": lambda: _pool(2),
    "spark": lambda: _spark("local[2]"),
    "engine_reference": lambda: _engine("engine_reference"),
    "engine_columnar": lambda: _engine("engine_columnar"),
    "monitor": _monitor,
    "monitor_one_by_one": lambda: _monitor(timed_each=True),
}


def main(name: str, workload: Path, out: Path) -> None:
    """Runs one task into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    gc.set_threshold(100_000, 50, 50)  # as the command line does: it lives for seconds
    work = TASKS[name]()
    begun, used = time.perf_counter(), time.process_time()
    facts = work(workload, out)
    tell(inside=time.perf_counter() - begun, inside_cpu=time.process_time() - used, **facts)
    sys.stdout.flush()
    # What a process does at its end, such as giving back gigabytes, is its own cost and stays counted.


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
