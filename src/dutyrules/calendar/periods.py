"""The spans of the calendar that a duty may recur by."""

from __future__ import annotations

import enum


class Period(enum.Enum):
    """A kind of window that the calendar gives."""

    DAY = "day"
    SCHOOL_DAY = "school_day"
    WEEK = "week"
    MONTH = "month"
    TERM = "term"
    HALF_YEAR = "half_year"
    SCHOOL_YEAR = "school_year"
    HOLIDAY = "holiday"
