"""Words, numbers, dates, quotations and comments, read one after the other from a text."""

from __future__ import annotations

import datetime
import re
import unicodedata

from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.lexicon import Lexicon
from dutyrules.syntax.numerals import numeral
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.tokens import Comment, Word

MAX_NAME = 100
MAX_DIGITS = 15
MAX_PROBLEMS = 200
_FILLERS = frozenset({"the", "a", "an"})
QUOTES = {"“": "”", "「": "」", '"': '"', "『": "』", "”": "”"}
_PUNCTUATION = {
    ",": ("COMMA", "LISTSEP"),
    "，": ("COMMA", "LISTSEP"),
    "、": ("LISTSEP", "COMMA"),
    ":": ("COLON",),
    "：": ("COLON",),
    "(": ("LPAR",),
    "（": ("LPAR",),
    ")": ("RPAR",),
    "）": ("RPAR",),
    ";": ("SEMICOLON",),
    "；": ("SEMICOLON",),
    "/": ("SLASH",),
    "／": ("SLASH",),
    "=": ("EQUALS", "IS"),
    "＝": ("EQUALS", "IS"),
    "%": ("PERCENT",),
    "％": ("PERCENT",),
}
_NARROW = {mark: unicodedata.normalize("NFKC", mark) for mark in _PUNCTUATION}
_WRONG_MARKS = {
    "︰": ("COLON",),
    "﹕": ("COLON",),
    "﹐": ("COMMA",),
    "､": ("LISTSEP", "COMMA"),
    "·": ("LISTSEP", "COMMA"),
    "•": ("LISTSEP", "COMMA"),
    "~": ("TO",),
    "～": ("TO",),
    "—": ("TO",),
    "–": ("TO",),
    "-": ("TO",),
}
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?![\w-])|(\d{4})年(\d{1,2})月(\d{1,2})日")
_LATIN = re.compile(r"[A-Za-z0-9_]+")
_STRAY = re.compile(r"[^\w\s“”「」『』\"#＃。．｡.,，、:：()（）/／=＝%％|｜]+")
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]+|(?<!^)\ufeff+"
)
"""Characters that nobody sees; the mark at the start of a file is no fault of its author."""
_CLOSING = re.compile(r"[”」』\"]")
_COUNTED = frozenset(
    {
        *("COUNTER", "DAY", "SCHOOL_DAY", "WEEK", "MONTH", "TERM", "HALF_YEAR", "SCHOOL_YEAR", "PERIOD"),
        *("HOUR", "MINUTE", "CLASS_HOUR", "LESSON", "POINT", "PERCENT", "YUAN", "PLACES", "STEP"),
    }
)
_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
_BREAKING = frozenset("为為的且")


class WordReader:
    """A position in a source, and what has been found wrong up to it.

    After too many problems nothing is left to read.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._at = 0
        self._comments: list[Comment] = []
        self._diagnostics: list[Diagnostic] = []

    def _report_hidden(self) -> None:
        for hidden in HIDDEN.finditer(self._text):
            point = f"U+{ord(hidden[0][0]):04X}"
            self._report("hidden-character", Span(*hidden.span()), found=point)

    def _end_of_line(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _next_words(self, lexicon: Lexicon) -> list[Word]:
        """The next word; more than one where an unknown name ends at a known word."""
        text, at = self._text, self._at
        character = text[at]
        if character in QUOTES:
            return [self._string()]
        known = lexicon.known(text, at)
        if known is not None and not self._is_half(known, lexicon):
            self._at = known.span.end
            return [known]
        if character.isdigit():
            return [self._number()]
        if character in _PUNCTUATION:
            self._at = at + 1
            return [Word(_PUNCTUATION[character], _NARROW[character], Span(at, at + 1))]
        if character in _WRONG_MARKS:
            self._at += 1
            return [Word(_WRONG_MARKS[character], character, Span(at, at + 1), is_mistaken=True)]
        in_words = self._number_in_words(lexicon)
        if in_words is not None:
            return [in_words]
        if character.isalpha() or character == "_":
            return self._unknown_name(lexicon)
        return [self._stray()]

    def _is_half(self, known: Word, lexicon: Lexicon) -> bool:
        """True for a name of one character that goes on to be another, unknown one (优 in 优秀)."""
        if known.readings != ("NAME",) or len(known.value) > 1 or known.value.isascii():
            return False
        text, end = self._text, known.span.end
        goes_on = text[end : end + 1].isalpha() and not text[end].isascii()
        return goes_on and lexicon.known(text, end) is None

    def _number(self) -> Word:
        """A date or a number; one that no calendar or measure has is reported."""
        text, at = self._text, self._at
        date = _DATE.match(text, at)
        if date is not None:
            year, month, day = (int(part) for part in date.groups() if part is not None)
            try:
                datetime.date(year, month, day)
            except ValueError:
                return self._bad("invalid-date", date.end())
            return self._take(("DATE",), date.end())
        number = _NUMBER.match(text, at)
        if number is None:
            return self._stray()
        if number.end() - at > MAX_DIGITS:
            return self._bad("number-too-long", number.end())
        return self._take(("NUMBER",), number.end())

    def _number_in_words(self, lexicon: Lexicon) -> Word | None:
        """A number written in words before something that is counted: reported, and read as digits."""
        text, at = self._text, self._at
        found = numeral(text, at)
        if found is None:
            return None
        value, end = found
        if not text[at].isascii():
            counted = lexicon.match(text, end) if end < len(text) else None
            if counted is None or not _COUNTED.intersection(counted.readings):
                return None
        span = Span(at, end)
        self._at = end
        self._report("number-in-words", span, suggestion=str(value), found=text[at:end])
        return Word(("NUMBER",), str(value), span)

    def _bad(self, code: str, end: int) -> Word:
        span = Span(self._at, end)
        self._at = end
        self._report(code, span, found=self._source.slice(span))
        return Word(("STRAY",), "", span)

    def _take(self, readings: tuple[str, ...], end: int) -> Word:
        span = Span(self._at, end)
        self._at = end
        return Word(readings, unicodedata.normalize("NFKC", self._source.slice(span)), span)

    def _string(self) -> Word:
        start, text = self._at, self._text
        close = QUOTES[text[start]]
        line_end = self._end_of_line(start)
        end = text.find(close, start + 1, line_end)
        other = _CLOSING.search(text, start + 1, line_end) if end < 0 else None
        if end < 0 and other is not None:
            end = other.start()
            marks = {"opened": text[start], "closed": other[0], "wanted": close}
            self._report("mismatched-quotes", Span(end, end + 1), **marks)
        if end < 0:
            self._report("unclosed-quote", Span(start, start + 1), quote=close)
            end = line_end
            self._at = end
        else:
            self._at = end + 1
        return Word(("STRING",), text[start + 1 : end], Span(start, self._at))

    def _unknown_name(self, lexicon: Lexicon) -> list[Word]:
        text, start = self._text, self._at
        latin = _LATIN.match(text, start)
        if latin is not None:
            end = latin.end()
        else:
            end, limit = start + 1, min(len(text), start + MAX_NAME + 1)
            while end < limit and text[end].isalpha() and not self._breaks(lexicon, end):
                end += 1
        if end - start > MAX_NAME:
            return [self._bad("name-too-long", end)]
        self._at = end
        if text[start:end].lower() in _FILLERS:
            return []
        return [Word(("NAME",), text[start:end], Span(start, end), is_known=False)]

    def _breaks(self, lexicon: Lexicon, at: int) -> bool:
        known = lexicon.match(self._text, at)
        if known is None:
            return False
        return len(known.value) > 1 or known.value in _BREAKING

    def _stray(self) -> Word:
        """Characters that mean nothing here, a whole run of them at once."""
        run = _STRAY.match(self._text, self._at)
        return self._bad("stray-character", run.end() if run is not None else self._at + 1)

    # Blanks and comments -------------------------------------------------------------------------

    def _skip_blank(self, *, across_lines: bool) -> bool:
        """Moves past blanks and comments; True if something is left before the limit."""
        if len(self._diagnostics) > MAX_PROBLEMS:
            return False
        text, at = self._text, self._at
        while at < len(text):
            character = text[at]
            if character.isalnum() or character in _PUNCTUATION or character in QUOTES:
                break
            if character == "\n" and not across_lines:
                break
            if character in "#＃":
                self._at = at
                self._comment()
                at = self._at
            elif character.isspace() or HIDDEN.match(character) or character == "\ufeff":
                at += 1
            else:
                break
        self._at = at
        return at < len(text) and (across_lines or text[at] != "\n")

    def _comment(self) -> None:
        start, text = self._at, self._text
        end = self._end_of_line(start)
        before = text[text.rfind("\n", 0, start) + 1 : start]
        self._comments.append(Comment(text[start:end].rstrip(), Span(start, end), not before.strip()))
        self._at = end

    def _report(self, code: str, span: Span, *, suggestion: str | None = None, **values: str) -> None:
        if len(self._diagnostics) < MAX_PROBLEMS:
            found = Diagnostic.made(code, self._source, span, values, suggestion=suggestion)
            self._diagnostics.append(found)
        elif len(self._diagnostics) == MAX_PROBLEMS:
            self._diagnostics.append(Diagnostic.of("too-many-problems", self._source, span))
