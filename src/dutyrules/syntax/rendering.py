"""Diagnostics as a person reads them in a terminal, and as documents that a machine reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dutyrules.findings.model import Language
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.file_language import language_of
from dutyrules.syntax.source import NOWHERE, Source, Span
from dutyrules.syntax.visible import shown_character, visible
from dutyrules.syntax.wording import COLON, HELP, SEVERITIES, SUGGESTION, count_line, note_text

Json = str | int | None | Sequence["Json"] | Mapping[str, "Json"]

COLUMNS = 100
"""A longer line is cut around the place that is meant."""
_LEAD = 40
_REACH = 400
_DOTS = "..."


@attrs.frozen
class _Paint:
    """The colours of a terminal, or none."""

    color: bool

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and text else text


_BOLD, _RED, _YELLOW, _BLUE, _CYAN = "1", "1;31", "1;33", "34", "36"


def render_diagnostics(diagnostics: Sequence[Diagnostic], language: Language | None, color: bool) -> str:
    """The diagnostics with their source lines, a blank line apart, and a closing count.

    Each speaks `language`, or that of its own file if None. No control character of a source
    reaches the result; no diagnostics give "".
    """
    if not diagnostics:
        return ""
    paint = _Paint(color)
    blocks = [_block(d, language or language_of(d.source), paint) for d in diagnostics]
    errors = sum(d.severity is Severity.ERROR for d in diagnostics)
    spoken = language or language_of(diagnostics[0].source)
    return "\n\n".join([*blocks, count_line(errors, len(diagnostics) - errors, spoken)])


def _block(diagnostic: Diagnostic, language: Language, paint: _Paint) -> str:
    style = _RED if diagnostic.severity is Severity.ERROR else _YELLOW
    head = f"{SEVERITIES[diagnostic.severity].in_language(language)}[{diagnostic.code}]"
    colon, message = COLON.in_language(language), diagnostic.message(language)
    places = [(diagnostic.source, diagnostic.span), *((x.source, x.span) for x in diagnostic.labels)]
    gutter = max(len(str(source.position(span.start)[0])) for source, span in places)
    lines = [paint(head, style) + paint(colon + message, _BOLD)]
    lines.append(" " * gutter + paint("--> ", _BLUE) + _place(diagnostic.source, diagnostic.span))
    if diagnostic.span != NOWHERE:
        lines.append(" " * gutter + paint(" |", _BLUE))
        lines += _quoted(diagnostic.source, diagnostic.span, gutter, "^", style, paint)
    for label in diagnostic.labels:
        if label.source is not diagnostic.source:
            lines.append(" " * gutter + paint("::: ", _BLUE) + _place(label.source, label.span))
        first, under = _quoted(label.source, label.span, gutter, "-", _CYAN, paint)
        lines += [first, f"{under} {paint(note_text(label.note, language), _CYAN)}"]
    lines += [" " * gutter + paint(" = ", _BLUE) + advice for advice in _advice(diagnostic, language)]
    return "\n".join(lines)


def _advice(diagnostic: Diagnostic, language: Language) -> list[str]:
    advice = []
    if diagnostic.suggestion is not None:
        name = visible(diagnostic.suggestion)
        advice.append(SUGGESTION.in_language(language).format(name=name))
    help_ = diagnostic.help(language)
    # A word that was likely meant is advice enough.
    if help_ is not None and diagnostic.suggestion is None:
        advice.append(HELP.in_language(language).format(advice=help_))
    return advice


def _place(source: Source, span: Span) -> str:
    if span == NOWHERE:
        return visible(source.name)
    line, column = source.position(span.start)
    return f"{visible(source.name)}:{line}:{column}"


def _quoted(source: Source, span: Span, gutter: int, mark: str, style: str, paint: _Paint) -> tuple[str, str]:
    """The line that holds the start of `span`, and the line of marks under it."""
    number, column = source.position(span.start)
    line = source.line_text(number)
    start = min(column - 1, len(line))
    end = max(start, min(start + span.end - span.start, len(line)))
    text, before, under = excerpt(line, start, end)
    bar = paint(" | ", _BLUE)
    return (
        (paint(f"{number:>{gutter}}", _BLUE) + bar + text).rstrip(),
        " " * gutter + bar + " " * before + paint(mark * under, style),
    )


def excerpt(line: str, start: int, end: int) -> tuple[str, int, int]:
    """What is shown of `line`, the columns before the characters [start, end), and their columns.

    Units: columns of a terminal; at least one is marked, also where the characters take none.

    >>> excerpt("至少 abc 节", 3, 6)
    ('至少 abc 节', 5, 3)
    """
    low, high = max(0, start - _REACH), min(len(line), end + _REACH)
    cells = _cells(line[low:high])
    edges = [0]
    for _, width in cells:
        edges.append(edges[-1] + width)
    first, last = _cut(edges, start - low, is_whole=low == 0 and high == len(line))
    left = _DOTS if first or low else ""
    right = _DOTS if last < len(cells) or high < len(line) else ""
    text = left + "".join(shown for shown, _ in cells[first:last]) + right
    before = len(left) + edges[start - low] - edges[first]
    marked = edges[min(end - low, last)] - edges[start - low]
    return text, before, max(1, marked)


def _cells(text: str) -> list[tuple[str, int]]:
    cells, column = [], 0
    for character in text:
        cell = shown_character(character, column)
        column += cell[1]
        cells.append(cell)
    return cells


def _cut(edges: list[int], start: int, *, is_whole: bool) -> tuple[int, int]:
    """The cells [first, last) that are shown: all that fit, else those around cell `start`."""
    count = len(edges) - 1
    if is_whole and edges[-1] <= COLUMNS:
        return 0, count
    room = COLUMNS - 2 * len(_DOTS)
    lead = max(_LEAD, room - (edges[-1] - edges[start]))
    first = next(i for i in range(count + 1) if edges[start] - edges[i] <= lead)
    last = max(i for i in range(first, count + 1) if edges[i] - edges[first] <= room)
    return first, max(last, min(start + 1, count))


# Documents -----------------------------------------------------------------------------------------


def diagnostic_document(diagnostic: Diagnostic) -> dict[str, Json]:
    """The diagnostic as a JSON object.

    Shapes: `message`, `help` (or null) and a label's `message` hold a text per language; `start` and
    `end` hold a 1-based `line` and `column` and a 0-based `offset`, all in characters.
    """
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "file": diagnostic.source.name,
        "language": language_of(diagnostic.source).value,
        **_range(diagnostic.source, diagnostic.span),
        "message": {x.value: diagnostic.message(x) for x in Language},
        "help": {x.value: diagnostic.help(x) for x in Language} if diagnostic.help(Language.EN) else None,
        "suggestion": diagnostic.suggestion,
        "labels": [
            {
                "file": label.source.name,
                **_range(label.source, label.span),
                "message": {x.value: note_text(label.note, x) for x in Language},
            }
            for label in diagnostic.labels
        ],
    }


def _range(source: Source, span: Span) -> dict[str, Json]:
    return {"start": _point(source, span.start), "end": _point(source, span.end)}


def _point(source: Source, offset: int) -> dict[str, Json]:
    line, column = source.position(offset)
    return {"line": line, "column": column, "offset": offset}
