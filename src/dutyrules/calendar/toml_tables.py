"""Typed reading of a TOML file that gathers every fault instead of stopping at the first."""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TypeGuard, TypeVar

import attrs

from dutyrules.calendar.problems import Problem
from dutyrules.findings.model import Text

Value = TypeVar("Value")

_LINE = re.compile(r"at line (\d+)")


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of value that a key may hold, in words of the three languages with an example."""

    en: str
    zh_hans: str
    zh_hant: str


TEXT = Kind(en='text in quotation marks, such as "…"', zh_hans="引号里的文字", zh_hant="引號裡的文字")
DATE = Kind(en="a date such as 2026-09-01", zh_hans="日期，如 2026-09-01", zh_hant="日期，如 2026-09-01")
TIME = Kind(en="a time such as 08:00:00", zh_hans="时间，如 08:00:00", zh_hant="時間，如 08:00:00")
NUMBER = Kind(en="a whole number", zh_hans="整数", zh_hant="整數")
TABLES = Kind(en="tables in double brackets", zh_hans="双方括号的表", zh_hant="雙方括號的表")
TEXTS = Kind(
    en='a list such as ["saturday"]', zh_hans='列表，如 ["saturday"]', zh_hant='列表，如 ["saturday"]'
)


@attrs.define(kw_only=True)
class Faults:
    """The problems of one file, gathered while it is read."""

    file: str
    problems: list[Problem] = attrs.field(factory=list)

    def add(self, code: str, key: str, value: object, message: Text, row: int = 0) -> None:
        """Note one problem."""
        shown = "" if value is None else str(value)
        self.problems.append(
            Problem(file=self.file, row=row, column=key, value=shown, code=code, message=message)
        )


@attrs.frozen(kw_only=True)
class Table:
    """One table of the file; `path` is how a reader finds it, such as `term[2]`."""

    path: str
    cells: Mapping[str, object]
    faults: Faults

    def text(self, key: str, default: str | None = None) -> str:
        """The text under `key`, trimmed; "" and a problem if there is none and no default."""
        found = self._value(key, str, TEXT, default)
        if found is not None and not found.strip() and default is None:
            self._wrong(key, found, TEXT)
        return "" if found is None else found.strip()

    def day(self, key: str, default: datetime.date | None = None) -> datetime.date | None:
        """The date under `key`, None and a problem if there is none and no default."""
        found = self._value(key, datetime.date, DATE, default)
        if found is not None and found.year not in _YEARS:
            self._wrong(key, found, DATE)
            return None
        return found

    def time(self, key: str) -> datetime.time | None:
        """The time of day under `key`, None and a problem if there is none."""
        return self._value(key, datetime.time, TIME, None)

    def number(self, key: str) -> int | None:
        """The whole number from 0 under `key`, None and a problem if there is none."""
        found = self._value(key, int, NUMBER, None)
        if found is not None and not 0 <= found <= _LARGEST:
            self._wrong(key, found, NUMBER)
            return None
        return found

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """The texts listed under `key`."""
        return tuple(self._listed(key, str, TEXTS)) if key in self.cells else default

    def tables(self, key: str, known: frozenset[str]) -> tuple[Table, ...]:
        """The tables under `key`, whose keys must be among `known`."""
        entries = enumerate(self._listed(key, dict, TABLES), start=1) if key in self.cells else ()
        found = tuple(
            Table(path=self._place(f"{key}[{place}]"), cells=entry, faults=self.faults)
            for place, entry in entries
        )
        for table in found:
            table.allow(known)
        return found

    def allow(self, known: frozenset[str]) -> None:
        """A problem for each key that is not among `known`, since a misspelt key would go unheard."""
        for key in self.cells:
            if key not in known:
                self.faults.add("key-unknown", self._place(key), None, _unknown_key(key, known))

    def has(self, key: str) -> bool:
        """True if the file gives `key`."""
        return key in self.cells

    def fault(self, code: str, key: str, message: Text) -> None:
        """Note a problem with the value under `key`."""
        self.faults.add(code, self._place(key), self.cells.get(key), message)

    def _value(self, key: str, kind: type[Value], expected: Kind, default: Value | None) -> Value | None:
        if key not in self.cells:
            if default is None:
                self.faults.add("key-missing", self._place(key), None, _missing(key, expected))
            return default
        found = self.cells[key]
        if _is(found, kind):
            return found
        self._wrong(key, found, expected)
        return None

    def _listed(self, key: str, kind: type[Value], expected: Kind) -> Iterator[Value]:
        found = self.cells[key]
        entries: list[object] = found if isinstance(found, list) else [found]
        for entry in entries:
            if isinstance(found, list) and _is(entry, kind):
                yield entry
            else:
                self._wrong(key, entry, expected)

    def _wrong(self, key: str, found: object, expected: Kind) -> None:
        self.faults.add("wrong-kind", self._place(key), found, _wrong_kind(key, found, expected))

    def _place(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


_LARGEST = 9999
_YEARS = range(1970, 2200)


def read_table(file: str, content: bytes, known: frozenset[str]) -> tuple[Table | None, Faults]:
    """The file's top table, None if the file is no TOML; its keys must be among `known`."""
    faults = Faults(file=file)
    try:
        cells = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line = _LINE.search(str(error))
        faults.add("toml-malformed", "", None, _MALFORMED, row=int(line[1]) if line else 0)
        return None, faults
    table = Table(path="", cells=cells, faults=faults)
    table.allow(known)
    return table, faults


def _is(found: object, kind: type[Value]) -> TypeGuard[Value]:
    # To Python true is a number and an instant is a date; to a reader they are neither.
    return isinstance(found, kind) and not isinstance(found, bool | datetime.datetime)


_MALFORMED = Text(
    en="The file is not TOML in UTF-8; look for a missing quotation mark, bracket or equals sign.",
    zh_hans="文件不是 UTF-8 编码的 TOML；请看是否缺了引号、方括号或等号。",
    zh_hant="檔案不是 UTF-8 編碼的 TOML；請看是否缺了引號、方括號或等號。",
)


def _missing(key: str, expected: Kind) -> Text:
    return Text(
        en=f"“{key}” is missing; {expected.en} was expected.",
        zh_hans=f"缺少“{key}”；应当是{expected.zh_hans}。",
        zh_hant=f"缺少「{key}」；應當是{expected.zh_hant}。",
    )


def _wrong_kind(key: str, found: object, expected: Kind) -> Text:
    shown = str(found)[:60]
    return Text(
        en=f"“{key}” is {shown}; {expected.en} was expected.",
        zh_hans=f"“{key}”写成了 {shown}；应当是{expected.zh_hans}。",
        zh_hant=f"「{key}」寫成了 {shown}；應當是{expected.zh_hant}。",
    )


def _unknown_key(key: str, known: frozenset[str]) -> Text:
    near = difflib.get_close_matches(key, known, n=1)
    listed = near or sorted(known)
    return Text(
        en=f"“{key[:60]}” is no key of this table; expected {' or '.join(listed)}.",
        zh_hans=f"“{key[:60]}”不是这里的键；应当是 {'、'.join(listed)}。",
        zh_hant=f"「{key[:60]}」不是這裡的鍵；應當是 {'、'.join(listed)}。",
    )
