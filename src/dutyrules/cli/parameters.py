"""`dutyrules parameters`: what a school has to decide, policy by policy."""

from __future__ import annotations

import json

import click

from dutyrules.checking.loading import Loaded, load_file
from dutyrules.cli.boundary import Command, asked_language
from dutyrules.cli.exits import EXIT_CODES_HELP
from dutyrules.cli.messages import NO_PARAMETERS
from dutyrules.cli.options import language_option, policies_argument, traceback_option
from dutyrules.cli.policy_names import policy_files
from dutyrules.coverage.decisions import Decision, decisions_of
from dutyrules.errors import PolicyError
from dutyrules.findings.model import Language
from dutyrules.syntax.diagnostic import Diagnostic


@click.command(name="parameters", cls=Command, epilog=EXIT_CODES_HELP)
@policies_argument
@click.option("--json", "as_json", is_flag=True, help="Print the parameters as JSON. 以 JSON 输出。")
@language_option
@traceback_option
@click.pass_context
def command(
    ctx: click.Context, *, policies: tuple[str, ...], as_json: bool, language: Language | None
) -> None:
    """List what each policy leaves a school to decide, with the defaults and why.

    列出每项制度要学校自己定的地方、默认值和理由。
    """
    decisions = [d for file in policy_files(policies) for d in _decisions(load_file(file))]
    if as_json:
        click.echo(
            json.dumps(
                {"parameters": [_document(d) for d in decisions]}, ensure_ascii=False, indent=2
            ).encode()
        )
        return
    if not decisions:
        click.echo(NO_PARAMETERS.in_language(asked_language(ctx)))
    heading = ""
    for decision in decisions:
        if decision.title != heading:
            heading = decision.title
            click.echo(f"{heading}  ({decision.document})" if decision.document else heading)
        click.echo(f"  {decision.parameter} = {decision.value}")
        if decision.reason:
            click.echo(f"      {decision.reason}")
        if decision.norms:
            click.echo(f"      -> {', '.join(decision.norms)}")


def _decisions(loaded: Loaded | Diagnostic) -> tuple[Decision, ...]:
    if isinstance(loaded, Diagnostic):
        raise PolicyError((loaded,))
    errors = [d for d in loaded.checked.diagnostics if d.severity.value == "error"]
    if errors:
        raise PolicyError(tuple(errors))
    return decisions_of(loaded)


def _document(decision: Decision) -> dict[str, object]:
    return {
        "policy": decision.policy,
        "title": decision.title,
        "document": decision.document,
        "parameter": decision.parameter,
        "value": decision.value,
        "assume": decision.assume,
        "source": decision.cited,
        "norms": list(decision.norms),
    }
