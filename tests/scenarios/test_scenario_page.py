"""The examples of `docs/scenarios.md` are scenarios that pass."""

import re
from pathlib import Path

import pytest
from scenario_files import run

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"
POLICIES = {
    "calendar": 'language en\npolicy example "example"\nimport vocabulary\nbearer leader of each prep_group\n'
    "clause 1\nweekly_meeting: each week, leader must hold at least 1 prep_meeting with duration at least "
    "40 minutes.\n",
    "校历": "语言 zh-Hans\n制度 示例 “示例”\n引入 vocabulary\n责任人 每个备课组的组长\n"
    "条款 一\n每周活动：每周，组长应当组织至少1次备课组活动，其中时长至少40分钟。\n",
    "校曆": "語言 zh-Hant\n制度 示例 「示例」\n引入 vocabulary\n責任人 每個備課組的組長\n"
    "條款 一\n每週活動：每週，組長應當組織至少1次備課組活動，其中時長至少40分鐘。\n",
}
EXAMPLES = re.findall(r"```duty\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split()[0] for example in EXAMPLES])
def test_an_example_of_the_page_passes(example: str) -> None:
    """What the page shows can be copied into a policy and runs."""
    assert [True] == [result.is_passed for result in run(POLICIES[example.split(maxsplit=1)[0]] + example)]
