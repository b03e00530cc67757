"""The nodes of scenarios: a calendar, a roster, a table of events, and what a policy must make of them."""

from __future__ import annotations

import datetime

import attrs

from dutyrules.findings.verdict import Verdict
from dutyrules.syntax.nodes import Amount, Day, Name, Value
from dutyrules.syntax.nodes import no_span as _span
from dutyrules.syntax.source import Span


@attrs.frozen(kw_only=True)
class ScenarioLine:
    """`scenario "a short meeting"`: what follows, up to the next one, belongs to it."""

    title: str
    span: Span = _span()


# The calendar --------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Clock:
    """`15:00`; None for a time that no clock shows."""

    time: datetime.time | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class DayRun:
    """`2026-10-01 to 2026-10-07`, both included; `last` None for a single day."""

    first: Day
    last: Day | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class DaysOff:
    """`closed 2026-09-25, 2026-10-01 to 2026-10-07`"""

    runs: tuple[DayRun, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class MakeUp:
    """`2026-09-20 taught as 2026-09-25`"""

    day: Day
    acts_as: Day
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Lesson:
    """`period 6 from 15:00 to 15:40`"""

    number: Amount
    start: Clock
    end: Clock
    span: Span = _span()


@attrs.frozen(kw_only=True)
class SkippedWeek:
    """`week 5 not counted`"""

    number: Amount
    span: Span = _span()


CalendarPart = DaysOff | MakeUp | Lesson | SkippedWeek


@attrs.frozen(kw_only=True)
class CalendarSentence:
    """`calendar 2026-09-01 to 2026-09-30, closed 2026-09-25.`: one term, both ends included."""

    first: Day
    last: Day
    parts: tuple[CalendarPart, ...]
    span: Span = _span()


# The roster ----------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Tenure:
    """`Wang Fang from 2026-09-01 to 2026-10-11`, both included; without a date, open."""

    person: Name
    since: Day | None
    until: Day | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Membership:
    """`members Li Ming, Zhang San`; `label` is a role, or a property that these people have."""

    label: Name
    people: tuple[Tenure, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class PropertyOf:
    """`novice is no: Li Ming`"""

    property: Name
    value: Value
    people: tuple[Tenure, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class RosterSentence:
    """`roster prep_group Maths: leader Wang Fang; members Li Ming, Zhang San.`"""

    kind: Name
    unit: Name
    parts: tuple[Membership | PropertyOf, ...]
    span: Span = _span()


# The log -------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Cell:
    """One cell of a table, without the blanks around it; "" is a missing value."""

    text: str
    span: Span = _span()


@attrs.frozen(kw_only=True)
class EventTable:
    """Rows of cells between bars, one under the other; the first row is the header."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class LogSentence:
    """`log of lesson_observation complete through 2026-09-10.`

    `events` empty: of every type; `through` None: nobody knows through which day.
    """

    events: tuple[Name, ...]
    through: Day | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class AsOf:
    """`as of 2026-09-14.`: the end of that day, or the time that is given."""

    day: Day
    clock: Clock | None
    span: Span = _span()


# Expectations --------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class WeekRef:
    """`week 2`"""

    number: Amount
    span: Span = _span()


@attrs.frozen(kw_only=True)
class MonthRef:
    """`month 9`, `year 2026 month 9`"""

    year: Amount | None
    month: Amount
    span: Span = _span()


@attrs.frozen(kw_only=True)
class DayRef:
    """`2026-09-09`: the window that holds the day, or the event on it."""

    day: Day
    span: Span = _span()


@attrs.frozen(kw_only=True)
class RowRef:
    """`row 3`: the event in the third row of the scenario's tables."""

    number: Amount
    span: Span = _span()


WindowRef = WeekRef | MonthRef | DayRef | RowRef


@attrs.frozen(kw_only=True)
class Whom:
    """Of whose instance the expectation speaks; `toward` where it is owed to each of several."""

    name: Name
    toward: Name | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExpectedVerdict:
    """`violated`"""

    verdict: Verdict
    span: Span = _span()


@attrs.frozen(kw_only=True)
class Range:
    """`3`, `from 3 to 5`, `at least 3`; `high` equals `low` for one number, None for no end."""

    low: Amount
    high: Amount | None
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExpectedGrades:
    """`grade good`; several where it is still open."""

    grades: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExpectedStipend:
    """`stipend 300 yuan`"""

    money: Range
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExpectedItem:
    """`item ethics 8 points`"""

    item: Name
    points: Range
    span: Span = _span()


@attrs.frozen(kw_only=True)
class ExpectedVetoes:
    """`vetoed by neglect`, `perhaps vetoed by neglect` (not `certain`); no name: `not vetoed`."""

    vetoes: tuple[Name, ...]
    certain: bool
    span: Span = _span()


ExpectedResult = ExpectedVerdict | Range | ExpectedGrades | ExpectedStipend | ExpectedItem | ExpectedVetoes


@attrs.frozen(kw_only=True)
class Expect:
    """`expect weekly_meeting of Wang Fang in week 2: violated, 0.`"""

    label: Name
    whose: tuple[Whom, ...]
    window: WindowRef | None
    results: tuple[ExpectedResult, ...]
    span: Span = _span()


Setting = CalendarSentence | RosterSentence
ScenarioStatement = (
    ScenarioLine | CalendarSentence | RosterSentence | EventTable | LogSentence | AsOf | Expect
)
