"""`tabulate`, and `audit` by several processes: what they write and say of the example of the README."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutyrules.auditing import audit, joint_vocabulary, load_policies
from dutyrules.cli import main
from dutyrules.cli.exits import ExitCode
from dutyrules.engines.columnar.bulk.coded_log import write_coded
from dutyrules.engines.columnar.bulk.rows import Row, read_rows
from dutyrules.records.read_log import read_log
from dutyrules.records.school import read_school

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
    """What the command line `dutyrules words...` does with the example."""
    return CliRunner().invoke(
        main.dutyrules, [words[0], "weekly.en.duty", "--school", "school", *words[1:]], prog_name="dutyrules"
    )


def rows(out: Path) -> Counter[Row]:
    """The rows of a folder, in no order."""
    return Counter(read_rows(out))


def coded(folder: Path) -> Path:
    """The example's log, coded."""
    policies = load_policies([folder / "weekly.en.duty"])
    log = read_log(folder / "log.csv", joint_vocabulary(policies), read_school(folder / "school"))
    write_coded(log, folder / "coded")
    return folder / "coded"


def test_the_rows_are_the_findings_of_an_audit(folder: Path) -> None:
    """As many of each verdict, and the counts are said."""
    done = run("tabulate", "--log", "log.csv", "--out", "rows")
    assert (0, "") == (done.exit_code, done.stderr)
    report = audit([folder / "weekly.en.duty"], folder / "school", [folder / "log.csv"])
    expected = Counter((f.norm, f.verdict) for f in report.findings)
    assert expected == Counter((row.norm, row.verdict) for row in read_rows(folder / "rows"))
    assert f"{len(report.findings)} rows in rows" in done.stdout


def test_it_makes_no_difference_how_the_log_comes_and_who_shares_the_work(folder: Path) -> None:
    """A table or a coded log, one process or two: the same rows."""
    coded(folder)
    asked = {
        "one": ("log.csv", "1"),
        "two": ("log.csv", "2"),
        "files": ("coded", "1"),
        "both": ("coded", "2"),
    }
    for out, (log, jobs) in asked.items():
        done = run("tabulate", "--log", log, "--out", out, "--jobs", jobs, "--memory", "256")
        assert 0 == done.exit_code, done.stderr
    assert 1 == len({frozenset(rows(folder / out).items()) for out in asked})


def test_evidence_is_named_where_it_is_asked_for(folder: Path) -> None:
    """The rows that an audit shows, by their place in the log, as many as were asked for."""
    run("tabulate", "--log", "log.csv", "--out", "none")
    run("tabulate", "--log", "log.csv", "--out", "some", "--evidence", "1")
    assert {None} == {row.evidence for row in rows(folder / "none")}
    met_twice = [row for row in rows(folder / "some") if row.norm == "weekly_meeting" and row.low == 20_000]
    assert [(1,), (3,)] == sorted(row.evidence or () for row in met_twice)


def test_an_audit_in_two_processes_is_the_same(folder: Path) -> None:
    """But for the engine's name, which is that of the one that shares its work."""
    one, two = (
        json.loads(run("audit", "--log", "log.csv", "--json", "--jobs", jobs).stdout) for jobs in ("1", "2")
    )
    assert ("reference", "columnar") == (one.pop("engine"), two.pop("engine"))
    assert one == two


@pytest.mark.usefixtures("folder")
def test_jobs_are_for_the_columnar_engine() -> None:
    """Another engine by name does not share its work, and says so."""
    done = run("audit", "--log", "log.csv", "--jobs", "2", "--engine", "monitor")
    assert ExitCode.WRONG_USAGE == done.exit_code
    assert "Only the columnar engine" in done.stderr


def test_a_damaged_log_is_said_to_be_damaged(folder: Path) -> None:
    """Neither a dictionary that is no table nor events that are cut off make a traceback."""
    log = coded(folder)
    whole = (log / "events.parquet").read_bytes()
    for file, content in (("events.parquet", whole[: len(whole) // 2]), ("dictionary.parquet", b"x")):
        (log / file).write_bytes(content)
        done = run("tabulate", "--log", "coded", "--out", "rows")
        assert ExitCode.INPUT_UNREADABLE == done.exit_code
        assert "This is no coded log" in done.stderr
        assert not (folder / "rows" / "norms.parquet").exists()


def test_a_log_is_not_written_over(folder: Path) -> None:
    """Neither the log's folder nor the school's can be the one that is written."""
    log = coded(folder)
    before = {path.name: path.read_bytes() for path in log.iterdir()}
    for place in ("coded", "school"):
        done = run("tabulate", "--log", "coded", "--out", place)
        assert (ExitCode.WRONG_USAGE, True) == (
            done.exit_code,
            "is one of the files to be read" in done.stderr,
        )
    assert before == {path.name: path.read_bytes() for path in log.iterdir()}


def test_an_error_of_a_process_is_told_as_if_there_were_one(folder: Path) -> None:
    """What a worker finds wrong is what the user reads, not that a worker is gone."""
    log = coded(folder)
    (log / "events.parquet").write_bytes(b"x")
    one, two = (
        run("tabulate", "--log", "coded", "--out", "rows", "--jobs", jobs).stderr for jobs in ("1", "2")
    )
    assert "This is no coded log" in one
    assert one == two
