"""Text to statements of words.

A line statement ends with its line, a sentence with a full stop; a sentence that runs into what can
only be the next statement is cut there and reported. Within a run of letters the longest known name
or keyword wins; a word that is both keeps both readings and the parser's state decides.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.event_tables import row_words
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.lexicon import Lexicon
from dutyrules.syntax.numerals import numeral
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.tokens import Comment, StatementKind, Word, Words

MAX_WORDS = 4_000
MAX_NAME = 100
MAX_DIGITS = 15
MAX_PROBLEMS = 200

_RAW_LINES = frozenset(
    {"LANGUAGE", "POLICY", "VOCABULARY", "SOURCE", "IMPORT", "EXTENDS", "CLAUSE", "SCENARIO"}
)
_SCENARIO_HEADS = frozenset({"CALENDAR", "ROSTER", "LOG", "AS_OF", "EXPECT"})
_FILLERS = frozenset({"the", "a", "an"})
_QUOTES = {"“": "”", "「": "」", '"': '"', "『": "』", "”": "”"}
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
_WRONG_MARKS = {
    ";": ("COMMA", "LISTSEP", "COLON"),
    "；": ("COMMA", "LISTSEP", "COLON"),
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
_HEADING = re.compile(r"\w+(?:[ \t]+of\b)?")
_STOP = re.compile(r"[。．｡]|\.(?=\s|$)")
_STRAY = re.compile(r"[^\w\s“”「」『』\"#＃。．｡.,，、:：()（）/／=＝%％|｜]+")
LOOSE_LABEL = re.compile(r"[^\s:：,，。．“”「」『』\"#＃|｜]{1,60}(?=[ \t　]*[:：])")
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
_RAW_WORD = re.compile(r"[^\s“”「」\"#＃]+")
_LABEL = re.compile(r"\w+(?=[ \t　]*[:：])")
_BREAKING = frozenset("为為的且")


@attrs.frozen(kw_only=True)
class Lexed:
    """The statements and comments of a file, and what is wrong with its words."""

    statements: tuple[Words, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]


class Lexer:
    """Cuts one source into statements. Names that sentences may use come from outside."""

    def __init__(
        self, source: Source, names: Iterable[str], labels: Iterable[str], people: Iterable[str] = ()
    ) -> None:
        self._source = source
        self._text = source.text
        self._at = 0
        self._lexicon = Lexicon(frozenset(names))
        self._label_lexicon = Lexicon(frozenset(names) | frozenset(labels))
        self._scenario_lexicon = Lexicon(
            frozenset(names) | frozenset(labels) | frozenset(people), Place.SCENARIO
        )
        self._comments: list[Comment] = []
        self._diagnostics: list[Diagnostic] = []

    def run(self) -> Lexed:
        """All statements of the source, up to the place where its problems become too many."""
        for hidden in HIDDEN.finditer(self._text):
            point = f"U+{ord(hidden[0][0]):04X}"
            self._report("hidden-character", Span(*hidden.span()), found=point)
        statements = tuple(self._statements())
        return Lexed(
            statements=statements,
            comments=tuple(self._comments),
            diagnostics=tuple(self._diagnostics),
        )

    def _statements(self) -> Iterator[Words]:
        while self._skip_blank(across_lines=True):
            start = self._at
            if self._text[start] in "|｜":
                yield self._row()
                continue
            opening = self._opening()
            if opening is not None and opening[1] is Place.LINE:
                yield self._line(opening[0])
            else:
                yield self._sentence(opening[0] if opening else None)

    # Openings ------------------------------------------------------------------------------------

    def _opening(self) -> tuple[Word, Place] | None:
        """The keyword or label that opens the statement here; the position moves past it."""
        text, start = self._text, self._at
        found = _HEADING.match(text, start)
        if not found:
            return None
        for written in (found[0], re.split(r"\s", found[0])[0]):
            form = " ".join(normal_form(written).split())
            for place in (Place.LINE, Place.HEAD):
                terminals = keyword_table().by_form[place].get(form)
                if terminals:
                    self._at = start + len(written)
                    return Word(terminals, written, Span(start, self._at)), place
        label = _LABEL.match(text, start)
        if label:
            self._at = label.end()
            return Word(("NAME",), label[0], Span(start, self._at)), Place.BODY
        return None

    # Statements ----------------------------------------------------------------------------------

    def _line(self, head: Word) -> Words:
        words = [head]
        ended = False
        raw = head.readings[0] in _RAW_LINES
        while self._skip_blank(across_lines=False):
            character = self._text[self._at]
            if character in "。．." and not self._text[self._at + 1 : self._at + 2].strip():
                self._at += 1
                ended = True
            elif raw and character not in _QUOTES:
                words.append(self._raw_word())
            else:
                words.extend(self._next_words(self._lexicon))
        return Words(
            kind=StatementKind.LINE,
            words=tuple(words),
            span=Span(head.span.start, self._at if ended else words[-1].span.end),
            is_ended=True,
        )

    def _raw_word(self) -> Word:
        found = _RAW_WORD.match(self._text, self._at)
        if found is None:
            return self._stray()
        word = found[0].rstrip("。") or found[0]
        span = Span(self._at, self._at + len(word))
        self._at = span.end
        return Word(("WORD",), word, span)

    def _row(self) -> Words:
        """All rows of the table that begins here: a cell per word, and a word after each row."""
        start = self._at
        words: list[Word] = []
        while True:
            end = self._text.find("\n", self._at)
            end = len(self._text) if end < 0 else end
            words += row_words(self._text, self._at, end)
            self._at = end
            if not self._is_row_below():
                break
        return Words(kind=StatementKind.ROW, words=tuple(words), span=Span(start, end), is_ended=True)

    def _is_row_below(self) -> bool:
        """True, and the position is there, if the next line has a row; lines of comment are passed over."""
        saved, comments = self._at, len(self._comments)
        while self._at < len(self._text):
            self._at += 1
            self._skip_blank(across_lines=False)
            if self._at < len(self._text) and self._text[self._at] in "|｜":
                return True
            if self._at >= len(self._text) or len(self._comments) == comments:
                break
            comments = len(self._comments)
        self._at = saved
        return False

    def _sentence(self, opening: Word | None) -> Words:
        start = opening.span.start if opening else self._at
        words = [opening] if opening else []
        with_labels = opening is not None and "NAME" not in opening.readings
        lexicon = self._label_lexicon if with_labels else self._lexicon
        if opening is not None and opening.readings[0] in _SCENARIO_HEADS:
            lexicon = self._scenario_lexicon
        ended = False
        line_end = self._end_of_line(start)
        while not ended and self._skip_blank(across_lines=True):
            if self._at > line_end:
                line_end = self._end_of_line(self._at)
                if words and self._starts_statement():
                    break
            if self._is_full_stop():
                self._at += 1
                ended = True
            else:
                words.extend(self._next_words(lexicon))
            if len(words) > MAX_WORDS:
                self._report("sentence-too-long", Span(start, self._at), limit=str(MAX_WORDS))
                self._skip_to_stop()
                ended = True
        end = self._at if ended else (words[-1].span.end if words else start)
        if not ended and words:
            self._report("missing-full-stop", Span(end - 1, end))
        return Words(kind=StatementKind.SENTENCE, words=tuple(words), span=Span(start, end), is_ended=ended)

    def _end_of_line(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _skip_to_stop(self) -> None:
        found = _STOP.search(self._text, self._at)
        self._at = found.end() if found else len(self._text)

    def _starts_statement(self) -> bool:
        """True if the line that begins here opens a statement: a heading, or a label and a colon."""
        saved = self._at
        if self._text[saved] in "|｜":
            return True
        opening = self._opening()
        end, self._at = self._at, saved
        if opening is None:
            return LOOSE_LABEL.match(self._text, saved) is not None
        if opening[1] is Place.BODY:
            return True
        return end >= len(self._text) or self._text[end] in ' \t　“「"\n'

    def _is_full_stop(self) -> bool:
        character = self._text[self._at]
        if character in "。．｡":
            return True
        following = self._text[self._at + 1 : self._at + 2]
        return character == "." and (not following or following.isspace() or following in "#＃")

    # Words ---------------------------------------------------------------------------------------

    def _next_words(self, lexicon: Lexicon) -> list[Word]:
        """The next word; more than one where an unknown name ends at a known word."""
        text, at = self._text, self._at
        character = text[at]
        if character in _QUOTES:
            return [self._string()]
        known = lexicon.mistake(text, at) or lexicon.match(text, at)
        if known is not None:
            self._at = known.span.end
            return [known]
        if character.isdigit():
            return [self._number()]
        if character in _PUNCTUATION:
            return [self._take(_PUNCTUATION[character], at + 1)]
        if character in _WRONG_MARKS:
            self._at += 1
            return [Word(_WRONG_MARKS[character], character, Span(at, at + 1), is_mistaken=True)]
        in_words = self._number_in_words(lexicon)
        if in_words is not None:
            return [in_words]
        if character.isalpha() or character == "_":
            return self._unknown_name(lexicon)
        return [self._stray()]

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
        close = _QUOTES[text[start]]
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
        text = self._text
        while self._at < len(text):
            character = text[self._at]
            if character.isalnum():
                return True
            if character == "\n" and not across_lines:
                return False
            if character in "#＃":
                self._comment()
            elif character.isspace() or HIDDEN.match(character) or character == "\ufeff":
                self._at += 1
            else:
                return True
        return False

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
