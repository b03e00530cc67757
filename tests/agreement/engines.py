"""Every way to an answer that must be the reference's: a table, in which a missing one is an error."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import attrs
from agreement.comparing import Difference, differences
from agreement.feeding import fed
from agreement.filing import filed
from agreement.pairs import Pair
from agreement.tallying import tallied

from dutyrules.engines.choice import Engine, Outcomes, evaluator
from dutyrules.engines.columnar.bulk.settings import Form
from dutyrules.engines.columnar.cluster.local import evaluate as evaluate_in_shards
from dutyrules.engines.world import World

Check = Callable[[Pair, Outcomes], list[Difference]]
"""In what an engine's answers to a pair differ from the reference's, which are given."""

SHARDS = 3


def reference(pair: Pair) -> Outcomes:
    """What the pair comes to, by definition."""
    return _answered(Engine.REFERENCE, pair, pair.world)


def _answered(engine: Engine, pair: Pair, world: World) -> Outcomes:
    return evaluator(engine)(pair.plan, pair.policy, world)


def _compared(answer: Callable[[Pair], Outcomes]) -> Check:
    return lambda pair, expected: differences(pair.plan, expected, answer(pair))


def _whole(engine: Engine) -> Check:
    """The engine over the whole log at once."""
    return _compared(lambda pair: _answered(engine, pair, pair.world))


def _sharded(kernel: Engine) -> Check:
    """The engine over shards of bearers, one after the other, and their answers merged."""
    return _compared(
        lambda pair: evaluate_in_shards(
            pair.plan, pair.policy, pair.world, shards=SHARDS, kernel=evaluator(kernel)
        )
    )


def _shuffled(pair: Pair) -> Outcomes:
    """The reference over the same rows in another order, a third of them written twice.

    Of several unlike rows with one id the first counts, so such rows keep their order.
    """
    order = random.Random(len(pair.rows))  # noqa: S311 - nothing here is secret
    by_id: dict[str, list[Mapping[str, str]]] = {}
    for row in pair.rows:
        by_id.setdefault(row["id"], []).append(row)
    names = [row["id"] for row in pair.rows]
    order.shuffle(names)
    rows = [by_id[name].pop(0) for name in names]
    again = [row for row in rows if not row.get("corrects") and order.random() < 1 / 3]
    other = attrs.evolve(pair, rows=(*rows, *again))
    return _answered(Engine.REFERENCE, pair, attrs.evolve(pair.world, log=other.log))


ENGINES: Mapping[str, Check] = {
    "reference, rows in another order": _compared(_shuffled),
    "monitor": _whole(Engine.MONITOR),
    "monitor, fed": fed,
    "monitor, tallied": tallied,
    "columnar": _whole(Engine.COLUMNAR),
    "sharded": _sharded(Engine.REFERENCE),
    "sharded, columnar": _sharded(Engine.COLUMNAR),
    "files, decoded": filed(Form.DECODED),
    "files, fused": filed(Form.FUSED),
}
"""Each way to an answer that must be the reference's."""

SLOW = ("sharded, columnar", "files, decoded", "files, fused")
"""Those that start several databases, or write files, for each pair."""

SELDOM = 4
"""They are asked about one numbered pair in so many, and about every pair if they are asked for by name."""
