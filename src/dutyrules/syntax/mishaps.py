"""Syntax errors in policy words: what was found, what was likely meant, and how reading goes on."""

from __future__ import annotations

import attrs

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.automaton import Automaton
from dutyrules.syntax.diagnostic import Diagnostic, Said
from dutyrules.syntax.expectations import expected_words
from dutyrules.syntax.file_language import language_of
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.openings import MARKS, reads_like_norm, unknown_opening
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tokens import Word, Words

_VERY_NEAR = 0.75
_PUNCTUATION = ("COLON", "COMMA", "LISTSEP")
_CLOSING = frozenset({"COLON", "COMMA", "LISTSEP", "SEMICOLON", "STRING"})
_BOUNDS = frozenset({"GE", "LE", "EXACTLY", "BETWEEN"})
_QUANTITY = frozenset({"NUMBER", "COUNTER", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "POINT", "LESSON"})
_FUNCTION_WORDS = frozenset(
    {
        *("BY", "OF", "DE", "TOWARD", "EACH", "AND", "OR", "TO", "FROM", "IS", "AS", "WITH", "ON", "UP"),
        *("FRONT", "AFTER", "INSIDE", "MUST", "MAY", "SHOULD", "ORDINAL"),
    }
)
_ADDED = (
    ("COLON", "missing-colon"),
    ("COMMA", "missing-comma"),
    ("MUST", "missing-modality"),
    ("GE", "missing-bound"),
)
"""What is often left out, and the code that says so."""


@attrs.frozen(kw_only=True)
class Mishap:
    """A syntax error, and how reading goes on.

    `terminal` is what was surely meant: it stands in for the words up to `past`, or is added where
    `past` is the place of the error. None: the statement is given up.
    """

    diagnostic: Diagnostic
    terminal: str | None = None
    past: int = 0


def syntax_error(
    source: Source, words: Words, at: int, automaton: Automaton, names: frozenset[str]
) -> Mishap:
    """What is wrong with the word at index `at` (past the last word: the sentence is unfinished)."""
    language = language_of(source)
    terminals = automaton.expected()
    expected = expected_words(terminals)
    if at >= len(words.words):
        end = words.span.end
        place = Span(max(end - 1, 0), end)
        return Mishap(diagnostic=Diagnostic.of("unfinished-sentence", source, place, expected=expected))
    if at == 0:
        return Mishap(diagnostic=unknown_opening(source, words, names))
    rest = words.words[1:]
    if rest and source.slice(rest[0].span) in MARKS:
        rest = rest[1:]
    if at == 1 and "NAME" in words.words[0].readings and not reads_like_norm(rest, names):
        return Mishap(diagnostic=unknown_opening(source, words, names))
    word = words.words[at]
    found = source.slice(word.span)
    if word.is_mistaken:
        meant = word.readings[0]
        return Mishap(diagnostic=mistaken_word(source, word, meant, language))
    if not word.is_known and (near := _near_keyword(found, found, terminals)) is not None:
        problem = Diagnostic.of("unknown-keyword", source, word.span, found=found, suggestion=near[0])
        return Mishap(diagnostic=problem, terminal=near[1], past=at + 1)
    repaired = _misplaced(source, words, at, automaton) or _added_word(source, words, at, automaton)
    if repaired is not None:
        return repaired
    swapped = next((t for t in _PUNCTUATION if t in terminals), None)
    if swapped is not None and found in MARKS:
        values: dict[str, Said] = {"found": found, "expected": expected_words(frozenset({swapped}))}
        problem = Diagnostic.made("wrong-punctuation", source, word.span, values)
        return Mishap(diagnostic=problem, terminal=swapped, past=at + 1)
    return _blamed_before(source, words, at) or _unknown_word(source, words, at, terminals, names, expected)


def mistaken_word(source: Source, word: Word, meant: str, language: Language) -> Diagnostic:
    """The diagnostic for a common mistake for the keyword `meant`."""
    found = source.slice(word.span)
    if meant in _PUNCTUATION:
        values: dict[str, Said] = {"found": found, "expected": expected_words(frozenset({meant}))}
        return Diagnostic.made("wrong-punctuation", source, word.span, values)
    forms = keyword_table().rows[meant].forms[language]
    suggestion = nearest(found, forms, _VERY_NEAR) or next(iter(forms), None)
    return Diagnostic.of("unknown-keyword", source, word.span, found=found, suggestion=suggestion)


def _added_word(source: Source, words: Words, at: int, automaton: Automaton) -> Mishap | None:
    """A mark or keyword that is missing before the word: with it, the word would fit."""
    before, word = words.words[at - 1], words.words[at]
    for terminal, code in _ADDED:
        is_one_name = not word.is_known and before.span.end == word.span.start
        if not automaton.accepts(terminal) or is_one_name or (terminal == "COMMA" and not word.is_known):
            continue
        if terminal == "GE" and "NUMBER" not in word.readings:
            continue
        trial = automaton.copy()
        trial.feed(terminal, "", Span(before.span.end, before.span.end))
        if any(trial.accepts(r) for r in word.readings):
            place = word.span if code == "missing-bound" else _phrase(words, at)
            problem = Diagnostic.of(code, source, place, found=source.slice(place))
            return Mishap(diagnostic=problem, terminal=terminal, past=at)
    return None


def _phrase(words: Words, at: int) -> Span:
    """The words before the one at `at`, back to the last mark."""
    first = at - 1
    while first > 0 and not _CLOSING.intersection(words.words[first - 1].readings):
        first -= 1
    return words.words[first].span.to(words.words[at - 1].span)


def _misplaced(source: Source, words: Words, at: int, automaton: Automaton) -> Mishap | None:
    """A quantity that stands behind what it counts, or a test without the word that opens tests."""
    word, before = words.words[at], words.words[at - 1]
    if "COMMA" in before.readings and "EACH" in word.readings and automaton.accepts("WITH"):
        return _each_for_with(source, words, at)
    if "NAME" not in before.readings or not (_BOUNDS | {"NUMBER"}).intersection(word.readings):
        return None
    name = source.slice(before.span)
    if automaton.accepts("HAS"):
        return Mishap(diagnostic=Diagnostic.of("missing-has", source, before.span, found=name))
    if "NUMBER" in word.readings and automaton.accepts("GE"):
        return None
    if at > 1 and "COMMA" in words.words[at - 2].readings:
        return Mishap(diagnostic=Diagnostic.of("missing-with", source, before.span, found=name))
    if not automaton.accepts("IN_FULL"):  # what has been read is no duty yet
        return None
    span = word.span.to(words.words[_past_quantity(words, at) - 1].span)
    values: dict[str, Said] = {"found": source.slice(span), "event": name}
    return Mishap(diagnostic=Diagnostic.made("misplaced-bound", source, span, values))


def _past_quantity(words: Words, at: int) -> int:
    """The index past the bound, number and unit that begin at `at`."""
    last = at + 1
    while last < len(words.words) and _QUANTITY.intersection(words.words[last].readings):
        last += 1
    return last


def _each_for_with(source: Source, words: Words, at: int) -> Mishap:
    """每次时长…: what is asked of each event is opened like a sentence of its own."""
    is_counted = at + 1 < len(words.words) and "COUNTER" in words.words[at + 1].readings
    past = at + 2 if is_counted else at + 1
    span = words.words[at].span.to(words.words[past - 1].span)
    wanted = keyword_table().text("WITH", language_of(source))
    problem = Diagnostic.of("unknown-keyword", source, span, found=source.slice(span), suggestion=wanted)
    return Mishap(diagnostic=problem, terminal="WITH", past=past)


# Words ---------------------------------------------------------------------------------------------


def _blamed_before(source: Source, words: Words, at: int) -> Mishap | None:
    """A misspelt keyword that was taken for a name, so that the word after it does not fit."""
    word = words.words[at - 1]
    if word.is_known or at < 2:  # the label is a name in its own right
        return None
    trial = Automaton()
    for earlier in words.words[: at - 1]:
        reading = next((r for r in earlier.readings if trial.accepts(r)), None)
        if reading is None:
            return None
        trial.feed(reading, earlier.value, earlier.span)
    found = source.slice(word.span)
    near = _near_keyword(found, found, trial.expected())
    if near is None:
        return None
    return Mishap(
        diagnostic=Diagnostic.of("unknown-keyword", source, word.span, found=found, suggestion=near[0])
    )


def _is_loose(word: Word, *, leading: bool) -> bool:
    """True for a piece that may be part of a longer, misspelt word."""
    if not word.is_known:
        return True
    if "COUNTER" in word.readings and not leading:
        return False
    if _FUNCTION_WORDS.intersection(word.readings):
        return False
    text = word.value
    is_short = len(text) == 1 and not text.isascii() and text.isalpha()
    return is_short or "NAME" in word.readings


def _run(source: Source, words: Words, at: int) -> tuple[int, int]:
    """The words [first, last) around `at` that no blank parts and that may be one misspelt word."""
    parts = words.words
    first, last = at, at + 1
    latin = parts[at].value.isascii()
    while first > 1 and _touches(source, parts[first - 1], parts[first], latin=latin):
        if not _is_loose(parts[first - 1], leading=False):
            break
        first -= 1
    while last < len(parts) and _touches(source, parts[last - 1], parts[last], latin=latin):
        if not _is_loose(parts[last], leading=True) or (len(parts[last].value) > 1 and parts[last].is_known):
            break
        last += 1
    return first, last


def _touches(source: Source, left: Word, right: Word, *, latin: bool) -> bool:
    """True if nothing parts the two; an English word may also be parted by a blank from a name's half."""
    between = source.text[left.span.end : right.span.start]
    if latin:
        return between == " " and not left.is_known and not right.is_known
    return not between


def _unknown_word(
    source: Source, words: Words, at: int, terminals: frozenset[str], names: frozenset[str], expected: Text
) -> Mishap:
    parts = words.words
    first, last = _run(source, words, at)
    whole = Span(parts[first].span.start, parts[last - 1].span.end)
    found = source.slice(whole)
    is_odd = any(
        not p.is_known or (_is_loose(p, leading=True) and len(p.value) == 1) for p in parts[first:last]
    )
    keyword = _near_keyword(source.slice(parts[at].span), found, terminals) if is_odd else None
    if keyword is not None:
        span = parts[at].span if keyword[2] else whole
        values: dict[str, Said] = {"found": source.slice(span)}
        problem = Diagnostic.made("unknown-keyword", source, span, values, suggestion=keyword[0])
        past = at + 1 if keyword[2] else last
        return Mishap(
            diagnostic=problem, terminal=keyword[1] if keyword[2] or first == at else None, past=past
        )
    if terminals == {"NAME"} and (len(parts[at].value) == 1 or not parts[at].is_known):
        return _undeclared(source, words, at, names)
    suggestion = nearest(found, names) if is_odd else None
    if suggestion is not None and suggestion != found:
        problem = Diagnostic.of("unknown-name", source, whole, found=found, suggestion=suggestion)
        return Mishap(diagnostic=problem, terminal="NAME" if first == at else None, past=last)
    is_odd = any(not p.is_known for p in parts[at:last])
    if is_odd and "NUMBER" in terminals:
        return Mishap(diagnostic=Diagnostic.of("number-expected", source, whole, found=found))
    if is_odd:
        return Mishap(
            diagnostic=Diagnostic.of("unexpected-word", source, whole, found=found, expected=expected)
        )
    here = parts[at].span
    text = source.slice(here)
    return Mishap(diagnostic=Diagnostic.of("unexpected-word", source, here, found=text, expected=expected))


def _undeclared(source: Source, words: Words, at: int, names: frozenset[str]) -> Mishap:
    """A name that is not declared and begins like a keyword (每周会议), where only a name can stand."""
    parts, last = words.words, at + 1
    while last < len(parts) and parts[last - 1].span.end == parts[last].span.start:
        if not source.slice(parts[last].span).isalnum():
            break
        last += 1
    span = Span(parts[at].span.start, parts[last - 1].span.end)
    found = source.slice(span)
    problem = Diagnostic.of("unknown-name", source, span, found=found, suggestion=nearest(found, names))
    return Mishap(diagnostic=problem, terminal="NAME", past=last)


def _near_keyword(word: str, run: str, terminals: frozenset[str]) -> tuple[str, str, bool] | None:
    """The accepted keyword that is near, its terminal, and whether it is near to the word alone."""
    rows = keyword_table().rows
    forms = {f: t for t in terminals if t in rows for fs in rows[t].forms.values() for f in fs}
    for text in dict.fromkeys((word, run)):
        near = nearest(text, forms) if len(text) > 1 else None
        if near is not None:
            return near, forms[near], text == word
    return None
