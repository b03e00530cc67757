"""The clauses of the known source documents, held against a policy's headings."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from dutyrules.checking.scope import Scope
from dutyrules.resources import policies_folder
from dutyrules.syntax import tree
from dutyrules.syntax.folding import fold
from dutyrules.syntax.scenario_tree import ScenarioLine
from dutyrules.syntax.suggestions import nearest

_LINES = (
    *(tree.LanguageLine, tree.PolicyLine, tree.VocabularyLine, tree.SourceLine),
    *(tree.ImportLine, tree.ExtendsLine, tree.EffectiveLine, tree.BearerLine),
)


@cache
def clauses_of_documents() -> Mapping[str, tuple[str, ...]]:
    """The clause numbers of each document in its own order."""
    found: dict[str, list[str]] = {}
    with (policies_folder() / "clauses.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["document"], []).append(row["clause"])
    return {document: tuple(clauses) for document, clauses in found.items()}


def check_clauses(scope: Scope, file: tree.PolicyFile) -> None:
    """Warns of headings that the source document does not have, and of clauses with nothing in them."""
    source = next((s.document.text for s in file.statements if isinstance(s, tree.SourceLine)), "")
    known = clauses_of_documents().get(source, ())
    folded = {fold(clause) for clause in known}
    for statement in file.statements:
        if isinstance(statement, tree.ClauseLine) and known and fold(statement.number.text) not in folded:
            name = statement.number
            values = {"found": name.text, "document": source}
            scope.made("unknown-clause", name.span, values, suggestion=nearest(name.text, known))
    for heading in _empty(file):
        scope.report("clause-without-norm", heading.number.span, found=heading.number.text)


def _empty(file: tree.PolicyFile) -> list[tree.ClauseLine]:
    """The headings that another heading, a scenario or the end of the file follows at once."""
    empty: list[tree.ClauseLine] = []
    open_heading: tree.ClauseLine | None = None
    for statement in file.statements:
        if isinstance(statement, tree.ClauseLine | ScenarioLine):
            empty += [open_heading] if open_heading is not None else []
            open_heading = statement if isinstance(statement, tree.ClauseLine) else None
        elif not isinstance(statement, _LINES):
            open_heading = None
    return [*empty, *([open_heading] if open_heading is not None else [])]
