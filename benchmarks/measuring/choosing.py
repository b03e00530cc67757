"""The size from which `audit` takes the columnar engine: both engines below it and above it, in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.bars import Bar, missing, seconds
from benchmarks.coded_log import read_coded_log
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import in_turn
from benchmarks.workload.size import AS_OF_DAY, Size, midnight
from benchmarks.workload.write import write_workload
from dutyrules.checking.loading import load_policy
from dutyrules.engines.choice import MANY_EVENTS, Engine, evaluator
from dutyrules.engines.world import World
from dutyrules.plan.planner import plan_policy
from dutyrules.records.school import read_school

BELOW, ABOVE = Size(events=MANY_EVENTS // 3, leaders=30), Size(events=MANY_EVENTS * 2, leaders=180)
ENGINES = {"engine_reference": Engine.REFERENCE, "engine_columnar": Engine.COLUMNAR}


def engine_work(name: str) -> Callable[[Path, Path], Mapping[str, object]]:
    """One policy through an engine, the loading of it counted, from a log in memory."""

    def work(workload: Path, _out: Path) -> Mapping[str, object]:
        policy, school = load_policy(workload / "workload.duty"), read_school(workload / "school")
        log, term = read_coded_log(workload), school.calendar.term("autumn")
        world = World(school=school, log=log, term=term, as_of=midnight(AS_OF_DAY))
        plan = plan_policy(policy, school, term)
        begun = time.perf_counter()
        outcomes, _ = evaluator(ENGINES[name])(plan, policy, world)
        return {"answered": time.perf_counter() - begun, "rows": len(outcomes)}

    return work


def choice_bars(folder: Path, runs: int) -> list[Bar]:
    """A row below the size and one above it."""
    return [_bar(size, is_above, folder, runs) for size, is_above in ((BELOW, False), (ABOVE, True))]


def _bar(size: Size, is_above: bool, folder: Path, runs: int) -> Bar:
    workload = write_workload(size, folder / f"choice-{size.name}")
    tasks = {
        name: python("-m", "benchmarks.measuring.task", name, str(workload), str(folder / "out" / name))
        for name in ENGINES
    }
    found = in_turn(tasks, runs)
    what = f"engine that `audit` takes at {size.events:,} events, loading counted"
    asked = f"{'columnar' if is_above else 'reference'} is the quicker"
    if len(found) < len(ENGINES):
        return missing(what, asked, "a run failed")
    reference, columnar = (found[name].told("answered") for name in ENGINES)
    return Bar(
        what=what,
        ours=f"columnar {seconds(columnar)}",
        theirs=f"reference {seconds(reference)}",
        found=f"{columnar / reference:.2f} ×",
        asked=asked,
        is_met=(columnar <= reference) == is_above,
    )
