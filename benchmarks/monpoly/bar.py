"""The monitor beside MonPoly, on five shared rules."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bars import Bar, missing
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import Median, in_turn
from benchmarks.monpoly.rules import FORMULAS, SIGNATURE
from benchmarks.monpoly.write_log import write_log
from benchmarks.workload.size import Size
from benchmarks.workload.write import write_workload

_BINARY = "MONPOLY"
"""The variable of the environment that names MonPoly's binary."""

_SIZE = Size(events=100_000, leaders=1_000)
_TIMES = 5
_WHAT = "monitor / MonPoly, five shared rules"
_ASKED = f"≥ {_TIMES} ×"


def monpoly_bars(folder: Path, runs: int) -> list[Bar]:
    """The row of this bar; without the binary it says so."""
    binary = os.environ.get(_BINARY)
    if binary is None or shutil.which(binary) is None:
        print(f"  MonPoly: skipped, {_BINARY} names no binary", file=sys.stderr)
        return [missing(_WHAT, _ASKED, f"skipped: {_BINARY} names no binary of MonPoly")]
    shared = _shared_workload(folder)
    events = write_log(shared, shared / "monpoly.log")
    commands = {
        "ours": python(
            "-m", "benchmarks.measuring.task", "monitor", str(shared), str(folder / "out" / "shared")
        ),
        **{f"monpoly {rule}": _command(binary, shared, rule) for rule in FORMULAS},
    }
    return [_bar(in_turn(commands, runs), events)]


def _shared_workload(folder: Path) -> Path:
    """The workload with the five rules for its policy, and the files that MonPoly reads."""
    shared = write_workload(_SIZE, folder / f"shared-{_SIZE.name}")
    shutil.copy(Path(__file__).with_name("shared.duty"), shared / "workload.duty")
    (shared / "signature").write_text(SIGNATURE, encoding="ascii")
    for rule, formula in FORMULAS.items():
        (shared / f"{rule}.mfotl").write_text(formula + "\n", encoding="ascii")
    return shared


def _command(binary: str, shared: Path, rule: str) -> list[str]:
    files = ("-sig", "signature", "-formula", f"{rule}.mfotl", "-log", "monpoly.log")
    return [binary, *(part if part.startswith("-") else str(shared / part) for part in files)]


def _bar(found: Mapping[str, Median], events: int) -> Bar:
    if len(found) <= len(FORMULAS):
        return missing(_WHAT, _ASKED, "a run failed")
    # MonPoly follows one formula in a process; the five together take what they take one after the other.
    theirs = events / sum(found[f"monpoly {rule}"].seconds for rule in FORMULAS)
    ours = found["ours"].told("per_second")
    return Bar(
        what=_WHAT,
        ours=f"{ours:,.0f} events/s",
        theirs=f"{theirs:,.0f} events/s",
        found=f"{ours / theirs:.1f} ×",
        asked=_ASKED,
        is_met=ours >= _TIMES * theirs,
        profile="monitor",
    )
