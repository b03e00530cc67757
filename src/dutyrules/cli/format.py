"""`dutyrules format`: policy files in the house style, in their own language or in another."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from dutyrules.checking.loading import load_file
from dutyrules.cli.boundary import Command, asked_language
from dutyrules.cli.exits import EXIT_CODES_HELP, ExitCode
from dutyrules.cli.messages import CANNOT_WRITE, CHECK_OR_STDOUT, NO_POLICY_IN_FOLDER, WOULD_FORMAT, WROTE
from dutyrules.cli.options import read_language, traceback_option
from dutyrules.cli.policy_names import SUFFIX
from dutyrules.errors import PolicyError
from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted
from dutyrules.syntax.diagnostic import Diagnostic


@click.command(name="format", cls=Command, epilog=EXIT_CODES_HELP)
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--check", "check_only", is_flag=True, help="Change nothing; exit code 1 if a file would change. 只检查。"
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print instead of writing. 输出到屏幕，不改文件。")
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    callback=read_language,
    is_eager=True,
    help="Language to write the file in; its own if left out. 改写成哪种语言，默认不变。",
)
@traceback_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    check_only: bool,
    to_stdout: bool,
    language: Language | None,
) -> None:
    """Format policy files in place, or write them in another language.

    FILE is a policy, a vocabulary, or a folder of them. A file with errors is left as it is.
    整理制度文件的写法，或改写成另一种语言；FILE 为文件或文件夹，有错的文件保持原样。
    """
    spoken = asked_language(ctx)
    if check_only and to_stdout:
        raise click.UsageError(CHECK_OR_STDOUT.in_language(spoken), ctx)
    changed = 0
    problems: list[Diagnostic] = []
    for file in _files(paths, spoken):
        try:
            text = _formatted(file, language)
        except PolicyError as error:
            problems.extend(error.diagnostics)
            continue
        if to_stdout:
            click.echo(text.encode(), nl=False)
        elif file.read_bytes() != text.encode():
            changed += 1
            _settle(file, text, spoken, check_only=check_only)
    if problems:
        raise PolicyError(tuple(problems))
    if check_only and changed:
        raise click.exceptions.Exit(ExitCode.VIOLATED)


def _files(paths: tuple[Path, ...], language: Language) -> Iterator[Path]:
    """The files meant by `paths`, each once; a folder is every policy and vocabulary in it."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not inside:
            raise click.UsageError(NO_POLICY_IN_FOLDER.in_language(language).format(given=path))
        found |= dict.fromkeys(inside)
    return iter(found)


def _formatted(file: Path, language: Language | None) -> str:
    loaded = load_file(file)
    if isinstance(loaded, Diagnostic):
        raise PolicyError((loaded,))
    return formatted(loaded, language)


def _settle(file: Path, text: str, language: Language, *, check_only: bool) -> None:
    """Writes the changed file, or only names it."""
    if check_only:
        click.echo(WOULD_FORMAT.in_language(language).format(file=file))
        return
    try:
        _replace(file, text)
    except OSError as error:
        message = CANNOT_WRITE.in_language(language).format(file=file, reason=error.strerror)
        raise click.UsageError(message) from error
    click.echo(WROTE.in_language(language).format(file=file))


def _replace(file: Path, text: str) -> None:
    """Puts `text` in the place of the file at one stroke, so that no half of a policy is ever left."""
    target = file.resolve()
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as written:
            written.write(text)
        shutil.copymode(target, beside)
        Path(beside).replace(target)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
