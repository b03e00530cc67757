"""The language in which a file is written, for those who must speak of it before it is parsed."""

from __future__ import annotations

import re

from dutyrules.findings.model import Language
from dutyrules.syntax.folding import fold
from dutyrules.syntax.keywords import Place, keyword_table
from dutyrules.syntax.source import Source

_HEAD = 4_000
_WRITTEN = re.compile(r"^[ \t\u3000\ufeff]*(\w+)[ \t\u3000]+([\w-]+)", re.MULTILINE)
_FIRST_WORDS = re.compile(r"^[ \t\u3000\ufeff]*([^\W\d_]+)", re.MULTILINE)

_SPOKEN = {
    Language.EN: {"en", "english", "en-us", "en-gb", "英文", "英语", "英語"},
    Language.ZH_HANS: {
        "zh",
        "cn",
        "zh-cn",
        "zh-sg",
        "zh-hans",
        "chinese",
        "中文",
        "简体",
        "简体中文",
        "zh-chs",
    },
    Language.ZH_HANT: {
        "tw",
        "hk",
        "zh-tw",
        "zh-hk",
        "zh-mo",
        "zh-hant",
        "繁體",
        "繁體中文",
        "繁体",
        "繁体中文",
        "zh-cht",
    },
}
"""What else the three languages are called."""


def language_of(source: Source) -> Language:
    """What the file's `language` line says; without one, the language of its first keywords.

    >>> language_of(Source("a.duty", "语言 zh-Hans"))
    <Language.ZH_HANS: 'zh-Hans'>
    >>> language_of(Source("a.duty", "責任人 每個備課組的組長"))
    <Language.ZH_HANT: 'zh-Hant'>
    """
    head = source.text[:_HEAD]
    heading = keyword_table().rows["LANGUAGE"]
    names = {form.lower() for forms in heading.forms.values() for form in forms}
    for match in _WRITTEN.finditer(head):
        if match[1].lower() in names:
            return meant_language(match[2]) or _by_keywords(match[1]) or _by_script(head)
    return _by_keywords(head) or _by_script(head)


def meant_language(written: str) -> Language | None:
    """The language that an author most likely means by `written`, or None.

    >>> meant_language("zh-TW"), meant_language("English"), meant_language("fr")
    (<Language.ZH_HANT: 'zh-Hant'>, <Language.EN: 'en'>, None)
    """
    return next((x for x, names in _SPOKEN.items() if written.lower().replace("_", "-") in names), None)


def _by_keywords(head: str) -> Language | None:
    """The one language of a keyword that opens a line, if one is told apart by it."""
    table = keyword_table()
    for match in _FIRST_WORDS.finditer(head):
        word = match[1].lower()
        for place in (Place.LINE, Place.HEAD):
            for terminal in table.by_form[place].get(word, ()):
                forms = table.rows[terminal].forms
                spoken = [x for x in Language if word in (f.lower() for f in forms[x])]
                if len(spoken) == 1:
                    return spoken[0]
    return None


def _by_script(head: str) -> Language:
    if not any("\u4e00" <= c <= "\u9fff" for c in head):
        return Language.EN
    # A file of traditional characters changes when it is folded to simplified ones.
    traditional = sum(fold(c) != c for c in head if "\u4e00" <= c <= "\u9fff")
    return Language.ZH_HANT if traditional else Language.ZH_HANS
