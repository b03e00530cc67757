"""`make faults`: faults put into one engine at a time, and which comparison tells on each.

Every fault is a small change of one file, made in a copy of the package. The agreement run is then asked
about pairs until an engine differs; a fault that nothing tells on fails the run. A change whose text is not
found in its file fails, too, so that no fault is lost when an engine is rewritten. Last the same comparisons
are run without any fault, over all the pairs that told on one: they must not differ.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
AGREE = Path(__file__).with_name("agree.py")
PAIRS = 600
AT_ONCE = 2


@attrs.frozen(kw_only=True)
class Fault:
    """In `file` of the package `old` is read as `new`; `asked` are the comparisons that are run."""

    name: str
    file: str
    old: str
    new: str
    asked: tuple[str, ...]


FAULTS = (
    Fault(
        name="reference: a window holds the instant of its end",
        file="engines/reference/finder.py",
        old="if start <= event.when < end]",
        new="if start <= event.when <= end]",
        asked=("monitor",),
    ),
    Fault(
        name="SQL engines: the verdict takes > for >=",
        file="plan/verdict_rule.py",
        old='return f"coalesce({columns[left]} {sign} {other}, FALSE)"',
        new="return f\"coalesce({columns[left]} {sign.replace('>=', '>')} {other}, FALSE)\"",
        asked=("columnar",),
    ),
    Fault(
        name="readers: rows that repeat an id are not dropped",
        file="records/settle.py",
        old="self.live = [row for row in self.live if row not in dropped]",
        new="self.live = list(self.live)",
        asked=("reference, rows in another order",),
    ),
    Fault(
        name="columnar: a missing amount counts as zero",
        file="engines/columnar/counting.py",
        old="amount = columns.of(norm.summed) if",
        new='amount = f"coalesce({columns.of(norm.summed)}, 0)" if',
        asked=("columnar",),
    ),
    Fault(
        name="monitor: an event is of the day in UTC, not at the school",
        file="engines/monitor/events.py",
        old="self.calendar.day_of(t).toordinal(),",
        new="719_163 + t // 86_400_000_000,",
        asked=("monitor, fed",),
    ),
    Fault(
        name="columnar: what would do instead is not asked for",
        file="engines/columnar/counting.py",
        old="if not norm.rungs or not short:",
        new="if norm.rungs or not short:",
        asked=("columnar",),
    ),
    Fault(
        name="columnar: the evidence of quotas is out of order",
        file="engines/columnar/counting.py",
        old="list(seq ORDER BY seq) FILTER (code = 0) AS evidence",
        new="list(seq ORDER BY seq % 7, seq) FILTER (code = 0) AS evidence",
        asked=("columnar",),
    ),
    Fault(
        name="monitor: an event that comes late is not taken in",
        file="engines/monitor/monitor.py",
        old="self._put_late(after, why)",
        new="pass",
        asked=("monitor, fed",),
    ),
    Fault(
        name="monitor: a checkpoint forgets what the log is complete for",
        file="engines/monitor/monitor.py",
        old="complete=self._complete,\n",
        new="complete={},\n",
        asked=("monitor, fed",),
    ),
    Fault(
        name="tally: whoever leaves counts on the day they leave",
        file="engines/monitor/takers.py",
        old="if first <= day < end and (unit == home",
        new="if first <= day <= end and (unit == home",
        asked=("monitor, tallied",),
    ),
    Fault(
        name="columnar: a log is taken to be complete",
        file="engines/columnar/store.py",
        old="return min([self.world.as_of, *through]) if len(through) == len(known) else None",
        new="return self.world.as_of",
        asked=("columnar",),
    ),
    Fault(
        name="files: who leaves in mid-window owes for a day too many",
        file="engines/columnar/bulk/grid.py",
        old="least, division = divided(asked, window.first_day, days, of_days)",
        new="least, division = divided(asked, window.first_day, days + 1, of_days)",
        asked=("files, fused",),
    ),
    Fault(
        name="files: who held a role to a day holds it on that day",
        file="engines/columnar/bulk/sources.py",
        old="e.day >= p.since AND e.day < p.until",
        new="e.day >= p.since AND e.day <= p.until",
        asked=("files, decoded",),
    ),
    Fault(
        name="sharded: what was looked at in vain keeps the shard's numbers",
        file="engines/columnar/cluster/merge.py",
        old="rejected=tuple(attrs.evolve(r, event=rows[r.event]) for r in outcome.rejected),",
        new="",
        asked=("sharded",),
    ),
)


@attrs.frozen
class Told:
    """What came of a fault: the first comparison that differs, None if nothing does."""

    fault: Fault
    line: str | None
    seconds: float

    @property
    def seed(self) -> int:
        """The number of the pair that told."""
        found = re.search(r"seed (\d+)", self.line or "")
        return int(found[1]) if found else 0


def told_on(fault: Fault, pairs: int = PAIRS) -> Told:
    """Asks over a copy of the package with the fault in it. Errors: ValueError if its text is not there."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        line = _first_difference(_faulty(fault, Path(folder)), fault.asked, pairs)
    return Told(fault, line, time.monotonic() - begun)


def _first_difference(package: Path, asked: Sequence[str], pairs: int) -> str | None:
    """What the agreement run says of the package in that folder; None if nothing differs."""
    run = subprocess.run(
        [sys.executable, str(AGREE), "--until-first", "--pairs", str(pairs), "--only", *asked],
        env=os.environ | {"PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode not in (0, 1) or run.stderr:
        raise RuntimeError(run.stderr)
    return run.stdout.strip() or None


def _faulty(fault: Fault, folder: Path) -> Path:
    """The folder to import the faulty package from, with the grammar and the policies beside it."""
    package = folder / "src" / "dutyrules"
    shutil.copytree(ROOT / "src" / "dutyrules", package, ignore=shutil.ignore_patterns("__pycache__"))
    for shared in ("grammar", "policies"):
        (folder / shared).symlink_to(ROOT / shared)
    path = package / fault.file
    text = path.read_text(encoding="utf-8")
    if fault.old not in text:
        raise ValueError(f"{fault.file} has no {fault.old!r}; say anew where the fault goes: {fault.name}")
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return package.parent


def main() -> int:
    """Tries all faults; the number of those that nothing told on, or that all would have, is the status."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(told_on, FAULTS))
    for each in found:
        print(f"{'caught' if each.line else 'MISSED'} in {each.seconds:.0f} s  {each.fault.name}")
        print(f"    {(each.line or 'no comparison differs').splitlines()[0][:160]}")
    missed = sum(each.line is None for each in found)
    asked = list(dict.fromkeys(name for fault in FAULTS for name in fault.asked))
    without = _first_difference(ROOT / "src", asked, 1 + max(each.seed for each in found))
    print(f"without any fault: {without or 'no comparison differs'}")
    print(f"{len(found)} faults, {missed} missed")
    return missed + (without is not None)


if __name__ == "__main__":
    sys.exit(main())
