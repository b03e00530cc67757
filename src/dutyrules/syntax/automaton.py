"""The LALR automaton of the grammar, run one statement at a time.

Lark works the tables out; walking them is done here, because a word's reading depends on what the
state really accepts (a table row also lists words that fail after its reductions), and because a
node can be built at the very reduction, without a tree in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import attrs

from dutyrules.syntax.children import NO_PLACE, Node, token
from dutyrules.syntax.from_parse import TreeBuilder
from dutyrules.syntax.source import Span
from dutyrules.syntax.tables import Rule, read_tables

END = "$END"
_Entry = tuple[int, Node, Span]
_Build = Callable[[Span, list[Node]], Node]


@attrs.frozen
class _Reduction:
    """A grammar rule as it is applied: what it is called, how many symbols it takes, what it builds.

    `build` is None for a rule that only groups: its children join those of the rule around it.
    """

    name: str
    length: int
    is_transparent: bool
    build: _Build | None


@attrs.frozen
class _Table:
    """The tables: by state, the next state or the reduction for each symbol."""

    actions: tuple[Mapping[str, int | _Reduction], ...]
    start: int
    end: int


class _Group(list[Node]):
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
    build: _Build | None = None if name is None else getattr(builder, name, _only_child)
    return _Reduction(rule.name, rule.length, rule.is_transparent, build)


def _only_child(_: Span, children: list[Node]) -> Node:
    """What stands for a rule that the builder has no method for: such a rule has one child."""
    (child,) = children
    return child


class Automaton:
    """One run over the words of one statement.

    The stack holds a state, the node or word that led to it, and where that stands in the text.
    """

    def __init__(self) -> None:
        self._table = _table()
        self._stack: list[_Entry] = [(self._table.start, None, NO_PLACE)]

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
        actions, stack = self._table.actions, self._stack
        for reading in readings:
            action = actions[stack[-1][0]].get(reading)
            if action is None:
                continue
            if not isinstance(action, int):
                saved = stack.copy()
                while not (action is None or isinstance(action, int)):
                    self._reduce(action)
                    action = actions[stack[-1][0]].get(reading)
                if action is None:
                    stack[:] = saved
                    continue
            stack.append((action, token(reading, value, span), span))
            return reading
        return None

    def feed(self, terminal: str, value: str, span: Span) -> None:
        """Takes a word that is accepted."""
        if self.take((terminal,), value, span) is None:
            raise ValueError(f"{terminal} is not accepted here")

    def finish(self) -> Node:
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
            result: Node = _Group(values)
        elif rule.is_transparent and len(values) == 1:
            result = values[0]
        else:
            result = rule.build(place, values)
        goal = self._table.actions[self._stack[-1][0]][rule.name]
        assert isinstance(goal, int)  # noqa: S101 - a rule leads to a state
        self._stack.append((goal, result, place))

    def _pop(self, length: int) -> tuple[list[Node], Span]:
        """The children of the last `length` symbols, and where they stand."""
        if length == 1:
            _, value, place = self._stack.pop()
            return (list(value) if isinstance(value, _Group) else [value]), place
        if not length:
            return [], NO_PLACE
        entries = self._stack[-length:]
        del self._stack[-length:]
        values: list[Node] = []
        start = end = NO_PLACE
        for _, value, place in entries:
            if isinstance(value, _Group):
                values += value
            else:
                values.append(value)
            if place is not NO_PLACE:
                start, end = (place if start is NO_PLACE else start), place
        return values, NO_PLACE if end is NO_PLACE else Span(start.start, end.end)
