"""The printed plan: what a reader sees of tables, scans and branches."""

import re
from pathlib import Path

import pytest
from duty_world import policy
from plan.programs import MORE, SHIPPED, rich_policy, shipped
from properties.laws_world import NORMS

from dutyrules.findings.model import Language
from dutyrules.plan.lowering import lower
from dutyrules.plan.printed import printed
from dutyrules.plan.rewrites import optimised

TEXT = """
weekly: each week, leader must hold at least 2 research_activity, with duration at least 40 minutes.
forms: each month, leader must hand_in at least 1 record_form.
visits: each month, in the first 2 weeks, leader must make at least 1 lesson_observation of each member.
replies: within 2 days after each research_activity, leader must not hold any theory_study.
work: each month, rated by subject_head, out of 10 points, "work".
"""
PRINTED = """\
5 branches, 5 tables, 4 scans

Normalise
  #1 research_activity: duration
  #2 record_form: no attribute
  #3 lesson_observation: observed
  #4 theory_study: no attribute
  #5 rating: about, matter, points, considered_on

scans of several branches
  #1, #2: weekly, forms

weekly
  Judge    must, at least 2
    Grid     leader of each research_group, each week
    Measure  count, by person
      Where    duration at least 40 minutes, of #1 research_activity

forms
  Judge    must, at least 1
    Grid     leader of each research_group, each month
    Measure  count, by post
      Where    every row of #2 record_form

visits
  Judge    must, at least 1
    Grid     leader of each research_group, toward each member, each month, first 2 weeks
    Measure  count, by post, toward observed
      Where    every row of #3 lesson_observation

replies
  Judge    must not, at most 0
    Grid     leader of each research_group, 2 days after each research_activity
      Where    every row of #1 research_activity
    Measure  count, by person
      Where    every row of #4 theory_study

work
  Judge    must, out of 10 points
    Grid     leader of each research_group, each month
    Measure  latest rating of points, said by subject_head, toward about
      Where    every row of #5 rating
"""


def text_of(text: str, *, is_raw: bool = False) -> str:
    """The printed plan of a policy with these norms."""
    found = policy(text)
    program = lower(found) if is_raw else optimised(lower(found))
    return printed(program, found.vocabulary, Language.EN)


def test_a_plan_is_printed_as_a_tree() -> None:
    """Tables come once, scans of several branches next, then each branch from its verdict to its rows."""
    assert PRINTED == text_of(TEXT)


def test_before_rewrites_every_attribute_is_there_and_no_scan_is_shared() -> None:
    """The raw plan has its tables whole."""
    found = text_of(TEXT, is_raw=True)
    assert "  #1 research_activity: duration, place, topic, sign_in\n" in found
    assert "scans of several branches" not in found


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("instead", "instead, failing that (1)\n  Judge    must, at least 1"),
        ("ranked", "if lowest 1 by mean of sign_in of research_activity"),
        ("one_place", "distinct values of place, by unit, each topic"),
        ("in_order", "steps in order, by unit, each scope"),
        ("steady", "longest gap, by post"),
        ("half", "people reached, member, each by 1, by post, toward observed"),
        ("starters", "starters in place of lessons"),
        ("late_hours", "each week, Wednesday after period 6"),
        ("forms", "until day 5 of the next month"),
        ("first_plan", "kept apart\n  first_plan, other_plan"),
        ("enough_members", "holders of a role, member"),
        ("raised", "Judge    must, at least 1 (1 from 2026-09-01, 3 from 2026-10-01)"),
        ("sittings", "from each research_activity to plan"),
    ],
)
def test_a_construct_has_its_words(norm: str, expected: str) -> None:
    """What a norm says beyond count and week is to be read in its plan."""
    assert norm in NORMS + MORE
    assert expected in text_of(NORMS + MORE)


def test_what_scores_look_up_stands_under_the_score() -> None:
    """The items of a score, and the veto that reaches back."""
    found = printed(lower(rich_policy()), rich_policy().vocabulary, Language.EN)
    assert "\nlooked up by monthly\n\ncraft\n" in found
    assert "reaching back over 2 months windows" in found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_policies_are_printed_in_every_language(path: Path) -> None:
    """Every label stands in the plan in any language, and a Chinese one names no table in English."""
    found = shipped(path)
    program = optimised(lower(found))
    for language in Language:
        lines = printed(program, found.vocabulary, language).splitlines()
        assert {norm.label for norm in found.norms} <= set(lines)
    chinese = printed(program, found.vocabulary, Language.ZH_HANS)
    assert [] == re.findall(r"#\d+ [a-z_]+", chinese)
