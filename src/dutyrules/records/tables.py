"""The rows of a CSV file of any encoding that schools use, as text and nothing more.

The encoding is settled in this order: a byte order mark; UTF-16 without one; strict UTF-8; and
last the better of GB18030 and Big5 by how common the characters are that each one gives.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from dutyrules.calendar.problems import Problem, ProblemsError
from dutyrules.findings.model import InputFile, Text

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A term's log of a large school is below a tenth of this."""
MAX_ROWS = 500_000
MAX_COLUMNS = 500
MAX_CELL_LENGTH = 10_000

DELIMITERS = (",", "\t", ";")
_SNIFFED_ROWS = 50
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_FREQUENT = frozenset(
    "工号姓名单位角色开始结束代码类别上级时间日期地点内容组长员班主任学生教师研备课年级校听节次事项得分类型编"
    "號單開始結束類別級時點內容組長員學師備課聽節項編測評題錄動參與為會後來對說過這們國發見問經還進張劉陳楊黃趙吳"
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "的一是不了在人有我他这中大来上个国和地到说们为子用生主年动过能下对要就出会可也你后自里所家方成多经么去"
    "芳伟娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉文建志小雪梅兰红春月新德海永国立第期周二三四五六七八九十"
    "，。：；（）、“”"
)


class TableError(ProblemsError):
    """A file that cannot be read as a table."""


@attrs.frozen(kw_only=True)
class RawTable:
    """All rows of a file as text, titles and footers included, blank rows left out.

    `rows` are (row number as a spreadsheet shows it, cells); rows may differ in length.
    """

    file: str
    encoding: str
    sha256: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def source(self) -> InputFile:
        """The file as a report names it."""
        return InputFile(name=self.file, sha256=self.sha256)


def read_csv_table(path: Path) -> RawTable:
    """The rows of the file at `path`; the cells are as written, not even stripped.

    Errors: `file-missing`, `file-too-large`, `encoding-unknown`, `csv-malformed`, `cell-too-long`,
    `too-many-rows`, `too-many-columns`, all as `TableError`.
    """
    content = read_limited(path)
    encoding, text = decode(path.name, content)
    lines = io.StringIO(text, newline="")
    rows = tuple(rows_of(path.name, lines, delimiter_of(text), most=MAX_ROWS))
    digest = hashlib.sha256(content).hexdigest()
    return RawTable(file=path.name, encoding=encoding, sha256=digest, rows=rows)


def read_limited(path: Path) -> bytes:
    """The bytes of the file, never more than `MAX_FILE_BYTES`."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise file_missing(path.name) from None
    if len(content) > MAX_FILE_BYTES:
        raise _error(path.name, "file-too-large", _TOO_LARGE)
    return content


def decode(file: str, content: bytes) -> tuple[str, str]:
    """The encoding of a file's bytes, and its text. Errors: `encoding-unknown` as `TableError`."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding, _strictly(file, content[len(mark) :], encoding)
    if b"\0" in content:
        return _utf_16(file, content)
    text = _try(content, "utf-8")
    return ("utf-8", text) if text is not None else _gb18030_or_big5(file, content)


def _strictly(file: str, content: bytes, encoding: str) -> str:
    text = _try(content, encoding)
    if text is None or "\0" in text:
        raise _error(file, "encoding-unknown", _UNKNOWN_ENCODING)
    return text


def _utf_16(file: str, content: bytes) -> tuple[str, str]:
    # The right byte order is the one in which separators are separators.
    texts = {name: _try(content, name) or "" for name in ("utf-16-le", "utf-16-be")}
    name = max(texts, key=lambda name: sum(texts[name].count(mark) for mark in (*DELIMITERS, "\n", "\r")))
    return name, _strictly(file, content, name)


def _gb18030_or_big5(file: str, content: bytes) -> tuple[str, str]:
    candidates = _candidates(content)
    scores = [_commonness(text, encoding) for encoding, text in candidates]
    # A tie is no answer: half of the names would be somebody else's.
    if not scores or scores.count(max(scores)) > 1:
        raise _error(file, "encoding-unknown", _UNKNOWN_ENCODING)
    return candidates[scores.index(max(scores))]


def _candidates(content: bytes) -> list[tuple[str, str]]:
    # Big5 as Windows writes it, and only where that fails with the characters of Hong Kong.
    traditional = "cp950" if _try(content, "cp950") is not None else "big5hkscs"
    decoded = [(encoding, _try(content, encoding)) for encoding in ("gb18030", traditional)]
    return [(encoding, text) for encoding, text in decoded if text is not None]


def _commonness(text: str, encoding: str) -> float:
    """The mean worth of the characters beyond ASCII that `encoding` gives, rare ones counting against it."""
    counts = Counter(char for char in text if char > "\x7f")
    worth = sum(_worth(char, encoding) * count for char, count in counts.items())
    return worth / max(1, counts.total())


def _worth(char: str, encoding: str) -> int:
    if char in _FREQUENT:
        return 3
    # Both standards put the characters of daily use in a first block.
    first, last = (b"\xb0\xa1", b"\xd7\xf9") if encoding == "gb18030" else (b"\xa4\x40", b"\xc6\x7e")
    # One code of Big5-HKSCS may decode to two characters, of which one alone has no code.
    code = char.encode(encoding, errors="ignore")
    return 1 if len(code) == 2 and first <= code <= last else -1


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def delimiter_of(text: str) -> str:
    """The separator that cuts the most of the first rows into the same number of cells."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for _, row in zip(
            range(_SNIFFED_ROWS), _reader(io.StringIO(text, newline=""), delimiter), strict=False
        ):
            widths[len(row)] += 1
    except csv.Error:
        return (0, 0)
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    # Strict, since an unclosed quotation mark would otherwise swallow rows unseen.
    return csv.reader(lines, delimiter=delimiter, strict=True)


def rows_of(
    file: str, lines: Iterable[str], delimiter: str, *, most: int | None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table of at most so many as (row number, cells), without the blank ones.

    Errors: `csv-malformed`, `cell-too-long`, `too-many-rows`, `too-many-columns`, as `TableError`.
    """
    number = 0
    try:
        for number, cells in enumerate(_reader(lines, delimiter), start=1):
            _check_size(file, number, cells, most)
            if any(cell and not cell.isspace() for cell in cells):
                yield number, tuple(cells)
    except csv.Error:
        raise _error(file, "csv-malformed", _MALFORMED, number + 1) from None
    except UnicodeDecodeError:
        raise _error(file, "encoding-unknown", _UNKNOWN_ENCODING, number + 1) from None


def _check_size(file: str, number: int, cells: list[str], most: int | None) -> None:
    if most is not None and number > most:
        raise _error(file, "too-many-rows", _TOO_MANY_ROWS, number)
    if len(cells) > MAX_COLUMNS:
        raise _error(file, "too-many-columns", _TOO_MANY_COLUMNS, number)
    if cells and max(map(len, cells)) > MAX_CELL_LENGTH:
        raise _error(file, "cell-too-long", _CELL_TOO_LONG, number)


def file_missing(file: str) -> TableError:
    """The error of a file that cannot be opened."""
    return _error(file, "file-missing", _MISSING)


def _error(file: str, code: str, message: Text, row: int = 0) -> TableError:
    return TableError([Problem(file=file, row=row, code=code, message=message)])


_MISSING = Text(
    en="The file cannot be opened: a readable file was expected here.",
    zh_hans="文件打不开：这里应当有一个可读的文件。",
    zh_hant="檔案打不開：這裡應當有一個可讀的檔案。",
)
_TOO_LARGE = Text(
    en=f"The file is larger than {MAX_FILE_BYTES // 1024**2} MiB; split it by month or by event type, "
    "or code it with `dutyrules encode`.",
    zh_hans=f"文件超过 {MAX_FILE_BYTES // 1024**2} MiB；请按月份或事件类型拆开，"
    "或用 `dutyrules encode` 编码。",
    zh_hant=f"檔案超過 {MAX_FILE_BYTES // 1024**2} MiB；請按月份或事件類型拆開，"
    "或用 `dutyrules encode` 編碼。",
)
_UNKNOWN_ENCODING = Text(
    en="The encoding is none of UTF-8, UTF-16, GB18030 and Big5, or cannot be told; save the file as UTF-8.",
    zh_hans="编码不是 UTF-8、UTF-16、GB18030 或 Big5，或者无法判定；请另存为 UTF-8。",
    zh_hant="編碼不是 UTF-8、UTF-16、GB18030 或 Big5，或者無法判定；請另存為 UTF-8。",
)
_MALFORMED = Text(
    en="A quotation mark in or after this row is not closed as CSV demands; save the file anew.",
    zh_hans="这一行或其后的引号没有按 CSV 的写法配对；请从电子表格重新另存。",
    zh_hant="這一列或其後的引號沒有按 CSV 的寫法配對；請從試算表重新另存。",
)
_TOO_MANY_ROWS = Text(
    en=f"The file has more than {MAX_ROWS} rows; split it by month or by event type, or code it with "
    "`dutyrules encode`.",
    zh_hans=f"文件超过 {MAX_ROWS} 行；请按月份或事件类型拆开，或用 `dutyrules encode` 编码。",
    zh_hant=f"檔案超過 {MAX_ROWS} 列；請按月份或事件類型拆開，或用 `dutyrules encode` 編碼。",
)
_TOO_MANY_COLUMNS = Text(
    en=f"The row has more than {MAX_COLUMNS} cells; a table of fewer columns was expected.",
    zh_hans=f"这一行超过 {MAX_COLUMNS} 格；表格的列数应当更少。",
    zh_hant=f"這一列超過 {MAX_COLUMNS} 格；表格的欄數應當更少。",
)
_CELL_TOO_LONG = Text(
    en=f"A cell of this row is longer than {MAX_CELL_LENGTH} characters; shorten it.",
    zh_hans=f"这一行有一格超过 {MAX_CELL_LENGTH} 个字；请缩短。",
    zh_hant=f"這一列有一格超過 {MAX_CELL_LENGTH} 個字；請縮短。",
)
