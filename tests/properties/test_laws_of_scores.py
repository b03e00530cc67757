"""What holds of every score, whatever the school, the log and the instant."""

from __future__ import annotations

import datetime
from decimal import Decimal

from duty_world import World
from hypothesis import given
from laws_world import (
    Row,
    answer,
    as_of_days,
    lies_in,
    logs,
    logs_without_corrections,
    silent_answer,
    worlds,
)

from dutyrules.findings.model import Report, ScoreResult

DATE = datetime.date
END = DATE(2027, 3, 1)


def scores_of(found: Report) -> dict[str, ScoreResult]:
    """The scores by id."""
    return {score.id: score for score in found.scores}


def narrowed(early: Report, late: Report) -> list[tuple[str, str]]:
    """The scores and items of the later report that the earlier one had ruled out."""
    then, now = scores_of(early), scores_of(late)
    assert set(then) == set(now)
    wrong = [
        (now[key].score, item.item)
        for key in now
        for item, before in zip(now[key].items, then[key].items, strict=True)
        if not lies_in((item.low, item.high), (before.low, before.high))
    ]
    wrong += [
        (now[key].score, "total")
        for key in now
        if not lies_in((now[key].low, now[key].high), (then[key].low, then[key].high))
    ]
    wrong += [(now[key].score, "grade") for key in now if not set(now[key].grade) <= set(then[key].grade)]
    for key, score in now.items():
        money, before = score.stipend, then[key].stipend
        if (
            money is not None
            and before is not None
            and not lies_in((money.low, money.high), (before.low, before.high))
        ):
            wrong.append((score.score, "stipend"))
    return wrong


@given(worlds(), logs_without_corrections, as_of_days, as_of_days)
def test_scores_only_narrow_as_time_passes(world: World, rows: list[Row], one: DATE, other: DATE) -> None:
    """Points, grades and money at a later instant were possible at every earlier one."""
    early, late = sorted((one, other))
    assert [] == narrowed(answer(world, rows, early), answer(world, rows, late))


@given(worlds(), logs_without_corrections, as_of_days)
def test_the_final_score_was_always_possible(world: World, rows: list[Row], as_of: DATE) -> None:
    """The score of the whole log lies in each interval on the way, also where the log vouched for nothing."""
    assert [] == narrowed(silent_answer(world, rows, as_of), answer(world, rows, END))


@given(worlds(), logs, as_of_days)
def test_a_score_is_an_interval_within_its_items(world: World, rows: list[Row], as_of: DATE) -> None:
    """Low is never above high, items keep to their maximum and never fall below nothing."""
    for score in answer(world, rows, as_of).scores:
        assert score.high is None or score.low <= score.high
        assert [] == [i.item for i in score.items if i.maximum is not None and (i.high or i.low) > i.maximum]
        assert all(item.low >= 0 for item in score.items)


@given(worlds(), logs, as_of_days)
def test_money_is_shared_by_days(world: World, rows: list[Row], as_of: DATE) -> None:
    """Two holders of a month never get more for it than one would have got."""
    highest: dict[DATE, Decimal] = {}
    for score in answer(world, rows, as_of).scores:
        if score.stipend is not None:
            month = score.window.first_day.replace(day=1)
            highest[month] = highest.get(month, Decimal(0)) + score.stipend.high
    assert [] == [month for month, sum_of in highest.items() if sum_of > Decimal("360.01")]


@given(worlds(), logs, as_of_days)
def test_every_score_has_a_grade(world: World, rows: list[Row], as_of: DATE) -> None:
    """A score with bands allows at least one grade; one that is certain allows one, unless a veto is open."""
    for score in answer(world, rows, as_of).scores:
        if score.score == "monthly":
            assert score.grade
            if score.low == score.high and not score.vetoes and as_of == END:
                assert 1 == len(score.grade)
