"""The tables of a starter: readable by spreadsheets and by the readers, and safe to open."""

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from starter_folders import content, starter, table, workbook

from dutyrules.checking.loading import load_policy
from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.findings.model import Language
from dutyrules.records.column_mapping import STRONG_KEYS
from dutyrules.records.header_row import header_key
from dutyrules.starter.csv_text import csv_bytes, guarded
from dutyrules.starter.policies import shipped_documents
from dutyrules.starter.validation import LONGEST_LIST

LONGEST_SHEET_NAME = 31
ROSTER = ("people.csv", "units.csv", "memberships.csv")


def checks(sheet: Worksheet) -> dict[str, tuple[str, str, str]]:
    """The kind and the limits of the validation of each column, by its header."""
    headers = {cell.column_letter: cell.value for cell in sheet[1]}
    return {
        str(headers[str(rule.sqref).split("2:")[0]]): (rule.type, rule.formula1, rule.formula2)
        for rule in sheet.data_validations.dataValidation
        if rule.type
    }


def test_the_workbook_has_a_sheet_for_each_type() -> None:
    """The first sheet explains; then one for each type of event that the policy looks at, in its order."""
    assert [
        "说明",
        "课标学习",
        "工作计划",
        "备课组活动",
        "评分",
        "活动记录表",
        "记录汇总",
        "听课",
        "认定",
        "备课组长联席会",
    ] == workbook(starter("002-14")).sheetnames


def test_the_cells_are_checked() -> None:
    """Days, numbers, minutes, answers, choices and matters have the check of their kind."""
    book = workbook(starter("002-14"))
    meeting = checks(book["备课组活动"])
    assert ("date", "36526", "73050") == meeting["时间"]
    assert ("decimal", "0", "1440") == meeting["时长"]
    assert ("decimal", "-1000000", "1000000") == meeting["签到"]
    assert ("list", '"是,否"', None) == meeting["固定时间"]
    assert ("list", '"按周,按课,按单元,按章节"', None) == meeting["安排方式"]
    assert ("list", '"研讨质量,帮助新教师"', None) == checks(book["评分"])["事项"]


def test_a_sheet_is_easy_on_the_eye() -> None:
    """The header stays in sight, no text is cut off, and a staff number is text."""
    sheet = workbook(starter("002-14"))["备课组活动"]
    assert "C2" == sheet.freeze_panes
    assert sheet.column_dimensions["H"].width >= 2 * len("中心发言人")
    assert "@" == sheet["C2"].number_format
    assert ("示例001", "yyyy-mm-dd hh:mm") == (sheet["C2"].value, sheet["B2"].number_format)


@pytest.mark.parametrize("language", Language)
def test_no_cell_is_a_formula(language: Language) -> None:
    """Whatever a text begins with, the workbook holds it as text."""
    cells = [cell for sheet in workbook(starter("001-01", language)) for row in sheet for cell in row]
    assert "s" in {cell.data_type for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_formula_is_disarmed(start: str) -> None:
    """In CSV, a text that a spreadsheet would calculate gets an apostrophe; any other stays."""
    assert f"'{start}1" == guarded(f"{start}1")
    assert "1=1" == guarded("1=1")


@pytest.mark.parametrize("name", [*ROSTER, "log.csv"])
def test_csv_opens_in_any_spreadsheet(name: str) -> None:
    """Every table begins with a byte order mark and ends its lines as spreadsheets do."""
    made = content(starter("002-14"), name)
    assert made.startswith(b"\xef\xbb\xbf")
    assert made == csv_bytes(table(starter("002-14"), name))


@pytest.mark.parametrize(
    ("language", "headers"),
    [
        (Language.EN, (["staff_id", "name"], ["code", "name", "kind", "parent"])),
        (Language.ZH_HANS, (["工号", "姓名"], ["代码", "名称", "类别", "上级"])),
        (Language.ZH_HANT, (["工號", "姓名"], ["代碼", "名稱", "類別", "上級"])),
    ],
)
def test_the_roster_speaks_the_language(language: Language, headers: tuple[list[str], list[str]]) -> None:
    """The headers are in the language asked for, and an example fills every table."""
    tables = [table(starter("002-14", language), name) for name in ROSTER]
    assert headers == (tables[0][0], tables[1][0])
    assert [] == [rows for rows in tables if len(rows) < 2]


def test_the_roster_asks_for_the_properties_of_the_policy() -> None:
    """What a norm asks about people is a column of people.csv."""
    assert {"工号", "姓名", "新接班", "外地学生"} == set(table(starter("004-07"), "people.csv")[0])


def test_every_role_of_the_policy_is_held() -> None:
    """A row of memberships.csv shows how each role that the policy names is entered."""
    roles = [row[2] for row in table(starter("004-04"), "memberships.csv")[1:]]
    assert ["班主任", "学生", "班主任委员会", "考核人", "德育处", "行政值班领导", "少先队", "总务处"] == roles


def test_the_wide_table_has_every_column() -> None:
    """log.csv has the columns of all sheets and their example rows, each with its type."""
    made = starter("002-14")
    header, *rows = table(made, "log.csv")
    sheets = workbook(made).worksheets[1:]
    assert {cell.value for sheet in sheets for cell in sheet[1]} | {"类型"} == set(header)
    assert [sheet.title for sheet in sheets] == [row[header.index("类型")] for row in rows]


@pytest.mark.parametrize("language", Language)
def test_the_vocabulary_fits_a_workbook(language: Language) -> None:
    """Each type can name a sheet, each list fits a check, no attribute is named like a core column."""
    vocabulary = load_policy(shipped_documents()["002-14"]).vocabulary
    names = [event.term.label(language) for event in vocabulary.events.values()]
    attributes = [own for event in vocabulary.events.values() for own in event.attributes]
    choices = [own.choices for own in attributes if own.kind is AttributeKind.CHOICE]
    assert [] == [name for name in names if len(name) > LONGEST_SHEET_NAME or set(name) & set("[]:*?/\\'")]
    assert [] == [c for c in choices if len(",".join(t.label(language) for t in c)) > LONGEST_LIST]
    assert [] == [own for own in attributes if header_key(own.term.label(language)) in STRONG_KEYS]


def test_the_sheets_are_those_of_the_policy() -> None:
    """Each sheet says on the first one which duties look at it."""
    guide = [[cell.value for cell in row] for row in workbook(starter("002-14"))["说明"]]
    assert ["听课", "用于：听课节数"] in guide
    assert ["备课组长联席会", "用于：联席会、联席会汇报"] in guide
