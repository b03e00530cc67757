"""From which day all the numbers of a norm or a score are known (semantics, 2.8)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import attrs

from dutyrules.checking.policy import Figure, Norm, Score, ScoreFold

EVER = datetime.date.min


def known_from(part: Norm | Score) -> datetime.date:
    """The first day on which every dated number in it has a value; the first of all days if none is dated."""
    return max((figure.settings[0][0] or EVER for figure in _figures(part)), default=EVER)


def score_known_from(score: Score, scores: Mapping[str, Score]) -> datetime.date:
    """As `known_from`, with the scores that it adds up."""
    folded = [item.rule.score for item in score.items if isinstance(item.rule, ScoreFold)]
    parts = [scores[name] for name in folded if name in scores]
    return max([known_from(score), *(score_known_from(part, scores) for part in parts)])


def _figures(node: object) -> Iterator[Figure]:
    """Every figure in what the checker made, wherever it stands."""
    kind = type(node)
    if isinstance(node, Figure):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _figures(value)
    elif isinstance(node, tuple):
        for value in node:
            yield from _figures(value)
    elif attrs.has(kind):
        for field in attrs.fields(kind):
            yield from _figures(getattr(node, field.name))
