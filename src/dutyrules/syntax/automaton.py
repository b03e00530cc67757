"""The LALR automaton of the grammar, run one statement at a time.

Lark works the tables out; walking them is done here, because a word's reading depends on what the
state really accepts (a table row also lists words that fail after its reductions), and because a
node can be built at the very reduction, without a tree in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

import attrs
from lark import Token, Tree
from lark.tree import Meta

from dutyrules.syntax.from_parse import TreeBuilder
from dutyrules.syntax.source import Span
from dutyrules.syntax.tables import Rule, read_tables

END = "$END"
_EMPTY = (-1, -1)


@attrs.frozen
class _Reduction:
    """A grammar rule as it is applied: what it is called, how many symbols it takes, what it builds.

    `build` is None for a rule that only groups: its children join those of the rule around it.
    """

    name: str
    length: int
    is_transparent: bool
    build: Callable[[Meta, list[object]], object] | None


@attrs.frozen
class _Table:
    """The tables: by state, the next state or the reduction for each symbol."""

    actions: tuple[Mapping[str, int | _Reduction], ...]
    start: int
    end: int


class _Group(list[object]):
    """The children of a rule that only groups."""


@cache
def _table() -> _Table:
    tables, builder = read_tables(), TreeBuilder()
    rules = [_reduction(rule, builder) for rule in tables.rules]
    actions = tuple(
        {symbol: move if move >= 0 else rules[~move] for symbol, move in state.items()}
        for state in tables.states
    )
    return _Table(actions, tables.start, tables.end)


def _reduction(rule: Rule, builder: TreeBuilder) -> _Reduction:
    name = rule.builder
    build = None if name is None else getattr(builder, name, None) or partial(_plain, name)
    return _Reduction(rule.name, rule.length, rule.is_transparent, build)


def _plain(name: str, meta: Meta, children: list[object]) -> Tree[object]:
    """A node of a rule for which the builder has no method."""
    return Tree(name, list(children), meta)


class Automaton:
    """One run over the words of one statement."""

    def __init__(self) -> None:
        self._table = _table()
        self._states = [self._table.start]
        self._values: list[object] = []
        self._places: list[tuple[int, int]] = []

    def copy(self) -> Automaton:
        """A run that goes on from here without touching this one."""
        other = Automaton()
        other._states = self._states.copy()
        other._values = self._values.copy()
        other._places = self._places.copy()
        return other

    def accepts(self, terminal: str) -> bool:
        """True if a word of this terminal can follow."""
        actions = self._table.actions
        action = actions[self._states[-1]].get(terminal)
        if action is None or isinstance(action, int):
            return action is not None
        states = self._states.copy()
        while isinstance(action, _Reduction):
            if action.length:
                del states[-action.length :]
            goal = actions[states[-1]][action.name]
            if not isinstance(goal, int):  # pragma: no cover - a rule leads to a state
                return False
            if goal == self._table.end:
                return terminal == END
            states.append(goal)
            action = actions[goal].get(terminal)
        return action is not None

    def expected(self) -> frozenset[str]:
        """The terminals that can follow, `END` among them where the statement may end."""
        here = self._table.actions[self._states[-1]]
        return frozenset(t for t in here if (t.isupper() or t == END) and self.accepts(t))

    def take(self, readings: Iterable[str], value: str, span: Span) -> str | None:
        """The first of the readings that can follow, taken; None if none can."""
        for reading in readings:
            if self.accepts(reading):
                self.feed(reading, value, span)
                return reading
        return None

    def feed(self, terminal: str, value: str, span: Span) -> None:
        """Takes a word that is accepted."""
        actions = self._table.actions
        action = actions[self._states[-1]][terminal]
        while isinstance(action, _Reduction):
            self._reduce(action)
            action = actions[self._states[-1]][terminal]
        self._states.append(action)
        self._values.append(Token(terminal, value, start_pos=span.start, end_pos=span.end))
        self._places.append((span.start, span.end))

    def finish(self) -> object:
        """What the statement comes to, once the end is accepted."""
        while self._states[-1] != self._table.end:
            action = self._table.actions[self._states[-1]][END]
            if isinstance(action, int):
                break
            self._reduce(action)
        return self._values[-1]

    def _reduce(self, rule: _Reduction) -> None:
        values, place = self._pop(rule.length)
        if rule.build is None:
            result: object = _Group(values)
        elif rule.is_transparent and len(values) == 1:
            result = values[0]
        else:
            result = rule.build(_meta(place), values)
        goal = self._table.actions[self._states[-1]][rule.name]
        assert isinstance(goal, int)  # noqa: S101 - a rule leads to a state
        self._states.append(goal)
        self._values.append(result)
        self._places.append(place)

    def _pop(self, length: int) -> tuple[list[object], tuple[int, int]]:
        """The children of the last `length` symbols, and where they stand."""
        if not length:
            return [], _EMPTY
        values: list[object] = []
        for value in self._values[-length:]:
            if isinstance(value, _Group):
                values.extend(value)
            else:
                values.append(value)
        places = [p for p in self._places[-length:] if p is not _EMPTY]
        del self._states[-length:], self._values[-length:], self._places[-length:]
        return values, (places[0][0], places[-1][1]) if places else _EMPTY


def _meta(place: tuple[int, int]) -> Meta:
    meta = Meta()  # type: ignore[no-untyped-call]
    if place is not _EMPTY:
        meta.empty = False
        meta.start_pos, meta.end_pos = place
    return meta
