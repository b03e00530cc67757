"""Syntax errors in policy words: what was found, and what could have stood there."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.automaton import END, Automaton
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.file_language import language_of
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.lexer import LOOSE_LABEL
from dutyrules.syntax.lexicon import opening_mistakes
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tokens import Word, Words

_SHOWN = 5
_PUNCTUATION = ("COLON", "COMMA", "LISTSEP")
_MARKS = frozenset(",，、:：;；/／")
_BOUNDS = frozenset({"GE", "LE", "EXACTLY", "BETWEEN"})
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
_FIRST_WORD = re.compile(r"[^\s,，。:：、“”「」\"#|]+")

_KINDS = {
    "NAME": Text(en="a name", zh_hans="名称", zh_hant="名稱"),
    "NUMBER": Text(en="a number", zh_hans="数字", zh_hant="數字"),
    "STRING": Text(en="quoted text", zh_hans="引号里的文字", zh_hant="引號裡的文字"),
    "DATE": Text(en="a date", zh_hans="日期", zh_hant="日期"),
    "WORD": Text(en="a name", zh_hans="名称或编号", zh_hant="名稱或編號"),
    "COLON": Text(en="a colon", zh_hans="冒号", zh_hant="冒號"),
    "COMMA": Text(en="a comma", zh_hans="逗号", zh_hant="逗號"),
    "LISTSEP": Text(en="a comma", zh_hans="顿号", zh_hant="頓號"),
    "EQUALS": Text(en="`=`", zh_hans="“=”", zh_hant="「=」"),
    END: Text(en="the end of the sentence", zh_hans="句号", zh_hant="句號"),
}
# What a reader needs first comes first; a long list of keywords helps nobody.
_FIRST = (
    "GE",
    "LE",
    "EXACTLY",
    "NUMBER",
    "NAME",
    "MUST",
    "EACH",
    "COLON",
    "COMMA",
    "LISTSEP",
    "STRING",
    END,
)


_GROUPS = (
    (
        frozenset({"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}),
        Text(en="a weekday", zh_hans="星期几", zh_hant="星期幾"),
    ),
    (
        frozenset({"DAY", "WEEK", "MONTH", "TERM", "SCHOOL_YEAR"}),
        Text(en="a period such as `week`", zh_hans="“周”“学期”等时段", zh_hant="「週」「學期」等時段"),
    ),
    (
        frozenset({"MUST", "MUST_NOT", "SHOULD", "MAY"}),
        Text(en="a word such as `must`", zh_hans="“应当”“不得”等词", zh_hant="「應當」「不得」等詞"),
    ),
    (
        frozenset({"GE", "LE", "EXACTLY", "BETWEEN"}),
        Text(en="a word such as `at least`", zh_hans="“至少”“至多”等词", zh_hant="「至少」「至多」等詞"),
    ),
)
"""Keywords that may stand for each other, and one phrase for all of them."""


def expected_words(terminals: frozenset[str], language: Language) -> str:
    """Up to five of what may stand here, in the words of `language`."""
    shown = []
    for group, text in _GROUPS:
        if group <= terminals:
            terminals -= group
            shown.append(text.in_language(language))
    ranked = [t for t in _FIRST if t in terminals] + sorted(t for t in terminals if t not in _FIRST)
    shown += [text for t in ranked if (text := _spoken(t, language)) is not None]
    return _join(list(dict.fromkeys(shown))[:_SHOWN], language)


def _spoken(terminal: str, language: Language) -> str | None:
    """What a terminal is called; None if the language has no word for it."""
    if terminal in _KINDS:
        return _KINDS[terminal].in_language(language)
    row = keyword_table().rows.get(terminal)
    canonical = "" if row is None else row.canonical(language)
    return _quoted(canonical, language) if canonical else None


def _quoted(text: str, language: Language) -> str:
    match language:
        case Language.EN:
            return f"`{text}`"
        case Language.ZH_HANS:
            return f"“{text}”"
        case Language.ZH_HANT:
            return f"「{text}」"


def _join(parts: list[str], language: Language) -> str:
    if language is not Language.EN:
        return "、".join(parts)
    return " or ".join(p for p in (", ".join(parts[:-1]), parts[-1] if parts else "") if p)


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
    expected = expected_words(terminals, language)
    if at >= len(words.words):
        end = words.span.end
        place = Span(max(end - 1, 0), end)
        return Mishap(diagnostic=Diagnostic.of("unfinished-sentence", source, place, expected=expected))
    if at == 0:
        return Mishap(diagnostic=_unknown_opening(source, words, names))
    if at == 1 and not words.words[0].is_known and not _reads_like_norm(words.words[1:], names):
        return Mishap(diagnostic=_unknown_opening(source, words, names))
    word = words.words[at]
    found = source.slice(word.span)
    if word.is_mistaken:
        meant = word.readings[0]
        return Mishap(diagnostic=mistaken_word(source, word, meant, language))
    repaired = _misplaced(source, words, at) or _added_word(source, words, at, automaton)
    if repaired is not None:
        return repaired
    swapped = next((t for t in _PUNCTUATION if t in terminals), None)
    if swapped is not None and found in _MARKS:
        values = {"found": found, "expected": expected_words(frozenset({swapped}), language)}
        problem = Diagnostic.made("wrong-punctuation", source, word.span, values)
        return Mishap(diagnostic=problem, terminal=swapped, past=at + 1)
    return _blamed_before(source, words, at) or _unknown_word(source, words, at, terminals, names, expected)


def mistaken_word(source: Source, word: Word, meant: str, language: Language) -> Diagnostic:
    """The diagnostic for a common mistake for the keyword `meant`."""
    found = source.slice(word.span)
    if meant in _PUNCTUATION:
        values = {"found": found, "expected": expected_words(frozenset({meant}), language)}
        return Diagnostic.made("wrong-punctuation", source, word.span, values)
    forms = keyword_table().rows[meant].forms[language]
    suggestion = nearest(found, forms) or next(iter(forms), None)
    return Diagnostic.of("unknown-keyword", source, word.span, found=found, suggestion=suggestion)


def _added_word(source: Source, words: Words, at: int, automaton: Automaton) -> Mishap | None:
    """A mark or keyword that is missing before the word: with it, the word would fit."""
    before, word = words.words[at - 1], words.words[at]
    for terminal, code in _ADDED:
        if not automaton.accepts(terminal) or (terminal == "COMMA" and not word.is_known):
            continue
        if terminal == "GE" and "NUMBER" not in word.readings:
            continue
        trial = automaton.copy()
        trial.feed(terminal, "", Span(before.span.end, before.span.end))
        if any(trial.accepts(r) for r in word.readings):
            place = word.span if code == "missing-bound" else before.span
            problem = Diagnostic.of(code, source, place, found=source.slice(place))
            return Mishap(diagnostic=problem, terminal=terminal, past=at)
    return None


def _misplaced(source: Source, words: Words, at: int) -> Mishap | None:
    """A quantity that stands behind what it counts, or a test without the word that opens tests."""
    word, before = words.words[at], words.words[at - 1]
    if "NAME" not in before.readings or not _BOUNDS.intersection(word.readings):
        return None
    name = source.slice(before.span)
    if at > 1 and "COMMA" in words.words[at - 2].readings:
        return Mishap(diagnostic=Diagnostic.of("missing-with", source, before.span, found=name))
    values = {"found": source.slice(word.span), "event": name}
    return Mishap(diagnostic=Diagnostic.made("misplaced-bound", source, word.span, values))


# Openings ------------------------------------------------------------------------------------------


def _unknown_opening(source: Source, words: Words, names: frozenset[str]) -> Diagnostic:
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
    if suggestion is None and _reads_like_norm(words.words, names):
        return Diagnostic.of("missing-label", source, words.words[0].span)
    return Diagnostic.of("unknown-statement", source, span, found=found, suggestion=suggestion)


def _reads_like_norm(words: Sequence[Word], names: frozenset[str]) -> bool:
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
    source: Source, words: Words, at: int, terminals: frozenset[str], names: frozenset[str], expected: str
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
        values = {"found": source.slice(span)}
        problem = Diagnostic.made("unknown-keyword", source, span, values, suggestion=keyword[0])
        past = at + 1 if keyword[2] else last
        return Mishap(
            diagnostic=problem, terminal=keyword[1] if keyword[2] or first == at else None, past=past
        )
    suggestion = nearest(found, names) if is_odd else None
    if suggestion is not None and suggestion != found:
        problem = Diagnostic.of("unknown-name", source, whole, found=found, suggestion=suggestion)
        return Mishap(diagnostic=problem, terminal="NAME" if first == at else None, past=last)
    if is_odd and not parts[at].is_known:
        return Mishap(
            diagnostic=Diagnostic.of("unexpected-word", source, whole, found=found, expected=expected)
        )
    here = parts[at].span
    text = source.slice(here)
    return Mishap(diagnostic=Diagnostic.of("unexpected-word", source, here, found=text, expected=expected))


def _near_keyword(word: str, run: str, terminals: frozenset[str]) -> tuple[str, str, bool] | None:
    """The accepted keyword that is near, its terminal, and whether it is near to the word alone."""
    rows = keyword_table().rows
    forms = {f: t for t in terminals if t in rows for fs in rows[t].forms.values() for f in fs}
    for text in dict.fromkeys((word, run)):
        near = nearest(text, forms) if len(text) > 1 else None
        if near is not None:
            return near, forms[near], text == word
    return None
