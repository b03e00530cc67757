"""The words around a diagnostic: its severity, its second places, its advice, the closing count."""

from __future__ import annotations

from collections.abc import Sequence

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.codes import Severity

SEVERITIES = {
    Severity.ERROR: Text(en="error", zh_hans="错误", zh_hant="錯誤"),
    Severity.WARNING: Text(en="warning", zh_hans="提醒", zh_hant="提醒"),
}
COLON = Text(en=": ", zh_hans="：", zh_hant="：")
SUGGESTION = Text(
    en="did you mean `{name}`?", zh_hans="是不是想写“{name}”？", zh_hant="是不是想寫「{name}」？"
)
HELP = Text(en="help: {advice}", zh_hans="建议：{advice}", zh_hant="建議：{advice}")

_NOTES = {
    "first": Text(en="it stands here first", zh_hans="先在这里写了", zh_hant="先在這裡寫了"),
    "declared": Text(en="it is declared here", zh_hans="它在这里声明", zh_hant="它在這裡聲明"),
    "expected-by": Text(en="this is why", zh_hans="原因在这里", zh_hant="原因在這裡"),
    "opened": Text(en="it begins here", zh_hans="从这里开始", zh_hant="從這裡開始"),
}


def listed(names: Sequence[str]) -> Text:
    """Names of the vocabulary one after the other."""
    chinese = "、".join(names)
    return Text(en=", ".join(names), zh_hans=chinese, zh_hant=chinese)


def note_text(note: str, language: Language) -> str:
    """What is said at a label; a note that is not in the table is shown as it is."""
    text = _NOTES.get(note)
    return note if text is None else text.in_language(language)


def count_line(errors: int, warnings: int, language: Language) -> str:
    """How many diagnostics there are, as the last line says it.

    >>> count_line(1, 2, Language.EN)
    '1 error, 2 warnings'
    """
    if language is Language.EN:
        parts = (_counted(errors, "error"), _counted(warnings, "warning"))
        return ", ".join(p for p in parts if p)
    wrong, advised = ("处错误", "处提醒") if language is Language.ZH_HANS else ("處錯誤", "處提醒")
    chinese = (f"{errors} {wrong}" if errors else "", f"{warnings} {advised}" if warnings else "")
    return "，".join(p for p in chinese if p)


def _counted(number: int, noun: str) -> str:
    return "" if not number else f"{number} {noun}{'' if number == 1 else 's'}"
