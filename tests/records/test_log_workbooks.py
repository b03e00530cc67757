"""Workbooks as schools keep them come out whole, and hostile ones do no harm."""

import base64
import datetime
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from log_school import (
    actors,
    codes,
    instant,
    log_at,
    messy_workbook,
    places,
    unit_codes,
    values,
    workbook_of_1904,
)

from dutyrules.records import xlsx_parts
from dutyrules.records.log_error import LogError

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """The messy workbook."""
    path = tmp_path / "log.xlsx"
    messy_workbook(path)
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The workbook with each part put through `change`; None leaves a part out."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            changed = change(entry.filename, old.read(entry))
            if changed is not None:
                new.writestr(entry.filename, changed)
    path.write_bytes(content.getvalue())
    return path


def error_codes(path: Path) -> list[str]:
    """The codes of the error that the log raises."""
    with pytest.raises(LogError) as caught:
        log_at(path)
    return [problem.code for problem in caught.value.problems]


def test_titles_merges_and_footers(messy: Path) -> None:
    """Title, two merged header rows, a hidden row, a blank row and footers leave just the events."""
    log = log_at(messy)
    assert ("L1", "L2", "L3", "L4", "M1", "M2", "M3") == log.ids
    assert [4, 5, 6, 7, 2, 3, 4] == list(log.row)
    meetings = "log.xlsx#备课组活动记录表(9月)"
    assert ["log.xlsx#听课"] * 4 + [meetings] * 3 == [log.files[code] for code in log.file]
    assert ["lesson_observation"] * 4 + ["prep_meeting"] * 3 == [log.types[code] for code in log.event_type]


def test_dates_of_all_shapes(messy: Path) -> None:
    """Dates as date, as moment, as serial number, with dots, in Chinese and without a year are one."""
    expected = [
        "2026-09-01T08:00:00",
        "2026-09-02T00:00:00",
        "2026-09-03T00:00:00",
        "2026-09-04T00:00:00",
        "2026-09-07T15:30:00",
        "2026-09-14T15:30:00",
        "2026-09-21T15:30:00",
    ]
    log = log_at(messy)
    assert [instant(text) for text in expected] == list(log.t)
    assert [datetime.date.fromisoformat(text[:10]).toordinal() for text in expected] == list(log.day)
    assert [instant("2026-09-07T16:10:00")] == [end for end in log.columns["@end"].values if end is not None]


def test_values_of_the_messy_workbook(messy: Path) -> None:
    """Merged cells and 同上 repeat what stands above; units in header and cell are heeded; names match."""
    log = log_at(messy)
    assert [400000, 400000, None, 450000, 900000, 400000, None] == values(log, "duration")
    assert ["数学", "数学", "语文", "语文", None, None, None] == values(log, "subject")
    assert [None, None, None, None, "三楼", "三楼", None] == values(log, "place")
    assert [None, None, None, None, 1, 0, None] == values(log, "same_pace")
    assert ["00123", "00123", "00200", "00200", None, None, None] == values(log, "observed")
    assert ["00124"] * 7 == actors(log)
    assert ["M", "M", None, "M", "M", "M", "M"] == unit_codes(log)


def test_error_cell_is_not_blank(messy: Path) -> None:
    """A formula's error sets its row aside, and an unknown column is noted once."""
    assert [
        ("log.xlsx#听课", 8, "时长（分钟）", "#DIV/0!", "error-cell"),
        ("log.xlsx#备课组活动记录表(9月)", 1, "备注", "", "unknown-column"),
    ] == places(log_at(messy).quarantine)


def test_workbook_of_1904(tmp_path: Path) -> None:
    """In a workbook of the 1904 system a date and a bare number mean the days that they show."""
    workbook_of_1904(tmp_path / "log.xlsx")
    log = log_at(tmp_path / "log.xlsx")
    assert [instant("2026-09-01T00:00:00"), instant("2026-09-01T15:30:00")] == list(log.t)
    assert ("B", "A") == log.ids


def test_header_of_joined_rows(tmp_path: Path) -> None:
    """Words spread over two header rows are joined: 开始 and 结束 under 时间."""
    book = xlsxwriter.Workbook(tmp_path / "听课.xlsx")
    sheet = book.add_worksheet("Sheet1")
    sheet.merge_range("A1:D1", "登记")
    sheet.merge_range("A2:B2", "时间")
    sheet.write_row(1, 2, ["时长", "编号"])
    sheet.write_row(2, 0, ["开始", "结束", "(小时)"])
    sheet.write_row(3, 0, ["2026-09-01 08:00", "08:45", 0.75, "A"])
    book.close()
    log = log_at(tmp_path / "听课.xlsx")
    assert [instant("2026-09-01T08:00:00")] == list(log.t)
    assert (instant("2026-09-01T08:45:00"),) == log.columns["@end"].values
    assert [450000] == values(log, "duration")
    assert ("A",) == log.ids


def test_true_is_not_one(tmp_path: Path) -> None:
    """A cell that holds TRUE is an answer, and no number beside a cell that holds 1."""
    book = xlsxwriter.Workbook(tmp_path / "备课组活动.xlsx")
    sheet = book.add_worksheet("Sheet1")
    for row, cells in enumerate(
        (["时间", "时长", "统一进度"], ["2026-09-01", 1, True], ["2026-09-02", True, 1])
    ):
        sheet.write_row(row, 0, cells)
    book.close()
    log = log_at(tmp_path / "备课组活动.xlsx")
    assert [1] == values(log, "same_pace")
    assert [("备课组活动.xlsx#Sheet1", 3, "时长", "TRUE", "not-a-number")] == places(log.quarantine)


def test_event_without_id_is_named_after_its_row(tmp_path: Path) -> None:
    """An event without an id of its own has one made of file, sheet and row."""
    book = xlsxwriter.Workbook(tmp_path / "log.xlsx")
    sheet = book.add_worksheet("听课")
    sheet.write_row(1, 0, ["时间", "工号"])
    sheet.write_row(2, 0, ["2026-09-01", "00124"])
    book.close()
    assert ("log.xlsx#听课!3",) == log_at(tmp_path / "log.xlsx").ids


def test_xls(tmp_path: Path) -> None:
    """An XLS workbook is read as an XLSX is: dates, times, durations, long texts, answers and errors."""
    path = tmp_path / "log.xls"
    path.write_bytes(zlib.decompress(base64.b64decode(XLS)))
    log = log_at(path)
    assert ("A", "B", "D") == log.ids
    expected = ["2026-09-01T15:30:00", "2026-09-02T00:00:00", "2026-09-04T00:00:00"]
    assert [instant(text) for text in expected] == list(log.t)
    assert (instant("2026-09-01T16:20:00"), None, None) == log.columns["@end"].values
    assert [400000, 900000, 452500] == values(log, "duration")
    assert ["长" * 5_000, "w" * 9_000, "w" * 9_000] == values(log, "place")
    assert [1, 0, None] == values(log, "same_pace")
    assert [datetime.date(2026, 8, 31).toordinal(), None, None] == values(log, "prepared_on")
    assert ["00124", "00124", "00200"] == actors(log)
    assert [("log.xls#备课组活动", 5, "时长", "#DIV/0!", "error-cell")] == places(log.quarantine)


@pytest.mark.parametrize("length", [0, 3, 100, 600, 2000, 4000, 20000])
def test_cut_xls_is_refused(tmp_path: Path, length: int) -> None:
    """An XLS workbook that breaks off is refused, whatever is left of it."""
    path = tmp_path / "听课.xls"
    path.write_bytes(zlib.decompress(base64.b64decode(XLS))[:length])
    assert error_codes(path) in (["package-malformed"], ["not-a-workbook"])


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("far cell", b'r="E5"', b'r="XFD1048576"'),
        ("far cell in small letters", b'r="E5"', b'r="xfd1048576"'),
        ("far cell in other quotes", b'r="E5"', b"r='XFD1048576'"),
        ("far cell with another attribute first", b'<c r="E5"', b'<c s="0" r="XFD1048576"'),
        ("far row", b'r="E5"', b'r="E1048576"'),
    ],
)
def test_far_cell_takes_no_memory(messy: Path, what: str, old: bytes, new: bytes) -> None:
    """A cell at the end of the sheet is refused before memory is set aside for all cells up to it."""
    changed = rewritten(messy, lambda name, part: part.replace(old, new) if name == SHEET else part)
    assert error_codes(changed) in (["sheet-too-large"], ["package-malformed"]), what


def test_wide_and_long_sheet(tmp_path: Path) -> None:
    """A sheet may well reach past column Z and row 10,000."""
    book = xlsxwriter.Workbook(tmp_path / "听课.xlsx")
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["时间", *(f"备注{number}" for number in range(40)), "学科"])
    sheet.write(12_000, 0, "2026-09-01")
    sheet.write(12_000, 41, "数学")
    book.close()
    log = log_at(tmp_path / "听课.xlsx")
    assert [12_001] == list(log.row)
    assert ["数学"] == values(log, "subject")
    assert 40 == len(log.quarantine)


def test_repeated_shared_text_takes_no_memory(tmp_path: Path) -> None:
    """A long text that very many cells share is refused before it is copied into each."""
    path = tmp_path / "听课.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("听课")
    for row in range(9_000):
        sheet.write(row, 0, "长" * 10_000)
    book.close()
    assert ["sheet-too-large"] == error_codes(path)


def test_document_type_is_refused(messy: Path) -> None:
    """A part that declares entities is refused."""
    doctype = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

    def declare(name: str, part: bytes) -> bytes:
        return part.replace(b"<worksheet", doctype + b"<worksheet", 1) if name == SHEET else part

    assert ["package-malformed"] == error_codes(rewritten(messy, declare))


def test_unpacking_has_a_ceiling(messy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that unpacks to more than the ceiling is refused."""
    monkeypatch.setattr(xlsx_parts, "MAX_UNPACKED_BYTES", 5_000)
    assert ["package-too-large"] == error_codes(messy)


def test_understated_size_is_refused(messy: Path) -> None:
    """A part that unpacks to more than the directory claims is refused."""
    content = bytearray(messy.read_bytes())
    with zipfile.ZipFile(messy) as package:
        size = package.getinfo(SHEET).file_size
    at = content.rfind(size.to_bytes(4, "little"))
    content[at : at + 4] = (size - 10).to_bytes(4, "little")
    messy.write_bytes(content)
    assert ["package-malformed"] == error_codes(messy)


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_package_without_its_parts(messy: Path, missing: str) -> None:
    """A package without the list of its sheets is refused."""
    changed = rewritten(messy, lambda name, part: None if name == missing else part)
    assert ["package-malformed"] == error_codes(changed)


def test_cut_workbook_is_refused(messy: Path) -> None:
    """A workbook that breaks off is refused."""
    messy.write_bytes(messy.read_bytes()[:2_000])
    assert ["package-malformed"] == error_codes(messy)


def test_web_page_called_xls(tmp_path: Path) -> None:
    """A web page that was exported under the name of a workbook is refused by name."""
    path = tmp_path / "听课.xls"
    path.write_bytes(b"<html><table></table></html>")
    assert ["not-a-workbook"] == error_codes(path)


def test_sheet_without_header_is_noted(tmp_path: Path) -> None:
    """A sheet of remarks is noted, the other sheets are read, and a blank sheet goes unmentioned."""
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("说明").write(2, 0, "请按时填写")
    book.add_worksheet("空表")
    sheet = book.add_worksheet("听课")
    sheet.write_row(0, 0, ["时间", "工号"])
    sheet.write_row(1, 0, ["2026-09-01", "00124"])
    book.close()
    log = log_at(path)
    assert 1 == len(log)
    assert [(3, "no-header")] == codes(log)


def test_file_without_any_header(tmp_path: Path) -> None:
    """A workbook in which no sheet has a header is an error, not a log with nothing in it."""
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("说明").write(0, 0, "请按时填写")
    book.close()
    assert ["no-header"] == error_codes(path)


XLS = (
    "eNrtXV1sVEUU/ubuvd3d0n/aKohl3SoUbGW7GIJa2IIKT1akJojIf9fW4BZsSEx9aFFoYmKMJEpE4wsGq/YB8UUk/kQTE03U"
    "YODBRGNsNeXFJw2CD9D1zLn3NguuCTVQJX7flzN3zpk7M2fmzmz3tM3cb05Ujx56d/YYLsFyRDCRj6OkwGZEWkOlClKez9ts"
    "eE2J5IlrCvGYPMgSDx+UfxW1z9A+7zE4OOp+Kinwk8gj2IWOnb3ZxDRipfqw1VgflhlX1p6D10QqMEv9qtF0u6YzNX1H7/1Q"
    "03a1PK/pMrl31DyME5mOhUuDdfyQk9SyCkkNjmmd79TSijp8Ydfx4H7j3+thRd9jWx///xY0uGU4DFkdq7O92T6r1+ENu//7"
    "BS25XEtXV6Kn585crsFtxDAqYfrhM4ndm5LIyTXWnUSXXMezSTS4M/CmXWgbejZKrVHUinIYv+cTwJnw4+WTBO3TazcQ+x8X"
    "26N/Y4/JAihmj4sUs5fKuihmtwvhUvuLjgvsQX6LsXtzSHbvyP22xDPR9RPPfTZwV+6ttUMoQ1unXaOOie/vP3geiUSdfhJA"
    "fDZp+VGUxhJZfV/2b98gzdQPnuuUy9nsmQPyUXJqYHO3zapl0F5S647vkoIfB9Dx/QvDmyS772B0/Xh2brcUjm881yk7YsWz"
    "M83gAZIkSZIkSZIkSZIkSZIkSZIkSZIkSZIk/022IZHgH/BJkiRJ8grRACtLgXQqvaQldUdLKt3UiCcJgiAIgiAIgiAIgiAI"
    "giAIgiD+G2jDS6X82wVBEARBEARxdeEBqVRr+nYD3F34jzSLxXCPgVn0qFjhn9RXddFJfeV6fl2ZpF2o1Hy1nmJXhRjOv/3r"
    "yfu2rclsVssesYRnON5iT9hCHk/bGlK5AmF70LsWao1bNX1GW71B87M1rYVnr/PW1AWZVXv1nn1aOk9aWKw4lZlfkG+S/NAv"
    "D7zfMPRzZoHkj6wee6r2yLeZQ0giLt4b5V40m2bz6isWxzPh1QSn/f2g6ay/nPwXc6oC3/PBQZWVuIBSzVZr+rF4DZ2dQka1"
    "pilS02hNm/paOK++5ogWmdQiormTmiuaN6l5opVMaiXaZ6hFRYsF3jtFfHDUh7ikEcc/p7AGwyMjIw++fLrdtzgy/vTSr5+Y"
    "8/l4ZsCxNawvrwc9OOqLnQXPiYnm6Yg+0rkskfk4fdKO4zeDYB4iRXyIqA8zghYjOg9lgUcRYV1watvRjF9ueywPeoxoj2FN"
    "O9qKYLRukZ5c7akyuN/VnqqCllwdV9T4JYUteUVa8rQl27OdE09bOitj9TXb0rFVCO4M/fXLbMtJGfJ4sAKgp8ktd2rwnn0Y"
    "aC84C3U6dqSZTK/VHWmK7sgae76snVUUm1WCIAiCIAiCIK4WbHRhv7HbSM/GIF4Qx0SD3wXEg2/lNgYs0/gGGn1V+q+A0Dir"
    "Jjh528bYNiKsF7lO5HqNDWyUAolXgDkiN4o0iMwVSYjcJJIUaRS52UZCGrEA80WaRBZo9GNjH6BZpEXkNpFFwXsnLohM8DUO"
    "/xhrsVO4W57FveiVax/6p7R+6uGZsC1zmXXC94VYrJPe+7AD29SPHVNevxKHmsLxXHbFLVduC021/4mp+HmV+/8ThKlAYw=="
)
"""A workbook of Excel 97, deflated: merged title, dates, texts longer than a record, an error."""
