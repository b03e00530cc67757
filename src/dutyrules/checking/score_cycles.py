"""Scores that would have to be known before they are worked out."""

from __future__ import annotations

from collections.abc import Mapping

from dutyrules.checking.scope import Scope
from dutyrules.checking.scores import ScoreParts
from dutyrules.syntax import tree


def check_cycles(scope: Scope, scores: Mapping[str, ScoreParts]) -> bool:
    """True if no score is part of itself; each that is is reported where it is summed."""
    sums = {
        name: [item.rule.score for item, _ in parts.items if isinstance(item.rule, tree.FoldOfScore)]
        for name, parts in scores.items()
    }
    cyclic = {(name, part) for name, parts in sums.items() for part in parts if _leads(part.text, name, sums)}
    for name, parts in scores.items():
        for item, _ in parts.items:
            if isinstance(item.rule, tree.FoldOfScore) and (name, item.rule.score) in cyclic:
                scope.read(item, _report, item.rule.score, name)
    return not cyclic


def _report(scope: Scope, _: tree.Item, part: tree.Name, name: str) -> None:
    scope.report("score-cycle", part.span, found=name)


def _leads(start: str, goal: str, sums: Mapping[str, list[tree.Name]]) -> bool:
    """True if `goal` is a part of `start`, at any depth."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        name = ahead.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            ahead += [part.text for part in sums.get(name, ())]
    return False
