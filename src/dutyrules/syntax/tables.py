"""The LALR tables of the grammar: read from the file made for it, or worked out by Lark.

Working them out takes longer than auditing a small school, so `grammar/tables.json` holds them,
together with the SHA-256 of the grammar that they belong to. After a change to the grammar they are
worked out anew at every start until `make tables` has written the file again; a test demands it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from dutyrules.resources import grammar_folder

FILE = "tables.json"


@attrs.frozen
class Rule:
    """A grammar rule as it is applied: its name, how many symbols it takes, what builds its node.

    `builder` is None for a rule that only groups; `is_transparent` lets a single child stand for it.
    """

    name: str
    length: int
    is_transparent: bool
    builder: str | None


@attrs.frozen
class Tables:
    """By state, what follows each symbol: a state, or ~i to reduce by the i-th rule."""

    rules: tuple[Rule, ...]
    states: tuple[Mapping[str, int], ...]
    start: int
    end: int


def grammar_path() -> Path:
    """Where the grammar stands."""
    return grammar_folder() / "duty.lark"


def read_tables() -> Tables:
    """The tables of the grammar as it stands."""
    grammar = grammar_path().read_bytes()
    made = _made(hashlib.sha256(grammar).hexdigest())
    return compute_tables(grammar.decode()) if made is None else made


def _made(sha256: str) -> Tables | None:
    path = grammar_folder() / FILE
    if not path.is_file():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    if document["grammar"] != sha256:
        return None
    rules = tuple(Rule(*row) for row in document["rules"])
    return Tables(rules, tuple(document["states"]), document["start"], document["end"])


def tables_document(grammar: bytes) -> str:
    """The text of the file that holds the tables of `grammar`."""
    tables = compute_tables(grammar.decode())
    document = {
        "grammar": hashlib.sha256(grammar).hexdigest(),
        "start": tables.start,
        "end": tables.end,
        "rules": [[r.name, r.length, r.is_transparent, r.builder] for r in tables.rules],
        "states": [dict(sorted(state.items())) for state in tables.states],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def compute_tables(grammar: str) -> Tables:
    """The tables that Lark works out; the order of states and rules depends on the grammar alone."""
    # Only this needs the whole of Lark, and only after a change to the grammar.
    from lark import Lark
    from lark.common import LexerConf
    from lark.lexer import Lexer, LexerState, Token

    class NoLexer(Lexer):
        """Words are fed one by one; Lark's own lexing is never used."""

        def __init__(self, _: LexerConf) -> None:
            pass

        def lex(self, _: LexerState, __: object) -> Iterable[Token]:  # type: ignore[override]
            return ()

    lark = Lark(grammar, parser="lalr", lexer=NoLexer, maybe_placeholders=False, strict=False)
    table = lark.parser.parser._parse_table
    start, end = table.start_states["start"], table.end_states["start"]
    # Lark numbers the states in the order of a set; numbered by first visit they are always the same.
    order = {start: 0}
    rules: list[Rule] = []
    places: dict[object, int] = {}
    states: list[Mapping[str, int]] = []
    queue = [start]
    for state in queue:
        moves: dict[str, int] = {}
        for symbol, (_, target) in sorted(table.states[state].items()):
            if isinstance(target, int):
                if target not in order:
                    order[target] = len(order)
                    queue.append(target)
                moves[str(symbol)] = order[target]
                continue
            if target not in places:
                places[target] = len(rules)
                rules.append(_rule(target))
            moves[str(symbol)] = ~places[target]
        states.append(moves)
    return Tables(tuple(rules), tuple(states), 0, order[end])


def _rule(rule: object) -> Rule:
    origin, alias, options = rule.origin.name, rule.alias, rule.options  # type: ignore[attr-defined]
    is_group = origin.startswith("_")
    return Rule(
        name=str(origin),
        length=len(rule.expansion),  # type: ignore[attr-defined]
        is_transparent=bool(options.expand1) and not alias,
        builder=None if is_group else str(alias or origin),
    )
