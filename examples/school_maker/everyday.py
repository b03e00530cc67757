"""The everyday rows that fill a school's log and that no duty of the three policies measures."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from school_maker.events import Event
from school_maker.prep_groups import observation
from school_maker.roster import CLASS_IDS, SCHOOL, Post, Roster
from school_maker.term_days import SCHOOL_DAYS, TERM, WEEKS

INSPECTIONS = (
    ("07:40", "早读"),
    ("09:50", "课间操"),
    ("10:15", "眼保健操"),
    ("11:55", "午餐"),
    ("12:40", "午休"),
    ("15:55", "课间"),
    ("16:45", "放学"),
    ("17:25", "课后服务"),
)
_RESULTS = ("良好", "良好", "良好", "良好", "整齐", "安静", "个别学生追跑，已提醒", "地面有纸屑")
_MEETINGS = (
    "安全教育",
    "文明礼仪",
    "卫生习惯",
    "爱护公物",
    "诚实守信",
    "节约粮食",
    "期末复习方法",
    "劳动光荣",
)
_VISITS = ("了解作业习惯", "沟通在校表现", "关心身体情况", "商量假期安排", "鼓励参加社团")


def everyday_events(roster: Roster, seed: int) -> Iterator[Event]:
    """Attendance checks, inspections, class meetings, home visits and lessons observed by other staff."""
    chance = random.Random(f"{seed}/everyday")
    for day in SCHOOL_DAYS:
        yield from _inspections(roster, day, chance)
        for unit in CLASS_IDS:
            yield from _attendance(roster, unit, day, chance)
    for unit in CLASS_IDS:
        yield from _class_meetings(roster, unit, chance)
        yield from _home_visits(roster, unit, chance)
    yield from _other_observations(roster, chance)


def _inspections(roster: Roster, day: datetime.date, chance: random.Random) -> Iterator[Event]:
    leaders = roster.holders("行政值班领导", day, SCHOOL)
    leader = leaders[day.toordinal() % len(leaders)]
    for clock, slot in INSPECTIONS:
        for unit in CLASS_IDS:
            result = {"结果": f"{slot}{chance.choice(_RESULTS)}"}
            yield _event(f"值班巡查/{unit}/{day}/{slot}", _moment(day, clock), leader, unit, result)


def _attendance(roster: Roster, unit: str, day: datetime.date, chance: random.Random) -> Iterator[Event]:
    (teacher,) = roster.holders("班主任", day, unit)
    for clock in ("08:10", "14:10"):
        absent = {"缺勤人数": str(chance.choice((0, 0, 0, 0, 1, 1, 2, 3)))}
        yield _event(f"出勤检查/{unit}/{day}/{clock}", _moment(day, clock), teacher, unit, absent)


def _class_meetings(roster: Roster, unit: str, chance: random.Random) -> Iterator[Event]:
    for week in WEEKS:
        day = week.school_days()[0]
        (teacher,) = roster.holders("班主任", day, unit)
        topic = {"时长": "40", "主题": chance.choice(_MEETINGS)}
        yield _event(f"班会/{unit}/{week.label}", _moment(day, "15:10"), teacher, unit, topic)


def _home_visits(roster: Roster, unit: str, chance: random.Random) -> Iterator[Event]:
    for number, day in enumerate(sorted(chance.sample(SCHOOL_DAYS, chance.randint(55, 70))), start=1):
        (teacher,) = roster.holders("班主任", day, unit)
        visit = {
            "学生姓名": chance.choice(roster.holders("学生", day, unit)),
            "家访记录": chance.choice(_VISITS),
        }
        clock = f"{chance.choice((17, 18, 19))}:{5 * chance.randrange(12):02}"
        yield _event(f"家访/{unit}/{number}", _moment(day, clock), teacher, unit, visit)


def _other_observations(roster: Roster, chance: random.Random) -> Iterator[Event]:
    leaders = {m.person for m in roster.memberships if m.role == "组长"}
    for m in roster.memberships:
        if m.role == "组员" and m.unit.startswith("BK") and m.person not in leaders and m.end is None:
            window = TERM.within(m.start, TERM.last_day)
            if window is not None:
                post = Post(person=m.person, unit=m.unit, window=window)
                yield from _observations_of(roster, post, chance)


def _observations_of(roster: Roster, post: Post, chance: random.Random) -> Iterator[Event]:
    days = sorted(chance.sample(post.window.school_days()[5:-8], 6))
    for number, day in enumerate(days, start=1):
        observed = chance.choice([p for p in roster.holders("组员", day, post.unit) if p != post.person])
        yield observation(f"听课/{post.key}/{number}", day, post, observed, chance)


def _moment(day: datetime.date, clock: str) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(clock))


def _event(tag: str, time: datetime.datetime, actor: str, unit: str, attributes: dict[str, str]) -> Event:
    kind = tag.partition("/")[0]
    return Event(tag=tag, type=kind, time=time, actor=actor, unit=unit, attributes=attributes)
