"""What a finding asks for and why it came out so, in words, for the sentences beyond plain counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from duty_world import World, events, report, school
from golden_cases import cases
from rows_reading import policy

from dutyrules.findings.model import Finding

ROWS = {row.title: row for row in cases(Path(__file__).parent / "rows")}


def finding(title: str, norm: str, verdict: str) -> Finding:
    """The first finding of the row's English policy on that norm with that verdict."""
    row = ROWS[title]
    expected = row.expected[0]
    world = World(school=school(row.roster, row.calendar), policies=(policy(row, "en"),))
    found = report(world, events(row.events), expected.as_of, expected.complete, expected.term)
    return next(f for f in found.findings if f.norm == norm and f.verdict.value == verdict)


@pytest.mark.parametrize(
    ("title", "norm", "verdict", "english", "chinese"),
    [
        (
            "A share of those toward whom it is done",
            "half",
            "fulfilled",
            "2 of 3 people; owed: at least 50% of 3 people with home_visit",
            "3人中有2人；应为：3人中至少50%有家访",
        ),
        (
            "No more than so many days apart",
            "steady",
            "undetermined",
            "the longest gap may be 14..22 days; owed: research_activity with duration at least 40 minutes"
            " at most 14 days apart; a row with a blank cell may yet count",
            "最长间隔可能是14..22天；应为：教研活动，其中时长至少40分钟，间隔至多14天；有记录缺项，补齐后可能计入",
        ),
        (
            "One rung, and failing that the next",
            "contact",
            "fulfilled",
            "3 consultation found; at least 3 consultation owed",
            "查到3次约谈家长；应有至少3次约谈家长",
        ),
        (
            "All who teach one thing agree",
            "uniform",
            "violated",
            "different values: 2; owed: one and the same pace, exercises for u2",
            "有2种；应为：“u2”统一进度、作业量",
        ),
        (
            "One after the other",
            "cycle",
            "violated",
            "steps taken: 2; owed: B in order through theory_study, practice, reflection",
            "完成了2步；应为：“B”依次经过理论学习、磨课、教学反思",
        ),
        (
            "How a group is made up",
            "top",
            "undetermined",
            "there are 1; owed: exactly 2 people (level strong); the roster does not say it of everybody",
            "有1人；应为：恰好2人（水平优等）；名册没有写明每个人的情况",
        ),
        (
            "The lowest in the week before",
            "diagnosis",
            "inapplicable",
            "not so ranked in the window before",
            "上一期未列入该名次",
        ),
        (
            "An exception in place of the norm",
            "weekly",
            "inapplicable",
            "exception fortnightly applies",
            "适用例外“fortnightly”",
        ),
        (
            "An exception in place of the norm",
            "weekly",
            "undetermined",
            "it is not known whether exception fortnightly applies",
            "不知道例外“fortnightly”是否适用",
        ),
        (
            "What is forbidden, and what is permitted all the same",
            "boarders",
            "fulfilled",
            "permitted; 1 talk found",
            "可以；查到1次讲话",
        ),
    ],
)
def test_a_reason_is_one_readable_sentence(
    title: str, norm: str, verdict: str, english: str, chinese: str
) -> None:
    """What was found, what was owed, and why it is still open if it is."""
    reason = finding(title, norm, verdict).reason
    assert (english, chinese) == (reason.en, reason.zh_hans)
