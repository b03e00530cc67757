"""The bars of the monitor, and MonPoly beside it where its binary is given."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bars import Bar, missing, seconds
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import Median, in_turn
from benchmarks.monpoly.bar import monpoly_bars
from benchmarks.workload.size import Size
from benchmarks.workload.write import write_workload

SIZE = Size(events=1_000_000)
"""As many as the smallest of the bulk runs."""

_A_SECOND = 400_000
_P99 = 5e-6


def monitor_bars(folder: Path, runs: int) -> list[Bar]:
    """Events a second, the time of one event, and the comparison with MonPoly."""
    workload = write_workload(SIZE, folder / SIZE.name)
    names = ("monitor", "monitor_one_by_one")
    tasks = {
        name: python("-m", "benchmarks.measuring.task", name, str(workload), str(folder / "out" / name))
        for name in names
    }
    found = in_turn(tasks, runs)
    return [
        _throughput(found.get("monitor")),
        _latency(found.get("monitor_one_by_one")),
        *monpoly_bars(folder, runs),
    ]


def _throughput(found: Median | None) -> Bar:
    what, asked = "monitor, 20 norms, one core", f"≥ {_A_SECOND:,} events/s"
    if found is None:
        return missing(what, asked, "the run failed")
    speed = found.told("per_second")
    beside = (
        f"set up in {seconds(found.told('set_up'))}; {int(found.told('kept')):,} rows kept; asked for "
        f"afterwards, an instance takes {found.told('each_asked') * 1e6:,.0f} µs; "
        f"peak {found.peak / 2**20:,.0f} MiB"
    )
    return Bar(
        what=what,
        ours=f"{speed:,.0f} events/s",
        theirs=beside,
        found=f"{speed:,.0f} events/s",
        asked=asked,
        is_met=speed >= _A_SECOND,
        profile="monitor",
    )


def _latency(found: Median | None) -> Bar:
    what, asked = "monitor, one event at a time: p99", "≤ 5 µs"
    if found is None:
        return missing(what, asked, "the run failed")
    p50, p99 = found.told("p50"), found.told("p99")
    return Bar(
        what=what,
        ours=f"p50 {p50 * 1e6:,.1f} µs",
        theirs=f"p99.9 {found.told('p999') * 1e6:,.1f} µs",
        found=f"{p99 * 1e6:,.1f} µs",
        asked=asked,
        is_met=p99 <= _P99,
        profile="monitor_one_by_one",
    )
