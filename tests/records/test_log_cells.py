"""A cell is read as what its author meant, or not at all."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyrules.checking.vocabulary import AttributeKind as Kind
from dutyrules.checking.vocabulary import Term
from dutyrules.records.cell_values import choice_reader, read_id, read_text, read_yes_no
from dutyrules.records.log import SCALE
from dutyrules.records.moment_cells import Moment, MomentReader
from dutyrules.records.number_cells import number_reader
from dutyrules.records.quarantine_codes import Fault
from dutyrules.records.raw_sheet import Cell, CellError

READER = MomentReader(is_1904=False, first_day=datetime.date(2026, 9, 1), last_day=datetime.date(2027, 7, 2))
DAY = datetime.date(2026, 9, 1)


def code(read: object) -> str:
    """The code of the fault that reading came to."""
    assert isinstance(read, Fault)
    return read.code.value


@pytest.mark.parametrize(
    "cell",
    [
        "2026-9-1",
        "2026/9/1",
        "2026.9.1",
        "2026年9月1日",
        "2026年9月1号",
        "２０２６－０９－０１",
        "9月1日",
        "民國115.9.1",
        "民国115年9月1日",
        "2026-09-01 星期二",
        "2026年9月1日（周二）",
        "20260901",
        "46266",
        46266.0,
        20260901.0,
        DAY,
    ],
)
def test_ways_to_write_a_day(cell: Cell) -> None:
    """Each way in which schools write the first of September is that day."""
    assert Moment(DAY) == READER.read(cell)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("2026-09-01 15:30", "15:30"),
        ("2026-09-01T15:30:05", "15:30:05"),
        ("2026年9月1日15时30分", "15:30"),
        ("2026年9月1日15時", "15:00"),
        ("9月1日 下午3点05分", "15:05"),
        ("2026/9/1 3:30 PM", "15:30"),
        ("2026/9/1 12:30 am", "00:30"),
        ("2026/9/1 上午9:00", "09:00"),
        ("2026/9/1 下午12:10", "12:10"),
        ("2026/9/1 下午15:30", "15:30"),
        (46266.645833333336, "15:30"),
        ("46266.5", "12:00"),
        (datetime.datetime(2026, 9, 1, 15, 30), "15:30"),
        ("2026-9-1 15:30:00.250", "15:30:00.250000"),
    ],
)
def test_ways_to_write_a_moment(cell: Cell, clock: str) -> None:
    """Each way to write a day with a time of day is that moment."""
    assert Moment(DAY, datetime.time.fromisoformat(clock)) == READER.read(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (9.1, "ambiguous-date"),
        ("9.10", "ambiguous-date"),
        ("9/1", "ambiguous-date"),
        ("26-9-1", "ambiguous-date"),
        ("1/9/2026", "ambiguous-date"),
        (1150901.0, "ambiguous-date"),
        (0.0, "ambiguous-date"),
        (-5.0, "ambiguous-date"),
        ("2026-9", "bad-date"),
        ("2026年9月", "bad-date"),
        ("2026-02-30", "bad-date"),
        ("2026-13-01", "bad-date"),
        ("13月1日", "bad-date"),
        ("2月30日", "bad-date"),
        ("2026-09-01 24:00", "bad-date"),
        ("25:00", "bad-date"),
        ("2026-09-01 晚上12:00", "bad-date"),
        ("2026-09-01 8:60", "bad-date"),
        ("第三周", "bad-date"),
        ("2026-09-01 08:00+25:00", "bad-date"),
        ("15:30Z", "bad-date"),
        (float("nan"), "bad-date"),
        (float("inf"), "bad-date"),
        (datetime.timedelta(hours=3), "bad-date"),
        ("2026-W01-1", "bad-date"),
        ("8月1日", "date-without-year"),
        ("1989-12-31", "time-out-of-range"),
        ("2101-01-01", "time-out-of-range"),
        (datetime.date(1904, 1, 1), "time-out-of-range"),
        ("2026-09-01 周三", "weekday-differs"),
        ("20269901", "bad-date"),
        ("2026/9-1", "bad-date"),
    ],
)
def test_days_that_are_not_guessed(cell: Cell, expected: str) -> None:
    """What could be another day, or is none, is a fault by name."""
    assert expected == code(READER.read(cell))


def test_year_that_two_school_years_leave_open() -> None:
    """A date without a year is not read where the calendar has it twice."""
    reader = MomentReader(is_1904=False, first_day=DAY, last_day=datetime.date(2028, 1, 1))
    assert "date-without-year" == code(reader.read("9月1日"))
    assert Moment(datetime.date(2027, 3, 1)) == reader.read("3月1日")


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)), st.times())
def test_serial_numbers_and_texts_agree(day: datetime.date, time: datetime.time) -> None:
    """A moment as text and as a serial number of either system is the same to the millisecond."""
    clock = time.replace(microsecond=time.microsecond // 1000 * 1000, tzinfo=None)
    passed = datetime.datetime.combine(datetime.date.min, clock) - datetime.datetime.min
    share = passed / datetime.timedelta(days=1)
    shown = Moment(day, clock if passed else None)
    text = f"{day:%Y-%m-%d}" if not passed else f"{day:%Y}年{day.month}月{day.day}日 {clock.isoformat()}"
    assert shown == READER.read(text)
    assert shown == READER.read((day - datetime.date(1899, 12, 30)).days + share)
    of_1904 = MomentReader(is_1904=True, first_day=DAY, last_day=DAY)
    assert shown == of_1904.read((day - datetime.date(1904, 1, 1)).days + share)


@pytest.mark.parametrize(
    ("kind", "measure", "cell", "value"),
    [
        (Kind.MINUTES, "", "40分钟", 40),
        (Kind.MINUTES, "", "40 min", 40),
        (Kind.MINUTES, "", "1小時30分", 90),
        (Kind.MINUTES, "", "1.5小时", 90),
        (Kind.MINUTES, "小时", 0.75, 45),
        (Kind.MINUTES, "", "４０", 40),
        (Kind.MINUTES, "教室", 40.0, 40),
        (Kind.MINUTES, "", datetime.timedelta(minutes=40), 40),
        (Kind.HOURS, "", "30分", 0.5),
        (Kind.HOURS, "", "1小时15分钟", 1.25),
        (Kind.HOURS, "分钟", 90.0, 1.5),
        (Kind.HOURS, "", datetime.timedelta(hours=2), 2),
        (Kind.CLASS_HOURS, "", "2节", 2),
        (Kind.CLASS_HOURS, "", "3 class hours", 3),
        (Kind.NUMBER, "", "9.5分", 9.5),
        (Kind.NUMBER, "", "−2", -2),
        (Kind.NUMBER, "", "12人次", 12),
        (Kind.NUMBER, "", "+3", 3),
        (Kind.NUMBER, "", 0.1 + 0.2, 0.3),
        (Kind.POINTS, "分", "9.25", 9.25),
        (Kind.MONEY, "", "¥1,200.50", 1200.5),
        (Kind.MONEY, "", "RMB 300", 300),
        (Kind.MONEY, "", "0.5万元", 5000),
        (Kind.PERCENT, "", "85%", 85),
        (Kind.PERCENT, "%", 85.0, 85),
        (Kind.PERCENT, "", "0.5％", 0.5),
    ],
)
def test_ways_to_write_a_number(kind: Kind, measure: str, cell: Cell, value: float) -> None:
    """Each way to write a quantity is that quantity in the attribute's unit."""
    assert round(value * SCALE) == number_reader(kind, measure)(cell)


@pytest.mark.parametrize(
    ("kind", "measure", "cell", "expected"),
    [
        (Kind.NUMBER, "", "三", "not-a-number"),
        (Kind.NUMBER, "", "12,34", "not-a-number"),
        (Kind.NUMBER, "", "1e5", "not-a-number"),
        (Kind.NUMBER, "", "3-4", "not-a-number"),
        (Kind.NUMBER, "", "扣2分", "not-a-number"),
        (Kind.NUMBER, "", "3次4次", "not-a-number"),
        (Kind.NUMBER, "", "1" * 40, "not-a-number"),
        (Kind.NUMBER, "", DAY, "not-a-number"),
        (Kind.NUMBER, "", float("nan"), "not-a-number"),
        (Kind.NUMBER, "", datetime.timedelta(1), "not-a-number"),
        (Kind.MINUTES, "", "30分1小时", "not-a-number"),
        (Kind.NUMBER, "", 1e20, "number-out-of-range"),
        (Kind.MINUTES, "", "-5", "number-out-of-range"),
        (Kind.NUMBER, "", "0.00001", "too-precise"),
        (Kind.HOURS, "", "40分钟", "too-precise"),
        (Kind.MINUTES, "", "2节", "wrong-measure"),
        (Kind.MINUTES, "元", 2.0, "wrong-measure"),
        (Kind.MONEY, "", "20%", "wrong-measure"),
        (Kind.PERCENT, "", 0.85, "ambiguous-percent"),
        (Kind.PERCENT, "%", "1", "ambiguous-percent"),
    ],
)
def test_numbers_that_are_not_guessed(kind: Kind, measure: str, cell: Cell, expected: str) -> None:
    """What is no exact quantity of the attribute's unit is a fault by name."""
    assert expected == code(number_reader(kind, measure)(cell))


@given(st.decimals(-(10**9), 10**9, places=4))
def test_four_decimals_are_exact(number: object) -> None:
    """A number of four decimals keeps every digit."""
    assert int(number * SCALE) == number_reader(Kind.NUMBER, "")(f"{number:f}")


@given(st.text(max_size=30), st.sampled_from([kind for kind in Kind if kind.is_number]))
def test_no_text_breaks_the_number_reader(text: str, kind: Kind) -> None:
    """Whatever a cell holds, it is read, blank or faulty."""
    assert isinstance(number_reader(kind, "")(text), int | Fault | None)


@given(st.text(max_size=30))
def test_no_text_breaks_the_moment_reader(text: str) -> None:
    """Whatever a cell holds, it is read, blank or faulty."""
    assert isinstance(READER.read(text), Moment | Fault | None)


def test_answers() -> None:
    """Marks and words for yes and no are 1 and 0; a mark that people use for both is neither."""
    yes = ("是", "√", "✓", "有", "Y", "yes", "TRUE", 1.0, "１")
    no = ("否", "×", "無", "N", "No", "FALSE", 0.0)
    assert [1] * len(yes) == [read_yes_no(cell) for cell in yes]
    assert [0] * len(no) == [read_yes_no(cell) for cell in no]
    assert ["not-yes-or-no"] * 3 == [code(read_yes_no(cell)) for cell in ("○", "x", 2.0)]


def test_texts() -> None:
    """Numbers, dates and times are fine where a text belongs."""
    cells = (
        " 三楼 ",
        3.0,
        9.5,
        DAY,
        datetime.time(15, 30),
        datetime.datetime(2026, 9, 1, 8),
        datetime.timedelta(hours=1),
    )
    expected = ["三楼", "3", "9.5", "2026-09-01", "15:30:00", "2026-09-01 08:00:00", "1:00:00"]
    assert expected == [read_text(cell) for cell in cells]
    assert ["error-cell"] * 2 == [code(read_text(cell)) for cell in (CellError.NAME, float("inf"))]


def test_ids() -> None:
    """An id keeps its zeros; one that a spreadsheet may have cut is refused."""
    assert ["007", "7", "E 1", None] == [read_id(cell) for cell in ("007", 7.0, " E　1 ", "")]
    refused = (7.5, 123456789012345680.0, "x" * 101, "a\x07", DAY, -1.0)
    assert ["bad-id"] * len(refused) == [code(read_id(cell)) for cell in refused]


def test_choices() -> None:
    """A choice is meant by any of its labels; a label of two choices is refused."""
    choices = (
        Term(id="slight", zh_hans="一般", zh_hant="一般"),
        Term(id="serious", zh_hans="严重", zh_hant="嚴重"),
        Term(id="usual", zh_hans="一般", zh_hant="一般"),
    )
    read = choice_reader(choices)
    assert ["serious", "serious", "usual"] == [read(cell) for cell in ("嚴 重", "Serious", "usual")]
    assert ["ambiguous-choice", "unknown-choice"] == [code(read(cell)) for cell in ("一般", "轻微")]
