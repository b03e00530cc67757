"""What the preparation groups and their leaders do in a term in which they meet every duty."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from school_maker.assessments import PREP, Panel
from school_maker.events import UNIFORM_LABELS, Event, at
from school_maker.roster import PREP_IDS, Post, Roster
from school_maker.term_days import FIRST_DAY, HANDOVER, TERM, WEEKS, Window

OBSERVED_BY_LEADER = 13
OBSERVED_BEFORE_HANDOVER = 6
OBSERVED_AFTER_HANDOVER = 8
FORMS = (
    ("2026-09", datetime.date(2026, 9, 30)),
    ("2026-10", datetime.date(2026, 11, 4)),
    ("2026-11", datetime.date(2026, 12, 3)),
    ("2026-12", datetime.date(2027, 1, 4)),
)
"""The month of each record form and the day on which it is handed in."""
JOINT_MEETINGS = (datetime.date(2026, 9, 23), datetime.date(2026, 12, 16))

_PLACES = (
    "语文办公室",
    "四楼研讨室",
    "录播教室",
    "二楼会议室",
    "数学办公室",
    "图书馆研讨角",
    "科学实验室",
    "音乐教室",
)
_TOPICS = (
    "单元整体教学", "作业设计", "课堂提问", "错题归因", "期中复习安排", "分层练习", "学情分析",
    "同课异构反思", "口语表达训练", "跨学科主题", "课后服务课程", "试卷讲评",
)  # fmt: skip
_REPORTS = ("汇报本组进度和下阶段安排", "汇报集体备课情况", "汇报学困生帮扶", "汇报单元检测结果")


def prep_group_events(roster: Roster, seed: int) -> Iterator[Event]:
    """The events of all preparation groups."""
    chance = random.Random(f"{seed}/prep")
    panel = Panel(roster=roster, policy=PREP, chance=chance, level=0.86)
    for unit in PREP_IDS:
        yield from _meetings(roster, unit, chance)
        for post in roster.posts("组长", unit):
            yield from _papers(post, chance)
            yield from _joint_meetings(post, chance)
            yield from _observations(roster, post, chance)
            yield from panel.assess(post)


def _meetings(roster: Roster, unit: str, chance: random.Random) -> Iterator[Event]:
    number = int(unit[2:])
    for index, week in enumerate(WEEKS):
        day = _meeting_day(week, number % 3 + 1)
        (leader,) = roster.holders("组长", day, unit)
        people = (*roster.holders("组员", day, unit), leader)
        yield Event(
            tag=f"备课组活动/{unit}/{week.label}",
            type="备课组活动",
            time=datetime.datetime.combine(day, datetime.time(14 + number % 2, 30)),
            actor=leader,
            unit=unit,
            attributes={
                "时长": str(chance.choice((40, 45, 50, 60, 60, 80))),
                "地点": _PLACES[number - 1],
                "中心发言人": people[index % len(people)],
                "内容": chance.choice(_TOPICS),
                **dict.fromkeys(("固定时间", *UNIFORM_LABELS), "是"),
            },
        )


def _meeting_day(week: Window, weekday: int) -> datetime.date:
    days = week.school_days()
    return next((day for day in days if day.weekday() >= weekday), days[-1])


def _papers(post: Post, chance: random.Random) -> Iterator[Event]:
    if post.window.first_day == FIRST_DAY:
        study = datetime.date(2026, 9, chance.choice((3, 7, 8)))
        yield _act("课标学习/term", post, study, chance, {"内容": "学段目标与评价建议"})
        plan = datetime.date(2026, 9, chance.choice((4, 9, 10, 11)))
        yield _paper("工作计划", post, plan, "term", {"范围": "备课组"})
    for month, day in FORMS:
        if post.window.first_day <= day <= post.window.last_day:
            yield _paper("活动记录表", post, day, month, {"张数": str(chance.randint(4, 6))})
    if post.window.last_day == TERM.last_day:
        day = datetime.date(2027, 1, chance.choice((14, 18, 19, 20)))
        yield _paper("记录汇总", post, day, "term", {"张数": "21"})


def _joint_meetings(post: Post, chance: random.Random) -> Iterator[Event]:
    for day in JOINT_MEETINGS:
        if post.window.first_day <= day <= post.window.last_day:
            report = {"汇报内容": chance.choice(_REPORTS)}
            yield _act(f"备课组长联席会/{day}", post, day, chance, report)


def _observations(roster: Roster, post: Post, chance: random.Random) -> Iterator[Event]:
    count = OBSERVED_BY_LEADER
    if post.window.first_day == HANDOVER:
        count = OBSERVED_AFTER_HANDOVER
    elif post.window.last_day < HANDOVER:
        count = OBSERVED_BEFORE_HANDOVER
    days = sorted(chance.sample(post.window.school_days()[3:-8], count))
    for index, day in enumerate(days, start=1):
        members = roster.holders("组员", day, post.unit)
        observed = members[index % len(members)]
        yield observation(f"听课/{post.key}/{index}", day, post, observed, chance)


def observation(tag: str, day: datetime.date, post: Post, observed: str, chance: random.Random) -> Event:
    """One lesson that the holder of the post observes."""
    lesson = datetime.datetime.combine(day, chance.choice(_LESSONS))
    attributes = {
        "授课教师": observed,
        "时长": "40",
        "学科": _SUBJECTS[post.unit],
        "听课记录": chance.choice(_NOTES),
    }
    return Event(tag=tag, type="听课", time=lesson, actor=post.person, unit=post.unit, attributes=attributes)


def _act(
    matter: str, post: Post, day: datetime.date, chance: random.Random, attributes: dict[str, str]
) -> Event:
    kind, key = matter.split("/")
    tag = f"{kind}/{post.key}/{key}"
    time = at(day, chance, 14, 16)
    return Event(tag=tag, type=kind, time=time, actor=post.person, unit=post.unit, attributes=attributes)


def _paper(kind: str, post: Post, day: datetime.date, key: str, attributes: dict[str, str]) -> Event:
    return Event(
        tag=f"{kind}/{post.key}/{key}",
        type=kind,
        time=datetime.datetime.combine(day, datetime.time()),
        actor=post.person,
        unit=post.unit,
        attributes=attributes,
        has_clock=False,
    )


_LESSONS = tuple(datetime.time(h, m) for h, m in ((8, 20), (9, 10), (10, 20), (11, 10), (14, 20), (15, 10)))
_SUBJECTS = {
    **dict.fromkeys(("BK01", "BK02", "BK03", "JY01"), "语文"),
    **dict.fromkeys(("BK04", "BK05", "JY02"), "数学"),
    **dict.fromkeys(("BK06", "JY03"), "英语"),
    **dict.fromkeys(("BK07", "JY04"), "科学"),
    "BK08": "艺体",
}
_NOTES = (
    "情境真实，追问可再深一层",
    "节奏稳，小组合作有分工",
    "板书清楚，练习量适中",
    "导入略长，后段时间紧",
    "关注到后排学生",
    "评价语言具体",
)
