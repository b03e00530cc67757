"""An audit from files to files: policies, school and coded log in, instances out."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.bulk.coded_log import write_coded
from dutyrules.engines.columnar.bulk.desk import desk
from dutyrules.engines.columnar.bulk.roster_files import read_calendar
from dutyrules.engines.columnar.bulk.settings import DEFAULTS, Form, Settings, Summary
from dutyrules.records.log import Log
from dutyrules.records.school import School

__all__ = ["Form", "Settings", "Summary", "audit_checked", "audit_tables", "coded_folder"]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def audit_tables(
    policies: Sequence[Path],
    school: Path,
    log: Path,
    out: Path,
    *,
    as_of: datetime.datetime | None = None,
    term: str | None = None,
    settings: Settings = DEFAULTS,
) -> Summary:
    """Write the instances of `policies` over a school folder and a coded log folder to `out`.

    `as_of` is by default the end of what the log is complete for (a naive instant is the school's local
    time), `term` the one under way then.

    Errors: those of `load_policy` and of the school's files, CalendarError without an as-of instant or a
    term, duckdb.Error for files that are not Parquet.
    """
    checked = [load_policy(path) for path in policies]
    instant = None if as_of is None else _instant(as_of, school)
    return audit_checked(checked, school, log, out, as_of=instant, term=term, settings=settings)


def _instant(as_of: datetime.datetime, school: Path) -> int:
    if as_of.tzinfo is None:
        return read_calendar(school).instant(as_of.date(), as_of.time())
    return (as_of - _EPOCH) // datetime.timedelta(microseconds=1)


def audit_checked(
    policies: Sequence[CheckedPolicy],
    school: School | Path,
    log: Log | Path,
    out: Path,
    *,
    as_of: int | None = None,
    term: Term | str | None = None,
    settings: Settings = DEFAULTS,
) -> Summary:
    """As `audit_tables`, for policies that are checked, and a school or a log that is read."""
    with coded_folder(log, settings) as folder, desk(policies, school, folder, out, settings) as ready:
        return ready.audit(as_of, term)


@contextmanager
def coded_folder(log: Log | Path, settings: Settings) -> Iterator[Path]:
    """The folder of a coded log; a log in memory is written to one that is gone afterwards."""
    if isinstance(log, Path):
        yield log
        return
    with tempfile.TemporaryDirectory(dir=settings.temp) as name:
        write_coded(log, Path(name))
        yield Path(name)
