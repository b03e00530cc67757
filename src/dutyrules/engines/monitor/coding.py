"""Events as tuples of integers: the fastest way in, for who has the log coded already.

A coded row is (seq, t, day, type, actor, unit, *attributes), the attributes as `Log` keeps them and in the
order of `Coding.columns`; somebody or something missing is None or -1, a missing attribute None.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from dutyrules.checking.policy import EventTest, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.engines.monitor.answers import scaled_down, scaled_up
from dutyrules.engines.monitor.rows import Row, Value
from dutyrules.engines.values import plain_text
from dutyrules.plan.obligations import limit_on
from dutyrules.records.log import Log
from dutyrules.syntax.tree import Comparison

CodedRow = tuple[int | None, ...]
Test = Callable[[CodedRow], bool | None]
SEQ, T, DAY, TYPE, ACTOR, UNIT, FIRST = range(7)


@attrs.frozen(kw_only=True, eq=False)
class Coding:
    """What the integers of coded rows stand for: each entry's place is its code."""

    types: tuple[str, ...]
    people: tuple[str, ...]
    units: tuple[str, ...]
    texts: tuple[str, ...]
    columns: tuple[str, ...]
    _people: Mapping[str, int] = attrs.field(init=False, repr=False)
    _units: Mapping[str, int] = attrs.field(init=False, repr=False)

    @_people.default
    def _index_people(self) -> Mapping[str, int]:
        return {person: code for code, person in enumerate(self.people)}

    @_units.default
    def _index_units(self) -> Mapping[str, int]:
        return {unit: code for code, unit in enumerate(self.units)}

    def person(self, identifier: str) -> int | None:
        """The code of a person, None if no row can name them."""
        return self._people.get(identifier)

    def unit(self, identifier: str) -> int | None:
        """The code of a unit, None if no row can name it."""
        return self._units.get(identifier)

    def column(self, name: str) -> int | None:
        """The place of an attribute in a row, None if no row has it."""
        return FIRST + self.columns.index(name) if name in self.columns else None

    def row(self, coded: CodedRow, kind: EventType) -> Row:
        """The row spelled out."""
        seq, t, day, _, actor, unit = (code if code is not None else -1 for code in coded[:FIRST])
        values: dict[str, Value] = {}
        for attribute in kind.attributes:
            place = self.column(attribute.term.id)
            code = None if place is None else coded[place]
            if code is not None:
                values[attribute.term.id] = self._value(attribute.kind, code)
        who = self.people[actor] if actor >= 0 else None
        where = self.units[unit] if unit >= 0 else None
        return Row(seq, f"{seq:020d}", kind.term.id, t, t, day, who, where, values)

    def _value(self, kind: AttributeKind, code: int) -> Value:
        match kind:
            case AttributeKind.TEXT | AttributeKind.CHOICE:
                return self.texts[code]
            case AttributeKind.PERSON:
                return self.people[code]
            case AttributeKind.UNIT:
                return self.units[code]
            case AttributeKind.YES_NO:
                return bool(code)
            case _:
                return code


def coding_of(log: Log) -> Coding:
    """The coding of the log's own columns."""
    return Coding(
        types=log.types,
        people=log.people,
        units=log.units,
        texts=log.texts,
        columns=tuple(sorted(log.columns)),
    )


def coded_rows(log: Log) -> Iterator[CodedRow]:
    """The log's rows, coded as `coding_of` says, in `seq` order."""
    columns = [log.columns[name].values for name in sorted(log.columns)]
    return zip(range(len(log)), log.t, log.day, log.event_type, log.actor, log.unit, *columns, strict=True)


# Tests ---------------------------------------------------------------------------------------------


def coded_test(tests: Sequence[EventTest], coding: Coding) -> Test | None:
    """Whether a row passes all tests: False if one fails, else None if one is open. None: no tests."""
    answers = [_coded(test, coding) for test in tests]
    if len(answers) < 2:
        return answers[0] if answers else None

    def passes_all(row: CodedRow) -> bool | None:
        found: bool | None = True
        for answer in answers:
            passed = answer(row)
            if passed is False:
                return False
            if passed is None:
                found = None
        return found

    return passes_all


def _coded(test: EventTest, coding: Coding) -> Test:
    place = coding.column(test.attribute.term.id)
    match test:
        case PresenceTest() if place is None:
            return lambda row: False
        case _ if place is None:
            return lambda row: None
        case PresenceTest():
            return lambda row: row[place] is not None
        case NumberTest():
            return _number(test, place)
        case MatchTest():
            return _match(test, place, coding)


def _number(test: NumberTest, place: int) -> Test:
    figures = [f for f in (test.limit.low, test.limit.high) if f is not None]
    if any(len(figure.settings) > 1 for figure in figures):
        return _dated_number(test, place)
    low, high = limit_on(test.limit, datetime.date.min)
    least = None if low is None else scaled_up(low)
    most = None if high is None else scaled_down(high)
    if most is None and least is not None:
        return lambda row: None if (value := row[place]) is None else value >= least
    if least is None and most is not None:
        return lambda row: None if (value := row[place]) is None else value <= most

    def within(row: CodedRow) -> bool | None:
        value = row[place]
        return None if value is None else (least or 0) <= value <= (most or 0)

    return within


def _dated_number(test: NumberTest, place: int) -> Test:
    """2.8: the numbers are those of the event's day."""
    by_day: dict[int, tuple[int | None, int | None]] = {}

    def within(row: CodedRow) -> bool | None:
        value, day = row[place], row[DAY]
        if value is None or day is None:
            return None
        if day not in by_day:
            low, high = limit_on(test.limit, datetime.date.fromordinal(day))
            bounds = (None if low is None else scaled_up(low), None if high is None else scaled_down(high))
            by_day[day] = bounds
        least, most = by_day[day]
        return (least is None or value >= least) and (most is None or value <= most)

    return within


def _match(test: MatchTest, place: int, coding: Coding) -> Test:
    """4.3: by value; texts by the codes of all that are equal but for width and blanks."""
    wanted, is_wanted = test.value, test.comparison is Comparison.IS
    if isinstance(wanted, str):
        table: Mapping[AttributeKind, tuple[str, ...]] = {
            AttributeKind.PERSON: coding.people,
            AttributeKind.UNIT: coding.units,
        }
        entries = table.get(test.attribute.kind, coding.texts)
        codes = frozenset(c for c, text in enumerate(entries) if plain_text(text) == plain_text(wanted))
        return lambda row: None if (value := row[place]) is None else (value in codes) is is_wanted
    code = wanted.toordinal() if isinstance(wanted, datetime.date) else int(wanted)
    return lambda row: None if (value := row[place]) is None else (value == code) is is_wanted
