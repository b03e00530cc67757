"""The log as a workbook: a sheet that explains, and one for each type of event, with an example row."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict, assert_never

import attrs
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dutyrules.findings.model import Language
from dutyrules.reports.width import text_width
from dutyrules.starter import guide
from dutyrules.starter.log_csv import cell_text
from dutyrules.starter.sheets import LogColumn, LogSheet
from dutyrules.starter.validation import rule_of
from dutyrules.starter.values import Cell

LAST_ROW = 2000
"""Rows of a sheet, from 1, that have lists and checks; an entry below is read as well."""

_FIXED_COLUMNS = 2
_NARROWEST, _WIDEST = 10, 40
_GUIDE_WIDTHS = (22, 110)
_TEXT_FORMAT, _DAY_FORMAT, _TIME_FORMAT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
# No text is ever taken for a formula or a link, whatever it begins with.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def log_workbook(title: str, sheets: Sequence[LogSheet], day: datetime.date, language: Language) -> bytes:
    """log.xlsx for the policy called `title`; the examples took place on `day`."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        book.set_properties(
            {"title": title, "created": datetime.datetime.combine(day, datetime.time(), datetime.UTC)}
        )
        writer = _Writer(book=book, day=day, language=language)
        writer.guide(title, sheets)
        for sheet in sheets:
            writer.sheet(sheet)
    return written.getvalue()


class _Look(TypedDict, total=False):
    """What a format may say."""

    bold: bool
    italic: bool
    underline: int
    text_wrap: bool
    num_format: str
    valign: str
    bg_color: str
    font_color: str
    font_size: int
    bottom: int


_HEADER: _Look = {"bold": True, "bg_color": "#DDE7F0", "bottom": 1, "valign": "vcenter", "text_wrap": True}
_EXAMPLE: _Look = {"italic": True, "font_color": "#777777"}
_WRAPPED: _Look = {"text_wrap": True, "valign": "top"}
_LINK: _Look = {"underline": 1, "font_color": "#0563C1", "valign": "top"}


@attrs.frozen(kw_only=True)
class _Writer:
    book: xlsxwriter.Workbook
    day: datetime.date
    language: Language

    def guide(self, title: str, sheets: Sequence[LogSheet]) -> None:
        """The first sheet: the rules, then a list of the others."""
        sheet = self.book.add_worksheet(guide.NAME.in_language(self.language))
        sheet.hide_gridlines(2)
        for column, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(column, column, width)
        heading = guide.TITLE.in_language(self.language).format(title=title)
        sheet.write_string(0, 0, heading, self._format({"bold": True, "font_size": 14}))
        wrapped, row = self._format(_WRAPPED), 2
        for number, rule in enumerate(guide.rules(self.language, self.day.isoformat()), start=1):
            sheet.write_number(row, 0, number, wrapped)
            sheet.write_string(row, 1, rule, wrapped)
            row += 1
        sheet.write_string(row + 1, 0, guide.SHEETS.in_language(self.language), self._format({"bold": True}))
        for place, target in enumerate(sheets, start=row + 2):
            link = f"internal:'{target.label}'!A1"
            sheet.write_url(place, 0, link, self._format(_LINK), target.label)
            sheet.write_string(place, 1, guide.used_by(target.readers, self.language), wrapped)

    def sheet(self, log: LogSheet) -> None:
        """One type of event: header, example row, and the checks of every column."""
        sheet = self.book.add_worksheet(log.label)
        sheet.freeze_panes(1, _FIXED_COLUMNS)
        header = self._format(_HEADER)
        for place, column in enumerate(log.columns):
            number_format = _number_format(column)
            sheet.set_column(place, place, _width(column), self._format({"num_format": number_format}))
            sheet.write_string(0, place, column.header, header)
            example = self._format({**_EXAMPLE, "num_format": number_format})
            _write(sheet, 1, place, column.example, example)
            rule = rule_of(column, self.day, self.language)
            if rule is not None:
                sheet.data_validation(1, place, LAST_ROW - 1, place, rule)

    def _format(self, look: _Look) -> Format:
        return self.book.add_format({**look})


def _number_format(column: LogColumn) -> str:
    """Text stays text, so that a staff number keeps its zeros; a time keeps its year."""
    match column.example:
        case datetime.datetime():
            return _TIME_FORMAT
        case datetime.date():
            return _DAY_FORMAT
        case Decimal():
            return "General"
        case _:
            return _TEXT_FORMAT


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    """The cell as what it is; a text is never a formula."""
    match cell:
        case "":
            return
        case str():
            sheet.write_string(row, column, cell, look)
        case Decimal():
            sheet.write_number(row, column, float(cell), look)
        case datetime.datetime() | datetime.date():
            sheet.write_datetime(row, column, cell, look)
        case _:
            assert_never(cell)


def _width(column: LogColumn) -> int:
    longest = max(text_width(column.header), text_width(cell_text(column.example)))
    return min(max(longest + 2, _NARROWEST), _WIDEST)
