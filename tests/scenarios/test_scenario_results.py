"""What a scenario that fails has to say, and what is compared with what."""

import pytest
from scenario_files import SCORED, SHORT, WEEKLY, run

from dutyrules.findings.model import Language
from dutyrules.scenarios.telling import failure_lines, told


def _lines(text: str, language: Language = Language.ZH_HANS) -> list[str]:
    return [line for result in run(text, language) for line in failure_lines(result)]


def test_a_passed_scenario_is_one_line() -> None:
    """What is as expected takes one line."""
    (result,) = run(WEEKLY + SHORT + "预期 每周活动，王芳，第2周：违反，0次。\n")
    assert ["通过  太短的活动"] == list(told(result))


def test_a_difference_is_shown_where_it_is_written() -> None:
    """Both wrong values are marked in the line, and each is told with what came instead."""
    lines = _lines(WEEKLY + SHORT + "预期 每周活动，第2周：履行，1次。\n")
    assert "示例.duty:20:13" == lines[0]
    assert "  | 预期 每周活动，第2周：履行，1次。" == lines[1]
    assert "  |                       ^^^^  ^^^" == lines[2]
    assert ["预期 履行，得到 违反", "预期 1次，得到 0次"] == lines[3:5]


def test_a_difference_is_explained() -> None:
    """The reason of the finding, its arithmetic and the rows that it looked at stand below."""
    lines = _lines(WEEKLY + SHORT + "预期 每周活动，第2周：履行。\n")
    assert any("原因：查到0次备课组活动" in line for line in lines)
    assert any("第1行 2026-09-09 备课组活动" in line and "不符合：时长至少40分钟" in line for line in lines)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "expected fulfilled, got violated"),
        (Language.ZH_HANS, "预期 履行，得到 违反"),
        (Language.ZH_HANT, "預期 履行，得到 違反"),
    ],
)
def test_a_difference_is_told_in_the_readers_language(language: Language, words: str) -> None:
    """The language asked for wins over that of the policy."""
    assert words in _lines(WEEKLY + SHORT + "预期 每周活动，第2周：履行。\n", language)


def test_an_expectation_of_nothing_lists_what_there_is() -> None:
    """An instance that nobody owes is answered with those that are owed."""
    lines = _lines(WEEKLY + SHORT + "预期 每周活动，李明，第2周：违反。\n")
    assert "  “每周活动”没有这样的结果；有的是：" in lines
    assert any("王芳、数学组 · 第2周" in line for line in lines)


def test_an_expectation_that_fits_several_asks_which() -> None:
    """Without a week, five weeks fit."""
    lines = _lines(WEEKLY + SHORT + "预期 每周活动：违反。\n")
    assert "  “每周活动”有好几项符合；请写明是哪一项：" in lines
    assert 5 == sum("王芳、数学组" in line for line in lines)


def test_each_member_is_an_instance_of_their_own() -> None:
    """An expectation toward one member says nothing of another."""
    table = "| 时间 | 事件 | 人员 | 授课教师 |\n| 2026-09-09 | 听课 | 王芳 | 周杰 |\n"
    head = f"场景 “甲”\n{table}截至 2026-09-30。\n"
    passed = run(
        WEEKLY + head + "预期 互听，王芳 对 周杰：履行，1节。\n预期 互听，王芳 对 李明：违反，0节。\n"
    )
    assert [True] == [result.is_passed for result in passed]
    assert [False] == [result.is_passed for result in run(WEEKLY + head + "预期 互听，王芳：履行。\n")]


def test_a_single_number_is_what_is_certain() -> None:
    """While more may come, one number speaks of what is there, and two of both ends."""
    open_ = WEEKLY + "场景 “甲”\n截至 2026-09-09。\n"
    assert [True] == [r.is_passed for r in run(open_ + "预期 每周活动，第2周：待定，0次。\n")]
    assert [True] == [r.is_passed for r in run(open_ + "预期 每周活动，第2周：待定，至少0次。\n")]
    assert [False] == [r.is_passed for r in run(open_ + "预期 每周活动，第2周：待定，0次 至 1次。\n")]


def test_a_row_is_the_instance_of_a_sentence_about_each_event() -> None:
    """A row is named by its place among all rows of all tables."""
    text = WEEKLY + SHORT.replace(
        "截至", "\n| 时间 | 事件 | 单位 |\n| 2026-09-10 | 备课组活动 | 数学组 |\n截至"
    )
    assert [True] == [
        r.is_passed for r in run(text + "预期 记录地点，第1行：履行。\n预期 记录地点，第2行：违反。\n")
    ]


def test_a_cell_that_no_log_may_hold_is_pointed_at() -> None:
    """A mistyped event type and a stranger are shown in the table, with what was likely meant."""
    lines = _lines(WEEKLY + SHORT.replace("备课组活动", "备课活动") + "预期 每周活动，第2周：违反。\n")
    assert "  |                      ^^^^^^^^" == lines[2]
    assert "词汇表里没有这种事件。 [unknown-event-type]" == lines[3]
    assert "是不是想写“备课组活动”？" == lines[4]
    stranger = SHORT.replace("| 王芳 |", "| 王方 |") + "预期 每周活动，第2周：违反。\n"
    assert "是不是想写“王芳”？" in _lines(WEEKLY + stranger)


def test_two_columns_of_one_meaning_are_refused() -> None:
    """A table that no reader of logs would take is an error of the scenario, not of the program."""
    table = (
        "场景 “甲”\n| 时间 | 事件 | 人员 | 姓名 |\n| 2026-09-09 | 听课 | 王芳 | 王芳 |\n截至 2026-09-30。\n"
    )
    (result,) = run(WEEKLY + table + "预期 互听，王芳 对 周杰：违反。\n")
    assert ["duplicate-column"] == [problem.code for problem in result.problems]


def test_a_scenario_may_set_a_parameter() -> None:
    """Under its own parameter the same table comes to another verdict; the others keep the policy's."""
    text = (
        WEEKLY
        + SHORT
        + "参数 时长下限 = 35分钟。\n预期 每周活动，第2周：履行，1次。\n\n"
        + SHORT.replace("太短", "照旧太短")
        + "预期 每周活动，第2周：违反，0次。\n"
    )
    assert [True, True] == [result.is_passed for result in run(text)]


def test_scores_grades_money_items_and_vetoes_are_compared() -> None:
    """Each part of a score may be expected, and each that differs is told."""
    right = "预期 月度考核，9月：9分，等第优，津贴150元，项目 师德 9分，没有否决。\n"
    assert [] == _lines(SCORED + right)
    wrong = "预期 月度考核，9月：8分，等第合格，津贴100元 至 150元，项目 师德 8分，否决 体罚。\n"
    told_ = [line for line in _lines(SCORED + wrong) if line.startswith("预期 ")]
    assert [
        "预期 8分，得到 9分",
        "预期 合格，得到 优",
        "预期 100元 至 150元，得到 150元",
        "预期 8分，得到 9分",
        "预期 体罚，得到 没有",
    ] == told_
