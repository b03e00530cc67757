"""From a keystroke to the diagnostics, in a process that knows the file already, as an editor's server does.

`python -m benchmarks.start_up.keystrokes FILE`: types a digit into one norm after the other and asks for the
diagnostics of the whole file each time.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path

from benchmarks.measuring.process import tell
from dutyrules.checking.draft import Draft

_KEYSTROKES = 31


def seconds_each(path: Path, keystrokes: int) -> list[float]:
    """How long each keystroke took, the first few, which warm up, left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [place for place, line in enumerate(lines) if "：" in line and "1" in line.split("：", 1)[1]]
    draft = Draft(path)
    draft.check("\n".join(lines))
    gc.collect()
    found = []
    for number in range(keystrokes + 3):
        place = numbered[number * 7 % len(numbered)]
        label, _, rest = lines[place].partition("：")
        lines[place] = f"{label}：{rest.replace('1', '12', 1)}"
        text = "\n".join(lines)
        begun = time.perf_counter()
        draft.check(text)
        found.append(time.perf_counter() - begun)
    return found[3:]


if __name__ == "__main__":
    times = seconds_each(Path(sys.argv[1]), _KEYSTROKES)
    tell(median=statistics.median(times), worst=max(times))
