"""The same policy in a process pool and on Spark: the same rows, and what starting up costs by itself."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from benchmarks.answers import flat_fingerprint
from benchmarks.bars import Bar, missing, seconds
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import Median, in_turn
from benchmarks.workload.size import AS_OF_DAY, midnight

_ONE, _POOL, _SPARK = "columnar_fused", "pool", "spark"
_TERM = "autumn"
_SHARDS = 8
_ASKED = "identical rows"

Work = Callable[[Path, Path], Mapping[str, object]]


def pool_work(jobs: int) -> Work:
    """An audit of files by so many processes, after the time that starting as many takes."""
    from dutyrules.checking.loading import load_policy
    from dutyrules.engines.columnar.cluster.files import audit_files

    def work(workload: Path, out: Path) -> Mapping[str, object]:
        start = _starting(jobs)
        policy = load_policy(workload / "workload.duty")
        begun = time.perf_counter()
        found = audit_files(
            [policy], workload / "school", workload, out, jobs=jobs, as_of=midnight(AS_OF_DAY), term=_TERM
        )
        return {"rows": found.rows, "start_up": start, "audit": time.perf_counter() - begun - start}

    return work


def _starting(jobs: int) -> float:
    begun = time.perf_counter()
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_loaded, range(jobs)))
    return time.perf_counter() - begun


def _loaded(_: int) -> bool:
    return find_spec("dutyrules.engines.columnar.bulk.run") is not None and bool(__import__("duckdb"))


def spark_work(master: str) -> Work:
    """The same on Spark, after the time that its session takes to start."""
    from dutyrules.checking.loading import load_policy
    from dutyrules.engines.columnar.cluster.spark import started
    from dutyrules.engines.columnar.cluster.spark_files import audit_on_spark, coded_log
    from dutyrules.records.school import read_school

    def work(workload: Path, out: Path) -> Mapping[str, object]:
        begun = time.perf_counter()
        session = started(master)
        session.range(1).count()
        ready = time.perf_counter()
        school = read_school(workload / "school")
        audit_on_spark(
            load_policy(workload / "workload.duty"),
            school,
            coded_log(session, str(workload / "events"), str(workload / "dictionary.parquet")),
            str(out / "flat"),
            term=school.calendar.term(_TERM),
            as_of=midnight(AS_OF_DAY),
            shards=_SHARDS,
            session=session,
        )
        done = time.perf_counter()
        session.stop()
        return {"start_up": ready - begun, "audit": done - ready}

    return work


def _rows(name: str, out: Path) -> tuple[int, str]:
    """The fingerprint of the rows that a task has written."""
    import pyarrow.parquet as pq

    from dutyrules.engines.columnar.cluster.flat_rows import flat_rows

    return flat_fingerprint(pq.read_table(out / "flat") if name == _SPARK else flat_rows(out))


def distributed_bars(folder: Path, workload: Path, runs: int) -> list[Bar]:
    """A row for the pool and one for Spark, both with the rows of one process beside theirs."""
    out = folder / "out"
    names = [_ONE, _POOL, *([_SPARK] if find_spec("pyspark") else [])]
    tasks = {
        name: python("-m", "benchmarks.measuring.task", name, str(workload), str(out / name))
        for name in names
    }
    same: dict[str, tuple[int, str]] = {}

    def remember(name: str) -> None:
        same[name] = _rows(name, out / name)

    found = in_turn(tasks, runs, after=remember)
    one = found.get(_ONE)
    bars = [_bar("process pool of two", found.get(_POOL), one, same.get(_POOL), same.get(_ONE))]
    what = "Spark local[2]"
    if _SPARK in names:
        return [*bars, _bar(what, found.get(_SPARK), one, same.get(_SPARK), same.get(_ONE))]
    return [*bars, missing(what, _ASKED, "skipped: pyspark is not installed")]


def _bar(
    what: str,
    found: Median | None,
    one: Median | None,
    rows: tuple[int, str] | None,
    others: tuple[int, str] | None,
) -> Bar:
    if found is None or one is None or rows is None or others is None:
        return missing(what, _ASKED, "a run failed")
    same = rows == others
    return Bar(
        what=f"{what} ({rows[0]:,} rows)",
        ours=f"{seconds(found.told('audit'))}, and {seconds(found.told('start_up'))} to start",
        theirs=f"one process: {seconds(one.told('inside'))}",
        found="identical rows" if same else "different rows",
        asked=_ASKED,
        is_met=same,
    )
