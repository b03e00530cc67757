"""Scores with their items, grades, vetoes, shifts and stipends, one function per construct."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import attrs
from hypothesis import strategies as st
from strategies.event_tests import checks_on, triggers
from strategies.norms import attested, plain, rated
from strategies.world import events, events_with, name_of, quantities, texts

from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.syntax import tree
from dutyrules.syntax.tree import PeriodWord, Unit

GRADES = ("excellent", "good", "qualified", "unqualified")


@attrs.frozen(kw_only=True)
class Before:
    """What stands before an item: the norms and the scores that it may speak of."""

    norms: tuple[tree.Name, ...]
    scores: tuple[tree.Name, ...]


def points(places: int = 0) -> st.SearchStrategy[tree.Quantity]:
    """Some points."""
    return quantities(Unit.POINT, places=places)


Rules = st.SearchStrategy[tree.ItemRule]


def _attested(_: Before) -> Rules:
    return attested()


def _rated(_: Before) -> Rules:
    return rated(out_of=False)


def _fold_of_score(before: Before) -> Rules:
    scores = st.sampled_from(before.scores)
    return st.builds(tree.FoldOfScore, fold=st.sampled_from(tree.Fold), score=scores)


def _sum_of_attribute(_: Before) -> Rules:
    pairs = events_with(AttributeKind.NUMBER, AttributeKind.POINTS)
    return pairs.map(lambda pair: tree.SumOfAttribute(event=name_of(pair[0]), attribute=name_of(pair[1])))


def _norm_lists(before: Before) -> st.SearchStrategy[tuple[tree.Name, ...]]:
    return st.lists(st.sampled_from(before.norms), min_size=1, max_size=3).map(tuple)


def _deduct(before: Before) -> Rules:
    return st.builds(tree.Deduct, amount=points(1), norms=_norm_lists(before))


def _if_fulfilled(before: Before) -> Rules:
    norms = st.sampled_from(before.norms)
    return st.builds(tree.IfFulfilled, norm=norms, then=points(), otherwise=points())


def _per_event(_: Before) -> Rules:
    return st.builds(tree.PerEvent, amount=points(1), event=events().flatmap(triggers), less=st.booleans())


def _steps(before: Before) -> Rules:
    steps = st.lists(points(), min_size=1, max_size=4).map(lambda found: tuple(enumerate(found)))
    return st.builds(tree.Steps, norms=_norm_lists(before), steps=steps, otherwise=points())


def _proportion(before: Before) -> Rules:
    return st.builds(tree.Proportion, norm=st.sampled_from(before.norms))


ITEM_RULES: dict[type, Callable[[Before], Rules]] = {
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
"""How the rule of an item is made."""


def items(name: tree.Name, before: Before, rule: type | None = None) -> st.SearchStrategy[tree.Item]:
    """An item or a bonus of that name; its rule of the class asked for."""
    usable = [c for c in ITEM_RULES if before.scores or c is not tree.FoldOfScore]
    needs_norm = (tree.Deduct, tree.IfFulfilled, tree.Steps, tree.Proportion)
    classes = [rule] if rule else [c for c in usable if before.norms or c not in needs_norm]
    return st.builds(
        tree.Item,
        name=st.just(name),
        maximum=points(),
        rule=st.one_of([ITEM_RULES[c](before) for c in classes]),
        is_bonus=st.booleans(),
    )


def total_of(found: Sequence[tree.Item]) -> tree.Amount | None:
    """The points that the items give together; None if a parameter has some of them."""
    maxima = [item.maximum for item in found if not item.is_bonus]
    numbers = [m.number for m in maxima if isinstance(m, tree.Amount)]
    if not numbers or len(numbers) < len(maxima):
        return None
    return tree.Amount(number=sum(numbers, Decimal(0)), unit=Unit.POINT)


def score_lines(name: tree.Name) -> st.SearchStrategy[tree.ScoreLine]:
    """The line that opens a score."""
    roundings = st.builds(tree.Rounding, rule=st.sampled_from(tree.RoundingRule), places=st.integers(0, 3))
    return st.builds(
        tree.ScoreLine,
        name=st.just(name),
        every=plain(PeriodWord.MONTH, PeriodWord.TERM, PeriodWord.SCHOOL_YEAR),
        out_of=st.none(),
        rounding=st.none() | roundings,
        cap=st.none() | points(),
    )


def grade_tables(score: tree.Name) -> st.SearchStrategy[tree.GradeTable]:
    """Bands from the highest down."""
    lows = st.sets(st.integers(1, 100), min_size=1, max_size=3).map(lambda found: sorted(found, reverse=True))
    return lows.map(
        lambda found: tree.GradeTable(
            score=score,
            bands=tuple(
                tree.Band(grade=tree.Name(grade), low=tree.Amount(number=Decimal(low), unit=Unit.POINT))
                for grade, low in zip(GRADES, found, strict=False)
            ),
            otherwise=tree.Name(GRADES[3]),
        )
    )


@st.composite
def vetoes(draw: st.DrawFn, name: tree.Name, score: tree.Name, grades: tuple[str, ...]) -> tree.Veto:
    """Something that sets the score's grade."""
    event = draw(events())
    given = st.none() | st.sampled_from(grades).map(tree.Name)
    effects = st.lists(st.builds(tree.Effect, score=st.just(score), grade=given), min_size=1, max_size=2)
    return tree.Veto(
        name=name,
        every=draw(plain(PeriodWord.MONTH, PeriodWord.TERM)),
        event=name_of(event),
        tests=draw(checks_on(event)),
        effects=tuple(draw(effects)),
        basis=draw(st.none() | texts),
        proof=draw(checks_on(event)),
        duration=draw(st.none() | quantities(Unit.MONTH, 12)),
    )


@st.composite
def shifts(draw: st.DrawFn, name: tree.Name, score: tree.Name, grades: tuple[str, ...]) -> tree.Shift:
    """Something that moves the score's grade."""
    event = draw(events())
    return tree.Shift(
        name=name,
        every=draw(plain(PeriodWord.MONTH, PeriodWord.TERM)),
        event=name_of(event),
        tests=draw(checks_on(event)),
        score=score,
        raises=draw(st.booleans()),
        steps=draw(quantities(high=3)),
        limit=draw(st.none() | st.sampled_from(grades).map(tree.Name)),
    )


@st.composite
def stipends(draw: st.DrawFn, score: tree.Name, grades: tuple[str, ...]) -> tree.StipendTable:
    """Money for each of the grades."""
    money = quantities(Unit.YUAN, 900, places=2)
    return tree.StipendTable(
        score=score,
        fixed=draw(st.none() | money),
        payments=tuple(
            tree.Payment(grade=tree.Name(g), amount=draw(money), in_all=draw(st.booleans())) for g in grades
        ),
        proration=draw(st.sampled_from(tree.Proration)),
    )


def grades_of(table: tree.GradeTable) -> tuple[str, ...]:
    """The grades that the table gives."""
    return (*(band.grade.text for band in table.bands), table.otherwise.text)
