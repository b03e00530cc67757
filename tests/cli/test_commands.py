"""The commands over the small example of the README: what they print, write and end with."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutyrules.cli import auditing, main
from dutyrules.version import __version__

EXAMPLE = Path(__file__).parents[2] / "examples" / "readme"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in that holds a copy of the example; the environment asks for English."""
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def run(*words: str) -> Result:
    """What the command line `dutyrules words...` does."""
    return CliRunner().invoke(main.dutyrules, list(words), prog_name="dutyrules")


def audited(*more: str, policy: str = "weekly.en.duty") -> Result:
    """An audit of the example with `more` options."""
    return run("audit", policy, "--school", "school", "--log", "log.csv", *more)


# The whole command line -----------------------------------------------------------------------------


def test_the_version_is_one_line() -> None:
    """The version is said and nothing else."""
    done = run("--version")
    assert (0, f"dutyrules {__version__}\n") == (done.exit_code, done.stdout)


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_helps(command: str) -> None:
    """The help of a command is in two languages and lists the exit codes."""
    done = run(command, "--help")
    assert 0 == done.exit_code
    assert f"dutyrules {command}" in done.stdout
    assert "制度" in done.stdout
    assert "Exit codes" in done.stdout


def test_an_unknown_command_is_wrong_usage() -> None:
    """A command that does not exist ends in 2."""
    assert 2 == run("adit").exit_code


@pytest.mark.parametrize(
    ("error", "expected"),
    [(KeyError("bottom"), 70), (KeyboardInterrupt(), 130), (BrokenPipeError(), 1)],
)
def test_an_unforeseen_end_has_its_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, expected: int
) -> None:
    """A fault of ours, an interruption and a closed pipe are told apart."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(auditing, "audit", fail)
    assert expected == audited().exit_code


@pytest.mark.parametrize(("asked", "is_shown"), [((), False), (("--traceback",), True)])
def test_a_fault_of_ours_is_owned_up_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], is_shown: bool
) -> None:
    """An internal error blames no file, names the version, and shows its origin when asked to."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("bottom")

    monkeypatch.setattr(auditing, "audit", fail)
    done = audited(*asked)
    assert f"a fault of dutyrules {__version__}, not of your files: KeyError: 'bottom'" in done.stderr
    assert is_shown == ("Traceback" in done.stderr)


# audit ----------------------------------------------------------------------------------------------


def test_a_violation_is_told_by_the_exit_code(folder: Path) -> None:
    """The summary goes to standard output, nothing to the other, and a violation ends in 1."""
    done = audited()
    assert (1, "") == (done.exit_code, done.stderr)
    assert "violated 2" in done.stdout


def test_violations_may_be_told_by_the_report_alone(folder: Path) -> None:
    """With --fail-on never an audit that ran through ends in 0."""
    assert 0 == audited("--fail-on", "never").exit_code


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-09-06", 0),  # week 1 is over and kept
        ("2026-09-20", 1),  # week 3 is over and was not kept
        ("2026-09-08T12:00", 0),  # the short meeting is still to come
        ("2026-09-09T18:00:00+08:00", 1),  # and now it was held
    ],
)
def test_the_instant_decides(folder: Path, as_of: str, expected: int) -> None:
    """A day is judged at its end, an instant as it stands, in the school's zone unless it names one."""
    assert expected == audited("--as-of", as_of).exit_code


def test_json_on_standard_output_is_all_there_is(folder: Path) -> None:
    """With --json standard output holds one JSON document, also beside a page that is written."""
    done = audited("--json", "--html", "new/page.html")
    assert "weekly" == json.loads(done.stdout)["policy"][0]["name"]
    assert "Wrote new/page.html\n" == done.stderr.replace("\\", "/")
    assert "</html>" in (folder / "new" / "page.html").read_text(encoding="utf-8")


def test_json_in_a_file_is_the_same_document(folder: Path) -> None:
    """With --json FILE the document goes to the file, and the summary stays."""
    done = audited("--json", "report.json")
    assert audited("--json").stdout == (folder / "report.json").read_text(encoding="utf-8")
    assert "violated 2" in done.stdout
    assert done.stdout.endswith("Wrote report.json\n")


@pytest.mark.parametrize(
    "output", ["log.csv", "weekly.en.duty", "school/people.csv", "school/new.html", "school/../log.csv"]
)
def test_no_input_is_written_over(folder: Path, output: str) -> None:
    """A report is not written over what the audit reads, nor into the school's folder."""
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    done = audited("--html", output)
    assert 2 == done.exit_code
    assert before == {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_a_file_that_cannot_be_written_is_wrong_usage(folder: Path) -> None:
    """A place where nothing can be written ends in 2 and names the file."""
    done = audited("--html", "log.csv/page.html")
    assert 2 == done.exit_code
    assert "could not be written" in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    "options",
    [("--as-of", "tomorrow"), ("--as-of", "9999-12-31"), ("--language", "fr"), ("--fail-on", "never ever")],
)
def test_a_word_that_means_nothing_is_wrong_usage(folder: Path, options: tuple[str, ...]) -> None:
    """An option with a value that it does not know ends in 2."""
    assert 2 == audited(*options).exit_code


@pytest.mark.parametrize(
    ("asked", "expected"), [("en", "Duty report"), ("zh-Hans", "履职报告"), ("zh-Hant", "履職報告")]
)
def test_the_answer_is_in_the_language_asked_for(folder: Path, asked: str, expected: str) -> None:
    """--language decides, whatever the policy is written in."""
    assert expected in audited("--language", asked).stdout


def test_the_answer_is_in_the_language_of_the_policy(folder: Path) -> None:
    """Without --language a Chinese policy is answered in Chinese."""
    assert "履职报告" in audited(policy="weekly.zh.duty").stdout


def test_a_policy_with_errors_is_shown(folder: Path) -> None:
    """An error in a policy ends in 3, with its code and the line, and no report."""
    text = (folder / "weekly.en.duty").read_text(encoding="utf-8")
    (folder / "weekly.en.duty").write_text(text.replace("at least 40", "at least abc"), encoding="utf-8")
    done = audited()
    assert (3, "") == (done.exit_code, done.stdout)
    assert "error[number-expected]" in done.stderr
    assert "^^^" in done.stderr


def test_a_policy_that_is_not_there_is_wrong_usage(folder: Path) -> None:
    """A policy that is neither on disk nor shipped ends in 2."""
    assert 2 == audited(policy="999-99").exit_code


def test_every_fault_of_a_school_is_shown(folder: Path) -> None:
    """A school folder with faults ends in 4, and all its faults are shown with file and code."""
    (folder / "school" / "people.csv").unlink()
    (folder / "school" / "calendar.toml").write_text("zone = 3\n", encoding="utf-8")
    done = audited()
    assert (4, "") == (done.exit_code, done.stdout)
    assert "people.csv: " in done.stderr
    assert "calendar.toml:" in done.stderr


def test_a_fault_cannot_drive_the_terminal(folder: Path) -> None:
    """What a broken file holds is shown without its control characters."""
    (folder / "school" / "units.csv").write_text(
        "代码,名称,类别,上级\nm\x1b[2J,a,b\x1b]0;x\x07,\n", encoding="utf-8"
    )
    done = audited()
    assert 4 == done.exit_code
    assert "\x1b" not in done.stderr


def test_an_unknown_term_is_named(folder: Path) -> None:
    """A term that the calendar does not have ends in 4 with the terms that it has."""
    done = audited("--term", "2031-spring")
    assert 4 == done.exit_code
    assert "2026-autumn" in done.stderr


@pytest.mark.parametrize(
    ("language", "expected"), [("C.UTF-8", "people.csv: The"), ("zh_CN.UTF-8", "people.csv: ")]
)
def test_a_fault_is_told_in_the_language_of_the_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, expected: str
) -> None:
    """Before any policy speaks, the environment says in which language."""
    (folder / "school" / "people.csv").unlink()
    monkeypatch.setenv("LANG", language)
    told = audited().stderr
    assert ("zh" in language) == any("\u4e00" <= character <= "\u9fff" for character in told)


# check ----------------------------------------------------------------------------------------------


def test_policies_without_errors_pass(folder: Path) -> None:
    """A folder of sound policies ends in 0 and says how many they were."""
    done = run("check", ".")
    assert (0, "2 files, no errors\n") == (done.exit_code, done.stdout)


def test_shipped_policies_pass() -> None:
    """The policies that come with dutyrules have no errors."""
    assert 0 == run("check", "002-14", "001-01", "004-04").exit_code


def test_every_problem_of_every_file_is_shown(folder: Path) -> None:
    """One run shows the problems of all files, each in the language of its file, and ends in 3."""
    for name, word, wrong in (("en", "at least 40", "at least abc"), ("zh", "至少40", "至少abc")):
        path = folder / f"weekly.{name}.duty"
        path.write_text(path.read_text(encoding="utf-8").replace(word, wrong), encoding="utf-8")
    done = run("check", ".")
    assert 3 == done.exit_code
    assert 2 == done.stdout.count("[number-expected]")
    assert "is neither a number nor a parameter" in done.stdout
    assert "既不是数字，也不是参数" in done.stdout


def test_problems_as_json(folder: Path) -> None:
    """With --json the problems are a list with code, file and place; none give an empty one."""
    assert [] == json.loads(run("check", "weekly.en.duty", "--json").stdout)
    path = folder / "weekly.en.duty"
    path.write_text(path.read_text(encoding="utf-8").replace("at least 40", "at least abc"), encoding="utf-8")
    done = run("check", "weekly.en.duty", "--json")
    (problem,) = json.loads(done.stdout)
    assert (3, "number-expected", "weekly.en.duty", 8) == (
        done.exit_code,
        problem["code"],
        problem["file"],
        problem["start"]["line"],
    )


# explain --------------------------------------------------------------------------------------------


def explained(result: str) -> Result:
    """The explanation of one result of the example."""
    return run("explain", result, "weekly.en.duty", "--school", "school", "--log", "log.csv")


@pytest.fixture
def short_meeting(folder: Path) -> str:
    """The id of the finding about the meeting that was too short."""
    findings = json.loads(audited("--json").stdout)["findings"]
    (found,) = [f for f in findings if f["norm"] == "long_enough" and f["verdict"] == "violated"]
    return str(found["id"])


def test_a_finding_is_explained(short_meeting: str) -> None:
    """The explanation names the clause's sentence and the log row; nothing is wrong with asking."""
    done = explained(short_meeting)
    assert 0 == done.exit_code
    assert "long_enough" in done.stdout
    assert "M2" in done.stdout
    assert "M1" not in done.stdout


def test_the_beginning_of_an_id_is_enough(short_meeting: str) -> None:
    """An id may be cut as long as only one result fits."""
    assert explained(short_meeting).stdout == explained(short_meeting[:-2]).stdout


@pytest.mark.parametrize(
    ("given", "expected"), [("nowhere", "No finding or score"), ("", "begins several ids")]
)
def test_an_id_that_fits_none_or_several_is_wrong_usage(folder: Path, given: str, expected: str) -> None:
    """An id that names no single result ends in 2 and says which of the two it is."""
    done = explained(given)
    assert 2 == done.exit_code
    assert expected in " ".join(done.stderr.replace("│", " ").split())
