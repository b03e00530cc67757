"""One run of the audit for the commands that need a report, with its progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from dutyrules.auditing import Progress, audit
from dutyrules.cli.requests import AuditRequest
from dutyrules.engines.choice import EngineMissingError
from dutyrules.findings.model import Language, Modality, Report
from dutyrules.findings.verdict import Verdict

BINDING = frozenset({Modality.MUST, Modality.MUST_NOT})


def audited(request: AuditRequest) -> Report:
    """The report that `request` asks for; on a terminal a bar shows how far it is.

    Errors: PolicyError, ProblemsError, CalendarError; a usage error where the engine is not installed.
    """
    with missing_engine_told(request.spoken), watched() as progress:
        return audit(
            request.policies,
            request.school,
            request.logs,
            as_of=request.as_of,
            term=request.term,
            language=request.language,
            engine=request.engine,
            jobs=request.jobs,
            progress=progress,
        )


@contextmanager
def missing_engine_told(spoken: Language) -> Iterator[None]:
    """Turns the want of a package into a usage error in the reader's language."""
    try:
        yield
    except EngineMissingError as error:
        sentence = error.message.in_language(spoken)
        raise click.UsageError(sentence, click.get_current_context(silent=True)) from error


def is_violated(report: Report) -> bool:
    """True if a binding duty was breached or a veto is certain."""
    breached = any(f.verdict is Verdict.VIOLATED and f.modality in BINDING for f in report.findings)
    return breached or any(veto.certain for score in report.scores for veto in score.vetoes)


@contextmanager
def watched() -> Iterator[Progress | None]:
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
