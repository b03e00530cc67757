"""Scenarios to text. Names of people stay as they are in every language."""

from __future__ import annotations

import datetime
import re
from typing import assert_never

from dutyrules.syntax import scenario_tree as tree
from dutyrules.syntax.nodes import Amount, Day, Name, NamedAmount
from dutyrules.syntax.pieces import Piece, Pieces
from dutyrules.syntax.to_text_amounts import PEOPLE, bare, quantity, value
from dutyrules.syntax.to_text_words import Wording

_PLAIN_NAME = re.compile(r"[^\W\d]\w*(?: [^\W\d]\w*)*")


def scenario(
    w: Wording,
    written: tree.ScenarioLine
    | tree.CalendarSentence
    | tree.RosterSentence
    | tree.LogSentence
    | tree.AsOf
    | tree.Expect,
) -> Pieces:
    """A statement of a scenario, without its full stop."""
    match written:
        case tree.ScenarioLine(title=title):
            return w.say("SCENARIO _ {title}", title=w.quoted(title))
        case tree.CalendarSentence():
            return _calendar(w, written)
        case tree.RosterSentence():
            return _roster(w, written)
        case tree.LogSentence():
            return _log(w, written)
        case tree.AsOf(day=day, clock=clock):
            return w.say(
                "AS_OF _ {day} _ {clock}",
                day=_date(w, day),
                clock=() if clock is None else _clock(w, clock),
            )
        case tree.Expect():
            return _expect(w, written)
        case _:
            assert_never(written)


def _date(w: Wording, date: Day) -> Pieces:
    """A date as the tables of a scenario have it."""
    return w.apart(date.day.isoformat())


def _clock(w: Wording, clock: tree.Clock) -> Pieces:
    time = clock.time or datetime.time()
    return (Piece(time.strftime("%H:%M")),)


# The calendar --------------------------------------------------------------------------------------


def _calendar(w: Wording, written: tree.CalendarSentence) -> Pieces:
    whole = _days(w, written.first, written.last)
    parts = w.row([whole, *(_calendar_part(w, part) for part in written.parts)], ",")
    return w.say("CALENDAR _ {parts}", parts=parts)


def _days(w: Wording, first: Day, last: Day | None) -> Pieces:
    until = () if last is None else w.say("TO {day}", day=_date(w, last))
    return (*_date(w, first), *until)


def _calendar_part(w: Wording, part: tree.CalendarPart) -> Pieces:
    match part:
        case tree.DaysOff(runs=runs):
            # A comma may begin the next part of the calendar.
            between = "AND" if w.is_english else "、"
            days = w.row((_days(w, run.first, run.last) for run in runs), between)
            return w.say("CLOSED {days}", "{days} DAY_OFF", days=days)
        case tree.MakeUp(day=day, acts_as=acts_as):
            return w.say("{day} TAUGHT_AS {other}", day=_date(w, day), other=_date(w, acts_as))
        case tree.Lesson(number=number, start=start, end=end):
            parts = {"n": bare(w, number), "start": _clock(w, start), "end": _clock(w, end)}
            return w.say("PERIOD {n} FROM {start} TO {end}", "ORDINAL {n} PERIOD _ {start} TO {end}", **parts)
        case tree.SkippedWeek(number=number):
            return w.say("{week} NOT_COUNTED", week=_week(w, number))
        case _:
            assert_never(part)


def _week(w: Wording, number: Amount) -> Pieces:
    return w.say("WEEK {n}", "ORDINAL {n} WEEK", n=bare(w, number))


# The roster ----------------------------------------------------------------------------------------


def person(w: Wording, name: Name) -> Pieces:
    """The name as it stands in the file, in quotes if blanks alone would not hold it together."""
    if _PLAIN_NAME.fullmatch(name.text):
        return w.apart(name.text)
    return w.apart(w.quoted(name.text)[0].text)


def _roster(w: Wording, written: tree.RosterSentence) -> Pieces:
    return w.say(
        "ROSTER _ {kind} {unit} : {parts}",
        kind=w.word(w.naming.unit(written.kind.text)),
        unit=person(w, written.unit),
        parts=w.row((_roster_part(w, part) for part in written.parts), ";"),
    )


def _roster_part(w: Wording, part: tree.Membership | tree.PropertyOf) -> Pieces:
    people = w.row(_tenure(w, tenure) for tenure in part.people)
    match part:
        case tree.Membership(label=label):
            name = w.naming.label(label.text)
            is_role = w.naming.party_counter(label.text) == PEOPLE
            many = is_role and len(part.people) > 1
            return w.say("{name} {people}", name=w.plural(name) if many else w.word(name), people=people)
        case tree.PropertyOf(property=name, value=expected):
            choice = None
            if isinstance(expected, NamedAmount):
                choice = w.naming.property_choice(name.text, expected.name.text)
            holds = w.say(
                "{name} IS {value}",
                name=w.word(w.naming.property(name.text)),
                value=value(w, expected, choice),
            )
            return w.say("{holds} : {people}", holds=holds, people=people) if people else holds
        case _:
            assert_never(part)


def _tenure(w: Wording, tenure: tree.Tenure) -> Pieces:
    since, until = tenure.since, tenure.until
    return w.say(
        "{person} {since} {until}",
        person=person(w, tenure.person),
        since=() if since is None else w.say("FROM {day}", day=_date(w, since)),
        until=() if until is None else w.say("TO {day}", day=_date(w, until)),
    )


# The log -------------------------------------------------------------------------------------------


def _log(w: Wording, written: tree.LogSentence) -> Pieces:
    events = [w.word(w.naming.event(event.text)) for event in written.events]
    return w.say(
        "LOG {of} {events} THROUGH {day}",
        "LOG _ {events} THROUGH {day}",
        of=w.say("OF") if events and w.is_english else (),
        events=w.listed(events) if events else (),
        day=w.say("UNKNOWN_DAY") if written.through is None else _date(w, written.through),
    )


# Expectations --------------------------------------------------------------------------------------


def _expect(w: Wording, written: tree.Expect) -> Pieces:
    counter = w.naming.norm_counter(written.label.text)
    whose = [_whom(w, whom) for whom in written.whose]
    window = () if written.window is None else _window(w, written.window)
    return w.say(
        "EXPECT {label} {of} {whose} {on} {window} : {results}",
        "EXPECT _ {label} {of} {whose} {on} {window} : {results}",
        label=w.name(written.label),
        of=w.say("OF", ",") if whose else (),
        whose=w.row(whose, ","),
        on=_before_window(w, written.window),
        window=window,
        results=w.row((_result(w, result, counter) for result in written.results), ","),
    )


def _before_window(w: Wording, window: tree.WindowRef | None) -> Pieces:
    if window is None:
        return ()
    return w.say("ON" if isinstance(window, tree.DayRef) else "ON.1", ",")


def _whom(w: Wording, whom: tree.Whom) -> Pieces:
    if whom.toward is None:
        return person(w, whom.name)
    return w.say("{name} TOWARD_WHOM {other}", name=person(w, whom.name), other=person(w, whom.toward))


def _window(w: Wording, window: tree.WindowRef) -> Pieces:
    match window:
        case tree.WeekRef(number=number):
            return _week(w, number)
        case tree.MonthRef(year=year, month=month):
            in_year = () if year is None else w.say("YEAR {n}", "{n} YEAR", n=bare(w, year))
            return (*in_year, *w.say("MONTH {n}", "{n} MONTH", n=bare(w, month)))
        case tree.DayRef(day=day):
            return _date(w, day)
        case tree.RowRef(number=number):
            return w.say("ROW {n}", "ORDINAL {n} ROW", n=bare(w, number))
        case _:
            assert_never(window)


def _result(w: Wording, result: tree.ExpectedResult, counter: str) -> Pieces:
    match result:
        case tree.ExpectedVerdict(verdict=verdict):
            return w.keyword(verdict.name)
        case tree.Range():
            return _range(w, result, counter)
        case tree.ExpectedGrades(grades=grades):
            between = "OR" if w.is_english else "、"
            named = w.row((w.word(w.naming.value(g.text)) for g in grades), between)
            return w.say("GRADE_NOUN {grades}", grades=named)
        case tree.ExpectedStipend(money=money):
            return w.say("STIPEND_WORD {money}", money=_range(w, money))
        case tree.ExpectedItem(item=item, points=points):
            return w.say("ITEM_NOUN _ {item} _ {points}", item=w.name(item), points=_range(w, points))
        case tree.ExpectedVetoes(vetoes=vetoes, certain=certain):
            named = w.listed([w.name(veto) for veto in vetoes]) if vetoes else ()
            form = "NOT_VETOED" if not vetoes else "VETOED" if certain else "MAYBE_VETOED"
            return w.say(f"{form} _ {{vetoes}}", vetoes=named)
        case _:
            assert_never(result)


def _range(w: Wording, written: tree.Range, counter: str = "") -> Pieces:
    low = quantity(w, written.low, counter)
    if written.high is None:
        return w.say("GE {low}", low=low)
    if written.high == written.low:
        return low
    return w.say("{low} TO {high}", low=quantity(w, written.low), high=quantity(w, written.high, counter))
