"""`dutyrules init`: a folder to start from, with the nearest shipped policy and everything to fill in."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from dutyrules.cli.boundary import Command, asked_language
from dutyrules.cli.exits import EXIT_CODES_HELP
from dutyrules.cli.messages import (
    CANNOT_WRITE,
    NEXT_COMMANDS,
    NO_ROLE,
    NO_SUCH_DOCUMENT,
    NOT_ONE_OF,
    WHICH_ROLE,
    WOULD_REPLACE,
    WROTE,
)
from dutyrules.cli.options import read_language, traceback_option
from dutyrules.findings.model import Language
from dutyrules.starter.commands import audit_command, check_command
from dutyrules.starter.files import files_of
from dutyrules.starter.policies import shipped_documents
from dutyrules.starter.roles import STARTS, SchoolRole
from dutyrules.starter.writing import write_new


@click.command(name="init", cls=Command, epilog=EXIT_CODES_HELP)
@click.argument(
    "folder", metavar="[FOLDER]", default=Path(), type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in SchoolRole]),
    callback=lambda _ctx, _option, value: None if value is None else SchoolRole(value),
    help="Whose duties; asked on a terminal if left out. 谁的职责，未给则在终端询问。",
)
@click.option(
    "--policy",
    metavar="DOCUMENT",
    help="Shipped policy to start from, such as 002-14; the nearest to the role if left out. "
    "从哪份自带制度起步，默认取与角色最接近的一份。",
)
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    callback=read_language,
    is_eager=True,
    help="Language of every file; that of the environment if left out. 各文件的语言，默认随系统环境。",
)
@traceback_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    role: SchoolRole | None,
    policy: str | None,
    language: Language | None,
) -> None:
    """Start a school folder: policy, calendar, roster, log.

    FOLDER is made if it does not exist; no file in it is ever overwritten.
    新建学校文件夹：制度、校历、名册和日志模板；已有的文件一律不覆盖。
    """
    spoken = language or asked_language(ctx)
    starter = files_of(_policy(role, policy, spoken), spoken, datetime.datetime.now().astimezone().date())
    try:
        written = write_new(folder, starter.contents)
    except FileExistsError as error:
        raise click.UsageError(WOULD_REPLACE.in_language(spoken).format(file=error.filename)) from error
    except OSError as error:
        message = CANNOT_WRITE.in_language(spoken).format(file=folder, reason=error.strerror)
        raise click.UsageError(message) from error
    for file in written:
        click.echo(WROTE.in_language(spoken).format(file=file))
    click.echo(f"\n{NEXT_COMMANDS.in_language(spoken)}")
    click.echo(f"  {check_command(folder, starter.policy)}")
    click.echo(f"  {audit_command(folder, starter.policy, starter.as_of)}")


def can_ask() -> bool:
    """True if somebody sits at a terminal who can answer."""
    return sys.stdin.isatty()


def _policy(role: SchoolRole | None, document: str | None, language: Language) -> Path:
    """The shipped policy that the options mean; the role is asked for if neither says it."""
    if role is None and document is None:
        role = _asked_role(language)
    start = None if role is None else STARTS[role]
    shipped = shipped_documents(None if start is None else start.family)
    wanted = document or ("" if start is None else start.document)
    if wanted not in shipped:
        known = ", ".join(shipped)
        raise click.UsageError(NO_SUCH_DOCUMENT.in_language(language).format(given=wanted, known=known))
    return shipped[wanted]


def _asked_role(language: Language) -> SchoolRole:
    """The role that the reader chooses by its number."""
    roles = tuple(SchoolRole)
    if not can_ask():
        words = ", ".join(role.value for role in roles)
        raise click.UsageError(NO_ROLE.in_language(language).format(roles=words))
    for number, role in enumerate(roles, start=1):
        start = STARTS[role]
        click.echo(f"  {number}  {start.title.in_language(language)}  ({role.value}, {start.document})")

    def chosen(text: str) -> SchoolRole:
        by_word = {str(number): role for number, role in enumerate(roles, start=1)}
        by_word |= {role.value: role for role in roles}
        if text.strip() not in by_word:
            raise click.UsageError(NOT_ONE_OF.in_language(language).format(most=len(roles)))
        return by_word[text.strip()]

    answer: SchoolRole = click.prompt(WHICH_ROLE.in_language(language), value_proc=chosen)
    return answer
