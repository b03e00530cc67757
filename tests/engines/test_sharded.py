"""A plan answered shard by shard is answered as by one process, outcome for outcome."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Sequence
from functools import partial

import duty_world
import pytest
from duty_world import policy, school
from engine_worlds import differences, world_of
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.laws_world import logs as laws_logs
from properties.laws_world import worlds as laws_worlds
from sharded_worlds import (
    MANY,
    PEOPLE,
    RANKED,
    SIGNED,
    THREE_LEADERS,
    UNITS,
    Asked,
    asked,
    day,
    example,
    ranked_world,
    schools,
)

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.cluster import division, local
from dutyrules.engines.columnar.cluster.bearers import Groups, in_equal_shares
from dutyrules.engines.columnar.cluster.pool import WorkerLostError
from dutyrules.engines.columnar.cluster.ranks import merged as merged_tallies
from dutyrules.engines.columnar.cluster.ranks import questions, tallies
from dutyrules.engines.columnar.cluster.split import Shard, split
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference.engine import evaluate as reference
from dutyrules.engines.world import World
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import plan_policy
from dutyrules.plan.posts import Posts

in_shards = partial(partial, local.evaluate, kernel=reference)


def shards_of(text: str, roster: str, events: str, shards: int = MANY) -> tuple[Shard, ...]:
    """The shards of a small world."""
    world = duty_world.World(school=school(roster), policies=(policy(text),))
    found = world_of(world, duty_world.events(events), day("2026-12-01"))
    return split(plan_policy(policy(text), found.school, found.term), policy(text), found, shards)


# The same answers ----------------------------------------------------------------------------------


@given(asked(), st.sampled_from((1, 2, 3, MANY)))
def test_people_in_several_units(world: Asked, shards: int) -> None:
    """Whoever does what under which unit, every answer is that of the whole."""
    assert [] == differences(world.policies.policies, world.world, in_shards(shards=shards), reference)


@given(laws_worlds(), laws_logs, st.sampled_from((2, MANY)))
def test_the_world_of_the_laws(world: duty_world.World, rows: list[dict[str, str]], shards: int) -> None:
    """The worlds that the laws are tried on are answered alike, too."""
    found = world_of(world, rows, day("2026-11-30"), [("", day("2026-11-30"))])
    assert [] == differences(world.policies, found, in_shards(shards=shards), reference)


@pytest.mark.parametrize("shards", [1, 2, 5, 1000])
def test_the_example_school(shards: int) -> None:
    """So is the example school, in one shard, in some, and in more than it has bearers."""
    policies, world = example()
    assert [] == differences(policies, world, in_shards(shards=shards), reference)


def test_the_columnar_engine_is_the_kernel_by_default() -> None:
    """Without a kernel named, the columnar engine answers each shard, and no less exactly."""
    policies, world = example()
    assert [] == differences(policies[:1], world, partial(local.evaluate, shards=2), reference)


def test_processes() -> None:
    """Processes that were started anew and share nothing give the same answers."""
    policies, world = example()
    assert [] == differences(policies, world, in_shards(shards=3, jobs=2), reference)


def dies(_plan: Plan, _policy: CheckedPolicy, _world: World) -> tuple[tuple[Outcome, ...], ...]:
    """A kernel whose process is killed, as by a system that runs out of memory."""
    os._exit(1)


def test_a_process_that_dies_is_named() -> None:
    """A worker that ends before it has answered is an error that says so."""
    policies, world = example()
    plan = plan_policy(policies[0], world.school, world.term)
    with pytest.raises(WorkerLostError, match="One of 2 worker processes ended"):
        local.evaluate(plan, policies[0], world, shards=3, jobs=2, kernel=dies)


# What crosses shards -------------------------------------------------------------------------------


def test_peers_in_other_shards() -> None:
    """Ranks are those among all peers, though no shard holds an event of another's unit."""
    world = ranked_world()
    plan = plan_policy(policy(RANKED), world.school, world.term)
    owed, _ = local.evaluate(plan, policy(RANKED), world, shards=3, kernel=reference)
    october = {o.obligation.unit: o.verdict.value for o in owed if o.obligation.window.number == 10}
    assert {"maths": "violated", "english": "violated", "science": "inapplicable"} == october
    assert 3 == len(shards_of(RANKED, THREE_LEADERS, SIGNED))


@given(asked(), st.data())
def test_tallies_of_any_parts_are_merged(world: Asked, data: st.DataObject) -> None:
    """Wherever the log is cut, the tallies by which units are ranked come to the same."""
    (only,) = world.policies.policies
    asked_for = questions(plan_policy(only, world.world.school, world.world.term))
    count = len(world.world.log)
    ends = sorted(data.draw(st.lists(st.integers(0, count), max_size=4)))
    parts = [range(a, b) for a, b in zip((0, *ends), (*ends, count), strict=True)]
    whole = tallies(asked_for, world.world, range(count))
    assert whole == merged_tallies(tallies(asked_for, world.world, part) for part in parts)


def test_norms_kept_apart_stay_together() -> None:
    """Two leaders for whom one event may count are in one shard, and only they."""
    text = """
first: each month, leader must hand_in at least 1 plan.
second: each month, leader must hand_in at least 2 plan.
separate first, second.
"""
    roster = THREE_LEADERS + "li leader english"
    found = shards_of(text, roster, "2026-09-08 li plan\n2026-09-09 sun plan")
    units = {frozenset(unit for _, unit in shard.bearers) for shard in found}
    assert {frozenset({"maths", "english"}), frozenset({"science"})} == units


# Who is where --------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(asked())
def test_every_bearer_is_in_one_shard(world: Asked) -> None:
    """Each obligation is in exactly one shard, whether or not its bearer has an event."""
    (only,) = world.policies.policies
    plan = plan_policy(only, world.world.school, world.world.term)
    found = split(plan, only, world.world, MANY)
    assert Counter(range(len(plan.obligations))) == Counter(p for s in found for p in s.obligations)
    assert Counter(range(len(plan.measured))) == Counter(p for s in found for p in s.measured)
    bearers = [bearer for shard in found for bearer in shard.bearers]
    assert len(set(bearers)) == len(bearers)


def test_those_without_events_are_answered() -> None:
    """With nothing logged there are shards for all, and their absences are found."""
    found = shards_of("weekly: each week, leader must hold at least 1 research_activity.", THREE_LEADERS, "")
    assert [0, 0, 0] == [len(shard.log) for shard in found]
    assert all(shard.obligations for shard in found)


def test_an_event_goes_where_it_is_needed() -> None:
    """One that concerns two groups is in both of their shards; one that nobody needs is in none."""
    roster = THREE_LEADERS + "li leader english"
    text = "weekly: each week, each leader must hold at least 1 theory_study."
    found = shards_of(
        text,
        roster,
        """
        2026-09-07 li theory_study
        2026-09-08 li theory_study @english
        2026-09-09 sun theory_study
        2026-09-10 sun research_activity
        """,
    )
    rows = {unit: list(shard.rows) for shard in found for who, unit in shard.bearers if who != "zhao"}
    assert {"maths": [0], "english": [0, 1], "science": [2]} == rows


@settings(max_examples=20)
@given(schools(), st.sampled_from((2, 3, MANY)))
def test_tables_lead_wherever_an_event_is_needed(world: duty_world.World, shards: int) -> None:
    """Looked up by unit, actor and object apart, as Spark does, an event misses no shard that needs it."""
    (only,) = world.policies
    asked_for = division.Asked(norms=only.norms, opened=only.norms, exceptions={}, separate=())
    found = division.divided(asked_for, Posts(world.school.roster, only.vocabulary), {}, {}, shards)
    units, people = (*UNITS, "unheard_of", None), (*PEOPLE, "stranger", None)
    reached = 0
    for event, way in found.lookups().items():
        for unit, actor, about in itertools.product(units, people, people):
            led = {
                *way.by_unit.get(unit or "", way.elsewhere),
                *way.by_actor.get(actor or "", ()),
                *way.by_object.get(about or "", ()),
            }
            needed = set(found.shards_of((event, unit, actor, about)))
            assert needed <= led
            reached += len(needed)
    assert reached > 0


def test_each_holder_may_be_elsewhere() -> None:
    """Where everybody answers for themselves, the holders of a role in one unit can be parted."""
    text = "own: each month, each member must hold at least 1 theory_study."
    found = shards_of(
        text, "chen member maths\nhu member maths\nwu member maths", "2026-09-08 hu theory_study"
    )
    assert [1, 1, 1] == [len(shard.bearers) for shard in found]
    assert 1 == sum(len(shard.log) for shard in found)


def test_a_shard_holds_only_what_it_needs() -> None:
    """Neither the memberships of other units nor the columns of other types go along."""
    text = "own: each month, leader must hold at least 1 theory_study."
    found = shards_of(text, THREE_LEADERS, "2026-09-08 li theory_study\n2026-09-08 li plan scope=one")
    units = [{m.unit for m in shard.roster.memberships} for shard in found]
    assert [{"english"}, {"maths"}, {"science"}] == sorted(units, key=sorted)
    assert not any("scope" in shard.log.columns for shard in found)


@given(st.lists(st.integers(0, 50)), st.integers(1, 6))
def test_shares_are_about_equal(weights: list[int], shares: int) -> None:
    """Every weight is in one share, and no share is more than a third above the best there could be."""
    found = in_equal_shares(weights, shares)
    assert sorted(range(len(weights))) == sorted(place for share in found for place in share)
    heaviest = max(sum(weights[place] for place in share) for share in found)
    assert 3 * heaviest <= 4 * best_heaviest(weights, shares) or len(weights) > 7


def best_heaviest(weights: Sequence[int], shares: int) -> int:
    """The weight of the heaviest share in the best division, by trying them all (of seven at most)."""
    best = {(0,) * shares}
    for weight in weights[:7]:
        best = {tuple(sorted((*s[:n], s[n] + weight, *s[n + 1 :]))) for s in best for n in range(shares)}
    return min(max(s) for s in best)


@given(st.lists(st.lists(st.integers(0, 8), min_size=1, max_size=3)))
def test_groups_are_what_was_joined(joined: list[list[int]]) -> None:
    """Two members are in one group exactly if a chain of joins leads from one to the other."""
    groups = Groups(range(9))
    reach = {member: {member} for member in range(9)}
    for members in joined:
        groups.join(members)
        together = set().union(*(reach[m] for m in members))
        reach.update(dict.fromkeys(together, together))
    assert reach == {m: set(group) for group in groups.all() for m in group}
