"""Prints every diagnostic with the example of its page, as a user sees it: `make mistakes`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import attrs
from diagnostic_pages import Example, all_pages

from dutyrules.findings.model import Language
from dutyrules.syntax.rendering import render_diagnostics
from dutyrules.syntax.source import Source


def shown(example: Example, language: Language | None, *, color: bool) -> str:
    """The rendered diagnostics of `example`, with the name page.duty for its file."""
    with tempfile.TemporaryDirectory() as folder:
        found = example.diagnostics(Path(folder))
    return render_diagnostics([attrs.evolve(d, source=_renamed(d.source)) for d in found], language, color)


def _renamed(source: Source) -> Source:
    return Source("page.duty", source.text)


def main() -> None:
    """Prints all pages; the first argument, if there is one, is the language to print them in."""
    language = Language(sys.argv[1]) if len(sys.argv) > 1 else None
    for page in all_pages():
        print(f"== {page.code}\n\n{shown(page.wrong, language, color=sys.stdout.isatty())}\n")


if __name__ == "__main__":
    main()
