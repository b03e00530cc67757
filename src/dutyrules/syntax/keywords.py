"""The keyword table: one row per terminal, with its forms in each language.

The table is `grammar/keywords.tsv`. A form may belong to several terminals (为 is "is" and "as");
the parser's state decides which one is meant.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Mapping
from functools import cache

import attrs

from dutyrules.findings.model import Language, Text
from dutyrules.resources import grammar_folder


class Place(enum.Enum):
    """Where a keyword may stand."""

    LINE = "line"
    HEAD = "head"
    BODY = "body"
    SCENARIO = "scenario"
    """In the sentences of a scenario, beside all words of the body."""


@attrs.frozen(kw_only=True)
class Keyword:
    """One row of the table; `forms` holds the canonical form of each language first."""

    terminal: str
    place: Place
    forms: Mapping[Language, tuple[str, ...]]

    def canonical(self, language: Language) -> str:
        """The form that the formatter writes; "" where the language has no such word."""
        forms = self.forms[language]
        return forms[0] if forms else ""


@attrs.frozen(kw_only=True)
class KeywordTable:
    """All keywords, by terminal and by written form (NFKC, lower case)."""

    rows: Mapping[str, Keyword]
    by_form: Mapping[Place, Mapping[str, tuple[str, ...]]]

    def text(self, terminal: str, language: Language) -> str:
        """The canonical form of `terminal` in `language`."""
        return self.rows[terminal].canonical(language)

    def spoken(self, terminal: str) -> Text:
        """The canonical forms of `terminal`."""
        row = self.rows[terminal]
        return Text(
            en=row.canonical(Language.EN),
            zh_hans=row.canonical(Language.ZH_HANS),
            zh_hant=row.canonical(Language.ZH_HANT),
        )

    def counter_in(self, counter: str, language: Language) -> str:
        """The measure word `counter`, in the script of `language`."""
        row = self.rows["COUNTER"].forms
        for script in (Language.ZH_HANS, Language.ZH_HANT):
            if counter in row[script] and language is not Language.EN:
                return row[language][row[script].index(counter)]
        return counter


def normal_form(text: str) -> str:
    """`text` as keywords are compared: full-width forms folded, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _row(line: str, place: Place) -> Keyword:
    cells = [*line.split("\t"), "", "", ""]
    forms = {
        language: tuple(f for f in cell.strip().split("|") if f)
        for language, cell in zip(Language, cells[1:4], strict=True)
    }
    return Keyword(terminal=cells[0].strip(), place=place, forms=forms)


def _read_rows(text: str) -> dict[str, Keyword]:
    rows: dict[str, Keyword] = {}
    place = Place.BODY
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            place = Place(line.strip("[] \n"))
            continue
        keyword = _row(line, place)
        rows[keyword.terminal] = keyword
    return rows


@cache
def keyword_table() -> KeywordTable:
    """The table of `grammar/keywords.tsv`, read once."""
    rows = _read_rows((grammar_folder() / "keywords.tsv").read_text(encoding="utf-8"))
    by_form: dict[Place, dict[str, tuple[str, ...]]] = {place: {} for place in Place}
    for keyword in rows.values():
        for form in {normal_form(f) for forms in keyword.forms.values() for f in forms}:
            table = by_form[keyword.place]
            table[form] = (*table.get(form, ()), keyword.terminal)
    body, own = by_form[Place.BODY], by_form[Place.SCENARIO]
    by_form[Place.SCENARIO] = {form: (*own.get(form, ()), *body.get(form, ())) for form in {**body, **own}}
    return KeywordTable(rows=rows, by_form=by_form)
