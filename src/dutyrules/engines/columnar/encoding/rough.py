"""Blocks of a log as they were read, each in Parquet files of its own: texts are not coded yet.

Events have `block` and `line`, which together are the order of the log's rows; an attribute's numbers are
in `nK` and its texts in `sK`, K being its place among the vocabulary's attributes by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pyarrow as pa
import pyarrow.parquet as pq

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.findings.model import Language, QuarantinedRow
from dutyrules.records.event_rows import EventRows, Retraction, Value
from dutyrules.records.log_parts import Part
from dutyrules.records.quarantine_codes import Code
from dutyrules.records.school import School
from dutyrules.records.sheet_events import SheetReader

BLOCKS_OF_PART = 1_000_000
"""A block's number is its part's times this and its place there."""

EVENTS, RETRACTIONS, LOST, QUARANTINE = "events", "retractions", "lost", "quarantine"


@attrs.frozen(kw_only=True)
class Read:
    """What one block came to. `has_rows`: it had something to read; `has_header`: it could be."""

    file: str
    events: int
    attributes: frozenset[str]
    has_rows: bool
    has_header: bool


@attrs.frozen(kw_only=True)
class Reading:
    """How blocks are read and where they go; to be sent to other processes."""

    vocabulary: Vocabulary
    school: School
    folder: Path
    language: Language
    block: int


class BlockReader:
    """Reads parts of a log and writes their blocks."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._reader = SheetReader(reading.vocabulary, reading.school)
        self._types = {name: code for code, name in enumerate(reading.vocabulary.events)}
        self._places = places(reading.vocabulary)

    def read(self, number: int, part: Part) -> list[Read]:
        """The blocks of the part of that number, written."""
        return list(self._blocks(number * BLOCKS_OF_PART, part))

    def _blocks(self, first: int, part: Part) -> Iterator[Read]:
        for block, sheet in enumerate(part.sheets(self._reading.block), first):
            rows = self._reader.read(sheet)
            self._write(EVENTS, block, self._events(block, rows.events))
            self._write(RETRACTIONS, block, _retractions(block, rows.retractions))
            self._write(LOST, block, pa.table({"id": texts(sorted(rows.lost_ids))}))
            self._write(QUARANTINE, block, quarantine_table(rows.quarantine, self._reading.language, block))
            codes = {line.code for line in rows.quarantine}
            yield Read(
                file=part.name,
                events=len(rows.events),
                attributes=frozenset(rows.events.attributes),
                has_rows=bool(len(rows.events) or rows.quarantine),
                has_header=Code.NO_HEADER.value not in codes,
            )

    def _write(self, kind: str, block: int, table: pa.Table) -> None:
        if table.num_rows:
            pq.write_table(table, self._reading.folder / f"{kind}-{block}.parquet", compression="lz4")

    def _events(self, block: int, rows: EventRows) -> pa.Table:
        count = len(rows)
        columns = {
            "block": integers([block] * count),
            "line": integers(range(count)),
            "place": texts(rows.places),
            "number": integers(rows.numbers),
            "id": texts(rows.ids),
            "type": integers(map(self._types.__getitem__, rows.types)),
            "t": integers(rows.t),
            "day": integers(rows.days),
            "ends": integers(rows.ends),
            "recorded": integers(rows.recorded),
            "actor": texts(rows.actors),
            "unit": texts(rows.units),
            "corrects": texts(rows.corrects),
        }
        for name, values in rows.attributes.items():
            columns |= _columns(self._places[name], values)
        return pa.table(columns)


def places(vocabulary: Vocabulary) -> Mapping[str, int]:
    """The number of each attribute in the names of its columns."""
    names = {attribute.term.id for kind in vocabulary.events.values() for attribute in kind.attributes}
    return {name: place for place, name in enumerate(sorted(names))}


def _columns(place: int, values: Sequence[Value]) -> dict[str, pa.Array]:
    """The attribute's numbers and its texts, either only where there are any."""
    found: dict[str, pa.Array] = {}
    if any(isinstance(value, int) for value in values):
        found[f"n{place}"] = integers(value if isinstance(value, int) else None for value in values)
    if any(isinstance(value, str) for value in values):
        found[f"s{place}"] = texts(value if isinstance(value, str) else None for value in values)
    return found


def _retractions(block: int, rows: Sequence[Retraction]) -> pa.Table:
    columns = {
        "block": integers([block] * len(rows)),
        "line": integers(range(len(rows))),
        "place": texts(row.place for row in rows),
        "number": integers(row.number for row in rows),
        "target": texts(row.target for row in rows),
    }
    return pa.table(columns)


def quarantine_table(rows: Iterable[QuarantinedRow], language: Language, block: int) -> pa.Table:
    """What could not be read or does not count, with the reason in that language."""
    found = list(rows)
    columns = {
        "block": integers([block] * len(found)),
        "file": texts(row.file for row in found),
        "row": integers(row.row for row in found),
        "column": texts(row.column for row in found),
        "value": texts(row.value for row in found),
        "code": texts(row.code for row in found),
        "message": texts(row.message.in_language(language) for row in found),
    }
    return pa.table(columns)


def headless(found: Iterable[Read]) -> str | None:
    """The first file of which no block has a header, though there is something in it."""
    with_rows, without = Counter[str](), Counter[str]()
    for read in found:
        with_rows[read.file] += read.has_rows
        without[read.file] += not read.has_header
    return next((place for place, count in without.items() if count and count == with_rows[place]), None)
