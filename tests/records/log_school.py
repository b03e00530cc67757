"""A small school, its vocabulary and its log in the shapes that schools keep logs in."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from dutyrules.calendar.reading import calendar_from
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Term, Vocabulary
from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.log import Log
from dutyrules.records.read_log import read_log
from dutyrules.records.roster import Membership, Person, Roster, Unit
from dutyrules.records.school import School

DATE = datetime.date

CALENDAR = """
school = "清溪小学"
zone = "Asia/Shanghai"
holidays = "CN"
[[term]]
id = "2026-autumn"
name = "2026-2027学年第一学期"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2026-12-31
"""

PEOPLE = (
    ("00123", "王芳"),
    ("00124", "李伟"),
    ("00125", "王芳"),
    ("00200", "张伟"),
    ("0077", "陈静"),
    ("077", "刘洋"),
)
UNITS = (
    ("S", "清溪小学", "学校"),
    ("M", "数学", "备课组"),
    ("E", "英语", "备课组"),
    ("RM", "数学", "教研组"),
)
MEMBERSHIPS = (
    ("00123", "M", "组员", None, DATE(2026, 11, 1)),
    ("00125", "M", "组员", DATE(2026, 10, 1), None),
    ("00124", "M", "组长", None, None),
)


def term(name: str, zh_hans: str, zh_hant: str | None = None) -> Term:
    """A term whose Traditional label is the Simplified one unless said."""
    return Term(id=name, zh_hans=zh_hans, zh_hant=zh_hant or zh_hans)


def attribute(kind: AttributeKind, name: str, *labels: str, choices: tuple[Term, ...] = ()) -> Attribute:
    """An attribute of that kind and those labels."""
    return Attribute(term=term(name, *labels), kind=kind, choices=choices)


OBSERVATION = EventType(
    term=term("lesson_observation", "听课", "聽課"),
    attributes=(
        attribute(AttributeKind.PERSON, "observed", "授课教师", "授課教師"),
        attribute(AttributeKind.MINUTES, "duration", "时长", "時長"),
        attribute(AttributeKind.TEXT, "subject", "学科", "學科"),
    ),
    object="observed",
)
MEETING = EventType(
    term=term("prep_meeting", "备课组活动", "備課組活動"),
    attributes=(
        attribute(AttributeKind.MINUTES, "duration", "时长", "時長"),
        attribute(AttributeKind.TEXT, "place", "地点", "地點"),
        attribute(AttributeKind.YES_NO, "same_pace", "统一进度", "統一進度"),
        attribute(AttributeKind.DATE, "prepared_on", "预备日期", "預備日期"),
    ),
)
RATING = EventType(
    term=term("rating", "评分", "評分"),
    attributes=(
        attribute(AttributeKind.PERSON, "about", "被考核人"),
        attribute(AttributeKind.NUMBER, "points", "得分"),
        attribute(AttributeKind.PERCENT, "share", "完成率"),
        attribute(AttributeKind.MONEY, "pay", "津贴", "津貼"),
        attribute(AttributeKind.UNIT, "group", "所在组", "所在組"),
        attribute(
            AttributeKind.CHOICE,
            "severity",
            "程度",
            choices=(term("minor", "轻微", "輕微"), term("major", "重大")),
        ),
    ),
)
VOCABULARY = Vocabulary(
    events={event.term.id: event for event in (OBSERVATION, MEETING, RATING)},
    roles={},
    units={
        "prep_group": term("prep_group", "备课组", "備課組"),
        "research_group": term("research_group", "教研组", "教研組"),
    },
    values={},
    person_properties={},
    unit_properties={},
)
SCHOOL = School(
    calendar=calendar_from("calendar.toml", CALENDAR.encode()),
    roster=Roster(
        people=tuple(Person(id=number, name=name) for number, name in PEOPLE),
        units=tuple(Unit(id=code, name=name, kind=kind) for code, name, kind in UNITS),
        memberships=tuple(
            Membership(person=person, unit=unit, role=role, start=start, end=end)
            for person, unit, role, start, end in MEMBERSHIPS
        ),
    ),
    sources=(),
)


def log_at(path: Path, complete_through: DATE | None = None) -> Log:
    """The log at `path` under the vocabulary and in the school above."""
    return read_log(path, VOCABULARY, SCHOOL, complete_through)


def log_of(folder: Path, *lines: str, name: str = "log.csv") -> Log:
    """The log in a CSV file of those lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return log_at(path)


def places(quarantine: tuple[QuarantinedRow, ...]) -> list[tuple[str, int, str, str, str]]:
    """File, row, column, value and code of each line."""
    return [(line.file, line.row, line.column, line.value, line.code) for line in quarantine]


def codes(log: Log) -> list[tuple[int, str]]:
    """Row and code of each line of the log's quarantine."""
    return [(line.row, line.code) for line in log.quarantine]


def values(log: Log, name: str) -> list[int | str | None]:
    """An attribute's values in log order, texts written out."""
    kinds = {
        (event.term.id, own.term.id): own.kind
        for event in VOCABULARY.events.values()
        for own in event.attributes
    }
    shown: list[int | str | None] = []
    for event_type, value in zip(log.event_type, log.columns[name].values, strict=True):
        match kinds.get((log.types[event_type], name)):
            case _ if value is None:
                shown.append(None)
            case AttributeKind.TEXT | AttributeKind.CHOICE:
                shown.append(log.texts[value])
            case AttributeKind.PERSON:
                shown.append(log.people[value])
            case AttributeKind.UNIT:
                shown.append(log.units[value])
            case _:
                shown.append(value)
    return shown


def actors(log: Log) -> list[str | None]:
    """The actors in log order."""
    return [None if code < 0 else log.people[code] for code in log.actor]


def unit_codes(log: Log) -> list[str | None]:
    """The units in log order."""
    return [None if code < 0 else log.units[code] for code in log.unit]


def instant(text: str) -> int:
    """µs UTC of a time on Shanghai's clocks."""
    local = datetime.datetime.fromisoformat(text + "+08:00")
    return round(local.timestamp()) * 1_000_000


def messy_workbook(path: Path) -> None:
    """Two sheets as a school keeps them: title, two header rows, merges, an error, a hidden row, a footer."""
    book = openpyxl.Workbook()
    observations = book.active
    assert isinstance(observations, Worksheet)
    _observations(observations)
    meetings = book.create_sheet("备课组活动记录表(9月)")
    for row in (
        ["编号", "日期", "时间", "结束时间", "单位", "姓名", "时长（小时）", "地点", "统一进度", "备注"],
        ["M1", "2026年9月7日", "15:30", "16:10", "M", "李伟", 1.5, "三楼", "√", "好"],
        ["M2", "9月14日", datetime.time(15, 30), None, "M", "李 伟老师", "40分钟", "〃", "×", None],
        ["M3", 46286, 0.6458333333333334, None, "M", "李　伟", None, None, None, None],
        ["审核：张三", None, None, None, None, None, None, None, None, None],
    ):
        meetings.append(row)
    hidden = book.create_sheet("选项")
    hidden.append(["是"])
    hidden.sheet_state = "hidden"
    book.save(path)
    _with_cell_error(path)


def _observations(sheet: Worksheet) -> None:
    sheet.title = "听课"
    sheet["A1"] = "2026年秋季听课登记"
    sheet.merge_cells("A1:G1")
    for column, text in enumerate(("编号", "时间", "工号", "内容", None, None, "备课组"), start=1):
        sheet.cell(2, column, text)
    for column, text in ((4, "授课教师"), (5, "时长（分钟）"), (6, "学科")):
        sheet.cell(3, column, text)
    for merged in ("A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3"):
        sheet.merge_cells(merged)
    rows = (
        ("L1", datetime.datetime(2026, 9, 1, 8, 0), "00124", "00123", 40, "数学", "M"),
        ("L2", datetime.datetime(2026, 9, 2), 124, "00123", "40 min", "同上", None),
        ("L3", 46268, "李伟", "张伟", None, "语文", None),
        ("L4", "2026.9.4", "00124", "张伟", 45, "语文", "数学"),
        ("L5", "2026-09-05", "00124", "张伟", 45, "语文", "数学"),
        (None, None, None, None, None, None, None),
        ("合计", None, None, None, 170, None, None),
    )
    for number, row in enumerate(rows, start=4):
        for column, cell in enumerate(row, start=1):
            sheet.cell(number, column, cell)
    sheet.row_dimensions[6].hidden = True
    sheet.merge_cells("G4:G5")


def _with_cell_error(path: Path) -> None:
    """Puts a formula's error into the duration of L5, and claims that the sheet is A1 alone, as WPS does."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b'<c r="E8" t="n"><v>45</v></c>', b'<c r="E8" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
                )
                assert b"#DIV/0!" in content
                content = content.replace(b'<dimension ref="A1:G10" />', b'<dimension ref="A1" />')
                assert b'<dimension ref="A1" />' in content
            new.writestr(entry.filename, content)
    path.write_bytes(rewritten.getvalue())


def workbook_of_1904(path: Path) -> None:
    """A workbook whose days count from 1904, with a date as a date and as a bare number."""
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet("听课")
    sheet.write_row(0, 0, ["编号", "时间"])
    sheet.write(1, 0, "A")
    sheet.write_datetime(
        1, 1, datetime.datetime(2026, 9, 1, 15, 30), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    sheet.write_row(2, 0, ["B", 44804])
    book.close()
