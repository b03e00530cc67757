"""The scenarios in the shipped policies: each passes, in every language, and together they miss nothing."""

from pathlib import Path

import pytest
from scenario_files import loaded, shipped

from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.scenario import Scenario
from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted
from dutyrules.scenarios.coverage import coverage_of
from dutyrules.scenarios.running import run_scenario, run_scenarios
from dutyrules.scenarios.telling import failure_lines

POLICIES = [load_policy(file) for file in shipped()]
CASES = [(policy, scenario) for policy in POLICIES for scenario in policy.scenarios]
NAMES = [f"{policy.document}-{scenario.title}" for policy, scenario in CASES]


@pytest.mark.parametrize(("policy", "scenario"), CASES, ids=NAMES)
def test_a_shipped_scenario_passes(policy: CheckedPolicy, scenario: Scenario) -> None:
    """What the policy file says of itself is so."""
    assert [] == list(failure_lines(run_scenario(policy, scenario, policy.language)))


@pytest.mark.parametrize("policy", POLICIES, ids=[p.document for p in POLICIES])
def test_every_measured_norm_is_met_and_breached(policy: CheckedPolicy) -> None:
    """Each measured norm of a shipped policy has a scenario that fulfils it and one that violates it."""
    coverage = coverage_of(policy, run_scenarios(policy))
    assert [] == [(norm.norm, norm.missing) for norm in coverage.norms if norm.missing]


@pytest.mark.parametrize("policy", POLICIES, ids=[p.document for p in POLICIES])
def test_every_veto_grade_and_payment_is_reached(policy: CheckedPolicy) -> None:
    """Each veto fires and does not, each grade comes of points, each row of a stipend is paid."""
    for score in coverage_of(policy, run_scenarios(policy)).scores:
        pairs = (*score.fired, *score.not_fired, *score.grades, *score.stipends)
        assert [] == [name for name, reached in pairs if not reached]


@pytest.mark.parametrize("language", list(Language), ids=[x.value for x in Language])
@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.stem)
def test_scenarios_pass_in_every_language(file: Path, language: Language) -> None:
    """A policy rewritten in another language has the same scenarios, and all of them pass."""
    original = loaded(file.read_text("utf-8"))
    rewritten = loaded(formatted(original, language)).checked.policy
    assert original.checked.policy is not None
    assert rewritten is not None
    results = list(run_scenarios(rewritten))
    assert [s.title for s in original.checked.policy.scenarios] == [r.scenario.title for r in results]
    assert [] == [line for result in results for line in failure_lines(result)]
