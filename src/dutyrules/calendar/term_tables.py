"""Terms with their numbered weeks, from the tables of calendar.toml about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from itertools import pairwise

import attrs

from dutyrules.calendar.day_tables import span_of
from dutyrules.calendar.holidays import days
from dutyrules.calendar.terms import (
    DAY,
    WEEK,
    TeachingDays,
    Term,
    Vacation,
    Week,
    first_of_week,
    numbered_weeks,
    weeks_between,
)
from dutyrules.calendar.toml_tables import Table
from dutyrules.findings.model import Text

_TERM_KEYS = frozenset({"id", "name", "school_year", "first_day", "last_day", "week"})
_WEEK_KEYS = frozenset({"number", "first_day"})
_REFERENCE_KEYS = frozenset({"term", "number", "name"})
_SKIP_KEYS = _REFERENCE_KEYS | {"first_day"}


@attrs.frozen(kw_only=True)
class WeekMarks:
    """What the school says of the weeks of one term.

    `given` numbers the weeks that begin on its keys, `uncounted` have no number, `skipped` are not
    owed and `exams` are exam weeks, both by number with the table that says so.
    """

    given: Mapping[datetime.date, int]
    uncounted: frozenset[datetime.date]
    skipped: Mapping[int, Table]
    exams: Mapping[int, Table]


def outlines(top: Table) -> tuple[tuple[Table, Term], ...]:
    """Each term with its table, in order of the first day, its weeks still to be numbered."""
    read = [(table, _outline(table)) for table in top.tables("term", _TERM_KEYS)]
    terms = sorted(
        ((table, term) for table, term in read if term is not None), key=lambda entry: entry[1].first_day
    )
    if not read:
        top.fault("key-missing", "term", _NO_TERM)
    _check_apart(terms)
    return tuple(terms)


def with_weeks(
    top: Table, terms: tuple[tuple[Table, Term], ...], teaching: TeachingDays, week_start: int
) -> tuple[Term, ...]:
    """The terms with their weeks numbered and marked."""
    plain = tuple(term for _, term in terms)
    skips = [(row, _term_named(row, plain)) for row in top.tables("skip_week", _SKIP_KEYS)]
    exams = [(row, _term_named(row, plain)) for row in top.tables("exam_week", _REFERENCE_KEYS)]
    marked = [(term, table, _of(term, skips), _of(term, exams)) for table, term in terms]
    return tuple(
        _numbered(term, table, teaching, week_start, marks=_marks(term, table, week_start, skipped, examined))
        for term, table, skipped, examined in marked
    )


def vacations(top: Table, terms: tuple[Term, ...]) -> tuple[Vacation, ...]:
    """The vacations, in order of their first day."""
    found: list[Vacation] = []
    for row in top.tables("vacation", frozenset({"term", "name", "first_day", "last_day"})):
        name, span, term = row.text("name", ""), span_of(row, one_day=False), _term_named(row, terms)
        if span is not None and term is not None:
            found.append(Vacation(term=term.id, name=name, first_day=span[0], last_day=span[1]))
    return tuple(sorted(found, key=lambda vacation: vacation.first_day))


def _outline(table: Table) -> Term | None:
    identifier, span = table.text("id"), span_of(table, one_day=False)
    name, school_year = table.text("name", identifier), table.text("school_year")
    if span is None or not identifier:
        return None
    return Term(
        id=identifier,
        name=name or identifier,
        school_year=school_year,
        first_day=span[0],
        last_day=span[1],
        weeks=(),
    )


def _check_apart(terms: list[tuple[Table, Term]]) -> None:
    for (_, earlier), (table, later) in pairwise(terms):
        if later.first_day <= earlier.last_day:
            table.fault("terms-overlap", "first_day", _overlap(earlier, later))
    seen: set[str] = set()
    for table, term in terms:
        if {term.id, term.name} & seen:
            table.fault("term-twice", "id", _twice(term))
        seen |= {term.id, term.name}


def _term_named(row: Table, terms: tuple[Term, ...]) -> Term | None:
    name = row.text("term")
    found = next((term for term in terms if name in (term.id, term.name)), None)
    if found is None and name:
        row.fault("term-unknown", "term", _unknown_term(name, terms))
    return found


def _of(term: Term, rows: list[tuple[Table, Term | None]]) -> tuple[Table, ...]:
    return tuple(row for row, named in rows if named is term)


def _marks(
    term: Term, table: Table, week_start: int, skips: tuple[Table, ...], exams: tuple[Table, ...]
) -> WeekMarks:
    by_day = [row for row in skips if row.has("first_day")]
    return WeekMarks(
        given=_given_numbers(table, term, week_start),
        uncounted=frozenset(_weeks_of(by_day, term, week_start)),
        skipped=_numbers_of(row for row in skips if not row.has("first_day")),
        exams=_numbers_of(exams),
    )


def _numbered(term: Term, table: Table, teaching: TeachingDays, week_start: int, *, marks: WeekMarks) -> Term:
    weeks = _weeks(term, teaching, week_start, marks)
    numbers = [week.number for week in weeks]
    if any(later <= earlier for earlier, later in pairwise(numbers)) or min(numbers, default=0) < 0:
        table.fault("week-numbers-not-rising", "week", _NOT_RISING)
    for number, row in {**marks.skipped, **marks.exams}.items():
        if number not in numbers:
            row.fault("week-unknown", "number", _unknown_week(number, weeks))
    return attrs.evolve(term, weeks=weeks)


def _weeks(term: Term, teaching: TeachingDays, week_start: int, marks: WeekMarks) -> tuple[Week, ...]:
    starts = tuple(
        week
        for week in weeks_between(term.first_day, term.last_day, week_start)
        if week not in marks.uncounted
    )
    return tuple(
        Week(
            number=number,
            first_day=first,
            end_day=first + WEEK,
            owed=number not in marks.skipped and _is_taught(term, teaching, first),
            exam=number in marks.exams,
        )
        for number, first in numbered_weeks(starts, marks.given)
    )


def _is_taught(term: Term, teaching: TeachingDays, first: datetime.date) -> bool:
    last = min(first + WEEK - DAY, term.last_day)
    return any(teaching.is_taught(day) for day in days(max(first, term.first_day), last))


def _given_numbers(table: Table, term: Term, week_start: int) -> dict[datetime.date, int]:
    given: dict[datetime.date, int] = {}
    for row in table.tables("week", _WEEK_KEYS):
        number = row.number("number")
        for week in _weeks_of([row], term, week_start):
            if number is not None:
                given[week] = number
    return given


def _weeks_of(rows: Iterable[Table], term: Term, week_start: int) -> list[datetime.date]:
    """The first days of the weeks that the rows name by a day; a problem for a day outside the term."""
    found: list[datetime.date] = []
    for row in rows:
        day = row.day("first_day")
        if day is None:
            continue
        week = first_of_week(day, week_start)
        if week > term.last_day or week + WEEK <= term.first_day:
            row.fault("day-outside-term", "first_day", _outside(day, term))
        else:
            found.append(week)
    return found


def _numbers_of(rows: Iterable[Table]) -> dict[int, Table]:
    found = ((row.number("number"), row) for row in rows)
    return {number: row for number, row in found if number is not None}


_NO_TERM = Text(
    en="The calendar has no term; at least one [[term]] was expected.",
    zh_hans="校历里没有学期；至少要有一个 [[term]]。",
    zh_hant="校曆裡沒有學期；至少要有一個 [[term]]。",
)
_NOT_RISING = Text(
    en="The week numbers of this term do not rise from 0 or more; check [[term.week]].",
    zh_hans="这个学期的周次不是从0或以上逐周增大；请核对 [[term.week]] 的 number 和 first_day。",
    zh_hant="這個學期的週次不是從0或以上逐週增大；請核對 [[term.week]] 的 number 和 first_day。",
)


def _overlap(earlier: Term, later: Term) -> Text:
    return Text(
        en=f"{later.id} begins on {later.first_day}, before {earlier.id} has ended on {earlier.last_day}.",
        zh_hans=f"{later.id} 从 {later.first_day} 开始，而 {earlier.id} 到 {earlier.last_day} 才结束。",
        zh_hant=f"{later.id} 從 {later.first_day} 開始，而 {earlier.id} 到 {earlier.last_day} 才結束。",
    )


def _twice(term: Term) -> Text:
    return Text(
        en=f"Two terms are called {term.id} or {term.name}; give each its own id and name.",
        zh_hans=f"有两个学期都叫 {term.id} 或 {term.name}；请各用各的 id 和 name。",
        zh_hant=f"有兩個學期都叫 {term.id} 或 {term.name}；請各用各的 id 和 name。",
    )


def _unknown_term(name: str, terms: tuple[Term, ...]) -> Text:
    known = ", ".join(term.id for term in terms)
    return Text(
        en=f"No term is called “{name[:60]}”; the terms are {known}.",
        zh_hans=f"没有名为“{name[:60]}”的学期；已有：{known}。",
        zh_hant=f"沒有名為「{name[:60]}」的學期；已有：{known}。",
    )


def _unknown_week(number: int, weeks: tuple[Week, ...]) -> Text:
    known = f"{weeks[0].number}–{weeks[-1].number}" if weeks else "–"
    return Text(
        en=f"The term has no week {number}; its weeks are numbered {known}.",
        zh_hans=f"学期没有第{number}周；它的周次是 {known}。",
        zh_hant=f"學期沒有第{number}週；它的週次是 {known}。",
    )


def _outside(day: datetime.date, term: Term) -> Text:
    return Text(
        en=f"{day} lies in no week of the term, which runs from {term.first_day} to {term.last_day}.",
        zh_hans=f"{day} 不在学期的任何一周里；学期从 {term.first_day} 到 {term.last_day}。",
        zh_hant=f"{day} 不在學期的任何一週裡；學期從 {term.first_day} 到 {term.last_day}。",
    )
