"""The reading of a log from start to end: files, sheets, rows, settled events, columns."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import InputFile, Text
from dutyrules.records.completeness import complete_through as completeness_through
from dutyrules.records.completeness import read_completeness
from dutyrules.records.encode import LogOrigin, encode
from dutyrules.records.event_rows import SheetRows, joined
from dutyrules.records.event_types import EventTypes
from dutyrules.records.log import Completeness, Log
from dutyrules.records.log_error import LogError, log_error
from dutyrules.records.log_files import log_files, read_sheets, statement_files
from dutyrules.records.parquet_sheets import arrow_sheet, digest_of
from dutyrules.records.quarantine_codes import Code
from dutyrules.records.school import School
from dutyrules.records.settle import settle
from dutyrules.records.sheet_events import SheetReader
from dutyrules.records.tables import read_limited

if TYPE_CHECKING:
    import pyarrow


def read_log(
    path: Path | Sequence[Path],
    vocabulary: Vocabulary,
    school: School,
    complete_through: datetime.date | None = None,
) -> Log:
    """The log in a CSV, XLSX or XLS file, in several, or in a folder of them.

    The log is complete for what the `log.toml` beside it states, or for all types through the end
    of `complete_through` if that is given; without either, for nothing. What could not be read is
    in the log's quarantine, by file and row.

    Errors: `LogError` where a file cannot be read at all.
    """
    reader = SheetReader(vocabulary, school)
    sources: list[InputFile] = []
    sheets: list[SheetRows] = []
    for file in log_files(path):
        raw_sheets, source = read_sheets(file)
        sources.append(source)
        read = [reader.read(sheet) for sheet in raw_sheets]
        check_header(file.name, read)
        sheets += read
    if complete_through is None:
        completeness, stated = stated_beside(path, vocabulary, school)
        sources += stated
    else:
        completeness = (completeness_through(complete_through, frozenset(), school.calendar),)
    return log_of(sheets, vocabulary, completeness, tuple(sources))


def read_arrow(
    table: pyarrow.Table,
    vocabulary: Vocabulary,
    school: School,
    complete_through: datetime.date | None = None,
    name: str = "table",
) -> Log:
    """The log in an Arrow table, whose columns are named like those of a file; `name` is its name in reports.

    Read as `read_log` reads a Parquet file with that table. A report names its digest, that of the table as
    an Arrow stream.

    Errors: `LogError` where it cannot be read at all.
    """
    rows = SheetReader(vocabulary, school).read(arrow_sheet(name, name, table))
    check_header(name, [rows])
    stated = () if complete_through is None else (complete_through,)
    complete = tuple(completeness_through(day, frozenset(), school.calendar) for day in stated)
    return log_of([rows], vocabulary, complete, (InputFile(name=name, sha256=digest_of(table)),))


def log_of(
    sheets: Sequence[SheetRows],
    vocabulary: Vocabulary,
    completeness: tuple[Completeness, ...],
    sources: tuple[InputFile, ...] = (),
) -> Log:
    """The log that the rows of all sheets make, complete for what is stated."""
    rows = joined(sheets)
    settled = settle(rows.events, rows.retractions, rows.lost_ids)
    quarantine = sorted((*rows.quarantine, *settled.quarantine), key=lambda line: (line.file, line.row))
    origin = LogOrigin(sources=sources, quarantine=tuple(quarantine), completeness=completeness)
    return encode(rows.events, settled.rows, vocabulary, origin)


def check_header(file: str, sheets: Sequence[SheetRows]) -> None:
    """A file in which no sheet has a header is the wrong file, not a log with notes.

    Errors: `no-header` as `LogError`.
    """
    unread = [sheet for sheet in sheets if any(row.code == Code.NO_HEADER.value for row in sheet.quarantine)]
    if unread and len(unread) == sum(bool(len(sheet.events) or sheet.quarantine) for sheet in sheets):
        raise no_header(file)


def no_header(file: str) -> LogError:
    """The error of a file whose tables have no header."""
    return log_error(file, "no-header", _NO_HEADER)


def stated_beside(
    path: Path | Sequence[Path], vocabulary: Vocabulary, school: School
) -> tuple[tuple[Completeness, ...], list[InputFile]]:
    """What each `log.toml` beside the log says it is complete for, and those files as a report names them.

    Errors: those of `read_completeness`.
    """
    types = EventTypes(vocabulary)
    stated: list[Completeness] = []
    sources: list[InputFile] = []
    for file in statement_files(path):
        content = read_limited(file)
        stated += read_completeness(file.name, content, types, school.calendar)
        sources.append(InputFile(name=file.name, sha256=hashlib.sha256(content).hexdigest()))
    return tuple(stated), sources


_NO_HEADER = Text(
    en="No row of the file names known columns; a header with a time and other columns was expected.",
    zh_hans="文件里没有认得出的表头；应当有一行写着时间等各列的名称。",
    zh_hant="檔案裡沒有認得出的表頭；應當有一列寫著時間等各欄的名稱。",
)
