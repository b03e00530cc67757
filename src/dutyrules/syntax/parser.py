"""Statements of words to statements of the tree, each by itself.

Every word is fed to the LALR automaton with the first of its readings that the state accepts, so a
name may look like a keyword where only a name can stand. A statement that fails costs one
diagnostic; the next is parsed as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs

from dutyrules.findings.model import Language
from dutyrules.syntax import tree
from dutyrules.syntax.automaton import END, Automaton
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.event_tables import event_table
from dutyrules.syntax.file_language import language_of
from dutyrules.syntax.keywords import keyword_table, normal_form
from dutyrules.syntax.lexer import Lexed, Lexer
from dutyrules.syntax.memory import Kept, Memory, Surroundings
from dutyrules.syntax.mishaps import mistaken_word, syntax_error
from dutyrules.syntax.moving import spanning
from dutyrules.syntax.names import declared_names, roster_names
from dutyrules.syntax.source import NOWHERE, Source, Span
from dutyrules.syntax.tokens import Comment, StatementKind, Word, Words
from dutyrules.syntax.word_reader import MAX_PROBLEMS

MAX_CHARACTERS = 500_000
MAX_LINE = 20_000
_MOST_GUESSES = 3
_SPOILS = frozenset(
    {
        *("stray-character", "unclosed-quote", "hidden-character", "invalid-date", "number-too-long"),
        *("name-too-long", "sentence-too-long", "too-many-problems"),
    }
)
"""Faults of words after which the sentence around them can't be judged."""


@attrs.frozen(kw_only=True)
class Parsed:
    """A file's tree, its comments and its syntax diagnostics; broken statements are left out."""

    source: Source
    file: tree.PolicyFile
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
    origins: Mapping[int, tuple[tree.Statement, Source]] = attrs.field(factory=dict, eq=False)
    """The source of each statement that was not read from this file, by its identity."""

    @property
    def is_broken(self) -> bool:
        """True if a statement is left out, so that nothing can be said of what is not there."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)


def parse(source: Source, known_names: Iterable[str] = (), memory: Memory | None = None) -> Parsed:
    """The tree of `source`. `known_names` are those that its imports declare, in all languages.

    With a `memory`, statements that have not changed since it was last used are not read again.
    """
    excess = _excess(source)
    if excess is not None:
        empty = tree.PolicyFile(language=Language.EN, statements=())
        return Parsed(source=source, file=empty, comments=(), diagnostics=(excess,))
    declared = declared_names(source.text)
    names = frozenset(known_names) | declared.names
    people = roster_names(source.text, names)
    lexer = Lexer(source, names, declared.labels, people)
    reader = _Reader(source, names | declared.labels | people)
    surroundings = Surroundings.of(reader.language, names, declared.labels, people)
    recall = None if memory is None else memory.recall(source.text, surroundings)
    spans = []
    for words in lexer.statements(recall):
        spans.append(words.span)
        if isinstance(words, Kept):
            reader.statements.append(words.statement)
        elif reader.read(words) and recall is not None:
            recall.keep(lexer.kept(words, reader.statements[-1]))
        if reader.is_full:
            break
    if memory is not None and recall is not None:
        memory.take(recall, surroundings)
    lexed = lexer.lexed(spans)
    diagnostics = (*_without_echoes(lexed, reader.broken), *reader.diagnostics(lexed))
    file = tree.PolicyFile(language=_language_of(reader.statements), statements=tuple(reader.statements))
    return Parsed(source=source, file=file, comments=lexed.comments, diagnostics=diagnostics)


def _excess(source: Source) -> Diagnostic | None:
    """Why the text is too much to read, if it is: what a hostile file costs must stay bounded."""
    size = len(source.text)
    if size > MAX_CHARACTERS:
        counts = {"found": str(size), "limit": str(MAX_CHARACTERS)}
        return Diagnostic.made("file-too-large", source, NOWHERE, counts)
    lengths = [len(line) for line in source.text.split("\n")]
    longest = max(lengths)
    if longest <= MAX_LINE:
        return None
    number = lengths.index(longest)
    start = sum(lengths[:number]) + number
    counts = {"found": str(longest), "limit": str(MAX_LINE)}
    return Diagnostic.made("line-too-long", source, Span(start, start + 1), counts)


def _language_of(statements: Sequence[tree.Statement]) -> Language:
    written = next((s.language.text for s in statements if isinstance(s, tree.LanguageLine)), "en")
    return next((x for x in Language if x.value.lower() == written.lower()), Language.EN)


def _without_echoes(lexed: Lexed, broken: Sequence[Span]) -> tuple[Diagnostic, ...]:
    """The lexer's diagnostics without a missing full stop where the sentence is broken anyway."""
    others = [d.span.start for d in lexed.diagnostics if d.code != "missing-full-stop"]
    spans = {span.end: span for span in lexed.spans}

    def is_echo(diagnostic: Diagnostic) -> bool:
        if diagnostic.code != "missing-full-stop":
            return False
        span = spans.get(diagnostic.span.end, diagnostic.span)
        return span in broken or any(span.start <= at <= span.end for at in others)

    return tuple(d for d in lexed.diagnostics if not is_echo(d))


class _Reader:
    """Reads one statement after the other."""

    def __init__(self, source: Source, names: frozenset[str]) -> None:
        self._source = source
        self._names = names
        self._problems: list[Diagnostic] = []
        self._is_mixed = self._is_foreign = False
        self._foreign: dict[tuple[str, str], bool] = {}
        self.language = language_of(source)
        self.statements: list[tree.Statement] = []
        self.broken: list[Span] = []

    @property
    def is_full(self) -> bool:
        """True once there are too many problems to go on."""
        return len(self._problems) >= MAX_PROBLEMS

    def read(self, words: Words) -> bool:
        """Adds the statement that `words` make, or what keeps them from making one; True if all is well.

        Words of another language are not well, even where they have been reported already.
        """
        if words.kind is StatementKind.ROW:
            self.statements.append(event_table(words))
            return True
        met = len(self._problems)
        self._is_foreign = False
        result = self._statement(words)
        if result is None:
            self.broken.append(words.span)
            return False
        self.statements.append(result)
        return met == len(self._problems) and not self._is_foreign

    def diagnostics(self, lexed: Lexed) -> tuple[Diagnostic, ...]:
        """What is wrong with the statements, but for those whose words are faulty already."""
        faulty = [d.span for d in lexed.diagnostics if d.code in _SPOILS]
        spans = [span for span in lexed.spans if any(_holds(span, f) for f in faulty)] if faulty else []
        own = [d for d in self._problems if not any(_holds(span, d.span) for span in spans)]
        if self.is_full:
            own.append(Diagnostic.of("too-many-problems", self._source, self._problems[-1].span))
        return tuple(own)

    def _statement(self, words: Words) -> tree.Statement | None:
        automaton, at, guesses = Automaton(), 0, 0
        while at < len(words.words) or not automaton.accepts(END):
            word = words.words[at] if at < len(words.words) else None
            reading = None if word is None else automaton.take(word.readings, word.value, word.span)
            if word is not None and reading is not None:
                self._look_at(word, reading)
                guesses += word.is_mistaken
                at += 1
                continue
            mishap = syntax_error(self._source, words, at, automaton, self._names)
            if not guesses:
                self._problems.append(mishap.diagnostic)
            meant = mishap.terminal
            if meant is None or guesses > _MOST_GUESSES or not automaton.accepts(meant):
                return None
            guesses += 1
            span = mishap.diagnostic.span
            automaton.feed(meant, self._source.slice(span), span)
            at = mishap.past
        return spanning(cast("tree.Note", automaton.finish()), words.span)

    def _look_at(self, word: Word, reading: str) -> None:
        """Reports a word that is understood but not as policies say it."""
        if word.is_mistaken:
            self._problems.append(mistaken_word(self._source, word, reading, self.language))
            return
        key = (word.value, reading)
        if key not in self._foreign:
            self._foreign[key] = _is_foreign(word.value, reading, self.language)
        if not self._foreign[key]:
            return
        self._is_foreign = True
        if not self._is_mixed:
            self._is_mixed = True
            wanted = keyword_table().text(reading, self.language)
            problem = Diagnostic.of(
                "mixed-languages", self._source, word.span, suggestion=wanted, found=word.value
            )
            self._problems.append(problem)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= outer.end


def _is_foreign(value: str, reading: str, language: Language) -> bool:
    """True for a keyword of another language, where this one has a word for it."""
    row = keyword_table().rows.get(reading)
    if row is None or not row.forms[language]:
        return False
    return value.isalpha() and normal_form(value) not in {normal_form(f) for f in row.forms[language]}
