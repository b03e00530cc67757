"""`dutyrules check`: every problem of every policy, without a school or a log."""

from __future__ import annotations

import json
import sys

import click

from dutyrules.checking.loading import Loaded, load_file
from dutyrules.cli.boundary import Command, asked_language
from dutyrules.cli.exits import EXIT_CODES_HELP, ExitCode
from dutyrules.cli.messages import NOTHING_WRONG
from dutyrules.cli.options import language_option, policies_argument, traceback_option
from dutyrules.cli.policy_names import policy_files
from dutyrules.findings.model import Language
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.rendering import diagnostic_document, render_diagnostics


@click.command(name="check", cls=Command, epilog=EXIT_CODES_HELP)
@policies_argument
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON. 以 JSON 输出。")
@language_option
@traceback_option
@click.pass_context
def command(
    ctx: click.Context, *, policies: tuple[str, ...], as_json: bool, language: Language | None
) -> None:
    """Check policies and show every problem.

    POLICY is a file, a folder, or a shipped policy such as 002-14.
    检查制度，列出所有问题；POLICY 为文件、文件夹或自带制度的编号。
    """
    files = policy_files(policies)
    problems = tuple(problem for file in files for problem in _problems(load_file(file)))
    if as_json:
        documents = [diagnostic_document(problem) for problem in problems]
        click.echo(json.dumps(documents, ensure_ascii=False, indent=2).encode())
    elif problems:
        click.echo(render_diagnostics(problems, language, color=sys.stdout.isatty()))
    else:
        click.echo(NOTHING_WRONG.in_language(asked_language(ctx)).format(count=len(files)))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(ExitCode.POLICY_HAS_ERRORS)


def _problems(loaded: Loaded | Diagnostic) -> tuple[Diagnostic, ...]:
    """The problems of one file; a file that could not be read is one problem."""
    return (loaded,) if isinstance(loaded, Diagnostic) else loaded.checked.diagnostics
