"""`dutyrules coverage`: each clause of each document, and what accounts for it."""

from __future__ import annotations

import json

import click

from dutyrules.checking.loading import Loaded, load_file
from dutyrules.cli.boundary import Command, asked_language
from dutyrules.cli.exits import EXIT_CODES_HELP, ExitCode
from dutyrules.cli.messages import COVERED
from dutyrules.cli.options import language_option, policies_argument, traceback_option
from dutyrules.cli.policy_names import policy_files
from dutyrules.coverage.encoding import ClauseCoverage, Encoding, coverage_of
from dutyrules.errors import PolicyError
from dutyrules.findings.model import Language
from dutyrules.syntax import tree
from dutyrules.syntax.diagnostic import Diagnostic


@click.command(name="coverage", cls=Command, epilog=EXIT_CODES_HELP)
@policies_argument
@click.option("--json", "as_json", is_flag=True, help="Print the clauses as JSON. 以 JSON 输出。")
@language_option
@traceback_option
@click.pass_context
def command(
    ctx: click.Context, *, policies: tuple[str, ...], as_json: bool, language: Language | None
) -> None:
    """Show what encodes each clause of the source document.

    Exit code 1 means that a clause is not accounted for.
    列出原文每一条由什么规定体现；有条款落空时退出码为 1。
    """
    clauses = [clause for file in policy_files(policies) for clause in _clauses(load_file(file))]
    if as_json:
        click.echo(
            json.dumps({"clauses": [_document(c) for c in clauses]}, ensure_ascii=False, indent=2).encode()
        )
    else:
        for clause in clauses:
            _print(clause)
    missing = [c for c in clauses if not c.is_accounted_for]
    totals = {
        "documents": len({c.document for c in clauses}),
        "clauses": len(clauses),
        "missing": len(missing),
    }
    click.echo(COVERED.in_language(asked_language(ctx)).format(**totals), err=as_json)
    if missing:
        raise click.exceptions.Exit(ExitCode.VIOLATED)


def _clauses(loaded: Loaded | Diagnostic) -> tuple[ClauseCoverage, ...]:
    """The clauses of one policy; a vocabulary has none."""
    if isinstance(loaded, Diagnostic):
        raise PolicyError((loaded,))
    if any(isinstance(s, tree.VocabularyLine) for s in loaded.parsed.file.statements):
        return ()
    if loaded.checked.policy is None:
        errors = [d for d in loaded.checked.diagnostics if d.severity.value == "error"]
        raise PolicyError(tuple(errors))
    return coverage_of(loaded)


def _document(clause: ClauseCoverage) -> dict[str, object]:
    return {
        "document": clause.document,
        "clause": clause.clause,
        "norms": [_norm(encoding) for encoding in clause.encodings],
    }


def _norm(encoding: Encoding) -> dict[str, str]:
    return {
        "label": encoding.label,
        "kind": encoding.kind.value,
        "bearer": encoding.bearer,
        "modality": encoding.modality,
        "bound": encoding.bound,
        "window": encoding.window,
        "text": encoding.text,
    }


def _print(clause: ClauseCoverage) -> None:
    if not clause.encodings:
        click.echo(f"{clause.document}  {clause.clause}  --")
    for encoding in clause.encodings:
        click.echo(f"{clause.document}  {clause.clause}  {encoding.kind.value:<12}{encoding.text}")
