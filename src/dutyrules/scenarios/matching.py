"""Which finding or score an expectation speaks of."""

from __future__ import annotations

from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.scenario import Bearing, Expectation, InMonth, InWeek, Occasion, OfRow, OnDay
from dutyrules.findings.model import Finding, Party, Report, ReportWindow
from dutyrules.scenarios.results import Answer

EVENT = "event"
_WEEK, _MONTH = "week", "month"


def instances(expectation: Expectation, report: Report) -> tuple[Answer, ...]:
    """All answers of the norm or score that the expectation names, in the order of the report."""
    if expectation.is_score:
        return tuple(score for score in report.scores if score.score == expectation.label)
    return tuple(finding for finding in report.findings if finding.norm == expectation.label)


def fitting(
    expectation: Expectation, answers: tuple[Answer, ...], calendar: SchoolCalendar
) -> tuple[Answer, ...]:
    """Those of the answers that the expectation may mean; one, if it is well put."""
    found = tuple(a for a in answers if all(_bears(a.bearer, b) for b in expectation.bearings))
    occasion = expectation.occasion
    if occasion is None:
        return found
    found = tuple(a for a in found if _is_on(a, occasion, calendar))
    if isinstance(occasion, OnDay):
        begun = tuple(a for a in found if a.window.first_day == occasion.day)
        return begun or found
    return found


def _bears(bearer: tuple[Party, ...], bearing: Bearing) -> bool:
    names = {party.name for party in bearer[:2]}
    toward = bearer[2].name if len(bearer) > 2 else None
    return bearing.name in names and bearing.toward in (None, toward)


def _is_on(answer: Answer, occasion: Occasion, calendar: SchoolCalendar) -> bool:
    window = answer.window
    match occasion:
        case InWeek(number=number):
            return _is_in_week(window, number, calendar)
        case InMonth():
            return _is_in_month(window, occasion)
        case OnDay(day=day):
            return window.first_day <= day <= window.last_day
        case OfRow(row=row):
            return isinstance(answer, Finding) and window.kind == EVENT and row in _rows(answer)


def _rows(finding: Finding) -> frozenset[int]:
    return frozenset(row.row for row in (*finding.evidence, *finding.rejected))


def _is_in_week(window: ReportWindow, number: int, calendar: SchoolCalendar) -> bool:
    """True if the window is that week, lies in it, or is one of several weeks that hold it."""
    weeks = (w for term in calendar.terms for w in term.weeks if w.number == number)
    for week in weeks:
        inside = week.first_day <= window.first_day and window.last_day < week.end_day
        around = window.first_day < week.end_day and week.first_day <= window.last_day
        if inside or (around and window.kind == _WEEK):
            return True
    return False


def _is_in_month(window: ReportWindow, month: InMonth) -> bool:
    """True if the window is that month, however its deadline moves it, or lies in it."""
    if window.kind == _MONTH:
        years = (None, window.first_day.year, window.last_day.year)
        return window.number == month.month and month.year in years
    days = {(d.year, d.month) for d in (window.first_day, window.last_day)}
    return len(days) == 1 and any(m == month.month and month.year in (None, y) for y, m in days)
