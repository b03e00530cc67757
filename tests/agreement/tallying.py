"""The tally: its answers are the reference's without evidence, which it does not keep."""

from __future__ import annotations

import random
from collections.abc import Iterable

import attrs
from agreement.comparing import Difference, differences, named
from agreement.pairs import Pair

from dutyrules.engines.choice import Outcomes
from dutyrules.engines.monitor.coding import T, coded_rows, coding_of
from dutyrules.engines.monitor.tally import Tally
from dutyrules.engines.outcome import Outcome


def tallied(pair: Pair, expected: Outcomes) -> list[Difference]:
    """In what a tally that is fed the pair's rows in any order differs."""
    policy, world = pair.policy, pair.world
    tally = Tally(policy, world.school, world.term, coding_of(world.log))
    rows = [row for row in coded_rows(world.log) if row[T] is not None and row[T] < world.as_of]
    random.Random(len(rows)).shuffle(rows)  # noqa: S311 - nothing here is secret
    tally.feed(rows)
    through = {name: world.log.complete_through(name) for name in policy.vocabulary.events}
    found = tally.outcomes(world.as_of, {name: t for name, t in through.items() if t is not None})
    nothing_scored = attrs.evolve(pair.plan, scores=())
    return differences(nothing_scored, (_bare(expected[0]), ()), (_bare(found), ()))


def _bare(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    bare = (attrs.evolve(outcome, evidence=(), rejected=()) for outcome in outcomes)
    return tuple(sorted(bare, key=lambda outcome: named(outcome.obligation)))
