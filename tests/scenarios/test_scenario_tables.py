"""The tables of scenarios in other languages: labels are told anew, what people wrote down stays."""

from scenario_files import WEEKLY, loaded, run

from dutyrules.findings.model import Language
from dutyrules.formatting.formatter import formatted

TABLE = """场景 “调研”
| 时间       | 事件     | 人员 | 被调研教师 | 方面 | 意见   |
| 2026-09-08 | 教学调研 | 王芳 | 李明       | 课堂 | 听课多 |
截至 2026-09-30。
预期 互听，王芳 对 李明：违反。
"""


def _rows(text: str) -> list[list[str]]:
    lines = (line for line in text.splitlines() if line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_headers_events_and_choices_are_told_in_the_language() -> None:
    """Words of the vocabulary change; names, dates and texts do not."""
    header, row = _rows(formatted(loaded(WEEKLY + TABLE), Language.EN))
    assert ["time", "event", "person", "checked", "aspect", "finding"] == header
    assert ["2026-09-08", "teaching_check", "王芳", "李明", "lesson", "听课多"] == row


def test_a_table_comes_back_as_it_was() -> None:
    """There and back is the table that the author wrote."""
    there = formatted(loaded(WEEKLY + TABLE), Language.EN)
    assert _rows(TABLE) == _rows(formatted(loaded(there), Language.ZH_HANS))


def test_columns_that_would_be_called_the_same_keep_their_labels() -> None:
    """内容 and 课题 are both `topic` in English: as one label for two columns they could not be read."""
    table = """场景 “两种活动”
| 时间             | 事件       | 人员 | 单位   | 内容     | 课题   |
| 2026-09-09 15:00 | 备课组活动 | 王芳 | 数学组 | 分数乘法 |        |
| 2026-09-10 15:00 | 集体备课   | 王芳 | 数学组 |          | 百分数 |
截至 2026-09-30。
预期 互听，王芳 对 李明：违反。
"""
    there = formatted(loaded(WEEKLY + table), Language.EN)
    assert ["time", "event", "person", "unit", "内容", "课题"] == _rows(there)[0]
    assert [True] == [result.is_passed for result in run(there)]
