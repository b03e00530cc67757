"""The names that a file declares, found before it is parsed.

Chinese text has no spaces, so the lexer must know the names to tell them from keywords: in
其中时长至少40分钟 it is the vocabulary that knows 时长. This scan needs no grammar: a declaration
opens its line with a keyword, and a term is written with slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from dutyrules.syntax.keywords import Place, keyword_table, normal_form

_TRIPLE = re.compile(r"(\w+)/(\w+)/(\w+)")
_LABEL = re.compile(r"^[\s　]*(\w+)[ \t　]*[:：]", re.MULTILINE)
_OPENING = re.compile(r"^[\s　]*(\w+)[ \t　]+([^\s:：=＝,，.。“”「」\"]+)", re.MULTILINE)
_ROSTER = re.compile(r"^[\s　]*(\w+)[ \t　]+(.*?)(?:[。．]|\.(?=\s|$))", re.MULTILINE | re.DOTALL)
_ROSTER_WORD = re.compile(r"[^\s:：,，、;；“”「」\"]+")
_DECLARING = frozenset(
    {
        *("UNIT", "ROLE", "VALUE", "EVENT", "PARAMETER"),
        *("SCORE", "ITEM", "BONUS", "VETO", "SHIFT", "EXCEPTION"),
    }
)
_LISTED = re.compile(r"[^\s,，、.。．]+")


@attrs.frozen(kw_only=True)
class DeclaredNames:
    """What one file says of names: `names` may stand in any sentence, `labels` name its norms."""

    names: frozenset[str]
    labels: frozenset[str]
    imports: tuple[tuple[str, int], ...]


def declared_names(text: str) -> DeclaredNames:
    """The names, labels and imports (with their offsets) that `text` declares.

    >>> found = declared_names("参数 期初周数 = 2周。\\n每周活动：每周，组长应当…")
    >>> sorted(found.names), sorted(found.labels)
    (['期初周数'], ['每周活动'])
    """
    table = keyword_table()
    names = {name for triple in _TRIPLE.findall(text) for name in triple}
    imports = []
    for match in _OPENING.finditer(text):
        form = normal_form(match[1])
        terminals = (*table.by_form[Place.HEAD].get(form, ()), *table.by_form[Place.LINE].get(form, ()))
        if _DECLARING.intersection(terminals) and "/" not in match[2]:
            names.add(match[2])
        if "OMIT" in terminals:  # what is omitted is declared elsewhere
            end = text.find("\n", match.start(2))
            names.update(_LISTED.findall(text[match.start(2) : end if end > 0 else len(text)]))
        if "IMPORT" in terminals or "EXTENDS" in terminals:
            imports.append((match[2], match.start(2)))
    return DeclaredNames(
        names=frozenset(names),
        labels=frozenset(_LABEL.findall(text)),
        imports=tuple(imports),
    )


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
    for match in _ROSTER.finditer(text):
        if normal_form(match[1]) in heads:
            unit, *parts = re.split(r"[:：;；]", match[2])
            found |= set(_ROSTER_WORD.findall(unit))
            for part in parts:
                found |= set(_words_of_part(part, labels))
    return frozenset(word for word in found if word[0].isalpha())


def _words_of_part(part: str, labels: list[str]) -> list[str]:
    """The words after a role, which may be written together with its first holder."""
    first, *others = _ROSTER_WORD.findall(part) or [""]
    label = next((x for x in labels if first.startswith(x) and first != x and not x.isascii()), "")
    rest = first.removeprefix(label)
    is_value = bool(label) and rest.startswith(_forms("IS"))
    is_plural = rest.endswith("s") and rest[:-1] in labels
    return [word for word in ("" if is_value or is_plural else rest, *others) if word]


def _forms(terminal: str) -> tuple[str, ...]:
    return tuple(form for forms in keyword_table().rows[terminal].forms.values() for form in forms)
