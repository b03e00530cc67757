"""Several commands in turn, round after round, so that what else the machine does hits all alike."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence

import attrs

from benchmarks.measuring.process import Run, RunFailedError, measured


@attrs.frozen(kw_only=True)
class Median:
    """The medians of several runs of one command: seconds, processor seconds, bytes."""

    seconds: float
    cpu: float
    peak: float
    runs: tuple[Run, ...]

    def told(self, name: str) -> float:
        """The median of a number that the command told."""
        return statistics.median(run.number(name) for run in self.runs)


def median_of(runs: Sequence[Run]) -> Median:
    """The medians, each figure by itself."""
    return Median(
        seconds=statistics.median(run.seconds for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        peak=statistics.median(run.peak for run in runs),
        runs=tuple(runs),
    )


def in_turn(
    commands: Mapping[str, Sequence[str]],
    rounds: int,
    after: Callable[[str], None] | None = None,
    warm_up: bool = True,
) -> dict[str, Median]:
    """Runs every command once a round, each round beginning one further on.

    A command that fails is named and left out of the result. `after` is called with the name of each that
    has run. The first round warms the file cache and is not counted.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    failed: set[str] = set()
    names = list(commands)
    for number in range(-warm_up, rounds):
        turn = max(number, 0) % max(len(names), 1)
        for name in names[turn:] + names[:turn]:
            if name in failed:
                continue
            run = _run(name, commands[name])
            if run is None:
                failed.add(name)
            elif number >= 0:
                found[name].append(run)
            if run is not None and after is not None:
                after(name)
    return {name: median_of(runs) for name, runs in found.items() if runs and name not in failed}


def _run(name: str, command: Sequence[str]) -> Run | None:
    try:
        run = measured(command)
    except RunFailedError as error:
        print(f"  {name}: not measured, it failed\n{error}", file=sys.stderr)
        return None
    print(f"  {name}: {run.seconds:.2f} s, {run.cpu:.2f} s CPU, {run.peak / 2**20:.0f} MiB", file=sys.stderr)
    return run
