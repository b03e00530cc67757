"""The invariants of a program: each is told where it is broken, with the branch and the claim."""

import attrs
import pytest
from plan.programs import branch, program

from dutyrules.plan.invariants import broken
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, Evidence, MeasureKind, Normalise, Program
from dutyrules.plan.rewrites import drop_columns

WEEKLY = branch("weekly: each week, leader must hold at least 2 research_activity, with place is present.")
RATED = branch('work: each month, rated by subject_head, out of 10 points, "work".')
EACH = branch("place: each research_activity must record place.")


def changed(one: Branch, **parts: object) -> Branch:
    """The branch with another measure."""
    return attrs.evolve(one, measure=attrs.evolve(one.measure, **parts))


def over(one: Branch, *names: str) -> Branch:
    """The branch over a table with these columns, in this order."""
    where = one.measure.where[0]
    found = {a.term.id: a for a in where.rows.event.attributes}
    rows = Normalise(event=where.rows.event, columns=tuple(found[name] for name in names))
    return changed(one, where=(attrs.evolve(where, rows=rows),))


def with_grid(one: Branch, **parts: object) -> Branch:
    """The branch with another grid."""
    return attrs.evolve(one, grid=attrs.evolve(one.grid, **parts))


BROKEN = [
    (over(WEEKLY, "topic"), "the table of research_activity has what is read of it: place"),
    (over(WEEKLY, "topic", "place"), "the columns of research_activity are attributes of it"),
    (over(RATED, "about", "matter", "points"), "the table of rating has the attribute that dates it"),
    (over(RATED, "about", "points", "considered_on"), "what is read of it: matter"),
    (changed(WEEKLY, where=()), "a measure is of one type of event"),
    (changed(WEEKLY, key=None), "a measure has a key unless"),
    (changed(EACH, key=Scope.PERSON), "a measure has a key unless"),
    (changed(WEEKLY, kind=MeasureKind.SUM), "a sum is of one attribute"),
    (changed(WEEKLY, of=WEEKLY.measure.where[0].rows.columns[:1]), "a count is of no attribute"),
    (changed(WEEKLY, case="topic"), "only agreement and order have cases"),
    (changed(WEEKLY, kind=MeasureKind.PEOPLE), "only people are reached"),
    (changed(RATED, matter=None), "only statements have a matter"),
    (with_grid(WEEKLY, windows=None), "each event has its own window, and nothing else has"),
    (with_grid(EACH, only=None), "windows that events open say which events"),
    (with_grid(WEEKLY, until=WEEKLY.measure.where[0].rows), "only a response is ended by an event"),
    (attrs.evolve(WEEKLY, label="daily"), "a branch has the label of its norm"),
    (attrs.evolve(WEEKLY, rung=1), "a branch is the norm or one of its rungs"),
    (attrs.evolve(WEEKLY, judge=RATED.judge), "all but statements and single events have a bound"),
    (attrs.evolve(WEEKLY, evidence=Evidence(most=0)), "evidence is all rows, or at least one"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "expected"), BROKEN, ids=[claim for _, claim in BROKEN])
def test_a_broken_invariant_is_told(one: Branch, expected: str) -> None:
    """The sentence names the branch, its rung, and what does not hold."""
    assert any(expected in fault for fault in broken(Program(branches=(one,))))


@pytest.mark.parametrize("one", [WEEKLY, RATED, EACH], ids=lambda one: one.label)
def test_a_sound_branch_breaks_nothing(one: Branch) -> None:
    """What the cases above start from keeps every invariant."""
    assert () == broken(Program(branches=(one,)))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"separate": (("first", "third"),)}, "there is a branch of third"),
        ({"exceptions": (("third", "first"),)}, "there is a branch of third"),
        ({"fused": ((0, 2),)}, "a scan holds a branch that is not there: (0, 2)"),
        ({"fused": ((0,),)}, "a scan adds up what the same posts or units did: first"),
        ({"fused": ((0, 1), (1, 0))}, "branch 0 is in one scan"),
    ],
)
def test_names_and_scans_are_of_branches(parts: dict[str, object], expected: str) -> None:
    """Norms kept apart, exceptions and scans speak of branches that are there, and of each scan once."""
    found = program(
        "first: each week, leader must hold at least 2 research_activity.\n"
        "second: each week, leader must hold at least 2 theory_study."
    )
    assert expected in broken(attrs.evolve(found, **parts))


def test_a_scan_of_what_does_not_add_up_is_told() -> None:
    """Groups' sums beside leaders' are two scans."""
    found = program(
        "first: each week, leader must hold at least 2 research_activity.\n"
        "second: each week, research_group must hold at least 2 theory_study."
    )
    expected = "a scan adds up what the same posts or units did: first, second"
    assert (expected,) == broken(attrs.evolve(found, fused=((0, 1),)))


def test_a_permission_keeps_its_prohibition_out_of_scans() -> None:
    """What a permission takes out is not a sum over rows."""
    found = program("""
never: each month, leader must not hold any research_activity, with duration at least 60 minutes.
exception noted to never: each month, leader may hold any research_activity, with topic is present.
""")
    expected = "a norm that permissions bear on has a scan of its own: never, noted"
    assert (expected,) == broken(attrs.evolve(drop_columns(found), fused=((0, 1),)))
