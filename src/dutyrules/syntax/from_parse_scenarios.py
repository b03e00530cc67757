"""The rules of the grammar to the nodes of scenarios: one method per rule, and no judgement."""

from __future__ import annotations

import datetime
from decimal import Decimal

from dutyrules.findings.verdict import Verdict
from dutyrules.syntax import scenario_tree as tree
from dutyrules.syntax.children import (
    Children,
    Node,
    Token,
    day,
    first,
    marked,
    maybe,
    names,
    only,
    tokens,
)
from dutyrules.syntax.nodes import Amount, Day, Name, NamedAmount, Quoted, Unit, Value, YesNo
from dutyrules.syntax.source import Span

_VERDICTS = {
    "FULFILLED": Verdict.FULFILLED,
    "VIOLATED": Verdict.VIOLATED,
    "PENDING": Verdict.PENDING,
    "UNDETERMINED": Verdict.UNDETERMINED,
    "INAPPLICABLE": Verdict.INAPPLICABLE,
    "WAIVED": Verdict.WAIVED,
}
_RESULTS = (
    tree.ExpectedVerdict
    | tree.Range
    | tree.ExpectedGrades
    | tree.ExpectedStipend
    | tree.ExpectedItem
    | tree.ExpectedVetoes
)
_WINDOWS = tree.WeekRef | tree.MonthRef | tree.DayRef | tree.RowRef


def _dates(children: Children) -> list[Day]:
    found = (day(token) for token in tokens(children, "DATE"))
    return [date for date in found if date is not None]  # the lexer lets no other date through


def _amount(token: Token) -> Amount:
    return Amount(number=Decimal(str(token).replace("．", ".")), span=token.span)


def _number(children: Children) -> Amount:
    return _amount(tokens(children, "NUMBER")[0])


class ScenarioBuilder:
    """Builds the statements of scenarios."""

    def scenario_line(self, span: Span, children: Children) -> Node:
        return tree.ScenarioLine(title=str(tokens(children, "STRING")[0]), span=span)

    # The calendar

    def clock(self, span: Span, children: Children) -> Node:
        hour, minute = (str(t) for t in tokens(children, "NUMBER"))
        try:
            time = datetime.time(int(hour), int(minute))
        except (ValueError, OverflowError):
            time = None
        return tree.Clock(time=time, span=span)

    def day_run(self, span: Span, children: Children) -> Node:
        dates = _dates(children)
        return tree.DayRun(first=dates[0], last=dates[1] if len(dates) > 1 else None, span=span)

    def days_off(self, span: Span, children: Children) -> Node:
        return tree.DaysOff(runs=tuple(only(children, tree.DayRun)), span=span)

    def make_up(self, span: Span, children: Children) -> Node:
        made_up, acts_as = _dates(children)
        return tree.MakeUp(day=made_up, acts_as=acts_as, span=span)

    def lesson(self, span: Span, children: Children) -> Node:
        start, end = only(children, tree.Clock)
        return tree.Lesson(number=_number(children), start=start, end=end, span=span)

    def skipped_week(self, span: Span, children: Children) -> Node:
        return tree.SkippedWeek(number=_number(children), span=span)

    def calendar(self, span: Span, children: Children) -> Node:
        begin, end = _dates(children)
        parts = only(children, tree.DaysOff | tree.MakeUp | tree.Lesson | tree.SkippedWeek)  # type: ignore[arg-type]
        return tree.CalendarSentence(first=begin, last=end, parts=tuple(parts), span=span)

    # The roster

    def person(self, span: Span, children: Children) -> Node:
        words = [str(token) for token in tokens(children, "NAME", "STRING")]
        return Name((" " if all(word.isascii() for word in words) else "").join(words), span)

    def since(self, _: Span, children: Children) -> Node:
        return ("since", _dates(children)[0])

    def until(self, _: Span, children: Children) -> Node:
        return ("until", _dates(children)[0])

    def tenure(self, span: Span, children: Children) -> Node:
        return tree.Tenure(
            person=first(children, Name),
            since=marked(children, "since"),
            until=marked(children, "until"),
            span=span,
        )

    def membership(self, span: Span, children: Children) -> Node:
        people = tuple(only(children, tree.Tenure))
        return tree.Membership(label=names(children)[0], people=people, span=span)

    def property_of(self, span: Span, children: Children) -> Node:
        value: Value = first(children, Amount | NamedAmount | Quoted | YesNo | Day)  # type: ignore[arg-type]
        return tree.PropertyOf(
            property=names(children)[0],
            value=value,
            people=tuple(only(children, tree.Tenure)),
            span=span,
        )

    def roster(self, span: Span, children: Children) -> Node:
        return tree.RosterSentence(
            kind=names(children)[0],
            unit=first(children, Name),
            parts=tuple(only(children, tree.Membership | tree.PropertyOf)),  # type: ignore[arg-type]
            span=span,
        )

    # The log

    def log(self, span: Span, children: Children) -> Node:
        events = maybe(children, list) or []
        dates = _dates(children)
        through = dates[0] if dates else None
        return tree.LogSentence(events=tuple(events), through=through, span=span)

    def as_of(self, span: Span, children: Children) -> Node:
        return tree.AsOf(day=_dates(children)[0], clock=maybe(children, tree.Clock), span=span)

    # Expectations

    def week_ref(self, span: Span, children: Children) -> Node:
        return tree.WeekRef(number=_number(children), span=span)

    def month_ref(self, span: Span, children: Children) -> Node:
        *year, month = (_amount(t) for t in tokens(children, "NUMBER"))
        return tree.MonthRef(year=year[0] if year else None, month=month, span=span)

    def day_ref(self, span: Span, children: Children) -> Node:
        return tree.DayRef(day=_dates(children)[0], span=span)

    def row_ref(self, span: Span, children: Children) -> Node:
        return tree.RowRef(number=_number(children), span=span)

    def whom(self, span: Span, children: Children) -> Node:
        bearer, *toward = only(children, Name)
        return tree.Whom(name=bearer, toward=toward[0] if toward else None, span=span)

    def verdict(self, span: Span, children: Children) -> Node:
        return tree.ExpectedVerdict(verdict=_VERDICTS[first(children, Token).type], span=span)

    def figure(self, span: Span, children: Children) -> Node:
        mark = maybe(children, tuple)
        unit: Unit | None = mark[1] if mark else None
        counter: str | None = mark[2] if mark else None
        number = _number(children).number
        return Amount(number=number, unit=unit, counter=counter, span=span)

    def range_(self, span: Span, children: Children) -> Node:
        figures = only(children, Amount)
        is_open = bool(tokens(children, "GE"))
        return tree.Range(low=figures[0], high=None if is_open else figures[-1], span=span)

    def expected_grades(self, span: Span, children: Children) -> Node:
        return tree.ExpectedGrades(grades=tuple(names(children)), span=span)

    def expected_stipend(self, span: Span, children: Children) -> Node:
        return tree.ExpectedStipend(money=first(children, tree.Range), span=span)

    def expected_item(self, span: Span, children: Children) -> Node:
        points = first(children, tree.Range)
        return tree.ExpectedItem(item=names(children)[0], points=points, span=span)

    def expected_vetoes(self, span: Span, children: Children) -> Node:
        certain = not tokens(children, "MAYBE_VETOED")
        vetoes = maybe(children, list) or []
        return tree.ExpectedVetoes(vetoes=tuple(vetoes), certain=certain, span=span)

    def expect(self, span: Span, children: Children) -> Node:
        return tree.Expect(
            label=names(children)[0],
            whose=tuple(only(children, tree.Whom)),
            window=maybe(children, _WINDOWS),  # type: ignore[arg-type]
            results=tuple(only(children, _RESULTS)),  # type: ignore[arg-type]
            span=span,
        )
