"""Statements of words to statements of the tree, each by itself.

Every word is fed to the LALR automaton with the first of its readings that the state accepts, so a
name may look like a keyword where only a name can stand. A statement that fails costs one
diagnostic; the next is parsed as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import attrs
from lark import Lark, Token, Tree
from lark.common import LexerConf
from lark.lexer import Lexer as LarkLexer
from lark.lexer import LexerState
from lark.parsers.lalr_interactive_parser import InteractiveParser

from dutyrules.findings.model import Language
from dutyrules.resources import grammar_folder
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.expectations import syntax_error
from dutyrules.syntax.from_parse import TreeBuilder
from dutyrules.syntax.lexer import Lexer
from dutyrules.syntax.names import declared_names
from dutyrules.syntax.source import NOWHERE, Source
from dutyrules.syntax.tokens import Comment, StatementKind, Words

MAX_CHARACTERS = 4_000_000


class _NoLexer(LarkLexer):
    """Words are fed one by one; Lark's own lexing is never used."""

    def __init__(self, _: LexerConf) -> None:
        pass

    def lex(self, _: LexerState, __: object) -> Iterable[Token]:  # type: ignore[override]
        return ()


@cache
def _automaton() -> Lark:
    grammar = (grammar_folder() / "duty.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_NoLexer, propagate_positions=True, maybe_placeholders=False)


@attrs.frozen(kw_only=True)
class Parsed:
    """A file's tree, its comments and its syntax diagnostics; broken statements are left out."""

    source: Source
    file: tree.PolicyFile
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source, known_names: Iterable[str] = ()) -> Parsed:
    """The tree of `source`. `known_names` are those that its imports declare, in all languages."""
    if len(source.text) > MAX_CHARACTERS:
        counts = {"found": str(len(source.text)), "limit": str(MAX_CHARACTERS)}
        problem = Diagnostic.made("file-too-large", source, NOWHERE, counts)
        empty = tree.PolicyFile(language=Language.EN, statements=())
        return Parsed(source=source, file=empty, comments=(), diagnostics=(problem,))
    declared = declared_names(source.text)
    names = frozenset(known_names) | declared.names
    lexed = Lexer(source, names, declared.labels).run()
    diagnostics = list(lexed.diagnostics)
    stray = {d.span for d in lexed.diagnostics}
    statements = []
    for words in lexed.statements:
        result = parse_statement(source, words, names | declared.labels)
        if not isinstance(result, Diagnostic):
            statements.append(result)
        elif not any(result.span.start <= s.start <= result.span.end for s in stray):
            diagnostics.append(result)
    file = tree.PolicyFile(language=_language_of(statements), statements=tuple(statements))
    return Parsed(source=source, file=file, comments=lexed.comments, diagnostics=tuple(diagnostics))


def _language_of(statements: list[tree.Statement]) -> Language:
    written = next((s.language.text for s in statements if isinstance(s, tree.LanguageLine)), "en")
    return next((x for x in Language if x.value.lower() == written.lower()), Language.EN)


def parse_statement(source: Source, words: Words, names: frozenset[str]) -> tree.Statement | Diagnostic:
    """The statement that `words` make, or the one thing that keeps them from making one."""
    if words.kind is StatementKind.ROW:
        return Diagnostic.of("unknown-statement", source, words.span, found="|")
    automaton = _automaton().parse_interactive()
    for at, word in enumerate(words.words):
        accepted = _accepted(automaton)
        reading = next((r for r in word.readings if r in accepted), None)
        if reading is None:
            return syntax_error(source, words, at, accepted, names)
        automaton.feed_token(
            Token(reading, word.value, start_pos=word.span.start, end_pos=word.span.end)
        )
    accepted = _accepted(automaton)
    if "$END" not in accepted:
        return syntax_error(source, words, len(words.words), accepted, names)
    result: tree.Statement = TreeBuilder().transform(_ended(automaton))
    return attrs.evolve(result, span=words.span)


def _accepted(automaton: InteractiveParser) -> frozenset[str]:
    """The terminals (and rules) that the state has a move for."""
    return frozenset(automaton.choices())  # type: ignore[no-untyped-call]


def _ended(automaton: InteractiveParser) -> Tree[Token]:
    parsed: Tree[Token] = automaton.feed_eof()  # type: ignore[no-untyped-call]
    return parsed
