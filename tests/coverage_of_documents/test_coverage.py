"""Each clause of a source document is accounted for, and shown with its figures."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutyrules.checking.clause_list import clauses_of_documents
from dutyrules.checking.loading import load_file, load_text
from dutyrules.cli.main import dutyrules
from dutyrules.coverage.decisions import decisions_of
from dutyrules.coverage.encoding import Kind, coverage_of
from dutyrules.resources import policies_folder
from dutyrules.syntax.source import Source

POLICIES = sorted(policies_folder().glob("*/*.duty"))
HEAD = 'language en\npolicy p "p"\nsource 002-14\nimport vocabulary\nbearer leader of each prep_group\n'


def _covered(text: str):
    return coverage_of(load_text(Source("p.duty", HEAD + text), policies_folder() / "p.duty"))


@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.stem)
def test_a_shipped_policy_accounts_for_every_clause(path: Path) -> None:
    """No clause of the document is left out, and no heading is made up."""
    loaded = load_file(path)
    found = coverage_of(loaded)  # type: ignore[arg-type]
    assert clauses_of_documents()[path.stem] == tuple(c.clause for c in found)
    assert [] == [c.clause for c in found if not c.is_accounted_for]


def test_a_missing_clause_is_shown_as_missing() -> None:
    """A document's clause that the policy never names has no encodings."""
    covered = {c.clause: c for c in _covered('clause 二\nnote "aims".\n')}
    assert (True, False) == (covered["二"].is_accounted_for, covered["三"].is_accounted_for)


def test_figures_stand_in_place_of_parameters() -> None:
    """The canonical sentence carries the parameter's latest figure."""
    text = (
        'parameter few = 2 weeks, assume "a".\n'
        'parameter many = 10 from 2025-09-01, 12 from 2026-09-01, assume "b".\n'
        "clause 二\na: each term, in the first few, leader must make at least many lesson_observations.\n"
    )
    encoding = next(c for c in _covered(text) if c.clause == "二").encodings[0]
    expected = "a: each term, in the first 2 weeks, leader must make at least 12 lesson_observations."
    assert expected == encoding.text
    assert ("at least 12", "each term, in the first 2 weeks") == (encoding.bound, encoding.window)


@pytest.mark.parametrize(
    ("sentence", "kind", "bound"),
    [
        ("each week, leader must hold at least 1 prep_meeting.", Kind.QUOTA, "at least 1"),
        (
            "each term, leader must make at least 1 lesson_observation of each member.",
            Kind.COVERAGE,
            "at least 1",
        ),
        (
            "each term, leader must make a lesson_observation of at least 50% of members.",
            Kind.SHARE,
            "at least 50%",
        ),
        ("each term, leader must not commit any corporal_punishment.", Kind.PROHIBITION, "none"),
        ("each prep_meeting must record place.", Kind.RECORD, ""),
        ("each term, attested by assessor.", Kind.ATTESTED, ""),
        ("each term, rated by assessor, out of 10 points.", Kind.RATED, "out of 10"),
        ("on the day of each plan, leader must hold at least 1 prep_meeting.", Kind.RESPONSE, "at least 1"),
    ],
)
def test_a_sentence_is_of_its_kind(sentence: str, kind: Kind, bound: str) -> None:
    """What a clause is encoded as follows from its sentence."""
    encoding = next(c for c in _covered(f"clause 二\na: {sentence}\n") if c.clause == "二").encodings[0]
    assert (kind, bound) == (encoding.kind, encoding.bound)


def test_a_parameter_names_what_hangs_on_it() -> None:
    """The sheet of decisions shows value, reason and users, without the scenarios' own settings."""
    loaded = load_file(policies_folder() / "prep_group" / "002-14.duty")
    found = {d.parameter: d for d in decisions_of(loaded)}  # type: ignore[arg-type]
    assert ("2周", ("学习课标", "制订计划")) == (found["期初周数"].value, found["期初周数"].norms)
    assert all(d.reason for d in found.values())


def test_the_command_prints_json_and_the_totals() -> None:
    """`dutyrules coverage --json` holds the clauses in the settled shape."""
    done = CliRunner().invoke(dutyrules, ["coverage", "002-14", "--json"])
    assert 0 == done.exit_code
    clauses = json.loads(done.stdout)["clauses"]
    assert ["一", "二", "三", "四", "五"] == [c["clause"] for c in clauses]
    assert {"label", "kind", "bearer", "modality", "bound", "window", "text"} == clauses[0]["norms"][0].keys()
