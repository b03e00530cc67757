"""Windows, people and log rows of the synthetic report."""

from __future__ import annotations

import datetime
import random
from zoneinfo import ZoneInfo

from dutyrules.findings.model import (
    EvidenceRow,
    Party,
    ReportWindow,
    Text,
)

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_MONDAY = datetime.date(2026, 8, 31)
TERM = (datetime.date(2026, 9, 1), datetime.date(2027, 1, 22))
AS_OF = datetime.datetime(2026, 12, 28, 17, 0, tzinfo=ZONE)
MONTHS = ((2026, 9), (2026, 10), (2026, 11), (2026, 12), (2027, 1))

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = (
    "建国",
    "晓梅",
    "志强",
    "丽",
    "文博",
    "雅琴",
    "海燕",
    "伟",
    "思源",
    "玉兰",
    "子涵",
    "明",
    "秀英",
    "国栋",
)
SUBJECTS = ("语文", "数学", "英语", "科学", "音乐", "体育", "美术", "信息科技", "道德与法治", "劳动")


def text(zh_hans: str, en: str | None = None, zh_hant: str | None = None) -> Text:
    """A text whose other languages default to the Simplified one."""
    return Text(en=en or zh_hans, zh_hans=zh_hans, zh_hant=zh_hant or zh_hans)


def micros(day: datetime.date) -> int:
    """Midnight of `day` in the school's zone, in µs UTC."""
    moment = datetime.datetime.combine(day, datetime.time(), ZONE)
    return int(moment.timestamp()) * 1_000_000


def window(first: datetime.date, last: datetime.date, kind: str, number: int, label: Text) -> ReportWindow:
    """A window over whole days, `last` included."""
    end = micros(last + datetime.timedelta(days=1))
    return ReportWindow(
        start=micros(first), end=end, first_day=first, last_day=last, kind=kind, number=number, label=label
    )


def week(number: int) -> ReportWindow:
    """The numbered week of the term."""
    monday = FIRST_MONDAY + datetime.timedelta(weeks=number - 1)
    label = text(f"第{number}周", f"week {number}", f"第{number}週")
    return window(monday, monday + datetime.timedelta(days=6), "week", number, label)


def month(index: int) -> ReportWindow:
    """The month at `index` of the term."""
    year, number = MONTHS[index]
    first = datetime.date(year, number, 1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    label = text(f"{number}月", first.strftime("%b"))
    return window(first, last, "month", index + 1, label)


def term() -> ReportWindow:
    """The whole term."""
    return window(*TERM, "term", 1, text("本学期", "the term", "本學期"))


def people(count: int) -> tuple[Party, ...]:
    """`count` teachers with leading zeros in their ids; the last two share a name."""
    draw = random.Random(7)  # noqa: S311
    names = [draw.choice(SURNAMES) + draw.choice(GIVEN) for _ in range(count)]
    names[-1] = names[-2]
    return tuple(Party(id=f"{n + 1:04d}", name=name) for n, name in enumerate(names))


def evidence(
    draw: random.Random, kind: str, day: datetime.date, who: Party, reason: Text | None = None
) -> EvidenceRow:
    """One log row of event type `kind`."""
    row = draw.randrange(3, 15000)
    cells = (
        ("编号", f"E{row:05d}"),
        ("时间", f"{day.isoformat()} 15:{draw.randrange(10, 60)}"),
        ("组长", who.name),
        ("时长", f"{draw.choice((25,) if reason else (40, 45, 60))}分钟"),
        ("地点", draw.choice(("三楼会议室", "录播教室", "图书馆研讨间", "备课室"))),
        (
            "内容",
            draw.choice(
                ("《秋天的雨》教学设计与课堂提问", "分数除法的算理", "Unit 3 词汇复现", "期中质量分析")
            ),
        ),
    )
    return EvidenceRow(
        event=f"E{row:05d}", event_type=kind, day=day, file="log.xlsx", row=row, cells=cells, reason=reason
    )
