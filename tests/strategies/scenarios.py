"""Scenarios: a calendar, a roster, tables of events and expectations, one function per construct."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st
from strategies.world import days, names, texts, vocabulary

from dutyrules.findings.verdict import Verdict
from dutyrules.syntax import scenario_tree as tree
from dutyrules.syntax.nodes import Amount, Name, Quoted, Unit, YesNo

PEOPLE = ("王芳", "周杰", "Li Ming", "欧阳修", "O'Brien", "Zhang San", "每文", "李明")


def people() -> st.SearchStrategy[Name]:
    """The name of somebody."""
    return st.sampled_from(PEOPLE).map(Name)


def counts(high: int = 20) -> st.SearchStrategy[Amount]:
    """A bare number."""
    return st.integers(1, high).map(lambda n: Amount(number=Decimal(n)))


def _clocks() -> st.SearchStrategy[tree.Clock]:
    return st.builds(tree.Clock, time=st.builds(datetime.time, st.integers(0, 23), st.integers(0, 59)))


# The calendar --------------------------------------------------------------------------------------


def _runs() -> st.SearchStrategy[tree.DayRun]:
    return st.builds(tree.DayRun, first=days, last=st.none() | days)


CALENDAR_PARTS: dict[type, Callable[[], st.SearchStrategy[tree.CalendarPart]]] = {
    tree.DaysOff: lambda: st.builds(tree.DaysOff, runs=st.lists(_runs(), min_size=1, max_size=3).map(tuple)),
    tree.MakeUp: lambda: st.builds(tree.MakeUp, day=days, acts_as=days),
    tree.Lesson: lambda: st.builds(tree.Lesson, number=counts(), start=_clocks(), end=_clocks()),
    tree.SkippedWeek: lambda: st.builds(tree.SkippedWeek, number=counts()),
}


def _calendar(_: tuple[Name, ...]) -> st.SearchStrategy[tree.CalendarSentence]:
    parts = st.lists(st.one_of([make() for make in CALENDAR_PARTS.values()]), max_size=3)
    return st.builds(tree.CalendarSentence, first=days, last=days, parts=parts.map(tuple))


# The roster ----------------------------------------------------------------------------------------


def _tenures() -> st.SearchStrategy[tree.Tenure]:
    return st.builds(tree.Tenure, person=people(), since=st.none() | days, until=st.none() | days)


def _memberships() -> st.SearchStrategy[tree.Membership]:
    holders = st.lists(_tenures(), min_size=1, max_size=3).map(tuple)
    labels = names(vocabulary().roles) | st.just(Name("gifted"))
    return st.builds(tree.Membership, label=labels, people=holders)


def _properties() -> st.SearchStrategy[tree.PropertyOf]:
    holders = st.lists(_tenures(), min_size=1, max_size=2).map(tuple)
    flags = st.booleans().map(lambda yes: YesNo(yes=yes))
    quoted = texts.map(lambda text: Quoted(text=text))
    strong = st.builds(tree.PropertyOf, property=st.just(Name("gifted")), value=flags, people=holders)
    return strong | st.builds(tree.PropertyOf, property=st.just(Name("motto")), value=quoted, people=holders)


def _roster(_: tuple[Name, ...]) -> st.SearchStrategy[tree.RosterSentence]:
    parts = st.lists(_memberships() | _properties(), min_size=1, max_size=3).map(tuple)
    units = st.sampled_from(["数学组", "Maths", "class 3", "三年级"]).map(Name)
    return st.builds(tree.RosterSentence, kind=names(vocabulary().units), unit=units, parts=parts)


# The log -------------------------------------------------------------------------------------------


def _table(_: tuple[Name, ...]) -> st.SearchStrategy[tree.EventTable]:
    cell = st.sampled_from(["类型", "听课", "王芳", "", "12", "2026-09-01", "a b", "是"])
    cells = st.lists(cell.map(lambda text: tree.Cell(text=text)), min_size=2, max_size=3)
    rows = st.lists(cells, min_size=1, max_size=3)
    return rows.map(lambda r: tree.EventTable(header=tuple(r[0]), rows=tuple(tuple(x) for x in r[1:])))


def _log(_: tuple[Name, ...]) -> st.SearchStrategy[tree.LogSentence]:
    some = st.lists(names(vocabulary().events), max_size=3).map(tuple)
    return st.builds(tree.LogSentence, events=some, through=st.none() | days)


def _as_of(_: tuple[Name, ...]) -> st.SearchStrategy[tree.AsOf]:
    return st.builds(tree.AsOf, day=days, clock=st.none() | _clocks())


# Expectations --------------------------------------------------------------------------------------

WINDOW_REFS: dict[type, Callable[[], st.SearchStrategy[tree.WindowRef]]] = {
    tree.WeekRef: lambda: st.builds(tree.WeekRef, number=counts()),
    tree.MonthRef: lambda: st.builds(tree.MonthRef, year=st.none() | counts(2026), month=counts(12)),
    tree.DayRef: lambda: st.builds(tree.DayRef, day=days),
    tree.RowRef: lambda: st.builds(tree.RowRef, number=counts()),
}


def _ranges(unit: Unit | None = None) -> st.SearchStrategy[tree.Range]:
    figures = st.integers(0, 20).map(lambda n: Amount(number=Decimal(n), unit=unit))
    return st.tuples(figures, st.none() | figures, st.booleans()).map(
        lambda found: tree.Range(low=found[0], high=found[0] if found[2] else found[1])
    )


def _grades() -> st.SearchStrategy[tree.ExpectedGrades]:
    some = st.lists(names(vocabulary().values), min_size=1, max_size=3).map(tuple)
    return st.builds(tree.ExpectedGrades, grades=some)


def _vetoes(labels: tuple[Name, ...]) -> st.SearchStrategy[tree.ExpectedVetoes]:
    some = st.lists(st.sampled_from(labels), min_size=1, max_size=2).map(tuple)
    none = st.just(tree.ExpectedVetoes(vetoes=(), certain=True))
    return none | st.builds(tree.ExpectedVetoes, vetoes=some, certain=st.booleans())


RESULTS: dict[type, Callable[[tuple[Name, ...]], st.SearchStrategy[tree.ExpectedResult]]] = {
    tree.ExpectedVerdict: lambda _: st.builds(tree.ExpectedVerdict, verdict=st.sampled_from(Verdict)),
    tree.Range: lambda _: _ranges() | _ranges(Unit.MINUTE),
    tree.ExpectedGrades: lambda _: _grades(),
    tree.ExpectedStipend: lambda _: st.builds(tree.ExpectedStipend, money=_ranges(Unit.YUAN)),
    tree.ExpectedItem: lambda labels: st.builds(
        tree.ExpectedItem, item=st.sampled_from(labels), points=_ranges(Unit.POINT)
    ),
    tree.ExpectedVetoes: _vetoes,
}


def _expect(labels: tuple[Name, ...]) -> st.SearchStrategy[tree.Expect]:
    whom = st.builds(tree.Whom, name=people(), toward=st.none() | people())
    results = st.one_of([make(labels) for make in RESULTS.values()])
    return st.builds(
        tree.Expect,
        label=st.sampled_from(labels),
        whose=st.lists(whom, max_size=2).map(tuple),
        window=st.none() | st.one_of([make() for make in WINDOW_REFS.values()]),
        results=st.lists(results, min_size=1, max_size=2).map(tuple),
    )


def _scenario(_: tuple[Name, ...]) -> st.SearchStrategy[tree.ScenarioLine]:
    return st.builds(tree.ScenarioLine, title=texts)


ROSTER = tree.RosterSentence(
    kind=Name("class"),
    unit=Name("三年级"),
    parts=(
        tree.Membership(
            label=Name("student"),
            people=tuple(tree.Tenure(person=Name(p), since=None, until=None) for p in PEOPLE),
        ),
    ),
)
"""Everybody, since an expectation speaks of people that a roster names."""

SCENARIO_STATEMENTS: dict[type, Callable[[tuple[Name, ...]], st.SearchStrategy[tree.ScenarioStatement]]] = {
    tree.ScenarioLine: _scenario,
    tree.CalendarSentence: _calendar,
    tree.RosterSentence: _roster,
    tree.EventTable: _table,
    tree.LogSentence: _log,
    tree.AsOf: _as_of,
    tree.Expect: _expect,
}
"""How a statement of a scenario is made; it may speak of the norms and items with these labels."""
