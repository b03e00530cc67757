"""A school's policy over another one: what it takes, what it replaces, and where problems are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyrules.checking.loading import Loaded, load_file
from dutyrules.checking.policy import CheckedPolicy, Quota
from dutyrules.findings.model import Override

PARENT = """language en
policy parent "The authority's"
source 000-00
import words
bearer leader of each research_group

parameter times = 2, assume "twice".

clause 1
weekly: each week, leader must hold at least times research_activity.
monthly_plan: each month, leader must hand_in at least 1 plan.

clause 2
termly: each term, leader must hand_in at least 1 summary.
score monthly: each month, out of 10 points.
item given 10 points: sum of points of oec_entry.
grade monthly: good from 8, otherwise unqualified.
stipend monthly, in yuan: good 60 yuan, unqualified 0 yuan.
veto wrong: each month, any offence makes monthly unqualified, basis "9".
shift prize: each month, any honour raises monthly by 1 grade.
separate weekly, monthly_plan, termly.

scenario "theirs"
"""
WORDS = (Path(__file__).parent / "words.duty").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the parent and its vocabulary."""
    (tmp_path / "words.duty").write_text(WORDS, encoding="utf-8")
    (tmp_path / "parent.duty").write_text(PARENT.split("scenario", maxsplit=1)[0], encoding="utf-8")
    return tmp_path


def loaded(folder: Path, text: str, name: str = "child") -> Loaded:
    """The file of that text, in the folder."""
    path = folder / f"{name}.duty"
    path.write_text(text, encoding="utf-8")
    found = load_file(path)
    assert isinstance(found, Loaded)
    return found


def codes(found: Loaded) -> list[tuple[str, str, str]]:
    """Each diagnostic's code, the file it points into, and the text there."""
    every = found.checked.diagnostics
    return [(d.code, Path(d.source.name).name, d.source.slice(d.span)) for d in every]


def child(folder: Path, text: str) -> CheckedPolicy:
    """The policy that the child with that text makes."""
    found = loaded(folder, "语言 zh-Hans\n制度 child “Ours”\n沿用 parent\n" + text)
    assert [] == codes(found)
    assert found.checked.policy is not None
    return found.checked.policy


def test_a_child_without_a_word_of_its_own_is_its_parent(folder: Path) -> None:
    """Statements, clauses, source and bearer are the parent's; the name and the title are the child's."""
    policy = child(folder, "")
    parent = loaded(folder, PARENT.split("scenario", maxsplit=1)[0], "parent").checked.policy
    assert parent is not None
    assert ("child", "Ours") == (policy.name, policy.title)
    assert (parent.norms, parent.scores) == (policy.norms, policy.scores)
    assert (parent.clauses, parent.document) == (policy.clauses, policy.document)
    assert parent.separate == policy.separate
    assert () == policy.overrides
    assert ["parent.duty"] == [file.name for file in policy.parents]


def test_a_statement_of_the_same_name_stands_in_its_place(folder: Path) -> None:
    """It keeps the place and the clause of the one it replaces, and both sentences are on record."""
    policy = child(folder, "weekly：每2周，组长应当组织至少1次教研活动。\n")
    assert ["weekly", "monthly_plan", "termly"] == [norm.label for norm in policy.norms]
    assert ["1", "1", "2"] == [norm.clause for norm in policy.norms]
    theirs = "weekly: each week, leader must hold at least times research_activity."
    own = "weekly：每2周，组长应当组织至少1次教研活动。"
    expected = Override(policy="child", label="weekly", parent="parent", theirs=theirs, own=own)
    assert (expected,) == policy.overrides


def test_a_parameter_of_the_child_holds_in_the_sentences_of_the_parent(folder: Path) -> None:
    """The parent's weekly norm asks for three, and the parent's assumption is gone with its number."""
    policy = child(folder, "参数 times = 3，依照 “校务会”。\n")
    weekly = policy.norms[0]
    assert isinstance(weekly, Quota)
    assert weekly.limit.low is not None
    assert [3] == [value for _, value in weekly.limit.low.settings]
    assert () == policy.assumptions


def test_what_is_omitted_is_gone_and_on_record(folder: Path) -> None:
    """A score takes its items, its grades, its money and what changes it along."""
    policy = child(folder, "不采用 monthly、termly。\n")
    assert ["weekly", "monthly_plan"] == [norm.label for norm in policy.norms]
    assert () == policy.scores
    assert (("weekly", "monthly_plan"),) == policy.separate
    gone = ["termly", "monthly", "given", "monthly", "monthly", "wrong", "prize"]
    assert gone == [override.label for override in policy.overrides]
    assert {""} == {override.own for override in policy.overrides}


def test_parts_of_a_score_are_replaced_one_by_one(folder: Path) -> None:
    """New items come after those of their score; grades, money and vetoes are replaced whole."""
    text = """计分 monthly：每月，满分10分。
项目 given 8分：量化记录的得分之和。
条款 9
项目 extra 2分：每项荣誉加1分。
等第 monthly：良 9 起，其余不合格。
否决 wrong：每月，任何违纪使 monthly 定为不合格，依据 “九”，须证明已查实为是。
"""
    (score,) = child(folder, text).scores
    assert ["given", "extra"] == [item.name for item in score.items]
    assert ["2", "9"] == [item.clause for item in score.items]
    assert score.bands is not None
    assert [9] == [figure.settings[0][1] for _, figure in score.bands.bands]
    assert [1] == [len(veto.tests) for veto in score.vetoes]
    assert score.stipend is not None


def test_an_own_source_bearer_and_dates_stand_for_the_parents(folder: Path) -> None:
    """Headers that the child gives are its own."""
    policy = child(folder, "出处 001-01\n责任人 每个教研组的组员\n施行 2026-09-01\n")
    assert "001-01" == policy.document
    assert ["member"] == [score.bearer.role for score in policy.scores]
    assert 2026 == getattr(policy.effective[0], "year", None)


def test_a_chain_of_policies(folder: Path) -> None:
    """A grandchild sees what its parent made of its grandparent, and all files are named."""
    weekly = "weekly：每2周，组长应当组织至少1次教研活动。\n"
    middle = f"语言 zh-Hans\n制度 middle\n沿用 parent\n不采用 termly。\n{weekly}"
    (folder / "middle.duty").write_text(middle, encoding="utf-8")
    found = loaded(folder, "语言 zh-Hans\n制度 child\n沿用 middle\n参数 times = 1，假定 “一”。\n")
    policy = found.checked.policy
    assert policy is not None
    assert ["weekly", "monthly_plan"] == [norm.label for norm in policy.norms]
    assert ["parent.duty", "middle.duty"] == [file.name for file in policy.parents]
    assert [("middle", "termly"), ("middle", "weekly"), ("child", "times")] == [
        (override.policy, override.label) for override in policy.overrides
    ]


def test_a_problem_in_the_parents_text_points_there(folder: Path) -> None:
    """The item of the parent needs a norm that the child omits."""
    kept = "item kept 5 points: 5 points if weekly fulfilled, otherwise 0 points.\n"
    text = PARENT.split("scenario", maxsplit=1)[0] + kept
    (folder / "parent.duty").write_text(text.replace("given 10", "given 5"), encoding="utf-8")
    found = loaded(folder, "语言 zh-Hans\n制度 child\n沿用 parent\n不采用 weekly。\n")
    assert ("unknown-norm", "parent.duty", "weekly") in codes(found)
    assert found.checked.policy is None


def test_a_problem_that_the_child_makes_points_to_the_child(folder: Path) -> None:
    """The child's own sentence is wrong, not its parent's."""
    found = loaded(
        folder, "语言 zh-Hans\n制度 child\n沿用 parent\nweekly：每周，组长应当组织至少1次教言活动。\n"
    )
    assert ["unknown-event"] == [code for code, _, _ in codes(found)]
    assert ["child.duty"] == [file for _, file, _ in codes(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沿用 parent\n不采用 weekli。\n", ("unknown-omission", "child.duty", "weekli")),
        ("沿用 words\n", ("extends-vocabulary", "child.duty", "words")),
        ("沿用 nothing\n", ("unknown-import", "child.duty", "nothing")),
        ("引入 parent\n", ("import-of-policy", "child.duty", "parent")),
        ("沿用 child\n", ("import-cycle", "child.duty", "child")),
        ("沿用 parent\n沿用 parent\n", ("repeated-header", "child.duty", "沿用 parent")),
        ("引入 words\n不采用 甲。\n", ("omit-without-extends", "child.duty", "甲")),
    ],
)
def test_what_cannot_be_extended_or_omitted(folder: Path, text: str, expected: tuple[str, str, str]) -> None:
    """Each has its own code, at the word that is wrong."""
    assert expected in codes(loaded(folder, f"语言 zh-Hans\n制度 child\n{text}"))


def test_two_policies_that_extend_each_other(folder: Path) -> None:
    """A circle is told, and nothing hangs."""
    (folder / "parent.duty").write_text("language en\npolicy parent\nextends child\n", encoding="utf-8")
    found = loaded(folder, "language en\npolicy child\nextends parent\n")
    assert ["import-cycle"] == [code for code, _, _ in codes(found)]


def test_a_shipped_policy_can_be_extended_by_its_name(tmp_path: Path) -> None:
    """A school's file stands anywhere and names the document."""
    found = loaded(tmp_path, "语言 zh-Hans\n制度 ours\n沿用 001-01\n")
    assert [] == codes(found)


def test_scenarios_of_the_parent_stay_with_it_and_those_of_the_child_see_everything(folder: Path) -> None:
    """A scenario of the child may set a parameter of the parent."""
    text = """语言 zh-Hans
制度 child
沿用 parent
校历 2026-09-01 至 2026-09-30。
名册 教研组 数学组：组长 王芳。
场景 “一次就够”
参数 times = 1次。
| 时间 | 事件 | 人员 |
| 2026-09-09 | 教研活动 | 王芳 |
截至 2026-09-14。
预期 weekly，王芳，第2周：履行。
"""
    found = loaded(folder, text)
    assert [] == codes(found)
    assert found.checked.policy is not None
    assert ["一次就够"] == [scenario.title for scenario in found.checked.policy.scenarios]
