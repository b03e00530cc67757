"""`calendar.toml` read into a `SchoolCalendar`, or all that is wrong with it."""

from __future__ import annotations

import datetime
from pathlib import Path

from dutyrules.calendar import zones
from dutyrules.calendar.day_tables import teaching_days, weekday_of
from dutyrules.calendar.problems import Problem, ProblemsError
from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.calendar.term_tables import outlines, vacations, with_weeks
from dutyrules.calendar.terms import taught_days
from dutyrules.calendar.toml_tables import Faults, Table, read_table
from dutyrules.findings.model import Text

LARGEST_FILE = 1024 * 1024
"""Bytes; a calendar of ten years takes a hundredth of this."""

_KEYS = frozenset(
    {
        "school", "zone", "week_start", "weekend", "holidays", "year",
        "term", "holiday", "make_up", "closure", "exam_week", "skip_week", "period", "vacation",
    }
)  # fmt: skip
_PERIOD_KEYS = frozenset({"number", "start", "end", "name"})


class CalendarFileError(ProblemsError):
    """A calendar.toml that cannot be used as it is."""


def read_calendar(path: Path) -> SchoolCalendar:
    """The calendar in the file at `path`; raises CalendarFileError with every problem found."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError:
        raise CalendarFileError([Problem(file=path.name, code="file-missing", message=_MISSING)]) from None
    return calendar_from(path.name, content)


def calendar_from(file: str, content: bytes) -> SchoolCalendar:
    """The calendar in `content`, the bytes of the file that reports call `file`.

    Errors: `toml-malformed`, `key-missing`, `key-unknown`, `wrong-kind`, `zone-unknown`,
    `weekday-unknown`, `days-reversed`, `span-too-long`, `terms-overlap`, `term-twice`, `term-unknown`,
    `week-unknown`, `week-numbers-not-rising`, `day-outside-term`, `holidays-unknown`, `make-up-twice`,
    `period-twice`, `period-reversed`, `file-too-large`, all in one CalendarFileError.
    """
    if len(content) > LARGEST_FILE:
        raise CalendarFileError([Problem(file=file, code="file-too-large", message=_TOO_LARGE)])
    top, faults = read_table(file, content, _KEYS)
    calendar = None if top is None else _calendar(top, faults)
    if calendar is None:
        raise CalendarFileError(faults.problems)
    return calendar


def _calendar(top: Table, faults: Faults) -> SchoolCalendar | None:
    school, zone, week_start = top.text("school"), _zone(top), _week_start(top)
    found = outlines(top)
    teaching, own = teaching_days(top, tuple(term for _, term in found))
    terms = with_weeks(top, found, teaching, week_start)
    breaks, lessons = vacations(top, terms), _lesson_periods(top)
    if faults.problems:
        return None
    return SchoolCalendar(
        school=school,
        zone=zone,
        terms=terms,
        school_days_of_all=taught_days(terms, teaching, own),
        make_ups=teaching.make_ups,
        lesson_periods=lessons,
        vacations=breaks,
        week_start=week_start,
    )


def _zone(top: Table) -> str:
    name = top.text("zone")
    if name:
        try:
            zones.zone_named(name)
        except zones.UnknownZoneError:
            top.fault("zone-unknown", "zone", _unknown_zone(name))
    return name


def _week_start(top: Table) -> int:
    return weekday_of(top, "week_start", top.text("week_start", "monday")) or 1


def _lesson_periods(top: Table) -> dict[int, tuple[datetime.time, datetime.time]]:
    lessons: dict[int, tuple[datetime.time, datetime.time]] = {}
    for row in top.tables("period", _PERIOD_KEYS):
        number, start, end = row.number("number"), row.time("start"), row.time("end")
        if number is None or start is None or end is None:
            continue
        if number in lessons:
            row.fault("period-twice", "number", _period_twice(number))
        if end <= start:
            row.fault("period-reversed", "end", _reversed_period(start, end))
        lessons[number] = (start, end)
    return lessons


_MISSING = Text(
    en="The file cannot be opened; every school folder needs a calendar.toml.",
    zh_hans="文件打不开；每个学校文件夹都要有 calendar.toml。",
    zh_hant="檔案打不開；每個學校資料夾都要有 calendar.toml。",
)
_TOO_LARGE = Text(
    en=f"The file is larger than {LARGEST_FILE // 1024} KiB; a calendar of one school was expected.",
    zh_hans=f"文件超过 {LARGEST_FILE // 1024} KiB；这里应当是一所学校的校历。",
    zh_hant=f"檔案超過 {LARGEST_FILE // 1024} KiB；這裡應當是一所學校的校曆。",
)


def _unknown_zone(name: str) -> Text:
    return Text(
        en=f"“{name[:60]}” is no time zone; expected a name such as Asia/Shanghai.",
        zh_hans=f"“{name[:60]}”不是时区名；应当写 Asia/Shanghai 这样的名称。",
        zh_hant=f"「{name[:60]}」不是時區名；應當寫 Asia/Shanghai 這樣的名稱。",
    )


def _period_twice(number: int) -> Text:
    return Text(
        en=f"Lesson period {number} is given twice; keep one entry.",
        zh_hans=f"第{number}节课写了两次；请只留一条。",
        zh_hant=f"第{number}節課寫了兩次；請只留一條。",
    )


def _reversed_period(start: datetime.time, end: datetime.time) -> Text:
    return Text(
        en=f"The lesson period ends at {end}, not after its start at {start}.",
        zh_hans=f"这节课 {end} 结束，并不晚于 {start} 开始。",
        zh_hant=f"這節課 {end} 結束，並不晚於 {start} 開始。",
    )
