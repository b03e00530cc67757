"""The monitor on one core: events a second, and how long one event takes.

The hot path: rows that are coded already, as a service hands them on. Reading the log is not timed.
"""

from __future__ import annotations

import gc
import itertools
import time
from pathlib import Path

from benchmarks.coded_log import read_coded_log
from benchmarks.workload.size import AS_OF_DAY, midnight
from dutyrules.checking.loading import load_policy
from dutyrules.engines.monitor.coding import CodedRow, T, coded_rows, coding_of
from dutyrules.engines.monitor.tally import Tally
from dutyrules.records.school import read_school

_CLOCK_READINGS = 10_001
_ASKED = 200_000
"""So many instances are asked for; all would take most of the time."""


def monitored(workload: Path) -> dict[str, object]:
    """Feeds the whole log at once, then asks for many instances; setting up is timed apart."""
    tally, rows, set_up, complete = _ready(workload)
    begun = time.perf_counter()
    tally.feed(rows)
    fed = time.perf_counter()
    found = itertools.islice(tally.outcomes(midnight(AS_OF_DAY), complete), _ASKED)
    instances = sum(outcome.verdict is not None for outcome in found)
    asked = time.perf_counter()
    return {
        "events": len(rows),
        "set_up": set_up,
        "per_second": len(rows) / (fed - begun),
        "kept": sum(map(len, tally.kept.values())),
        "each_asked": (asked - fed) / instances,
    }


def one_by_one(workload: Path) -> dict[str, object]:
    """Feeds the log event by event, each timed; what reading the clock costs is taken off."""
    tally, rows, _, _ = _ready(workload)
    clock, take = time.perf_counter_ns, tally.take
    times = []
    for row in rows:
        begun = clock()
        take(row)
        times.append(clock() - begun)
    idle = _clock_alone()
    times.sort()
    return {
        "events": len(rows),
        **{name: max(times[int(len(times) * part)] - idle, 0) / 1e9 for name, part in _PARTS.items()},
    }


_PARTS = {"p50": 0.5, "p99": 0.99, "p999": 0.999}


def _clock_alone() -> int:
    """What two readings of the clock are apart, in ns: the median."""
    clock = time.perf_counter_ns
    found = []
    for _ in range(_CLOCK_READINGS):
        begun = clock()
        found.append(clock() - begun)
    return sorted(found)[_CLOCK_READINGS // 2]


def _ready(workload: Path) -> tuple[Tally, list[CodedRow], float, dict[str, int]]:
    """The tally, the rows before the as-of instant, the seconds of setting up, and what is complete."""
    log, as_of = read_coded_log(workload), midnight(AS_OF_DAY)
    begun = time.perf_counter()
    school = read_school(workload / "school")
    policy = load_policy(workload / "workload.duty")
    tally = Tally(policy, school, school.calendar.terms[0], coding_of(log))
    spent = time.perf_counter() - begun
    rows = [row for row in coded_rows(log) if (t := row[T]) is not None and t < as_of]
    gc.collect()
    gc.freeze()
    through = {name: log.complete_through(name) for name in policy.vocabulary.events}
    return tally, rows, spent, {name: instant for name, instant in through.items() if instant is not None}
