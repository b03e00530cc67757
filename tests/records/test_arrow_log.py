"""An Arrow table is read as the file would be that holds it."""

import datetime
from pathlib import Path

import attrs
import pyarrow
import pyarrow.parquet
import pytest
from log_school import SCHOOL, VOCABULARY, log_at

from dutyrules.records.log_error import LogError
from dutyrules.records.read_log import read_arrow

ROWS = {
    "id": ["L1", "L2", "L3", "L4"],
    "类型": ["听课", "lesson_observation", "听课", "跑步"],
    "时间": [datetime.datetime(2026, 9, day, 8) for day in (7, 8, 9, 9)],
    "actor": ["00124", "00123", None, "00123"],
    "duration": [40, None, 45, 1],
}


def test_a_table_is_the_log_of_its_file(tmp_path: Path) -> None:
    """The same events, values and quarantined rows, whichever way the table comes."""
    table = pyarrow.table(ROWS)
    pyarrow.parquet.write_table(table, tmp_path / "table.parquet")
    expected, found = log_at(tmp_path / "table.parquet"), read_arrow(table, VOCABULARY, SCHOOL)
    assert 3 == len(found)
    named = [attrs.evolve(line, file="table.parquet") for line in found.quarantine]
    assert [*expected.quarantine] == named
    assert (expected.ids, expected.t, expected.actor) == (found.ids, found.t, found.actor)
    assert expected.columns == found.columns


def test_a_report_can_name_the_table() -> None:
    """The digest follows from what the table holds and from nothing else."""
    one, same, other = (read_arrow(pyarrow.table(ROWS | {"id": ids}), VOCABULARY, SCHOOL, name="events")
                        for ids in (ROWS["id"], list(ROWS["id"]), ["L1", "L2", "L3", "L5"]))  # fmt: skip
    assert one.sources == same.sources != other.sources
    assert "events" == one.sources[0].name


def test_what_no_log_may_hold_is_refused() -> None:
    """Lists in a cell, and a table without known columns."""
    for columns, code in (
        (ROWS | {"duration": [[1], [2], [3], [4]]}, "nested-column"),
        ({"a": [1], "b": [2]}, "no-header"),
    ):
        with pytest.raises(LogError) as caught:
            read_arrow(pyarrow.table(columns), VOCABULARY, SCHOOL)
        assert [code] == [problem.code for problem in caught.value.problems]


def test_complete_through_a_day() -> None:
    """A table has no file beside it, so what it is complete for is said with it."""
    day = datetime.date(2026, 9, 30)
    assert () == read_arrow(pyarrow.table(ROWS), VOCABULARY, SCHOOL).completeness
    (stated,) = read_arrow(pyarrow.table(ROWS), VOCABULARY, SCHOOL, complete_through=day).completeness
    assert SCHOOL.calendar.instant(datetime.date(2026, 10, 1)) == stated.through
