"""Calendars that several tests use, and a way to build one from text."""

from __future__ import annotations

from dutyrules.calendar.problems import Problem
from dutyrules.calendar.reading import CalendarFileError, calendar_from
from dutyrules.calendar.school_calendar import SchoolCalendar

HEAD = """
school = "清溪小学"
zone = "Asia/Shanghai"
holidays = "CN"
"""

AUTUMN = """
[[term]]
id = "2026-autumn"
name = "2026-2027学年第一学期"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2026-12-31
"""


def calendar(text: str) -> SchoolCalendar:
    """The calendar that `text` describes."""
    return calendar_from("calendar.toml", text.encode())


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with the calendar that `text` describes."""
    try:
        calendar(text)
    except CalendarFileError as error:
        return error.problems
    return ()


def codes(text: str) -> list[tuple[str, str]]:
    """The key and the code of each problem."""
    return [(problem.column, problem.code) for problem in problems(text)]
