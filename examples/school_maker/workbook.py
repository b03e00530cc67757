"""The log as the workbook that a school's offices fill in: a title, headers, a footer, a sheet per type."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import xlsxwriter

from school_maker.events import UNIFORM_LABELS
from school_maker.log_rows import ATTRIBUTE_COLUMNS, Row

_CREATED = datetime.datetime(2027, 1, 24, 9, 0)
_NUMBERS = frozenset(
    {"得分", "时长", "签到", "张数", "教学设计数", "案例数", "专题总结数", "加分", "缺勤人数"}
)
_DATES = frozenset({"时间", "登记时间", "考核日期", "预备日期"})
_TICKS = {"是": "√", "否": "×"}
_OTHERS = "其他记录"


@attrs.frozen(kw_only=True)
class Layout:
    """How one sheet is laid out.

    `types` are its event types; more than one, or none for the sheet of all the rest, need a type
    column. `headers` are the headers that differ from the usual label. `real_dates` tells whether
    dates are dates or text. `group` is a second header above some of the columns, which are ticked.
    """

    name: str
    title: str
    types: tuple[str, ...] = ()
    headers: Mapping[str, str] = attrs.field(factory=dict)
    real_dates: bool = True
    group: tuple[str, tuple[str, ...]] | None = None

    @property
    def has_type_column(self) -> bool:
        """True if the sheet's name does not say the type."""
        return len(self.types) != 1

    def header(self, column: str) -> str:
        """The header of a column as written."""
        return self.headers.get(column, column)


@attrs.frozen(kw_only=True)
class Place:
    """Where a row stands: sheet, row number as a spreadsheet shows it, and the sheet's layout."""

    layout: Layout
    row: int


LAYOUTS = (
    Layout(
        name="备课组活动",
        title="备课组活动登记表",
        types=("备课组活动",),
        headers={"单位": "备课组", "时间": "活动时间", "时长": "时长（分钟）"},
        group=("四统一", UNIFORM_LABELS),
    ),
    Layout(name="听课", title="听课登记表", types=("听课",), headers={"时间": "日期", "姓名": "教师姓名"}),
    Layout(
        name="教学调研",
        title="教学调研记录",
        types=("教学调研",),
        headers={"单位": "教研组"},
        real_dates=False,
    ),
    Layout(name="教研活动", title="教研活动登记表", types=("教研活动",), headers={"单位": "教研组"}),
    Layout(
        name="集体备课",
        title="集体备课登记表",
        types=("集体备课",),
        headers={"单位": "教研组"},
        real_dates=False,
    ),
    Layout(
        name="材料上交",
        title="材料上交登记表",
        types=("工作计划", "工作总结", "活动记录表", "记录汇总", "资料包", "教学案例"),
    ),
    Layout(name="认定", title="认定结果汇总", types=("认定",), headers={"姓名": "经办人"}, real_dates=False),
    Layout(name="评分", title="评分汇总", types=("评分",), headers={"姓名": "经办人"}),
    Layout(
        name="班主任事项",
        title="班主任奖励与问题登记表",
        types=("奖励性活动", "失职认定", "违法违纪", "安全事故", "体罚"),
        headers={"单位": "班级"},
        real_dates=False,
    ),
    Layout(name="班会", title="班会记录", types=("班会",), headers={"单位": "班级"}),
    Layout(name="家访", title="家访登记表", types=("家访",), headers={"单位": "班级"}, real_dates=False),
    Layout(name="出勤检查", title="出勤检查表", types=("出勤检查",), headers={"单位": "班级"}),
    Layout(
        name="值班巡查", title="值班巡查记录", types=("值班巡查",), headers={"单位": "班级"}, real_dates=False
    ),
    Layout(name=_OTHERS, title="其他记录"),
)


def write_workbook(path: Path, rows: tuple[Row, ...]) -> dict[str, Place]:
    """Writes the workbook and says where each row stands, by its key."""
    places: dict[str, Place] = {}
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.set_properties({"title": "学期记录", "author": "教导处", "created": _CREATED})
        styles = _Styles.of(book)
        for layout, held in _sheets(rows):
            sheet = _SheetWriter(
                sheet=book.add_worksheet(layout.name),
                layout=layout,
                columns=_columns(layout, held),
                styles=styles,
            )
            places |= sheet.write(held)
    return places


def _sheets(rows: tuple[Row, ...]) -> Iterator[tuple[Layout, list[Row]]]:
    at_home = {kind: layout for layout in LAYOUTS for kind in layout.types}
    rest = LAYOUTS[-1]
    for layout in LAYOUTS:
        yield layout, [row for row in rows if at_home.get(row.cells["类型"], rest) is layout]


@attrs.frozen(kw_only=True)
class _Styles:
    title: xlsxwriter.format.Format
    header: xlsxwriter.format.Format
    moment: xlsxwriter.format.Format
    day: xlsxwriter.format.Format

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> _Styles:
        return cls(
            title=book.add_format({"bold": True, "font_size": 16, "align": "center"}),
            header=book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter"}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
        )


@attrs.frozen(kw_only=True)
class _SheetWriter:
    sheet: xlsxwriter.worksheet.Worksheet
    layout: Layout
    columns: tuple[str, ...]
    styles: _Styles

    def write(self, rows: list[Row]) -> dict[str, Place]:
        title = f"澜恬实验小学2026-2027学年第一学期{self.layout.title}"
        self.sheet.merge_range(0, 0, 0, len(self.columns) - 1, title, self.styles.title)
        first = self._headers()
        self.sheet.freeze_panes(first, 0)
        places: dict[str, Place] = {}
        for number, row in enumerate(rows, start=first):
            for column, label in enumerate(self.columns):
                self._cell(number, column, label, row.cells.get(label, ""))
            places[row.key] = Place(layout=self.layout, row=number + 1)
        self._footer(first + len(rows), len(rows))
        return places

    def _headers(self) -> int:
        """Writes one or two rows of headers below the title; returns the first row after them, from 0."""
        if self.layout.group is None:
            for number, column in enumerate(self.columns):
                self.sheet.write_string(1, number, self.layout.header(column), self.styles.header)
            return 2
        above, grouped = self.layout.group
        places = [self.columns.index(column) for column in grouped]
        self.sheet.merge_range(1, places[0], 1, places[-1], above, self.styles.header)
        for number, column in enumerate(self.columns):
            header = self.layout.header(column)
            if column in grouped:
                self.sheet.write_string(2, number, header, self.styles.header)
            else:
                self.sheet.merge_range(1, number, 2, number, header, self.styles.header)
        return 3

    def _cell(self, row: int, column: int, label: str, text: str) -> None:
        # Always written as a number, a date or text, so no cell is ever a formula.
        if self.layout.group is not None and label in self.layout.group[1]:
            text = _TICKS.get(text, text)
        number = _number(text) if label in _NUMBERS else None
        moment = _moment(text) if label in _DATES and self.layout.real_dates else None
        if number is not None:
            self.sheet.write_number(row, column, number)
        elif moment is not None:
            style = self.styles.day if len(text) == len("2026-09-01") else self.styles.moment
            self.sheet.write_datetime(row, column, moment, style)
        elif text:
            self.sheet.write_string(row, column, text)

    def _footer(self, row: int, count: int) -> None:
        self.sheet.write_string(row, 0, "合计")
        self.sheet.write_number(row, len(self.columns) - 1, count)
        self.sheet.write_string(row + 1, 0, "制表人：教导处")
        self.sheet.write_string(row + 1, 3, "审核：")


def _columns(layout: Layout, rows: list[Row]) -> tuple[str, ...]:
    used = {label for row in rows for label in row.cells}
    core = ("编号", *(("类型",) if layout.has_type_column else ()), "时间", "工号", "姓名", "单位")
    marks = tuple(label for label in ("登记时间", "更正", "撤销") if label in used)
    return core + tuple(label for label in ATTRIBUTE_COLUMNS if label in used) + marks


def _number(text: str) -> float | None:
    return float(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else None


def _moment(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
