"""What DuckDB could not do, said to whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dutyrules.engines.failures import EngineFailedError
from dutyrules.findings.model import Text


@contextmanager
def failures_told() -> Iterator[None]:
    """Want of memory, and files that cannot be read or written, as EngineFailedError."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise EngineFailedError(_TOO_LITTLE_MEMORY) from error
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise EngineFailedError(_not_readable(str(error))) from error


_TOO_LITTLE_MEMORY = Text(
    en="The memory allowed is too little for this log, even with what the disk holds. Allow more.",
    zh_hans="允许的内存不够处理这份日志，借用磁盘也不够。请提高内存上限。",
    zh_hant="允許的記憶體不夠處理這份日誌，借用磁碟也不夠。請提高記憶體上限。",
)


def _not_readable(reason: str) -> Text:
    """DuckDB's own words, for they name the file and what is wrong with it."""
    return Text(
        en=f"A file could not be read or written: {reason}",
        zh_hans=f"有文件读不了或写不进：{reason}",
        zh_hant=f"有檔案讀不了或寫不進：{reason}",
    )
