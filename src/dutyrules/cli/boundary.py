"""The one place where an error in a policy, a school folder or a log becomes text and an exit code."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
import rich_click

from dutyrules.calendar.errors import CalendarError
from dutyrules.calendar.problems import Problem, ProblemsError
from dutyrules.cli.exits import ExitCode
from dutyrules.cli.messages import language_of_environment
from dutyrules.cli.policy_names import UnknownPolicyError
from dutyrules.engines.failures import EngineFailedError
from dutyrules.errors import PolicyError
from dutyrules.findings.model import Language
from dutyrules.reports.plain_text import clean
from dutyrules.syntax.rendering import render_diagnostics


class Command(rich_click.RichCommand):
    """A command whose every failure is told in the reader's language and ends in a documented code."""

    def invoke(self, ctx: click.Context) -> object:
        """What the command returns, unless it fails; then the failure is shown and the process ends."""
        language = asked_language(ctx)
        try:
            return super().invoke(ctx)
        except UnknownPolicyError as error:
            sentence = error.message.in_language(language).format(given=error.given)
            raise click.UsageError(sentence, ctx) from error
        except PolicyError as error:
            # Without --language each diagnostic speaks the language of its own file.
            asked = ctx.params.get("language")
            shown = render_diagnostics(error.diagnostics, asked, color=sys.stderr.isatty())
            _leave(shown, ExitCode.POLICY_HAS_ERRORS)
        except ProblemsError as error:
            lines = (shown_problem(problem, language) for problem in error.problems)
            _leave("\n".join(lines), ExitCode.INPUT_UNREADABLE)
        except (CalendarError, EngineFailedError) as error:
            _leave(error.message.in_language(language), ExitCode.INPUT_UNREADABLE)


def asked_language(ctx: click.Context) -> Language:
    """The language of --language, else that of the environment."""
    asked = ctx.params.get("language")
    return asked if isinstance(asked, Language) else language_of_environment()


def shown_problem(problem: Problem, language: Language) -> str:
    """One line: where the fault stands, what it is, and its code; nothing in it can drive a terminal."""
    place = ":".join(str(part) for part in (problem.file, problem.row, problem.column) if part)
    return clean(f"{place}: {problem.message.in_language(language)} [{problem.code}]")


def _leave(text: str, code: ExitCode) -> NoReturn:
    click.echo(text, err=True)
    raise click.exceptions.Exit(code)
