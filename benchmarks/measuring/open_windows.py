"""The re-audit of what is still open: only the windows that hold the as-of instant."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bars import Bar, at_most, missing, seconds
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import in_turn

_NAME = "columnar_open"
_MOST = 0.3


def open_window_bars(workload: Path, out: Path, size: str, runs: int) -> list[Bar]:
    """The row of this bar. Time inside the process, as a service that stays up would see it."""
    what = f"re-audit of the open windows of a {size}-event log"
    command = python("-m", "benchmarks.measuring.task", _NAME, str(workload), str(out / _NAME))
    found = in_turn({_NAME: command}, runs).get(_NAME)
    if found is None:
        return [missing(what, f"≤ {seconds(_MOST)}", "the run failed")]
    instances = int(found.told("rows"))
    beside = f"{instances:,} instances; whole process {seconds(found.seconds)}"
    return [at_most(what, found.told("inside"), _MOST, beside=beside, profile=_NAME)]
