"""Parquet logs are read as the tables that they are, and hostile ones are refused."""

import datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from log_school import actors, codes, instant, log_at, values

from dutyrules.records import parquet_sheets
from dutyrules.records.log_error import LogError

ROWS = {
    "id": ["L1", "L2", "L3"],
    "type": ["听课", "lesson_observation", "听课"],
    "time": [datetime.datetime(2026, 9, day, 8) for day in (7, 8, 9)],
    "actor": ["00124", "00123", None],
    "duration": [40, None, 45],
}


def written(path: Path, columns: dict[str, object]) -> Path:
    """The file of those columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def error_codes(path: Path) -> list[str]:
    """The codes of the error that the log raises."""
    with pytest.raises(LogError) as caught:
        log_at(path)
    return [problem.code for problem in caught.value.problems]


def test_columns_keep_their_types(tmp_path: Path) -> None:
    """Moments, numbers and blanks are what they were when the file was written."""
    log = log_at(written(tmp_path / "log.parquet", ROWS))
    assert ("L1", "L2", "L3") == log.ids
    assert [instant(f"2026-09-0{day} 08:00") for day in (7, 8, 9)] == list(log.t)
    assert ["00124", "00123", None] == actors(log)
    assert [400_000, None, 450_000] == values(log, "duration")


def test_an_instant_with_its_zone_is_that_instant(tmp_path: Path) -> None:
    """A moment in UTC is not taken for the school's clock."""
    utc = [datetime.datetime(2026, 9, day, tzinfo=datetime.UTC) for day in (7, 8, 9)]
    log = log_at(written(tmp_path / "log.parquet", ROWS | {"time": utc}))
    assert [instant(f"2026-09-0{day} 08:00") for day in (7, 8, 9)] == list(log.t)


def test_folders_by_column_are_one_log(tmp_path: Path) -> None:
    """What a folder's name says of its rows is a column of theirs."""
    plain = {name: column for name, column in ROWS.items() if name != "type"}
    for place, kind in enumerate(("lesson_observation", "prep_meeting")):
        own = plain | {"id": [f"{kind}{n}" for n in range(3)]}
        written(tmp_path / "log" / f"type={kind}" / f"part-{place}.parquet", own)
    log = log_at(tmp_path / "log")
    assert 6 == len(log)
    assert ["lesson_observation"] * 3 + ["prep_meeting"] * 3 == sorted(log.types[c] for c in log.event_type)


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The row of a bad cell counts from 1, as the table's rows do."""
    log = log_at(written(tmp_path / "log.parquet", ROWS | {"duration": [40.0, float("nan"), 45.0]}))
    assert [(2, "error-cell")] == codes(log)


def test_lists_are_no_cells(tmp_path: Path) -> None:
    """A nested column is refused by name."""
    assert ["nested-column"] == error_codes(
        written(tmp_path / "log.parquet", ROWS | {"place": [[1], [2], [3]]})
    )


def test_what_only_says_it_is_parquet(tmp_path: Path) -> None:
    """A file of another kind is refused."""
    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 40)
    assert ["not-parquet"] == error_codes(path)


def test_a_small_file_of_a_large_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is known, and refused, before anything is unpacked."""
    path = written(tmp_path / "log.parquet", {"id": ["x" * 100] * 10_000})
    monkeypatch.setattr(parquet_sheets, "MAX_ROWS", 9_999)
    assert ["too-many-rows"] == error_codes(path)


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that reads Parquet is an extra."""
    path = written(tmp_path / "log.parquet", ROWS)
    monkeypatch.setattr(parquet_sheets, "find_spec", lambda _name: None)
    assert ["parquet-needs-pyarrow"] == error_codes(path)
