"""Tables whose columns are found by what their headers mean, in either script or in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from dutyrules.calendar.problems import Problem
from dutyrules.findings.model import Text
from dutyrules.records.tables import RawTable
from dutyrules.syntax.folding import fold

MAX_TITLE_ROWS = 10
"""Rows above the header, such as a title in merged cells."""

_BLANKS = re.compile(r"\s+")


@attrs.frozen(kw_only=True)
class Column:
    """A column that a table may have: its key, and the words for it in Simplified and in English."""

    key: str
    words: tuple[str, ...]
    required: bool = True


@attrs.frozen(kw_only=True)
class Row:
    """One row: the trimmed text of each column by key, and of all other columns by header."""

    number: int
    cells: Mapping[str, str]
    others: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Table:
    """The rows under a header; `headers` maps each key to the header as written."""

    file: str
    header_row: int
    headers: Mapping[str, str]
    rows: tuple[Row, ...]

    def problem(self, row: Row, key: str, code: str, message: Text) -> Problem:
        """A problem with the cell of `row` in the column `key`."""
        return Problem(
            file=self.file,
            row=row.number,
            column=self.headers.get(key, key),
            value=row.cells.get(key, ""),
            code=code,
            message=message,
        )


def header_key(text: str) -> str:
    """A header as it is compared: folded, without blanks.

    >>> header_key("工　號") == header_key("工号")
    True
    """
    return _BLANKS.sub("", fold(text))


def headed(raw: RawTable, columns: tuple[Column, ...]) -> tuple[Table | None, tuple[Problem, ...]]:
    """The table under the first row that has all required columns, with what is wrong in its layout.

    Rows above it are titles. Errors: `header-missing` (and no table), `header-twice`,
    `cell-without-header`.
    """
    found = next(
        (
            place
            for place, (_, cells) in enumerate(raw.rows[: MAX_TITLE_ROWS + 1])
            if _is_header(cells, columns)
        ),
        None,
    )
    if found is None:
        return None, (_no_header(raw, columns),)
    number, cells = raw.rows[found]
    keys = _keys(cells, columns)
    table = Table(
        file=raw.file,
        header_row=number,
        headers={key: cell.strip() for key, cell in zip(keys, cells, strict=True) if key},
        rows=tuple(_row(number, row, keys, columns) for number, row in raw.rows[found + 1 :]),
    )
    return table, (*_twice(raw.file, number, keys), *_without_header(raw, found, keys))


def _keys(cells: Iterable[str], columns: tuple[Column, ...]) -> tuple[str, ...]:
    """For each header the key of its column, or the header itself for a column of the school's own."""
    words = {header_key(word): column.key for column in columns for word in column.words}
    return tuple(words.get(header_key(cell), _BLANKS.sub(" ", cell).strip()) for cell in cells)


def _is_header(cells: tuple[str, ...], columns: tuple[Column, ...]) -> bool:
    return {column.key for column in columns if column.required} <= set(_keys(cells, columns))


def _row(number: int, cells: tuple[str, ...], keys: tuple[str, ...], columns: tuple[Column, ...]) -> Row:
    known = {column.key for column in columns}
    texts = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
    return Row(
        number=number,
        cells={key: texts.get(key, "") for key in known},
        others={key: text for key, text in texts.items() if key not in known and text},
    )


def _no_header(raw: RawTable, columns: tuple[Column, ...]) -> Problem:
    wanted = [column.words for column in columns if column.required]
    han, english = "、".join(words[0] for words in wanted), ", ".join(words[-1] for words in wanted)
    message = Text(
        en=f"No row has all the headers {english} ({han}); one of the first rows must.",
        zh_hans=f"没有一行同时写着表头{han}；前几行里应当有一行。",
        zh_hant=f"沒有一列同時寫著表頭{han}；前幾列裡應當有一列。",
    )
    return Problem(file=raw.file, code="header-missing", message=message)


def _twice(file: str, number: int, keys: tuple[str, ...]) -> Iterable[Problem]:
    for key in dict.fromkeys(key for key in keys if key and keys.count(key) > 1):
        yield Problem(file=file, row=number, column=key, value=key, code="header-twice", message=_TWICE)


def _without_header(raw: RawTable, header: int, keys: tuple[str, ...]) -> Iterable[Problem]:
    for number, cells in raw.rows[header + 1 :]:
        for place, cell in enumerate(cells):
            if cell.strip() and (place >= len(keys) or not keys[place]):
                yield Problem(
                    file=raw.file,
                    row=number,
                    value=cell.strip(),
                    code="cell-without-header",
                    message=_NO_HEADER,
                )


_TWICE = Text(
    en="Two columns have this header; give each its own.",
    zh_hans="有两列用了同一个表头；请各用各的。",
    zh_hant="有兩欄用了同一個表頭；請各用各的。",
)
_NO_HEADER = Text(
    en="This cell stands under no header; name the column or empty the cell.",
    zh_hans="这一格上面没有表头；请给这一列写上表头，或者清空这一格。",
    zh_hant="這一格上面沒有表頭；請給這一欄寫上表頭，或者清空這一格。",
)
