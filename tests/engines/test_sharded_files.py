"""Files audited by several processes give the rows that one gives, in a folder that reads alike."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sharded_worlds import LANTIAN, example

from dutyrules.engines.columnar.bulk.coded_log import write_coded
from dutyrules.engines.columnar.bulk.rows import Row, read_rows
from dutyrules.engines.columnar.bulk.run import audit_checked
from dutyrules.engines.columnar.bulk.settings import Settings
from dutyrules.engines.columnar.cluster.files import audit_files
from dutyrules.engines.columnar.cluster.folders import joined


def counted(out: Path) -> Counter[Row]:
    """The rows of a folder, in no order."""
    return Counter(read_rows(out))


def test_the_example_school_in_two_processes(tmp_path: Path) -> None:
    """Every row is there once, evidence and all, and the summaries agree on how many."""
    policies, world = example()
    write_coded(world.log, tmp_path / "log")
    asked = {"as_of": world.as_of, "term": world.term, "settings": Settings(evidence=2)}
    one = audit_checked(policies, LANTIAN, tmp_path / "log", tmp_path / "one", **asked)
    two = audit_files(policies, LANTIAN, tmp_path / "log", tmp_path / "two", jobs=2, **asked)
    assert counted(tmp_path / "one") == counted(tmp_path / "two")
    assert (one.rows, dict(one.verdicts), one.fallback) == (two.rows, dict(two.verdicts), two.fallback)
    assert {p.name for p in (tmp_path / "one").iterdir()} == {p.name for p in (tmp_path / "two").iterdir()}


def part(
    folder: Path, windows: list[int], texts: list[str], rows: list[tuple[int | None, int | None]]
) -> Path:
    """A folder as a shard writes it: windows by their start, texts by code, rows of (window, case)."""
    (folder / "instances").mkdir(parents=True)
    numbered = [{"window": n, "start": start} for n, start in enumerate(windows)]
    pq.write_table(pa.Table.from_pylist(numbered), folder / "windows.parquet")
    listed = [{"kind": "text", "code": n, "text": text} for n, text in enumerate(texts)]
    listed += [{"kind": "person", "code": 0, "text": "li"}]
    pq.write_table(pa.Table.from_pylist(listed), folder / "dictionary.parquet")
    found = {
        "window": pa.array([w for w, _ in rows], pa.int32()),
        "case": pa.array([c for _, c in rows], pa.int32()),
    }
    pq.write_table(pa.table(found), folder / "instances" / "000-000.parquet")
    pq.write_table(pa.table({"policy": [0]}), folder / "norms.parquet")
    (folder / "statements.sql").write_text("SELECT 1;")
    return folder


def test_windows_and_texts_are_numbered_anew(tmp_path: Path) -> None:
    """Shards that met windows and texts in another order still mean the same ones."""
    first = part(tmp_path / "a", [100, 200], ["sums", "area"], [(0, 1), (1, None)])
    second = part(tmp_path / "b", [300, 100], ["sums", "area", "new"], [(0, 2), (1, 0), (None, 1)])
    joined([first, second], tmp_path / "whole")
    starts = {w["window"]: w["start"] for w in pq.read_table(tmp_path / "whole/windows.parquet").to_pylist()}
    named = pq.read_table(tmp_path / "whole/dictionary.parquet").to_pylist()
    texts = {row["code"]: row["text"] for row in named if row["kind"] == "text"}
    rows = [r for f in sorted((tmp_path / "whole/instances").iterdir()) for r in pq.read_table(f).to_pylist()]
    found = [(starts.get(row["window"]), texts.get(row["case"])) for row in rows]
    assert [(100, "area"), (200, None), (300, "new"), (100, "sums"), (None, "area")] == found
