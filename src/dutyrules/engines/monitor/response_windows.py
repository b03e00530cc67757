"""The window that follows from one event (semantics, 2.7 and 2.9)."""

from __future__ import annotations

import datetime
from bisect import bisect_left

import attrs

from dutyrules.calendar.errors import CalendarError
from dutyrules.checking.policy import Response, ResponseKind
from dutyrules.engines.monitor.books import inside
from dutyrules.engines.monitor.rows import Row
from dutyrules.engines.monitor.whose import Scene
from dutyrules.findings.model import Text
from dutyrules.plan.posts import Post
from dutyrules.plan.windows import ONE_DAY, PlannedWindow
from dutyrules.syntax.tree import Unit

_LONGEST = 100_000
"""Hours, days or weeks; more than any school keeps its log, and less than a date can be off."""

_MICROSECONDS = {Unit.HOUR: 3_600_000_000, Unit.MINUTE: 60_000_000}


@attrs.frozen
class ResponseWindows:
    """The windows of one school's events."""

    scene: Scene

    def day(self, row: Row) -> PlannedWindow:
        """The event's day."""
        return self._window("event", row, *self._whole_day(row))

    def of(self, response: Response, row: Row, post: Post) -> PlannedWindow:
        """The window of the bearer's response to the event; never shorter than nothing."""
        match response.kind:
            case ResponseKind.SAME_DAY:
                start, end = self._whole_day(row)
            case ResponseKind.AFTER:
                start, end = self._after(response, row)
            case ResponseKind.BEFORE:
                start, end = self._before(response, row), row.when
            case ResponseKind.UNTIL:
                start, end = row.when, self._until(response, row, post)
        return self._window("response", row, start, max(start, end))

    def _instant(self, ordinal: int) -> int:
        return self.scene.calendar.instant(datetime.date.fromordinal(ordinal))

    def _whole_day(self, row: Row) -> tuple[int, int]:
        return self._instant(row.day), self._instant(row.day + 1)

    def _window(self, kind: str, row: Row, start: int, end: int) -> PlannedWindow:
        calendar = self.scene.calendar
        first, last = calendar.day_of(start), calendar.day_of(max(end - 1, start))
        name = datetime.date.fromordinal(row.day).isoformat()
        return PlannedWindow(
            kind=kind,
            number=row.place + 1,
            first_day=first,
            end_day=last + ONE_DAY,
            start=start,
            end=end,
            label=Text(en=name, zh_hans=name, zh_hant=name),
            whole_first=first,
            whole_end=last + ONE_DAY,
        )

    def _after(self, response: Response, row: Row) -> tuple[int, int]:
        """Hours elapse from the instant; days run from the event's day to the end of a day."""
        unit, count = _amount(response, row)
        if unit in _MICROSECONDS:
            return row.when, row.when + count * _MICROSECONDS[unit]
        if unit is Unit.SCHOOL_DAY:
            last = self._school_day_after(row.day, count)
        else:
            last = row.day + count * (7 if unit is Unit.WEEK else 1)
        return self._instant(row.day), self._instant(last + 1)

    def _before(self, response: Response, row: Row) -> int:
        unit, count = _amount(response, row)
        if unit in _MICROSECONDS:
            return row.when - count * _MICROSECONDS[unit]
        if unit is Unit.SCHOOL_DAY:
            return self._instant(self._school_day_before(row.day, count))
        return self._instant(row.day - count * (7 if unit is Unit.WEEK else 1))

    def reach(self, response: Response, day: int) -> int:
        """No window of a trigger on `day` (ordinal) or later, or that is open then, begins before this."""
        if response.amount is None:
            return self._instant(day - 1)
        unit, most = response.amount.unit, max(value for _, value in response.amount.settings)
        count = min(int(most), _LONGEST)
        if unit is Unit.SCHOOL_DAY:
            back = self._school_day_before(day, count + 1)
        elif unit in _MICROSECONDS:
            back = day - 1 - count * _MICROSECONDS[unit] // _MICROSECONDS[Unit.HOUR] // 24
        else:
            back = day - count * (7 if unit is Unit.WEEK else 1)
        return self._instant(max(back - 1, 1))

    def _school_day_after(self, day: int, count: int) -> int:
        """The n-th school day after; the term's last day where the calendar ends before it."""
        date = datetime.date.fromordinal(day)
        try:
            return self.scene.calendar.school_day_after(date, count).toordinal()
        except CalendarError:
            return max(date, self.scene.term.last_day).toordinal()

    def _school_day_before(self, day: int, count: int) -> int:
        """The n-th school day before; the term's first day where the calendar begins after it."""
        known = self.scene.calendar.school_days_of_all
        place = bisect_left(known, day) - count
        return known[place] if place >= 0 else min(day, self.scene.term.first_day.toordinal())

    def _until(self, response: Response, row: Row, post: Post) -> int:
        """The next event of the closing type of the same unit, or the end of the day."""
        end = self._instant(row.day + 1)
        if response.until is None:
            return end
        unit = row.unit or post.unit
        later = inside(self.scene.books.of_type(response.until), row.when + 1, end)
        return min((other.when for other in later if (other.unit or unit) == unit), default=end)


def _amount(response: Response, row: Row) -> tuple[Unit, int]:
    if response.amount is None or response.amount.unit is None:
        raise ValueError("the checker lets no such response pass without an amount and its unit")
    return response.amount.unit, min(int(response.amount.on(datetime.date.fromordinal(row.day))), _LONGEST)
