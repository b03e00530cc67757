"""When norms hold and where they apply: phrases and conditions as trees, one function per construct."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from agreement.words import BEARER_UNIT, FLAGS, NUMBERS, ROLES, attributes
from agreement.writing import NAME, Writing, bound, checks_on, quantity

from dutyrules.syntax import tree
from dutyrules.syntax.tree import PeriodWord, Unit

LONG = (PeriodWord.TERM, PeriodWord.HALF_YEAR, PeriodWord.SCHOOL_YEAR)


# Windows -------------------------------------------------------------------------------------------

Phrases = tuple[tree.Phrase, ...]


def plain(w: Writing, *periods: PeriodWord) -> tree.Every:
    """`each term` and its like."""
    return tree.Every(period=w.chance.one(periods))


def _every(w: Writing) -> Phrases:
    period = w.chance.one(_PERIODS)
    is_day = period in (PeriodWord.DAY, PeriodWord.SCHOOL_DAY)
    is_week = period is PeriodWord.WEEK
    every = quantity(w, (2, 3, 2)) if w.chance.happens(25) else None
    after = quantity(w, (1, 2, 3)) if w.chance.happens(50) else None
    slot = tree.Slot(weekday=w.chance.number(1, 7), after_period=after) if w.chance.happens(25) else None
    rolls = w.chance.one(("no", "sliding", "anchored")) if every is not None and not is_day else "no"
    return (
        tree.Every(
            period=period,
            every=every,
            parity=w.chance.one(tuple(tree.Parity)) if w.chance.happens(15) else None,
            slot=slot if is_week else None,
            sliding=rolls == "sliding",
            anchor=quantity(w, (1, 2, 3)) if rolls == "anchored" else None,
        ),
    )


_PERIODS = (
    *((PeriodWord.WEEK, PeriodWord.MONTH, PeriodWord.TERM) * 9),
    *(
        PeriodWord.DAY,
        PeriodWord.SCHOOL_DAY,
        PeriodWord.HALF_YEAR,
        PeriodWord.SCHOOL_YEAR,
        PeriodWord.HOLIDAY,
    ),
)


def _span(w: Writing, most: int) -> tree.Quantity:
    """A part of a period, in weeks where it is long enough."""
    unit = w.chance.one((Unit.WEEK, Unit.DAY, Unit.SCHOOL_DAY) if most > 7 else (Unit.DAY, Unit.SCHOOL_DAY))
    return quantity(w, (1, 2, 3) if unit is Unit.WEEK else (1, 2, min(most, 6)), unit)


def _in_first(w: Writing) -> Phrases:
    every, most = w.chance.one(_PARTED)
    return (tree.Every(period=every), tree.InFirst(amount=_span(w, most)))


def _in_last(w: Writing) -> Phrases:
    every, most = w.chance.one(_PARTED)
    return (tree.Every(period=every), tree.InLast(amount=_span(w, most)))


_PARTED = ((PeriodWord.TERM, 40), (PeriodWord.MONTH, 30), (PeriodWord.WEEK, 5), (PeriodWord.SCHOOL_YEAR, 40))


def _by_week_end(w: Writing) -> Phrases:
    return (plain(w, *LONG), tree.ByWeekEnd(number=quantity(w, (2, 3, 4))))


def _by_next_month(w: Writing) -> Phrases:
    return (plain(w, PeriodWord.MONTH), tree.ByNextMonth(day=quantity(w, (5, 1, 10, 31))))


def _by_date(w: Writing) -> Phrases:
    month, day = quantity(w, (10, 4, 9, 3)), quantity(w, (1, 5, 28))
    return (plain(w, *LONG), tree.ByDate(month=month, day=day))


def _in_month(w: Writing) -> Phrases:
    return (plain(w, *LONG, PeriodWord.WEEK), tree.InMonth(month=quantity(w, (10, 4, 9, 3))))


def _by_end(w: Writing) -> Phrases:
    period = w.chance.one(LONG)
    return (tree.Every(period=period), tree.ByEnd(period=period))


def _trigger(w: Writing) -> tree.EachEventName:
    event = w.chance.one(w.events)
    return tree.EachEventName(event=NAME(event.term.id), tests=checks_on(w, event, percent=30))


def _on_day_of(w: Writing) -> Phrases:
    return (tree.OnDayOf(trigger=_trigger(w)),)


def _time(w: Writing) -> tree.Quantity:
    unit = w.chance.one((Unit.HOUR, Unit.MINUTE, Unit.DAY, Unit.SCHOOL_DAY, Unit.WEEK))
    numbers = {Unit.HOUR: (24, 2, 48), Unit.MINUTE: (60, 90, 1440)}.get(unit, (1, 2, 3))
    return quantity(w, numbers, unit)


def _within_after(w: Writing) -> Phrases:
    return (tree.WithinAfter(amount=_time(w), trigger=_trigger(w)),)


def _within_before(w: Writing) -> Phrases:
    return (tree.WithinBefore(amount=_time(w), trigger=_trigger(w)),)


def _between_events(w: Writing) -> Phrases:
    return (tree.BetweenEvents(trigger=_trigger(w), end=NAME(w.chance.one(w.events).term.id)),)


def _where(w: Writing) -> Phrases:
    return (where(w), *_every(w))


PHRASES: Mapping[type, Callable[[Writing], Phrases]] = {
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

RESPONSES = (tree.OnDayOf, tree.WithinAfter, tree.WithinBefore, tree.BetweenEvents)
CALENDAR = tuple(phrase for phrase in PHRASES if phrase not in RESPONSES)


def windows(w: Writing, classes: Sequence[type]) -> Phrases:
    """The phrases of a norm of one of the classes; most norms recur without more ado."""
    plainly = [c for c in classes if c is tree.Every]
    found = PHRASES[w.chance.one((*plainly * 8, *classes))](w)
    has_where = any(isinstance(p, tree.Where) for p in found)
    is_response = any(isinstance(p, RESPONSES) for p in found)
    if classes and not has_where and w.chance.happens(8):
        return (where(w, ranks=not is_response), *found)
    return found


# Conditions ----------------------------------------------------------------------------------------


def _unit_has(w: Writing) -> tree.Condition:
    role = NAME(w.chance.one(ROLES))
    return tree.UnitHas(unit=NAME(BEARER_UNIT), bound=bound(w, (0, 1, 2, 3)), role=role)


def _property_holds(w: Writing) -> tree.Condition:
    return tree.PropertyHolds(property=NAME(w.chance.one(FLAGS)))


def _property_is(w: Writing) -> tree.Condition:
    pairs: tuple[tuple[str, tree.Value], ...] = (
        *(("level", tree.NamedAmount(name=NAME(w.chance.one(("junior", "senior"))))),) * 3,
        *(("subject", tree.Quoted(text=w.chance.one(("sums", "art")))),) * 3,
        ("novice", tree.YesNo(yes=w.chance.happens(50))),
        ("badge", tree.Quoted(text="star")),
    )
    name, value = w.chance.one(pairs)
    return tree.PropertyIs(property=NAME(name), value=value)


def _ranked(w: Writing) -> tree.Condition:
    event = w.event(lambda e: bool(attributes(e, *NUMBERS)))
    if event is None:
        return _property_holds(w)
    attribute = w.chance.one(attributes(event, *NUMBERS))
    return tree.Ranked(
        unit=NAME(BEARER_UNIT),
        lowest=w.chance.happens(50),
        places=quantity(w, (1, 2)),
        metric=tree.Metric(
            fold=w.chance.one(tuple(tree.Fold)), attribute=NAME(attribute.term.id), event=NAME(event.term.id)
        ),
    )


CONDITIONS: Mapping[type, Callable[[Writing], tree.Condition]] = {
    tree.UnitHas: _unit_has,
    tree.PropertyHolds: _property_holds,
    tree.PropertyIs: _property_is,
    tree.Ranked: _ranked,
}
"""How a condition of each class is made."""


def where(w: Writing, *, ranks: bool = True) -> tree.Where:
    """One condition or two; `ranks` False where there is no window before to rank by."""
    makers = [make for kind, make in CONDITIONS.items() if ranks or kind is not tree.Ranked]
    made = [w.chance.one(makers)(w) for _ in range(1 + w.chance.happens(20))]
    return tree.Where(conditions=tuple(made))
