"""A log coded in blocks is the log that is read whole and coded then: events, dictionary, quarantine."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from agreement.logs import Row, header
from agreement.running import seeded
from agreement.words import vocabulary

from dutyrules.auditing import joint_vocabulary, load_policies
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.cli.policy_names import policy_files
from dutyrules.engines.columnar.bulk.coded_log import DICTIONARY, EVENTS, write_coded
from dutyrules.engines.columnar.encoding import settling
from dutyrules.engines.columnar.encoding.encode_log import encode_log
from dutyrules.engines.failures import EngineFailedError
from dutyrules.findings.model import Language
from dutyrules.records import csv_stream
from dutyrules.records.log import Log
from dutyrules.records.log_error import LogError
from dutyrules.records.read_log import read_log
from dutyrules.records.school import School, read_school

SEEDS = range(30)
LANTIAN = Path(__file__).parents[2] / "examples" / "lantian"
Line = tuple[object, ...]


def example() -> tuple[Vocabulary, School]:
    """The words of three policies, and the example school."""
    policies = load_policies(policy_files(("002-14", "001-01", "004-04")))
    return joint_vocabulary(policies), read_school(LANTIAN)


def written(rows: Sequence[Row], file: Path) -> Path:
    """The rows as a table, CSV or Parquet."""
    columns = header(rows)
    if file.suffix == ".parquet":
        table = pa.table({name: pa.array([row.get(name, "") for row in rows]) for name in columns})
        pq.write_table(table, file, row_group_size=9)
        return file
    with file.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, columns, restval="")
        lines.writeheader()
        lines.writerows(rows)
    return file


def found(folder: Path) -> dict[str, list[Line]]:
    """What a coded log holds."""
    events = pq.read_table(folder / EVENTS)
    return {
        "columns": [tuple(events.column_names)],
        "events": list(map(tuple, map(dict.values, events.to_pylist()))),
        "dictionary": sorted(map(tuple, map(dict.values, pq.read_table(folder / DICTIONARY).to_pylist()))),
    }


def same(
    files: Sequence[Path],
    words: Vocabulary,
    school: School,
    tmp_path: Path,
    *,
    block: int = 7,
    jobs: int = 1,
) -> Log:
    """The log that the files hold, to whose code both ways lead."""
    whole, blocks = tmp_path / "whole", tmp_path / "blocks"
    log = read_log(files, words, school)
    write_coded(log, whole)
    done = encode_log(files, words, school, blocks, block=block, jobs=jobs)
    assert found(whole) == found(blocks)
    assert len(log) == done.events
    lines = Counter(
        (q.file, q.row, q.column, q.value, q.code, q.message.in_language(Language.EN)) for q in log.quarantine
    )
    kept = pq.read_table(blocks / "quarantine.parquet").to_pylist()
    columns = ("file", "row", "column", "value", "code", "message")
    assert lines == Counter(tuple(line[name] for name in columns) for line in kept)
    assert Counter(q.code for q in log.quarantine) == done.quarantine
    assert not list(blocks.glob("encoding-*"))
    return log


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_blocks_are_read_as_the_whole(kind: str, tmp_path: Path) -> None:
    """Logs with repeats, corrections, retractions and broken rows, whichever block each lies in."""
    corrected = broken = 0
    for seed in SEEDS:
        pair = seeded(seed)
        if pair.rows:
            log = same([written(pair.rows, tmp_path / f"log.{kind}")], vocabulary(), pair.school, tmp_path)
            corrected += any(row.get("corrects") or row.get("retracts") for row in pair.rows)
            broken += bool(log.quarantine)
    assert corrected > 5
    assert broken > 5


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_example_school(jobs: int, tmp_path: Path) -> None:
    """Its log as a workbook of several sheets, with what is wrong in it, by one process and by two."""
    words, school = example()
    log = same([LANTIAN / "log.xlsx"], words, school, tmp_path, block=5_000, jobs=jobs)
    assert len(log) > 10_000
    assert log.completeness
    assert {"superseded-row", "retracted-row", "duplicate-row"} <= {line.code for line in log.quarantine}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_table_of_any_encoding(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of a table of which no block and no head holds the whole; two processes share them."""
    monkeypatch.setattr(csv_stream, "_HEAD", 50_001)
    words, school = example()
    text = (LANTIAN / "log.csv").read_text(encoding="utf-8-sig")
    file = tmp_path / "log.csv"
    file.write_text(text, encoding=encoding)
    log = same([file], words, school, tmp_path, block=4_000, jobs=2)
    assert len(log) > 10_000


def test_several_files_and_folders(tmp_path: Path) -> None:
    """Repeats lie in other files, and a table divided into folders is one log."""
    pair = seeded(4)
    assert len(pair.rows) > 20
    once, again = tmp_path / "a.csv", tmp_path / "b.parquet"
    written(pair.rows, once)
    written(pair.rows[::2], again)
    assert len(same([once, again], vocabulary(), pair.school, tmp_path)) > 20
    for part, rows in enumerate((pair.rows[:15], pair.rows[15:])):
        folder = tmp_path / "parts" / f"part={part}"
        folder.mkdir(parents=True)
        written(rows, folder / "log.parquet")
    log = same([tmp_path / "parts"], vocabulary(), pair.school, tmp_path)
    assert "unknown-column" in {line.code for line in log.quarantine}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_cell_that_repeats_the_one_above(kind: str, tmp_path: Path) -> None:
    """Even where that one is in the block before, or in a row group two before."""
    pair = next(pair for pair in map(seeded, itertools.count()) if len(pair.rows) > 20)
    (first, *rest) = [
        row | {"actor": row["actor"] or "ann"} for row in pair.rows if row.get("type") and "actor" in row
    ]
    rows = [first, *(row | {"actor": "〃" if place % 11 else "bob"} for place, row in enumerate(rest))]
    assert len(rows) > 20
    log = same([written(rows, tmp_path / f"log.{kind}")], vocabulary(), pair.school, tmp_path, block=4)
    assert "ditto-without-value" not in {line.code for line in log.quarantine}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_log_without_a_row(kind: str, tmp_path: Path) -> None:
    """It has its columns, and no events."""
    pair = seeded(4)
    file = written(pair.rows, tmp_path / f"log.{kind}")
    if kind == "csv":
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    else:
        pq.write_table(pq.read_table(file).slice(0, 0), file)
    assert 0 == len(same([file], vocabulary(), pair.school, tmp_path))


# What cannot be read -------------------------------------------------------------------------------


def test_a_file_without_a_header_is_the_wrong_file(tmp_path: Path) -> None:
    """It is named, and nothing is left behind that looks like a log."""
    pair, good, wrong = seeded(4), tmp_path / "good.csv", tmp_path / "wrong.csv"
    written(pair.rows, good)
    wrong.write_text("a,b\n" + "1,2\n" * 100, encoding="utf-8")
    empty = tmp_path / "empty.parquet"
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), empty)
    for file in (wrong, empty):
        with pytest.raises(LogError) as caught:
            encode_log([good, file], vocabulary(), pair.school, tmp_path / "out", block=7)
        assert [(file.name, "no-header")] == [(p.file, p.code) for p in caught.value.problems]
    assert [] == list((tmp_path / "out").iterdir())


def test_damage_far_down_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of another encoding or a damaged row group behind a sound beginning."""
    monkeypatch.setattr(csv_stream, "_HEAD", 400)
    pair = seeded(4)
    table = written(pair.rows * 8, tmp_path / "log.csv")
    table.write_bytes(table.read_bytes() + b"e99,\xff\xfe,\n")
    parquet = written(pair.rows, tmp_path / "log.parquet")
    content = bytearray(parquet.read_bytes())
    content[len(content) // 3 : len(content) // 2] = b"\0" * (len(content) // 2 - len(content) // 3)
    parquet.write_bytes(content)
    codes = []
    for file in (table, parquet):
        with pytest.raises(LogError) as caught:
            encode_log([file], vocabulary(), pair.school, tmp_path / "out", block=7)
        codes += [(p.file, p.code, p.row > 1) for p in caught.value.problems]
    assert [("log.csv", "encoding-unknown", True), ("log.parquet", "not-parquet", False)] == codes


def test_too_many_corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What must be looked at all at once has a limit, which is told."""
    monkeypatch.setattr(settling, "MOST_TIED", 1)
    pair = next(p for p in map(seeded, itertools.count()) if sum("corrects" in r for r in p.rows) > 1)
    with pytest.raises(LogError, match="too-many-corrections") as caught:
        encode_log([written(pair.rows, tmp_path / "log.csv")], vocabulary(), pair.school, tmp_path / "out")
    assert ["log.csv"] == [p.file for p in caught.value.problems]


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    """DuckDB's refusal is no fault of ours, and nothing is left behind."""
    words, school = example()
    with pytest.raises(EngineFailedError, match="memory"):
        encode_log([LANTIAN / "log.csv"], words, school, tmp_path / "out", memory_limit=1_000_000)
    assert [] == list((tmp_path / "out").iterdir())


def test_a_table_that_cannot_be_opened(tmp_path: Path) -> None:
    """It is named."""
    words, school = example()
    with pytest.raises(LogError, match="file-missing") as caught:
        encode_log([tmp_path / "gone.csv"], words, school, tmp_path / "out")
    assert ["gone.csv"] == [p.file for p in caught.value.problems]
