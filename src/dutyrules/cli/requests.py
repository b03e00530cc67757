"""What the commands that hold a log against policies are asked for."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dutyrules.cli.messages import language_of_environment
from dutyrules.findings.model import Language

if TYPE_CHECKING:
    # The engines take long to load, and the options of all commands know of requests.
    from dutyrules.engines.choice import Engine


@attrs.frozen(kw_only=True)
class AuditRequest:
    """What to audit, as the command line gave it; an `as_of` without a zone is the school's time."""

    policies: tuple[Path, ...]
    school: Path
    logs: tuple[Path, ...]
    as_of: datetime.datetime | None
    term: str | None
    language: Language | None
    engine: Engine | None = None
    jobs: int = 1

    @property
    def spoken(self) -> Language:
        """The language of sentences that come before any report."""
        return self.language or language_of_environment()
