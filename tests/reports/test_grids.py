"""How findings are laid out: which norm makes a grid, a strip or a line of a matrix."""

from __future__ import annotations

import pytest
from report_builder import build_report
from report_pieces import month, week

from dutyrules.findings.model import Language
from dutyrules.reports.grids import Layout, grid, layout_of, matrix, month_heads, strip
from dutyrules.reports.tallies import NormTally, norm_tallies

REPORT = build_report()


def norm(name: str) -> NormTally:
    """The norm of that name with its findings."""
    return next(n for p in REPORT.policies for n in norm_tallies(REPORT, p) if n.norm == name)


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("每周活动", Layout.GRID),
        ("每月交表", Layout.GRID),
        ("记录地点", Layout.STRIP),
        ("听组员课", Layout.STRIP),
        ("听课节数", Layout.MATRIX),
    ],
)
def test_windows_and_bearers_decide_the_layout(name: str, layout: Layout) -> None:
    """Calendar windows make a grid, events and counterparties a strip, one window a matrix line."""
    assert layout == layout_of(norm(name))


def test_a_grid_holds_every_finding_under_its_window() -> None:
    """Each finding stands once, in the row of its bearer and the column of its window."""
    found = grid(norm("每周活动"))
    assert list(range(1, 21)) == [w.number for w in found.columns]
    for row in found.rows:
        for column, (finding,) in zip(found.columns, row.cells, strict=True):
            assert (row.bearer, column) == (finding.bearer, finding.window)
    assert len(norm("每周活动").findings) == sum(len(c) for row in found.rows for c in row.cells)


def test_a_strip_over_counterparties_shares_the_person_and_the_unit() -> None:
    """Findings that differ in the counterparty alone stand in one row under what they share."""
    found = strip(norm("听组员课"))
    assert found.is_paired
    assert {2} == {len(row.bearer) for row in found.rows}
    assert {4} == {len(row.cells) for row in found.rows}


def test_a_matrix_leaves_a_gap_where_nobody_owed() -> None:
    """A person without a finding under a norm has an empty cell, not a missing one."""
    found = norm("听课节数")
    some = NormTally(
        policy=found.policy, clause="九", norm="部分", findings=found.findings[1:], tally=found.tally
    )
    built = matrix([found, some])
    assert built is not None
    assert [len(built.persons)] * 2 == [len(cells) for _, cells in built.rows]
    assert () == built.rows[1][1][0]
    assert matrix([]) is None


def test_weeks_are_told_by_the_month_that_holds_most_of_them() -> None:
    """The week of 31 August belongs to September; months are told for weeks alone."""
    weeks = tuple(map(week, range(1, 6)))
    assert (("9月", 4), ("10月", 1)) == month_heads(weeks, Language.ZH_HANS)
    assert (("Sep", 4), ("Oct", 1)) == month_heads(weeks, Language.EN)
    assert () == month_heads((month(0), month(1)), Language.EN)
