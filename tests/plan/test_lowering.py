"""A checked policy to operators: every kind of norm, in every scope, and all that scores look up."""

from pathlib import Path
from typing import get_args

import pytest
from duty_world import TERM, school
from hypothesis import given
from plan.programs import SHIPPED, branch, pair_of, program, rich_policy, seeds, shipped

from dutyrules.checking.policy import CheckedPolicy, Norm
from dutyrules.findings.model import Modality
from dutyrules.plan.invariants import broken
from dutyrules.plan.lowering import lower
from dutyrules.plan.obligations import Plan, Scope
from dutyrules.plan.operators import MeasureKind
from dutyrules.plan.planner import plan_policy

KINDS = [
    ("each month, leader must hold at least 2 research_activity", MeasureKind.COUNT, Scope.PERSON),
    ("each week, leader must hold at least 1 research_activity", MeasureKind.COUNT, Scope.POST),
    ("each week, research_group must hold at least 2 research_activity", MeasureKind.COUNT, Scope.UNIT),
    ("each month, leader must hold at least 60 minutes of research_activity", MeasureKind.SUM, Scope.PERSON),
    ("on the day of each plan, leader must hand_in at least 1 record_form", MeasureKind.COUNT, Scope.PERSON),
    ("each term, leader must give support_talk of at least 9% of member", MeasureKind.PEOPLE, Scope.POST),
    ("each term, at least 50% of member must hold research_activity", MeasureKind.PEOPLE, Scope.PERSON),
    ("each month, leader must hold research_activity, at most 9 days apart", MeasureKind.GAP, Scope.POST),
    ("each month, each plan with the same scope must agree on scope", MeasureKind.VALUES, Scope.UNIT),
    ("each month, each scope must go in order through plan, summary", MeasureKind.STEPS, Scope.UNIT),
    ("each month, research_group must have at least 2 member", MeasureKind.HOLDERS, None),
    ("each research_activity must record place", MeasureKind.EACH, None),
    ('each month, attested by subject_head, "tidy"', MeasureKind.ATTESTED, None),
    ('each month, rated by subject_head, out of 10 points, "work"', MeasureKind.RATED, None),
]  # fmt: skip


def told(policy: CheckedPolicy, plan: Plan) -> list[tuple[Norm, Scope]]:
    """The norms of the plan's obligations that no branch is for, with whose doing counts for them."""
    known = {(b.norm, b.measure.key) for b in lower(policy).branches if b.rung == 0}
    anybody = {norm for norm, key in known if key is None}
    # By its actors a share is of the people reached, whoever the bearer is.
    anybody |= {b.norm for b in lower(policy).branches if b.measure.kind is MeasureKind.PEOPLE}
    owed = {(o.norm, o.scope) for o in (*plan.obligations, *plan.measured)}
    return [(norm, scope) for norm, scope in owed if (norm, scope) not in known and norm not in anybody]


# Every construct -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "kind", "key"), KINDS)
def test_a_sentence_has_its_measure(sentence: str, kind: MeasureKind, key: Scope | None) -> None:
    """What is made of the events follows from the sentence, and so does whose events they are."""
    measure = branch(f"only: {sentence}.").measure
    assert (kind, key) == (measure.kind, measure.key)


def test_every_measure_has_a_sentence() -> None:
    """No kind of measure is left out above."""
    assert set(MeasureKind) == {kind for _, kind, _ in KINDS}


def test_every_kind_of_norm_is_lowered() -> None:
    """A policy that says nearly everything has a branch for each kind of norm, in the order of the norms."""
    policy = rich_policy()
    found = [b for b in lower(policy).branches if b.score is None and b.rung == 0]
    assert set(get_args(Norm)) == {type(b.norm) for b in found}
    assert [norm.label for norm in policy.norms] == list(dict.fromkeys(b.label for b in found))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_policies_keep_the_invariants(path: Path) -> None:
    """Every policy that is shipped becomes a program of which every invariant holds."""
    assert () == broken(lower(shipped(path)))


# Scopes, rungs and bounds --------------------------------------------------------------------------


def test_a_dated_number_may_change_whose_doing_counts() -> None:
    """One a month is owed by the post, and from the day on which it is three, by each person."""
    text = (
        "parameter wanted = 1 from 2026-09-01, 3 from 2026-10-01.\n"
        "raised: each month, leader must hold at least wanted research_activity."
    )
    assert [Scope.POST, Scope.PERSON] == [b.measure.key for b in program(text).branches]


def test_a_rung_counts_its_own_events_in_the_grid_of_the_norm() -> None:
    """The second rung has its event and bound, no tests and no sum, and the windows of the first."""
    first, second = program(
        "instead: each month, leader must hold at least 60 minutes of research_activity, "
        "with topic is present, failing that hold at least 1 theory_study."
    ).branches
    assert (0, 1) == (first.rung, second.rung)
    assert first.grid == second.grid
    assert (MeasureKind.COUNT, (), "theory_study") == (
        second.measure.kind,
        second.measure.where[0].tests,
        second.measure.where[0].rows.event.term.id,
    )


def test_an_order_is_all_its_steps_and_an_agreement_one_value() -> None:
    """Both have a bound, though none is written."""
    order = branch("order: each month, each scope must go in order through plan, summary.")
    agreement = branch("same: each month, each plan with the same scope must agree on scope.")
    assert order.judge.limit is not None
    assert order.judge.limit.low is not None
    assert agreement.judge.limit is not None
    assert agreement.judge.limit.high is not None
    assert (2, 1) == (order.judge.limit.low.settings[0][1], agreement.judge.limit.high.settings[0][1])


def test_a_response_reads_its_trigger_and_what_ends_it() -> None:
    """The tests on the trigger open the window, and the closing events may end it."""
    grid = branch(
        "sittings: between each research_activity (duration at least 40 minutes) and plan, "
        "leader must hand_in at least 1 record_form."
    ).grid
    assert grid.only is not None
    assert grid.until is not None
    assert ("research_activity", 1, "plan") == (
        grid.only.rows.event.term.id,
        len(grid.only.tests),
        grid.until.event.term.id,
    )


def test_a_rank_reads_the_events_of_the_peers() -> None:
    """The events by which units are ranked are a table of the grid."""
    ranked = branch(
        "ranked: each month, where research_group is among the lowest 1 by mean of sign_in of "
        "research_activity, leader must hold at least 1 theory_study."
    ).grid.ranked
    assert ["research_activity"] == [r.rows.event.term.id for r in ranked]


# Scores --------------------------------------------------------------------------------------------


def test_what_a_score_looks_up_has_branches_of_its_own() -> None:
    """Rated, attested, counted and summed items, vetoes, shifts, and what may yet open instances."""
    found = [b for b in lower(rich_policy()).branches if b.score == "monthly"]
    kinds = {MeasureKind.RATED, MeasureKind.ATTESTED, MeasureKind.COUNT, MeasureKind.SUM}
    assert kinds == {b.measure.kind for b in found}
    assert {"neglect", "outcry", "award", "fall"} == {
        b.label for b in found if b.judge.modality is Modality.MUST_NOT
    }


def test_a_veto_that_lasts_reaches_back() -> None:
    """Only the veto that bears on later windows says so."""
    found = [b for b in lower(rich_policy()).branches if b.grid.lasts is not None]
    assert ["outcry"] == [b.label for b in found]


def test_every_obligation_has_a_branch() -> None:
    """What the planner plans in a school, a branch is for, with whose doing counts."""
    policy, own = rich_policy(), school()
    assert [] == told(policy, plan_policy(policy, own, own.calendar.term(TERM)))


@given(seed=seeds)
def test_every_obligation_of_any_policy_has_a_branch(seed: int) -> None:
    """So it is whatever the policy says, and every invariant holds of its program."""
    pair = pair_of(seed)
    assert [] == told(pair.policy, pair.plan)
    assert () == broken(lower(pair.policy))
