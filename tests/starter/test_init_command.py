"""`dutyrules init` as an administrator meets it: asked, run, checked, audited, and refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from starter_folders import FILES, run

from dutyrules.cli import init, main
from dutyrules.findings.model import Language
from dutyrules.starter.roles import STARTS, SchoolRole


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, in an environment that asks for Simplified Chinese."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return folder


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("role", SchoolRole)
def test_a_new_folder_runs_as_it_stands(
    elsewhere: Path, tmp_path: Path, role: SchoolRole, language: Language
) -> None:
    """Both printed commands run from another folder: no errors, every row read, something done, no breach."""
    done = run("init", tmp_path / "new", "--role", role.value, "--language", language.value)
    assert (0, "") == (done.exit_code, done.stderr)
    policy = f"{STARTS[role].document}.duty"
    assert {policy, *FILES} == {path.name for path in (tmp_path / "new").iterdir()}
    check, audit = (line.split()[1:] for line in done.stdout.splitlines()[-2:])
    assert 0 == run(*check).exit_code
    report = json.loads((audited := run(*audit, "--json")).stdout)
    verdicts = {finding["verdict"] for finding in report["findings"]}
    assert (0, [], language.value) == (audited.exit_code, report["quarantine"], report["language"])
    assert "fulfilled" in verdicts
    assert verdicts <= {"fulfilled", "pending", "undetermined", "inapplicable"}


def test_the_tables_say_the_same(elsewhere: Path) -> None:
    """The audit of log.csv finds what that of log.xlsx finds."""
    run("init", "--role", "prep_leader")
    found = []
    for log in ("log.xlsx", "log.csv"):
        done = run("audit", "002-14.duty", "--school", ".", "--log", log, "--as-of", "2026-11-22", "--json")
        report = json.loads(done.stdout)
        found.append([(f["norm"], f["verdict"], f["measure"]) for f in report["findings"]])
    assert [] != found[0]
    assert found[0] == found[1]


def test_the_environment_chooses_the_language(elsewhere: Path) -> None:
    """Without --language everything is in the language of the environment."""
    done = run("init", "--role", "prep_leader")
    assert "已写入 README.txt" in done.stdout
    assert (elsewhere / "002-14.duty").read_text(encoding="utf-8").startswith("语言 zh-Hans\n")


def test_comments_and_scenarios_come_along(elsewhere: Path) -> None:
    """The policy in another language still passes its own scenarios and keeps its comments."""
    run("init", "--policy", "002-14", "--language", "en")
    text = (elsewhere / "002-14.duty").read_text(encoding="utf-8")
    assert "# 容许 paperwork-only" in text or "# allow paperwork-only" in text
    assert 0 == run("test", "002-14.duty").exit_code


@pytest.mark.parametrize("name", ["002-14.duty", "log.xlsx", "README.txt"])
def test_nothing_is_overwritten(elsewhere: Path, name: str) -> None:
    """A file that is there stops everything before it begins, and is named."""
    (elsewhere / name).write_text("mine", encoding="utf-8")
    done = run("init", "--role", "prep_leader")
    assert 2 == done.exit_code
    assert f"“{name}”已经存在" in done.stderr
    assert {name: "mine"} == {p.name: p.read_text(encoding="utf-8") for p in elsewhere.iterdir()}


def test_a_link_to_nowhere_is_a_file_too(elsewhere: Path) -> None:
    """A dangling link is not written through."""
    (elsewhere / "log.toml").symlink_to(elsewhere.parent / "outside.toml")
    assert 2 == run("init", "--role", "prep_leader").exit_code
    assert not (elsewhere.parent / "outside.toml").exists()


def test_no_role_and_no_terminal_is_wrong_usage(elsewhere: Path) -> None:
    """Where nobody can be asked, the role must be said, and the refusal names all of them."""
    done = run("init")
    assert 2 == done.exit_code
    assert [] == [role.value for role in SchoolRole if role.value not in done.stderr.replace("\n", "")]
    assert [] == list(elsewhere.iterdir())


def test_the_role_is_asked_on_a_terminal(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The roles are listed by number in the reader's language; a wrong answer is asked again."""
    monkeypatch.setattr(init, "can_ask", lambda: True)
    done = CliRunner().invoke(main.dutyrules, ["init"], input="9\n3\n", prog_name="dutyrules")
    assert 0 == done.exit_code
    assert "3  班主任  (homeroom_teacher, 004-04)" in done.stdout
    assert "请输入 1 到 5 的序号" in done.output
    assert (elsewhere / "004-04.duty").exists()


@pytest.mark.parametrize(
    ("options", "known"),
    [(("--policy", "999"), "000-01"), (("--role", "prep_leader", "--policy", "004-04"), "002-01")],
)
def test_an_unknown_document_is_refused(elsewhere: Path, options: tuple[str, ...], known: str) -> None:
    """A document that is not shipped, or not of the role, is wrong usage; those that are, are listed."""
    done = run("init", *options)
    assert 2 == done.exit_code
    assert known in done.stderr
    assert [] == list(elsewhere.iterdir())


def test_the_printed_commands_are_quoted(elsewhere: Path) -> None:
    """A folder with a blank in its name is one word of the printed commands."""
    done = run("init", "my school", "--policy", "002-08")
    assert "dutyrules check 'my school/002-08.duty'" in done.stdout
