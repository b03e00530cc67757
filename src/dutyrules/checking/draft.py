"""A policy while somebody writes it: the check that an editor asks for at every keystroke.

    draft = Draft(Path("our_school/homeroom.duty"))
    for problem in draft.check(text):
        start, end = problem.span.start, problem.span.end
        print(text[start:end], problem.message(Language.EN))

The answer is always that of `dutyrules check` on a file with this text; only the work is less, since
sentences that have not changed are not read again.
"""

from __future__ import annotations

from pathlib import Path

from dutyrules.checking.loading import load_text
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.memory import Memories
from dutyrules.syntax.source import Source


class Draft:
    """One policy file as it is being written; what it imports or extends is read from disk."""

    def __init__(self, path: Path) -> None:
        """A draft that stands, or will, in the file `path`; the file itself is never read."""
        self._path = path
        self._memories = Memories()

    def check(self, text: str) -> tuple[Diagnostic, ...]:
        """Every problem of the draft if it reads `text`, whose lines end with a line feed alone.

        Units: spans count characters of `text`. Order: as read, those of other files among them by name.
        """
        loaded = load_text(Source(str(self._path), text), self._path, memories=self._memories)
        return loaded.checked.diagnostics
