"""One school's calendar: what a day is, what an instant is, and which windows a term has."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import assert_never

import attrs

from dutyrules.calendar import errors, zones
from dutyrules.calendar.holidays import days
from dutyrules.calendar.periods import Period
from dutyrules.calendar.terms import Term, Vacation, Week
from dutyrules.calendar.windows import (
    CalendarWindow,
    Span,
    day_spans,
    holiday_spans,
    in_groups,
    month_spans,
    week_spans,
)
from dutyrules.calendar.wording import window_label
from dutyrules.findings.model import Language, Text

__all__ = ["CalendarWindow", "Period", "SchoolCalendar", "Term", "Vacation", "Week"]


@attrs.frozen(kw_only=True, eq=False)
class SchoolCalendar:
    """The calendar that `calendar.toml` describes; `terms` in order of their first day.

    `school_days` are the ordinals of all taught days, in order. `make_ups` maps a day to the date whose
    timetable it is taught with. `lesson_periods` gives the start and end of each lesson of the day.
    """

    school: str
    zone: str
    terms: tuple[Term, ...]
    school_days_of_all: tuple[int, ...] = attrs.field(repr=False)
    make_ups: Mapping[datetime.date, datetime.date]
    lesson_periods: Mapping[int, tuple[datetime.time, datetime.time]]
    vacations: tuple[Vacation, ...] = ()
    week_start: int = 1
    _tz: datetime.tzinfo = attrs.field(init=False, repr=False)
    _taught: frozenset[int] = attrs.field(init=False, repr=False)
    _weeks: Mapping[datetime.date, Week] = attrs.field(init=False, repr=False)

    @_tz.default
    def _find_zone(self) -> datetime.tzinfo:
        return zones.zone_named(self.zone)

    @_taught.default
    def _collect_taught(self) -> frozenset[int]:
        return frozenset(self.school_days_of_all)

    @_weeks.default
    def _index_weeks(self) -> Mapping[datetime.date, Week]:
        every_day = [
            (day, week, term) for term in self.terms for week in term.weeks for day in _days_of(week)
        ]
        # Where two terms share a week, a day belongs to the week of the term that holds it.
        every_day.sort(key=lambda entry: entry[2].holds(entry[0]))
        return {day: week for day, week, _ in every_day}

    # Terms and weeks

    def term(self, id_or_name: str) -> Term:
        """The term of that id or name; raises CalendarError listing the known ones."""
        wanted = id_or_name.strip()
        found = next((term for term in self.terms if wanted in (term.id, term.name)), None)
        if found is None:
            raise errors.unknown_term(wanted, (term.id for term in self.terms))
        return found

    def term_of(self, day: datetime.date) -> Term | None:
        """The term that holds `day`, None in a vacation."""
        return next((term for term in self.terms if term.holds(day)), None)

    def term_at(self, instant: int) -> Term | None:
        """The last term begun by `instant` (µs UTC), None before the first."""
        today = self.day_of(instant)
        return next((term for term in reversed(self.terms) if term.first_day <= today), None)

    def week(self, term: Term, number: int) -> Week:
        """The week of that number in `term`; raises CalendarError where there is none."""
        found = next((week for week in term.weeks if week.number == number), None)
        if found is None:
            raise errors.unknown_week(number, term.id, (week.number for week in term.weeks))
        return found

    # Days

    def is_school_day(self, day: datetime.date) -> bool:
        """True if lessons are held on `day`; False outside the terms."""
        return day.toordinal() in self._taught

    def acts_as(self, day: datetime.date) -> datetime.date:
        """The date whose weekday and week parity `day` carries: another one's for a make-up day."""
        return self.make_ups.get(day, day) if self.is_school_day(day) else day

    def weekday(self, day: datetime.date) -> int:
        """The weekday by which `day` is taught, 1 for Monday to 7 for Sunday."""
        return self.acts_as(day).isoweekday()

    def week_number(self, day: datetime.date) -> int | None:
        """The number of the week by which `day` is taught, None outside the numbered weeks."""
        week = self._weeks.get(self.acts_as(day))
        return None if week is None else week.number

    def school_days(self, first_day: datetime.date, end_day: datetime.date) -> int:
        """How many school days lie in [first_day, end_day)."""
        return max(0, self._before(end_day) - self._before(first_day))

    def school_day_after(self, day: datetime.date, count: int) -> datetime.date:
        """The `count`-th school day after `day`; with 0, `day` itself or else the next school day.

        Raises CalendarError where the calendar ends before it.
        """
        first = bisect_right(self.school_days_of_all, day.toordinal())
        place = self._before(day) if count == 0 else first + count - 1
        if place >= len(self.school_days_of_all):
            raise errors.calendar_ends(day.isoformat(), count)
        return datetime.date.fromordinal(self.school_days_of_all[place])

    def last_school_day(self, first_day: datetime.date, end_day: datetime.date) -> datetime.date | None:
        """The last school day in [first_day, end_day), None if it has none."""
        if not self.school_days(first_day, end_day):
            return None
        return datetime.date.fromordinal(self.school_days_of_all[self._before(end_day) - 1])

    def _before(self, day: datetime.date) -> int:
        return bisect_left(self.school_days_of_all, day.toordinal())

    def _taught_in(self, term: Term) -> Iterator[datetime.date]:
        for ordinal in self.school_days_of_all[self._before(term.first_day) : self._before(term.end_day)]:
            yield datetime.date.fromordinal(ordinal)

    # Instants

    def day_of(self, instant: int) -> datetime.date:
        """The school-local day of `instant` (µs UTC)."""
        return zones.day_of(instant, self._tz)

    def instant(self, day: datetime.date, time: datetime.time = zones.MIDNIGHT) -> int:
        """The instant (µs UTC) at which the school's clocks show `time` on `day`.

        A time that the clocks skip is read as the later one; of a time shown twice, the first counts.
        """
        return zones.instant_of(day, time, self._tz)

    def period_of_day(self, number: int) -> tuple[datetime.time, datetime.time]:
        """When lesson `number` of the day starts and ends; raises CalendarError if nobody said."""
        if number not in self.lesson_periods:
            raise errors.unknown_period(number)
        return self.lesson_periods[number]

    # Windows

    def windows(
        self, term: Term, period: Period, every: int = 1, anchor: int = 1
    ) -> tuple[CalendarWindow, ...]:
        """The windows of `term` in which a duty that recurs by `period` is owed, in order.

        Windows are clipped to the term; one without a school day is not owed and not listed (holidays
        excepted, which have none). `every` so many are one window, counted from week `anchor` (for
        other periods: from the `anchor`-th one) without overlap; the last may be short. A school year
        spans all terms of its name that the calendar knows; a half-year is the term.
        """
        windows = (
            self._window(term, period, every, span)
            for span in in_groups(self._spans(term, period), every, anchor)
            if span.owed
        )
        return tuple(window for window in windows if window.school_days or period is Period.HOLIDAY)

    def _spans(self, term: Term, period: Period) -> Iterator[Span]:
        match period:
            case Period.DAY:
                spans = day_spans(days(term.first_day, term.last_day))
            case Period.SCHOOL_DAY:
                spans = day_spans(self._taught_in(term))
            case Period.WEEK:
                spans = week_spans(term)
            case Period.MONTH:
                spans = month_spans(term)
            case Period.TERM | Period.HALF_YEAR:
                spans = _whole((term,))
            case Period.SCHOOL_YEAR:
                spans = _whole(tuple(each for each in self.terms if each.school_year == term.school_year))
            case Period.HOLIDAY:
                spans = self._holidays(term)
            case _:
                assert_never(period)
        return spans

    def _holidays(self, term: Term) -> Iterator[Span]:
        runs = tuple(holiday_spans(term, self._taught))
        yield from runs
        vacations = [vacation for vacation in self.vacations if vacation.term == term.id]
        for place, vacation in enumerate(vacations, start=len(runs) + 1):
            end_day = vacation.last_day + datetime.timedelta(days=1)
            yield Span(place=place, number=place, first_day=vacation.first_day, end_day=end_day)

    def _window(self, term: Term, period: Period, every: int, span: Span) -> CalendarWindow:
        return CalendarWindow(
            kind=period,
            number=span.number,
            first_day=span.first_day,
            end_day=span.end_day,
            start=self.instant(span.first_day),
            end=self.instant(span.end_day),
            term=term.id,
            school_days=self.school_days(span.first_day, span.end_day),
            every=every,
        )

    # Words

    def label(self, window: CalendarWindow) -> Text:
        """The window's name in the three languages."""
        return window_label(window, self.term(window.term))

    def describe(self, window: CalendarWindow, language: Language) -> str:
        """The window's name in `language`."""
        return self.label(window).in_language(language)


def _days_of(week: Week) -> Iterator[datetime.date]:
    return days(week.first_day, week.end_day - datetime.timedelta(days=1))


def _whole(terms: tuple[Term, ...]) -> Iterator[Span]:
    first_day = min(term.first_day for term in terms)
    yield Span(place=1, number=1, first_day=first_day, end_day=max(term.end_day for term in terms))
