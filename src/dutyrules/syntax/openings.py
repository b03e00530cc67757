"""Sentences that open with no heading and no label: what their authors left out or misspelt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dutyrules.syntax.automaton import Automaton
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.expectations import expected_words
from dutyrules.syntax.file_language import language_of
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.lexer import LOOSE_LABEL
from dutyrules.syntax.lexicon import opening_mistakes
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tokens import Word, Words

MARKS = frozenset(",，、:：;；/／")
"""What may stand where another mark belongs."""
_FIRST_WORD = re.compile(r"[^\s,，。:：、“”「」\"#|]+")


def unknown_opening(source: Source, words: Words, names: frozenset[str]) -> Diagnostic:
    """What is wrong with a sentence whose first words open nothing."""
    start = words.span.start
    first = _FIRST_WORD.match(source.text, start)
    span = Span(start, first.end()) if first is not None else words.words[0].span
    found = source.slice(span)
    label = LOOSE_LABEL.match(source.text, start)
    if label is not None:
        return Diagnostic.of("bad-label", source, Span(*label.span()), found=label[0])
    table = keyword_table().by_form
    forms = [*table[Place.LINE], *table[Place.HEAD]]
    meant = opening_mistakes().get(normal_form(found))
    suggestion = nearest(found, forms) if meant is None else keyword_table().text(meant, language_of(source))
    gap = _first_gap(words)
    if suggestion is None and gap and reads_like_norm(words.words[gap:], names):
        return _label_without_colon(source, Span(start, words.words[gap - 1].span.end))
    if suggestion is None and reads_like_norm(words.words, names):
        return Diagnostic.of("missing-label", source, words.words[0].span)
    return Diagnostic.of("unknown-statement", source, span, found=found, suggestion=suggestion)


def _label_without_colon(source: Source, label: Span) -> Diagnostic:
    """The diagnostic for a label with no colon, or another mark, behind it."""
    mark = Span(label.end - 1, label.end)
    if source.slice(mark) not in MARKS:
        return Diagnostic.of("missing-colon", source, label, found=source.slice(label))
    expected = expected_words(frozenset({"COLON"}))
    return Diagnostic.of("wrong-punctuation", source, mark, found=source.slice(mark), expected=expected)


def _first_gap(words: Words) -> int:
    """The index of the first word that a blank sets off from the word before it; 0 if there is none."""
    parts = words.words
    return next((i for i in range(1, len(parts)) if parts[i - 1].span.end < parts[i].span.start), 0)


def reads_like_norm(words: Sequence[Word], names: frozenset[str]) -> bool:
    """True if the words could follow a label and a colon."""
    trial = Automaton()
    trial.feed("NAME", "", Span(0, 0))
    trial.feed("COLON", "", Span(0, 0))
    for word in words[:2]:
        reading = next((r for r in word.readings if trial.accepts(r)), None)
        if reading is None or (reading == "NAME" and word.value not in names):
            return False
        trial.feed(reading, word.value, word.span)
    return True
