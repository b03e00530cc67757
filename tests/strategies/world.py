"""The names that generated policies use: the shipped vocabulary, a few terms of their own, parameters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Vocabulary
from dutyrules.checking.vocabulary_from_tree import EMPTY, extend_vocabulary
from dutyrules.findings.model import Language
from dutyrules.resources import policies_folder
from dutyrules.syntax import tree
from dutyrules.syntax.parser import parse
from dutyrules.syntax.source import Source

OWN_TERMS = """language en
value paramount/卓越/卓越.
property gifted/学优生/學優生 of person as yes_no.
property birthplace/籍贯/籍貫 of person as one of local/本地/本地 or elsewhere/外地/外地.
property motto/组训/組訓 of prep_group as text.
event drill/校内演练/校內演練: verb attend/参加/參加, counter 次, object pupil/学生姓名/學生姓名,
  pupil/学生姓名/學生姓名 as person,
  duration/时长/時長 as minutes,
  credit/学时/學時 as class_hours,
  travel/路程/路程 as hours,
  score/成绩/成績 as points,
  cost/费用/費用 as money,
  share/比例/比例 as percent,
  held_on/开课日/開課日 as date,
  topic/课题/課題 as text,
  level/级别/級別 as one of school/校级/校級 or city/市级/市級.
event tardiness/迟到早退/遲到早退.
"""
PARAMETERS = """
parameter two_weeks = 2 weeks.
parameter 期初周数 = 3 weeks, assume "为什么".
parameter few/少许/少許 = 3.
parameter 次数 = 2.
parameter 限时 = 40 minutes.
parameter 总学时 = 30 class hours.
parameter 加分值 = 5 points.
parameter 固定 = 200 yuan, 250 yuan from 2027-02-01.
parameter 过半 = 50%.
parameter 十天 = 10 days.
"""
_UNITS_OF_PARAMETERS: dict[tree.Unit | None, tuple[str, ...]] = {
    None: ("few", "次数"),
    tree.Unit.WEEK: ("two_weeks", "期初周数"),
    tree.Unit.MINUTE: ("限时",),
    tree.Unit.CLASS_HOUR: ("总学时",),
    tree.Unit.POINT: ("加分值",),
    tree.Unit.YUAN: ("固定",),
    tree.Unit.PERCENT: ("过半",),
    tree.Unit.DAY: ("十天",),
}


@cache
def own_statements(text: str) -> tuple[tree.Statement, ...]:
    """The statements of OWN_TERMS or PARAMETERS, without the language line."""
    parsed = parse(Source("own.duty", text))
    assert () == parsed.diagnostics
    return tuple(s for s in parsed.file.statements if not isinstance(s, tree.LanguageLine))


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary and the terms of OWN_TERMS."""
    found = EMPTY
    for text in ((policies_folder() / "vocabulary.duty").read_text(encoding="utf-8"), OWN_TERMS):
        source = Source("vocabulary.duty", text)
        found, problems = extend_vocabulary(found, parse(source).file, source)
        assert () == problems
    return found


def names(table: Mapping[str, object]) -> st.SearchStrategy[tree.Name]:
    """One of the terms of a table of the vocabulary, by its id."""
    return st.sampled_from(sorted(table)).map(tree.Name)


def events(*, with_object: bool = False) -> st.SearchStrategy[EventType]:
    """An event type; with a counterparty if asked."""
    known = vocabulary().events.values()
    return st.sampled_from([e for e in known if e.object is not None or not with_object])


def events_with(*kinds: AttributeKind) -> st.SearchStrategy[tuple[EventType, Attribute]]:
    """An event type and one of its attributes of these kinds (empty: of any)."""
    pairs = [
        (event, attribute)
        for event in vocabulary().events.values()
        for attribute in event.attributes
        if not kinds or attribute.kind in kinds
    ]
    return st.sampled_from(pairs)


def name_of(term: EventType | Attribute) -> tree.Name:
    """The id of the event type or attribute, as a name in the tree."""
    return tree.Name(term.term.id)


_TRICKY = """
每周活动 每周 活动时长 时长 组长会 前期 内容记录 第一次 两周 对口 应当做到 听课 备课组 扣分 月度考核 月 学期末
之和 且慢 不得体罚 為師 優良 週記 期末2 第3項 由来 自习 至善 得分高 每次听课 要求 中心发言人甲
weekly plan_b each_one must a1 is lessons points that year
"""
TRICKY = _TRICKY.split()
"""Labels that look like keywords, like other names, or like the beginning of either."""

labels = st.sampled_from(TRICKY) | st.text("甲乙丙丁课组周月的xy_", min_size=1, max_size=5).filter(
    str.isidentifier
)

texts = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters='”」"』'),
    max_size=12,
) | st.sampled_from(["说“好”", "他說「好」", 'a "b" c', "# 井号", "每周，第1次。", "「』“"])

days = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)).map(lambda d: tree.Day(day=d))

languages = st.sampled_from(Language)


def numbers(
    unit: tree.Unit | None = None, high: int = 100, places: int = 0
) -> st.SearchStrategy[tree.Amount]:
    """A number from 1 to `high` with `unit`."""
    whole = st.integers(1, high).map(Decimal)
    part = st.decimals(1, high, places=places) if places else whole
    return (whole | part).map(lambda number: tree.Amount(number=number, unit=unit))


def quantities(
    unit: tree.Unit | None = None, high: int = 100, places: int = 0
) -> st.SearchStrategy[tree.Quantity]:
    """A number with `unit`, or a parameter that has it."""
    known = _UNITS_OF_PARAMETERS.get(unit, ())
    bare = [tree.NamedAmount(name=tree.Name(name)) for name in known]
    told = [] if unit is None else [tree.NamedAmount(name=tree.Name("few"), unit=unit)]
    return numbers(unit, high, places) | st.sampled_from([*bare, *told])
