"""`dutyrules explain --plan`: what an engine runs for a policy, operator by operator."""

from __future__ import annotations

from pathlib import Path

import click

from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.cli.boundary import Command
from dutyrules.cli.exits import EXIT_CODES_HELP
from dutyrules.cli.options import language_option, policies_argument, traceback_option
from dutyrules.cli.policy_names import policy_files
from dutyrules.findings.model import Language
from dutyrules.plan.invariants import broken
from dutyrules.plan.lowering import lower
from dutyrules.plan.operators import Program
from dutyrules.plan.posts import Posts
from dutyrules.plan.printed import printed
from dutyrules.plan.rewrites import optimised
from dutyrules.records.school import School, read_school
from dutyrules.reports.plain_text import clean


@click.command(name="explain --plan", cls=Command, epilog=EXIT_CODES_HELP)
@click.option(
    "--plan", is_flag=True, required=True, expose_value=False, help="Print the plan. 打印执行计划。"
)
@policies_argument
@click.option(
    "--school",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Leave out what nobody in this school bears. 略去该校无人承担的规定。",
)
@click.option("--no-rewrites", is_flag=True, help="The plan as it is before any rewrite. 改写之前的计划。")
@language_option
@traceback_option
def command(
    *, policies: tuple[str, ...], school: Path | None, no_rewrites: bool, language: Language | None
) -> None:
    """Print the plan of policies: the operators that an engine runs for each norm.

    打印制度的执行计划：每条规定由哪些算子得出。
    """
    of_school = None if school is None else read_school(school)
    for file in policy_files(policies):
        shown = _shown(load_policy(file), of_school, language, is_raw=no_rewrites)
        click.echo("\n".join(map(clean, shown.split("\n"))))


def _shown(policy: CheckedPolicy, school: School | None, language: Language | None, *, is_raw: bool) -> str:
    lowered = lower(policy)
    posts = None if school is None else Posts(school.roster, policy.vocabulary)
    program = lowered if is_raw else optimised(lowered, posts)
    faults = broken(program)
    if faults:
        raise ValueError("; ".join(faults))
    source = f" ({policy.document})" if policy.document else ""
    text = printed(program, policy.vocabulary, language or policy.language)
    return f"{policy.title}{source}\n{text}{_left_out(lowered, program)}"


def _left_out(lowered: Program, program: Program) -> str:
    """The norms that the roster rules out, in a line of their own."""
    kept = {branch.label for branch in program.branches}
    labels = dict.fromkeys(branch.label for branch in lowered.branches if branch.label not in kept)
    return f"\nborne by nobody: {', '.join(labels)}\n" if labels else ""
