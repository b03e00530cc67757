"""`waivers.csv`: what is read, what is refused, and what excuses nobody."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from duty_world import World, policy, report, school

from dutyrules.records.roster import Unit
from dutyrules.records.school import SchoolError, read_school
from dutyrules.records.tables import read_csv_table
from dutyrules.records.waivers import Waiver, read_waivers

HEADER = "工号,规定,制度,单位,开始,结束,批准人,理由"
UNITS = (Unit(id="G1", name="数学组", kind="备课组"),)


def read(tmp_path: Path, *lines: str) -> tuple[tuple[Waiver, ...], list[str]]:
    """The waivers of the lines, and what is wrong as code:row:column."""
    path = tmp_path / "waivers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    waivers, problems = read_waivers(read_csv_table(path), UNITS)
    return waivers, [f"{p.code}:{p.row}:{p.column}" for p in problems]


def test_a_waiver_says_who_what_when_by_whom_and_why(tmp_path: Path) -> None:
    """Ids keep their zeros, units go by code or name, days are half-open."""
    waivers, problems = read(
        tmp_path, HEADER, "0012,每周活动,备课组长14,数学组,2026-09-07,2026-09-14,校长,病假"
    )
    expected = Waiver(
        person="0012",
        norm="每周活动",
        policy="备课组长14",
        unit="G1",
        start=datetime.date(2026, 9, 7),
        end=datetime.date(2026, 9, 14),
        approver="校长",
        reason="病假",
        file="waivers.csv",
        row=2,
    )
    assert ((expected,), []) == (waivers, problems)


@pytest.mark.parametrize(
    "header",
    [
        "person,norm,policy,unit,start,end,approved by,reason",
        "工號,規定,制度,單位,開始,結束,批准人,理由",
    ],
)
def test_headers_in_english_and_in_traditional_characters(tmp_path: Path, header: str) -> None:
    """The same row under either header is the same waiver."""
    row = "0012,每周活动,,,2026-09-07,2026-09-14,校长,病假"
    assert read(tmp_path, HEADER, row) == read(tmp_path, header, row)


def test_a_norm_may_stand_behind_its_policy(tmp_path: Path) -> None:
    """Policy, slash, label; and a star for all of it."""
    rows = (
        "1,备课组长14/每周活动,,,2026-09-07,2026-09-14,校长,病假",
        "1,*,,,2026-09-07,2026-09-14,校长,病假",
    )
    waivers, _ = read(tmp_path, HEADER, *rows)
    assert [("备课组长14", "每周活动"), (None, "*")] == [(w.policy, w.norm) for w in waivers]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,每周活动,,,2026-09-07,2026-09-14,,病假", "cell-missing:2:批准人"),
        ("1,每周活动,,,2026-09-07,2026-09-14,校长,", "cell-missing:2:理由"),
        ("1,每周活动,,,2026-09-07,,校长,病假", "cell-missing:2:结束"),
        ("1,每周活动,,,,2026-09-14,校长,病假", "cell-missing:2:开始"),
        (",每周活动,,,2026-09-07,2026-09-14,校长,病假", "cell-missing:2:工号"),
        ("1,每周活动,,,2026-09-14,2026-09-07,校长,病假", "days-reversed:2:结束"),
        ("1,每周活动,,,2026-09-14,2026-09-14,校长,病假", "days-reversed:2:结束"),
        ("1,每周活动,,,2026-09-07,someday,校长,病假", "date-malformed:2:结束"),
        ("1,甲/每周活动,乙,,2026-09-07,2026-09-14,校长,病假", "policy-named-twice:2:制度"),
    ],
)
def test_a_waiver_that_lacks_what_it_needs_is_a_problem(tmp_path: Path, row: str, expected: str) -> None:
    """It is no waiver, and its fault is named with its place."""
    assert ((), [expected]) == read(tmp_path, HEADER, row)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """A good row beside a bad one is read."""
    good = "1,每周活动,,,2026-09-07,2026-09-14,校长,病假"
    waivers, problems = read(tmp_path, HEADER, "1,每周活动,,,2026-09-14,2026-09-07,,病假", good)
    assert 1 == len(waivers)
    assert ["cell-missing:2:批准人", "days-reversed:2:结束"] == problems


def test_a_table_without_its_headers_is_a_problem(tmp_path: Path) -> None:
    """No column for the approver, no waiver."""
    assert ((), ["header-missing:0:"]) == read(
        tmp_path, "工号,规定,开始,结束,理由", "1,甲,2026-09-07,2026-09-14,病"
    )


def test_a_school_folder_may_have_waivers(tmp_path: Path) -> None:
    """They are read with the roster, named among the inputs, and their faults stop the audit."""
    readme = Path(__file__).parents[2] / "examples" / "readme" / "school"
    for path in readme.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert () == read_school(tmp_path).waivers
    row = "1,每周活动,,,2026-09-07,2026-09-14,校长,病假"
    (tmp_path / "waivers.csv").write_text(f"{HEADER}\n{row}\n", encoding="gb18030")
    found = read_school(tmp_path)
    assert 1 == len(found.waivers)
    assert "waivers.csv" in [source.name for source in found.sources]
    (tmp_path / "waivers.csv").write_text(f"{HEADER}\n{row.replace('校长', '')}\n", encoding="utf-8")
    with pytest.raises(SchoolError, match="cell-missing"):
        read_school(tmp_path)


WEEKLY = "weekly: each week, leader must hold at least 1 research_activity.\n"


def test_the_reason_names_approver_reason_end_and_what_would_have_been() -> None:
    """The last day is shown, which is the one before the end."""
    world = World(
        school=school(waivers="li weekly 2026-09-07 2026-09-14 head ill"), policies=(policy(WEEKLY),)
    )
    found = report(world, [], datetime.date(2026, 9, 21), [("", datetime.date(2026, 9, 21))])
    waived = next(f for f in found.findings if f.verdict.value == "waived")
    assert "waived by head through 2026-09-13: ill; without it: violated" == waived.reason.en
    assert "head批准豁免，至 2026-09-13，理由：ill；若无豁免则为违反" == waived.reason.zh_hans


@pytest.mark.parametrize(
    ("waiver", "is_idle"),
    [
        ("li weekly 2026-09-07 2026-09-14 head ill", False),
        ("li weakly 2026-09-07 2026-09-14 head ill", True),
        ("nobody weekly 2026-09-07 2026-09-14 head ill", True),
        ("chen weekly 2026-09-07 2026-09-14 head ill", True),
        ("li other/weekly 2026-09-07 2026-09-14 head ill", True),
        ("li other/weekly 2025-09-07 2025-09-14 head ill", False),
    ],
)
def test_a_waiver_that_matches_nothing_is_listed(waiver: str, is_idle: bool) -> None:
    """A wrong label, person or policy; one of another term is left alone."""
    world = World(school=school(waivers=waiver), policies=(policy(WEEKLY),))
    found = report(world, [], datetime.date(2026, 9, 21))
    expected = [("waivers.csv", 2, "waiver-matches-nothing")] if is_idle else []
    assert expected == [(line.file, line.row, line.code) for line in found.quarantine]
