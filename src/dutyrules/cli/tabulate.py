"""`dutyrules tabulate`: every instance as a row of Parquet files, for logs of millions of events."""

from __future__ import annotations

from pathlib import Path

import click

from dutyrules.auditing import tabulate
from dutyrules.cli.auditing import missing_engine_told, watched
from dutyrules.cli.boundary import Command
from dutyrules.cli.exits import EXIT_CODES_HELP
from dutyrules.cli.messages import TABULATED, WOULD_OVERWRITE
from dutyrules.cli.options import audit_options, jobs_option, memory_option
from dutyrules.cli.requests import AuditRequest
from dutyrules.engines.table_settings import TableSettings
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.words import verdict_word


@click.command(name="tabulate", cls=Command, epilog=EXIT_CODES_HELP)
@audit_options
@click.option(
    "--out",
    metavar="FOLDER",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the Parquet files go. 输出文件夹。",
)
@jobs_option
@memory_option
@click.option(
    "--evidence",
    metavar="K",
    type=click.IntRange(min=0, max=1000),
    default=0,
    show_default=True,
    help="Name so many events of each row, the first by time. 每行列出最早的 K 条记录。",
)
@click.option(
    "--person",
    "people",
    metavar="ID",
    multiple=True,
    help="Only what this person owes; may be repeated. 只列此人，可给多个。",
)
def command(
    *,
    request: AuditRequest,
    out: Path,
    jobs: int,
    memory: int | None,
    evidence: int,
    people: tuple[str, ...],
) -> None:
    """Write what is owed and done as tables: a row for each duty, bearer and window.

    LOG may also be one folder with a coded log, which is never read into memory whole.
    There are no reasons and no scores; docs/large-logs.md says what the files hold.
    把每项职责、每人、每段时间的结果写成 Parquet 表，适合上百万条记录。
    """
    if out.resolve() in {path.resolve() for path in (request.school, *request.logs)}:
        raise click.UsageError(WOULD_OVERWRITE.in_language(request.spoken).format(file=out))
    with missing_engine_told(request.spoken), watched() as progress:
        found = tabulate(
            request.policies,
            request.school,
            request.logs,
            out,
            as_of=request.as_of,
            term=request.term,
            settings=TableSettings(
                jobs=jobs,
                memory_limit=memory,
                evidence=evidence,
                people=people or None,
            ),
            progress=progress,
        )
    language = request.spoken
    for verdict in Verdict:
        count = found.verdicts.get(verdict.value, 0)
        click.echo(f"{count:>12,}  {verdict_word(verdict, language)}")
    click.echo(TABULATED.in_language(language).format(count=f"{found.rows:,}", folder=out))
