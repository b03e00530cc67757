"""Calendar sentences to a school calendar."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import attrs

from dutyrules.calendar.holidays import days
from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.calendar.terms import (
    WEEK,
    TeachingDays,
    Term,
    Week,
    numbered_weeks,
    taught_days,
    weeks_between,
)
from dutyrules.checking.scope import Scope
from dutyrules.findings.model import Text
from dutyrules.syntax import scenario_tree as nodes
from dutyrules.syntax.nodes import Amount, Day
from dutyrules.syntax.source import Span

LONGEST = 400
"""Days of one term; a scenario tells of a few weeks, and a mistyped year must not cost a century."""
ZONE = "Asia/Shanghai"
_MONDAY = 1
_WEEKEND = frozenset({6, 7})
_AUGUST = 8
_TERM = Text(en="the term", zh_hans="学期", zh_hant="學期")


@attrs.define
class _Marks:
    """What the parts of one sentence say."""

    days_off: set[datetime.date] = attrs.Factory(set)
    make_ups: dict[datetime.date, datetime.date] = attrs.Factory(dict)
    lessons: dict[int, tuple[datetime.time, datetime.time]] = attrs.Factory(dict)
    skipped: dict[int, Span] = attrs.Factory(dict)


def whole_number(scope: Scope, amount: Amount) -> int | None:
    """The number as a count, or None after reporting."""
    if amount.number != amount.number.to_integral_value():
        scope.report("not-a-whole-number", amount.span, found=str(amount.number))
        return None
    return int(amount.number)


def scenario_calendar(scope: Scope, sentences: Sequence[nodes.CalendarSentence]) -> SchoolCalendar | None:
    """The calendar whose terms the sentences give, or None after reporting what is wrong with them."""
    before = len(scope.problems)
    spans = [_ends(scope, s.first, s.last, s.span) for s in sentences]
    marks = [_marks(scope, sentence) for sentence in sentences]
    if len(scope.problems) > before:
        return None
    terms, taught = [], set[int]()
    for place, (ends, mark) in enumerate(zip(spans, marks, strict=True), start=1):
        if ends is not None:
            teaching = TeachingDays(
                weekend=_WEEKEND, days_off=frozenset(mark.days_off), make_ups=mark.make_ups
            )
            term = _term(scope, str(place), ends, teaching, mark)
            terms.append(term)
            taught |= set(taught_days((term,), teaching, frozenset()))
    if len(scope.problems) > before:
        return None
    return SchoolCalendar(
        school="",
        zone=ZONE,
        terms=tuple(sorted(terms, key=lambda t: t.first_day)),
        school_days_of_all=tuple(sorted(taught)),
        make_ups=_joined([mark.make_ups for mark in marks]),
        lesson_periods={number: clocks for mark in marks for number, clocks in mark.lessons.items()},
    )


def _joined(maps: Sequence[Mapping[datetime.date, datetime.date]]) -> Mapping[datetime.date, datetime.date]:
    return {day: acts_as for each in maps for day, acts_as in each.items()}


def _ends(scope: Scope, first: Day, last: Day, span: Span) -> tuple[datetime.date, datetime.date] | None:
    begin, end = first.day, last.day
    if end < begin:
        scope.report("days-reversed", last.span, first=begin.isoformat(), last=end.isoformat())
        return None
    if (end - begin).days >= LONGEST:
        scope.report("calendar-too-long", span, limit=str(LONGEST))
        return None
    return begin, end


def _marks(scope: Scope, sentence: nodes.CalendarSentence) -> _Marks:
    marks = _Marks()
    for part in sentence.parts:
        match part:
            case nodes.DaysOff(runs=runs):
                for run in runs:
                    ends = _ends(scope, run.first, run.last or run.first, run.span)
                    marks.days_off |= set() if ends is None else set(days(*ends))
            case nodes.MakeUp(day=day, acts_as=acts_as):
                marks.make_ups[day.day] = acts_as.day
            case nodes.Lesson():
                _lesson(scope, part, marks)
            case nodes.SkippedWeek(number=number):
                week = whole_number(scope, number)
                if week is not None:
                    marks.skipped[week] = part.span
    return marks


def _lesson(scope: Scope, lesson: nodes.Lesson, marks: _Marks) -> None:
    number = whole_number(scope, lesson.number)
    for clock in (lesson.start, lesson.end):
        if clock.time is None:
            scope.report("not-a-time", clock.span, found=scope.source.slice(clock.span))
    if number is not None and lesson.start.time is not None and lesson.end.time is not None:
        marks.lessons[number] = (lesson.start.time, lesson.end.time)


def _term(
    scope: Scope,
    identifier: str,
    ends: tuple[datetime.date, datetime.date],
    teaching: TeachingDays,
    marks: _Marks,
) -> Term:
    first, last = ends
    starts = tuple(weeks_between(first, last, _MONDAY))
    weeks = tuple(
        Week(number=number, first_day=start, end_day=start + WEEK, owed=number not in marks.skipped)
        for number, start in numbered_weeks(starts, {})
    )
    for number, span in marks.skipped.items():
        if number > len(weeks):
            scope.report("unknown-window", span, found=scope.source.slice(span), known=f"1–{len(weeks)}")
    year = first.year if first.month >= _AUGUST else first.year - 1
    return Term(
        id=identifier,
        name=_TERM.in_language(scope.language),
        school_year=f"{year}-{year + 1}",
        first_day=first,
        last_day=last,
        weeks=weeks,
    )
