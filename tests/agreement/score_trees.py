"""Scores with items, grades, vetoes, shifts and stipends as trees, one function per construct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from agreement.norm_trees import attested, rated
from agreement.window_trees import plain
from agreement.words import GRADES, attributes
from agreement.writing import NAME, Writing, amount, checks_on, quantity

from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.syntax import tree
from dutyrules.syntax.tree import PeriodWord, Unit

_UNITS = {PeriodWord.MONTH: Unit.MONTH, PeriodWord.WEEK: Unit.WEEK}
_POINTS = ("5", "2", "0.5", "10")


def _points(w: Writing) -> tree.Quantity:
    return quantity(w, _POINTS, Unit.POINT)


def _attested(w: Writing) -> tree.ItemRule | None:
    return attested(w)


def _rated(w: Writing) -> tree.ItemRule | None:
    return rated(w, out_of=False)


def _fold_of_score(w: Writing) -> tree.ItemRule | None:
    if not w.scores:
        return None
    return tree.FoldOfScore(fold=w.chance.one(tuple(tree.Fold)), score=w.chance.one(w.scores).name)


def _sum_of_attribute(w: Writing) -> tree.ItemRule | None:
    kinds = (AttributeKind.NUMBER, AttributeKind.POINTS)
    event = w.event(lambda e: bool(attributes(e, *kinds)))
    if event is None:
        return None
    attribute = w.chance.one(attributes(event, *kinds))
    return tree.SumOfAttribute(attribute=NAME(attribute.term.id), event=NAME(event.term.id))


def _labels(w: Writing) -> tuple[tree.Name, ...]:
    return tuple(norm.label for norm in w.chance.some(w.norms, 1, 3))


def _deduct(w: Writing) -> tree.ItemRule | None:
    return tree.Deduct(amount=_points(w), norms=_labels(w))


def _if_fulfilled(w: Writing) -> tree.ItemRule | None:
    return tree.IfFulfilled(norm=_labels(w)[0], then=_points(w), otherwise=_points(w))


def _per_event(w: Writing) -> tree.ItemRule | None:
    event = w.chance.one(w.events)
    named = tree.EachEventName(event=NAME(event.term.id), tests=checks_on(w, event))
    return tree.PerEvent(amount=_points(w), event=named, less=w.chance.happens(50))


def _steps(w: Writing) -> tree.ItemRule | None:
    steps = tuple((missing, _points(w)) for missing in range(w.chance.number(1, 3)))
    return tree.Steps(norms=_labels(w), steps=steps, otherwise=_points(w))


def _proportion(w: Writing) -> tree.ItemRule | None:
    return tree.Proportion(norm=_labels(w)[0])


ITEM_RULES: Mapping[type, Callable[[Writing], tree.ItemRule | None]] = {
    tree.Attested: _attested,
    tree.Rated: _rated,
    tree.FoldOfScore: _fold_of_score,
    tree.SumOfAttribute: _sum_of_attribute,
    tree.Deduct: _deduct,
    tree.IfFulfilled: _if_fulfilled,
    tree.PerEvent: _per_event,
    tree.Steps: _steps,
    tree.Proportion: _proportion,
}
"""How the rule of an item is made; None where what it needs has not been written."""

_UNBOUNDED = (tree.FoldOfScore, tree.SumOfAttribute, tree.IfFulfilled, tree.Steps)


def _item(w: Writing) -> tree.Item | None:
    rule = w.chance.one(tuple(ITEM_RULES.values()))(w)
    if rule is None:
        return None
    is_free = isinstance(rule, _UNBOUNDED) and w.chance.happens(50)
    maximum = None if is_free else amount(w.chance.one(_POINTS), Unit.POINT)
    return tree.Item(name=w.label(), maximum=maximum, rule=rule, is_bonus=w.chance.happens(15))


def _total(w: Writing, items: list[tree.Item]) -> tree.Amount | None:
    maxima = [item.maximum for item in items if not item.is_bonus]
    numbers = [m.number for m in maxima if isinstance(m, tree.Amount)]
    if not numbers or len(numbers) < len(maxima) or w.chance.happens(50):
        return None
    return tree.Amount(number=sum(numbers, Decimal(0)), unit=Unit.POINT)


def _grades(w: Writing, score: tree.Name, out_of: tree.Amount | None) -> tree.GradeTable:
    most = None if out_of is None else out_of.number
    lows = sorted({Decimal(n) for n in w.chance.some(("0.5", "2", "5", "7", "10"), 1, 3)}, reverse=True)
    fitting = [low for low in lows if most is None or low <= most] or [Decimal("0.5")]
    bands = [
        tree.Band(grade=NAME(grade), low=amount(str(low), Unit.POINT))
        for grade, low in zip(GRADES, fitting, strict=False)
    ]
    return tree.GradeTable(score=score, bands=tuple(bands), otherwise=NAME(GRADES[len(bands)]))


def _grade_names(table: tree.GradeTable) -> tuple[str, ...]:
    return (*(band.grade.text for band in table.bands), table.otherwise.text)


def _veto(w: Writing, line: tree.ScoreLine, grades: tuple[str, ...], *, is_paid: bool) -> tree.Veto:
    event = w.chance.one(w.events)
    made = tree.Effect(score=line.name, grade=NAME(w.chance.one(grades)))
    withheld = tree.Effect(score=line.name, grade=None)
    effects = w.chance.some((made, withheld) if is_paid else (made,), 1, 2)
    unit = _UNITS.get(line.every.period)
    return tree.Veto(
        name=w.label(),
        every=line.every,
        event=NAME(event.term.id),
        tests=checks_on(w, event),
        effects=effects,
        basis=w.chance.one((None, "4")),
        proof=checks_on(w, event, percent=30),
        duration=quantity(w, (2, 1, 3), unit) if w.chance.happens(40) else None,
    )


def _shift(w: Writing, line: tree.ScoreLine, grades: tuple[str, ...]) -> tree.Shift:
    event = w.chance.one(w.events)
    return tree.Shift(
        name=w.label(),
        every=line.every,
        event=NAME(event.term.id),
        tests=checks_on(w, event),
        score=line.name,
        raises=w.chance.happens(50),
        steps=quantity(w, (1, 2)),
        limit=NAME(w.chance.one(grades)) if w.chance.happens(40) else None,
    )


def _stipend(w: Writing, score: tree.Name, grades: tuple[str, ...]) -> tree.StipendTable:
    money = ("100", "33.33", "0.05")
    return tree.StipendTable(
        score=score,
        fixed=quantity(w, money, Unit.YUAN) if w.chance.happens(60) else None,
        payments=tuple(
            tree.Payment(grade=NAME(g), amount=quantity(w, money, Unit.YUAN), in_all=w.chance.happens(30))
            for g in grades
        ),
        proration=w.chance.one(tuple(tree.Proration)),
    )


def score(w: Writing) -> tuple[tree.Statement, ...]:
    """A score with its items and, mostly, with all that hangs on it; norms are written before."""
    name = w.label()
    made = [_item(w) for _ in range(w.chance.number(2, 5))]
    items = [item for item in made if item is not None] or [_safe_item(w)]
    out_of = _total(w, items)
    rounding = tree.Rounding(rule=w.chance.one(tuple(tree.RoundingRule)), places=w.chance.number(0, 2))
    line = tree.ScoreLine(
        name=name,
        every=plain(w, PeriodWord.MONTH, PeriodWord.TERM, PeriodWord.WEEK),
        out_of=out_of,
        rounding=rounding if w.chance.happens(50) else None,
        cap=quantity(w, ("5", "12"), Unit.POINT) if w.chance.happens(25) else None,
    )
    w.scores.append(line)
    if w.chance.happens(25):
        return (line, *items)
    table = _grades(w, name, out_of)
    grades = _grade_names(table)
    is_paid = w.chance.happens(65)
    vetoes = [_veto(w, line, grades, is_paid=is_paid) for _ in range(w.chance.number(0, 2))]
    shifts = [_shift(w, line, grades) for _ in range(w.chance.number(0, 2))]
    paid = (_stipend(w, name, grades),) if is_paid else ()
    return (line, *items, table, *vetoes, *shifts, *paid)


def _safe_item(w: Writing) -> tree.Item:
    return tree.Item(name=w.label(), maximum=amount("5", Unit.POINT), rule=attested(w))
