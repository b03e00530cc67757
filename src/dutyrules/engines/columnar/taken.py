"""Events that a norm kept apart has taken (semantics, 5.18)."""

from __future__ import annotations

from dutyrules.engines.columnar.answers import CODE_OF
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.outcome import Cause


def unless_taken(store: Store, answer: str, taken: frozenset[int]) -> str:
    """The answer, with the events that are counted elsewhere rejected before any test is asked."""
    if not taken:
        return answer
    table = store.load("taken", {"seq": sorted(taken)})
    elsewhere = CODE_OF[Cause.COUNTED_ELSEWHERE]
    return f"CASE WHEN seq IN (SELECT t.seq FROM {table} t) THEN {elsewhere} ELSE {answer} END"
