"""Folders of instances, one of each shard, put together into one (the layout is that of `bulk`).

Windows and the texts of cases are numbered by each shard as it meets them, so they are numbered anew;
people and units have the codes of the log, which are everybody's.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Codes = Mapping[int, int]
"""The number in the whole by the number in one shard."""


def joined(parts: Sequence[Path], out: Path) -> None:
    """Move the instances of every part into `out`, with the tables beside them. The parts are used up."""
    (out / "instances").mkdir(parents=True, exist_ok=True)
    windows, texts = _Windows(), _Texts()
    for number, part in enumerate(parts):
        own_windows = windows.codes(pq.read_table(part / "windows.parquet"))
        own_texts = texts.codes(pq.read_table(part / "dictionary.parquet"))
        for file in sorted((part / "instances").glob("*.parquet")):
            target = out / "instances" / f"{file.stem}.shard-{number:04}.parquet"
            _moved(file, target, {"window": own_windows, "case": own_texts})
    pq.write_table(windows.table(), out / "windows.parquet")
    pq.write_table(texts.table(), out / "dictionary.parquet")
    for name in ("norms.parquet", "statements.sql"):
        shutil.copyfile(parts[0] / name, out / name)


class _Windows:
    """The windows of all parts, each once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[object, ...], int] = {}
        self._schema: pa.Schema | None = None

    def codes(self, table: pa.Table) -> Codes:
        """The numbers of a part's windows among all."""
        self._schema = table.schema
        names = [name for name in table.column_names if name != "window"]
        rows = table.to_pylist()
        return {
            row["window"]: self._rows.setdefault(tuple(row[n] for n in names), len(self._rows))
            for row in rows
        }

    def table(self) -> pa.Table:
        """All windows with their numbers."""
        names = [] if self._schema is None else [n for n in self._schema.names if n != "window"]
        rows = [dict(zip(names, row, strict=True)) | {"window": code} for row, code in self._rows.items()]
        return pa.Table.from_pylist(rows, schema=self._schema)


class _Texts:
    """The dictionaries of all parts: the first one's, and the texts that others add."""

    def __init__(self) -> None:
        self._first: pa.Table | None = None
        self._codes: dict[str, int] = {}
        self._added: list[tuple[str, int]] = []

    def codes(self, table: pa.Table) -> Codes:
        """The codes of a part's texts among all."""
        listed = table.filter(pc.equal(table.column("kind"), "text"))
        texts, codes = listed.column("text").to_pylist(), listed.column("code").to_pylist()
        if self._first is None:
            self._first = table
            self._codes = dict(zip(texts, codes, strict=True))
            return dict(zip(codes, codes, strict=True))
        return {code: self._code(text) for text, code in zip(texts, codes, strict=True)}

    def _code(self, text: str) -> int:
        if text not in self._codes:
            self._codes[text] = max(self._codes.values(), default=-1) + 1
            self._added.append((text, self._codes[text]))
        return self._codes[text]

    def table(self) -> pa.Table:
        """The whole dictionary."""
        if self._first is None:
            raise ValueError("there is no part to take a dictionary from")
        added = [{"kind": "text", "code": code, "text": text} for text, code in self._added]
        return pa.concat_tables([self._first, pa.Table.from_pylist(added, schema=self._first.schema)])


def _moved(file: Path, target: Path, codes: Mapping[str, Codes]) -> None:
    """The file under its new name, its columns numbered anew where they differ."""
    changed = {name: known for name, known in codes.items() if any(a != b for a, b in known.items())}
    if not changed:
        file.rename(target)
        return
    source = pq.ParquetFile(file)
    with source, pq.ParquetWriter(target, source.schema_arrow) as writer:
        for batch in source.iter_batches():
            columns = [
                _renumbered(column, changed[name]) if name in changed else column
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=batch.schema))


def _renumbered(column: pa.Array, codes: Codes) -> pa.Array:
    known = pa.array([codes.get(place) for place in range(max(codes, default=-1) + 1)], column.type)
    return pc.take(known, column)
