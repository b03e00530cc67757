"""The bars of speed, each with both of its sides."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import attrs

from benchmarks.measuring.rounds import Median

BulkRuns = Mapping[str, Mapping[str, Median]]
"""Medians by size (`10M`) and by who ran."""

MAIN = "10M"
FLAT = "columnar_fused"
BY_HAND = ("per_norm", "fused")


@attrs.frozen(kw_only=True)
class Bar:
    """One row: what is compared, our side, the other side, what comes of it, and what was asked.

    `is_met` None: not measured, for the reason in `found`. `profile` names the run whose profile tells why
    it was missed.
    """

    what: str
    ours: str = "–"
    theirs: str = "–"
    found: str
    asked: str
    is_met: bool | None
    profile: str | None = None


def missing(what: str, asked: str, why: str) -> Bar:
    """A row that was not measured."""
    return Bar(what=what, found=why, asked=asked, is_met=None)


def seconds(value: float) -> str:
    """`3.65 s`, `240 ms`."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def mebibytes(value: float) -> str:
    """`227 MiB`."""
    return f"{value / 2**20:,.0f} MiB"


def _size(runs: BulkRuns) -> str | None:
    """Ten million events, or else the largest that was run."""
    return MAIN if MAIN in runs else (list(runs)[-1] if runs else None)


def bulk_bars(runs: BulkRuns) -> Iterator[Bar]:
    """The columnar engine against SQL by hand, the floor and pandas, and its growth."""
    size = _size(runs)
    found = {} if size is None else runs[size]
    at = f"{size} events, 20 norms"
    hands = [found[name] for name in BY_HAND if name in found]
    ours, flat = found.get("columnar"), found.get(FLAT)
    if ours is None or flat is None or not hands:
        yield missing("columnar engine against SQL by hand", "≤ 1.15 ×", "a side is missing")
        return
    hand = min(hands, key=lambda m: m.seconds)
    yield ratio(
        f"time, {at}: columnar / faster form by hand", ours.seconds, hand.seconds, 1.15, profile="columnar"
    )
    yield ratio(f"memory, {at}: columnar / faster form by hand", ours.peak, hand.peak, 1.15, memory=True)
    if "floor" in found:
        yield ratio(
            f"time, {at}: columnar / floor", ours.seconds, found["floor"].seconds, 3, profile="columnar"
        )
    yield from _against_pandas(at, ours, flat, found.get("pandas"))
    yield from _growth(runs)


def _against_pandas(at: str, ours: Median, flat: Median, pandas: Median | None) -> Iterator[Bar]:
    if pandas is None:
        yield missing(f"{at}: columnar / pandas", "≥ 4 × faster", "pandas was not run")
        return
    yield ratio(f"time, {at}: columnar / pandas", ours.seconds, pandas.seconds, 1 / 4, profile="columnar")
    yield ratio(f"memory, {at}: columnar / pandas", ours.peak, pandas.peak, 2 / 5, memory=True)
    yield ratio(f"memory, {at}: columnar, flat form / pandas", flat.peak, pandas.peak, 1 / 5, memory=True)


def _growth(runs: BulkRuns) -> Iterator[Bar]:
    """From each size to the next: time at most in proportion, and memory at most doubled from 10M to 50M."""
    flat = {size: found[FLAT] for size, found in runs.items() if FLAT in found}
    sizes = list(flat)
    for small, large in itertools.pairwise(sizes):
        times = events(large) / events(small)
        yield ratio(
            f"time, flat form: {large} / {small} events", flat[large].seconds, flat[small].seconds, times
        )
    if MAIN in flat and "50M" in flat:
        yield ratio(
            "memory, flat form: 50M / 10M events",
            flat["50M"].peak,
            flat[MAIN].peak,
            2,
            memory=True,
            profile=FLAT,
        )
    else:
        yield missing("memory, flat form: 50M / 10M events", "≤ 2 ×", "needs both sizes: SIZES='1M 10M 50M'")


def events(size: str) -> int:
    """The number of events that a size's name stands for."""
    factor = {"M": 1_000_000, "k": 1_000}.get(size[-1], 1)
    return int(size.rstrip("Mk")) * factor


def ratio(
    what: str, ours: float, theirs: float, most: float, *, memory: bool = False, profile: str | None = None
) -> Bar:
    """Ours over theirs, at most so much."""
    shown = mebibytes if memory else seconds
    found = ours / theirs
    asked = f"≤ {most:.3g} ×" if most >= 1 else f"≤ 1/{1 / most:.3g}"
    return Bar(
        what=what,
        ours=shown(ours),
        theirs=shown(theirs),
        found=f"{found:.2f} ×",
        asked=asked,
        is_met=found <= most,
        profile=profile,
    )


def at_most(what: str, found: float, most: float, *, beside: str = "–", profile: str | None = None) -> Bar:
    """A time in seconds, at most so much."""
    return Bar(
        what=what,
        ours=seconds(found),
        theirs=beside,
        found=seconds(found),
        asked=f"≤ {seconds(most)}",
        is_met=found <= most,
        profile=profile,
    )
