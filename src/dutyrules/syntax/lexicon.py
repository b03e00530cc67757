"""The words that a file may use: names and keywords, and what authors write instead of keywords.

Chinese text is not parted by blanks, so the longest known word at a place decides.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import attrs

from dutyrules.resources import grammar_folder
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.plurals import plural_of
from dutyrules.syntax.source import Span
from dutyrules.syntax.tokens import Word

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LATIN = frozenset(string.ascii_letters + string.digits + "_")
_FOLDED = {chr(code): chr(_WIDTHS.get(code, code)).lower() for code in (*_WIDTHS, *range(0x41, 0x5B))}
_FOLDABLE = re.compile(f"[{''.join(_FOLDED)}]")
_ASCII = re.compile(r"[\x00-\x7f]")


@attrs.frozen(kw_only=True)
class _Forms:
    """Written forms with their terminals, and how to look for them.

    `firsts` are the characters that forms begin with. `lengths` gives the lengths of the forms by first
    character; forms of several words stand in `phrases`, by first character too.
    """

    firsts: frozenset[str]
    terminals: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    phrases: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]


def _forms(terminals: Mapping[str, tuple[str, ...]]) -> _Forms:
    single = [form for form in terminals if " " not in form]
    phrases: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for form in sorted((f for f in terminals if " " in f), key=len, reverse=True):
        pattern = re.compile(r"\s{1,20}".join(re.escape(part) for part in form.split()))
        phrases.setdefault(form[0], []).append((form, pattern))
    return _Forms(
        firsts=frozenset(form[0] for form in terminals),
        terminals=terminals,
        lengths=_lengths(single),
        phrases={first: tuple(patterns) for first, patterns in phrases.items()},
    )


def _lengths(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[0], set()).add(len(form))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


@cache
def _keywords(place: Place) -> _Forms:
    return _forms(keyword_table().by_form[place])


@cache
def _mistakes() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What authors write instead of keywords, with the terminals that they may have meant, by section."""
    sections: dict[str, dict[str, tuple[str, ...]]] = {}
    section: dict[str, tuple[str, ...]] = {}
    text = (grammar_folder() / "mistakes.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            forms, meant = line.split("\t")
            section.update((normal_form(form), tuple(meant.split("|"))) for form in forms.split("|"))
    return sections


def opening_mistakes() -> Mapping[str, str]:
    """What authors write to open a statement, with the terminal that they meant."""
    return {form: meant[0] for form, meant in _mistakes()["opening"].items()}


@cache
def _mistakes_in(place: Place) -> _Forms:
    return _forms(_mistakes()["body"] if place is Place.BODY else {})


@lru_cache(maxsize=2)
def folded(text: str) -> str:
    """`text` in half width and lower case, character for character."""
    return _FOLDABLE.sub(lambda found: _FOLDED[found[0]], text)


Entry = tuple[tuple[str, ...], str]
"""The readings of a known word, and its value."""


@attrs.frozen(kw_only=True)
class _Table:
    """Names as they are written, in the singular or plural, and their lengths by first character.

    `han` are lengths by first character too, for the characters with which every known word is written
    in one way only and no mistake begins: there a look into `entries`, the longest first, settles all.
    """

    names: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    entries: Mapping[str, Entry]
    han: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=16)
def _table(names: frozenset[str], place: Place) -> _Table:
    """The table of `names`; kept, since an editor asks for the same names at every keystroke."""
    keywords, mistakes = _keywords(place), _mistakes_in(place)
    singular = {name: name for name in names if name}
    for name in [name for name in singular if name[-1] in _LATIN]:
        plural = plural_of(name)
        if plural not in keywords.terminals:
            singular.setdefault(plural, name)
    entries: dict[str, Entry] = {name: (("NAME",), value) for name, value in singular.items()}
    for form, readings in keywords.terminals.items():
        entries[form] = ((*readings, "NAME"), singular[form]) if form in singular else (readings, form)
    variable = {form[0] for form in keywords.terminals if _ASCII.search(form)}
    return _Table(
        names=singular,
        lengths=_lengths(singular),
        entries=entries,
        han={
            first: lengths
            for first, lengths in _lengths(entries).items()
            if not first.isascii()
            and first not in _FOLDED
            and first not in variable
            and first not in mistakes.firsts
        },
    )


class Lexicon:
    """Known names, keywords and common mistakes."""

    def __init__(self, names: Iterable[str], place: Place = Place.BODY) -> None:
        self._table = _table(frozenset(names), place)
        self._keywords = _keywords(place)
        self._mistakes = _mistakes_in(place)
        self._text = ""
        self._folded = ""

    def known(self, text: str, start: int) -> Word | None:
        """The common mistake at `start`, or else the longest known word there, or None."""
        if text[start] in self._table.han:
            return self._han_word(text, start)
        return self.mistake(text, start) or self.match(text, start)

    def match(self, text: str, start: int) -> Word | None:
        """The longest known word at `start`, with all its readings, or None."""
        if text[start] in self._table.han:
            return self._han_word(text, start)
        if text is not self._text:
            self._text, self._folded = text, folded(text)
        name, name_end = self._name(text, start)
        keyword, end = _longest(self._keywords, self._folded, start)
        if name_end > end:
            return Word(("NAME",), name, Span(start, name_end))
        if keyword:
            readings = self._keywords.terminals[keyword]
            if name_end < end:
                return Word(readings, keyword, Span(start, end))
            return Word((*readings, "NAME"), name, Span(start, end))
        return None

    def mistake(self, text: str, start: int) -> Word | None:
        """The longest common mistake at `start` that is longer than any known word there, or None."""
        if text is not self._text:
            self._text, self._folded = text, folded(text)
        if self._folded[start] not in self._mistakes.firsts:
            return None
        form, end = _longest(self._mistakes, self._folded, start)
        if not form:
            return None
        known = self.match(text, start)
        if known is not None and known.span.end >= end:
            return None
        is_part = end >= len(text) or self.match(text, end) is None
        if end - start == 1 and form.isalpha() and is_part:
            return None
        return Word(self._mistakes.terminals[form], text[start:end], Span(start, end), is_mistaken=True)

    def _han_word(self, text: str, start: int) -> Word | None:
        """As `match`, for the characters that most words of Chinese policies begin with."""
        table = self._table
        for length in table.han[text[start]]:
            end = start + length
            entry = table.entries.get(text[start:end])
            if entry is not None and end <= len(text) and not _is_cut(text, end):
                return Word(*entry, Span(start, end))
        return None

    def _name(self, text: str, start: int) -> tuple[str, int]:
        """The longest name that stands at `start`, in the singular or plural, and its end."""
        for length in self._table.lengths.get(text[start], ()):
            end = start + length
            name = self._table.names.get(text[start:end])
            if name is not None and end <= len(text) and not _is_cut(text, end):
                return name, end
        return "", -1


def _longest(forms: _Forms, text: str, start: int) -> tuple[str, int]:
    """The longest of `forms` at `start` of a folded text, and its end; "" if there is none."""
    first = text[start]
    if first not in forms.firsts:
        return "", -1
    for form, pattern in forms.phrases.get(first, ()):
        found = pattern.match(text, start)
        if found is not None and not _is_cut(text, found.end()):
            return form, found.end()
    for length in forms.lengths.get(first, ()):
        end = start + length
        form = text[start:end]
        if form in forms.terminals and end <= len(text) and not _is_cut(text, end):
            return form, end
    return "", -1


def _is_cut(text: str, at: int) -> bool:
    """True in the middle of a Latin word."""
    return text[at - 1] in _LATIN and at < len(text) and text[at] in _LATIN
