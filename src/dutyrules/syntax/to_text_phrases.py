"""When a norm holds and where it applies: phrases and conditions to text."""

from __future__ import annotations

from typing import assert_never

from dutyrules.syntax import tree
from dutyrules.syntax.pieces import Pieces
from dutyrules.syntax.to_text_amounts import (
    PEOPLE,
    bare,
    bound,
    counted,
    each_event,
    measure_word,
    noun,
    quantity,
    value,
)
from dutyrules.syntax.to_text_words import Wording
from dutyrules.syntax.tree import PeriodWord

_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_WITH_COUNTER = (PeriodWord.SCHOOL_DAY, PeriodWord.HOLIDAY)


def phrase(w: Wording, written: tree.Phrase) -> Pieces:
    """One phrase, without the comma after it."""
    match written:
        case tree.Every():
            return every(w, written)
        case tree.OnDayOf() | tree.WithinAfter() | tree.WithinBefore() | tree.BetweenEvents():
            return _around_event(w, written)
        case tree.Where(conditions=conditions):
            return w.say("WHERE {all}", all=w.row((condition(w, c) for c in conditions), "AND"))
        case _:
            return _narrowing(w, written)


def _narrowing(
    w: Wording,
    written: tree.InFirst
    | tree.InLast
    | tree.ByWeekEnd
    | tree.ByNextMonth
    | tree.ByDate
    | tree.InMonth
    | tree.ByEnd,
) -> Pieces:
    match written:
        case tree.InFirst(amount=amount):
            return w.say("IN_FIRST {part}", "FRONT {part} INSIDE", part=quantity(w, amount))
        case tree.InLast(amount=amount):
            return w.say("IN_LAST {part}", "IN_LAST {part} INSIDE", part=quantity(w, amount))
        case tree.ByWeekEnd(number=number):
            return w.say("BY END_OF WEEK {n}", "ORDINAL {n} WEEK END FRONT", n=bare(w, number))
        case tree.ByNextMonth(day=day):
            # A parameter says itself that it is a day.
            unit = w.say("DAY") if isinstance(day, tree.Amount) else ()
            parts = {"n": bare(w, day), "day": unit}
            return w.say("BY {day} {n} OF NEXT_MONTH", "NEXT_MONTH {n} {day} FRONT", **parts)
        case tree.ByDate(month=month, day=day):
            parts = {"m": bare(w, month), "d": bare(w, day)}
            return w.say("BY MONTH {m} DAY {d}", "{m} MONTH {d} DAY FRONT", **parts)
        case tree.InMonth(month=month):
            return w.say("ON.1 MONTH {m}", "{m} MONTH INSIDE", m=bare(w, month))
        case tree.ByEnd(period=period):
            return w.say("BY END_OF {period}", "{period} END FRONT", period=w.keyword(period.name))
        case _:
            assert_never(written)


def _around_event(
    w: Wording, written: tree.OnDayOf | tree.WithinAfter | tree.WithinBefore | tree.BetweenEvents
) -> Pieces:
    trigger = each_event(w, written.trigger)
    match written:
        case tree.OnDayOf():
            return w.say("ON_THE_DAY_OF {event}", "{event} SAME_DAY", event=trigger)
        case tree.WithinAfter(amount=amount):
            parts = {"time": quantity(w, amount), "event": trigger}
            return w.say("WITHIN {time} AFTER {event}", "{event} AFTER {time} INSIDE", **parts)
        case tree.WithinBefore(amount=amount):
            parts = {"time": quantity(w, amount), "event": trigger}
            return w.say("WITHIN {time} BEFORE {event}", "{event} FRONT {time} INSIDE", **parts)
        case tree.BetweenEvents(end=end):
            parts = {"event": trigger, "end": w.word(w.naming.event(end.text))}
            return w.say("BETWEEN {event} AND {end}", "{event} TO {end} DURING", **parts)
        case _:
            assert_never(written)


# Recurrence ----------------------------------------------------------------------------------------


def every(w: Wording, written: tree.Every) -> Pieces:
    """`each odd week on Wednesday after period 6`."""
    is_plain = written.every is None and written.parity is None
    rolling = _rolling(w, written)
    if is_plain and written.period is PeriodWord.WEEK and written.slot is not None and not rolling:
        return w.say("EACH {slot}", slot=_slot(w, written.slot))
    with_counter = is_plain and written.period in _WITH_COUNTER
    return w.say(
        "EACH {number} {parity} {period} {on} {slot} {rolling}",
        f"EACH.{int(with_counter)} {{number}} {{parity}} {{period}} {{slot}} {{rolling}}",
        number=() if written.every is None else bare(w, written.every),
        parity=() if written.parity is None else w.keyword(written.parity.name),
        period=counted(w, written.every, written.period.name),
        on=() if written.slot is None else w.say("ON"),
        slot=() if written.slot is None else _slot(w, written.slot),
        rolling=rolling,
    )


def _slot(w: Wording, slot: tree.Slot) -> Pieces:
    weekday = w.keyword(_WEEKDAYS[slot.weekday - 1])
    if slot.after_period is None:
        return weekday
    number = bare(w, slot.after_period)
    after = w.say("AFTER PERIOD {number}", "ORDINAL {number} PERIOD AFTER", number=number)
    return (*weekday, *after)


def _rolling(w: Wording, written: tree.Every) -> Pieces:
    if written.sliding:
        return w.say("SLIDING")
    if written.anchor is None:
        return ()
    return w.say("COUNTED_FROM {week}", "FROM ORDINAL {week} WEEK UP", week=bare(w, written.anchor))


# Conditions ----------------------------------------------------------------------------------------


def condition(w: Wording, written: tree.Condition) -> Pieces:
    """What must hold of the bearer or its unit."""
    match written:
        case tree.UnitHas(unit=unit, bound=limit, role=role):
            return w.say(
                "{unit} HAS {limit} {role}",
                unit=w.word(w.naming.unit(unit.text)),
                limit=bound(w, limit, PEOPLE),
                role=noun(w, w.naming.role(role.text), limit),
            )
        case tree.PropertyHolds(property=name):
            return w.word(w.naming.property(name.text))
        case tree.PropertyIs(property=name, value=expected):
            choice = None
            if isinstance(expected, tree.NamedAmount):
                choice = w.naming.property_choice(name.text, expected.name.text)
            parts = {"name": w.word(w.naming.property(name.text)), "value": value(w, expected, choice)}
            return w.say("{name} IS {value}", **parts)
        case tree.Ranked():
            return _ranked(w, written)
        case _:
            assert_never(written)


def _ranked(w: Wording, written: tree.Ranked) -> Pieces:
    return w.say(
        "{unit} {ranked} {places} RANK_BY {metric}",
        "{unit} RANK_BY {metric} {ranked} {places} {counter}",
        unit=w.word(w.naming.unit(written.unit.text)),
        ranked=w.say("RANK_LOW" if written.lowest else "RANK_HIGH"),
        places=bare(w, written.places),
        metric=_metric(w, written.metric),
        counter=measure_word(w, PEOPLE),
    )


def _metric(w: Wording, metric: tree.Metric) -> Pieces:
    event = metric.event.text
    of, after = {tree.Fold.SUM: ("SUM_OF", "SUM_AFTER"), tree.Fold.MEAN: ("MEAN_OF", "MEAN_AFTER")}[
        metric.fold
    ]
    return w.say(
        f"{of} {{attribute}} OF {{event}}",
        f"{{event}} DE {{attribute}} {after}",
        attribute=w.word(w.naming.attribute(event, metric.attribute.text)),
        event=w.word(w.naming.event(event)),
    )
