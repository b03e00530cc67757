"""Audits of files by several processes of one machine: each answers for some units of the whole log.

All read the same files, and each writes a folder like that of one process (`bulk`); the folders are
put together into one that reads like theirs.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.bulk.run import audit_checked, coded_folder
from dutyrules.engines.columnar.bulk.settings import Settings, Summary
from dutyrules.engines.columnar.cluster.folders import joined
from dutyrules.engines.columnar.cluster.kernel import share_of_machine
from dutyrules.engines.columnar.cluster.pool import WorkerLostError
from dutyrules.engines.columnar.told import failures_told
from dutyrules.engines.table_settings import TableSettings
from dutyrules.records.log import Log
from dutyrules.records.school import School


@attrs.frozen(kw_only=True)
class _Task:
    """What `audit_checked` is asked by every process, but for the shard and the folder it writes."""

    policies: tuple[CheckedPolicy, ...]
    school: School | Path
    log: Path
    as_of: int | None
    term: Term | str | None
    settings: Settings

    def run(self, shard: tuple[int, int], out: Path) -> Summary:
        return audit_checked(
            self.policies,
            self.school,
            self.log,
            out,
            as_of=self.as_of,
            term=self.term,
            settings=attrs.evolve(self.settings, shard=shard),
        )


def tabulate(
    policies: Sequence[CheckedPolicy],
    school: School,
    log: Log | Path,
    out: Path,
    *,
    as_of: int | None,
    term: str | None,
    settings: TableSettings,
) -> Summary:
    """Write every instance of the policies over a log in memory or a coded log folder.

    Errors: EngineFailedError if memory or disk is too small or a file is damaged, and those of `audit_files`.
    """
    own = Settings(memory_limit=settings.memory_limit, evidence=settings.evidence, people=settings.people)
    jobs = settings.jobs
    with failures_told():
        if jobs == 1:
            return audit_checked(policies, school, log, out, as_of=as_of, term=term, settings=own)
        with coded_folder(log, own) as folder:
            return audit_files(policies, school, folder, out, jobs=jobs, as_of=as_of, term=term, settings=own)


def audit_files(
    policies: Sequence[CheckedPolicy],
    school: School | Path,
    log: Path,
    out: Path,
    *,
    jobs: int,
    as_of: int | None = None,
    term: Term | str | None = None,
    settings: Settings | None = None,
) -> Summary:
    """As `bulk.run.audit_checked` over a coded log folder, by `jobs` processes; the rows are the same.

    Each has its share of the cores and of `settings.memory_limit` (None: of the machine's memory). The
    seconds of the summary are those of the slowest process at each stage, its statements the first's.

    Errors: those of `audit_checked`; WorkerLostError if a process ends before it has answered.
    """
    task = _Task(
        policies=tuple(policies),
        school=school,
        log=log,
        as_of=as_of,
        term=term,
        settings=_shared(settings or Settings(), jobs),
    )
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix="shards-") as name:
        folders = [Path(name, f"{number:04}") for number in range(jobs)]
        found = _answered(task, folders, jobs)
        joined(folders, out)
    return _summed(found)


def _answered(task: _Task, folders: Sequence[Path], jobs: int) -> list[Summary]:
    context = multiprocessing.get_context("spawn")
    shards = [(number, len(folders)) for number in range(len(folders))]
    try:
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            return list(pool.map(task.run, shards, folders))
    except BrokenProcessPool as broken:
        raise WorkerLostError(jobs) from broken


def _shared(settings: Settings, jobs: int) -> Settings:
    """What each process may use."""
    own = share_of_machine(jobs)
    limit = own.memory_limit if settings.memory_limit is None else settings.memory_limit // jobs
    threads = own.threads if settings.threads is None else max(1, settings.threads // jobs)
    return attrs.evolve(settings, memory_limit=limit, threads=threads)


def _summed(found: Sequence[Summary]) -> Summary:
    verdicts: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for summary in found:
        verdicts.update(summary.verdicts)
        seconds.update({k: max(v, seconds.get(k, 0.0)) for k, v in summary.seconds.items()})
    return attrs.evolve(found[0], rows=sum(s.rows for s in found), verdicts=dict(verdicts), seconds=seconds)
