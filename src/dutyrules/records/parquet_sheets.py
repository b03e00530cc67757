"""Parquet files and Arrow tables as sheets: the columns' names are the header, values keep their types."""

from __future__ import annotations

import datetime
import hashlib
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dutyrules.findings.model import Text
from dutyrules.records.log_error import log_error
from dutyrules.records.raw_sheet import Cell, CellError, RawSheet
from dutyrules.records.tables import MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
"""What the columns may come to once unpacked; repeated values make a small file of a large table."""

_EXACT_FLOAT = 10**15
"""From here on a float loses digits, which would make two ids one."""


def read_parquet(
    file: str, stem: str, content: bytes, partitions: Sequence[tuple[str, str]] = ()
) -> RawSheet:
    """The table that `content` holds, its header as row 0 and its rows counted from 1.

    `partitions` are the columns that the names of its folders give (`month=2026-09`), the same for
    every row.

    Errors: `parquet-needs-pyarrow`, `not-parquet`, `too-many-rows`, `too-many-columns`,
    `file-too-large`, `nested-column`, `cell-too-long`, as `LogError`.
    """
    if find_spec("pyarrow") is None:
        raise log_error(file, "parquet-needs-pyarrow", _NEEDS_PYARROW)
    import pyarrow.parquet

    with damage_told(file):
        opened = pyarrow.parquet.ParquetFile(io.BytesIO(content))
        _check_size(file, opened.metadata)
        return arrow_sheet(file, stem, opened.read(), partitions)


@contextmanager
def damage_told(file: str) -> Iterator[None]:
    """What Arrow says of a damaged file as `not-parquet`, a `LogError`."""
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowException, OSError) as error:
        raise log_error(file, "not-parquet", _NOT_PARQUET) from error


def opened_parquet(file: str, path: Path) -> pyarrow.parquet.ParquetFile:
    """The Parquet file at `path`, of any number of rows, to be read a row group at a time.

    Errors: `parquet-needs-pyarrow`, `not-parquet`, `too-many-columns`, `file-too-large` (of a row group),
    as `LogError`.
    """
    if find_spec("pyarrow") is None:
        raise log_error(file, "parquet-needs-pyarrow", _NEEDS_PYARROW)
    import pyarrow.parquet

    with damage_told(file):
        opened = pyarrow.parquet.ParquetFile(path)
    metadata = opened.metadata
    _check_shape(file, 0, metadata.num_columns)
    groups = (metadata.row_group(place) for place in range(metadata.num_row_groups))
    if max((group.total_byte_size for group in groups), default=0) > MAX_UNPACKED_BYTES:
        raise log_error(file, "file-too-large", _TOO_LARGE)
    return opened


def arrow_sheet(
    place: str, stem: str, table: pyarrow.Table, partitions: Sequence[tuple[str, str]] = ()
) -> RawSheet:
    """The sheet of an Arrow table; `place` is what messages call it.

    Errors: `too-many-rows`, `too-many-columns`, `nested-column`, `cell-too-long`, as `LogError`.
    """
    _check_shape(place, table.num_rows, table.num_columns)
    columns = [_cells(place, name, table.column(number)) for number, name in enumerate(table.column_names)]
    more = tuple(value for _, value in partitions)
    rows = [(*row, *more) for row in zip(*columns, strict=True)]
    header = (*table.column_names, *(name for name, _ in partitions))
    return RawSheet(place=place, names=(stem,), numbers=range(len(rows) + 1), rows=[header, *rows])


def digest_of(table: pyarrow.Table) -> str:
    """The SHA-256 of the table written as an Arrow stream."""
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return hashlib.sha256(sink.getvalue()).hexdigest()


def _check_size(file: str, metadata: pyarrow.parquet.FileMetaData) -> None:
    _check_shape(file, metadata.num_rows, metadata.num_columns)
    groups = (metadata.row_group(place) for place in range(metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > MAX_UNPACKED_BYTES:
        raise log_error(file, "file-too-large", _TOO_LARGE)


def _check_shape(file: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise log_error(file, "too-many-rows", _TOO_MANY_ROWS)
    if columns > MAX_COLUMNS:
        raise log_error(file, "too-many-columns", _TOO_MANY_COLUMNS)


def _cells(file: str, name: str, column: pyarrow.ChunkedArray) -> list[Cell]:
    import pyarrow

    kind = column.type.value_type if pyarrow.types.is_dictionary(column.type) else column.type
    if pyarrow.types.is_nested(kind):
        raise log_error(file, "nested-column", _NESTED, column=name)
    if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
        # Python's clock ends at the microsecond, and so does the log's.
        column = column.cast(pyarrow.timestamp("us", tz=kind.tz), safe=False)
    cells = [_cell(value) for value in column.to_pylist()]
    if any(isinstance(cell, str) and len(cell) > MAX_CELL_LENGTH for cell in cells):
        raise log_error(file, "cell-too-long", _CELL_TOO_LONG, column=name)
    return cells


def _cell(value: object) -> Cell:
    """The value as a spreadsheet would hold it; what a table can't show is an error, never a blank."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int():
            return float(value) if abs(value) < _EXACT_FLOAT else str(value)
        case float():
            return CellError.NUMBER if math.isnan(value) else value
        case Decimal():
            return f"{value:f}"
        case datetime.datetime(tzinfo=zone) if zone is not None:
            # An instant keeps its offset as text; one without a zone is the school's local time.
            return value.isoformat()
        case str() | datetime.date() | datetime.time() | datetime.timedelta():
            return value
        case _:
            return CellError.VALUE


_NEEDS_PYARROW = Text(
    en="Parquet files need a package that is not installed: pip install 'dutyrules[columnar]'",
    zh_hans="读取 Parquet 文件需要的软件包还没有安装：pip install 'dutyrules[columnar]'",
    zh_hant="讀取 Parquet 檔案需要的套件還沒有安裝：pip install 'dutyrules[columnar]'",
)
_NOT_PARQUET = Text(
    en="The file is not a sound Parquet file; write it again.",
    zh_hans="这不是完好的 Parquet 文件；请重新导出。",
    zh_hant="這不是完好的 Parquet 檔案；請重新匯出。",
)
_TOO_MANY_ROWS = Text(
    en=f"The table has more than {MAX_ROWS:,} rows; split it by month or by event type, or code it with "
    "`dutyrules encode`.",
    zh_hans=f"表格超过 {MAX_ROWS:,} 行；请按月份或事件类型拆开，或用 `dutyrules encode` 编码。",
    zh_hant=f"表格超過 {MAX_ROWS:,} 列；請按月份或事件類型拆開，或用 `dutyrules encode` 編碼。",
)
_TOO_MANY_COLUMNS = Text(
    en=f"The table has more than {MAX_COLUMNS} columns.",
    zh_hans=f"表格超过 {MAX_COLUMNS} 列。",
    zh_hant=f"表格超過 {MAX_COLUMNS} 欄。",
)
_TOO_LARGE = Text(
    en="Unpacked, the file is larger than a log may be; split it by month or by event type.",
    zh_hans="文件展开后太大，不能整个读入；请按月份或事件类型拆开。",
    zh_hant="檔案展開後太大，不能整個讀入；請按月份或事件類型拆開。",
)
_NESTED = Text(
    en="The column holds lists or records; a cell of a log is one value.",
    zh_hans="这一列里是列表或记录；日志的每格应当只有一个值。",
    zh_hant="這一欄裡是列表或記錄；日誌的每格應當只有一個值。",
)
_CELL_TOO_LONG = Text(
    en=f"A cell holds more than {MAX_CELL_LENGTH:,} characters.",
    zh_hans=f"有一格超过 {MAX_CELL_LENGTH:,} 个字符。",
    zh_hant=f"有一格超過 {MAX_CELL_LENGTH:,} 個字元。",
)
