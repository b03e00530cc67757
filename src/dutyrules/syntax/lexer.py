"""Text to statements of words.

A line statement ends with its line, a sentence with a full stop; a sentence that runs into what can
only be the next statement is cut there and reported. Within a run of letters the longest known name
or keyword wins; a word that is both keeps both readings and the parser's state decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.tokens import Comment, StatementKind, Word, Words

MAX_LINE = 20_000
MAX_WORDS = 4_000

_RAW_LINES = frozenset(
    {"LANGUAGE", "POLICY", "VOCABULARY", "SOURCE", "IMPORT", "EXTENDS", "CLAUSE", "SCENARIO"}
)
_FILLERS = frozenset({"the", "a", "an", "that"})
_QUOTES = {"“": "”", "「": "」", '"': '"', "『": "』", "”": "”"}
_PUNCTUATION = {
    ",": ("COMMA", "LISTSEP"),
    "，": ("COMMA", "LISTSEP"),
    "、": ("LISTSEP", "COMMA"),
    ":": ("COLON",),
    "：": ("COLON",),
    "/": ("SLASH",),
    "／": ("SLASH",),
    "=": ("EQUALS", "IS"),
    "＝": ("EQUALS", "IS"),
    "%": ("PERCENT",),
    "％": ("PERCENT",),
}
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?![\w-])|(\d{4})年(\d{1,2})月(\d{1,2})日")
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


class Lexicon:
    """Known names and keywords by first character, the longest first."""

    def __init__(self, names: Iterable[str], place: Place = Place.BODY) -> None:
        self._table = keyword_table().by_form[place]
        forms: dict[str, set[str]] = {}
        for form in self._table:
            forms.setdefault(form[0], set()).add(form)
        for name in names:
            if name:
                forms.setdefault(normal_form(name[0])[0], set()).add(name)
        self._names = frozenset(names)
        self._forms = {first: sorted(words, key=len, reverse=True) for first, words in forms.items()}
        self._patterns = {
            form: re.compile(r"\s+".join(re.escape(part) for part in form.split()), re.IGNORECASE)
            for form in self._table
            if " " in form
        }

    def match(self, text: str, start: int) -> Word | None:
        """The longest known word at `start`, with all its readings, or None."""
        first = normal_form(text[start])
        best: tuple[int, str] | None = None
        for form in self._forms.get(first[0], ()):
            end = self._end_of(form, text, start)
            if end is not None and (best is None or end > best[0]):
                best = (end, form)
        if best is None:
            return None
        end, form = best
        return self._word(form, Span(start, end))

    def _end_of(self, form: str, text: str, start: int) -> int | None:
        if form in self._patterns:
            found = self._patterns[form].match(text, start)
            end = found.end() if found else None
        elif text.startswith(form, start) or (normal_form(text[start : start + len(form)]) == form and form in self._table):
            end = start + len(form)
        else:
            return None
        if end is None or not _is_latin(form[-1]):
            return end
        if form in self._names and text.startswith("s", end) and not _continues(text, end + 1):
            return end + 1
        return None if _continues(text, end) else end

    def _word(self, form: str, span: Span) -> Word:
        keywords = self._table.get(form, ()) or self._table.get(normal_form(form), ())
        readings = (*keywords, "NAME") if form in self._names else keywords
        return Word(readings, form, span)


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _continues(text: str, at: int) -> bool:
    return at < len(text) and _is_latin(text[at])


class Lexer:
    """Cuts one source into statements. Names that sentences may use come from outside."""

    def __init__(self, source: Source, names: Iterable[str], labels: Iterable[str]) -> None:
        self._source = source
        self._text = source.text
        self._at = 0
        self._lexicon = Lexicon(frozenset(names))
        self._label_lexicon = Lexicon(frozenset(names) | frozenset(labels))
        self._comments: list[Comment] = []
        self._diagnostics: list[Diagnostic] = []

    def run(self) -> Lexed:
        """All statements of the source."""
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
        found = re.compile(r"\w+(?:[ \t]+of\b)?").match(text, start)
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
        start = self._at
        end = self._text.find("\n", start)
        end = len(self._text) if end < 0 else end
        cells = [c for c in re.finditer(r"[^|｜]*", self._text[start:end].strip()) if c[0].strip()]
        words = []
        for cell in cells:
            lead = len(cell[0]) - len(cell[0].lstrip())
            at = start + cell.start() + lead
            words.append(Word(("CELL",), cell[0].strip(), Span(at, at + len(cell[0].strip()))))
        self._at = end
        return Words(kind=StatementKind.ROW, words=tuple(words), span=Span(start, end), is_ended=True)

    def _sentence(self, opening: Word | None) -> Words:
        start = opening.span.start if opening else self._at
        words = [opening] if opening else []
        with_labels = opening is not None and "NAME" not in opening.readings
        lexicon = self._label_lexicon if with_labels else self._lexicon
        ended = False
        line = self._source.line_of(start)
        while not ended and self._skip_blank(across_lines=True):
            if self._source.line_of(self._at) != line:
                line = self._source.line_of(self._at)
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

    def _skip_to_stop(self) -> None:
        found = re.compile(r"[。．]|\.(?=\s|$)").search(self._text, self._at)
        self._at = found.end() if found else len(self._text)

    def _starts_statement(self) -> bool:
        """True if the line that begins here opens a statement: a heading, or a label and a colon."""
        saved = self._at
        if self._text[saved] in "|｜":
            return True
        opening = self._opening()
        end, self._at = self._at, saved
        if opening is None:
            return False
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
        date = _DATE.match(text, at)
        if date:
            return [self._take(("DATE",), date.end())]
        known = lexicon.match(text, at)
        if known is not None:
            self._at = known.span.end
            return [known] if known.value.lower() not in _FILLERS or "NAME" in known.readings else []
        number = _NUMBER.match(text, at)
        if number and character.isdigit():
            return [self._take(("NUMBER",), number.end())]
        if character in _PUNCTUATION:
            return [self._take(_PUNCTUATION[character], at + 1)]
        if character.isalpha() or character == "_":
            return self._unknown_name(lexicon)
        return [self._stray()]

    def _take(self, readings: tuple[str, ...], end: int) -> Word:
        span = Span(self._at, end)
        self._at = end
        return Word(readings, unicodedata.normalize("NFKC", self._source.slice(span)), span)

    def _string(self) -> Word:
        start, text = self._at, self._text
        close = _QUOTES[text[start]]
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        end = text.find(close, start + 1, line_end)
        if end < 0:
            self._report("unclosed-quote", Span(start, start + 1), quote=close)
            end = line_end
            self._at = end
        else:
            self._at = end + 1
        return Word(("STRING",), text[start + 1 : end], Span(start, self._at))

    def _unknown_name(self, lexicon: Lexicon) -> list[Word]:
        text, start = self._text, self._at
        end = start
        if _is_latin(text[end]):
            while _continues(text, end):
                end += 1
            if text[start:end].lower() in _FILLERS:
                self._at = end
                return []
        else:
            end += 1
            while end < len(text) and text[end].isalpha() and not self._breaks(lexicon, end):
                end += 1
        self._at = end
        return [Word(("NAME",), text[start:end], Span(start, end), is_known=False)]

    def _breaks(self, lexicon: Lexicon, at: int) -> bool:
        known = lexicon.match(self._text, at)
        if known is None:
            return False
        return len(known.value) > 1 or known.value in _BREAKING

    def _stray(self) -> Word:
        span = Span(self._at, self._at + 1)
        self._report("stray-character", span, found=self._source.slice(span))
        self._at += 1
        return Word(("STRAY",), self._source.slice(span), span)

    # Blanks and comments -------------------------------------------------------------------------

    def _skip_blank(self, *, across_lines: bool) -> bool:
        """Moves past blanks and comments; True if something is left before the limit."""
        text = self._text
        while self._at < len(text):
            character = text[self._at]
            if character == "\n" and not across_lines:
                return False
            if character in "#＃":
                self._comment()
            elif character.isspace() or character in "\ufeff\u200b":
                self._at += 1
            else:
                return True
        return False

    def _comment(self) -> None:
        start, text = self._at, self._text
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        before = text[text.rfind("\n", 0, start) + 1 : start]
        self._comments.append(Comment(text[start:end].rstrip(), Span(start, end), not before.strip()))
        self._at = end

    def _report(self, code: str, span: Span, **values: str) -> None:
        self._diagnostics.append(Diagnostic.made(code, self._source, span, values))
