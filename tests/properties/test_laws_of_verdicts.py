"""What holds of every verdict, whatever the school, the log and the instant."""

from __future__ import annotations

import datetime
from collections import Counter

import hypothesis.strategies as st
from duty_world import World, policy
from hypothesis import given
from laws_world import (
    AT_LEAST,
    AT_MOST,
    NORMS,
    PEOPLE,
    Row,
    answer,
    as_of_days,
    broken_rows,
    by_id,
    codes,
    facts,
    finding_facts,
    logs,
    logs_without_corrections,
    more_doings,
    renamed,
    silent_answer,
    with_names,
    worlds,
)  # fmt: skip

from dutyrules.findings.verdict import Verdict

DATE = datetime.date


@given(worlds(), logs_without_corrections, as_of_days, as_of_days)
def test_a_final_verdict_never_changes(world: World, rows: list[Row], one: DATE, other: DATE) -> None:
    """As the instant advances over a log that stays complete, what was final stays as it was."""
    early, late = sorted((one, other))
    then, now = by_id(answer(world, rows, early)), by_id(answer(world, rows, late))
    final = {key: finding.verdict for key, finding in then.items() if finding.verdict.is_final}
    assert final == {key: now[key].verdict for key in final}


@given(worlds(), logs, as_of_days, as_of_days)
def test_a_duty_never_vanishes(world: World, rows: list[Row], one: DATE, other: DATE) -> None:
    """Every finding of an earlier instant is there at a later one, under the same id."""
    early, late = sorted((one, other))
    assert set(by_id(answer(world, rows, early))) <= set(by_id(answer(world, rows, late)))


@given(worlds(NORMS), logs, more_doings, as_of_days)
def test_a_fulfilled_at_least_stays_fulfilled(
    world: World, rows: list[Row], more: list[Row], as_of: DATE
) -> None:
    """Whatever else was done, enough stays enough."""
    before, after = by_id(answer(world, rows, as_of)), by_id(answer(world, rows + more, as_of))
    done = {k for k, f in before.items() if f.norm in AT_LEAST and f.verdict is Verdict.FULFILLED}
    assert dict.fromkeys(done, Verdict.FULFILLED) == {key: after[key].verdict for key in done}


@given(worlds(NORMS), logs, more_doings, as_of_days)
def test_a_violated_at_most_stays_violated(
    world: World, rows: list[Row], more: list[Row], as_of: DATE
) -> None:
    """Whatever else was done, too much stays too much."""
    before, after = by_id(answer(world, rows, as_of)), by_id(answer(world, rows + more, as_of))
    passed = {k for k, f in before.items() if f.norm in AT_MOST and f.verdict is Verdict.VIOLATED}
    assert dict.fromkeys(passed, Verdict.VIOLATED) == {key: after[key].verdict for key in passed}


@given(worlds(), logs, as_of_days, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    world: World, rows: list[Row], as_of: DATE, dice: object
) -> None:
    """Rows may stand in the file in any order."""
    mixed = list(rows)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert facts(answer(world, rows, as_of)) == facts(answer(world, mixed, as_of))


@given(worlds(), logs, as_of_days, st.data())
def test_duplicates_change_nothing(world: World, rows: list[Row], as_of: DATE, data: st.DataObject) -> None:
    """A row that is there again counts once, and is listed."""
    again = data.draw(st.lists(st.sampled_from(rows), max_size=4)) if rows else []
    found, doubled = answer(world, rows, as_of), answer(world, rows + again, as_of)
    assert facts(found) == facts(doubled)
    assert Counter({"duplicate-row": len(again)}) - codes(doubled) == Counter()


@given(worlds(), logs, broken_rows, as_of_days, st.integers(0, 14))
def test_a_quarantined_row_is_nobodys(
    world: World, rows: list[Row], broken: list[Row], as_of: DATE, place: int
) -> None:
    """A row that cannot be read changes no answer, wherever it stands, and is listed."""
    mixed = [*rows[:place], *broken, *rows[place:]]
    found = answer(world, mixed, as_of)
    assert facts(answer(world, rows, as_of)) == facts(found)
    assert len(broken) <= sum(codes(found).values())


@given(worlds(NORMS), logs, as_of_days)
def test_an_absence_is_no_breach_in_an_open_log(world: World, rows: list[Row], as_of: DATE) -> None:
    """Where the log is complete for nothing, each violation has a row to show for it."""
    violated = [f for f in silent_answer(world, rows, as_of).findings if f.verdict is Verdict.VIOLATED]
    assert [] == [finding_facts(f) for f in violated if not f.evidence and not f.rejected]
    assert set() == {f.norm for f in violated} & AT_LEAST


@given(worlds(NORMS), logs, as_of_days)
def test_completeness_only_settles(world: World, rows: list[Row], as_of: DATE) -> None:
    """What was final without a word about completeness stays so with it."""
    silent, said = by_id(silent_answer(world, rows, as_of)), by_id(answer(world, rows, as_of))
    final = {key: finding.verdict for key, finding in silent.items() if finding.verdict.is_final}
    assert final == {key: said[key].verdict for key in final}
    assert set(silent) == set(said)


@given(worlds(), logs, as_of_days)
def test_only_who_holds_the_role_appears(world: World, rows: list[Row], as_of: DATE) -> None:
    """Nobody bears a duty or a score without the membership for it, whatever the log says."""
    found = answer(world, rows, as_of)
    bearers = {f.bearer[0].id for f in found.findings} | {s.bearer[0].id for s in found.scores}
    assert bearers <= {"li", "wang"}
    counterparties = {f.bearer[2].id for f in found.findings if len(f.bearer) > 2}
    assert counterparties <= {"chen", "zhao"}


@given(worlds(), logs, as_of_days, st.permutations(PEOPLE))
def test_renaming_people_permutes_the_answers(
    world: World, rows: list[Row], as_of: DATE, others: list[str]
) -> None:
    """Answers do not depend on what people are called."""
    names = dict(zip(PEOPLE, others, strict=True))
    plain, turned = answer(world, rows, as_of), answer(with_names(world, names), renamed(rows, names), as_of)

    def moved(name: object) -> str:
        return " > ".join(names[part] for part in str(name).split(" > "))

    expected = Counter((n, moved(bearer), *rest) for n, bearer, *rest in facts(plain)[0])
    assert expected == Counter(tuple(line) for line in facts(turned)[0])
    scores = Counter((n, moved(bearer), *rest) for n, bearer, *rest in facts(plain)[1])
    assert scores == Counter(tuple(line) for line in facts(turned)[1])


ENGLISH = """language en
policy one
source 000-00
import vocabulary
bearer leader of each research_group
clause 1
weekly: each week, leader must hold at least 1 research_activity.
forms: each month, by day 5 of the next month, leader must hand_in at least 1 record_form.
early: each term, in the first 4 weeks, leader must hand_in at least 1 plan.
visits: each month, leader must make at least 1 lesson_observation of each member.
never: each month, leader must not incur any neglect_finding, with confirmed is yes.
place: each research_activity must record place.
enough: each research_activity must satisfy duration at least 40 minutes.
tidy: each month, attested by subject_head, "tidy".
work: each month, rated by subject_head, out of 10 points, "tidy".
"""
SIMPLIFIED = """语言 zh-Hans
制度 one
出处 000-00
引入 vocabulary
责任人 每个教研组的组长
条款 1
weekly：每周，组长应当组织至少1次教研活动。
forms：每月，次月5日前，组长应当提交至少1份活动记录表。
early：每学期，前4周内，组长应当提交至少1份工作计划。
visits：每月，组长应当对每名组员进行至少1节听课。
never：每月，组长不得受到任何失职认定，其中已查实为是。
place：每次教研活动应当记录地点。
enough：每次教研活动应当满足时长至少40分钟。
tidy：每月，由学科第一责任人认定，“tidy”。
work：每月，由学科第一责任人评分，满分10分，“tidy”。
"""
TRADITIONAL = """語言 zh-Hant
制度 one
出處 000-00
引入 vocabulary
責任人 每個教研組的組長
條款 1
weekly：每週，組長應當組織至少1次教研活動。
forms：每月，次月5日前，組長應當提交至少1份活動記錄表。
early：每學期，前4週內，組長應當提交至少1份工作計劃。
visits：每月，組長應當對每名組員進行至少1節聽課。
never：每月，組長不得受到任何失職認定，其中已查實為是。
place：每次教研活動應當記錄地點。
enough：每次教研活動應當滿足時長至少40分鐘。
tidy：每月，由學科第一責任人認定，「tidy」。
work：每月，由學科第一責任人評分，滿分10分，「tidy」。
"""


@given(worlds(), logs, as_of_days)
def test_a_policy_says_the_same_in_three_languages(world: World, rows: list[Row], as_of: DATE) -> None:
    """Keywords and labels of another language change no finding, and not its id either."""
    texts = (ENGLISH, SIMPLIFIED, TRADITIONAL)
    found = [answer(World(school=world.school, policies=(policy(text),)), rows, as_of) for text in texts]
    assert [f.id for f in found[0].findings] == [f.id for f in found[1].findings]
    assert facts(found[0]) == facts(found[1]) == facts(found[2])
