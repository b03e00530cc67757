"""A log of any size from its tables to a coded log, in bounded memory, by one process or several."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import attrs
import pyarrow.parquet as pq

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.engines.columnar.cluster.pool import WorkerLostError
from dutyrules.engines.columnar.connection import Database, Settings, connect, number, quoted
from dutyrules.engines.columnar.encoding.coding import Coder
from dutyrules.engines.columnar.encoding.rough import (
    EVENTS,
    LOST,
    QUARANTINE,
    RETRACTIONS,
    BlockReader,
    Read,
    Reading,
    headless,
    places,
    quarantine_table,
)
from dutyrules.engines.columnar.encoding.settling import settle_rows
from dutyrules.engines.columnar.told import failures_told
from dutyrules.findings.model import Language, QuarantinedRow
from dutyrules.records.log_files import log_files
from dutyrules.records.log_parts import BLOCK, Part, parts_of
from dutyrules.records.quarantine_codes import Code
from dutyrules.records.read_log import no_header, stated_beside
from dutyrules.records.school import School

MOST_FILES = 100_000
_AHEAD = 2
"""Parts that wait for each process; they are in memory."""

_EMPTY = {
    EVENTS: "block BIGINT, line BIGINT, place VARCHAR, number BIGINT, id VARCHAR, type BIGINT, t BIGINT, "
    "day BIGINT, ends BIGINT, recorded BIGINT, actor VARCHAR, unit VARCHAR, corrects VARCHAR",
    RETRACTIONS: "block BIGINT, line BIGINT, place VARCHAR, number BIGINT, target VARCHAR",
    LOST: "id VARCHAR",
    QUARANTINE: 'block BIGINT, file VARCHAR, "row" BIGINT, "column" VARCHAR, "value" VARCHAR, code VARCHAR, '
    "message VARCHAR",
}
_NOTES_OF_COLUMNS = (Code.UNKNOWN_COLUMN.value, Code.COLUMN_OF_OTHER_TYPE.value)
"""Notes that a table read whole has once, and each of its blocks again."""


@attrs.frozen(kw_only=True)
class Encoded:
    """What was written: events that count, and lines of the quarantine by their code."""

    events: int
    quarantine: Mapping[str, int]


def encode_log(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    school: School,
    out: Path,
    *,
    language: Language = Language.EN,
    jobs: int = 1,
    memory_limit: int | None = None,
    block: int = BLOCK,
) -> Encoded:
    """Write the log at `paths` to `out` as a coded log, with `quarantine.parquet` beside it.

    The events, their codes and the lines of the quarantine are those of `read_log`, which holds the whole
    log in memory; this holds `block` rows in each of `jobs` processes, and DuckDB's `memory_limit` (bytes).

    Errors: those of `read_log`, but that tables may have any number of rows; `too-many-corrections` as
    `LogError`; EngineFailedError if memory or disk is too small, or a process is lost.
    """
    files = log_files(tuple(paths), MOST_FILES)
    completeness, _ = stated_beside(tuple(paths), vocabulary, school)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix="encoding-") as name:
        reading = Reading(
            vocabulary=vocabulary, school=school, folder=Path(name), language=language, block=block
        )
        found = list(_read(parts_of(files, vocabulary, block), reading, jobs))
        wrong = headless(found)
        if wrong is not None:
            raise no_header(wrong)
        limits = Settings(memory_limit=memory_limit, spill=Path(name))
        with failures_told(), connect(limits, allowed=[out]) as database:
            names = _open(database, reading, found)
            types = tuple(vocabulary.events)
            settle_rows(database, types, names, _Notes(reading).note)
            coder = Coder(database=database, vocabulary=vocabulary, names=names)
            done = Path(name, "coded")
            done.mkdir()
            events = coder.write(done, completeness)
            quarantine = _write_quarantine(database, reading.folder, done)
        for file in sorted(done.iterdir()):  # only now, so that what was there is whole until this is
            file.replace(out / file.name)
        return Encoded(events=events, quarantine=quarantine)


# Reading -------------------------------------------------------------------------------------------


def _read(parts: Iterator[Part], reading: Reading, jobs: int) -> Iterator[Read]:
    if jobs == 1:
        reader = BlockReader(reading)
        for place, part in enumerate(parts):
            yield from reader.read(place, part)
        return
    context, waiting = multiprocessing.get_context("spawn"), deque[Future[list[Read]]]()
    try:
        with ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_remember, initargs=(reading,)
        ) as pool:
            for place, part in enumerate(parts):
                waiting.append(pool.submit(_read_part, place, part))
                if len(waiting) > _AHEAD * jobs:
                    yield from waiting.popleft().result()
            for future in waiting:
                yield from future.result()
    except BrokenProcessPool as broken:
        raise WorkerLostError(jobs) from broken


_readers: list[BlockReader] = []
"""What this process reads with; set once, by `_remember`."""


def _remember(reading: Reading) -> None:
    _readers.append(BlockReader(reading))


def _read_part(place: int, part: Part) -> list[Read]:
    return _readers[0].read(place, part)


# What was read, as tables --------------------------------------------------------------------------


def _open(database: Database, reading: Reading, found: Sequence[Read]) -> dict[str, tuple[str, ...]]:
    """Views of what the blocks hold; the attributes that occur, in order, with their columns."""
    for kind in (EVENTS, RETRACTIONS, LOST):
        name = "rough" if kind == EVENTS else kind
        _view(database, name, kind, reading.folder)
    columns = {str(name) for (name, *_) in database.rows("columns", "DESCRIBE rough")}
    occurring = sorted(frozenset().union(*(read.attributes for read in found)))
    numbered = places(reading.vocabulary)
    return {
        name: tuple(c for c in (f"n{numbered[name]}", f"s{numbered[name]}") if c in columns)
        for name in occurring
    }


def _view(database: Database, name: str, kind: str, folder: Path) -> None:
    if any(folder.glob(f"{kind}-*.parquet")):
        files = quoted(folder / f"{kind}-*.parquet")
        sql = f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files}, union_by_name = true)"
    else:
        sql = f"CREATE TABLE {name} ({_EMPTY[kind]})"
    database.run(name, sql)


# Quarantine ----------------------------------------------------------------------------------------


@attrs.define
class _Notes:
    """Lines of the quarantine that settling adds, in files beside those of the blocks."""

    _reading: Reading
    _count: int = 0

    def note(self, lines: Sequence[QuarantinedRow]) -> None:
        """Keep the lines."""
        if lines:
            self._count += 1
            table = quarantine_table(lines, self._reading.language, 0)
            pq.write_table(table, self._reading.folder / f"{QUARANTINE}-settled-{self._count}.parquet")


def _write_quarantine(database: Database, folder: Path, out: Path) -> dict[str, int]:
    """All lines by file and row; how many there are of each code."""
    _view(database, "noted", QUARANTINE, folder)
    codes = ", ".join(f"'{code}'" for code in _NOTES_OF_COLUMNS)
    first = 'min(block) OVER (PARTITION BY file, "column", code, message)'
    database.run(
        "quarantine",
        'CREATE TABLE quarantine AS SELECT file, "row", "column", "value", code, message FROM noted '
        f"QUALIFY code NOT IN ({codes}) OR block = {first}",
    )
    database.run(
        "quarantine.parquet",
        f'COPY (FROM quarantine ORDER BY file, "row", code, "column") '
        f"TO {quoted(out / 'quarantine.parquet')} (FORMAT parquet)",
    )
    rows = database.rows("by code", "SELECT code, count(*) FROM quarantine GROUP BY code ORDER BY code")
    return {str(code): number(count) for code, count in rows}
