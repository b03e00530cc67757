"""`dutyrules test`: the scenarios in policy files, run one by one, with what they cover."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import click

from dutyrules.auditing import load_policies
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.cli.boundary import Command, asked_language
from dutyrules.cli.exits import EXIT_CODES_HELP, ExitCode
from dutyrules.cli.messages import CANNOT_WRITE, NO_SUCH_SCENARIO, WOULD_OVERWRITE, WROTE
from dutyrules.cli.options import language_option, policies_argument, traceback_option
from dutyrules.cli.policy_names import policy_files
from dutyrules.findings.model import Language
from dutyrules.scenarios.coverage import Coverage, coverage_of
from dutyrules.scenarios.documents import coverage_document, result_document
from dutyrules.scenarios.junit import to_junit
from dutyrules.scenarios.results import ScenarioResult
from dutyrules.scenarios.running import run_scenarios
from dutyrules.scenarios.telling import coverage_lines, missing_lines, told, totals


@attrs.frozen(kw_only=True)
class _Tested:
    """The results of one policy and what they cover."""

    policy: CheckedPolicy
    results: tuple[ScenarioResult, ...]
    coverage: Coverage
    language: Language


@click.command(name="test", cls=Command, epilog=EXIT_CODES_HELP)
@policies_argument
@click.option(
    "-k",
    "text",
    metavar="TEXT",
    default="",
    help="Only scenarios whose title holds TEXT. 只运行标题含此文字的场景。",
)
@click.option(
    "--junit",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write JUnit XML for a build server. 写成 JUnit XML。",
)
@click.option(
    "--coverage",
    "demand",
    is_flag=True,
    help="Fail unless every measured norm is both fulfilled and violated. "
    "要求每条计量规定履行和违反都有场景。",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON. 以 JSON 输出。")
@language_option
@traceback_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    policies: tuple[str, ...],
    text: str,
    junit: Path | None,
    demand: bool,
    as_json: bool,
    language: Language | None,
) -> None:
    """Run the scenarios that stand in policies.

    POLICY is a file, a folder, or a shipped policy such as 002-14.
    运行制度文件里的场景；POLICY 为文件、文件夹或自带制度的编号。
    """
    files = policy_files(policies)
    spoken = asked_language(ctx)
    if junit is not None and junit.resolve() in {file.resolve() for file in files}:
        raise click.UsageError(WOULD_OVERWRITE.in_language(spoken).format(file=junit))
    tested = [_tested(policy, language, text, quiet=as_json) for policy in load_policies(files)]
    if text and not any(each.results for each in tested):
        raise click.UsageError(NO_SUCH_SCENARIO.in_language(spoken).format(text=text))
    _print_end(tested, demand=demand, as_json=as_json)
    if junit is not None:
        _write_junit(junit, tested, spoken, aside=as_json)
    failed = any(not result.is_passed for each in tested for result in each.results)
    if failed or (demand and not all(each.coverage.is_complete for each in tested)):
        raise click.exceptions.Exit(ExitCode.VIOLATED)


def _tested(policy: CheckedPolicy, language: Language | None, text: str, *, quiet: bool) -> _Tested:
    """Runs the scenarios of one policy; each is shown as soon as it is done."""
    spoken = language or policy.language
    results = []
    if not quiet:
        click.echo(policy.file)
    for result in run_scenarios(policy, spoken, text):
        results.append(result)
        if not quiet:
            click.echo("\n".join(f"  {line}" for line in told(result)))
    coverage = coverage_of(policy, results)
    return _Tested(policy=policy, results=tuple(results), coverage=coverage, language=spoken)


def _print_end(tested: Sequence[_Tested], *, demand: bool, as_json: bool) -> None:
    if as_json:
        document = {
            "scenarios": [result_document(r) for each in tested for r in each.results],
            "coverage": [coverage_document(each.coverage) for each in tested],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2).encode())
        return
    for line in _end(tested, demand=demand):
        click.echo(line)


def _end(tested: Sequence[_Tested], *, demand: bool) -> Iterator[str]:
    for each in tested:
        if each.policy.scenarios or demand:
            yield ""
            yield from coverage_lines(each.coverage, each.language)
    if demand:
        for each in tested:
            yield from missing_lines(each.coverage, each.language)
    yield ""
    yield totals([result for each in tested for result in each.results], tested[0].language)


def _write_junit(file: Path, tested: Sequence[_Tested], language: Language, *, aside: bool) -> None:
    """Writes the XML and says so, on the error stream if standard output holds a document (`aside`)."""
    document = to_junit({each.policy.file: each.results for each in tested})
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document, encoding="utf-8", newline="\n")
    except OSError as error:
        message = CANNOT_WRITE.in_language(language)
        raise click.UsageError(message.format(file=file, reason=error.strerror)) from error
    click.echo(WROTE.in_language(language).format(file=file), err=aside)
