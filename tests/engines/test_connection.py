"""A connection touches nothing that it was not given, keeps its limits, and keeps what it ran."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from dutyrules.engines.columnar.connection import Settings, Statement, connect, maybe, number, numbers


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.db'",
        "SET enable_external_access = true",
        "SET memory_limit = '1GB'",
        "INSTALL httpfs",
    ],
)
def test_nothing_outside_is_reached(tmp_path: Path, sql: str) -> None:
    """Files, other databases, extensions and the configuration are out of reach."""
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n", encoding="utf-8")
    with connect() as database, pytest.raises(duckdb.Error):
        database.rows("forbidden", sql.format(file=file, folder=tmp_path))
    assert [file] == list(tmp_path.iterdir())


def test_variables_of_python_are_out_of_reach() -> None:
    """A name in a statement is a table's, never a variable's of the program around it."""
    secret = pa.table({"a": [1]})
    with connect() as database, pytest.raises(duckdb.Error):
        database.rows("forbidden", "SELECT * FROM secret")
    assert 1 == secret.num_rows


def test_only_what_is_allowed_is_read(tmp_path: Path) -> None:
    """A folder whose name has a quote is allowed; the one beside it is not."""
    for name in ("o'ne", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "log.csv").write_text("a\n7\n", encoding="utf-8")
    with connect(allowed=[tmp_path / "o'ne"]) as database:
        found = database.rows("read", f"SELECT a FROM read_csv('{tmp_path}/o''ne/*.csv')")
        assert [(7,)] == found
        with pytest.raises(duckdb.Error):
            database.rows("read", f"SELECT a FROM read_csv('{tmp_path}/other/log.csv')")


def test_the_memory_limit_is_kept_by_spilling(tmp_path: Path) -> None:
    """A sort of several times the limit ends, and leaves nothing behind."""
    with connect(Settings(memory_limit=60_000_000, threads=1, spill=tmp_path)) as database:
        database.run("make", "CREATE TABLE big AS SELECT hash(range) AS a, range AS b FROM range(8_000_000)")
        found = database.rows(
            "sort", "SELECT count(*), max(n) FROM (SELECT row_number() OVER (ORDER BY a) AS n, b FROM big)"
        )
        assert [(8_000_000, 8_000_000)] == found
        assert [] != list(tmp_path.iterdir())
    assert [] == list(tmp_path.iterdir())


def test_statements_are_kept_in_order() -> None:
    """Each with its name, as it was run."""
    with connect() as database:
        database.load("numbers", pa.table({"a": pa.array([1, None], pa.int64())}))
        assert [(1,), (None,)] == database.rows("look", "SELECT a FROM numbers ORDER BY a")
        assert 2 == database.arrow("look again", "SELECT a FROM numbers").num_rows
    assert ["load numbers", "look", "look again"] == [s.name for s in database.statements]
    assert Statement("look", "SELECT a FROM numbers ORDER BY a") == database.statements[1]


def test_cells_are_what_a_statement_promised() -> None:
    """A cell of another kind than its column is an error of ours, said at once."""
    assert (1, None, 2, (3,), ()) == (number(1), maybe(None), maybe(2), numbers([3]), numbers(None))
    with pytest.raises(TypeError):
        number("1")
