"""The page about the monitor says what happens."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_page_says_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of its examples gives what stands below it, in the folder of the README's example."""
    monkeypatch.chdir(ROOT / "examples" / "readme")
    found = doctest.testfile(str(ROOT / "docs" / "monitor.md"), module_relative=False)
    assert found.attempted > 10
    assert 0 == found.failed
