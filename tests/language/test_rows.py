"""Every kind of sentence, one small policy each in English, 简体 and 繁體."""

from __future__ import annotations

from pathlib import Path

import pytest
from duty_world import World, events, report, school
from golden_cases import Case, cases, lines_of
from rows_reading import LANGUAGES, answers, loaded, policy, problems, resolved

ROWS = tuple(cases(Path(__file__).parent / "rows"))
ACCEPTED = {"number-without-source", "duty-on-day-off", "paperwork-only"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_is_read_without_complaint(row: Case, language: str) -> None:
    """The checker has nothing to say of it in any of the languages."""
    assert [] == [found for found in problems(loaded(row, language)) if found[0] not in ACCEPTED]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_three_trees_are_one(row: Case) -> None:
    """When names are resolved, nothing tells which language it was."""
    english, *others = (loaded(row, language) for language in LANGUAGES)
    for other in others:
        expected = resolved(english.parsed.file, english.vocabulary)
        assert expected == resolved(other.parsed.file, other.vocabulary)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_comes_out_as_its_text_says(row: Case) -> None:
    """The English policy gives the results that are written under it."""
    world = World(school=school(row.roster, row.calendar), policies=(policy(row, "en"),))
    for expected in row.expected:
        found = report(world, events(row.events), expected.as_of, expected.complete, expected.term)
        assert sorted(expected.lines) == sorted(lines_of(found, expected)), f"as of {expected.as_of}"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_three_languages_find_the_same(row: Case) -> None:
    """Verdicts, measures, evidence, points and money are equal, one by one."""
    for expected in row.expected:
        found = []
        for language in LANGUAGES:
            world = World(school=school(row.roster, row.calendar), policies=(policy(row, language),))
            rows = events(row.events)
            found.append(answers(report(world, rows, expected.as_of, expected.complete, expected.term)))
        assert found[0] == found[1]
        assert found[0] == found[2]
