"""`dutyrules test`: what it prints and writes, and how it ends."""

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner, Result
from scenario_files import SHORT, WEEKLY

from dutyrules.cli import main

RIGHT = SHORT + "预期 每周活动，第2周：违反，0次。\n\n"
WRONG = SHORT.replace("太短", "足够长") + "预期 每周活动，第2周：履行。\n\n"
BAD_TABLE = SHORT.replace("太短", "写错").replace("备课组活动", "备课活动") + "预期 每周活动，第2周：违反。\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy file with three scenarios: one passes, one fails, one has an unreadable table."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    path = tmp_path / "weekly.duty"
    path.write_text(WEEKLY + RIGHT + WRONG + BAD_TABLE, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    """What `dutyrules test words...` does."""
    return CliRunner().invoke(main.dutyrules, ["test", *map(str, words)], prog_name="dutyrules")


def test_a_line_per_scenario_and_the_totals(file: Path) -> None:
    """Each scenario has its line, the last line counts them, and a failure ends in 1."""
    done = run(file)
    lines = done.stdout.splitlines()
    assert 1 == done.exit_code
    assert "  通过  太短的活动" in lines
    assert "  未过  足够长的活动" in lines
    assert "  未过  写错的活动" in lines
    assert "3 个场景，1 个通过，2 个未过；共 3 条预期" == lines[-1]


def test_all_passed_ends_in_0(file: Path) -> None:
    """Without a failure the command ends well."""
    file.write_text(WEEKLY + RIGHT, encoding="utf-8")
    assert 0 == run(file).exit_code


def test_only_scenarios_that_are_asked_for(file: Path) -> None:
    """-k chooses by the title, in either script."""
    for text in ("太短", "太短的活動"):
        done = run(file, "-k", text)
        assert 0 == done.exit_code
        assert "1 个场景，1 个通过，0 个未过；共 1 条预期" == done.stdout.splitlines()[-1]


def test_a_text_in_no_title_is_wrong_usage(file: Path) -> None:
    """Nothing was run, so nothing may pass."""
    assert 2 == run(file, "-k", "没有这个").exit_code


def test_a_policy_with_errors_ends_in_3(file: Path) -> None:
    """A scenario that expects nothing keeps the file from being run."""
    file.write_text(WEEKLY + SHORT, encoding="utf-8")
    done = run(file)
    assert 3 == done.exit_code
    assert "incomplete-scenario" in done.stderr


def test_a_folder_is_run_file_by_file(file: Path) -> None:
    """Every policy of a folder is run under its name."""
    file.with_name("second.duty").write_text(WEEKLY + RIGHT, encoding="utf-8")
    done = run(file.parent)
    assert [str(file.with_name("second.duty")), str(file)] == [
        line for line in done.stdout.splitlines() if line.endswith(".duty")
    ]


def test_coverage_is_demanded(file: Path) -> None:
    """With --coverage a norm that nobody fulfils in any scenario fails the run, and is named."""
    file.write_text(WEEKLY + RIGHT, encoding="utf-8")
    done = run(file, "--coverage")
    assert 1 == done.exit_code
    assert "“每周活动”的覆盖：3 条计量规定中 0 条履行和违反都有场景" in done.stdout
    assert "  一  每周活动  履行\n" in done.stdout
    assert "  一  互听  履行、违反\n" in done.stdout


def test_coverage_counts_only_what_is_expected(file: Path) -> None:
    """A breach that comes about unasked covers nothing; one that fails to come neither."""
    done = run(file, "-k", "足够长", "--json")
    norms = json.loads(done.stdout)["coverage"][0]["norms"]
    assert [[], [], []] == [norm["reached"] for norm in norms]


def test_junit_holds_a_case_per_scenario(file: Path) -> None:
    """A failed expectation is a failure, an unreadable table an error, each with what was shown."""
    target = file.with_name("junit.xml")
    run(file, "--junit", target)
    root = Xml.fromstring(target.read_text("utf-8"))  # noqa: S314 - our own document
    (suite,) = root
    assert ("3", "1", "1") == (suite.get("tests"), suite.get("failures"), suite.get("errors"))
    passed, failed, unread = suite
    assert "太短的活动" == passed.get("name")
    assert [] == list(passed)
    assert "预期 每周活动，第2周：履行。" == failed[0].get("message")
    assert "预期 履行，得到 违反" in (failed[0].text or "")
    assert "error" == unread[0].tag


def test_junit_writes_over_no_policy(file: Path) -> None:
    """The file to write must not be the one that is read."""
    before = file.read_text("utf-8")
    assert 2 == run(file, "--junit", file).exit_code
    assert before == file.read_text("utf-8")


def test_json_is_the_only_output(file: Path) -> None:
    """With --json standard output is one document that says of each expectation what came."""
    document = json.loads(run(file, "--json").stdout)
    assert [True, False, False] == [scenario["passed"] for scenario in document["scenarios"]]
    (expectation,) = document["scenarios"][1]["expectations"]
    (mismatch,) = expectation["mismatches"]
    assert ("履行", "违反") == (mismatch["expected"], mismatch["got"])
    assert "备课组活动" == document["scenarios"][2]["problems"][0]["suggestion"]


def test_the_answer_may_be_in_another_language(file: Path) -> None:
    """--language tells the failures in that language."""
    assert "expected fulfilled, got violated" in run(file, "--language", "en").stdout
