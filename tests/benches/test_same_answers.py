"""Both sides of every ratio answer the same: what is written by hand, the engines, and the reference."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from benches.small_workload import workload

from benchmarks.answers import Row, differences, fingerprint, row_of, rows_in
from benchmarks.by_hand.run_sql import run as by_hand
from benchmarks.coded_log import read_coded_log
from benchmarks.run import answers_of
from benchmarks.workload.size import AS_OF_DAY, midnight
from dutyrules.checking.loading import load_policy
from dutyrules.engines.columnar.bulk.run import Form, Settings, audit_checked
from dutyrules.engines.reference.engine import evaluate
from dutyrules.engines.world import World
from dutyrules.plan.planner import plan_policy
from dutyrules.records.school import read_school


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small workload."""
    return workload(tmp_path_factory.mktemp("workload"))


@pytest.fixture(scope="module")
def expected(small: Path) -> list[Row]:
    """The reference's answers to the workload, sorted as those in files are."""
    policy, school = load_policy(small / "workload.duty"), read_school(small / "school")
    log = read_coded_log(small)
    term = school.calendar.term("autumn")
    world = World(school=school, log=log, term=term, as_of=midnight(AS_OF_DAY))
    outcomes, _ = evaluate(plan_policy(policy, school, term), policy, world)
    places = {norm.label: place for place, norm in enumerate(policy.norms)}
    return in_order(row_of(outcome, log, places) for outcome in outcomes)


def in_order(rows: object) -> list[Row]:
    """Sorted, with what is missing last, as the database sorts."""
    return sorted(rows, key=lambda row: [(cell is None, cell or 0) for cell in row])  # type: ignore[call-overload]


@pytest.mark.parametrize("form", ["per_norm", "fused"])
def test_what_is_written_by_hand_is_right(
    form: str, small: Path, expected: list[Row], tmp_path: Path
) -> None:
    """A quick wrong answer would make a poor other side of a ratio."""
    by_hand(form, small, tmp_path)
    assert expected == in_order(rows_in(answers_of(tmp_path)))


@pytest.mark.parametrize("form", [Form.FUSED, Form.DECODED], ids=lambda form: form.value)
def test_what_the_engine_writes_is_right(
    form: Form, small: Path, expected: list[Row], tmp_path: Path
) -> None:
    """Every row of twenty norms."""
    audit_checked(
        [load_policy(small / "workload.duty")],
        small / "school",
        small,
        tmp_path,
        as_of=midnight(AS_OF_DAY),
        term="autumn",
        settings=Settings(form=form),
    )
    assert expected == in_order(rows_in(answers_of(tmp_path)))


def test_the_comparison_of_a_benchmark_sees_one_row(small: Path, tmp_path: Path) -> None:
    """A verdict that one side alone has otherwise changes the fingerprint, and is shown."""
    by_hand("per_norm", small, tmp_path / "one")
    files = answers_of(tmp_path / "one")
    other = str(tmp_path / "other.parquet")
    duckdb.sql(
        "COPY (SELECT * REPLACE (CASE WHEN row_number() OVER () = 7 THEN 5 - verdict ELSE verdict END "
        "AS verdict) "
        f"FROM read_parquet('{files}', union_by_name = true)) TO '{other}'"
    )
    assert fingerprint(files) != fingerprint(other)
    assert {"first", "second"} == {side for side, _ in differences(files, other)}
