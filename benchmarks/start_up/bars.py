"""The bars of what a person waits for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars import Bar, at_most, missing, seconds
from benchmarks.measuring.process import python
from benchmarks.measuring.rounds import Median, in_turn
from benchmarks.start_up.large_policy import large_policy

_AUDIT, _CHECK, _IMPORT, _BARE, _KEYS = "audit", "check", "import", "bare interpreter", "keystrokes"
_ROUNDS = 3
"""So many times the runs of the others: these are short, and noise weighs more."""


def commands(folder: Path, root: Path) -> dict[str, list[str]]:
    """What is run, by name; writes the policies that it needs into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    large, edited = folder / "large.duty", folder / "edited.duty"
    large.write_text(large_policy(2_000), encoding="utf-8")
    edited.write_text(large_policy(500), encoding="utf-8")
    school = root / "examples" / "lantian"
    cli = str(Path(sys.executable).with_name("dutyrules"))
    policies = ["002-14", "001-01", "004-04"]
    return {
        _AUDIT: [
            cli, "audit", *policies, "--school", str(school), "--log", str(school / "log.xlsx"),
            "--fail-on", "never",
        ],
        _CHECK: [cli, "check", str(large)],
        _IMPORT: python("-c", "import dutyrules"),
        _BARE: python("-c", "pass"),
        _KEYS: python("-m", "benchmarks.start_up.keystrokes", str(edited)),
    }  # fmt: skip


def start_up(folder: Path, root: Path, runs: int) -> list[Bar]:
    """The rows of these bars, measured."""
    return list(_bars(in_turn(commands(folder, root), runs * _ROUNDS)))


def _bars(found: dict[str, Median]) -> Iterator[Bar]:
    yield _whole(found, _AUDIT, "audit of the example school (15,000 events, 3 policies), whole process", 1.5)
    if _IMPORT in found and _BARE in found:
        bare, whole = found[_BARE].seconds, found[_IMPORT].seconds
        what = "`import dutyrules` over a bare interpreter"
        beside = f"{seconds(whole)} − {seconds(bare)}"
        yield at_most(what, whole - bare, 0.060, beside=beside, profile=_IMPORT)
    yield _whole(found, _CHECK, "`dutyrules check` of 2,000 norms, whole process", 1.0)
    what = "keystroke to diagnostics at 500 norms"
    if _KEYS in found:
        worst = f"worst {seconds(found[_KEYS].told('worst'))}"
        yield at_most(what, found[_KEYS].told("median"), 0.050, beside=worst, profile=_KEYS)
    else:
        yield missing(what, "≤ 50 ms", "the run failed")


def _whole(found: dict[str, Median], name: str, what: str, most: float) -> Bar:
    if name not in found:
        return missing(what, f"≤ {seconds(most)}", "the run failed")
    return at_most(what, found[name].seconds, most, profile=name)
