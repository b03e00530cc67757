"""The names that a file declares, found before it is parsed.

Chinese text has no spaces, so the lexer must know the names to tell them from keywords: in
其中时长至少40分钟 it is the vocabulary that knows 时长. This scan needs no grammar: a declaration
opens its line with a keyword, and a term is written with slashes.
"""

from __future__ import annotations

import re

import attrs

from dutyrules.syntax.keywords import Place, keyword_table, normal_form

_TRIPLE = re.compile(r"(\w+)/(\w+)/(\w+)")
_LABEL = re.compile(r"^[\s　]*(\w+)[ \t　]*[:：]", re.MULTILINE)
_OPENING = re.compile(r"^[\s　]*(\w+)[ \t　]+([^\s:：=＝,，.。“”「」\"]+)", re.MULTILINE)
_DECLARING = frozenset({"UNIT", "ROLE", "VALUE", "EVENT", "PARAMETER", "SCORE", "VETO", "ITEM"})


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
        if "IMPORT" in terminals or "EXTENDS" in terminals:
            imports.append((match[2], match.start(2)))
    return DeclaredNames(
        names=frozenset(names),
        labels=frozenset(_LABEL.findall(text)),
        imports=tuple(imports),
    )
