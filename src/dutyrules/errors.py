"""The errors that users of the library meet."""

from __future__ import annotations

from dutyrules.findings.model import Language
from dutyrules.syntax.diagnostic import Diagnostic


class PolicyError(Exception):
    """A policy has errors; `diagnostics` holds all of them, in reading order."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        lines = []
        for diagnostic in diagnostics:
            line, column = diagnostic.source.position(diagnostic.span.start)
            place = f"{diagnostic.source.name}:{line}:{column}"
            lines.append(f"{place}: {diagnostic.code}: {diagnostic.message(Language.EN)}")
        super().__init__("\n".join(lines))
