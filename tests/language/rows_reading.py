"""One policy in three languages: their preludes, and what is equal when names are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
from duty_world import bearer_name
from golden_cases import Case

from dutyrules.checking.loading import Loaded, load_text
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.findings.model import Finding, Report, ScoreResult
from dutyrules.syntax import tree
from dutyrules.syntax.source import Source

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
PRELUDES = {
    "en": ("language en\npolicy row\nsource 000-00\nimport words\n", "clause 1\n"),
    "zh-Hans": ("语言 zh-Hans\n制度 row\n出处 000-00\n引入 words\n", "条款 1\n"),
    "zh-Hant": ("語言 zh-Hant\n制度 row\n出處 000-00\n引入 words\n", "條款 1\n"),
}


def loaded(case: Case, language: str) -> Loaded:
    """The row's policy in that language; its first line names the bearer."""
    head, clause = PRELUDES[language]
    bearer, rest = case.policies[language].split("\n", 1)
    text = f"{head}{bearer}\n{clause}{rest}"
    return load_text(Source(f"row.{language}.duty", text), FOLDER / "row.duty")


def problems(found: Loaded) -> list[tuple[str, str, str]]:
    """What is wrong with it, each with the text it is about."""
    every = found.checked.diagnostics
    language = found.parsed.file.language
    return [(d.code, d.message(language), d.source.slice(d.span)) for d in every]


def policy(case: Case, language: str) -> CheckedPolicy:
    """The checked policy."""
    found = loaded(case, language).checked.policy
    assert found is not None
    return found


# Names resolved ------------------------------------------------------------------------------------


def own_names(file: tree.PolicyFile) -> dict[str, str]:
    """What the file itself names, by the order of naming."""
    found: dict[str, str] = {}
    for statement in file.statements:
        match statement:
            case tree.Norm(label=name) | tree.ExceptionNorm(label=name):
                pass
            case (
                tree.ScoreLine(name=name)
                | tree.Item(name=name)
                | tree.Veto(name=name)
                | tree.Shift(name=name)
            ):
                pass
            case tree.ParameterDecl(term=term):
                name = term.id
            case _:
                continue
        found.setdefault(name.text, f"own {len(found)}")
    return found


def resolved(file: tree.PolicyFile, vocabulary: Vocabulary) -> object:
    """The statements with every name as the id of what it names."""
    ids = {label: f"term {term.id}" for term in vocabulary.terms() for label in term.labels()} | own_names(
        file
    )
    statements = [s for s in file.statements if not isinstance(s, tree.LanguageLine)]
    return [_plain(statement, ids) for statement in statements]


def _plain(node: object, ids: Mapping[str, str]) -> object:
    if isinstance(node, tree.Name):
        return ids.get(node.text, node.text)
    if isinstance(node, tree.TermName):
        return ids.get(node.id.text, node.id.text)
    if isinstance(node, tuple):
        return tuple(_plain(part, ids) for part in node)
    if not attrs.has(type(node)):
        return node
    fields = [field.name for field in attrs.fields(type(node)) if field.eq]
    return (type(node).__name__, *(_plain(getattr(node, name), ids) for name in fields))


# Results, without words ----------------------------------------------------------------------------


def answers(report: Report) -> list[tuple[object, ...]]:
    """Findings and scores with names by order and no words."""
    norms = list(dict.fromkeys(f.norm for f in report.findings))
    scores = list(dict.fromkeys(s.score for s in report.scores))
    return [
        *(_finding(norms.index(f.norm), f) for f in report.findings),
        *(_score(scores.index(s.score), s) for s in report.scores),
    ]


def _finding(norm: int, finding: Finding) -> tuple[object, ...]:
    rows = tuple(tuple(row.event for row in some) for some in (finding.evidence, finding.rejected))
    window = (finding.window.start, finding.window.end)
    return (norm, bearer_name(finding), window, finding.verdict, finding.measure, finding.margin, rows)


def _score(score: int, result: ScoreResult) -> tuple[object, ...]:
    money = None if result.stipend is None else (result.stipend.low, result.stipend.high)
    items = tuple((item.low, item.high) for item in result.items)
    ends = (result.low, result.high, len(result.grade), len(result.vetoes))
    return (score, bearer_name(result), result.window.start, ends, items, money)
