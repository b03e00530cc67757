"""Every engine gives the reference's answers: over numbered pairs, and over pairs that Hypothesis chooses."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from agreement.counting import Tally
from agreement.engines import ENGINES
from agreement.pairs import Pair, pairs
from agreement.running import Disagreement, compared, made_small, seeded
from hypothesis import HealthCheck, Phase, assume, given, settings

BATCH = 60
BATCHES = 5
CHOSEN = 40
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def told(differing: Iterable[Disagreement]) -> str:
    """The first disagreement of each engine, over as little as shows it."""
    first = {d.engine: d for d in reversed(list(differing))}
    return "\n\n".join(made_small(d, ENGINES[d.engine]).text() for d in first.values())


@pytest.mark.parametrize("batch", range(BATCHES))
def test_engines_agree(batch: int) -> None:
    """Verdict, measure, margin, evidence, rejected rows and scores of every instance are the same."""
    tally = Tally()
    numbers = range(batch * BATCH, (batch + 1) * BATCH)
    differing = [d for n in numbers for d in compared(seeded(n), tally, seed=n)]
    assert "" == told(differing)
    assert tally.pairs > BATCH * 0.9


@settings(
    max_examples=CHOSEN,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=SLOW,
    phases=[Phase.generate],  # a pair is made smaller by leaving out its parts, not by choosing otherwise
)
@given(pairs())
def test_engines_agree_at_the_ends_of_every_choice(pair: Pair) -> None:
    """Hypothesis chooses the first and the last of everything more often than chance does."""
    tally = Tally()
    differing = list(compared(pair, tally))
    assume(tally.pairs)
    assert "" == told(differing)
