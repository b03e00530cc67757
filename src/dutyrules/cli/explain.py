"""`dutyrules explain`: one finding or score, down to its clause, its arithmetic and its log rows."""

from __future__ import annotations

import click

from dutyrules.cli import explain_plan
from dutyrules.cli.auditing import audited
from dutyrules.cli.boundary import Command
from dutyrules.cli.exits import EXIT_CODES_HELP
from dutyrules.cli.messages import NO_SUCH_FINDING, SEVERAL_FINDINGS
from dutyrules.cli.options import audit_options
from dutyrules.cli.requests import AuditRequest
from dutyrules.findings.model import Report
from dutyrules.reports.explanation import explain


class _Explain(Command):
    """Explains a finding or, where --plan is among the words, a plan, which needs no school and no log."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """The context of the command that the words are for."""
        if "--plan" in args:
            return explain_plan.command.make_context(info_name, args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """What that command returns."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command(name="explain", cls=_Explain, epilog=EXIT_CODES_HELP)
@click.argument("finding", metavar="ID")
@click.option(
    "--plan",
    is_flag=True,
    expose_value=False,
    help="Print the plan of POLICY... in place of a finding; see `explain --plan --help`. 打印执行计划。",
)
@audit_options
def command(*, finding: str, request: AuditRequest) -> None:
    """Explain the finding or score with this ID, or the only one whose id begins so.

    The inputs are those of `audit`; the same inputs give the same ids.
    说明一条结果：依据哪一条、怎样算出、凭哪些记录。
    """
    report = audited(request)
    click.echo(explain(report, _whole_id(report, finding)).rstrip("\n"))


def _whole_id(report: Report, given: str) -> str:
    """The one id that `given` is or begins. Errors: a usage error if none or several fit."""
    ids = sorted({*(finding.id for finding in report.findings), *(score.id for score in report.scores)})
    fitting = [known for known in ids if known.startswith(given)]
    if given in ids or len(fitting) == 1:
        return given if given in ids else fitting[0]
    message = (SEVERAL_FINDINGS if fitting else NO_SUCH_FINDING).in_language(report.language)
    raise click.UsageError(message.format(given=given, ids=", ".join(fitting[:5])))
