"""`dutyrules encode`: a log of any size as a coded log, which `tabulate` never holds in memory."""

from __future__ import annotations

from pathlib import Path

import click

from dutyrules.auditing import encode
from dutyrules.cli.auditing import missing_engine_told, watched
from dutyrules.cli.boundary import Command
from dutyrules.cli.exits import EXIT_CODES_HELP
from dutyrules.cli.messages import ENCODED, SET_ASIDE, WOULD_OVERWRITE, language_of_environment
from dutyrules.cli.options import (
    jobs_option,
    language_option,
    logs_option,
    memory_option,
    policies_argument,
    school_option,
    traceback_option,
)
from dutyrules.cli.policy_names import policy_files
from dutyrules.engines.table_settings import TableSettings
from dutyrules.findings.model import Language


@click.command(name="encode", cls=Command, epilog=EXIT_CODES_HELP)
@policies_argument
@school_option
@logs_option
@click.option(
    "--out",
    metavar="FOLDER",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the coded log goes. 输出文件夹。",
)
@jobs_option
@memory_option
@language_option
@traceback_option
def command(
    *,
    policies: tuple[str, ...],
    school: Path,
    logs: tuple[Path, ...],
    out: Path,
    jobs: int,
    memory: int | None,
    language: Language | None,
) -> None:
    """Code a log of any size as integers, once, for tabulate.

    It is read in blocks by the vocabulary of the policies; what cannot be read is listed beside it,
    and repeats, corrections and retractions are settled.
    把任意大小的日志编码成整数表，供 tabulate 使用；读不了的行另行列出。
    """
    spoken = language or language_of_environment()
    if out.resolve() in {path.resolve() for path in (school, *logs)}:
        raise click.UsageError(WOULD_OVERWRITE.in_language(spoken).format(file=out))
    with missing_engine_told(spoken), watched() as progress:
        found = encode(
            policy_files(policies),
            school,
            logs,
            out,
            language=language,
            settings=TableSettings(jobs=jobs, memory_limit=memory),
            progress=progress,
        )
    click.echo(ENCODED.in_language(spoken).format(count=f"{found.events:,}", folder=out))
    lines = sum(found.quarantine.values())
    if lines:
        click.echo(SET_ASIDE.in_language(spoken).format(count=f"{lines:,}", file=out / "quarantine.parquet"))
    for code, count in found.quarantine.items():
        click.echo(f"{count:>12,}  {code}")
