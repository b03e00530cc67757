"""What the columnar engine runs over twenty norms: how often the log is read, joins, and what is made.

A plan that reads the log twice as often is slower on every machine; a clock would say so on some days only.
A change for the better lowers the numbers here, in the commit that makes it.
"""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from benches.small_workload import workload

from benchmarks.shape import Shape, shape_of
from dutyrules.engines.columnar.bulk import passes
from dutyrules.engines.columnar.bulk.run import Form

MOST = {
    Form.FUSED: Shape(
        statements=123,
        log_scans=8,
        joins=136,
        tables=99,
        cells=371_000,
        distinct_among_others=(),
        nested_loops=(),
    ),
    Form.DECODED: Shape(
        statements=124,
        log_scans=7,
        joins=135,
        tables=100,
        cells=406_000,
        distinct_among_others=(),
        nested_loops=(),
    ),
}
"""The most of each, twenty norms over twenty thousand events; versions of DuckDB differ by a few joins."""


@pytest.mark.parametrize("form", list(MOST), ids=lambda form: form.value)
def test_no_plan_does_more_than_it_did(form: Form, small: Path) -> None:
    """Each figure by itself, so that none can be bought with another."""
    found, most = attrs.asdict(shape_of(small, form)), attrs.asdict(MOST[form])
    assert {} == {name: figure for name, figure in found.items() if figure > most[name]}


def test_a_worse_plan_would_be_seen(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the pass for many norms at once the log is read once for each of them."""
    monkeypatch.setattr(passes.Passes, "fuse", lambda self, program: None)
    assert shape_of(small, Form.FUSED).log_scans > 2 * MOST[Form.FUSED].log_scans


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small workload."""
    return workload(tmp_path_factory.mktemp("workload"))
