"""The rewrites: each before and after, and that the verdicts stay what they were."""

from collections.abc import Sequence

import attrs
import pytest
from agreement.pairs import Pair
from duty_world import school
from hypothesis import event, given
from plan.cut_logs import cut, outcomes_by
from plan.programs import SHIPPED, pair_of, program, rich_policy, seeds, shipped, thinned

from dutyrules.checking.policy import Norm
from dutyrules.engines.reference.engine import Reference, evaluate
from dutyrules.engines.reference.finder import Finder
from dutyrules.engines.reference.openings import Opener
from dutyrules.engines.reference.ranking import with_rank
from dutyrules.engines.world import World
from dutyrules.plan.exceptions import with_exceptions
from dutyrules.plan.invariants import broken
from dutyrules.plan.lowering import lower
from dutyrules.plan.obligations import Obligation
from dutyrules.plan.operators import Program
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Posts
from dutyrules.plan.rewrites import drop_columns, fuse_measures, optimised, prune_grid, share_tables
from dutyrules.plan.waivers import with_waivers

ALIKE = """
weekly: each week, leader must hold at least 2 research_activity.
weekly_hours: each week, leader must hold at least 60 minutes of research_activity.
long_ones: each week, leader must hold at least 3 research_activity, with duration at least 40 minutes.
"""
PRUNED = """
weekly: each week, leader must hold at least 1 research_activity.
visits: each month, leader must make at least 1 lesson_observation of each member.
"""


def columns(found: Program) -> dict[str, list[list[str]]]:
    """The columns of each table, by event type."""
    tables: dict[str, list[list[str]]] = {}
    for table in found.tables():
        tables.setdefault(table.event.term.id, []).append([a.term.id for a in table.columns])
    return tables


def scanned(found: Program) -> list[list[str]]:
    """The labels of each scan."""
    return [[b.label for b in scan.branches] for scan in found.scans()]


def posts(roster: str) -> Posts:
    """The posts of that roster under the rich policy's vocabulary."""
    return Posts(school(roster).roster, rich_policy().vocabulary)


# Before and after ----------------------------------------------------------------------------------


def test_columns_that_nothing_reads_are_dropped() -> None:
    """A count needs no attribute, a sum the one that it adds up, a test the one that it is on."""
    before = program(ALIKE)
    every = [["duration", "place", "topic", "sign_in"]]
    assert {"research_activity": every} == columns(before)
    assert {"research_activity": [[], ["duration"]]} == columns(drop_columns(before))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "each month, where research_group is among the lowest 1 by mean of sign_in of research_activity,"
            " leader must hold at least 1 theory_study",
            {"theory_study": [[]], "research_activity": [["sign_in"]]},
        ),
        # An event about somebody of the unit is the unit's, and a reply may be owed to them.
        (
            "within 2 days after each lesson_observation, leader must hand_in at least 1 record_form",
            {"record_form": [[]], "lesson_observation": [["observed"]]},
        ),
        (
            "each month, leader must make at least 1 lesson_observation of each member",
            {"lesson_observation": [["observed"]]},
        ),
        (
            "each term, leader must make lesson_observation of at least 50% of member",
            {"lesson_observation": [["observed"]]},
        ),
        ("each term, each member must be in exactly 1 apprenticeship", {"apprenticeship": [["apprentice"]]}),
        (
            "each month, each scope must go in order through plan, summary",
            {"plan": [["scope"]], "summary": [["scope"]]},
        ),
        (
            'each month, rated by subject_head, out of 10 points, "work"',
            {"rating": [["about", "matter", "points", "considered_on"]]},
        ),
    ],
)
def test_a_table_keeps_what_is_read(sentence: str, expected: dict[str, list[list[str]]]) -> None:
    """Ranks, triggers, objects, cases and statements need attributes of their own."""
    assert expected == columns(drop_columns(program(f"only: {sentence}.")))


def test_the_tests_of_a_permission_are_read_of_what_it_permits() -> None:
    """A permission takes rows out of a prohibition, by an attribute that the prohibition never names."""
    text = """
never_long: each month, leader must not hold any research_activity, with duration at least 60 minutes.
exception noted to never_long: each month, leader may hold any research_activity, with topic is present.
"""
    first, _ = drop_columns(program(text)).branches
    assert ["duration", "topic"] == [a.term.id for a in first.measure.where[0].rows.columns]


def test_tables_of_one_type_become_one() -> None:
    """Its columns are those of all that read it, in the vocabulary's order."""
    narrow = drop_columns(
        program("""
place: each research_activity must record place.
reported: on the day of each research_activity (duration at least 40 minutes), leader must hand_in
  at least 1 record_form.
""")
    )
    assert [["place"], [], ["duration"]] == columns(narrow)["research_activity"]
    assert [["duration", "place"]] == columns(share_tables(narrow))["research_activity"]


def test_sums_of_what_the_same_posts_did_are_one_scan() -> None:
    """Counts and sums of one bearer's posts are added up together."""
    shared = share_tables(drop_columns(program(ALIKE)))
    assert [["weekly"], ["weekly_hours"], ["long_ones"]] == scanned(shared)
    assert [["weekly", "weekly_hours", "long_ones"]] == scanned(fuse_measures(shared))


@pytest.mark.parametrize(
    "other",
    [
        "each month, leader must hold at least 2 research_activity",  # other windows
        "each week, leader must hold at least 1 research_activity",  # the post's, not the person's
        "each week, leader must hold at least 2 theory_study",  # another table
        "each Wednesday, leader must hold at least 2 research_activity",  # some days of each week
    ],
)
def test_windows_tables_and_scopes_may_differ_within_a_scan(other: str) -> None:
    """Each of these is added up with the weekly count."""
    text = f"weekly: each week, leader must hold at least 2 research_activity.\nother: {other}."
    assert [["weekly", "other"]] == scanned(optimised(program(text)))


@pytest.mark.parametrize(
    "other",
    [
        "each week, research_group must hold at least 2 research_activity",  # the unit's
        "each week, each member must hold at least 2 research_activity",  # another bearer's
        "each week, leader must make at least 2 lesson_observation of each member",  # toward somebody
        "each week, leader must hold research_activity, at most 3 days apart",  # no sum
        "on the day of each plan, leader must hold at least 2 research_activity",  # windows of a trigger
        "each Wednesday after period 6, leader must hold at least 2 research_activity",  # parts of days
    ],
)
def test_what_differs_in_rows_or_days_is_not_fused(other: str) -> None:
    """Each of these has a scan of its own beside the weekly count."""
    text = f"weekly: each week, leader must hold at least 2 research_activity.\nother: {other}."
    assert [["weekly"], ["other"]] == scanned(optimised(program(text)))


def test_norms_kept_apart_are_not_fused() -> None:
    """What the first takes is not there for the second, so they do not add up the same rows."""
    text = f"{ALIKE}hours: each week, leader must hold at least 9 minutes of research_activity.\n"
    text += "separate weekly, long_ones.\n"
    assert [["weekly"], ["weekly_hours", "hours"], ["long_ones"]] == scanned(optimised(program(text)))


def test_a_prohibition_with_a_permission_is_not_fused() -> None:
    """What is permitted differs from instance to instance."""
    text = """
never: each month, leader must not hold any research_activity, with duration at least 60 minutes.
nor: each month, leader must not hold any research_activity, with topic is present.
exception noted to never: each month, leader may hold any research_activity, with place is present.
"""
    assert [["never"], ["nor", "noted"]] == scanned(optimised(program(text)))


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ("li leader maths\nchen member maths", ["weekly", "visits"]),
        ("li leader maths", ["weekly"]),  # nobody to be visited
        ("li leader maths\nli member maths", ["weekly"]),  # nor is the leader
        ("li leader maths\nchen member english", ["weekly"]),  # nor anybody of another group
        ("chen member maths", []),  # nobody who owes it
        ("li leader c1\nchen member c1", []),  # nor a leader of a class
    ],
)
def test_what_the_roster_rules_out_is_pruned(roster: str, expected: list[str]) -> None:
    """A norm without a bearer, or without anybody toward whom it is owed, has no branch."""
    pruned = prune_grid(program(PRUNED), posts(roster))
    assert expected == [b.label for b in pruned.branches]


def test_names_of_what_is_pruned_go_with_it() -> None:
    """An exception that nobody bears and a group of one that is left are named no more."""
    text = f"""{PRUNED}
exception instead to weekly: each week, leader must make at least 1 lesson_observation of each member.
separate weekly, visits.
"""
    pruned = prune_grid(program(text), posts("li leader maths"))
    assert ((), ()) == (pruned.exceptions, pruned.separate)


# Invariants and growth -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_rewrites_keep_the_invariants(path: object) -> None:
    """After each rewrite every invariant holds of a shipped policy, and nothing is read twice."""
    lowered = lower(shipped(path))
    steps = [lowered]
    for rewrite in (drop_columns, share_tables, fuse_measures):
        steps.append(rewrite(steps[-1]))
    assert [()] * 4 == [broken(step) for step in steps]
    events = [table.event for table in steps[-1].tables()]
    assert len(set(events)) == len(events)


def test_rewrites_change_nothing_the_second_time() -> None:
    """A program that is rewritten stays as it is."""
    once = optimised(lower(rich_policy()))
    assert once == optimised(once)


# Verdicts ------------------------------------------------------------------------------------------


@given(seed=seeds)
def test_what_is_optimised_away_changes_no_outcome(seed: int) -> None:
    """The reference gives the same outcomes where it has only what the optimised program has."""
    pair = pair_of(seed)
    found = optimised(lower(pair.policy), Posts(pair.school.roster, pair.policy.vocabulary))
    assert () == broken(found)
    expected = evaluate(pair.plan, pair.policy, pair.world)
    assert expected == outcomes_by(found, pair.plan, pair.policy, pair.world)


@given(seed=seeds)
def test_what_is_pruned_changes_no_outcome(seed: int) -> None:
    """So it is where a few people are left, and much is borne by nobody."""
    pair = thinned(pair_of(seed), seed)
    found = prune_grid(lower(pair.policy), Posts(pair.school.roster, pair.policy.vocabulary))
    event(f"pruned: {len(found.branches) < len(lower(pair.policy).branches)}")
    expected = evaluate(pair.plan, pair.policy, pair.world)
    assert expected == outcomes_by(found, pair.plan, pair.policy, pair.world)


@given(seed=seeds)
def test_a_branch_reads_all_that_it_needs(seed: int) -> None:
    """Each norm is opened, ranked and judged alike where the log has its own branches' columns only."""
    pair = pair_of(seed)
    narrow = drop_columns(lower(pair.policy))
    whole = finder_over(pair.world, pair)
    judged = Reference(whole, pair.policy.document)
    for norm, owed in by_norm([*owed_by(pair, whole), *pair.plan.measured]).items():
        tables = [table for b in narrow.branches if b.norm == norm for table in b.tables()]
        finder = finder_over(attrs.evolve(pair.world, log=cut(pair.log, tables)), pair)
        judge = Reference(finder, pair.policy.document)
        assert [judged.outcome(o) for o in owed] == [judge.outcome(o) for o in owed]
        assert opened(norm, pair, whole) == opened(norm, pair, finder)


def by_norm(owed: Sequence[Obligation]) -> dict[Norm, list[Obligation]]:
    """The obligations of each norm."""
    found: dict[Norm, list[Obligation]] = {}
    for obligation in owed:
        found.setdefault(obligation.norm, []).append(obligation)
    return found


def finder_over(world: World, pair: Pair) -> Finder:
    """The reference's finder over every event type."""
    return Finder(pair.policy.vocabulary, world, frozenset(pair.policy.vocabulary.events))


def opened(norm: Norm, pair: Pair, finder: Finder) -> list[Obligation]:
    """The norm's obligations with those that the log opens, as far as ranks go."""
    planner = Planner(pair.policy, pair.school, pair.the_term, finder.posts)
    planned = [o for o in pair.plan.obligations if o.norm == norm]
    return [with_rank(o, finder) for o in (*planned, *Opener(finder, planner, pair.plan).opened(norm))]


def owed_by(pair: Pair, finder: Finder) -> Sequence[Obligation]:
    """All obligations of the policy, exceptions and waivers considered."""
    ranked = [o for norm in pair.policy.norms for o in opened(norm, pair, finder)]
    return with_waivers(with_exceptions(tuple(ranked), pair.plan.exceptions), pair.policy, pair.school)
