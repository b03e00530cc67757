"""Words that would be read and then left aside are reported, and so are sentences that make no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyrules.checking.loading import load_text
from dutyrules.syntax.source import Source

FOLDER = Path(__file__).parent
HEAD = """language en
policy fitting
source 000-00
import words
bearer homeroom_teacher of each class
clause 1
other: each month, homeroom_teacher must make at least 1 home_visit.
"""
ACCEPTED = ("number-without-source", "paperwork-only", "unused-parameter")


def codes(text: str, head: str = HEAD) -> list[tuple[str, str]]:
    """The codes that the sentences get, with the words they point to."""
    source = Source("fitting.duty", head + text + "\n")
    found = load_text(source, FOLDER / "fitting.duty").checked.diagnostics
    return [(d.code, source.slice(d.span)) for d in found if d.code not in ACCEPTED]


TEACHER = "homeroom_teacher must make"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            f"a: each term, {TEACHER} at least 1 home_visit of that student.",
            ("that-without-trigger", "of that student"),
        ),
        (
            f"a: each week, on the day of each accident, {TEACHER} at least 1 consultation.",
            ("phrase-unfit", "each week"),
        ),
        (
            f"a: each term, in the first 2 weeks, in month 12, {TEACHER} at least 1 home_visit.",
            ("phrase-unfit", "in month 12"),
        ),
        (
            f"a: each term, {TEACHER} at least 8 home_visit, at most 14 days apart.",
            ("phrase-unfit", "at least 8"),
        ),
        (
            f"a: each term, {TEACHER} home_visit of each student, at most 14 days apart.",
            ("phrase-unfit", "of each student"),
        ),
        (
            "a: each term, homeroom_teacher must not make home_visit, at most 14 days apart.",
            ("modality-unfit", "a"),
        ),
        (
            "a: each term, homeroom_teacher must not make at least 1 home_visit of at least 50% of student.",
            ("modality-unfit", "a"),
        ),
        (
            f"a: each term, {TEACHER} at most 3 home_visit of at least 50% of student.",
            ("phrase-unfit", "at most 3"),
        ),
        (
            f"a: each term, {TEACHER} at least 1 home_visit, except boarder.",
            ("phrase-unfit", "boarder"),
        ),
        (
            f"a: each term, {TEACHER} at least 1 home_visit of each student, except level.",
            ("property-not-yes-no", "level"),
        ),
        (
            f"a: each term, {TEACHER} at least 1 home_visit, failing that at most 2 consultation.",
            ("phrase-unfit", "at most 2"),
        ),
        (
            "a: each term, homeroom_teacher may make home_visit, failing that at least 2 consultation.",
            ("modality-unfit", "a"),
        ),
        (
            f"a: each term, {TEACHER} at least 1 home_visit of each student,"
            " failing that at least 2 class_note.",
            ("no-counterparty", "class_note"),
        ),
        (
            "a: each month, each lesson_plan with the same teaching_unit must not agree on pace.",
            ("modality-unfit", "a"),
        ),
        ("a: each term, class may have at least 3 student.", ("modality-unfit", "a")),
        (
            "a: on the day of each accident, where class is among the lowest 3 by sum of points of oec_entry,"
            f" {TEACHER} at least 1 consultation.",
            ("rank-without-window", "class is among the lowest 3 by sum of points of oec_entry"),
        ),
        (
            f"a: each week, where prep_group has at least 2 members, {TEACHER} at least 1 home_visit.",
            ("unknown-unit", "prep_group"),
        ),
        (f"a: each week, where level, {TEACHER} at least 1 home_visit.", ("property-not-yes-no", "level")),
        ("a: each home_visit must record pupil.\nseparate other, a.", ("not-separable", "a")),
        (
            f"exception a to a: each week, where boarder, {TEACHER} at least 1 home_visit.",
            ("unknown-base", "a"),
        ),
    ],
)
def test_what_has_no_place_in_a_sentence(sentence: str, expected: tuple[str, str]) -> None:
    """Each is an error at the words that would have said nothing."""
    assert [expected] == codes(sentence)


SCORE = """score monthly: each month.
item given 10 points: sum of points of oec_entry.
grade monthly: good from 8, otherwise unqualified.
score termly: each term.
item whole: sum of monthly.
grade termly: excellent from 50, otherwise qualified.
stipend termly, in yuan: excellent 60 yuan, qualified 0 yuan.
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            'veto a: each month, any offence withholds stipend of monthly, basis "9".',
            [("nothing-to-withhold", "monthly")],
        ),
        (
            'veto a: each term, any offence makes monthly unqualified, basis "9".',
            [("wrong-score-window", "each term")],
        ),
        (
            'veto a: each month, any offence makes monthly unqualified, basis "9", for 2 weeks.',
            [("unit-mismatch", "2 weeks")],
        ),
        (
            'veto a: each term, any offence makes termly qualified, basis "9", for 2 months.',
            [("unit-mismatch", "2 months")],
        ),
        (
            "shift a: each month, any honour raises monthly by 1 grade, up to excellent.",
            [("stipend-unknown-grade", "excellent")],
        ),
        (
            "shift a: each week, any honour raises monthly by 1 grade.",
            [("wrong-score-window", "each week")],
        ),
        (
            "veto a: each month, any offence makes monthly unqualified and withholds stipend of termly,"
            ' basis "9".',
            [],
        ),
        ('veto a: each term, any offence makes termly qualified, basis "9", for 2.', []),
    ],
)
def test_what_changes_a_grade_fits_its_score(sentence: str, expected: list[tuple[str, str]]) -> None:
    """Window, duration, grade and money are those of the score that is changed."""
    assert expected == codes(SCORE + sentence)


@pytest.mark.parametrize(
    ("first", "effective", "expected"),
    [
        ("2026-10-01", "2026-09-01", ["parameter-without-value"]),
        ("2026-09-01", "2026-09-01", []),
        ("2026-10-01", None, []),
    ],
)
def test_a_number_has_a_value_from_the_first_day_in_force(
    first: str, effective: str | None, expected: list[str]
) -> None:
    """What the policy itself says is held against its parameters; a hole is no guess."""
    head = HEAD if effective is None else HEAD.replace("clause", f"effective {effective}\nclause", 1)
    text = f"""parameter often = 2 from {first}, assume "x".
a: each week, {TEACHER} at least often home_visit."""
    assert expected == [code for code, _ in codes(text, head)]
