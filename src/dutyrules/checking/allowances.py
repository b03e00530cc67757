"""Comments that let a warning stand: `# allow code: reason`, after a sentence or on the line above it."""

from __future__ import annotations

import re

import attrs

from dutyrules.syntax.codes import CODES, Severity
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.parser import Parsed
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.suggestions import nearest

_ALLOWANCE = re.compile(
    r"[#＃][ \t　]*(?:allow|容许|容許)[ \t　]+([A-Za-z][\w-]*)[ \t　]*([:：]?)[ \t　]*(.*)"
)


@attrs.frozen(kw_only=True)
class _Allowance:
    """One comment, and the characters [start, end) in which it lets `code` stand."""

    code: str
    reason: str
    place: Span
    start: int
    end: int


def with_allowances(parsed: Parsed, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics without the warnings that the file allows, and what is wrong with allowances.

    An allowance counts for the sentence that ends on its line, or else for the next one. Only a
    warning of the file itself can be allowed, and only with a reason.
    """
    problems: list[Diagnostic] = []
    allowances = _allowances(parsed, problems)
    used: set[_Allowance] = set()
    kept = []
    for diagnostic in diagnostics:
        granted = [a for a in allowances if _covers(a, diagnostic, parsed.source)]
        used.update(granted)
        if not any(a.reason for a in granted):
            kept.append(diagnostic)
    for allowance in allowances:
        if allowance not in used:
            problem = ("allowance-unused", parsed.source, allowance.place)
            problems.append(Diagnostic.of(*problem, found=allowance.code))
        elif not allowance.reason:
            problem = ("allowance-without-reason", parsed.source, allowance.place)
            problems.append(Diagnostic.of(*problem, found=allowance.code))
    return (*kept, *problems)


def _covers(allowance: _Allowance, diagnostic: Diagnostic, source: Source) -> bool:
    same = diagnostic.code == allowance.code and diagnostic.source is source
    return same and allowance.start <= diagnostic.span.start < allowance.end


def _allowances(parsed: Parsed, problems: list[Diagnostic]) -> list[_Allowance]:
    found = []
    for comment in parsed.comments:
        match = _ALLOWANCE.match(comment.text)
        if match is None:
            continue
        code, reason = match[1], match[3].strip()
        place = Span(comment.span.start + match.start(1), comment.span.start + match.end(1))
        if code not in CODES:
            # A comment that merely begins with the word is left alone.
            if match[2] or "-" in code:
                near = nearest(code, _warnings())
                unknown = ("unknown-code", parsed.source, place)
                problems.append(Diagnostic.of(*unknown, suggestion=near, found=code))
        elif CODES[code].severity is Severity.ERROR:
            problems.append(Diagnostic.of("allowance-of-error", parsed.source, place, found=code))
        else:
            start, end = _range(parsed, comment.span, own_line=comment.own_line)
            found.append(_Allowance(code=code, reason=reason, place=place, start=start, end=end))
    return found


def _warnings() -> list[str]:
    return [code for code, row in CODES.items() if row.severity is Severity.WARNING]


def _range(parsed: Parsed, comment: Span, *, own_line: bool) -> tuple[int, int]:
    """The sentence that a comment speaks of, as a range of characters.

    It may be one that could not be read: its first line is known all the same.
    """
    source, spans = parsed.source, [s.span for s in parsed.file.statements]
    if own_line:
        following = next((s for s in spans if s.start >= comment.end), None)
        return (comment.end, comment.end) if following is None else (following.start, following.end)
    line = source.line_of(comment.start)
    ended = [s for s in spans if source.line_of(s.start) <= line <= source.line_of(s.end)]
    whole = [s for s in ended if s.start <= comment.start]
    return (whole[0].start, comment.start) if whole else (comment.start, comment.start)
