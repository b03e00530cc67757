"""Syntax errors in policy words: what was found, and what could have stood there."""

from __future__ import annotations

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.keywords import Place, keyword_table
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest
from dutyrules.syntax.tokens import Word, Words

_SHOWN = 6

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
    "$END": Text(en="the end of the sentence", zh_hans="句号", zh_hant="句號"),
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
    "$END",
)


def expected_words(terminals: frozenset[str], language: Language) -> str:
    """Up to six of what may stand here, in the words of `language`."""
    table = keyword_table()
    ranked = [t for t in _FIRST if t in terminals] + sorted(t for t in terminals if t not in _FIRST)
    shown: list[str] = []
    for terminal in ranked:
        if terminal in _KINDS:
            text = _KINDS[terminal].in_language(language)
        elif terminal in table.rows and table.rows[terminal].canonical(language):
            text = _quoted(table.text(terminal, language), language)
        else:
            continue
        if text not in shown:
            shown.append(text)
    return _join(shown[:_SHOWN], language)


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


def _language(source: Source) -> Language:
    head = source.text[:400].lower()
    for language in (Language.ZH_HANT, Language.ZH_HANS):
        if language.value.lower() in head:
            return language
    return Language.EN


def _unsplit(words: Words, at: int) -> Word:
    """The word at `at`, joined with its neighbours where no blank parts them and one is unknown."""
    first = last = at
    parts = words.words
    while first > 0 and parts[first - 1].span.end == parts[first].span.start and _is_name(parts[first - 1]):
        first -= 1
    while (
        last + 1 < len(parts)
        and parts[last].span.end == parts[last + 1].span.start
        and _is_name(parts[last + 1])
    ):
        last += 1
    if not any(not p.is_known for p in parts[first : last + 1]):
        return parts[at]
    text = "".join(p.value for p in parts[first : last + 1])
    return Word(("NAME",), text, Span(parts[first].span.start, parts[last].span.end), is_known=False)


def _is_name(word: Word) -> bool:
    return "NAME" in word.readings


def syntax_error(
    source: Source, words: Words, at: int, accepted: frozenset[str], names: frozenset[str]
) -> Diagnostic:
    """The diagnostic for the word at index `at` (past the last word: the sentence is unfinished)."""
    language = _language(source)
    terminals = frozenset(t for t in accepted if t.isupper() or t == "$END")
    expected = expected_words(terminals, language)
    if at >= len(words.words):
        end = words.span.end
        return Diagnostic.of("unfinished-sentence", source, Span(max(end - 1, 0), end), expected=expected)
    if at == 0:
        return _unknown_opening(source, words.words[0])
    word = words.words[at]
    if "NUMBER" in terminals and _is_name(word):
        return Diagnostic.of("number-expected", source, word.span, found=word.value)
    whole = _unsplit(words, at) if _is_name(word) else word
    found = source.slice(whole.span) or whole.value
    if not whole.is_known:
        return _unknown_word(source, whole, found, expected, names, terminals)
    return Diagnostic.of("unexpected-word", source, whole.span, found=found, expected=expected)


def _unknown_opening(source: Source, word: Word) -> Diagnostic:
    table = keyword_table().by_form
    forms = [*table[Place.LINE], *table[Place.HEAD]]
    found = source.slice(word.span)
    suggestion = nearest(found, forms)
    return Diagnostic.of("unknown-statement", source, word.span, found=found, suggestion=suggestion)


def _unknown_word(
    source: Source, word: Word, found: str, expected: str, names: frozenset[str], terminals: frozenset[str]
) -> Diagnostic:
    rows = keyword_table().rows
    forms = {f for t in terminals if t in rows for fs in rows[t].forms.values() for f in fs}
    keyword = nearest(found, forms)
    if keyword is not None:
        return Diagnostic.of(
            "unexpected-word", source, word.span, found=found, expected=expected, suggestion=keyword
        )
    suggestion = nearest(found, names)
    if suggestion is not None:
        return Diagnostic.of("unknown-name", source, word.span, found=found, suggestion=suggestion)
    return Diagnostic.of("unexpected-word", source, word.span, found=found, expected=expected)
