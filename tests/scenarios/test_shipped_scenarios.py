"""The scenarios in the shipped policies: each passes, in every language, and together they miss nothing."""

from functools import cache

import pytest
from scenario_files import loaded, shipped

from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.scenario import Scenario
from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted
from dutyrules.scenarios.coverage import Coverage, coverage_of
from dutyrules.scenarios.running import run_scenario, run_scenarios
from dutyrules.scenarios.telling import failure_lines

FILES = shipped()
POLICIES = [load_policy(file) for file in FILES]
CASES = [(policy, scenario) for policy in POLICIES for scenario in policy.scenarios]
NAMES = [f"{policy.document}-{scenario.title}" for policy, scenario in CASES]


@pytest.mark.parametrize(("policy", "scenario"), CASES, ids=NAMES)
def test_a_shipped_scenario_passes(policy: CheckedPolicy, scenario: Scenario) -> None:
    """What the policy file says of itself is so."""
    assert [] == list(failure_lines(run_scenario(policy, scenario, policy.language)))


@cache
def _coverage(place: int) -> Coverage:
    return coverage_of(POLICIES[place], run_scenarios(POLICIES[place]))


@pytest.mark.parametrize("place", range(len(POLICIES)), ids=[p.document for p in POLICIES])
def test_every_measured_norm_is_met_and_breached(place: int) -> None:
    """Each measured norm of a shipped policy has a scenario that fulfils it and one that violates it."""
    assert [] == [(norm.norm, norm.missing) for norm in _coverage(place).norms if norm.missing]


@pytest.mark.parametrize("place", range(len(POLICIES)), ids=[p.document for p in POLICIES])
def test_every_veto_grade_and_payment_is_reached(place: int) -> None:
    """Each veto fires and does not, each grade comes of points, each row of a stipend is paid."""
    for score in _coverage(place).scores:
        pairs = (*score.fired, *score.not_fired, *score.grades, *score.stipends)
        assert [] == [name for name, reached in pairs if not reached]


@pytest.mark.parametrize("place", range(len(FILES)), ids=[file.stem for file in FILES])
def test_scenarios_pass_in_another_language(place: int) -> None:
    """A policy rewritten in another language has the same scenarios, and all of them pass."""
    original = loaded(FILES[place].read_text("utf-8"))
    others = [x for x in Language if x is not original.parsed.file.language]
    rewritten = loaded(formatted(original, others[place % len(others)])).checked.policy
    assert original.checked.policy is not None
    assert rewritten is not None
    results = list(run_scenarios(rewritten))
    assert [s.title for s in original.checked.policy.scenarios] == [r.scenario.title for r in results]
    assert [] == [line for result in results for line in failure_lines(result)]
