"""`make agree`: thousands of pairs through all engines, with counts; fails at the first disagreements.

python tests/agreement/agree.py --pairs 10500 --from 0 --processes 2 [--only monitor] [--seed 4711]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from agreement.counting import Tally
from agreement.engines import ENGINES, Check
from agreement.running import Disagreement, compared, made_small, seeded

BATCH = 100
MOST_DISAGREEMENTS = 3


def batch(first: int, end: int, names: tuple[str, ...], brief: bool) -> tuple[Tally, list[str], int]:
    """The counts of the pairs [first, end), the first disagreements made small, and how many there were.

    `brief`: all disagreements in a line each instead.
    """
    tally, found = Tally(), []
    engines = {name: ENGINES[name] for name in names} if names != tuple(ENGINES) else ENGINES
    for seed in range(first, end):
        found += list(compared(seeded(seed), tally, engines, seed))
    texts = [d.line() for d in found] if brief else [_told(d, engines) for d in _first_of_each(found)]
    return tally, texts, len(found)


def _first_of_each(found: list[Disagreement]) -> list[Disagreement]:
    return list({d.engine: d for d in reversed(found)}.values())


def _told(disagreement: Disagreement, engines: Mapping[str, Check]) -> str:
    return made_small(disagreement, engines[disagreement.engine]).text()


def until_first(first: int, end: int, names: tuple[str, ...]) -> int:
    """The pairs one after the other, up to the first on which an engine differs, told in a line."""
    engines = {name: ENGINES[name] for name in names}
    for seed in range(first, end):
        for found in compared(seeded(seed), Tally(), engines, seed):
            print(found.line())
            return 1
    return 0


def main() -> int:
    """Runs the pairs that the command line asks for."""
    options = _options()
    if options.until_first:
        return until_first(options.first, options.first + options.pairs, tuple(options.only or ENGINES))
    start, tally, differing, texts = time.monotonic(), Tally(), 0, []
    end = options.first + options.pairs
    names = tuple(options.only or ENGINES)
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [
            pool.submit(batch, first, min(first + BATCH, end), names, options.brief)
            for first in range(options.first, end, BATCH)
        ]
        for done, job in enumerate(jobs, 1):
            counts, told, count = job.result()
            tally.merge(counts)
            differing += count
            texts += told
            if sys.stderr.isatty():
                print(f"\r{done * BATCH:,} of {options.pairs:,} pairs", end="", file=sys.stderr, flush=True)
            if len(texts) >= MOST_DISAGREEMENTS and not options.brief:
                pool.shutdown(cancel_futures=True)
                break
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(*texts[: None if options.brief else MOST_DISAGREEMENTS], sep="\n")
    print(*tally.lines(), sep="\n")
    print(f"disagreements: {differing}; {time.monotonic() - start:.0f} s in {options.processes} processes")
    return 1 if differing else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_500)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first pair's number")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=list(ENGINES), help="not all engines but these")
    parser.add_argument("--until-first", action="store_true", help="stop where any engine differs")
    parser.add_argument("--brief", action="store_true", help="a line for each disagreement, none made small")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
