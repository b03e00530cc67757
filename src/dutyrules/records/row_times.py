"""When an event took place, from the cells of its row, in µs UTC and school-local days."""

from __future__ import annotations

import datetime
from typing import TypeAlias

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.records.memo import Memo
from dutyrules.records.moment_cells import Moment, MomentReader
from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell

Start: TypeAlias = tuple[int, int]
"""An instant in µs UTC and the ordinal of its school-local day."""

_MIDNIGHT = datetime.time()
_DAY = datetime.timedelta(days=1)
_DAY_US = 86_400_000_000


class RowTimes:
    """Reads the time cells of one sheet, each different one once."""

    def __init__(self, calendar: SchoolCalendar, *, is_1904: bool) -> None:
        self._calendar = calendar
        reader = MomentReader(
            is_1904=is_1904, first_day=calendar.terms[0].first_day, last_day=calendar.terms[-1].last_day
        )
        self.moments: Memo[Moment] = Memo(reader.read)
        self._starts: dict[tuple[Cell, Cell], Start | Fault | None] = {}
        self._midnights: dict[datetime.date, int | None] = {}
        self._ends: dict[tuple[Cell, int], int | Fault | None] = {}

    def start(self, time: Cell, date: Cell) -> Start | Fault | None:
        """The start by a cell with a time or a moment and one with a date, either of them blank."""
        key = (time, date)
        if key not in self._starts:
            self._starts[key] = self._start(self.moments[time], self.moments[date])
        return self._starts[key]

    def _start(self, time: Moment | Fault | None, date: Moment | Fault | None) -> Start | Fault | None:
        if isinstance(time, Fault) or time is None:
            return time if isinstance(time, Fault) else self._start_of(date)
        if isinstance(date, Fault) or date is None:
            return date if isinstance(date, Fault) else self._start_of(time)
        if date.day is None:
            return Fault(Code.BAD_DATE)
        if time.day is None:
            return self._start_of(Moment(date.day, time.clock))
        return self._start_of(time) if time.day == date.day else Fault(Code.DAYS_DIFFER)

    def _start_of(self, moment: Moment | Fault | None) -> Start | Fault | None:
        if moment is None or isinstance(moment, Fault):
            return moment
        if moment.instant is not None:
            return moment.instant, self._calendar.day_of(moment.instant).toordinal()
        if moment.day is None:
            return Fault(Code.TIME_WITHOUT_DATE)
        return self._instant(moment.day, moment.clock or _MIDNIGHT), moment.day.toordinal()

    def _instant(self, day: datetime.date, clock: datetime.time) -> int:
        if day not in self._midnights:
            midnight = self._calendar.instant(day)
            is_even = self._calendar.instant(day + _DAY) - midnight == _DAY_US
            self._midnights[day] = midnight if is_even else None
        midnight_or_none = self._midnights[day]
        if midnight_or_none is None:
            return self._calendar.instant(day, clock)
        # On a day of 24 hours the clocks were not changed, and adding is faster than asking.
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
        return midnight_or_none + seconds * 1_000_000 + clock.microsecond

    def end(self, cell: Cell, start: Start) -> int | Fault | None:
        """The end by its cell; a time of day alone is one of the day of the start."""
        key = (cell, start[1])
        if key not in self._ends:
            self._ends[key] = self._end(self.moments[cell], start[1])
        end = self._ends[key]
        return Fault(Code.END_BEFORE_START) if isinstance(end, int) and end < start[0] else end

    def _end(self, moment: Moment | Fault | None, day: int) -> int | Fault | None:
        if isinstance(moment, Moment) and moment.day is None:
            moment = Moment(datetime.date.fromordinal(day), moment.clock)
        ended = self._start_of(moment)
        return ended[0] if isinstance(ended, tuple) else ended

    def instant(self, cell: Cell) -> int | Fault | None:
        """The instant in a cell that stands for itself, such as the time of recording."""
        found = self.start(cell, "")
        return found[0] if isinstance(found, tuple) else found

    def day(self, cell: Cell) -> int | Fault | None:
        """The ordinal of the day in the cell of a date attribute; a time of day in it is left out."""
        moment = self.moments[cell]
        if not isinstance(moment, Moment):
            return moment
        if moment.instant is not None:
            return self._calendar.day_of(moment.instant).toordinal()
        return Fault(Code.TIME_WITHOUT_DATE) if moment.day is None else moment.day.toordinal()
