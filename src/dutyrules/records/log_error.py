"""The error of a log that cannot be read at all, as opposed to rows of it that can't."""

from __future__ import annotations

from dutyrules.calendar.problems import Problem, ProblemsError
from dutyrules.findings.model import Text


class LogError(ProblemsError):
    """No log comes out of these files; `problems` says of each why and what to do."""


def log_error(file: str, code: str, message: Text, *, row: int = 0, column: str = "") -> LogError:
    """A `LogError` with one problem."""
    problem = Problem(file=file, row=row, column=column, code=code, message=message)
    return LogError([problem])
