"""Small policies around one sentence, in each language, and what is found in them."""

from __future__ import annotations

from pathlib import Path

from dutyrules.checking.loading import load_text
from dutyrules.findings.model import Language
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.source import Source

HEADERS = {
    Language.EN: (
        "language en\npolicy small\nimport vocabulary\nbearer leader of each prep_group\n\nclause 1\n"
    ),
    Language.ZH_HANS: "语言 zh-Hans\n制度 小\n引入 vocabulary\n责任人 每个备课组的组长\n\n条款 一\n",
    Language.ZH_HANT: "語言 zh-Hant\n制度 小\n引入 vocabulary\n責任人 每個備課組的組長\n\n條款 一\n",
}
NOWHERE = Path("nowhere") / "small.duty"


def found_in(text: str) -> tuple[Diagnostic, ...]:
    """What a whole file is told."""
    return load_text(Source("small.duty", text), NOWHERE).checked.diagnostics


def found_with(language: Language, body: str) -> tuple[Diagnostic, ...]:
    """What a file in `language` is told whose first clause holds `body`."""
    return found_in(HEADERS[language] + body + "\n")


def marked(diagnostic: Diagnostic) -> str:
    """The characters under the caret."""
    return diagnostic.source.slice(diagnostic.span)
