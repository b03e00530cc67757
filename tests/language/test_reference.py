"""The author's reference: every example of `grammar/reference.md` says what it should."""

import html
import re
from pathlib import Path

import pytest

from dutyrules.checking.loading import load_text
from dutyrules.resources import grammar_folder, policies_folder
from dutyrules.syntax.source import Source

HEADS = {
    "en": 'language en\npolicy p "p"\nimport vocabulary\nbearer leader of each prep_group\nclause 1\n',
    "zh-Hans": "语言 zh-Hans\n制度 p “p”\n引入 vocabulary\n责任人 每个备课组的组长\n条款 1\n",
    "file": "",
}
BLOCK = re.compile(r"^```duty (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = BLOCK.findall((grammar_folder() / "reference.md").read_text(encoding="utf-8"))


def test_each_section_has_both_languages() -> None:
    """English and Chinese stand side by side."""
    kinds = [kind for kind, _ in EXAMPLES]
    assert kinds.count("en") == kinds.count("zh-Hans") > 8


@pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_has_no_error(kind: str, text: str) -> None:
    """An author who copies an example gets a policy that checks."""
    source = Source("reference.md", HEADS[kind] + text)
    loaded = load_text(source, Path(policies_folder()) / "reference.duty")
    errors = [d for d in loaded.checked.diagnostics if d.severity.value == "error"]
    assert [] == [(d.code, source.slice(d.span), source.position(d.span.start)) for d in errors]
    assert text.count("\n") > 0


SHEET = (grammar_folder() / "cheat-sheet.html").read_text(encoding="utf-8")
SHEET_HEADS = {
    **HEADS,
    "zh-Hant": "語言 zh-Hant\n制度 p 「p」\n引入 vocabulary\n責任人 每個備課組的組長\n條款 1\n",
}
OPENINGS = re.compile(
    r"(score|item|bonus|grade|veto|stipend|计分|项目|加分|等第|否决|津贴|計分|項目|否決|津貼) "
)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_cheat_sheet_checks_in_each_language(language: str) -> None:
    """Every sentence on the printed page is one that the checker accepts."""
    cells = re.findall(rf'<td lang="{language}"><code>(.*?)</code>', SHEET)
    sentences = [html.unescape(cell) for cell in cells]
    labelled = [s if OPENINGS.match(s) else f"a{n}: {s}" for n, s in enumerate(sentences, 1)]
    source = Source("cheat-sheet.duty", SHEET_HEADS[language] + "\n".join(labelled) + "\n")
    loaded = load_text(source, Path(policies_folder()) / "cheat-sheet.duty")
    errors = [d for d in loaded.checked.diagnostics if d.severity.value == "error"]
    assert [] == [(d.code, source.slice(d.span)) for d in errors]
    assert 28 < len(sentences)
