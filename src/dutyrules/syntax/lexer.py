"""Text to statements of words.

A line statement ends with its line, a sentence with a full stop; a sentence that runs into what can
only be the next statement is cut there and reported. Within a run of letters the longest known name
or keyword wins; a word that is both keeps both readings and the parser's state decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.event_tables import row_words
from dutyrules.syntax.keywords import Place, keyword_table, normal_form
from dutyrules.syntax.lexicon import Lexicon
from dutyrules.syntax.memory import Kept, Recall, Wording
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.tokens import Comment, StatementKind, Word, Words
from dutyrules.syntax.tree import Statement
from dutyrules.syntax.word_reader import QUOTES, WordReader

MAX_WORDS = 4_000

_RAW_LINES = frozenset(
    {"LANGUAGE", "POLICY", "VOCABULARY", "SOURCE", "IMPORT", "EXTENDS", "CLAUSE", "SCENARIO"}
)
_SCENARIO_HEADS = frozenset({"CALENDAR", "ROSTER", "LOG", "AS_OF", "EXPECT"})
_HEADING = re.compile(r"\w+(?:[ \t]+of\b)?")
_STOP = re.compile(r"[。．｡]|\.(?=\s|$)")
LOOSE_LABEL = re.compile(r"[^\s:：,，。．“”「」『』\"#＃|｜]{1,60}(?=[ \t　]*[:：])")
_RAW_WORD = re.compile(r"[^\s“”「」\"#＃]+")
_LABEL = re.compile(r"\w+(?=[ \t　]*[:：])")


@attrs.frozen(kw_only=True)
class Lexed:
    """Where the statements of a file stand, its comments, and what is wrong with its words."""

    spans: tuple[Span, ...]
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]


def wording_of(opening: Word | None) -> Wording:
    """Which names may stand in a sentence that opens so."""
    if opening is None or "NAME" in opening.readings:
        return Wording.NAMES
    return Wording.PEOPLE if opening.readings[0] in _SCENARIO_HEADS else Wording.LABELS


class Lexer(WordReader):
    """Cuts one source into statements. Names that sentences may use come from outside."""

    def __init__(
        self, source: Source, names: Iterable[str], labels: Iterable[str], people: Iterable[str] = ()
    ) -> None:
        super().__init__(source)
        self._lexicon = Lexicon(names)
        self._labelled = frozenset(names).union(labels)
        self._people = frozenset(people)
        self._met = (0, 0)

    @cached_property
    def _label_lexicon(self) -> Lexicon:
        return Lexicon(self._labelled)

    @cached_property
    def _scenario_lexicon(self) -> Lexicon:
        return Lexicon(self._labelled | self._people, Place.SCENARIO)

    def statements(self, recall: Recall | None = None) -> Iterator[Words | Kept]:
        """The statements of the source, up to the place where its problems become too many.

        A statement that `recall` knows is not read again.
        """
        self._report_hidden()
        return self._statements(recall)

    def kept(self, words: Words, statement: Statement) -> Kept | None:
        """The last statement, to be remembered; None if a problem or a comment was met in it."""
        if (len(self._diagnostics), len(self._comments)) != self._met or words.kind is StatementKind.ROW:
            return None
        wording = wording_of(words.words[0] if words.words else None)
        return Kept(statement=statement, span=words.span, until=self._at, wording=wording)

    def lexed(self, spans: Iterable[Span]) -> Lexed:
        """The places of the statements that have been read, with the comments and problems met on the way."""
        return Lexed(
            spans=tuple(spans),
            comments=tuple(self._comments),
            diagnostics=tuple(self._diagnostics),
        )

    def _statements(self, recall: Recall | None) -> Iterator[Words | Kept]:
        while self._skip_blank(across_lines=True):
            start = self._at
            kept = None if recall is None else recall.at(start)
            if kept is not None:
                self._at = kept.until
                yield kept
                continue
            self._met = (len(self._diagnostics), len(self._comments))
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
        # Two words such as "bearer of", or else the first of them.
        for written in dict.fromkeys((found[0], found[0].split(None, 1)[0])):
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
            elif raw and character not in QUOTES:
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
        lexicon = self._lexicon_for(wording_of(opening))
        ended = False
        count = 0
        line_end = self._end_of_line(start)
        while not ended and self._skip_blank(across_lines=True):
            count += 1
            if self._at > line_end:
                line_end = self._end_of_line(self._at)
                if words and self._starts_statement():
                    break
            if self._is_full_stop(self._text[self._at]):
                self._at += 1
                ended = True
            else:
                words += self._next_words(lexicon)
            if count > MAX_WORDS:
                self._report("sentence-too-long", Span(start, self._at), limit=str(MAX_WORDS))
                self._skip_to_stop()
                ended = True
        end = self._at if ended else (words[-1].span.end if words else start)
        if not ended and words:
            self._report("missing-full-stop", Span(end - 1, end))
        return Words(kind=StatementKind.SENTENCE, words=tuple(words), span=Span(start, end), is_ended=ended)

    def _lexicon_for(self, wording: Wording) -> Lexicon:
        match wording:
            case Wording.NAMES:
                return self._lexicon
            case Wording.LABELS:
                return self._label_lexicon
            case Wording.PEOPLE:
                return self._scenario_lexicon

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

    def _is_full_stop(self, character: str) -> bool:
        if character != ".":
            return character in "。．｡"
        following = self._text[self._at + 1 : self._at + 2]
        return not following or following.isspace() or following in "#＃"
