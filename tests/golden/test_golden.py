"""The meaning of a policy, case by case: each `*.md` here is read as documentation and run as a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden_cases import Case, cases, lines_of, report_of

SEMANTICS = Path(__file__).parents[2] / "docs" / "semantics.md"
CASES = tuple(cases(Path(__file__).parent))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_out_as_its_text_says(case: Case) -> None:
    """Each block of results is what the report says as of its instant: the paragraphs in its heading."""
    for expected in case.expected:
        found = lines_of(report_of(case, expected), expected)
        assert sorted(expected.lines) == sorted(found), f"as of {expected.as_of}"


def test_every_case_expects_something() -> None:
    """No case passes for want of results."""
    assert [] == [str(case) for case in CASES if not any(block.lines for block in case.expected)]


def test_every_paragraph_has_a_case() -> None:
    """Every numbered paragraph of the semantics is in the heading of some case, and no other is."""
    numbered = set(re.findall(r"^(\d+\.\d+) ", SEMANTICS.read_text(encoding="utf-8"), re.MULTILINE))
    assert numbered == {paragraph for case in CASES for paragraph in case.paragraphs}
