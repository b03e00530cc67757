"""The days of the autumn term 2026: which of them are school days, and its weeks and months."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

ONE_DAY = datetime.timedelta(days=1)
FIRST_DAY = datetime.date(2026, 9, 1)
LAST_DAY = datetime.date(2027, 1, 22)
HANDOVER = datetime.date(2026, 11, 9)
"""The Monday on which a homeroom teacher and a leader of a preparation group change."""

_DAYS_OFF = (
    (datetime.date(2026, 9, 25), datetime.date(2026, 9, 27)),
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 7)),
    (datetime.date(2026, 12, 11), datetime.date(2026, 12, 11)),
    (datetime.date(2027, 1, 1), datetime.date(2027, 1, 3)),
)
_MAKE_UP_DAYS = frozenset({datetime.date(2026, 9, 20), datetime.date(2026, 10, 10)})

CALENDAR_TOML = """\
school = "澜恬实验小学"
zone = "Asia/Shanghai"
week_start = "monday"
weekend = ["saturday", "sunday"]

# The national table holds 2026: Mid-Autumn 25-27 September, National Day 1-7 October,
# make-up days 20 September and 10 October.
holidays = "CN"

[[term]]
id = "2026-autumn"
name = "2026-2027学年第一学期"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2027-01-22

# The arrangement of 2027 was not published when the term was planned: the school states that year itself.
[[year]]
year = 2027
source = "学校放假通知，2026年12月"

[[holiday]]
name = "元旦"
first_day = 2027-01-01
last_day = 2027-01-03

[[closure]]
name = "承办区教学展示，全校停课"
first_day = 2026-12-11
last_day = 2026-12-11

[[exam_week]]
term = "2026-autumn"
number = 20

[[period]]
number = 1
start = 08:20:00
end = 09:00:00

[[period]]
number = 2
start = 09:10:00
end = 09:50:00

[[period]]
number = 3
start = 10:20:00
end = 11:00:00

[[period]]
number = 4
start = 11:10:00
end = 11:50:00

[[period]]
number = 5
start = 14:20:00
end = 15:00:00

[[period]]
number = 6
start = 15:10:00
end = 15:50:00

[[period]]
number = 7
start = 16:00:00
end = 16:40:00
"""


@attrs.frozen(kw_only=True)
class Window:
    """A stretch of the term, both days included; `label` is "week 5", "2026-10" or "term"."""

    label: str
    first_day: datetime.date
    last_day: datetime.date

    def within(self, first_day: datetime.date, last_day: datetime.date) -> Window | None:
        """The part of the window in the given days, None if no school day is left."""
        first, last = max(first_day, self.first_day), min(last_day, self.last_day)
        part = Window(label=self.label, first_day=first, last_day=last)
        return part if part.school_days() else None

    def school_days(self) -> tuple[datetime.date, ...]:
        """The school days of the window in order."""
        return tuple(day for day in each_day(self.first_day, self.last_day) if is_school_day(day))


def each_day(first_day: datetime.date, last_day: datetime.date) -> Iterator[datetime.date]:
    """Every day from the first to the last, both included."""
    for ordinal in range(first_day.toordinal(), last_day.toordinal() + 1):
        yield datetime.date.fromordinal(ordinal)


def is_school_day(day: datetime.date) -> bool:
    """True if there are lessons on `day` of the term."""
    if any(first <= day <= last for first, last in _DAYS_OFF):
        return False
    return day.weekday() < 5 or day in _MAKE_UP_DAYS


def last_day_of_month(day: datetime.date) -> datetime.date:
    """The last calendar day of the month of `day`."""
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY


def _weeks() -> Iterator[Window]:
    monday = FIRST_DAY - FIRST_DAY.weekday() * ONE_DAY
    number = 1
    while monday <= LAST_DAY:
        first, last = max(monday, FIRST_DAY), min(monday + 6 * ONE_DAY, LAST_DAY)
        yield Window(label=f"week {number}", first_day=first, last_day=last)
        monday, number = monday + 7 * ONE_DAY, number + 1


def _months() -> Iterator[Window]:
    first = FIRST_DAY
    while first <= LAST_DAY:
        last = last_day_of_month(first)
        yield Window(label=f"{first:%Y-%m}", first_day=first, last_day=min(last, LAST_DAY))
        first = last + ONE_DAY


TERM = Window(label="term", first_day=FIRST_DAY, last_day=LAST_DAY)
WEEKS = tuple(_weeks())
MONTHS = tuple(_months())
SCHOOL_DAYS = TERM.school_days()
