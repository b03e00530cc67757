"""The re-audit of what is still open: only the windows that hold the as-of instant.

A service keeps the school and the log's dictionary in tables (`desk`) and asks again whenever events have
been added. Duties of a week or a fortnight ask for the last days of the log only; those of a term, for all.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.bars import Bar, at_most, missing, seconds
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import in_turn
from benchmarks.workload.size import AS_OF_DAY, midnight

_WEEKS, _TERM = "open_weeks", "open_term"
_AGAIN = 5
_MOST = 0.3
POLICIES = {_WEEKS: Path(__file__).parents[1] / "workload" / "open.duty", _TERM: None}
"""The policy of each task; None is the workload's own, with twenty norms."""


def open_work(name: str) -> Callable[[Path, Path], Mapping[str, object]]:
    """One audit to warm up and several more, each timed, of the same desk."""
    from dutyrules.checking.loading import load_policy
    from dutyrules.engines.columnar.bulk.desk import desk
    from dutyrules.engines.columnar.bulk.settings import Settings

    def work(workload: Path, out: Path) -> Mapping[str, object]:
        policy = load_policy(POLICIES[name] or workload / "workload.duty")
        taken, rows = [], 0
        with desk([policy], workload / "school", workload, out, Settings(open_only=True)) as ready:
            for _ in range(1 + _AGAIN):
                begun = time.perf_counter()
                rows = ready.audit(midnight(AS_OF_DAY), "autumn").rows
                taken.append(time.perf_counter() - begun)
        return {"again": statistics.median(taken[1:]), "first": taken[0], "rows": rows}

    return work


def open_window_bars(workload: Path, out: Path, size: str, runs: int) -> list[Bar]:
    """The row of this bar, and beside it what the norms of a month and of the term take."""
    tasks = {
        name: python("-m", "benchmarks.measuring.task", name, str(workload), str(out / name))
        for name in POLICIES
    }
    found = in_turn(tasks, runs)
    what = f"re-audit of the open weeks and fortnights of a {size}-event log, 8 norms"
    if _WEEKS not in found or _TERM not in found:
        return [missing(what, f"≤ {seconds(_MOST)}", "the run failed")]
    weeks, term = found[_WEEKS], found[_TERM]
    beside = (
        f"{int(weeks.told('rows')):,} instances; all 20 norms, month and term too: "
        f"{seconds(term.told('again'))} for {int(term.told('rows')):,}"
    )
    return [at_most(what, weeks.told("again"), _MOST, beside=beside)]
