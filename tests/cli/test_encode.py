"""`encode`: a log as it is exported, coded for `tabulate`, and what is said of it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from dutyrules.cli import main
from dutyrules.cli.exits import ExitCode
from dutyrules.engines.columnar.bulk.rows import read_rows

LANTIAN = Path(__file__).parents[2] / "examples" / "lantian"
POLICIES = ("002-14", "001-01")


def run(command: str, *words: str, language: str = "en") -> Result:
    """What the command line does with the example school."""
    spoken = ["--language", language]
    asked = [command, *POLICIES, "--school", str(LANTIAN), *spoken, *words]
    return CliRunner().invoke(main.dutyrules, asked, prog_name="dutyrules")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_coded_is_tabulated_like_the_log(jobs: str, tmp_path: Path) -> None:
    """The same instances, and a count and a list of what was not read."""
    log, coded = str(LANTIAN / "log.xlsx"), tmp_path / "coded"
    done = run("encode", "--log", log, "--out", str(coded), "--jobs", jobs, "--memory", "1000")
    assert (0, "") == (done.exit_code, done.stderr)
    events = pq.read_table(coded / "events.parquet").num_rows
    noted = Counter(pq.read_table(coded / "quarantine.parquet")["code"].to_pylist())
    assert f"{events:,} events in {coded}" in done.stdout
    assert f"{noted.total():,} rows or columns" in done.stdout
    assert all(f"{count:>12,}  {code}" in done.stdout for code, count in noted.items())
    for source, out in ((log, "whole"), (str(coded), "blocks")):
        assert 0 == run("tabulate", "--log", source, "--out", str(tmp_path / out)).exit_code
    rows = Counter(read_rows(tmp_path / "whole"))
    assert rows.total() > 1_000
    assert rows == Counter(read_rows(tmp_path / "blocks"))


def test_the_evidence_of_one_person(tmp_path: Path) -> None:
    """The rows of the whole that this person bears, each with its events, which lead to rows of the log."""
    log, coded = LANTIAN / "log.csv", tmp_path / "coded"
    assert 0 == run("encode", "--log", str(log), "--out", str(coded)).exit_code
    asked = ("tabulate", "--log", str(coded), "--evidence", "1000")
    assert 0 == run(*asked, "--out", str(tmp_path / "whole")).exit_code
    whole = list(read_rows(tmp_path / "whole"))
    people = sorted({row.person for row in whole})[:3]
    for person in people:
        done = run(*asked, "--out", str(tmp_path / person), "--person", person)
        assert (0, "") == (done.exit_code, done.stderr)
        assert Counter(row for row in whole if row.person == person) == Counter(read_rows(tmp_path / person))
    events = pq.read_table(coded / "events.parquet", columns=["seq", "id", "file", "row"]).to_pylist()
    lines = log.read_text(encoding="utf-8-sig").splitlines()
    named = {seq for row in whole for seq in row.evidence or ()}
    assert len(named) > 100
    for event in (event for event in events if event["seq"] in named):
        assert "log.csv" == event["file"]
        assert lines[event["row"] - 1].startswith(f"{event['id']},")


def test_a_person_whom_nobody_knows(tmp_path: Path) -> None:
    """No empty answer, as if they owed nothing."""
    words = ("--log", str(LANTIAN / "log.csv"), "--out", str(tmp_path / "rows"), "--person", "nobody")
    done = run("tabulate", *words, language="en")
    assert ExitCode.INPUT_UNREADABLE == done.exit_code
    assert "Nobody in the roster has the id “nobody”." in done.stderr
    assert not (tmp_path / "rows").exists()


def test_reasons_are_in_the_language_asked_for(tmp_path: Path) -> None:
    """In the list and on the terminal."""
    log = str(LANTIAN / "log.xlsx")
    done = run("encode", "--log", log, "--out", str(tmp_path / "coded"), language="zh-Hans")
    assert "条记录，写入" in done.stdout
    messages = pq.read_table(tmp_path / "coded" / "quarantine.parquet")["message"].to_pylist()
    assert messages
    assert all(any("\u4e00" <= char <= "\u9fff" for char in text) for text in messages)


def test_a_log_is_never_written_over(tmp_path: Path) -> None:
    """Not even where the folder of the log is named as the place of its code."""
    folder = tmp_path / "exports"
    folder.mkdir()
    shutil.copy(LANTIAN / "log.csv", folder)
    done = run("encode", "--log", str(folder), "--out", str(folder))
    assert ExitCode.WRONG_USAGE == done.exit_code
    assert [folder / "log.csv"] == list(folder.iterdir())


@pytest.mark.parametrize("command", ["audit", "encode"])
def test_a_coded_log_is_no_table(command: str, tmp_path: Path) -> None:
    """Who gives one where tables are read is told what it is."""
    coded = tmp_path / "coded"
    assert 0 == run("encode", "--log", str(LANTIAN / "log.csv"), "--out", str(coded)).exit_code
    out = ("--out", str(tmp_path / "again")) if command == "encode" else ()
    done = run(command, "--log", str(coded), *out)
    assert ExitCode.INPUT_UNREADABLE == done.exit_code
    assert "coded-log" in done.stderr
    assert "`tabulate`" in done.stderr


def test_what_was_there_stays_where_coding_fails(tmp_path: Path) -> None:
    """A wrong file is told with its name, and the coded log of before is whole."""
    coded, wrong = tmp_path / "coded", tmp_path / "wrong.csv"
    assert 0 == run("encode", "--log", str(LANTIAN / "log.csv"), "--out", str(coded)).exit_code
    before = {file.name: file.read_bytes() for file in coded.iterdir()}
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("encode", "--log", str(wrong), "--out", str(coded))
    assert ExitCode.INPUT_UNREADABLE == done.exit_code
    assert "wrong.csv" in done.stderr
    assert before == {file.name: file.read_bytes() for file in coded.iterdir()}
