"""Where the time goes: `python -m benchmarks.measuring.profile KIND ARGUMENTS...` prints the dearest first.

`statements TASK WORKLOAD OUT`: the statements that the columnar engine runs; `functions -m MODULE ...`: the
functions of a program; `imports MODULE`: what an import brings along.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import runpy
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring.process import python

_SHOWN = 10


def of_statements(task: str, workload: Path, out: Path) -> str:
    """The slowest statements of a columnar run, and how much of its time is none."""
    from benchmarks.measuring.task import main
    from dutyrules.engines.columnar import connection

    taken: list[tuple[float, str]] = []
    original = connection.Database.run

    def timed(self: connection.Database, name: str, sql: str, *arguments: object) -> object:
        begun = time.perf_counter()
        try:
            return original(self, name, sql, *arguments)
        finally:
            taken.append((time.perf_counter() - begun, name))

    connection.Database.run = timed  # type: ignore[method-assign, assignment]
    connection.Database.run_aside = timed  # type: ignore[method-assign, assignment]
    begun = time.perf_counter()
    main(task, workload, out)
    whole = time.perf_counter() - begun
    lines = [f"{spent:7.3f} s  {name}" for spent, name in sorted(taken, reverse=True)[:_SHOWN]]
    rest = sum(spent for spent, _ in taken)
    return "\n".join(
        [*lines, f"{rest:7.3f} s  all {len(taken)} statements", f"{whole:7.3f} s  the whole, imports too"]
    )


def of_functions(arguments: Sequence[str]) -> str:
    """The functions with the most time of their own while a module or a script runs."""
    is_module = arguments[0] == "-m"
    target = arguments[1] if is_module else arguments[0]
    sys.argv = [target, *arguments[2 if is_module else 1 :]]
    profile = cProfile.Profile()
    profile.enable()
    try:
        run = runpy.run_module if is_module else runpy.run_path
        run(target, run_name="__main__")
    except SystemExit:
        pass
    finally:
        profile.disable()
    stream = io.StringIO()
    stats = pstats.Stats(profile, stream=stream).strip_dirs().sort_stats("tottime")
    rows = sorted(stats.stats.items(), key=lambda row: row[1][2], reverse=True)[:_SHOWN]  # type: ignore[attr-defined]
    lines = [
        f"{own:7.3f} s  {calls:>9,} calls  {name} ({file})" for (file, _, name), (_, calls, own, _, _) in rows
    ]
    return "\n".join([*lines, f"{stats.total_tt:7.3f} s  all, under the profiler"])  # type: ignore[attr-defined]


def of_imports(module: str) -> str:
    """The modules that take longest to load."""
    command = python("-X", "importtime", "-c", f"import {module}")
    text = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    rows = [line.removeprefix("import time:").split("|") for line in text.splitlines() if "|" in line]
    numbered = [(int(own), name.strip()) for own, _, name in rows if own.strip().isdigit()]
    return "\n".join(f"{own / 1000:7.1f} ms  {name}" for own, name in sorted(numbered, reverse=True)[:_SHOWN])


def main() -> None:
    """Prints the profile that the arguments ask for, between two lines that set it off from other output."""
    kind, *arguments = sys.argv[1:]
    match kind:
        case "statements":
            text = of_statements(arguments[0], Path(arguments[1]), Path(arguments[2]))
        case "functions":
            text = of_functions(arguments)
        case _:
            text = of_imports(arguments[0])
    print(f"{MARK}\n{text}\n{MARK}")


MARK = "=== profile ==="


def profiled(*arguments: str) -> str:
    """A profile taken in a process of its own, or why there is none."""
    command = python("-m", "benchmarks.measuring.profile", *arguments)
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    parts = found.stdout.split(MARK)
    return (
        f"```\n{parts[1].strip()}\n```" if len(parts) >= 3 else f"No profile: {found.stderr.strip()[-300:]}"
    )


if __name__ == "__main__":
    main()
