"""`dutyrules explain --plan`: the plan of policies, with and without a school."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutyrules.cli import explain_plan, main

LANTIAN = str(Path(__file__).parents[2] / "examples" / "lantian")


def planned(*words: str) -> Result:
    """What the command line `dutyrules explain --plan words...` does."""
    return CliRunner().invoke(main.dutyrules, ["explain", "--plan", *words], prog_name="dutyrules")


def test_a_plan_needs_no_school_and_no_log() -> None:
    """The title comes first, then the plan, in the language of the policy."""
    done = planned("002-14")
    assert (0, "") == (done.exit_code, done.stderr)
    assert done.stdout.startswith("备课组长工作职责14 (002-14)\n24 branches, 9 tables, 19 scans\n")
    assert "    Grid     组长 of each 备课组, each week\n" in done.stdout


def test_the_option_may_stand_anywhere() -> None:
    """The policy may come before it."""
    first = planned("002-14").stdout
    assert first == CliRunner().invoke(main.dutyrules, ["explain", "002-14", "--plan"]).stdout


def test_the_terms_may_be_in_another_language() -> None:
    """Labels of norms stay as the policy has them."""
    assert "每周活动\n  Judge    must, at least 1\n    Grid     leader of each prep_group, each week\n" in (
        planned("002-14", "--language", "en").stdout
    )


def test_the_plan_before_rewrites_is_whole() -> None:
    """No column is dropped and nothing is fused."""
    done = planned("002-14", "--no-rewrites", "--language", "en")
    assert "24 branches, 9 tables, 24 scans" in done.stdout
    assert "#7 lesson_observation: observed, duration, subject, notes\n" in done.stdout


def test_a_school_rules_out_what_nobody_bears() -> None:
    """What is left out is named in the last line."""
    done = planned("003-03", "--school", LANTIAN)
    assert "0 branches, 0 tables, 0 scans\n" in done.stdout
    assert done.stdout.rstrip("\n").splitlines()[-1].startswith("borne by nobody: ")


def test_several_policies_come_one_after_the_other() -> None:
    """Each has its title."""
    done = planned("003-03", "003-05")
    assert [1, 1] == [done.stdout.count(f"({document})\n") for document in ("003-03", "003-05")]


@pytest.mark.parametrize(("words", "expected"), [((), 2), (("002-99",), 2), (("002-14", "--log", "x"), 2)])
def test_wrong_usage_ends_in_2(words: tuple[str, ...], expected: int) -> None:
    """A plan is of a policy that is there, and of no log."""
    assert expected == planned(*words).exit_code


def test_a_policy_with_errors_ends_in_3(tmp_path: Path) -> None:
    """Its problems are shown as by every command."""
    path = tmp_path / "wrong.duty"
    path.write_text("language en\npolicy p\nnonsense", encoding="utf-8")
    assert 3 == planned(str(path)).exit_code


def test_a_broken_invariant_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that breaks its own invariants is never printed."""
    monkeypatch.setattr(explain_plan, "broken", lambda _: ("weekly, rung 0: a sum is of one attribute",))
    done = planned("002-14")
    assert (70, "") == (done.exit_code, done.stdout)


def test_its_help_is_its_own() -> None:
    """`explain --plan --help` tells of the plan's options."""
    assert "--no-rewrites" in planned("--help").stdout
