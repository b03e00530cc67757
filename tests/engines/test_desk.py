"""Audits of files one after the other, and what they share, give the rows that each would give alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest
from sharded_worlds import LANTIAN, example

from dutyrules.engines.columnar.bulk import desk as desks
from dutyrules.engines.columnar.bulk import passes, policy_run
from dutyrules.engines.columnar.bulk.coded_log import write_coded
from dutyrules.engines.columnar.bulk.desk import desk
from dutyrules.engines.columnar.bulk.rows import Row, read_rows
from dutyrules.engines.columnar.bulk.run import Form, Settings, audit_checked
from dutyrules.engines.columnar.connection import connect
from dutyrules.records.log_error import LogError

DAY = 86_400_000_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school's log, coded."""
    folder = tmp_path_factory.mktemp("coded")
    write_coded(example()[1].log, folder)
    return folder


@cache
def alone(log: Path, out: Path, as_of: int, settings: Settings) -> Counter[Row]:
    """The rows of one audit by itself."""
    policies, world = example()
    audit_checked(policies, LANTIAN, log, out, as_of=as_of, term=world.term, settings=settings)
    return Counter(read_rows(out))


@pytest.mark.parametrize("settings", [Settings(), Settings(open_only=True, evidence=2)], ids=["all", "open"])
def test_a_desk_answers_again_as_if_for_the_first_time(log: Path, tmp_path: Path, settings: Settings) -> None:
    """Three instants from one desk, one of them twice: nothing of an earlier audit is left in a later one."""
    policies, world = example()
    instants = [world.as_of, world.as_of - 60 * DAY, world.as_of, world.as_of - 20 * DAY]
    with desk(policies, LANTIAN, log, tmp_path / "desk", settings) as ready:
        for place, instant in enumerate(instants):
            found = ready.audit(instant, world.term)
            rows = Counter(read_rows(tmp_path / "desk"))
            assert alone(log, tmp_path / f"alone{place}", instant, settings) == rows
            assert rows.total() == found.rows > 0


@pytest.mark.parametrize(
    ("rare", "most"), [(1, 2**40), (20, 0), (10**9, 2**40)], ids=["all", "no room", "none is rare"]
)
def test_what_is_kept_changes_no_row(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rare: int, most: int
) -> None:
    """Whether a type's rows are read once for several statements or by each of them is a matter of time."""
    _, world = example()
    expected = alone(log, tmp_path / "usual", world.as_of, Settings(form=Form.FUSED))
    monkeypatch.setattr(passes, "_RARE", rare)
    monkeypatch.setattr(policy_run, "_KEPT", most)
    alone.cache_clear()
    assert expected == alone(log, tmp_path / "other", world.as_of, Settings(form=Form.FUSED))


def test_little_memory_reads_the_files_and_gives_the_same(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form follows from the memory, where it is left open; the rows do not."""
    policies, world = example()
    found = {}
    for memory in (2**40, 1):
        monkeypatch.setattr(desks, "memory_of_machine", lambda memory=memory: memory)
        out, settings = tmp_path / str(memory), Settings(evidence=1)
        summary = audit_checked(
            policies, LANTIAN, log, out, as_of=world.as_of, term=world.term, settings=settings
        )
        found[summary.form] = Counter(read_rows(out))
    assert {Form.DECODED, Form.FUSED} == set(found)
    assert found[Form.DECODED] == found[Form.FUSED]


def broken(folder: Path) -> Iterator[Path]:
    """Folders that look like a coded log from afar."""
    for name, sql in (
        ("text", None),
        ("columns", "SELECT 'type' AS kind, 0 AS code, 'absence' AS text"),
    ):
        own = folder / name
        own.mkdir()
        (own / "dictionary.parquet").write_text("no table", encoding="utf-8")
        if sql is not None:
            duckdb.sql(sql).write_parquet(str(own / "dictionary.parquet"))
            duckdb.sql("SELECT 1 AS seq").write_parquet(str(own / "events.parquet"))
        yield own


def test_a_folder_that_is_no_coded_log_is_said_to_be_none(tmp_path: Path) -> None:
    """The message says what was expected, in words, before anything is written."""
    policies, world = example()
    for folder in broken(tmp_path):
        with pytest.raises(LogError) as caught:
            audit_checked(policies, LANTIAN, folder, tmp_path / "out", as_of=world.as_of, term=world.term)
        assert ["not-a-coded-log"] == [problem.code for problem in caught.value.problems]


# Statements aside ----------------------------------------------------------------------------------


def test_a_statement_aside_sees_what_was_there(tmp_path: Path) -> None:
    """Tables and variables of before, in the order in which statements were given."""
    with connect(allowed=[tmp_path]) as database:
        database.run("make", "CREATE TABLE numbers AS SELECT range AS n FROM range(100)")
        database.set_variable("most", "SELECT max(n) FROM numbers")
        database.run_aside("sum", "CREATE TABLE sums AS SELECT sum(n) AS s FROM numbers")
        database.run_aside(
            "copy", f"COPY (SELECT s, getvariable('most') FROM sums) TO '{tmp_path}/a.parquet'"
        )
        database.wait()
        assert [(4950, 99)] == database.rows("read", f"SELECT * FROM read_parquet('{tmp_path}/a.parquet')")


def test_an_error_aside_is_told_by_wait() -> None:
    """It is not lost, and the connection goes on."""
    with connect() as database:
        database.run_aside("wrong", "SELECT * FROM nowhere")
        with pytest.raises(duckdb.CatalogException):
            database.wait()
        database.wait()
        assert [(1,)] == database.rows("one", "SELECT 1")
