"""A pair that fails made small: whatever can be left out without curing it is left out.

Hypothesis shrinks choices; a pair is made of rows, norms, posts and days off that can go one by one, and
that is both quicker and smaller. What is left is what a golden case is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs
from agreement.pairs import Pair

from dutyrules.calendar.problems import ProblemsError
from dutyrules.syntax import tree

Fails = Callable[[Pair], bool]
Parts = tuple[object, ...]
MOST_TRIES = 800
FIELDS = ("rows", "statements", "waivers", "complete")
FIELDS_OF_PEOPLE = ("posts", "traits")


@attrs.define
class _Trial:
    """Asks whether a smaller pair still fails, so many times and no more."""

    fails: Fails
    left: int = MOST_TRIES

    def holds(self, pair: Pair) -> bool:
        """Leaving something out may also make a pair that no longer is one."""
        self.left -= 1
        if self.left < 0:
            return False
        try:
            return pair.checked.policy is not None and self.fails(pair)
        except (ProblemsError, ValueError):
            return False


def smallest(pair: Pair, fails: Fails) -> Pair:
    """A part of the pair that still `fails`, of which no single part can be left out within the tries."""
    trial = _Trial(fails)
    before = None
    while pair is not before and trial.left > 0:
        before = pair
        for field in FIELDS:
            pair = _shorter(pair, field, trial)
        for field in FIELDS_OF_PEOPLE:
            pair = _shorter(pair, field, trial, of_people=True)
        pair = _simpler(pair, trial)
    return pair


def _shorter(pair: Pair, field: str, trial: _Trial, *, of_people: bool = False) -> Pair:
    """The pair with as few parts in the field as still fail, runs of them left out before single ones."""
    size = len(_parts(pair, field, of_people=of_people))
    while size > 0:
        start = 0
        while start < len(parts := _parts(pair, field, of_people=of_people)):
            fewer = (*parts[:start], *parts[start + size :])
            smaller = _with(pair, field, fewer, of_people=of_people)
            if trial.holds(smaller):
                pair = smaller
            else:
                start += size
        size //= 2
    return pair


def _parts(pair: Pair, field: str, *, of_people: bool) -> Parts:
    found: Parts = getattr(pair.people if of_people else pair, field)
    return found


def _with(pair: Pair, field: str, parts: Parts, *, of_people: bool) -> Pair:
    if of_people:
        return attrs.evolve(pair, people=attrs.evolve(pair.people, **{field: parts}))
    return attrs.evolve(pair, **{field: parts})


def _simpler(pair: Pair, trial: _Trial) -> Pair:
    """The pair with plainer norms, and rows with blank cells."""
    for place in range(len(pair.statements)):
        for statement in _plainer(pair.statements[place]):
            smaller = attrs.evolve(pair, statements=_replaced(pair.statements, place, statement))
            if trial.holds(smaller):
                return smaller
    for place in range(len(pair.rows)):
        for name in sorted(set(pair.rows[place]) - {"id", "type", "time"}):
            row = {key: cell for key, cell in pair.rows[place].items() if key != name}
            smaller = attrs.evolve(pair, rows=_replaced(pair.rows, place, row))
            if trial.holds(smaller):
                pair = smaller
    return pair


def _replaced(parts: Parts, place: int, part: object) -> Parts:
    return (*parts[:place], part, *parts[place + 1 :])


def _plainer(statement: tree.Statement) -> Iterator[tree.Statement]:
    """A norm without a phrase, or without one of the optional parts of its sentence."""
    if not isinstance(statement, tree.Norm | tree.ExceptionNorm):
        return
    for place in range(len(statement.phrases)):
        yield attrs.evolve(statement, phrases=(*statement.phrases[:place], *statement.phrases[place + 1 :]))
    sentence = statement.sentence
    for field in attrs.fields(type(sentence)):
        value = getattr(sentence, field.name)
        plain = () if isinstance(value, tuple) else field.default
        if field.name != "span" and plain is not attrs.NOTHING and value != plain:
            yield attrs.evolve(statement, sentence=attrs.evolve(sentence, **{field.name: plain}))
