"""`dutyrules audit`: what was owed and what was done, as a summary, as JSON and as an HTML page."""

from __future__ import annotations

from pathlib import Path

import attrs
import click
from rich.console import Console

from dutyrules.cli.auditing import audited, is_violated
from dutyrules.cli.boundary import Command
from dutyrules.cli.exits import EXIT_CODES_HELP, ExitCode
from dutyrules.cli.messages import CANNOT_WRITE, JOBS_ARE_COLUMNAR, WOULD_OVERWRITE, WROTE
from dutyrules.cli.options import audit_options, jobs_option
from dutyrules.cli.requests import AuditRequest
from dutyrules.engines.choice import Engine
from dutyrules.findings.model import Language
from dutyrules.reports.html_report import to_html
from dutyrules.reports.json_report import to_json
from dutyrules.reports.terminal_report import print_report

STANDARD_OUTPUT = Path("-")

MOST_ROWS = 20
"""Rows of each table of the summary; the page and the JSON hold all."""


@click.command(name="audit", cls=Command, epilog=EXIT_CODES_HELP)
@audit_options
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write one self-contained page. 写成一个独立网页。",
)
@click.option(
    "--json",
    metavar="[FILE]",
    is_flag=False,
    flag_value="-",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write JSON, to standard output if no FILE is named. 写成 JSON，未给文件名则输出到屏幕。",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violated", "never"]),
    default="violated",
    show_default=True,
    help="Whether a violation makes the exit code 1. 有违反时退出码是否为 1。",
)
@click.option(
    "--engine",
    type=click.Choice([engine.value for engine in Engine]),
    help="What works the answers out; by the size of the log if left out, with the same answers. "
    "用哪个引擎计算，默认按日志大小选，结果相同。",
)
@jobs_option
def command(
    *,
    request: AuditRequest,
    html: Path | None,
    json: Path | None,
    fail_on: str,
    engine: str | None,
    jobs: int,
) -> None:
    """Hold a log against one or more policies.

    POLICY is a file, a folder, or a shipped policy such as 002-14.
    按制度核对日志；POLICY 为文件、文件夹或自带制度的编号。
    """
    files = tuple(path for path in (html, json) if path is not None and path != STANDARD_OUTPUT)
    _keep_inputs_whole(files, request)
    chosen = None if engine is None else Engine(engine)
    if jobs > 1 and chosen not in (None, Engine.COLUMNAR):
        raise click.UsageError(JOBS_ARE_COLUMNAR.in_language(request.spoken))
    report = audited(attrs.evolve(request, engine=chosen, jobs=jobs))
    if json == STANDARD_OUTPUT:
        click.echo(to_json(report).encode(), nl=False)
    else:
        print_report(report, Console(), limit=MOST_ROWS)
    if html is not None:
        _write(html, to_html(report), report.language, aside=json == STANDARD_OUTPUT)
    if json is not None and json != STANDARD_OUTPUT:
        _write(json, to_json(report), report.language, aside=False)
    if fail_on == "violated" and is_violated(report):
        raise click.exceptions.Exit(ExitCode.VIOLATED)


def _keep_inputs_whole(files: tuple[Path, ...], request: AuditRequest) -> None:
    """Refuses to write over a file that the audit reads."""
    read = {path.resolve() for path in (*request.policies, *request.logs)}
    for file in files:
        if file.resolve() in read or file.resolve().parent == request.school.resolve():
            message = WOULD_OVERWRITE.in_language(request.spoken)
            raise click.UsageError(message.format(file=file))


def _write(file: Path, text: str, language: Language, *, aside: bool) -> None:
    """Writes `text` and says so, on the error stream if standard output holds a document (`aside`)."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = CANNOT_WRITE.in_language(language).format(file=file, reason=error.strerror)
        raise click.UsageError(message) from error
    click.echo(WROTE.in_language(language).format(file=file), err=aside)
