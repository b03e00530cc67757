"""Measures everything and writes the page: `python -m benchmarks.run --sizes "1M 10M" --runs 5`.

Prints each row as it is found. Nothing here fails on a bar that is missed, which is for the page to say; it
does fail where two sides of a row do not give the same answers.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.answers import differences, fingerprint
from benchmarks.bars import MAIN, Bar, BulkRuns, bulk_bars, events
from benchmarks.measuring.choosing import choice_bars
from benchmarks.measuring.distributed import distributed_bars
from benchmarks.measuring.monitor_bars import monitor_bars
from benchmarks.measuring.open_windows import open_window_bars
from benchmarks.measuring.process import python
from benchmarks.measuring.profile import profiled
from benchmarks.measuring.rounds import Median, in_turn
from benchmarks.page.chart import chart
from benchmarks.page.page import page
from benchmarks.start_up.bars import commands, start_up
from benchmarks.workload.size import size_named
from benchmarks.workload.write import write_workload

ROOT = Path(__file__).resolve().parents[1]

_ALWAYS = ("floor", "per_norm", "fused", "columnar", "columnar_decoded", "columnar_fused")
_PANDAS_MOST = 10_000_000
"""pandas holds the whole log; beyond this it needs more memory than most machines have."""

_UNANSWERED = ("floor",)
_REFERENCE = "per_norm"
"""What the others are compared with. It is itself held against the reference engine by the tests."""


class DisagreementError(Exception):
    """Two sides of a row gave different answers."""


def main() -> None:
    """Runs what the arguments ask for and writes the page and its chart."""
    options = _options()
    runs, rows = _bulk(options.sizes.split(), options.runs, options.folder)
    bars = [*bulk_bars(runs)]
    for more in _others(options, runs):
        bars += more()
    profiles = dict(_profiles(bars, options.folder, runs))
    docs = options.page.parent
    docs.mkdir(parents=True, exist_ok=True)
    if runs:
        (docs / "performance.svg").write_text(chart(runs), encoding="utf-8")
    options.page.write_text(page(bars, runs, rows, profiles, options.runs), encoding="utf-8")
    print("\n".join(_line(bar) for bar in bars))
    print(f"Written: {options.page}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures dutyrules and writes docs/performance.md.")
    parser.add_argument("--sizes", default="1M 10M 50M", help="numbers of events, the smallest first")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where workloads and answers go")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "performance.md")
    return parser.parse_args()


def _others(options: argparse.Namespace, runs: BulkRuns) -> Sequence[Callable[[], list[Bar]]]:
    """The rows beside those of the bulk runs, each measured when called."""
    folder: Path = options.folder
    size = MAIN if MAIN in runs else next(reversed(list(runs)), "1M")
    workload = folder / size
    return (
        lambda: open_window_bars(workload, folder / "out", size, options.runs),
        lambda: distributed_bars(folder, workload, options.runs),
        lambda: monitor_bars(folder, options.runs),
        lambda: choice_bars(folder, options.runs),
        lambda: start_up(folder / "start_up", ROOT, options.runs),
    )


def _bulk(sizes: Sequence[str], runs: int, folder: Path) -> tuple[BulkRuns, dict[str, int]]:
    """The medians by size and name, and the instances by size."""
    found: dict[str, Mapping[str, Median]] = {}
    rows: dict[str, int] = {}
    for size in sorted(sizes, key=events):
        print(f"{size} events: writing the workload", file=sys.stderr)
        workload = write_workload(size_named(size), folder / size)
        names = [*_ALWAYS, *(["pandas"] if events(size) <= _PANDAS_MOST else [])]
        out = folder / "out"
        tasks = {name: task(name, workload, out / name) for name in names}
        seen = _Answers(out)
        found[size] = in_turn(tasks, runs, after=seen.compare)
        rows[size] = seen.rows
        shutil.rmtree(out, ignore_errors=True)
    return found, rows


def task(name: str, workload: Path, out: Path) -> list[str]:
    """The command of one measured task."""
    return python("-m", "benchmarks.measuring.task", name, str(workload), str(out))


class _Answers:
    """Compares what each run has written with what the others have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: tuple[str, tuple[int, str]] | None = None

    @property
    def rows(self) -> int:
        """How many instances all of them found."""
        return 0 if self._known is None else self._known[1][0]

    def compare(self, name: str) -> None:
        """Raises DisagreementError with the first rows that differ."""
        if name in _UNANSWERED:
            return
        files = answers_of(self._folder / name)
        found = fingerprint(files)
        if self._known is None:
            self._known = name, found
        elif found != self._known[1]:
            other = self._known[0]
            rows = differences(files, answers_of(self._folder / other))
            raise DisagreementError(f"{name} and {other}: {found} and {self._known[1]}\n{rows}")


def answers_of(out: Path) -> str:
    """The files of answers in an output folder, whoever wrote it."""
    inside = out / "instances"
    return str((inside if inside.is_dir() else out) / "*.parquet")


def _profiles(bars: Sequence[Bar], folder: Path, runs: BulkRuns) -> Iterator[tuple[str, str]]:
    """For each bar that was missed, where the time of its run goes."""
    wanted = dict.fromkeys(bar.profile for bar in bars if bar.is_met is False and bar.profile is not None)
    start = commands(folder / "start_up", ROOT)
    size = MAIN if MAIN in runs else next(reversed(list(runs)), "1M")
    for name in wanted:
        if name.startswith("columnar"):
            yield name, profiled("statements", name, str(folder / size), str(folder / "out" / name))
        elif name == "import":
            yield name, profiled("imports", "dutyrules")
        elif name in start:
            command = [part for part in start[name] if part != sys.executable]
            yield name, profiled("functions", *command)
        else:
            yield name, profiled("functions", "-m", "benchmarks.measuring.task", name, *_monitored(folder))


def _monitored(folder: Path) -> tuple[str, str]:
    from benchmarks.measuring.monitor_bars import SIZE

    return str(folder / SIZE.name), str(folder / "out" / "monitor")


def _line(bar: Bar) -> str:
    mark = {True: "met", False: "MISSED", None: "not measured"}[bar.is_met]
    return f"{mark:12} {bar.what}: {bar.ours} against {bar.theirs}: {bar.found}, asked {bar.asked}"


if __name__ == "__main__":
    main()
