"""The sentences of scenarios: how they are read in the three languages, and what is wrong with them."""

import datetime

import pytest
from scenario_files import SCORED, SHORT, WEEKLY, codes, loaded, policy

from dutyrules.checking.scenario import Extent, InMonth, OfRow, OnDay
from dutyrules.syntax import scenario_tree as tree
from dutyrules.syntax.parser import parse
from dutyrules.syntax.rendering import render_diagnostics
from dutyrules.syntax.source import Source

NAMES = ("prep_group", "备课组", "備課組", "leader", "组长", "組長", "member", "组员", "組員")
HANS = """校历 2026-09-01 至 2026-09-30，2026-09-25、2026-09-28 至 2026-09-29 放假，\
2026-09-20 补 2026-09-25，第6节 15:00 至 15:40，第3周不计。
名册 备课组 Maths：组长 Wang Fang 至 2026-09-11、Li Ming 自 2026-09-12；组员 Zhao Jie。
日志 记到 2026-09-10。
日志 记到哪天不明。
截至 2026-09-14 17:00。
预期 Weekly，Wang Fang，第2周：违反，0。
预期 Weekly，Wang Fang 对 Zhao Jie，2026年9月：至少3，等第 A、B，津贴0元 至 300.5元，没有否决。
预期 Weekly，第3行：待定，项目 Ethics 8分，可能否决 Neglect。
"""
HANT = """校曆 2026-09-01 至 2026-09-30，2026-09-25、2026-09-28 至 2026-09-29 放假，\
2026-09-20 補 2026-09-25，第6節 15:00 至 15:40，第3週不計。
名冊 備課組 Maths：組長 Wang Fang 至 2026-09-11、Li Ming 自 2026-09-12；組員 Zhao Jie。
日誌 記到 2026-09-10。
日誌 記到哪天不明。
截至 2026-09-14 17:00。
預期 Weekly，Wang Fang，第2週：違反，0。
預期 Weekly，Wang Fang 對 Zhao Jie，2026年9月：至少3，等第 A、B，津貼0元 至 300.5元，沒有否決。
預期 Weekly，第3行：待定，項目 Ethics 8分，可能否決 Neglect。
"""
ENGLISH = """calendar from 2026-09-01 to 2026-09-30, closed 2026-09-25、2026-09-28 to 2026-09-29, \
2026-09-20 taught as 2026-09-25, period 6 15:00 to 15:40, week 3 not counted.
roster prep_group Maths: leader Wang Fang until 2026-09-11, Li Ming from 2026-09-12; members Zhao Jie.
log complete through 2026-09-10.
log complete through an unknown day.
as of 2026-09-14 17:00.
expect Weekly of Wang Fang in week 2: violated, 0.
expect Weekly of Wang Fang toward Zhao Jie in year 2026 month 9: at least 3, grade A or B, \
stipend 0 yuan to 300.5 yuan, not vetoed.
expect Weekly, row 3: pending, item Ethics 8 points, perhaps vetoed by Neglect.
"""


def _statements(text: str) -> tuple[object, ...]:
    names = (*NAMES, "Weekly", "A", "B", "Ethics", "Neglect")
    parsed = parse(Source("a.duty", text), names)
    assert "" == render_diagnostics(parsed.diagnostics, None, color=False)
    return parsed.file.statements


def _without_labels(statements: tuple[object, ...]) -> list[str]:
    """The trees without the labels of roles and units, which are names of the vocabulary."""
    shown = [repr(statement) for statement in statements]
    for place in range(0, len(NAMES), 3):
        for name in NAMES[place : place + 3]:
            shown = [text.replace(f"'{name}'", f"'{NAMES[place]}'") for text in shown]
    return shown


@pytest.mark.parametrize("text", [HANS, HANT], ids=["zh-Hans", "zh-Hant"])
def test_the_three_languages_give_one_tree(text: str) -> None:
    """The same scenario in English and in Chinese is the same, but for names of the vocabulary."""
    assert _without_labels(_statements(ENGLISH)) == _without_labels(_statements(text))


def test_surnames_may_be_keywords() -> None:
    """周 is a week, 单 an odd one, and 应 an obligation; in a roster they are people."""
    text = "名册 备课组 数学组：组长周杰；组员 单一、应当、张三。\n预期 Weekly，周杰：履行。\n"
    roster, expect = _statements(text)
    assert isinstance(roster, tree.RosterSentence)
    people = [t.person.text for part in roster.parts for t in part.people]
    assert ["周杰", "单一", "应当", "张三"] == people
    assert isinstance(expect, tree.Expect)
    assert "周杰" == expect.whose[0].name.text


def test_blank_cells_keep_their_place() -> None:
    """A blank cell is a missing value, not a missing column; a comment does not end a table."""
    (table,) = _statements("| 甲 | 乙 | 丙 |\n| 1 |  | 3 |\n# 说明\n|  | 2 | 3\n")
    assert isinstance(table, tree.EventTable)
    assert [["1", "", "3"], ["", "2", "3"]] == [[cell.text for cell in row] for row in table.rows]


def test_a_blank_line_ends_a_table() -> None:
    """The row below a blank line is the header of another table."""
    first, second = _statements("| 甲 |\n| 1 |\n\n| 乙 |\n| 2 |\n")
    assert isinstance(first, tree.EventTable)
    assert isinstance(second, tree.EventTable)
    assert ["甲", "乙"] == [first.header[0].text, second.header[0].text]


# Checking -------------------------------------------------------------------------------------------


def test_a_scenario_holds_what_it_says() -> None:
    """Dates, weeks and rows of the sentences arrive in the checked scenario."""
    text = (
        WEEKLY
        + SHORT
        + "预期 每周活动，9月：违反。\n预期 每周活动，2026-09-09：违反。\n预期 记录地点，第1行：履行。\n"
    )
    (scenario,) = policy(text).scenarios
    assert [InMonth(year=None, month=9), OnDay(day=datetime.date(2026, 9, 9)), OfRow(row=1)] == [
        expectation.occasion for expectation in scenario.expectations
    ]
    assert (Extent(events=frozenset(), through=scenario.as_of),) == scenario.complete


def test_what_a_scenario_says_stands_in_place_of_what_is_said_for_all() -> None:
    """A scenario with a roster of its own has nobody else in it."""
    own = (
        SHORT
        + "名册 备课组 语文组：组长 赵敏。\n名册 备课组 数学组：组员 王芳。\n"
        + "预期 每周活动，赵敏，第2周：违反。\n"
    )
    (scenario,) = policy(WEEKLY + own).scenarios
    assert ("赵敏", "王芳") == scenario.cast.people


def test_scenarios_change_nothing_in_the_policy() -> None:
    """The norms of a file are the same with its scenarios and without."""
    with_them = policy(WEEKLY + SHORT + "预期 每周活动，第2周：违反。\n")
    without = policy(WEEKLY.partition("校历")[0])
    assert without.norms == with_them.norms
    assert without.sentences == with_them.sentences


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("预期 每周活懂，第2周：违反。", "unknown-name"),
        ("预期 听课，第2周：违反。", "unknown-norm"),
        ("预期 每周活动，王方，第2周：违反。", "unknown-person"),
        ("预期 每周活动，第9周：违反。", "unknown-window"),
        ("预期 每周活动，12月：违反。", "unknown-window"),
        ("预期 记录地点，第4行：违反。", "unknown-window"),
        ("预期 每周活动，2026-11-02：违反。", "day-outside-calendar"),
        ("预期 每周活动，第2周：违反，40分钟。", "unit-mismatch"),
        ("预期 每周活动，第2周：违反，0.5次。", "not-a-whole-number"),
        ("预期 记录地点，第1行：违反，1次。", "result-misfit"),
        ("预期 每周活动，第2周：等第优。", "result-misfit"),
        ("预期 每周活动，第2周：违返。", "unknown-keyword"),
        ("参数 时长下线 = 30分钟。", "unknown-parameter"),
        ("参数 时长下限 = 30天。", "unit-mismatch"),
        ("名册 备课组 数学组：组长 王芳，组员 李明。", "role-after-comma"),
        ("名册 备课组 数学组：组章 王芳。", "unknown-role"),
        ("校历 2026-09-30 至 2026-09-01。", "days-reversed"),
        ("校历 2026-09-01 至 2062-09-30。", "calendar-too-long"),
        ("校历 2026-09-01 至 2026-09-30，第6节 25:00 至 26:00。", "not-a-time"),
        ("每周例会：每周，备课组应当组织至少1次备课组活动。", "statement-after-scenario"),
        ("| 时间 |\n| 2026-09-09 | 15:00 |", "cell-without-column"),
        ("| 时间 | 事件 |", "table-without-rows"),
    ],
)
def test_a_mistake_has_its_code(sentence: str, code: str) -> None:
    """A sentence that does not fit is told with what is wrong in it."""
    assert code in codes(WEEKLY + SHORT + "预期 每周活动，第2周：违反。\n" + sentence + "\n")


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("预期 每周活懂，第2周：违反。", "每周活动"),
        ("预期 每周活动，王方，第2周：违反。", "王芳"),
        ("预期 每周活动，第2周：违返。", "违反"),
    ],
)
def test_a_mistake_is_answered_with_what_was_meant(sentence: str, meant: str) -> None:
    """A name or word that is nearly right is suggested."""
    found = loaded(WEEKLY + SHORT + sentence + "\n").checked.diagnostics
    assert meant in {d.suggestion for d in found}


def test_a_mistyped_grade_lists_the_grades() -> None:
    """An administrator sees which grades there are."""
    shown = render_diagnostics(
        loaded(SCORED + "预期 月度考核，9月：等第忧。\n").checked.diagnostics, None, color=False
    )
    assert "可取：优、合格" in shown


def test_a_scenario_without_an_expectation_is_an_error() -> None:
    """A scenario that expects nothing would pass for ever."""
    assert ["incomplete-scenario"] == codes(WEEKLY + SHORT)


def test_an_expectation_needs_a_scenario() -> None:
    """An expectation above the first scenario belongs nowhere."""
    assert ["outside-scenario"] == codes(WEEKLY + "预期 每周活动，第2周：违反。\n")


def test_two_scenarios_of_one_title_are_an_error() -> None:
    """A title says which scenario failed, so it stands once."""
    one = SHORT + "预期 每周活动，第2周：违反。\n"
    assert ["repeated-name"] == codes(WEEKLY + one + one)


def test_a_broken_sentence_costs_no_other_its_check() -> None:
    """A syntax error in one scenario leaves the mistakes of the others to be told."""
    text = (
        WEEKLY
        + SHORT
        + "预期 每周活动，第2周：违返。\n\n"
        + SHORT.replace("太短", "很短")
        + "预期 每周活动，第9周：违反。\n"
    )
    assert ["unknown-keyword", "unknown-window"] == codes(text)
