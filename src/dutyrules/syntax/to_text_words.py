"""What every part of the printer writes with: keywords by terminal, names by what they name.

A sentence is written after a template that looks like its grammar rule, one for English and one for
Chinese; both scripts of Chinese share theirs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Protocol

import attrs

from dutyrules.findings.model import Language
from dutyrules.syntax import tree
from dutyrules.syntax.keywords import Place, keyword_table
from dutyrules.syntax.pieces import GAP, Join, Piece, Pieces
from dutyrules.syntax.plurals import plural_of

_MARKS = {
    ",": (",", "，", Join.MARK),
    ":": (":", "：", Join.MARK),
    ";": (";", "；", Join.MARK),
    "、": (",", "、", Join.MARK),
    "(": ("(", "（", Join.OPENING),
    ")": (")", "）", Join.MARK),
    "=": ("=", "=", Join.APART),
}
_QUOTES = {
    Language.EN: ('""', "“”", "「」", "『』"),
    Language.ZH_HANS: ("“”", "「」", "『』", '""'),
    Language.ZH_HANT: ("「」", "『』", "“”", '""'),
}


class Naming(Protocol):
    """The names of a policy as they are called in one language."""

    def is_taken(self, word: str) -> bool:
        """True if something is called so, in whatever language."""

    def event(self, name: str) -> str:
        """The event type."""

    def attribute(self, event: str, name: str) -> str:
        """The attribute of `event`."""

    def attribute_labels(self, event: str, name: str) -> tuple[str, ...]:
        """The labels of the attribute in the order en, zh-Hans, zh-Hant; none if `event` has no such one."""

    def choice(self, event: str, attribute: str, name: str) -> str | None:
        """The choice that the attribute may take; None if it has none of that name."""

    def verb(self, event: str, written: str | None) -> str | None:
        """What is done with the event: the vocabulary's verb, or the one written."""

    def counter(self, event: str) -> str:
        """The Chinese measure word of the event."""

    def party(self, name: str) -> str:
        """The role or unit."""

    def party_counter(self, name: str) -> str:
        """The Chinese measure word of a role or unit."""

    def role(self, name: str) -> str:
        """The role."""

    def unit(self, name: str) -> str:
        """The kind of unit."""

    def value(self, name: str) -> str:
        """The value, such as a grade."""

    def property(self, name: str) -> str:
        """The property of people or units."""

    def property_choice(self, name: str, choice: str) -> str | None:
        """The choice that a property may take; None if it has none of that name."""

    def label(self, name: str) -> str:
        """A role or a property, which both may stand before people in a roster."""

    def parameter(self, name: str) -> str:
        """The parameter."""

    def parameter_has_unit(self, name: str) -> bool:
        """True if the parameter's value says what it counts."""

    def parameter_counter(self, name: str) -> str:
        """The Chinese measure word of what the parameter counts; "" if that is not told."""

    def norm_counter(self, label: str) -> str:
        """The Chinese measure word of what the norm counts; "" if it counts nothing."""


@cache
def _slots(template: str) -> tuple[str, ...]:
    return tuple(template.split())


@attrs.frozen(kw_only=True)
class Wording:
    """A language and what things are called in it."""

    language: Language
    naming: Naming

    @property
    def is_english(self) -> bool:
        """True for English, whose order of words is its own."""
        return self.language is Language.EN

    def say(self, en: str, zh: str | None = None, /, **parts: Pieces) -> Pieces:
        """The pieces of a template: `GE` a keyword, `GE.1` its second form, `{x}` a part, `_` a gap."""
        template = en if self.is_english or zh is None else zh
        return tuple(piece for slot in _slots(template) for piece in self._slot(slot, parts))

    def _slot(self, slot: str, parts: dict[str, Pieces]) -> Pieces:
        if slot[0] == "{":
            return parts[slot[1:-1]]
        if slot == "_":
            return (GAP,)
        if slot in _MARKS:
            en, zh, join = _MARKS[slot]
            return (Piece(en if self.is_english else zh, join),)
        terminal, _, form = slot.partition(".")
        return self.keyword(terminal, int(form or 0))

    def keyword(self, terminal: str, form: int = 0) -> Pieces:
        """The keyword in its canonical form, or in the one at index `form`."""
        forms = keyword_table().rows[terminal].forms[self.language]
        text = forms[form if form < len(forms) else 0]
        return (Piece(text, Join.SUFFIX if text == "%" else Join.WORD),)

    def word(self, text: str) -> Pieces:
        """A name; one in Latin letters is set off in Chinese."""
        return (Piece(text, Join.APART if text[:1].isascii() else Join.WORD),)

    def plural(self, text: str) -> Pieces:
        """A name in the plural where English would say it so, unless something else is called that."""
        plural = plural_of(text)
        is_taken = self.naming.is_taken(plural) or plural in keyword_table().by_form[Place.BODY]
        return self.word(text if is_taken or not self.is_english else plural)

    def apart(self, text: str) -> Pieces:
        """A name that is set off by blanks."""
        return (Piece(text, Join.APART),)

    def name(self, name: tree.Name) -> Pieces:
        """A name that every language writes alike: of a norm, an item, a score."""
        return self.word(name.text)

    def term(self, term: tree.TermName) -> Pieces:
        """A name where it is declared, with all its labels."""
        return self.apart("/".join(label.text for label in term.labels))

    def quoted(self, text: str | None) -> Pieces:
        """`text` in the first pair of quotes whose closing one it does not hold."""
        if text is None:
            return ()
        pairs = _QUOTES[self.language]
        quotes = next((pair for pair in pairs if pair[1] not in text), pairs[0])
        return (Piece(f"{quotes[0]}{text}{quotes[1]}", Join.QUOTE),)

    def number(self, number: Decimal | int) -> Pieces:
        """A number in full, without an exponent."""
        return (Piece(f"{number:f}" if isinstance(number, Decimal) else str(number)),)

    def day(self, day: datetime.date) -> Pieces:
        """A date."""
        if self.is_english:
            return (Piece(day.isoformat()),)
        return (Piece(f"{day.year:04}年{day.month}月{day.day}日"),)

    def row(self, parts: Iterable[Pieces], between: str = "、") -> Pieces:
        """The parts with `between` (a template) between each two."""
        joint = self.say(between)
        pieces: list[Piece] = []
        for part in parts:
            pieces.extend((*joint, *part) if pieces else part)
        return tuple(pieces)

    def listed(self, parts: Iterable[Pieces]) -> Pieces:
        """The parts as a list: `a, b and c` in English, a、b、c in Chinese."""
        *most, last = parts
        if not self.is_english or not most:
            return self.row([*most, last])
        return (*self.row(most), *self.keyword("AND"), *last)
