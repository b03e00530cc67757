"""Policies with scenarios, written for a test."""

from __future__ import annotations

from pathlib import Path

from dutyrules.checking.loading import Loaded, load_text
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.findings.model import Language
from dutyrules.resources import policies_folder
from dutyrules.scenarios.results import ScenarioResult
from dutyrules.scenarios.running import run_scenarios
from dutyrules.syntax.source import Source

WEEKLY = """语言 zh-Hans
制度 示例 “每周活动”
引入 vocabulary
责任人 每个备课组的组长

参数 时长下限 = 40分钟，假定 “原文没有写时长”。

条款 一
每周活动：每周，备课组应当组织至少1次备课组活动，其中时长至少 时长下限。
记录地点：每次备课组活动应当记录地点。
互听：每学期，组长应当对每名组员进行至少1节听课。

校历 2026-09-01 至 2026-09-30。
名册 备课组 数学组：组长 王芳；组员 李明、周杰。

"""
SHORT = """场景 “太短的活动”
| 时间             | 事件       | 人员 | 单位   | 时长 | 地点   |
| 2026-09-09 15:00 | 备课组活动 | 王芳 | 数学组 | 35   | 会议室 |
截至 2026-09-13。
"""
SCORED = """语言 zh-Hans
制度 示例 “月度考核”
引入 vocabulary
责任人 每个班级的班主任

条款 一
计分 月度考核：每月，满分10分。
  项目 师德 10分：由德育处评分。
等第 月度考核：优 9分 起、其余合格。
津贴 月度考核，单位为元：固定 100元、优 50元、合格 0元。

条款 二
否决 体罚：每月，任何体罚，其中已查实为是，使月度考核定为合格，依据 “条款二”。

校历 2026-09-01 至 2026-09-30。
名册 班级 三年一班：班主任 王芳。
名册 学校 实验小学：德育处 陈静。

场景 “九分”
| 时间       | 事件 | 人员 | 被考核人 | 事项 | 得分 |
| 2026-09-30 | 评分 | 陈静 | 王芳     | 师德 | 9    |
截至 2026-09-30。
"""


def loaded(text: str) -> Loaded:
    """The text as if it stood beside the shipped vocabulary."""
    return load_text(Source("示例.duty", text), policies_folder() / "示例.duty")


def codes(text: str) -> list[str]:
    """The codes of what is wrong with the text, in reading order."""
    return [d.code for d in loaded(text).checked.diagnostics]


def policy(text: str) -> CheckedPolicy:
    """The policy that the text makes, which has to be free of errors."""
    checked = loaded(text).checked
    assert checked.policy is not None, [d.message(Language.EN) for d in checked.diagnostics]
    return checked.policy


def run(text: str, language: Language | None = None) -> list[ScenarioResult]:
    """The results of all scenarios of the text."""
    return list(run_scenarios(policy(text), language))


def shipped() -> list[Path]:
    """The policies that come with the package and have scenarios."""
    files = sorted(p for p in policies_folder().rglob("*.duty") if p.parent != policies_folder())
    return [file for file in files if "\n场景 " in (text := file.read_text("utf-8")) or "\n場景 " in text]
