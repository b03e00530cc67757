"""Which files a log consists of, each read once, and the sheets in them."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs

from dutyrules.findings.model import InputFile, Text
from dutyrules.records.coded_folder import is_coded_log
from dutyrules.records.log_error import LogError, log_error
from dutyrules.records.parquet_sheets import read_parquet
from dutyrules.records.raw_sheet import RawSheet
from dutyrules.records.tables import TableError, read_csv_table, read_limited
from dutyrules.records.workbooks import read_workbook

LOG_TOML = "log.toml"
MAX_FILES = 200

CSV = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
PARQUET = ".parquet"
# A school's folder holds its roster as tables too.
_NOT_LOGS = frozenset({"people.csv", "units.csv", "memberships.csv"})


@attrs.frozen(kw_only=True)
class LogFile:
    """A file of the log: where it is, and its name relative to what the user gave."""

    path: Path
    name: str


def log_files(paths: Path | Sequence[Path], most: int = MAX_FILES) -> tuple[LogFile, ...]:
    """The tables at `paths`, at most so many, folders opened one level deep, in order of their names.

    Errors: `no-log`, `too-many-files`, `not-a-table`, `coded-log`, as `LogError`.
    """
    given = (paths,) if isinstance(paths, Path) else tuple(paths)
    for path in filter(is_coded_log, given):
        raise log_error(path.name, "coded-log", _CODED)
    found = list(dict.fromkeys(path for each in given for path in _tables_at(each)))
    if not found:
        raise log_error(", ".join(path.name for path in given), "no-log", _NO_LOG)
    if len(found) > most:
        raise log_error(given[0].name, "too-many-files", _too_many(most))
    return tuple(sorted(_named(found), key=lambda file: file.name))


def statement_files(paths: Path | Sequence[Path]) -> tuple[Path, ...]:
    """The `log.toml` of each place that a log was taken from, where there is one."""
    given = (paths,) if isinstance(paths, Path) else tuple(paths)
    places = (path / LOG_TOML if path.is_dir() else path.parent / LOG_TOML for path in given)
    return tuple(dict.fromkeys(place for place in places if place.is_file()))


def read_sheets(file: LogFile) -> tuple[tuple[RawSheet, ...], InputFile]:
    """The sheets of one file, and the file as a report names it.

    Errors: those of `read_csv_table` and of `read_workbook`, as `LogError`.
    """
    kind = file.path.suffix.lower()
    with table_named(file):
        if kind == PARQUET:
            return _parquet_sheet(file)
        return _csv_sheet(file) if kind in CSV else _workbook(file)


@contextmanager
def table_named(file: LogFile) -> Iterator[None]:
    """A table that cannot be read as an error of the log, under the name that the user knows."""
    try:
        yield
    except TableError as error:
        problems = (attrs.evolve(problem, file=file.name) for problem in error.problems)
        raise LogError(problems) from None


def _csv_sheet(file: LogFile) -> tuple[tuple[RawSheet, ...], InputFile]:
    table = read_csv_table(file.path)
    sheet = RawSheet(
        place=file.name,
        names=(file.path.stem,),
        numbers=tuple(number for number, _ in table.rows),
        rows=tuple(cells for _, cells in table.rows),
    )
    return (sheet,), InputFile(name=file.name, sha256=table.sha256)


def _workbook(file: LogFile) -> tuple[tuple[RawSheet, ...], InputFile]:
    content = read_limited(file.path)
    digest = hashlib.sha256(content).hexdigest()
    return read_workbook(file.name, file.path.stem, content), InputFile(name=file.name, sha256=digest)


def _parquet_sheet(file: LogFile) -> tuple[tuple[RawSheet, ...], InputFile]:
    content = read_limited(file.path)
    digest = hashlib.sha256(content).hexdigest()
    sheet = read_parquet(file.name, file.path.stem, content, partitions(file.path))
    return (sheet,), InputFile(name=file.name, sha256=digest)


def partitions(path: Path) -> list[tuple[str, str]]:
    """The columns that the folders around a file give: a partitioned table has their values there alone."""
    folders = itertools.takewhile(lambda parent: "=" in parent.name, path.parents)
    parts = (folder.name.partition("=") for folder in folders)
    return [(name, value) for name, _, value in parts]


def _tables_at(path: Path) -> list[Path]:
    if not path.is_dir():
        if path.suffix.lower() not in (*CSV, *_WORKBOOKS, PARQUET):
            raise log_error(path.name, "not-a-table", _NOT_A_TABLE)
        return [path]
    partitions = sorted(entry for entry in path.rglob("*=*/*.parquet") if entry.is_file())
    return partitions + [
        entry
        for entry in sorted(path.iterdir())
        if entry.suffix.lower() in (".csv", *_WORKBOOKS, PARQUET)
        # Spreadsheets leave lock files that begin with ~$ beside the files they have open.
        and not entry.name.startswith(("~$", "."))
        and entry.name.lower() not in _NOT_LOGS
        and entry.is_file()
    ]


def _named(paths: list[Path]) -> list[LogFile]:
    names = [path.name for path in paths]
    if len(set(names)) == len(names):
        return [LogFile(path=path, name=path.name) for path in paths]
    shared = os.path.commonpath([path.resolve().parent for path in paths])
    return [LogFile(path=path, name=path.resolve().relative_to(shared).as_posix()) for path in paths]


_NO_LOG = Text(
    en="There is no log here; a CSV or XLSX file, or a folder of them, was expected.",
    zh_hans="这里没有记录；应当有 CSV 或 XLSX 文件，或者存放它们的文件夹。",
    zh_hant="這裡沒有記錄；應當有 CSV 或 XLSX 檔案，或者存放它們的資料夾。",
)
_CODED = Text(
    en="This is a coded log, which `tabulate` alone reads, one at a time; the tables that it was made of "
    "were expected here.",
    zh_hans="这是编码日志，只有 `tabulate` 能读，且要单独给出；这里应当是编码前的表格。",
    zh_hant="這是編碼日誌，只有 `tabulate` 能讀，且要單獨給出；這裡應當是編碼前的表格。",
)
_NOT_A_TABLE = Text(
    en="A log is a CSV, XLSX, XLS or Parquet file; save the table as one of these.",
    zh_hans="记录应当是 CSV、XLSX、XLS 或 Parquet 文件；请另存为其中一种。",
    zh_hant="記錄應當是 CSV、XLSX、XLS 或 Parquet 檔案；請另存為其中一種。",
)


def _too_many(most: int) -> Text:
    return Text(
        en=f"The folder has more than {most} tables; name the files of the log one by one.",
        zh_hans=f"文件夹里的表格超过 {most} 个；请逐个指明记录文件。",
        zh_hant=f"資料夾裡的表格超過 {most} 個；請逐個指明記錄檔案。",
    )
