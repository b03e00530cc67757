"""The example school is what its list of planted faults says, and can be written anew from its seed."""

import csv
import datetime
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TypedDict

import chinese_calendar
import pytest
import python_calamine

from dutyrules.calendar.reading import read_calendar
from dutyrules.findings.verdict import Verdict
from dutyrules.records.quarantine_codes import Code

ROOT = Path(__file__).parents[2]
SCHOOL = ROOT / "examples" / "lantian"
POLICIES = {
    "备课组长14": ROOT / "policies" / "prep_group" / "002-14.duty",
    "教研组长": ROOT / "policies" / "research_group" / "001-01.duty",
    "班主任考核": ROOT / "policies" / "homeroom" / "004-04.duty",
}
LOGS = {"log.csv": "utf-8-sig", "log-gb18030.csv": "gb18030"}


class Finding(TypedDict, total=False):
    """One expected finding."""

    kind: str
    policy: str
    norm: str
    bearer: list[str]
    window: str
    event: str
    verdict: str
    note: str


class Money(TypedDict):
    """The two ends of a stipend."""

    low: str
    high: str


class Score(TypedDict, total=False):
    """One expected score."""

    policy: str
    score: str
    bearer: list[str]
    window: str
    low: str
    high: str
    grade: list[str]
    stipend: Money
    veto: str
    because: list[str]


class Quarantined(TypedDict):
    """One row that does not count."""

    file: str
    row: int
    column: str
    value: str
    code: str
    note: str


class Planted(TypedDict):
    """`planted.json`."""

    as_of: str
    complete_through: str
    term: str
    rows: int
    findings: list[Finding]
    pending: list[Finding]
    scores: list[Score]
    look_alikes: list[dict[str, object]]
    quarantine: list[Quarantined]


def read(name: str, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of one CSV file of the school."""
    with (SCHOOL / name).open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def sheets(path: Path) -> dict[str, list[list[object]]]:
    """All cells of a workbook by sheet."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


@pytest.fixture(scope="module")
def planted() -> Planted:
    """The list of what is planted."""
    found: Planted = json.loads((SCHOOL / "planted.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school written again."""
    folder = tmp_path_factory.mktemp("school")
    maker = ROOT / "examples" / "make_school.py"
    subprocess.run([sys.executable, "-B", maker, "--folder", folder], check=True)
    return folder


@pytest.fixture(scope="module")
def log() -> list[dict[str, str]]:
    """The rows of the log."""
    return read("log.csv")


@pytest.fixture(scope="module")
def workbook() -> dict[str, list[list[object]]]:
    """The cells of the workbook."""
    return sheets(SCHOOL / "log.xlsx")


def test_the_seed_writes_the_same_files(anew: Path) -> None:
    """Every file comes out of the seed byte for byte, the workbook cell for cell."""
    names = {path.name for path in SCHOOL.iterdir()}
    assert names == {path.name for path in anew.iterdir()}
    for name in sorted(names - {"log.xlsx"}):
        assert (SCHOOL / name).read_bytes() == (anew / name).read_bytes(), name
    assert sheets(SCHOOL / "log.xlsx") == sheets(anew / "log.xlsx")


def test_the_school_has_the_size_of_a_school(log: list[dict[str, str]], planted: Planted) -> None:
    """Staff, classes, groups and events are as many as the README says."""
    roles = Counter(row["角色"] for row in read("memberships.csv"))
    kinds = Counter(row["类别"] for row in read("units.csv"))
    assert {"学校": 1, "年级": 6, "班级": 12, "教研组": 4, "备课组": 8} == kinds
    assert 45 == roles["教师"]
    assert 480 <= roles["学生"] <= 520
    assert planted["rows"] == len(log)
    assert 14_500 <= len(log) <= 15_500
    assert sum(path.stat().st_size for path in SCHOOL.iterdir()) < 5_000_000


def test_the_files_have_the_traps_of_real_ones(log: list[dict[str, str]]) -> None:
    """Numbers lead with zeros, names are padded, two people share one, and some rows only name people."""
    staff = [row for row in read("people.csv") if row["新任"]]
    names = Counter("".join(row["姓名"].split()) for row in staff)
    assert 45 == len(staff) == len({row["工号"] for row in staff})
    assert all(row["工号"].startswith("00") for row in staff)
    assert any("　" in row["姓名"] for row in staff)
    assert [2] == [count for count in names.values() if count > 1]
    named = {(bool(row["工号"]), bool(row["姓名"])) for row in log}
    assert {(True, False), (True, True), (False, True)} == named


def test_the_three_logs_hold_the_same_rows(
    log: list[dict[str, str]], workbook: dict[str, list[list[object]]]
) -> None:
    """GB18030 and the workbook hold exactly the events of the UTF-8 file."""
    assert log == read("log-gb18030.csv", "gb18030")
    ids = Counter(
        str(row[0]) for rows in workbook.values() for row in rows if re.fullmatch(r"R\d{5}", str(row[0]))
    )
    assert Counter(row["编号"] for row in log) == ids


def test_the_utf_8_file_opens_in_a_spreadsheet() -> None:
    """The byte order mark is there, and only in the UTF-8 file."""
    assert (SCHOOL / "log.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (SCHOOL / "log-gb18030.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_is_a_formula(workbook: dict[str, list[list[object]]]) -> None:
    """No cell of any file starts as a formula would."""
    tables = [read(name) for name in ("people.csv", "units.csv", "memberships.csv", "log.csv")]
    cells = [cell for table in tables for row in table for cell in row.values()]
    cells += [cell for rows in workbook.values() for row in rows for cell in row if isinstance(cell, str)]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_calendar_is_the_published_one() -> None:
    """The school days of 2026 are the published ones but for a closure; 2027 is the school's own."""
    calendar = read_calendar(SCHOOL / "calendar.toml")
    taught = {datetime.date.fromordinal(day) for day in calendar.school_days_of_all}
    autumn = [datetime.date(2026, 9, 1) + datetime.timedelta(n) for n in range(122)]
    published = {day for day in autumn if chinese_calendar.is_workday(day)}
    assert {datetime.date(2026, 12, 11)} == published - taught
    assert set() == {day for day in taught - published if day.year == 2026}
    assert datetime.date(2027, 1, 4) == min(day for day in taught if day.year == 2027)
    assert 98 == len(taught)
    assert 21 == len(calendar.terms[0].weeks)


def test_a_leader_is_no_member_of_the_same_group() -> None:
    """Whoever leads a group is not listed among its members for the same days."""
    rows = read("memberships.csv")
    lead = [row for row in rows if row["角色"] == "组长"]
    assert {f"BK{n:02}" for n in range(1, 9)} | {f"JY{n:02}" for n in range(1, 5)} == {
        row["单位"] for row in lead
    }
    both = [
        (leader["工号"], leader["单位"])
        for leader in lead
        for row in rows
        if (row["工号"], row["单位"], row["角色"]) == (leader["工号"], leader["单位"], "组员")
        and row["开始"] < (leader["结束"] or "9999")
        and leader["开始"] < (row["结束"] or "9999")
    ]
    assert [] == both


def test_every_planted_finding_names_what_exists(planted: Planted, log: list[dict[str, str]]) -> None:
    """Policies, norms, bearers, windows and events of the list are in the files."""
    people = {row["工号"] for row in read("people.csv")}
    units = {row["代码"] for row in read("units.csv")}
    events = {row["编号"] for row in log}
    texts = {name: path.read_text(encoding="utf-8") for name, path in POLICIES.items()}
    window = re.compile(r"week ([1-9]|1\d|2[01])|2026-(09|10|11|12)|2027-01|term|event")
    for finding in planted["findings"] + planted["pending"]:
        person, unit, *counterparty = finding["bearer"]
        assert f"\n{finding['norm']}：" in texts[finding["policy"]]
        assert {person, *counterparty} <= people
        assert unit in units
        assert window.fullmatch(finding["window"])
        assert (finding["window"] == "event") == ("event" in finding)
        assert finding.get("event", "") in events | {""}


def test_the_planted_verdicts_are_those_that_need_explaining(planted: Planted) -> None:
    """Findings are violated or undetermined, what is pending stands apart, and none is listed twice."""
    counts = Counter(finding["verdict"] for finding in planted["findings"])
    assert {Verdict.VIOLATED.value, Verdict.UNDETERMINED.value} == set(counts)
    assert {Verdict.PENDING.value} == {finding["verdict"] for finding in planted["pending"]}
    keys = Counter(
        (f["policy"], f["norm"], *f["bearer"], f.get("event", f["window"]))
        for f in planted["findings"] + planted["pending"]
    )
    assert {1} == set(keys.values())


@pytest.mark.parametrize(
    "kind",
    [
        "meeting-too-short", "no-meeting-in-week", "one-observation-short", "member-never-observed",
        "meeting-without-speaker", "meeting-without-place", "meeting-without-uniformity",
        "late-monthly-form", "missing-term-summary", "attested-not-met", "attestation-missing",
        "rating-missing", "handover-of-leader", "attested-by-wrong-office",
    ],
)  # fmt: skip
def test_each_kind_of_breach_is_planted(planted: Planted, kind: str) -> None:
    """Every kind of breach that a school meets is in the list of findings."""
    assert kind in {finding["kind"] for finding in planted["findings"]}


@pytest.mark.parametrize(
    "kind",
    ["unconfirmed-offence", "accident-without-fault", "slight-consequence", "retracted-finding"],
)
def test_each_kind_of_look_alike_is_planted(planted: Planted, kind: str) -> None:
    """What must change nothing is listed too."""
    assert kind in {entry["kind"] for entry in planted["look_alikes"]}


def test_the_observations_of_the_short_leader_are_eleven(planted: Planted, log: list[dict[str, str]]) -> None:
    """The leader who is one lesson short has eleven events in twelve rows."""
    (finding,) = (
        f for f in planted["findings"] if (f["kind"], f["norm"]) == ("one-observation-short", "听课节数")
    )
    person = finding["bearer"][0]
    (name,) = ("".join(row["姓名"].split()) for row in read("people.csv") if row["工号"] == person)
    rows = [row for row in log if row["类型"] == "听课"]
    own = [row["编号"] for row in rows if row["工号"] == person or "".join(row["姓名"].split()) == name]
    assert (12, 11) == (len(own), len(set(own)))


def test_quarantined_cells_stand_where_the_list_says(
    planted: Planted, workbook: dict[str, list[list[object]]]
) -> None:
    """Each listed place holds the listed cell, in each of the three files."""
    tables = {name: read(name, encoding) for name, encoding in LOGS.items()}
    for entry in planted["quarantine"]:
        file, _, sheet = entry["file"].partition("#")
        if sheet:
            assert entry["value"] in workbook[sheet][entry["row"] - 1]
            assert not entry["column"] or any(entry["column"] in row for row in workbook[sheet][1:3])
        else:
            assert entry["value"] == tables[file][entry["row"] - 2][entry["column"] or "编号"]
    files = Counter(entry["file"].partition("#")[0] for entry in planted["quarantine"])
    assert {"log.csv", "log-gb18030.csv", "log.xlsx"} == set(files)
    assert 1 == len(set(files.values()))


def test_quarantine_codes_are_those_of_the_reader(planted: Planted) -> None:
    """Every code of the list is one that the log reader has."""
    codes = {entry["code"] for entry in planted["quarantine"]}
    assert codes <= {code.value for code in Code}
    assert {
        "ambiguous-person", "bad-date", "duplicate-id-differs", "duplicate-row", "not-a-number",
        "retracted-row", "superseded-row", "unknown-event-type", "unknown-person",
    } == codes  # fmt: skip


def test_scores_cover_every_holder_and_month(planted: Planted) -> None:
    """Twelve classes have five months each, and the handover one more score in its month and in the term."""
    scores = Counter(score["score"] for score in planted["scores"])
    assert {"月度考核": 12 * 5 + 1, "學期考核": 12 + 1} == scores
    grades = {grade for score in planted["scores"] for grade in score.get("grade", [])}
    assert {"excellent", "good", "qualified", "unqualified"} == grades


def test_what_is_unknown_makes_scores_intervals(planted: Planted) -> None:
    """A missing rating is worth from nothing to all of its points, and the term inherits it."""
    open_ended = {
        (score["bearer"][1], score["window"]): float(score["high"]) - float(score["low"])
        for score in planted["scores"]
        if score["low"] != score["high"]
    }
    assert {
        ("C202", "2026-10"): 20, ("C202", "term"): 20, ("C302", "2026-12"): 10, ("C302", "term"): 10,
        ("C402", "term"): 50,
    } == pytest.approx(open_ended)  # fmt: skip


def test_a_veto_takes_the_stipend(planted: Planted) -> None:
    """The two vetoed months have no stipend, and an open veto leaves it between nothing and the plain one."""
    vetoed = {
        (s["bearer"][1], s["window"]): (s["veto"], s["stipend"]["low"], s["stipend"]["high"])
        for s in planted["scores"]
        if s.get("veto")
    }
    assert {
        ("C502", "2026-10"): ("certain", "0.00", "0.00"),
        ("C301", "2026-11"): ("certain", "0.00", "0.00"),
        ("C402", "2026-11"): ("open", "0.00", "300.00"),
    } == vetoed


def test_the_handover_month_is_paid_by_days(planted: Planted) -> None:
    """The two homeroom teachers of November share it as eight and twenty-two days of thirty."""
    amount = {"excellent": 360, "good": 300, "qualified": 240}
    shares = [
        (float(score["stipend"]["low"]), amount[score["grade"][0]])
        for score in planted["scores"]
        if score["bearer"][1] == "C401" and score["window"] == "2026-11"
    ]
    assert [8, 22] == [round(paid * 30 / full, 9) for paid, full in shares]
