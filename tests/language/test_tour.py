"""The tour: its policy checks, its scenario passes, and its English is what the formatter writes."""

import re
from pathlib import Path

from dutyrules.checking.loading import load_text
from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted
from dutyrules.resources import policies_folder
from dutyrules.scenarios.running import run_scenarios
from dutyrules.syntax.source import Source

TOUR = (Path(__file__).parents[2] / "docs" / "tour.md").read_text(encoding="utf-8")
CHINESE, ENGLISH = re.findall(r"^```duty\n(.*?)^```$", TOUR, re.MULTILINE | re.DOTALL)
LOADED = load_text(Source("reading.duty", CHINESE), policies_folder() / "reading.duty")


def test_the_policy_of_the_tour_checks_without_a_word() -> None:
    """Neither an error nor a warning."""
    assert [] == [(d.code, LOADED.parsed.source.slice(d.span)) for d in LOADED.checked.diagnostics]


def test_the_scenario_of_the_tour_passes() -> None:
    """What the tour expects is what comes out."""
    policy = LOADED.checked.policy
    assert policy is not None
    assert [True] == [result.is_passed for result in run_scenarios(policy)]


def test_the_english_of_the_tour_is_the_formatters() -> None:
    """The conversion shown is the conversion made, there and back."""
    english = formatted(LOADED, Language.EN)
    assert ENGLISH == english
    again = load_text(Source("reading.duty", english), policies_folder() / "reading.duty")
    assert CHINESE == formatted(again, Language.ZH_HANS)
