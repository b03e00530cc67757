"""Tests on an event in SQL say what the reference engine says, down to the test that decides."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dutyrules.checking.policy import EventTest, Figure, Limit, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import Attribute, AttributeKind, Term
from dutyrules.engines.columnar.answers import Columns, answer, at_least, at_most, codes_of, rejection
from dutyrules.engines.columnar.connection import connect, number
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import rejection_of
from dutyrules.records.log import SCALE, AttributeColumn, Log
from dutyrules.syntax.tree import BoundKind, Comparison

TEXTS = ("hall", "Ｈａｌｌ", "h all", "yard", "a'b")
PEOPLE = ("li", "l i", "wang")
UNITS = ("maths", "ｍaths")
DAYS = tuple(datetime.date(2026, 9, day) for day in (1, 7, 8, 30))
KINDS = (
    AttributeKind.TEXT, AttributeKind.CHOICE, AttributeKind.PERSON, AttributeKind.UNIT,
    AttributeKind.YES_NO, AttributeKind.DATE, AttributeKind.NUMBER, AttributeKind.MINUTES,
)  # fmt: skip
NUMBERS = tuple(map(Decimal, ("39", "39.99995", "40", "40.00005", "-1", "0", "1234567890.00001")))


def attribute(kind: AttributeKind) -> Attribute:
    """The one attribute of that kind, called after it."""
    term = Term(id=kind.value, zh_hans=kind.value, zh_hant=kind.value)
    return Attribute(term=term, kind=kind)


ATTRIBUTES = {kind: attribute(kind) for kind in KINDS}
VALUES: Mapping[AttributeKind, tuple[int | None, ...]] = {
    AttributeKind.TEXT: (None, *range(len(TEXTS))),
    AttributeKind.CHOICE: (None, *range(len(TEXTS))),
    AttributeKind.PERSON: (None, *range(len(PEOPLE))),
    AttributeKind.UNIT: (None, *range(len(UNITS))),
    AttributeKind.YES_NO: (None, 0, 1),
    AttributeKind.DATE: (None, *(day.toordinal() for day in DAYS)),
    AttributeKind.NUMBER: (None, -10_000, 0, 390_000, 399_999, 400_000, 400_001, 12_345_678_900_000),
    AttributeKind.MINUTES: (None, 390_000, 399_999, 400_000, 400_001),
}


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """A number, perhaps with later ones that hold from a day on."""
    first = draw(st.sampled_from(NUMBERS))
    since = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=2)))
    dated = tuple((day, draw(st.sampled_from(NUMBERS))) for day in since)
    start = draw(st.sampled_from((((None, first),), ())))
    return Figure(settings=(*start, *dated) or ((None, first),), unit=None)


@st.composite
def number_tests(draw: st.DrawFn) -> EventTest:
    """A bound on a number."""
    low, high = draw(st.sampled_from(((1, 0), (0, 1), (1, 1), (0, 0))))
    return NumberTest(
        attribute=ATTRIBUTES[draw(st.sampled_from((AttributeKind.NUMBER, AttributeKind.MINUTES)))],
        limit=Limit(
            kind=BoundKind.BETWEEN,
            low=draw(figures()) if low else None,
            high=draw(figures()) if high else None,
        ),
    )


WANTED: Mapping[AttributeKind, tuple[str | bool | datetime.date, ...]] = {
    AttributeKind.TEXT: (*TEXTS, "nowhere"),
    AttributeKind.CHOICE: (*TEXTS, "nowhere"),
    AttributeKind.PERSON: (*PEOPLE, "nobody"),
    AttributeKind.UNIT: UNITS,
    AttributeKind.YES_NO: (True, False),
    AttributeKind.DATE: DAYS,
}


@st.composite
def match_tests(draw: st.DrawFn) -> EventTest:
    """An attribute that is, or is not, a value."""
    kind = draw(st.sampled_from(tuple(WANTED)))
    return MatchTest(
        attribute=ATTRIBUTES[kind],
        comparison=draw(st.sampled_from(tuple(c for c in Comparison if c.value in ("is", "is_not")))),
        value=draw(st.sampled_from(WANTED[kind])),
    )


presence_tests = st.sampled_from(KINDS).map(lambda kind: PresenceTest(attribute=ATTRIBUTES[kind]))
rows = st.fixed_dictionaries({kind: st.sampled_from(VALUES[kind]) for kind in KINDS})


@given(
    tests=st.lists(st.one_of(number_tests(), match_tests(), presence_tests), max_size=4),
    events=st.lists(rows, min_size=1, max_size=8),
    days=st.lists(st.sampled_from(DAYS), min_size=8, max_size=8),
)
def test_an_answer_names_the_test_that_decides(
    tests: list[EventTest],
    events: list[Mapping[AttributeKind, int | None]],
    days: list[datetime.date],
) -> None:
    """Passes, fails or is open, and by which test, for every row and list of tests."""
    log = log_of(events)
    columns = Columns(day="day", attributes={kind.value: f"c{n}" for n, kind in enumerate(KINDS)})
    table = {f"c{n}": [event[kind] for event in events] for n, kind in enumerate(KINDS)}
    table |= {"seq": list(range(len(events))), "day": [d.toordinal() for d in days[: len(events)]]}
    with connect() as database:
        database.view("events", pa.table({k: pa.array(v, pa.int64()) for k, v in table.items()}))
        said = answer(tests, columns, codes_of(log))
        found = database.rows("answer", f"SELECT seq, {said} FROM events ORDER BY seq")
    expected = [rejection_of(tests, Event(log, seq, 0, days[seq])) for seq in range(len(events))]
    assert expected == [rejection(number(seq), number(code), tests) for seq, code in found]


def log_of(events: list[Mapping[AttributeKind, int | None]]) -> Log:
    """The events as a log that has nothing else."""
    zeros = array("q", [0] * len(events))
    return Log(
        ids=tuple(map(str, range(len(events)))), t=zeros, day=zeros, event_type=zeros, actor=zeros,
        unit=zeros, file=zeros, row=zeros, types=("any",), people=PEOPLE, units=UNITS, texts=TEXTS,
        files=("log.csv",), sources=(), quarantine=(), completeness=(),
        columns={
            kind.value: AttributeColumn(
                attribute=kind.value, values=tuple(event[kind] for event in events)
            )
            for kind in KINDS
        },
    )  # fmt: skip


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_thresholds_are_exact(bound: Decimal) -> None:
    """No integer of the scale lies between a bound and its threshold."""
    scaled = bound * SCALE
    assert at_least(bound) - 1 < scaled <= at_least(bound)
    assert at_most(bound) <= scaled < at_most(bound) + 1


def test_a_missing_column_is_missing_everywhere() -> None:
    """An attribute that the log has never heard of leaves a test open and a presence failed."""
    columns = Columns(day="day", attributes={})
    opened: list[EventTest] = [
        MatchTest(attribute=ATTRIBUTES[AttributeKind.TEXT], comparison=Comparison.IS, value="hall")
    ]
    absent: list[EventTest] = [PresenceTest(attribute=ATTRIBUTES[AttributeKind.TEXT])]
    codes = codes_of(log_of([]))
    with connect() as database:
        found = database.rows("answer", f"SELECT {answer(opened, columns, codes)} FROM range(1)")
        failed = database.rows("answer", f"SELECT {answer(absent, columns, codes)} FROM range(1)")
    assert ([(-1,)], [(1,)]) == (found, failed)
