"""The page of figures as Markdown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.bars import Bar, BulkRuns, mebibytes, seconds
from benchmarks.measuring.rounds import Median
from benchmarks.page.machine import machine, versions

_WHO = {
    "floor": "floor: all columns scanned, one group-by",
    "per_norm": "DuckDB by hand: decoded once, one query per norm",
    "fused": "DuckDB by hand: fused, distinct apart, from Parquet",
    "pandas": "pandas",
    "columnar": "**columnar engine**, form chosen by size",
    "columnar_decoded": "columnar engine, decoded form",
    "columnar_fused": "columnar engine, flat form",
}

_INTRODUCTION = """# Performance

Written by `make bench`, which anyone can run; edit nothing here. {machine} Measured on {day} with {versions}.

Each run is a process of its own: its time from start to end, the processor time and the peak memory of its
whole tree, Parquet in and Parquet out. The runs take turns in rotated order; figures are medians of {runs},
after a round that warms the file cache. Both sides of a ratio come from the same rounds.

The workload (`benchmarks/workload/`) has 10,000 groups with a leader each, about 100,000 members, twenty
weeks of term as of its 136th day, a week of holidays, 400 leaders on leave, blanks in 2 to 5 % of
attributes, and twenty norms of every form: {rows:,} instances at {largest} events. What is held
against the engine (`benchmarks/by_hand/`) computes the same rows of norm, bearer, counterparty, window,
verdict and measure, and is compared with it row by row in every round.

## The bars
"""

_SIZES = """
## By size

“Inside” leaves out the imports; “× floor” compares whole processes.
"""

_CHART = """
## Growth

![Time and memory by the number of events](performance.svg)
"""


def page(
    bars: Sequence[Bar], runs: BulkRuns, rows: Mapping[str, int], profiles: Mapping[str, str], number: int
) -> str:
    """The whole page; `rows` are the instances by size, `profiles` the texts why a bar was missed."""
    largest = list(runs)[-1] if runs else "no"
    lines = [
        _INTRODUCTION.format(
            machine=machine(),
            day=datetime.date.today().isoformat(),
            versions=versions(),
            runs="one run" if number == 1 else f"{number} runs",
            rows=rows.get(largest, 0),
            largest=largest,
        ),
        *table(("", "ours", "held against", "found", "asked", ""), map(_bar, bars)),
        _SIZES,
    ]
    for size, found in runs.items():
        lines += [f"### {size} events\n", *_by_size(size, found, rows), ""]
    lines.append(_CHART)
    lines += _missed(bars, profiles)
    return "\n".join(lines).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterator[Sequence[str]] | map[Sequence[str]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _bar(bar: Bar) -> tuple[str, ...]:
    mark = {True: "met", False: "**missed**", None: "not measured"}[bar.is_met]
    return bar.what, bar.ours, bar.theirs, bar.found, bar.asked, mark


def _by_size(size: str, found: Mapping[str, object], rows: Mapping[str, int]) -> Iterator[str]:
    medians = {name: m for name, m in found.items() if isinstance(m, Median) and name in _WHO}
    floor = medians.get("floor")
    shown = []
    for name, who in _WHO.items():
        if name not in medians:
            continue
        median = medians[name]
        times = "–" if floor is None else f"{median.seconds / floor.seconds:.1f}"
        inside = seconds(median.told("inside"))
        shown.append(
            (who, seconds(median.seconds), inside, seconds(median.cpu), mebibytes(median.peak), times)
        )
    yield f"{rows.get(size, 0):,} instances.\n"
    yield from table(("", "time", "inside", "CPU", "peak", "× floor"), iter(shown))


def _missed(bars: Sequence[Bar], profiles: Mapping[str, str]) -> Iterator[str]:
    """Why each bar was missed that was."""
    missed = [bar for bar in bars if bar.is_met is False]
    if not missed:
        return
    yield "\n## What was missed, and where the time goes\n"
    for bar in missed:
        yield f"- {bar.what}: {bar.found}, asked {bar.asked}"
    for name in dict.fromkeys(bar.profile for bar in missed if bar.profile is not None):
        if name in profiles:
            yield f"\n### {_WHO.get(name, name).replace('**', '')}\n\n{profiles[name]}"
