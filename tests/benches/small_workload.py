"""The workload of the benchmarks, small enough for a test."""

from __future__ import annotations

from pathlib import Path

from benchmarks.workload.size import Size
from benchmarks.workload.write import write_workload

SMALL = Size(events=20_000, leaders=200)


def workload(folder: Path) -> Path:
    """The folder with twenty thousand events of two hundred groups."""
    return write_workload(SMALL, folder / SMALL.name)
