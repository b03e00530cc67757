"""A log in files as integers, with the dictionary that says what they stand for.

`events.parquet` (or `events/**/*.parquet`) has `seq`, `t`, `day`, `type`, `actor`, `unit` and a column
`cN` per attribute; `dictionary.parquet` has `kind`, `code`, `text`. The integers are those of
`records.log`, with NULL for what is missing. `id`, `file` and `row` may be there too, for who reads evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import duckdb
import pyarrow as pa

from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.connection import Database, number, quoted
from dutyrules.engines.values import plain_text
from dutyrules.findings.model import Text
from dutyrules.records.coded_folder import CODED_DICTIONARY
from dutyrules.records.log import Log
from dutyrules.records.log_error import log_error

EVENTS, DICTIONARY = "events.parquet", CODED_DICTIONARY
CORE = ("seq", "t", "day", "type", "actor", "unit")
_NARROW = CORE[2:]
_BATCH = 65_536
_ROW, _CELL = 32, 8
"""Bytes of the columns that every event has, and of each attribute."""


@attrs.frozen(kw_only=True)
class CodedLog:
    """Where the events are, and what their codes mean.

    `types` are codes by the event type's id, `columns` the names `cN` by the attribute's id. `through`
    gives for an event type the instant (µs UTC) before which the log holds every event of it.
    """

    source: str
    files: str
    dictionary: str
    types: Mapping[str, int]
    columns: Mapping[str, str]
    complete: tuple[tuple[str, int], ...]

    def size(self, database: Database) -> int:
        """Bytes of all columns as a table, from what the files say of themselves; about the most it takes."""
        ((rows,),) = database.rows(
            "how many events there are",
            f"SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata({self.files})",
        )
        return number(rows) * row_size(len(self.columns))

    def through(self, event_type: str) -> int | None:
        """As `Log.complete_through`."""
        known = [instant for name, instant in self.complete if name in ("", event_type)]
        return max(known, default=None)

    def last_complete(self) -> int | None:
        """The latest instant that the log is complete through for anything."""
        return max((instant for _, instant in self.complete), default=None)


def files_of(folder: Path) -> str:
    """The files of the folder's events, as SQL names them."""
    single = folder / EVENTS
    return quoted(single if single.exists() else folder / "events" / "**" / "*.parquet")


def source_of(files: str) -> str:
    """The table function that reads the events of the files."""
    return f"read_parquet({files}{', hive_partitioning = true' if '**' in files else ''})"


def open_log(database: Database, folder: Path) -> CodedLog:
    """The coded log in the folder.

    Errors: `not-a-coded-log` as `LogError`, where files or columns are missing.
    """
    dictionary = f"read_parquet({quoted(folder / DICTIONARY)})"
    small = "('type', 'column', 'complete')"
    files = files_of(folder)
    source = source_of(files)
    try:
        rows = database.rows(
            "what the log's codes are", f"SELECT kind, code, text FROM {dictionary} WHERE kind IN {small}"
        )
        columns = ", ".join([*CORE, *(f"c{code}" for kind, code, _ in rows if kind == "column")])
        database.rows("the log has its columns", f"SELECT {columns} FROM {source} LIMIT 0")
    except duckdb.Error as error:
        raise log_error(folder.name, "not-a-coded-log", _NOT_CODED) from error
    return CodedLog(
        source=source,
        files=files,
        dictionary=dictionary,
        types={str(text): number(code) for kind, code, text in rows if kind == "type"},
        columns={str(text): f"c{code}" for kind, code, text in rows if kind == "column"},
        complete=tuple((str(text or ""), number(code)) for kind, code, text in rows if kind == "complete"),
    )


def row_size(attributes: int) -> int:
    """Bytes of a row with so many attributes in a table."""
    return _ROW + _CELL * attributes


def texts_like(database: Database, wanted: frozenset[str]) -> Mapping[str, tuple[int, ...]]:
    """The codes of the texts that are the same as each of `wanted` (4.3), by its plain form.

    Every text of the dictionary is looked at once, not every row of the log.
    """
    found: dict[str, list[int]] = {text: [] for text in wanted}
    if wanted:
        for code, text in database.rows("texts", "SELECT code, text FROM texts ORDER BY code"):
            plain = plain_text(str(text))
            if plain in found:
                found[plain].append(number(code))
    return {text: tuple(codes) for text, codes in found.items()}


# Writing -------------------------------------------------------------------------------------------


def write_coded(log: Log, folder: Path) -> None:
    """Write a log in memory as a coded log. Errors: OSError where the folder cannot be written."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in log.columns if not name.startswith("@")]
    columns = {
        "seq": integers(range(len(log))),
        "t": integers(log.t),
        "day": integers(log.day),
        "type": integers(log.event_type),
        "actor": integers(None if code < 0 else code for code in log.actor),
        "unit": integers(None if code < 0 else code for code in log.unit),
    }
    columns |= {f"c{n}": integers(log.columns[name].values) for n, name in enumerate(names)}
    columns |= {
        "id": texts(log.ids),
        "file": texts(log.files[code] for code in log.file),
        "row": integers(log.row),
    }
    events = pa.table(columns)
    narrow = [pa.field(n, pa.int32()) if n in _NARROW else events.schema.field(n) for n in columns]
    pq.write_table(events.cast(pa.schema(narrow)), folder / EVENTS, row_group_size=_BATCH)
    entries = list(_entries(log, names))
    dictionary = {
        "kind": texts(kind for kind, _, _ in entries),
        "code": integers(code for _, code, _ in entries),
        "text": texts(text for _, _, text in entries),
    }
    pq.write_table(pa.table(dictionary), folder / DICTIONARY)


def _entries(log: Log, names: list[str]) -> Iterator[tuple[str, int, str]]:
    tables = {
        "type": log.types,
        "person": log.people,
        "unit": log.units,
        "text": log.texts,
        "column": tuple(names),
    }
    for kind, table in tables.items():
        yield from ((kind, code, text) for code, text in enumerate(table))
    for stated in log.completeness:
        for name in sorted(stated.event_types) or [""]:
            yield "complete", stated.through, name


_NOT_CODED = Text(
    en="This is no coded log: dictionary.parquet and events.parquet (or events/) were expected, with the "
    "columns seq, t, day, type, actor, unit and those that the dictionary numbers.",
    zh_hans="这不是编码日志：应当有 dictionary.parquet 和 events.parquet（或 events/ 文件夹），"
    "含 seq、t、day、type、actor、unit 各列以及字典里编号的各列。",
    zh_hant="這不是編碼日誌：應當有 dictionary.parquet 和 events.parquet（或 events/ 資料夾），"
    "含 seq、t、day、type、actor、unit 各欄以及字典裡編號的各欄。",
)
