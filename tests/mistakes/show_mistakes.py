"""Prints every diagnostic with the example of its page, as a user sees it: `make mistakes`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import attrs
from diagnostic_pages import Page, all_pages

from dutyrules.findings.model import Language
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.rendering import render_diagnostics
from dutyrules.syntax.source import Source

_SHOWN = 2


def shown(page: Page, language: Language | None, *, color: bool) -> str:
    """What a user reads of the failing example: its defect, the first times that it is met."""
    with tempfile.TemporaryDirectory() as folder:
        found = page.wrong.diagnostics(Path(folder))
    own = [_placed(d) for d in found if d.code == page.code]
    return render_diagnostics(own[:_SHOWN], language, color)


def _placed(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic without the temporary folder in the name of its file."""
    source = Source("page.duty", diagnostic.source.text)
    labels = tuple(attrs.evolve(label, source=source) for label in diagnostic.labels)
    return attrs.evolve(diagnostic, source=source, labels=labels)


def main() -> None:
    """Prints all pages; the first argument, if there is one, is the language to print them in."""
    language = Language(sys.argv[1]) if len(sys.argv) > 1 else None
    for page in all_pages():
        print(f"== {page.code}\n\n{shown(page, language, color=sys.stdout.isatty())}\n")


if __name__ == "__main__":
    main()
