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
_Place = tuple[int, int]
_Entry = tuple[int, object, _Place]
_EMPTY: _Place = (-1, -1)


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
    """One run over the words of one statement.

    The stack holds a state, the node or word that led to it, and where that stands in the text.
    """

    def __init__(self) -> None:
        self._table = _table()
        self._stack: list[_Entry] = [(self._table.start, None, _EMPTY)]

    def copy(self) -> Automaton:
        """A run that goes on from here without touching this one."""
        other = Automaton()
        other._stack = self._stack.copy()
        return other

    def accepts(self, terminal: str) -> bool:
        """True if a word of this terminal can follow."""
        actions = self._table.actions
        action = actions[self._stack[-1][0]].get(terminal)
        if action is None or isinstance(action, int):
            return action is not None
        states = [entry[0] for entry in self._stack]
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
        here = self._table.actions[self._stack[-1][0]]
        return frozenset(t for t in here if (t.isupper() or t == END) and self.accepts(t))

    def take(self, readings: Iterable[str], value: str, span: Span) -> str | None:
        """The first of the readings that can follow, taken; None if none can, and nothing has changed."""
        actions = self._table.actions
        for reading in readings:
            action = actions[self._stack[-1][0]].get(reading)
            if action is None:
                continue
            saved = None if isinstance(action, int) else self._stack.copy()
            while isinstance(action, _Reduction):
                self._reduce(action)
                action = actions[self._stack[-1][0]].get(reading)
            if action is not None:
                place = (span.start, span.end)
                self._stack.append((action, _token(reading, value, place), place))
                return reading
            if saved is not None:
                self._stack = saved
        return None

    def feed(self, terminal: str, value: str, span: Span) -> None:
        """Takes a word that is accepted."""
        if self.take((terminal,), value, span) is None:
            raise ValueError(f"{terminal} is not accepted here")

    def finish(self) -> object:
        """What the statement comes to, once the end is accepted."""
        while self._stack[-1][0] != self._table.end:
            action = self._table.actions[self._stack[-1][0]][END]
            if isinstance(action, int):
                break
            self._reduce(action)
        return self._stack[-1][1]

    def _reduce(self, rule: _Reduction) -> None:
        values, place = self._pop(rule.length)
        if rule.build is None:
            result: object = _Group(values)
        elif rule.is_transparent and len(values) == 1:
            result = values[0]
        else:
            result = rule.build(_meta(place), values)
        goal = self._table.actions[self._stack[-1][0]][rule.name]
        assert isinstance(goal, int)  # noqa: S101 - a rule leads to a state
        self._stack.append((goal, result, place))

    def _pop(self, length: int) -> tuple[list[object], _Place]:
        """The children of the last `length` symbols, and where they stand."""
        if length == 1:
            _, value, place = self._stack.pop()
            return (list(value) if isinstance(value, _Group) else [value]), place
        if not length:
            return [], _EMPTY
        entries = self._stack[-length:]
        del self._stack[-length:]
        values: list[object] = []
        for _, value, _ in entries:
            if isinstance(value, _Group):
                values.extend(value)
            else:
                values.append(value)
        places = [place for _, _, place in entries if place is not _EMPTY]
        return values, (places[0][0], places[-1][1]) if places else _EMPTY


def _token(terminal: str, value: str, place: _Place) -> Token:
    """A token without the checks and copies of its constructor, which cost more than the parsing."""
    token = str.__new__(Token, value)
    token.type = terminal
    token.value = value
    token.start_pos, token.end_pos = place
    return token


def _meta(place: _Place) -> Meta:
    meta = Meta()  # type: ignore[no-untyped-call]
    if place is not _EMPTY:
        meta.empty = False
        meta.start_pos, meta.end_pos = place
    return meta
