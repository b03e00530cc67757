"""The monitor's answers are the reference's, outcome by outcome, whatever the world."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest
from duty_world import World, events, policy, school
from golden_cases import Case, cases
from hypothesis import given
from monitor_questions import Asked, asked, log_of_rows
from properties.laws_world import Row, as_of_days, logs, worlds

from dutyrules.engines.monitor import engine as monitor
from dutyrules.engines.reference import engine as reference

GOLDEN = tuple(cases(Path(__file__).parents[1] / "golden"))


def assert_same(question: Asked) -> None:
    """Both engines give equal outcomes in the same order."""
    expected = reference.evaluate(question.plan, question.policy, question.world)
    found = monitor.evaluate(question.plan, question.policy, question.world)
    assert [] == [(e, f) for e, f in zip(expected[0], found[0], strict=True) if e != f]
    assert [] == [(e, f) for e, f in zip(expected[1], found[1], strict=True) if e != f]


@pytest.mark.parametrize("case", GOLDEN, ids=str)
def test_a_golden_case_comes_out_the_same(case: Case) -> None:
    """Every case of the semantics, as of each of its instants."""
    world = World(school=school(case.roster, case.calendar, case.waivers), policies=(policy(case.policy),))
    log = log_of_rows(world, events(case.events))
    for expected in case.expected:
        for question in asked(world, log, expected.as_of, expected.complete, expected.term):
            assert_same(question)


@given(worlds(), logs, as_of_days)
def test_a_complete_log_comes_out_the_same(world: World, rows: Sequence[Row], as_of: datetime.date) -> None:
    """The policy with nearly every construct, over a log that is complete."""
    for question in asked(world, log_of_rows(world, rows), as_of, [("", as_of)]):
        assert_same(question)


@given(worlds(), logs, as_of_days, as_of_days)
def test_an_incomplete_log_comes_out_the_same(
    world: World, rows: Sequence[Row], as_of: datetime.date, through: datetime.date
) -> None:
    """The same, over a log that is complete for two event types and to some other day."""
    complete = [("research_activity", through), ("plan", as_of)]
    for question in asked(world, log_of_rows(world, rows), as_of, complete):
        assert_same(question)
