"""Did you mean: near names across languages and scripts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from dutyrules.syntax.folding import fold

_NEAR = 0.6


def nearest(written: str, names: Iterable[str]) -> str | None:
    """The one of `names` that `written` most likely stands for, or None.

    A name in the other script is as near as can be; otherwise the share of common characters
    decides. A containing or contained name of two characters or more is near too.

    >>> nearest("備課組活動", ["听课", "备课组活动"])
    '备课组活动'
    """
    wanted = fold(written)
    best: tuple[float, str] | None = None
    for name in sorted(set(names)):
        candidate = fold(name)
        score = 1.0 if candidate == wanted else difflib.SequenceMatcher(None, wanted, candidate).ratio()
        if len(candidate) > 1 and len(wanted) > 1 and (candidate in wanted or wanted in candidate):
            score = max(score, 0.65)
        if score >= _NEAR and (best is None or score > best[0]):
            best = (score, name)
    return None if best is None else best[1]
