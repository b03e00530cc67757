"""One command, measured from outside: wall time, processor time and peak memory of its whole tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

_EVERY = 0.02
"""Seconds between two looks at the tree's memory."""

_REST = 20
"""Looking at large processes takes the kernel long and holds them up: so many times as long passes."""

_PROC = Path("/proc")


class RunFailedError(Exception):
    """A measured command ended with an error; the text is the end of what it printed."""


@attrs.frozen(kw_only=True)
class Run:
    """What one run took. Seconds of wall and processor; bytes at the peak, of the whole tree together.

    `told` is what the command said of itself: a line of JSON, the last that it printed.
    """

    seconds: float
    cpu: float
    peak: int
    told: Mapping[str, object]

    def number(self, name: str) -> float:
        """A number that the command told."""
        return float(str(self.told[name]))


def measured(command: Sequence[str]) -> Run:
    """The run of a command from start to end; raises RunFailedError if it fails."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        # A session of its own, so that the tree is known even where a parent in it has ended.
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        peak, ended, status, usage = _watched(process.pid)
        seconds = ended - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        raise RunFailedError(f"{' '.join(command)}\n{text[-2000:]}")
    told = _told(text)
    own = int(str(told.get("peak", 0)))
    return Run(seconds=seconds, cpu=usage.ru_utime + usage.ru_stime, peak=max(peak, own), told=told)


def _watched(process: int) -> tuple[int, float, int, os.struct_rusage]:  # type: ignore[name-defined]
    """The tree's peak, and when and how the process ended; a thread looks, so that no end is seen late."""
    ended, peaks = threading.Event(), [0]

    def look() -> None:
        while not ended.is_set():
            begun = time.perf_counter()
            peaks.append(_memory_of_tree(process))
            ended.wait(max(_EVERY, _REST * (time.perf_counter() - begun)))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        _, status, usage = os.wait4(process, 0)
        end = time.perf_counter()
    finally:
        ended.set()
        watcher.join()
    return max(peaks), end, status, usage


def _memory_of_tree(session: int) -> int:
    """The memory of the session's processes, what they share counted once (proportional set size)."""
    total = 0
    members = [entry for entry in _PROC.iterdir() if entry.name.isdigit() and _session_of(entry) == session]
    for member in members:
        total += _resident(member) if len(members) == 1 else _proportional(member)
    return total


def _session_of(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return None


def _resident(entry: Path) -> int:
    try:
        return int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _proportional(entry: Path) -> int:
    try:
        lines = (entry / "smaps_rollup").read_text().splitlines()
    except OSError:
        return _resident(entry)
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def own_peak() -> int:
    """The most memory that this process had at once, in bytes; looking from outside may miss it."""
    lines = (_PROC / "self" / "status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def tell(**facts: object) -> None:
    """Say of oneself what `measured` is to keep, as the last line printed."""
    print(json.dumps({"peak": own_peak(), **facts}), flush=True)


def _told(text: str) -> Mapping[str, object]:
    lines = [line for line in text.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


def python(*arguments: str) -> list[str]:
    """A command that runs this Python with the arguments."""
    return [sys.executable, *arguments]
