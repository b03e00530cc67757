"""The `dutyrules` command: the list of its commands, each loaded when it is chosen."""

from __future__ import annotations

import gc
import importlib
import sys
import traceback

import click
import rich_click

from dutyrules.cli.exits import EXIT_CODES_HELP, ExitCode
from dutyrules.cli.messages import OUR_FAULT, language_of_environment
from dutyrules.findings.model import Language
from dutyrules.version import __version__

COMMANDS = (
    "audit",
    "check",
    "coverage",
    "encode",
    "explain",
    "format",
    "init",
    "parameters",
    "tabulate",
    "test",
)

TRACEBACK = "dutyrules.traceback"
"""Where the context keeps whether --traceback was given."""


class LateGroup(rich_click.RichGroup):
    """A group whose commands live in modules of their own names, imported on first use."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of all commands, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """The command of that name, or None if there is none."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"dutyrules.cli.{name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """What the command returns; a failure that no command expects is owned up to."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None
        except Exception as fault:  # the last border: what arrives here is our fault
            if ctx.meta.get(TRACEBACK):
                traceback.print_exc()
            click.echo(_blame(fault, language_of_environment()), err=True)
            raise click.exceptions.Exit(ExitCode.INTERNAL_ERROR) from fault


def _blame(fault: Exception, language: Language) -> str:
    named = f"{type(fault).__name__}: {fault}"
    return OUR_FAULT.in_language(language).format(version=__version__, fault=named)


@click.group(cls=LateGroup, epilog=EXIT_CODES_HELP)
@click.version_option(__version__, prog_name="dutyrules", message="%(prog)s %(version)s")
def dutyrules() -> None:
    """Hold a school's duty documents against its activity log.

    按学校的职责制度核对活动日志，说明每项职责做了没有、依据是什么。
    """


def main() -> None:
    """Runs the command line and leaves with one of the documented exit codes."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character must not end an audit.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # A command lives for seconds and keeps what it makes; looking for cycles every 700 objects is waste.
    gc.set_threshold(100_000, 50, 50)
    dutyrules()
