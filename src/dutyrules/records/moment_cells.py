"""Dates and times in cells, as the school's clocks and calendar show them."""

from __future__ import annotations

import datetime
import math
import re

import attrs

from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell
from dutyrules.syntax.folding import fold

FIRST_YEAR = 1990
LAST_YEAR = 2100

_ROC_OFFSET = 1911
_EPOCH_1900 = datetime.date(1899, 12, 30)
_EPOCH_1904 = datetime.date(1904, 1, 1)
_DAY_MS = 86_400_000
_UNIX_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)

_YEAR = r"(?:(?P<roc>民国)\s*(?P<rocyear>\d{2,3})|(?P<year>\d{1,4}))"
_DAY = (
    rf"(?:{_YEAR}\s*(?:年\s*(?P<m1>\d{{1,2}})\s*月\s*(?P<d1>\d{{1,2}})\s*[日号]?"
    r"|(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2}))"
    r"|(?P<compact>\d{8})"
    r"|(?P<m3>\d{1,2})月(?P<d3>\d{1,2})[日号]?)"
)
_WEEKDAY = r"(?:\s*\(?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\)?)?"
_CLOCK = (
    r"(?:(?P<half>上午|早上|下午|晚上)\s*)?(?P<hour>\d{1,2})\s*[:时点]\s*"
    r"(?:(?P<minute>\d{1,2})\s*分?(?:\s*:?\s*(?P<second>\d{1,2})(?:\.(?P<fraction>\d{1,6})\d*)?\s*秒?)?)?"
    r"(?:\s*(?P<meridiem>am|pm))?(?:\s*(?P<offset>z|[+-]\d{2}:?\d{2}))?"
)
_MOMENT = re.compile(rf"{_DAY}{_WEEKDAY}(?:[t\s]*{_CLOCK})?\Z")
_CLOCK_ALONE = re.compile(rf"{_CLOCK}\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?\Z", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,15})?\Z")
_LOOKS_SHORT = re.compile(r"\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{1,4})?\Z")
_WEEKDAYS = {
    name: number
    for number, names in enumerate(("一", "二", "三", "四", "五", "六", "日天"))
    for name in names
}


@attrs.frozen
class Moment:
    """What a cell says of time: a day, a time of day, both, or (given with its offset) an instant."""

    day: datetime.date | None = None
    clock: datetime.time | None = None
    instant: int | None = None


@attrs.frozen(kw_only=True)
class MomentReader:
    """Reads cells of one sheet; `first_day` and `last_day` bound what a date without a year can mean."""

    is_1904: bool
    first_day: datetime.date
    last_day: datetime.date

    def read(self, cell: Cell) -> Moment | Fault | None:
        """The moment in `cell`, None if it is blank."""
        found = self._read(cell)
        if isinstance(found, Moment) and found.day and not FIRST_YEAR <= found.day.year <= LAST_YEAR:
            return Fault(Code.TIME_OUT_OF_RANGE)
        return found

    def _read(self, cell: Cell) -> Moment | Fault | None:
        match cell:
            case datetime.datetime():
                return Moment(cell.date(), cell.time())
            case datetime.date():
                return Moment(cell)
            case datetime.time():
                return Moment(clock=cell)
            case str():
                return self._from_text(cell) if cell.strip() else None
            case float() | int():
                return self._from_serial(float(cell))
            case _:
                return Fault(Code.BAD_DATE)

    def _from_serial(self, serial: float) -> Moment | Fault:
        if not math.isfinite(serial):
            return Fault(Code.BAD_DATE)
        if 0 < serial < 1:
            return Moment(clock=_clock_of(serial))
        epoch = _EPOCH_1904 if self.is_1904 else _EPOCH_1900
        earliest = (datetime.date(FIRST_YEAR, 1, 1) - epoch).days
        latest = (datetime.date(LAST_YEAR, 12, 31) - epoch).days
        if not earliest <= serial < latest + 1:
            # 9.1 may be 9.10 with its last digit gone, 20260901 a date without its dashes.
            return self._from_text(str(int(serial))) if _is_compact(serial) else Fault(Code.AMBIGUOUS_DATE)
        ms = round(serial * _DAY_MS)
        day = epoch + datetime.timedelta(days=ms // _DAY_MS)
        return Moment(day, _clock_of(ms % _DAY_MS / _DAY_MS) if ms % _DAY_MS else None)

    def _from_text(self, cell: str) -> Moment | Fault:
        if (plain := _plain(cell)) is not None:
            return plain
        text = fold(cell).strip()
        if matched := _MOMENT.match(text):
            return self._from_match(matched)
        if matched := _CLOCK_ALONE.match(text):
            clock = _matched_clock(matched)
            return Fault(Code.BAD_DATE) if clock is None or matched["offset"] else Moment(clock=clock)
        if _SERIAL.match(text):
            return self._from_serial(float(text))
        return Fault(Code.AMBIGUOUS_DATE if _LOOKS_SHORT.match(text) else Code.BAD_DATE)

    def _from_match(self, matched: re.Match[str]) -> Moment | Fault:
        day = self._matched_day(matched)
        if isinstance(day, Fault):
            return day
        if matched["weekday"] and _WEEKDAYS[matched["weekday"]] != day.weekday():
            return Fault(Code.WEEKDAY_DIFFERS)
        if matched["hour"] is None:
            return Moment(day)
        clock = _matched_clock(matched)
        if clock is None:
            return Fault(Code.BAD_DATE)
        return (
            Moment(day, clock) if matched["offset"] is None else _with_offset(day, clock, matched["offset"])
        )

    def _matched_day(self, matched: re.Match[str]) -> datetime.date | Fault:
        if compact := matched["compact"]:
            return _date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
        if matched["m3"]:
            return self._without_year(int(matched["m3"]), int(matched["d3"]))
        month, day = int(matched["m1"] or matched["m2"]), int(matched["d1"] or matched["d2"])
        if matched["roc"]:
            return _date(int(matched["rocyear"]) + _ROC_OFFSET, month, day)
        return (
            _date(int(matched["year"]), month, day)
            if len(matched["year"]) == 4
            else Fault(Code.AMBIGUOUS_DATE)
        )

    def _without_year(self, month: int, day: int) -> datetime.date | Fault:
        years = range(self.first_day.year, self.last_day.year + 1)
        dates = [date for year in years if not isinstance(date := _date(year, month, day), Fault)]
        if not dates:
            return Fault(Code.BAD_DATE)
        fitting = [date for date in dates if self.first_day <= date <= self.last_day]
        return fitting[0] if len(fitting) == 1 else Fault(Code.DATE_WITHOUT_YEAR)


def _plain(text: str) -> Moment | None:
    """The moment in a text of the form that programs write, None for all others and for days that are none.

    A log has thousands of these, and the patterns for people's habits take ten times as long.
    """
    if _ISO.match(text) is None:
        return None
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return Moment(found.date(), found.time() if len(text) > len("2026-09-01") else None)


def _is_compact(serial: float) -> bool:
    return serial.is_integer() and FIRST_YEAR * 10_000 <= serial < (LAST_YEAR + 1) * 10_000


def _date(year: int, month: int, day: int) -> datetime.date | Fault:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return Fault(Code.BAD_DATE)


def _clock_of(share: float) -> datetime.time:
    ms = min(round(share * _DAY_MS), _DAY_MS - 1)
    return (datetime.datetime.min + datetime.timedelta(milliseconds=ms)).time()


def _matched_clock(matched: re.Match[str]) -> datetime.time | None:
    """The time of day, None if the clocks never show it or it may be one of two."""
    hour = _hour(int(matched["hour"]), matched["half"] or matched["meridiem"])
    minute, second = int(matched["minute"] or 0), int(matched["second"] or 0)
    fraction = int((matched["fraction"] or "0").ljust(6, "0"))
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.time(hour, minute, second, fraction)


def _hour(hour: int, half: str | None) -> int | None:
    match half:
        case "下午" | "晚上" | "pm":
            if hour == 12:
                # 12 pm is noon, but 12 in the evening may be meant as midnight.
                return None if half == "晚上" else 12
            return hour + 12 if 1 <= hour < 12 else hour
        case "上午" | "早上" | "am":
            return 0 if hour == 12 and half == "am" else hour
        case _:
            return hour


def _with_offset(day: datetime.date, clock: datetime.time, offset: str) -> Moment | Fault:
    shift = datetime.timedelta()
    if offset != "z":
        digits = offset[1:].replace(":", "")
        shift = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        shift = -shift if offset[0] == "-" else shift
    if abs(shift) >= datetime.timedelta(hours=24):
        return Fault(Code.BAD_DATE)
    local = datetime.datetime.combine(day, clock, tzinfo=datetime.timezone(shift))
    return Moment(day, None, (local - _UNIX_EPOCH) // _MICROSECOND)
