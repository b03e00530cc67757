"""The names that a file declares, found before it is parsed.

Chinese text has no spaces, so the lexer must know the names to tell them from keywords: in
其中时长至少40分钟 it is the vocabulary that knows 时长. This scan needs no grammar: a declaration
opens its line with a keyword, and a term is written with slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import zip_longest

import attrs

from dutyrules.syntax.keywords import Place, keyword_table, normal_form

# Every repetition is bounded or possessive: a hostile file must not make a search quadratic.
_TRIPLE = re.compile(r"\b(\w{1,100})/(\w{1,100})/(\w{1,100})\b")
_LABEL = re.compile(r"^[ \t　\ufeff]*(\w{1,100})[ \t　]*+[:：]", re.MULTILINE)
_OPENING = re.compile(r"^[ \t　\ufeff]*(\w{1,20})[ \t　]+([^\s:：=＝,，.。“”「」\"]+)", re.MULTILINE)
_HEADING = re.compile(r"^[ \t　\ufeff]*(\w{1,20})[ \t　]+", re.MULTILINE)
_STOP = re.compile(r"[。．]|\.(?=\s|$)", re.MULTILINE)
_ROSTER_WORD = re.compile(r"[^\s:：,，、;；“”「」\"]+")
_DECLARING = frozenset(
    {
        *("UNIT", "ROLE", "VALUE", "EVENT", "PARAMETER"),
        *("SCORE", "ITEM", "BONUS", "VETO", "SHIFT", "EXCEPTION"),
    }
)
_IMPORT = re.compile(r"^[ \t　\ufeff]*(\w{1,20})[ \t　]+([^\s“”「」\"#＃]+)", re.MULTILINE)
_IMPORTING = frozenset({"IMPORT", "EXTENDS"})
_LISTED = re.compile(r"[^\s,，、.。．]+")


@attrs.frozen(kw_only=True)
class DeclaredNames:
    """What one file says of names: `names` may stand in any sentence, `labels` name its norms.

    `parents` are the offsets of those imports that the file extends; `is_policy`: it says that it is one.
    """

    names: frozenset[str]
    labels: frozenset[str]
    imports: tuple[tuple[str, int], ...]
    parents: frozenset[int] = frozenset()
    is_policy: bool = False


@lru_cache(maxsize=8)
def declared_names(text: str) -> DeclaredNames:
    r"""The names, labels and imports (with their offsets) that `text` declares.

    >>> found = declared_names("参数 期初周数 = 2周。\n每周活动：每周，组长应当…")
    >>> sorted(found.names), sorted(found.labels)
    (['期初周数'], ['每周活动'])
    """
    table = keyword_table()
    names = {name for triple in _TRIPLE.findall(text) for name in triple}
    for match in _OPENING.finditer(text):
        form = normal_form(match[1])
        terminals = (*table.by_form[Place.HEAD].get(form, ()), *table.by_form[Place.LINE].get(form, ()))
        if _DECLARING.intersection(terminals) and "/" not in match[2]:
            names.add(match[2])
        if "OMIT" in terminals:  # what is omitted is declared elsewhere
            end = text.find("\n", match.start(2))
            names.update(_LISTED.findall(text[match.start(2) : end if end > 0 else len(text)]))
    lines = [(found, match) for match in _IMPORT.finditer(text) if (found := _line_of(match[1]))]
    return DeclaredNames(
        names=frozenset(names),
        labels=frozenset(_LABEL.findall(text)),
        imports=tuple(
            # What an import names, be it a file name or not.
            (match[2].rstrip("。．") or match[2], match.start(2))
            for found, match in lines
            if _IMPORTING.intersection(found)
        ),
        parents=frozenset(match.start(2) for found, match in lines if "EXTENDS" in found),
        is_policy=any("POLICY" in found for found, _ in lines),
    )


def _line_of(word: str) -> tuple[str, ...]:
    """The terminals of lines that the word may open."""
    return tuple(keyword_table().by_form[Place.LINE].get(normal_form(word), ()))


def roster_names(text: str, known: Iterable[str]) -> frozenset[str]:
    """What the roster sentences of `text` may call people and units.

    Only their commas and blanks tell names apart: a surname may be a keyword (周), and none of them
    is in a vocabulary. A role that is written together with its holder is taken off.

    >>> sorted(roster_names("名册 备课组 数学组：组长王芳；组员 周杰。", ["组长", "组员"]))
    ['周杰', '备课组', '数学组', '王芳', '组员']
    """
    heads = {form for form, found in keyword_table().by_form[Place.HEAD].items() if "ROSTER" in found}
    labels = sorted((name for name in known if len(name) > 1), key=len, reverse=True)
    found = set()
    for sentence in _sentences(text, heads):
        unit, *parts = re.split(r"[:：;；]", _dates().sub(" ", sentence))
        found |= set(_ROSTER_WORD.findall(unit))
        for part in parts:
            found |= set(_words_of_part(part, labels))
    return frozenset(word for word in found if word[0].isalpha())


def _sentences(text: str, heads: Iterable[str]) -> Iterator[str]:
    """What follows each of the headings, up to the full stop or the next such heading."""
    known = frozenset(heads)
    found = [m for m in _HEADING.finditer(text) if normal_form(m[1]) in known]
    stop = -1
    for match, following in zip_longest(found, found[1:]):
        if stop < match.end():
            mark = _STOP.search(text, match.end())
            stop = len(text) if mark is None else mark.start()
        yield text[match.end() : stop if following is None else min(stop, following.start())]


def _words_of_part(part: str, labels: list[str]) -> list[str]:
    """The words after a role, which may be written together with its first holder."""
    first, *others = _ROSTER_WORD.findall(part) or [""]
    label = next((x for x in labels if first.startswith(x) and first != x and not x.isascii()), "")
    rest = first.removeprefix(label)
    is_value = bool(label) and rest.startswith(_forms("IS"))
    is_plural = rest.endswith("s") and rest[:-1] in labels
    return [word for word in ("" if is_value or is_plural else rest, *others) if word]


@cache
def _dates() -> re.Pattern[str]:
    """A date with the word before it, which in Chinese may stand against a name."""
    words = "|".join(map(re.escape, (*_forms("FROM"), *_forms("TO"))))
    return re.compile(rf"(?:{words})?[ \t]{{0,9}}\d{{4}}(?:-\d\d?-\d\d?|年\d\d?月\d\d?日)")


def _forms(terminal: str) -> tuple[str, ...]:
    return tuple(form for forms in keyword_table().rows[terminal].forms.values() for form in forms)
