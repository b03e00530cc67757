"""One run of the audit for the commands that need a report, with its progress on a terminal."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from dutyrules.auditing import Progress, audit
from dutyrules.cli.messages import language_of_environment
from dutyrules.engines.choice import Engine
from dutyrules.findings.model import Language, Modality, Report
from dutyrules.findings.verdict import Verdict

BINDING = frozenset({Modality.MUST, Modality.MUST_NOT})


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

    @property
    def spoken(self) -> Language:
        """The language of sentences that come before any report."""
        return self.language or language_of_environment()


def audited(request: AuditRequest) -> Report:
    """The report that `request` asks for; on a terminal a bar shows how far it is.

    Errors: PolicyError, ProblemsError.
    """
    with _progress() as progress:
        return audit(
            request.policies,
            request.school,
            request.logs,
            as_of=request.as_of,
            term=request.term,
            language=request.language,
            engine=request.engine,
            progress=progress,
        )


def is_violated(report: Report) -> bool:
    """True if a binding duty was breached or a veto is certain."""
    breached = any(f.verdict is Verdict.VIOLATED and f.modality in BINDING for f in report.findings)
    return breached or any(veto.certain for score in report.scores for veto in score.vetoes)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on the error stream that vanishes at the end; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    # rich takes a tenth of a second to load, and only a terminal gets something for it.
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    tasks: dict[str, TaskID] = {}
    with Bar(console=Console(stderr=True), transient=True) as bar:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
