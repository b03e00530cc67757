"""One thing that is wrong with a policy: a code, a place, and the words to say it with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from dutyrules.findings.model import Language, Text
from dutyrules.syntax.codes import CODES, Severity
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.visible import visible

_LONGEST_VALUE = 60
_MISSING_NAMES = frozenset(code for code in CODES if code.startswith("unknown-") and code != "unknown-name")
"""Codes that say of a name more than that it is unknown."""

Said = str | Text
"""A value of a diagnostic: a piece of the file, or words of ours in the reader's language."""


@attrs.frozen(kw_only=True)
class Label:
    """A second place that the diagnostic points at, with the code of what is said there."""

    source: Source
    span: Span
    note: str


@attrs.frozen(kw_only=True)
class Diagnostic:
    """A defect of a policy as data; its sentences are worked out from `code` and `values`.

    `suggestion` is a name or word that was likely meant; it is given only when one is near enough.
    """

    code: str
    source: Source
    span: Span
    values: tuple[tuple[str, Said], ...] = ()
    labels: tuple[Label, ...] = ()
    suggestion: str | None = None

    @classmethod
    def of(
        cls,
        code: str,
        source: Source,
        span: Span,
        /,
        *,
        labels: tuple[Label, ...] = (),
        suggestion: str | None = None,
        **values: Said,
    ) -> Diagnostic:
        """A diagnostic of a registered code; an unregistered code or value is a KeyError."""
        return cls.made(code, source, span, values, labels=labels, suggestion=suggestion)

    @classmethod
    def made(
        cls,
        code: str,
        source: Source,
        span: Span,
        values: Mapping[str, Said],
        *,
        labels: tuple[Label, ...] = (),
        suggestion: str | None = None,
    ) -> Diagnostic:
        """As `of`, with the values as a mapping."""
        known = CODES[code]
        missing = known.fields - values.keys()
        if missing:
            raise KeyError(f"{code} needs {sorted(missing)}")
        ordered = tuple(sorted(values.items(), key=lambda pair: pair[0]))
        return cls(code=code, source=source, span=span, values=ordered, labels=labels, suggestion=suggestion)

    @property
    def severity(self) -> Severity:
        """How much it weighs: only an error keeps a policy from running."""
        return CODES[self.code].severity

    def message(self, language: Language) -> str:
        """The sentence, in `language`."""
        return CODES[self.code].message.in_language(language).format(**self._shown(language))

    def help(self, language: Language) -> str | None:
        """What to do about it, where that is certain; None elsewhere."""
        text = CODES[self.code].help
        return None if text is None else text.in_language(language).format(**self._shown(language))

    def _shown(self, language: Language) -> dict[str, str]:
        """The values as they may be printed: a hostile file must not write to the terminal."""
        return {
            name: value.in_language(language) if isinstance(value, Text) else visible(value, _LONGEST_VALUE)
            for name, value in self.values
        }

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The key by which diagnostics are sorted: file, place, code."""
        return (self.source.name, self.span.start, self.span.end, self.code)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in reading order, each once."""
    unique = {(d.order, d.values): d for d in diagnostics}
    said = {d.span for d in unique.values() if d.code in _MISSING_NAMES}
    kept = (d for d in unique.values() if d.code != "unknown-name" or d.span not in said)
    return tuple(sorted(kept, key=lambda d: d.order))
