"""How reports name days and windows in the three languages."""

from __future__ import annotations

import datetime
from typing import assert_never

from dutyrules.calendar.periods import Period
from dutyrules.calendar.terms import DAY, Term
from dutyrules.calendar.windows import CalendarWindow
from dutyrules.findings.model import Text

# Written out, since the names that strftime gives depend on the machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HAN_WEEKDAYS = "一二三四五六日"


def window_label(window: CalendarWindow, term: Term) -> Text:
    """The name of a window of `term` as a reader knows it."""
    if window.every > 1:
        return _group_label(window)
    match window.kind:
        case Period.DAY | Period.SCHOOL_DAY:
            label = _day_label(window.first_day)
        case Period.WEEK:
            label = _dated(window, f"week {window.number}", f"第{window.number}周", f"第{window.number}週")
        case Period.MONTH:
            label = _month_label(window.first_day)
        case Period.TERM | Period.HALF_YEAR:
            label = Text(en=term.name, zh_hans=term.name, zh_hant=term.name)
        case Period.SCHOOL_YEAR:
            label = _year_label(term.school_year)
        case Period.HOLIDAY:
            label = _dated(window, "days off", "假期", "假期")
        case _:
            assert_never(window.kind)
    return label


def _group_label(window: CalendarWindow) -> Text:
    unit, hans, hant = _UNITS[window.kind]
    return _dated(
        window,
        f"{window.every}-{unit} period {window.number}",
        f"每{window.every}{hans}第{window.number}期",
        f"每{window.every}{hant}第{window.number}期",
    )


_UNITS = {
    Period.DAY: ("day", "天", "天"),
    Period.SCHOOL_DAY: ("school-day", "个教学日", "個教學日"),
    Period.WEEK: ("week", "周", "週"),
    Period.MONTH: ("month", "个月", "個月"),
    Period.TERM: ("term", "个学期", "個學期"),
    Period.HALF_YEAR: ("half-year", "个半学年", "個半學年"),
    Period.SCHOOL_YEAR: ("school-year", "学年", "學年"),
    Period.HOLIDAY: ("holiday", "个假期", "個假期"),
}


def _dated(window: CalendarWindow, en: str, hans: str, hant: str) -> Text:
    english, han = _english_span(window), _han_span(window)
    return Text(en=f"{en} ({english})", zh_hans=f"{hans}（{han}）", zh_hant=f"{hant}（{han}）")


def _english_span(window: CalendarWindow) -> str:
    first, last = window.first_day, window.end_day - DAY
    if first == last:
        return _english_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_english_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_short_month(first)} – {_english_day(last)}"
    return f"{_english_day(first)} – {_english_day(last)}"


def _han_span(window: CalendarWindow) -> str:
    first, last = window.first_day, window.end_day - DAY
    if first == last:
        return first.isoformat()
    return f"{first}至{last:%m-%d}" if first.year == last.year else f"{first}至{last}"


def _english_day(day: datetime.date) -> str:
    return f"{day.day} {_short_month(day)} {day.year}"


def _short_month(day: datetime.date) -> str:
    return _MONTHS[day.month - 1][:3]


def _day_label(day: datetime.date) -> Text:
    weekday = _HAN_WEEKDAYS[day.weekday()]
    return Text(
        en=f"{_WEEKDAYS[day.weekday()]} {_english_day(day)}",
        zh_hans=f"{day}（周{weekday}）",
        zh_hant=f"{day}（週{weekday}）",
    )


def _month_label(day: datetime.date) -> Text:
    han = f"{day.year}年{day.month}月"
    return Text(en=f"{_MONTHS[day.month - 1]} {day.year}", zh_hans=han, zh_hant=han)


def _year_label(school_year: str) -> Text:
    # A school that writes 115學年度 or 2026-2027学年 has already said what it is.
    if "学年" in school_year or "學年" in school_year:
        return Text(en=school_year, zh_hans=school_year, zh_hant=school_year)
    return Text(en=f"school year {school_year}", zh_hans=f"{school_year}学年", zh_hant=f"{school_year}學年")
