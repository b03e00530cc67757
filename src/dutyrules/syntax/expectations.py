"""What could have stood at a place, in the words of a reader."""

from __future__ import annotations

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.automaton import END
from dutyrules.syntax.keywords import keyword_table

_SHOWN = 4

_KINDS = {
    "NAME": Text(en="a name", zh_hans="名称", zh_hant="名稱"),
    "NUMBER": Text(en="a number", zh_hans="数字", zh_hant="數字"),
    "STRING": Text(en="quoted text", zh_hans="引号里的文字", zh_hant="引號裡的文字"),
    "DATE": Text(en="a date", zh_hans="日期", zh_hant="日期"),
    "WORD": Text(en="a name", zh_hans="名称或编号", zh_hant="名稱或編號"),
    "COLON": Text(en="a colon", zh_hans="冒号", zh_hant="冒號"),
    "COMMA": Text(en="a comma", zh_hans="逗号", zh_hant="逗號"),
    "LISTSEP": Text(en="a comma", zh_hans="顿号", zh_hant="頓號"),
    "SLASH": Text(en="`/`", zh_hans="“/”", zh_hant="「/」"),
    "SEMICOLON": Text(en="a semicolon", zh_hans="分号", zh_hant="分號"),
    "LPAR": Text(en="an opening bracket", zh_hans="左括号", zh_hant="左括號"),
    "RPAR": Text(en="a closing bracket", zh_hans="右括号", zh_hant="右括號"),
    "EQUALS": Text(en="`=`", zh_hans="“=”", zh_hant="「=」"),
    END: Text(en="the end of the sentence", zh_hans="句号", zh_hant="句號"),
}
# What a reader needs first comes first; a long list of keywords helps nobody.
_FIRST = ("NUMBER", "NAME", "EACH", "COLON", "COMMA", "LISTSEP", "STRING", END)

_PERIODS = frozenset({"DAY", "SCHOOL_DAY", "WEEK", "MONTH", "TERM", "HALF_YEAR", "SCHOOL_YEAR", "HOLIDAY"})
_UNITS = frozenset(
    {
        *("DAY", "SCHOOL_DAY", "WEEK", "MONTH", "HOUR", "MINUTE", "CLASS_HOUR", "LESSON", "POINT"),
        *("PERCENT", "YUAN", "COUNTER"),
    }
)
_GROUPS = (
    (
        frozenset({"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}),
        Text(en="a weekday", zh_hans="星期几", zh_hant="星期幾"),
    ),
    (
        _PERIODS,
        Text(en="a period such as `week`", zh_hans="“周”“学期”等时段", zh_hant="「週」「學期」等時段"),
    ),
    (
        frozenset({"MUST", "MUST_NOT", "SHOULD", "MAY"}),
        Text(en="a word such as `must`", zh_hans="“应当”“不得”等词", zh_hant="「應當」「不得」等詞"),
    ),
    (
        frozenset({"GE", "LE", "EXACTLY", "BETWEEN", "NONE"}),
        Text(en="a word such as `at least`", zh_hans="“至少”“至多”等词", zh_hant="「至少」「至多」等詞"),
    ),
    (
        _UNITS,
        Text(en="a unit such as `minutes`", zh_hans="“分钟”“分”等单位", zh_hant="「分鐘」「分」等單位"),
    ),
)
"""Keywords that stand for each other: where most of a group fits, one phrase names it."""


def expected_words(terminals: frozenset[str]) -> Text:
    """Up to four of what may stand here."""
    en, zh_hans, zh_hant = (_words(terminals, language) for language in Language)
    return Text(en=en or "something else", zh_hans=zh_hans or "别的词", zh_hant=zh_hant or "別的詞")


def _words(terminals: frozenset[str], language: Language) -> str:
    first = [t for t in _FIRST[:2] if t in terminals]
    shown = [text for t in first if (text := _spoken(t, language)) is not None]
    rest = terminals.difference(first)
    for group, phrase in _GROUPS:
        if 2 * len(group & rest) > len(group):
            rest -= group
            shown.append(phrase.in_language(language))
    ranked = [t for t in _FIRST if t in rest] + sorted(t for t in rest if t not in _FIRST)
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
