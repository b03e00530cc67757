"""Norms: their windows, their conditions and their sentences, one function per construct."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from strategies.event_tests import UNITS, bounds, checks_on, triggers
from strategies.world import events, events_with, name_of, names, numbers, quantities, texts, vocabulary

from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.tree import BoundKind, PeriodWord, TargetKind, Unit

ONE_NUMBER = (AttributeKind.NUMBER, AttributeKind.POINTS)
LONG = (PeriodWord.TERM, PeriodWord.HALF_YEAR, PeriodWord.SCHOOL_YEAR)
BINDING = st.sampled_from([Modality.MUST, Modality.SHOULD, Modality.MAY])

Phrases = st.SearchStrategy[tuple[tree.Phrase, ...]]

# Windows -------------------------------------------------------------------------------------------


@st.composite
def everies(draw: st.DrawFn, periods: tuple[PeriodWord, ...] = tuple(PeriodWord)) -> tree.Every:
    """A recurrence in one of the periods."""
    period = draw(st.sampled_from(periods))
    slots = st.builds(tree.Slot, weekday=st.integers(1, 7), after_period=st.none() | quantities(high=9))
    rolls = draw(st.sampled_from(["no", "sliding", "anchored"]))
    return tree.Every(
        period=period,
        every=draw(st.none() | quantities(high=9)),
        parity=draw(st.none() | st.sampled_from(tree.Parity)),
        slot=draw(st.none() | slots) if period is PeriodWord.WEEK else None,
        sliding=rolls == "sliding",
        anchor=draw(quantities(high=9)) if rolls == "anchored" else None,
    )


def plain(*periods: PeriodWord) -> st.SearchStrategy[tree.Every]:
    """`each term` and its like."""
    return st.sampled_from(periods).map(lambda period: tree.Every(period=period))


def _every() -> Phrases:
    return everies().map(lambda every: (every,))


def _narrowed(every: st.SearchStrategy[tree.Every], phrase: st.SearchStrategy[tree.Phrase]) -> Phrases:
    return st.tuples(every, phrase)


def _spans() -> st.SearchStrategy[tree.Quantity]:
    return st.sampled_from([Unit.WEEK, Unit.DAY, Unit.SCHOOL_DAY]).flatmap(lambda u: quantities(u, 5))


def _in_first() -> Phrases:
    return _narrowed(plain(*LONG), st.builds(tree.InFirst, amount=_spans()))


def _in_last() -> Phrases:
    return _narrowed(plain(*LONG), st.builds(tree.InLast, amount=_spans()))


def _by_week_end() -> Phrases:
    return _narrowed(plain(*LONG), st.builds(tree.ByWeekEnd, number=quantities(high=9)))


def _by_next_month() -> Phrases:
    days = numbers(high=28) | st.just(tree.NamedAmount(name=tree.Name("十天")))
    return _narrowed(plain(PeriodWord.MONTH), st.builds(tree.ByNextMonth, day=days))


def _by_date() -> Phrases:
    by_date = st.builds(tree.ByDate, month=quantities(high=12), day=quantities(high=28))
    return _narrowed(plain(*LONG), by_date)


def _in_month() -> Phrases:
    return _narrowed(plain(*LONG), st.builds(tree.InMonth, month=quantities(high=12)))


def _by_end() -> Phrases:
    ends = st.builds(tree.ByEnd, period=st.sampled_from(LONG))
    return _narrowed(plain(*LONG), ends)


def _triggers() -> st.SearchStrategy[tree.EachEventName]:
    return events().flatmap(triggers)


def _on_day_of() -> Phrases:
    return st.builds(tree.OnDayOf, trigger=_triggers()).map(lambda phrase: (phrase,))


def _times() -> st.SearchStrategy[tree.Quantity]:
    units = [Unit.HOUR, Unit.MINUTE, Unit.DAY, Unit.SCHOOL_DAY, Unit.WEEK]
    return st.sampled_from(units).flatmap(quantities)


def _within_after() -> Phrases:
    return st.builds(tree.WithinAfter, amount=_times(), trigger=_triggers()).map(lambda phrase: (phrase,))


def _within_before() -> Phrases:
    return st.builds(tree.WithinBefore, amount=_times(), trigger=_triggers()).map(lambda phrase: (phrase,))


def _between_events() -> Phrases:
    ends = names(vocabulary().events)
    return st.builds(tree.BetweenEvents, trigger=_triggers(), end=ends).map(lambda phrase: (phrase,))


def _where() -> Phrases:
    made = st.lists(st.one_of([make() for make in CONDITIONS.values()]), min_size=1, max_size=3)
    where = made.map(lambda found: tree.Where(conditions=tuple(found)))
    return st.tuples(where, plain(*LONG)) | st.tuples(plain(*LONG), where)


PHRASES: dict[type, Callable[[], Phrases]] = {
    tree.Every: _every,
    tree.InFirst: _in_first,
    tree.InLast: _in_last,
    tree.ByWeekEnd: _by_week_end,
    tree.ByNextMonth: _by_next_month,
    tree.ByDate: _by_date,
    tree.InMonth: _in_month,
    tree.ByEnd: _by_end,
    tree.OnDayOf: _on_day_of,
    tree.WithinAfter: _within_after,
    tree.WithinBefore: _within_before,
    tree.BetweenEvents: _between_events,
    tree.Where: _where,
}
"""For each class of phrase, the phrases of a norm that has one."""
CALENDAR_PHRASES = (tree.Every, tree.InFirst, tree.InLast, tree.ByWeekEnd, tree.ByNextMonth, tree.Where)


def windows(classes: tuple[type, ...] = tuple(PHRASES)) -> Phrases:
    """The phrases of a norm, made from one of the classes."""
    return st.one_of([PHRASES[found]() for found in classes])


# Conditions ----------------------------------------------------------------------------------------


def _unit_has() -> st.SearchStrategy[tree.Condition]:
    return st.builds(
        tree.UnitHas, unit=names(vocabulary().units), bound=bounds(), role=names(vocabulary().roles)
    )


def _property_holds() -> st.SearchStrategy[tree.Condition]:
    flags = [p.term.id for p in vocabulary().person_properties.values() if p.kind is AttributeKind.YES_NO]
    return st.sampled_from(flags).map(lambda name: tree.PropertyHolds(property=tree.Name(name)))


def _property_is() -> st.SearchStrategy[tree.Condition]:
    origins = st.sampled_from(["local", "elsewhere"]).map(lambda n: tree.NamedAmount(name=tree.Name(n)))
    quoted = texts.map(lambda text: tree.Quoted(text=text))
    flags = st.booleans().map(lambda yes: tree.YesNo(yes=yes))
    pairs = [("birthplace", origins), ("motto", quoted), ("gifted", flags)]
    return st.sampled_from(pairs).flatmap(
        lambda pair: st.builds(tree.PropertyIs, property=st.just(tree.Name(pair[0])), value=pair[1])
    )


@st.composite
def _ranked(draw: st.DrawFn) -> tree.Ranked:
    event, attribute = draw(events_with(*UNITS))
    metric = tree.Metric(
        fold=draw(st.sampled_from(tree.Fold)), attribute=name_of(attribute), event=name_of(event)
    )
    return tree.Ranked(
        unit=draw(names(vocabulary().units)),
        lowest=draw(st.booleans()),
        places=draw(quantities(high=9)),
        metric=metric,
    )


CONDITIONS: dict[type, Callable[[], st.SearchStrategy[tree.Condition]]] = {
    tree.UnitHas: _unit_has,
    tree.PropertyHolds: _property_holds,
    tree.PropertyIs: _property_is,
    tree.Ranked: _ranked,
}
"""How a condition of each class is made."""


# Sentences -----------------------------------------------------------------------------------------


def subjects() -> st.SearchStrategy[tree.Subject | None]:
    """Who acts, a unit or a role, or nobody named."""
    roles = names(vocabulary().roles)
    return st.none() | st.one_of(
        st.just(tree.Subject(name=tree.Name("prep_group"), each=False)),
        st.builds(tree.Subject, name=roles, each=st.booleans()),
    )


def _shares() -> st.SearchStrategy[tree.Bound]:
    return bounds(Unit.PERCENT)


def _targets(event: EventType) -> st.SearchStrategy[tree.Target | None]:
    if event.object is None:
        return st.none()
    roles = names(vocabulary().roles)
    kinds = st.sampled_from([TargetKind.EACH, TargetKind.OTHER, TargetKind.THAT])
    share = st.builds(tree.Target, role=roles, kind=st.just(TargetKind.SHARE), share=_shares())
    return st.none() | st.builds(tree.Target, role=roles, kind=kinds) | share


def _verbs(event: EventType) -> st.SearchStrategy[tree.Name | None]:
    """The verb of the vocabulary if there is one, which the formatter adds where it is left out."""
    return st.none() if event.verb is None else st.just(tree.Name(event.verb.id))


def counts(event: EventType) -> st.SearchStrategy[tree.Bound]:
    """A bound on a number of events, or on what an attribute of theirs adds up to."""
    summed = (AttributeKind.MINUTES, AttributeKind.CLASS_HOURS, AttributeKind.POINTS, AttributeKind.MONEY)
    units = {UNITS[a.kind] for a in event.attributes if a.kind in summed}
    return st.one_of([bounds(unit) for unit in (None, *sorted(units, key=lambda u: u.value if u else ""))])


@st.composite
def _rungs(draw: st.DrawFn) -> tree.Rung:
    event = draw(events())
    return tree.Rung(verb=draw(_verbs(event)), bound=draw(bounds()), event=name_of(event))


@st.composite
def _quota(draw: st.DrawFn) -> tree.Perform:
    event = draw(events())
    modality = draw(st.sampled_from(Modality))
    unbounded = st.none() | st.just(tree.Bound(kind=BoundKind.ANY))
    bound = draw(unbounded if modality is Modality.MUST_NOT else unbounded | counts(event))
    return tree.Perform(
        subject=draw(subjects()),
        modality=modality,
        verb=draw(_verbs(event)),
        bound=bound,
        event=name_of(event),
        target=draw(_targets(event)),
        tests=draw(checks_on(event)),
        in_full=draw(st.booleans()),
        exempt=draw(st.lists(_flags(), max_size=2).map(tuple)),
        failing=draw(st.lists(_rungs(), max_size=2).map(tuple)),
    )


def _flags() -> st.SearchStrategy[tree.Name]:
    return st.sampled_from(["novice", "gifted", "newly_appointed"]).map(tree.Name)


@st.composite
def _reach(draw: st.DrawFn) -> tree.Perform:
    event = draw(events())
    share = tree.Subject(name=draw(names(vocabulary().roles)), each=False, share=draw(_shares()))
    return tree.Perform(
        subject=share,
        modality=draw(BINDING),
        verb=draw(_verbs(event)),
        bound=draw(bounds()),
        event=name_of(event),
        target=None,
        tests=draw(checks_on(event)),
        exempt=draw(st.lists(_flags(), max_size=1).map(tuple)),
    )


@st.composite
def _spacing(draw: st.DrawFn) -> tree.Perform:
    event = draw(events())
    days = draw(quantities(Unit.DAY, 20))
    return tree.Perform(
        subject=draw(subjects()),
        modality=draw(BINDING),
        verb=draw(_verbs(event)),
        bound=tree.Bound(kind=BoundKind.ANY),
        event=name_of(event),
        target=None,
        tests=draw(checks_on(event)),
        spacing=tree.Bound(kind=BoundKind.AT_MOST, low=days),
    )


@st.composite
def _takes_part(draw: st.DrawFn) -> tree.Perform:
    event = draw(events(with_object=True))
    return tree.Perform(
        subject=draw(subjects()),
        modality=draw(BINDING),
        verb=None,
        bound=draw(bounds()),
        event=name_of(event),
        target=None,
        tests=draw(checks_on(event)),
        takes_part=True,
    )


def _perform() -> st.SearchStrategy[tree.Sentence]:
    return _quota() | _reach() | _spacing() | _takes_part()


@st.composite
def _record(draw: st.DrawFn) -> tree.Record:
    event, attribute = draw(events_with())
    more = st.sampled_from(event.attributes).map(name_of)
    return tree.Record(
        subject=tree.Subject(name=name_of(event), each=True, tests=draw(checks_on(event))),
        modality=draw(BINDING),
        attributes=(name_of(attribute), *draw(st.lists(more, max_size=2))),
    )


@st.composite
def _satisfy(draw: st.DrawFn) -> tree.Satisfy:
    event, _ = draw(events_with())
    return tree.Satisfy(
        subject=tree.Subject(name=name_of(event), each=True, tests=draw(checks_on(event))),
        modality=draw(BINDING),
        tests=draw(checks_on(event, least=1)),
    )


@st.composite
def _agree(draw: st.DrawFn) -> tree.Agree:
    event, key = draw(events_with())
    more = st.sampled_from(event.attributes).map(name_of)
    return tree.Agree(
        event=tree.EachEventName(event=name_of(event), tests=draw(checks_on(event))),
        key=name_of(key),
        modality=draw(BINDING),
        attributes=tuple(draw(st.lists(more, min_size=1, max_size=3))),
    )


def _sequence() -> st.SearchStrategy[tree.Sentence]:
    known = [e.term.id for e in vocabulary().events.values() if e.attribute("topic") is not None]
    steps = st.lists(st.sampled_from(known).map(tree.Name), min_size=2, max_size=4)
    return st.builds(
        tree.Sequence,
        subject=st.just(tree.Subject(name=tree.Name("topic"), each=True)),
        modality=BINDING,
        events=steps.map(tuple),
    )


def _compose() -> st.SearchStrategy[tree.Sentence]:
    is_strong = tree.ValueTest(
        attribute=tree.Name("gifted"), comparison=tree.Comparison.IS, value=tree.YesNo(yes=True)
    )
    is_local = tree.ValueTest(
        attribute=tree.Name("birthplace"),
        comparison=tree.Comparison.IS,
        value=tree.NamedAmount(name=tree.Name("local")),
    )
    return st.builds(
        tree.Compose,
        subject=st.just(tree.Subject(name=tree.Name("prep_group"), each=False)),
        modality=BINDING,
        bound=bounds(),
        role=names(vocabulary().roles),
        tests=st.lists(st.sampled_from([is_strong, is_local]), max_size=2).map(tuple),
    )


def attested() -> st.SearchStrategy[tree.Attested]:
    """`attested by` a role."""
    return st.builds(tree.Attested, by=names(vocabulary().roles), text=st.none() | texts)


def rated(*, out_of: bool = True) -> st.SearchStrategy[tree.Rated]:
    """`rated by` a role, out of some points."""
    points = quantities(Unit.POINT) if out_of else st.none()
    return st.builds(tree.Rated, by=names(vocabulary().roles), out_of=points, text=st.none() | texts)


SENTENCES: dict[type, tuple[Callable[[], st.SearchStrategy[tree.Sentence]], tuple[type, ...]]] = {
    tree.Perform: (_perform, tuple(PHRASES)),
    tree.Record: (_record, ()),
    tree.Satisfy: (_satisfy, ()),
    tree.Agree: (_agree, CALENDAR_PHRASES),
    tree.Sequence: (_sequence, CALENDAR_PHRASES),
    tree.Compose: (_compose, CALENDAR_PHRASES),
    tree.Attested: (attested, CALENDAR_PHRASES),
    tree.Rated: (rated, CALENDAR_PHRASES),
}
"""How a sentence of each class is made, and the phrases that may stand before it (empty: none)."""


@st.composite
def norm_parts(
    draw: st.DrawFn, sentence: type | None = None
) -> tuple[tuple[tree.Phrase, ...], tree.Sentence]:
    """The phrases and the sentence of a norm; the sentence of the class asked for."""
    chosen = sentence or draw(st.sampled_from(sorted(SENTENCES, key=lambda c: c.__name__)))
    make, classes = SENTENCES[chosen]
    made = draw(make())
    if isinstance(made, tree.Perform) and (made.spacing is not None or _is_share(made)):
        classes = CALENDAR_PHRASES
    return draw(windows(classes)) if classes else (), made


def _is_share(sentence: tree.Perform) -> bool:
    parts = (sentence.subject, sentence.target)
    return any(part is not None and part.share is not None for part in parts)
