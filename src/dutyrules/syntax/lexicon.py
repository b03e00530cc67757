"""The words that a file may use: names and keywords, and what authors write instead of keywords.

Chinese text is not parted by blanks, so the longest known word at a place decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import attrs

from dutyrules.resources import grammar_folder
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.plurals import plural_of
from dutyrules.syntax.source import Span
from dutyrules.syntax.tokens import Word

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLDED = {code: chr(_WIDTHS.get(code, code)).lower() for code in (*_WIDTHS, *range(0x41, 0x5B))}


@attrs.frozen(kw_only=True)
class _Forms:
    """Written forms with their terminals, and how to look for them.

    `lengths` gives the lengths of the forms by first character; forms of several words stand in
    `phrases`, by first character too.
    """

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
def _mistaken() -> _Forms:
    return _forms(_mistakes()["body"])


def folded(text: str) -> str:
    """`text` in half width and lower case, character for character."""
    return text.translate(_FOLDED)


class Lexicon:
    """Known names, keywords and common mistakes."""

    def __init__(self, names: Iterable[str], place: Place = Place.BODY) -> None:
        self._keywords = _keywords(place)
        self._names = {name: name for name in names if name}
        plurals = {plural_of(name): name for name in self._names if is_latin(name[-1])}
        for plural, name in plurals.items():
            if plural not in self._keywords.terminals:
                self._names.setdefault(plural, name)
        self._name_lengths = _lengths(self._names)
        self._mistakes = _mistaken() if place is Place.BODY else _forms({})
        self._text = ""
        self._folded = ""

    def match(self, text: str, start: int) -> Word | None:
        """The longest known word at `start`, with all its readings, or None."""
        if text is not self._text:
            self._text, self._folded = text, folded(text)
        name, name_end = self._name(text, start)
        keyword, end = _longest(self._keywords, self._folded, start)
        if name_end > end:
            return Word(("NAME",), name, Span(start, name_end))
        if keyword:
            readings = self._keywords.terminals[keyword]
            value = name if name_end == end else keyword
            readings = (*readings, "NAME") if name_end == end else readings
            return Word(readings, value, Span(start, end))
        return None

    def mistake(self, text: str, start: int) -> Word | None:
        """The longest common mistake at `start` that is longer than any known word there, or None."""
        if text is not self._text:
            self._text, self._folded = text, folded(text)
        first = self._folded[start]
        if first not in self._mistakes.lengths and first not in self._mistakes.phrases:
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

    def _name(self, text: str, start: int) -> tuple[str, int]:
        """The longest name that stands at `start`, in the singular or plural, and its end."""
        for length in self._name_lengths.get(text[start], ()):
            end = start + length
            name = self._names.get(text[start:end]) if end <= len(text) else None
            if name is not None and not (is_latin(text[end - 1]) and _continues(text, end)):
                return name, end
        return "", -1


def _longest(forms: _Forms, text: str, start: int) -> tuple[str, int]:
    """The longest of `forms` at `start` of a folded text, and its end; "" if there is none."""
    first = text[start]
    for form, pattern in forms.phrases.get(first, ()):
        found = pattern.match(text, start)
        if found is not None and not (is_latin(form[-1]) and _continues(text, found.end())):
            return form, found.end()
    for length in forms.lengths.get(first, ()):
        end = start + length
        form = text[start:end]
        if (
            len(form) == length
            and form in forms.terminals
            and not (is_latin(form[-1]) and _continues(text, end))
        ):
            return form, end
    return "", -1


def is_latin(character: str) -> bool:
    """True for what a Latin word is made of."""
    return character.isascii() and (character.isalnum() or character == "_")


def _continues(text: str, at: int) -> bool:
    return at < len(text) and is_latin(text[at])
