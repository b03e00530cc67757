"""A DuckDB connection that touches nothing it was not given, and keeps what it ran.

No file is read or written but those allowed by name, no extension is loaded, and the configuration is
locked before the first statement. Every statement is kept with its name, so that it can be shown.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import attrs
import duckdb
import pyarrow as pa

Cell = int | str | list[int] | None
Row = tuple[Cell, ...]


def number(cell: Cell) -> int:
    """The cell of a column that holds whole numbers and no NULL."""
    if not isinstance(cell, int):
        raise TypeError(f"a statement gave {cell!r} for a number")
    return cell


def maybe(cell: Cell) -> int | None:
    """The cell of a column that holds whole numbers and perhaps NULL."""
    return None if cell is None else number(cell)


def numbers(cell: Cell) -> tuple[int, ...]:
    """The cell of a column that holds lists of whole numbers; NULL is the empty one."""
    return tuple(cell) if isinstance(cell, list) else ()


@attrs.frozen(kw_only=True)
class Settings:
    """What a connection may use. Units: `memory_limit` in bytes; None is DuckDB's own choice.

    Beyond the memory limit, tables and hash tables are spilled to a folder of their own in `spill`
    (None: the system's folder for temporary files), which is gone when the connection is closed.
    """

    memory_limit: int | None = None
    threads: int | None = None
    spill: Path | None = None


@attrs.frozen
class Statement:
    """One statement as it was run, and what it is for."""

    name: str
    sql: str


@attrs.define
class _Aside:
    """A second connection to the same tables, with a thread that runs its statements in their order."""

    _connection: duckdb.DuckDBPyConnection
    _thread: ThreadPoolExecutor = attrs.Factory(lambda: ThreadPoolExecutor(max_workers=1))
    _running: list[Future[None]] = attrs.Factory(list)
    _known: int = 0

    def run(self, variables: Sequence[str], sql: str) -> None:
        """Queue a statement; variables that the connection has not been told of come before it."""
        new, self._known = variables[self._known :], len(variables)
        self._running.append(self._thread.submit(self._execute, (*new, sql)))

    def _execute(self, statements: Sequence[str]) -> None:
        for sql in statements:
            self._connection.execute(sql)

    def wait(self) -> None:
        running, self._running = self._running, []
        for future in running:
            future.result()

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._connection.close()


@attrs.define
class Database:
    """A connection and the statements that it ran, in order.

    SQL handed to it is made of integers and of names that this package makes up; no text of a policy, a
    roster or a log may be part of it.
    """

    _connection: duckdb.DuckDBPyConnection
    statements: list[Statement] = attrs.Factory(list)
    _variables: list[str] = attrs.Factory(list)
    _aside: _Aside | None = None

    def run(self, name: str, sql: str) -> None:
        """Run a statement that gives no rows, such as one that makes a table."""
        self.statements.append(Statement(name, sql))
        self._connection.execute(sql)

    def set_variable(self, name: str, query: str) -> None:
        """A value that statements get by `getvariable`, worked out once, from now on."""
        sql = f"SET VARIABLE {name} = ({query})"
        self._variables.append(sql)
        self.run(name, sql)

    def run_aside(self, name: str, sql: str) -> None:
        """Run a statement that no later one needs, while later ones run; `wait` says when all are done.

        It sees the tables and variables that are there now. Few statements keep every core busy from their
        beginning to their end, so two at a time take less than one after the other.
        """
        self.statements.append(Statement(name, sql))
        if self._aside is None:
            self._aside = _Aside(self._connection.cursor())
        self._aside.run(tuple(self._variables), sql)

    def wait(self) -> None:
        """Until every statement that runs aside is done.

        Errors: the first of theirs.
        """
        if self._aside is not None:
            self._aside.wait()

    def rows(self, name: str, sql: str) -> list[Row]:
        """The rows of a query; in the order that it asks for."""
        self.statements.append(Statement(name, sql))
        return self._connection.execute(sql).fetchall()

    def arrow(self, name: str, sql: str) -> pa.Table:
        """The rows of a query as an Arrow table."""
        self.statements.append(Statement(name, sql))
        return self._connection.sql(sql).to_arrow_table()

    def load(self, table: str, rows: pa.Table) -> None:
        """A table of DuckDB's own with the rows of an Arrow table."""
        self._connection.register("loaded", rows)
        try:
            self.run(f"load {table}", f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM loaded")
        finally:
            self._connection.unregister("loaded")

    def view(self, table: str, rows: pa.Table) -> None:
        """A name for an Arrow table that is read where it is, without a copy."""
        self._connection.register(table, rows)

    def close(self) -> None:
        """Give back memory and spilled files."""
        if self._aside is not None:
            self._aside.close()
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(settings: Settings = Settings(), *, allowed: Sequence[Path] = ()) -> Database:
    """A connection in memory; files may be read and written only at or under `allowed`.

    Errors: duckdb.Error for a limit that DuckDB refuses.
    """
    connection = duckdb.connect(":memory:", config=_fixed(settings))
    files = [path.resolve() for path in allowed if not path.is_dir()]
    folders = [path.resolve() for path in allowed if path.is_dir()]
    for name, paths in (("allowed_paths", files), ("allowed_directories", folders)):
        if paths:
            connection.execute(f"SET {name} = [{', '.join(map(quoted, paths))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return Database(connection)


def _fixed(settings: Settings) -> dict[str, str | bool | int | float | list[str]]:
    """The configuration by DuckDB's names."""
    folder = settings.spill or Path(tempfile.gettempdir())
    found: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / f"dutyrules-{uuid.uuid4().hex}"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
        "checkpoint_threshold": "1TB",  # nothing outlives the connection, so nothing is to be compacted
    }
    if settings.memory_limit is not None:
        found["memory_limit"] = f"{settings.memory_limit}B"
    if settings.threads is not None:
        found["threads"] = settings.threads
    return found


def memory_of_machine() -> int | None:
    """Bytes; None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def quoted(path: Path) -> str:
    """The path as a string of SQL; the one text that is not made up here, given by whoever runs us."""
    return "'" + str(path).replace("'", "''") + "'"
