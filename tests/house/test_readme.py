"""What the two READMEs show is what the files under `examples/readme` give."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutyrules.auditing import audit
from dutyrules.findings.model import Finding, Language
from dutyrules.reports.words import verdict_word

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "readme"
PAGES = (
    ("README.md", "weekly.en.duty", "log.csv", Language.EN),
    ("README.zh-CN.md", "weekly.zh.duty", "log.zh.csv", Language.ZH_HANS),
)
OPENING_LINES = 3
"""The language, the vocabulary and a blank line, which the pages leave out and say so."""

Row = tuple[str, ...]


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _tables(page: str) -> Iterator[tuple[Row, ...]]:
    """The tables of a page without their rulers, first row first."""
    for block in re.findall(r"(?:^\|.*\n)+", page, flags=re.MULTILINE):
        rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in block.splitlines())
        yield tuple(row for row in rows if set(row) != {"---"})


def _shown(finding: Finding, language: Language) -> Row:
    """A finding as the pages show it; its rows are those that counted and those that did not."""
    return (
        finding.norm,
        finding.window.label.in_language(language),
        verdict_word(finding.verdict, language),
        finding.reason.in_language(language),
        " ".join(row.event for row in (*finding.evidence, *finding.rejected)),
    )


@pytest.mark.parametrize(("page", "policy", "log", "language"), PAGES)
def test_the_verdicts_are_those_of_the_policy(page: str, policy: str, log: str, language: Language) -> None:
    """The last table before the two commands is what the audit of the example finds, row for row."""
    report = audit([EXAMPLE / policy], EXAMPLE / "school", [EXAMPLE / log], language=language)
    _, verdicts, *_ = _tables(_page(page))
    assert verdicts[1:] == tuple(_shown(finding, language) for finding in report.findings)


@pytest.mark.parametrize(("page", "policy", "log", "language"), PAGES)
def test_the_log_is_the_file(page: str, policy: str, log: str, language: Language) -> None:
    """The first table is the log, its header and every row."""
    lines = (EXAMPLE / log).read_text(encoding="utf-8").splitlines()
    assert tuple(tuple(line.split(",")) for line in lines) == next(_tables(_page(page)))


@pytest.mark.parametrize("page", [page for page, *_ in PAGES])
@pytest.mark.parametrize("policy", [policy for _, policy, *_ in PAGES])
def test_the_policies_are_the_files(page: str, policy: str) -> None:
    """Both pages show both policies, five lines of each."""
    lines = (EXAMPLE / policy).read_text(encoding="utf-8").splitlines()[OPENING_LINES:]
    assert len(lines) == 5
    assert "```\n{}\n```".format("\n".join(lines)) in _page(page)


@pytest.mark.parametrize("page", [page for page, *_ in PAGES])
def test_every_link_leads_somewhere(page: str) -> None:
    """A link to a file or folder of the project names one that exists."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", _page(page))
    assert [] == [target for target in targets if not (ROOT / target).exists()]
