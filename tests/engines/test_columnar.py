"""The columnar engine answers as the reference engine does, outcome by outcome."""

from __future__ import annotations

import datetime
import functools
import json
import re
from pathlib import Path

import attrs
import duty_world
import pytest
from engine_worlds import differences, world_of
from golden_cases import Case, cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties.laws_world import NORMS, SCORES, as_of_days, logs, worlds

from dutyrules.auditing import joint_vocabulary, load_policies
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.columnar.connection import Database, Row, Settings
from dutyrules.engines.columnar.engine import evaluate, evaluate_shown
from dutyrules.engines.world import World
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.planner import plan_policy
from dutyrules.records.log import Log
from dutyrules.records.read_log import read_log
from dutyrules.records.school import School, read_school

ROOT = Path(__file__).parents[2]

CASES = tuple(cases(ROOT / "tests" / "golden"))
POLICIES = tuple(sorted((ROOT / "policies").rglob("*-*.duty")))
DAY = 86_400_000_000
RICH = """
2026-09-08 li research_activity duration=50 place=hall topic=sums sign_in=3 @maths
2026-09-09 li research_activity duration=30 place=yard topic=sums @maths
2026-10-09 wang research_activity duration=60 topic=area sign_in=2 @english
2026-09-08 li theory_study
2026-09-09 li lesson_observation observed=chen @maths
2026-09-10 li lesson_observation
2026-09-11 li record_form @maths
2026-09-12 li plan scope=one @maths
2026-09-13 li summary scope=one @maths
2026-09-14 li neglect_finding confirmed=yes outcry=no
2026-09-15 li reward_activity points=3
2026-09-16 head attestation about=li matter=tidy met=yes
2026-09-17 head rating about=li matter=work points=7
"""
LANTIAN = ("prep_group/002-14.duty", "research_group/001-01.duty", "homeroom/004-04.duty")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_golden_case_comes_out_the_same(case: Case) -> None:
    """Every golden case, as of each of its instants, has equal outcomes."""
    school = duty_world.school(case.roster, case.calendar, case.waivers)
    world = duty_world.World(school=school, policies=(duty_world.policy(case.policy),))
    for expected in case.expected:
        found = world_of(
            world, duty_world.events(case.events), expected.as_of, expected.complete, expected.term
        )
        assert [] == differences(world.policies, found), f"as of {expected.as_of}"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), rows=logs, as_of=as_of_days, complete=st.sampled_from(("", "all", "some")))
def test_a_drawn_log_comes_out_the_same(
    world: duty_world.World, rows: list[dict[str, str]], as_of: datetime.date, complete: str
) -> None:
    """A policy with nearly every construct has equal outcomes on any log, however complete."""
    through = {"": [], "all": [("", as_of)], "some": [("research_activity", as_of), ("plan", as_of)]}
    assert [] == differences(world.policies, world_of(world, rows, as_of, through[complete]))


@pytest.mark.parametrize("name", LANTIAN)
def test_the_example_school_comes_out_the_same(name: str) -> None:
    """Each policy of the example school has equal outcomes."""
    policies, world = example("lantian", name)
    assert [] == differences(policies, world)


@pytest.mark.parametrize("name", [path.stem for path in POLICIES])
def test_the_whole_school_comes_out_the_same(name: str) -> None:
    """Each policy in the repository has equal outcomes in the middle of the whole school's term."""
    (path,) = (path for path in POLICIES if path.stem == name)
    policies, world = example("whole_school", str(path))
    assert [] == differences(policies, attrs.evolve(world, as_of=world.as_of - 40 * DAY))


def test_memory_and_threads_change_nothing() -> None:
    """A small limit and a single thread give the same outcomes."""
    policies, world = example("lantian", LANTIAN[0])
    tight = Settings(memory_limit=100_000_000, threads=1)
    found = differences(policies, world, lambda plan, policy, w: evaluate(plan, policy, w, tight))
    assert [] == found


# Statements ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rich() -> tuple[duty_world.World, World]:
    """The policy of the laws over a school with some events of every type."""
    roster = "li leader maths\nwang leader english\nchen member maths novice=yes\nhead subject_head school"
    world = duty_world.World(school=duty_world.school(roster), policies=(duty_world.policy(NORMS + SCORES),))
    rows = duty_world.events(RICH)
    return world, world_of(world, rows, datetime.date(2026, 12, 1), [("", datetime.date(2026, 12, 1))])


def test_no_text_of_the_inputs_reaches_a_statement(rich: tuple[duty_world.World, World]) -> None:
    """Statements are made of integers, names of our own and the names of verdicts."""
    (policy,), world = rich[0].policies, rich[1]
    plan = plan_policy(policy, world.school, world.term)
    _, statements = evaluate_shown(plan, policy, world)
    assert 30 < len(statements)
    texts = {text for s in statements for text in re.findall(r"'([^']*)'", s.sql)}
    assert texts == {verdict.value for verdict in Verdict} & texts
    words = {word for s in statements for word in re.findall(r"[^\W\d]\w*", s.sql)}
    assert set() == words & {*world.log.people, *world.log.units, *world.log.texts, "weekly", "duration"}


def test_a_text_with_quotes_is_only_a_text() -> None:
    """What would end a string of SQL is compared like any other text."""
    text = 'once: each month, leader must hold at least 1 research_activity, with topic is "a\'b; DROP".\n'
    world = duty_world.World(school=duty_world.school(), policies=(duty_world.policy(text),))
    rows = duty_world.events('2026-09-08 li research_activity "topic=a\'b; DROP"')
    found = world_of(world, rows, datetime.date(2026, 10, 1), [("", datetime.date(2026, 10, 1))])
    assert [] == differences(world.policies, found)
    plan = plan_policy(world.policies[0], found.school, found.term)
    assert Verdict.FULFILLED is evaluate(plan, world.policies[0], found)[0][0].verdict


def test_every_join_of_events_is_by_equality(
    rich: tuple[duty_world.World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No statement compares every event with every obligation: DuckDB plans hash joins alone."""
    plans: dict[str, set[str]] = {}
    run = Database.rows

    def explained(database: Database, name: str, sql: str) -> list[Row]:
        shown = json.dumps(run(database, name, f"EXPLAIN (FORMAT json) {sql}"))
        plans[name] = set(re.findall(r"[A-Z_]*(?:JOIN|PRODUCT)[A-Z_]*", shown))
        return run(database, name, sql)

    monkeypatch.setattr(Database, "rows", explained)
    (policy,), world = rich[0].policies, rich[1]
    evaluate(plan_policy(policy, world.school, world.term), policy, world)
    assert {"HASH_JOIN"} <= plans["quota weekly"]
    allowed = {"HASH_JOIN", "LEFT_DELIM_JOIN", "RIGHT_DELIM_JOIN"}
    # A rank gives every unit its place in every window, so that product is the answer itself.
    other = {name: joins - allowed for name, joins in plans.items() if not name.startswith("rank")}
    assert {} == {name: joins for name, joins in other.items() if joins}


def example(folder: str, name: str) -> tuple[tuple[CheckedPolicy, ...], World]:
    """The policy of that file and the world of an example school at the end of its log."""
    policies = load_policies([ROOT / "policies" / name])
    school, log = read_example(folder)
    as_of = max(c.through for c in log.completeness)
    term = school.calendar.term_at(as_of)
    assert term is not None
    return policies, World(school=school, log=log, term=term, as_of=as_of)


@functools.cache
def read_example(folder: str) -> tuple[School, Log]:
    """The school and the log of an example, read for all policies."""
    school = read_school(ROOT / "examples" / folder)
    every = joint_vocabulary(load_policies(POLICIES))
    files = {"lantian": "log.csv", "whole_school": "log"}
    return school, read_log((ROOT / "examples" / folder / files[folder],), every, school)
