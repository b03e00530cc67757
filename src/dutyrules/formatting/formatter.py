"""A loaded file to its formatted text, in its own language or in another."""

from __future__ import annotations

from dutyrules.checking.loading import Loaded, known_names
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.errors import PolicyError
from dutyrules.findings.model import Language
from dutyrules.formatting.layout import laid_out
from dutyrules.formatting.naming import naming_of
from dutyrules.syntax import tree
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.parser import parse
from dutyrules.syntax.source import Source
from dutyrules.syntax.to_text import Lexicons, statement_text
from dutyrules.syntax.to_text_words import Wording

_UNREADABLE = frozenset(
    {"missing-language", "unknown-language", "unknown-import", "import-cycle", "import-outside"}
)


class MeaningChangedError(Exception):
    """The formatted text does not say what the file says: a fault of dutyrules, not of the file."""


def formatted(loaded: Loaded, language: Language | None = None) -> str:
    """The file in the house style, in its own language or in `language`; it says what it said before.

    Errors: PolicyError with what keeps the file from being read, be it in a file that it imports.
    """
    problems = unreadable(loaded)
    if problems:
        raise PolicyError(problems)
    file, source = loaded.parsed.file, loaded.parsed.source
    lexicons = Lexicons.of(source.text, known_names(loaded.vocabulary))
    texts = statement_texts(file, loaded.vocabulary, language or file.language, lexicons)
    text = laid_out(source, file.statements, texts, loaded.parsed.comments)
    _check(loaded, text, lexicons)
    return text


def unreadable(loaded: Loaded) -> tuple[Diagnostic, ...]:
    """What leaves part of the file unread; what is wrong with its sense does not matter here."""
    own = loaded.parsed.source
    beside = (d for d in loaded.checked.diagnostics if d.code in _UNREADABLE or d.source is not own)
    found = dict.fromkeys((*loaded.parsed.diagnostics, *beside))
    return tuple(d for d in found if d.severity is Severity.ERROR)


def statement_texts(
    file: tree.PolicyFile, vocabulary: Vocabulary, language: Language, lexicons: Lexicons
) -> tuple[str, ...]:
    """Each statement of `file` in `language`."""
    wording = Wording(language=language, naming=naming_of(file, vocabulary, language))
    return tuple(statement_text(wording, statement, lexicons) for statement in file.statements)


def _check(loaded: Loaded, text: str, lexicons: Lexicons) -> None:
    """Reads `text` and compares what it says with what the file says, both in the file's language."""
    file, vocabulary = loaded.parsed.file, loaded.vocabulary
    again = parse(Source(loaded.parsed.source.name, text), known_names(vocabulary))
    problems = [d for d in again.diagnostics if d.severity is Severity.ERROR]
    if problems:
        raise MeaningChangedError(f"{problems[0].code}: {again.source.slice(problems[0].span)}")
    before = statement_texts(file, vocabulary, file.language, lexicons)
    after = statement_texts(again.file, vocabulary, file.language, lexicons)
    if before != after:
        differing = next((pair for pair in zip(before, after, strict=False) if len(set(pair)) > 1), ("", ""))
        raise MeaningChangedError(" / ".join(differing))
