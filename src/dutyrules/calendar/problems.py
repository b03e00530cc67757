"""A fault in a file of the school folder: where it stands, what was found and what was expected."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from dutyrules.findings.model import Text


@attrs.frozen(kw_only=True)
class Problem:
    """One fault in one place.

    `row` is 1-based as a spreadsheet shows it, 0 where the fault has no row; `column` is the header
    or the key as written, or "".
    """

    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    code: str
    message: Text

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part)
        return f"{place}: {self.code}: {self.message.en}"


class ProblemsError(Exception):
    """Files that cannot be used as they are; `problems` holds every fault, in order of file and row."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        """So that a worker process can hand it on."""
        return type(self), (self.problems,)
