"""The page about the plan says what the code does: its tables are held against the classes."""

import itertools
import re
from pathlib import Path

from dutyrules.checking.loading import load_policy
from dutyrules.findings.verdict import Verdict
from dutyrules.plan import operators, rewrites
from dutyrules.plan.lowering import lower
from dutyrules.plan.operators import MeasureKind
from dutyrules.plan.printed import printed
from dutyrules.plan.rewrites import optimised
from dutyrules.plan.verdict_rule import DUTY, PERMISSION, Absent, Both, Compare, Condition, Either
from dutyrules.resources import policies_folder

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def block_of(heading: str) -> str:
    """The indented block that begins with the line, without its indent."""
    lines = PAGE.splitlines()
    found = itertools.takewhile(str.strip, lines[lines.index(f"    {heading}") :])
    return "".join(f"{line[4:]}\n" for line in found)


def rows(section: str) -> list[list[str]]:
    """The cells of the first table of a section (of the page's head if ""), without its first line."""
    text = PAGE.partition(f"\n## {section}\n")[2] if section else PAGE
    block = re.search(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    assert block is not None
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in block[0].splitlines()[2:]]


def in_words(condition: Condition) -> str:
    """A condition of the rule as the page writes it."""
    match condition:
        case Compare(left=left, sign=sign, right=right):
            return f"{left} {sign} {right}"
        case Absent(name=name):
            return f"{name} is absent"
        case Both(one=one, other=other):
            return f"({in_words(one)}) and ({in_words(other)})"
        case Either(one=one, other=other):
            return f"{in_words(one)} or {in_words(other)}"


def test_the_rule_is_the_table_of_the_page() -> None:
    """Row by row and in the order in which they decide; what none decides depends on the window."""
    duty = [["must, must not, should", in_words(c), made.value] for c, made in DUTY]
    permission = [["may", in_words(c), made.value] for c, made in PERMISSION]
    undecided = [
        ["any", "none of these, and the window is over", Verdict.UNDETERMINED.value],
        ["any", "none of these", Verdict.PENDING.value],
    ]
    assert [*duty, *permission, *undecided] == rows("The verdict rule")


def test_the_branch_on_the_page_is_printed_so() -> None:
    """The example is a branch of a shipped policy, as `explain --plan` shows it."""
    policy = load_policy(policies_folder() / "prep_group" / "002-14.duty")
    plan = printed(optimised(lower(policy)), policy.vocabulary, policy.language)
    assert f"\n{block_of('活动时长')}\n" in plan


def test_every_measure_has_its_row() -> None:
    """The measures are those of the operators, each once."""
    assert sorted(kind.value for kind in MeasureKind) == sorted(row[0] for row in rows("Measures"))


def test_only_counts_and_sums_are_said_to_add_up() -> None:
    """The sentence below the table is what fusing goes by."""
    assert "Only counts and sums are merged by adding." in PAGE
    assert {MeasureKind.COUNT, MeasureKind.SUM} == {kind for kind in MeasureKind if kind.is_additive}


def test_every_operator_has_its_row() -> None:
    """The six operators, in the order in which rows pass them, are classes with docstrings."""
    names = [row[0] for row in rows("")]
    assert ["Normalise", "Where", "Measure", "Grid", "Judge", "Evidence"] == names
    assert [] == [name for name in names if not getattr(operators, name).__doc__]


def test_every_rewrite_has_its_row_in_order() -> None:
    """The page has the rewrites in the order in which they are applied."""
    applied = [row[0].strip("`") for row in rows("Rewrites")]
    assert applied == ["prune_grid", "drop_columns", "share_tables", "fuse_measures"]
    assert set(applied) == set(rewrites.__all__) - {"optimised"}
