"""What the leaders of the research groups do in a term in which they meet every duty."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

import attrs

from school_maker.assessments import RESEARCH, Panel
from school_maker.events import Event, at
from school_maker.prep_groups import observation
from school_maker.roster import NOVICES, RESEARCH_IDS, Post, Roster
from school_maker.term_days import MONTHS, WEEKS, Window

OBSERVED = 22
ASPECTS = ("课堂", "备课", "作业")

_THEMES = (
    "大单元备课",
    "作业减负增效",
    "教学评一致",
    "表现性评价",
    "项目化学习",
    "课堂观察量表",
    "素养导向命题",
)
_LESSONS = ("分数的初步认识", "古诗二首", "浮力", "日记一则", "图形的运动", "海滨小城", "问路", "节奏游戏")
_OPINIONS = (
    "目标可再具体",
    "活动层次分明，继续保持",
    "建议减少齐答",
    "批改及时，可增加面批",
    "教案环节完整，补写反思",
    "分层作业落实较好",
    "注意学生坐姿和书写",
)
_REVIEWS = ("目标达成度高，提问可再精简", "学生参与面广，时间分配需调整", "资料准备充分，板书可优化")
_JANUARY = (12, 13, 14, 18, 19, 20)


def research_group_events(roster: Roster, seed: int) -> Iterator[Event]:
    """The events of all research groups."""
    chance = random.Random(f"{seed}/research")
    panel = Panel(roster=roster, policy=RESEARCH, chance=chance, level=0.88)
    for unit in RESEARCH_IDS:
        (post,) = roster.posts("组长", unit)
        yield from _papers(post, chance)
        yield from _once_or_twice(roster, post, chance)
        yield from _group_preparations(roster, post, chance)
        for month in MONTHS:
            yield from _monthly(roster, post, month, chance)
            yield from _checks(roster, post, month, chance)
        yield from _observations(roster, post, chance)
        yield from panel.assess(post)


def _papers(post: Post, chance: random.Random) -> Iterator[Event]:
    plan = datetime.date(2026, 9, chance.choice((4, 8, 10, 11)))
    yield _paper("工作计划/term", post, plan, {"范围": "教研组"})
    summary = datetime.date(2027, 1, chance.choice(_JANUARY))
    yield _paper("工作总结/term", post, summary, {"范围": "教研组"})
    contents = {
        "教学设计数": str(chance.randint(12, 30)),
        "案例数": str(chance.randint(5, 9)),
        "专题总结数": str(chance.randint(1, 4)),
    }
    pack = datetime.date(2027, 1, chance.choice(_JANUARY))
    yield _paper("资料包/term", post, pack, contents)


def _once_or_twice(roster: Roster, post: Post, chance: random.Random) -> Iterator[Event]:
    for day in (datetime.date(2026, 10, 21), datetime.date(2026, 12, 9)):
        theme = {"内容": chance.choice(_THEMES)}
        yield _event(f"理论学习/{day}", post, day, chance, theme)
    for day, test in ((datetime.date(2026, 11, 13), "期中"), (datetime.date(2027, 1, 21), "期末")):
        result = {
            "测验": f"{test}检测",
            "数据统计": f"平均{chance.randint(78, 92)}分，及格率{chance.randint(93, 99)}%",
        }
        yield _event(f"质量分析/{day}", post, day, chance, result)
    novice = roster.id_of(NOVICES[RESEARCH_IDS.index(post.unit)])
    pairing = datetime.date(2026, 10, 14)
    yield _event("师徒结对/term", post, pairing, chance, {"徒弟": novice})


def _group_preparations(roster: Roster, post: Post, chance: random.Random) -> Iterator[Event]:
    for week in WEEKS[1:-1:2]:
        day = chance.choice(week.school_days())
        content = {
            "时长": str(chance.choice((60, 80, 90))),
            "主备人": chance.choice(roster.holders("组员", day, post.unit)),
            "课题": chance.choice(_LESSONS),
            "预备日期": (day - datetime.timedelta(chance.randint(3, 6))).isoformat(),
        }
        yield _event(f"集体备课/{week.label}", post, day, chance, content)


def _monthly(roster: Roster, post: Post, month: Window, chance: random.Random) -> Iterator[Event]:
    days = sorted(chance.sample(month.school_days(), 4))
    for number, day in enumerate(days[:2], start=1):
        activity = {
            "时长": str(chance.choice((60, 70, 80, 90))),
            "地点": chance.choice(("四楼研讨室", "录播教室", "二楼会议室")),
            "主题": chance.choice(_THEMES),
            "签到": str(len(roster.holders("组员", day, post.unit)) + 1 - chance.randint(0, 1)),
        }
        yield _event(f"教研活动/{month.label}/{number}", post, day, chance, activity)
    members = roster.holders("组员", days[3], post.unit)
    cycle = {
        "执教人": chance.choice(members),
        "课题": chance.choice(_LESSONS),
        "过程资料": "教案、课件、观察表",
        "评课记录": chance.choice(_REVIEWS),
    }
    yield _event(f"前移后续研究/{month.label}", post, days[2], chance, cycle)
    case = {"作者": chance.choice(members), "题目": f"《{chance.choice(_LESSONS)}》教学案例"}
    yield _paper(f"教学案例/{month.label}", post, days[3], case)


def _checks(roster: Roster, post: Post, month: Window, chance: random.Random) -> Iterator[Event]:
    days = month.school_days()
    first, last = set(roster.holders("组员", days[0], post.unit)), roster.holders("组员", days[-1], post.unit)
    for member in (person for person in last if person in first):
        for aspect in ASPECTS:
            check = {"被调研教师": member, "方面": aspect, "意见": chance.choice(_OPINIONS)}
            matter = f"教学调研/{month.label}/{member}/{aspect}"
            yield _event(matter, post, chance.choice(days), chance, check)


def _observations(roster: Roster, post: Post, chance: random.Random) -> Iterator[Event]:
    days = sorted(chance.sample(post.window.school_days()[3:-8], OBSERVED))
    staying = [m for m in roster.holders("组员", days[0], post.unit) if m in roster.holders("组员", days[-1])]
    for index, day in enumerate(days, start=1):
        observed = staying[index % len(staying)]
        yield observation(f"听课/{post.key}/{index}", day, post, observed, chance)


def _event(
    matter: str, post: Post, day: datetime.date, chance: random.Random, attributes: dict[str, str]
) -> Event:
    """An event of the leader; `matter` is its type and what sets it apart, with a stroke between."""
    return attrs.evolve(_paper(matter, post, day, attributes), time=at(day, chance), has_clock=True)


def _paper(matter: str, post: Post, day: datetime.date, attributes: dict[str, str]) -> Event:
    kind, _, key = matter.partition("/")
    return Event(
        tag=f"{kind}/{post.key}/{key}",
        type=kind,
        time=datetime.datetime.combine(day, datetime.time()),
        actor=post.person,
        unit=post.unit,
        attributes=attributes,
        has_clock=False,
    )
