"""A tally's answers are the reference's, without evidence, whatever the world."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest
from duty_world import World, events, policy, school
from golden_cases import Case, cases
from hypothesis import given
from hypothesis import strategies as st
from monitor_questions import Asked, asked, log_of_rows
from properties.laws_world import Row, as_of_days, logs, worlds
from sharded_worlds import example

from dutyrules.engines.monitor.coding import T, coded_rows, coding_of
from dutyrules.engines.monitor.tally import Tally
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference import engine as reference
from dutyrules.plan.planner import plan_policy

GOLDEN = tuple(cases(Path(__file__).parents[1] / "golden"))


def bare(outcomes: Sequence[Outcome]) -> Counter[str]:
    """The outcomes without what a tally does not keep, in no order."""
    return Counter(repr(attrs.evolve(o, evidence=(), rejected=())) for o in outcomes)


def assert_same(question: Asked, order: Sequence[int] | None = None) -> Tally:
    """Fed the rows in that order, the tally gives the reference's verdicts and measures."""
    world = question.world
    tally = Tally(question.policy, world.school, world.term, coding_of(world.log))
    rows = [row for row in coded_rows(world.log) if row[T] is not None and row[T] < world.as_of]
    tally.feed(rows if order is None else [rows[place] for place in order if place < len(rows)])
    through = {name: world.log.complete_through(name) for name in question.policy.vocabulary.events}
    complete = {name: instant for name, instant in through.items() if instant is not None}
    expected, _ = reference.evaluate(question.plan, question.policy, world)
    found = list(tally.outcomes(world.as_of, complete))
    assert bare(expected) - bare(found) == Counter() == bare(found) - bare(expected)
    return tally


@pytest.mark.parametrize("case", GOLDEN, ids=str)
def test_a_golden_case_comes_out_the_same(case: Case) -> None:
    """Every case of the semantics, as of each of its instants."""
    world = World(school=school(case.roster, case.calendar, case.waivers), policies=(policy(case.policy),))
    log = log_of_rows(world, events(case.events))
    for expected in case.expected:
        for question in asked(world, log, expected.as_of, expected.complete, expected.term):
            assert_same(question)


@given(worlds(), logs, as_of_days, as_of_days, st.randoms(use_true_random=False))
def test_any_world_comes_out_the_same_in_any_order(
    world: World,
    rows: Sequence[Row],
    as_of: datetime.date,
    through: datetime.date,
    random: st.DataObject,
) -> None:
    """The policy with nearly every construct, complete for two types only, its rows in any order."""
    order = list(range(len(rows)))
    random.shuffle(order)
    complete = [("research_activity", through), ("plan", as_of)]
    for question in asked(world, log_of_rows(world, rows), as_of, complete):
        assert_same(question, order)


def test_most_norms_of_the_example_school_are_counted() -> None:
    """Three real policies over a real term: most norms keep no rows."""
    policies, world = example()
    tallies = [
        assert_same(Asked(plan=plan_policy(p, world.school, world.term), policy=p, world=world))
        for p in policies
    ]
    assert sum(len(t.counted) for t in tallies) >= 10
