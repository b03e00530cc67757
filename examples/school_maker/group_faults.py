"""The faults planted among the preparation and research groups."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

import attrs

from school_maker.assessments import PREP, RESEARCH
from school_maker.events import UNIFORM_LABELS, Event
from school_maker.fault_kinds import (
    PENDING,
    UNDETERMINED,
    VIOLATED,
    Add,
    Amend,
    Drop,
    Edit,
    Expected,
    Fault,
    Move,
    Transfer,
)
from school_maker.prep_groups import OBSERVED_AFTER_HANDOVER, OBSERVED_BY_LEADER, observation
from school_maker.research_groups import OBSERVED
from school_maker.roster import PREP_IDS, RESEARCH_IDS, Post, Roster
from school_maker.term_days import HANDOVER, TERM


@attrs.frozen(kw_only=True)
class _Group:
    """The leader of one group as faults see them: short ways to tags and expectations."""

    policy: str
    post: Post

    def tag(self, kind: str, key: str) -> str:
        return f"{kind}/{self.post.key}/{key}"

    def event(self, norm: str, tag: str, verdict: str = VIOLATED) -> Expected:
        return Expected(
            policy=self.policy, norm=norm, bearer=self.bearer, window="event", verdict=verdict, event=tag
        )

    def window(self, norm: str, window: str, verdict: str = VIOLATED, *counterparty: str) -> Expected:
        bearer = (*self.bearer, *counterparty)
        return Expected(policy=self.policy, norm=norm, bearer=bearer, window=window, verdict=verdict)

    @property
    def bearer(self) -> tuple[str, str]:
        return (self.post.person, self.post.unit)


def group_faults(roster: Roster) -> tuple[Fault, ...]:
    """All faults of the groups, in the order of the units."""
    prep = {
        unit: [_Group(policy=PREP, post=post) for post in roster.posts("组长", unit)] for unit in PREP_IDS
    }
    research = {unit: _Group(policy=RESEARCH, post=roster.posts("组长", unit)[0]) for unit in RESEARCH_IDS}
    return (
        *_meeting_faults(prep),
        *_prep_paper_faults(prep),
        *_prep_missing_faults(prep),
        *_prep_assessment_faults(prep),
        *_handover_faults(prep["BK05"][0], prep["BK05"][1]),
        *_research_chinese(research["JY01"], roster),
        *_research_mathematics(research["JY02"], roster),
        *_research_english(research["JY03"], roster),
        *_research_others(research["JY04"], roster),
        *_pending(prep),
    )


def _meeting_faults(prep: dict[str, list[_Group]]) -> Iterator[Fault]:
    for kind, unit, week, label, value, norm, verdict, note in _MEETINGS:
        tag = f"备课组活动/{unit}/week {week}"
        group = prep[unit][-1 if week >= 11 else 0]
        edit = Amend(tag=tag, label=label, value=value)
        yield Fault(kind=kind, note=note, edits=(edit,), expects=(group.event(norm, tag, verdict),))
    for unit, week, note in (("BK02", 9, "一周没有活动"), ("BK05", 10, "交接前一周没有活动，由原组长承担")):
        tag = f"备课组活动/{unit}/week {week}"
        expected = prep[unit][0].window("每周活动", f"week {week}")
        yield Fault(kind="no-meeting-in-week", note=note, edits=(Drop(tag=tag),), expects=(expected,))
    tag = "备课组活动/BK04/week 11"
    edits = tuple(Amend(tag=tag, label=label, value="否") for label in UNIFORM_LABELS)
    expected = prep["BK04"][0].event("四统一", tag)
    yield Fault(kind="meeting-without-uniformity", note="四项都不统一", edits=edits, expects=(expected,))


_MEETINGS = (
    (
        "meeting-too-short",
        "BK01",
        7,
        "时长",
        "35",
        "活动时长",
        VIOLATED,
        "开了会，只有35分钟；每周活动仍算完成",
    ),
    ("meeting-too-short", "BK05", 11, "时长", "30", "活动时长", VIOLATED, "交接当周，由新组长承担"),
    ("meeting-duration-blank", "BK06", 6, "时长", "", "活动时长", UNDETERMINED, "时长没有登记，不能判违反"),
    ("meeting-without-speaker", "BK03", 5, "中心发言人", "", "定发言人", VIOLATED, "没有登记中心发言人"),
    ("meeting-without-place", "BK03", 13, "地点", "", "记录地点", VIOLATED, "没有登记地点"),
    ("meeting-without-content", "BK06", 17, "内容", "", "定内容", VIOLATED, "没有登记内容"),
    ("meeting-not-at-set-time", "BK07", 14, "固定时间", "否", "定时间地点", VIOLATED, "临时改了时间"),
    ("uniformity-blank", "BK04", 15, "统一考核", "", "四统一", UNDETERMINED, "统一考核一格空白，不能判违反"),
)


def _prep_paper_faults(prep: dict[str, list[_Group]]) -> Iterator[Fault]:
    group = prep["BK02"][0]
    yield Fault(
        kind="late-plan",
        note="第3周才交计划",
        edits=(Move(tag=group.tag("工作计划", "term"), day=datetime.date(2026, 9, 17)),),
        expects=(group.window("制订计划", "term"),),
    )
    group = prep["BK03"][0]
    yield Fault(
        kind="one-observation-short",
        note="12节只听了11节；另有一行完全重复的登记，只算一次",
        edits=_drop_observations(group, OBSERVED_BY_LEADER, 11),
        expects=(group.window("听课节数", "term"),),
    )
    group = prep["BK04"][0]
    yield Fault(
        kind="late-monthly-form",
        note="10月的活动记录表应在11月5日前交，11月9日才交",
        edits=(Move(tag=group.tag("活动记录表", "2026-10"), day=datetime.date(2026, 11, 9)),),
        expects=(group.window("每月交表", "2026-10"),),
    )


def _prep_missing_faults(prep: dict[str, list[_Group]]) -> Iterator[Fault]:
    group = prep["BK06"][0]
    yield Fault(
        kind="missing-term-record",
        note="期末没有交记录汇总",
        edits=(Drop(tag=group.tag("记录汇总", "term")),),
        expects=(group.window("期末汇总", "term"),),
    )
    group = prep["BK08"][0]
    yield Fault(
        kind="missing-syllabus-study",
        note="学期初没有组织课标学习",
        edits=(Drop(tag=group.tag("课标学习", "term")),),
        expects=(group.window("学习课标", "term"),),
    )
    tag = group.tag("备课组长联席会", "2026-12-16")
    yield Fault(
        kind="joint-meeting-without-report",
        note="参加了联席会，没有登记汇报内容",
        edits=(Amend(tag=tag, label="汇报内容", value=""),),
        expects=(group.event("联席会汇报", tag),),
    )


def _prep_assessment_faults(prep: dict[str, list[_Group]]) -> Iterator[Fault]:
    group = prep["BK07"][0]
    yield _denied(group, "反馈跟踪", "认定为没有做到")
    yield _missing(group, "月考", "2026-12", "attestation-missing", "12月没有认定")
    yield _missing(prep["BK01"][0], "兴趣班", "term", "attestation-missing", "整个学期没有认定")
    yield _missing(prep["BK06"][0], "研讨质量", "term", "rating-missing", "整个学期没有评分")


def _handover_faults(old: _Group, new: _Group) -> Iterator[Fault]:
    chance = random.Random("handover")
    before = Post(person=new.post.person, unit=new.post.unit, window=TERM)
    days = [datetime.date(2026, 9, 16), datetime.date(2026, 10, 14), datetime.date(2026, 10, 28)]
    early = tuple(
        Add(event=observation(new.tag("听课", f"before {day}"), day, before, old.post.person, chance))
        for day in days
    )
    yield Fault(
        kind="handover-of-leader",
        note=f"{HANDOVER}起换组长：12节按在任上课日折算为原组长5节（听了6节）、新组长6节（只听了4节，上任前的3节不算）",
        edits=(*early, *_drop_observations(new, OBSERVED_AFTER_HANDOVER, 4)),
        expects=(new.window("听课节数", "term"),),
    )


def _research_chinese(group: _Group, roster: Roster) -> Iterator[Fault]:
    member = roster.id_of("Y9")
    yield Fault(
        kind="member-not-checked",
        note="11月没有调研这位组员的作业",
        edits=(Drop(tag=group.tag("教学调研", f"2026-11/{member}/作业")),),
        expects=(group.window("作业调研", "2026-11", VIOLATED, member),),
    )
    tag = group.tag("教学调研", f"2026-10/{roster.id_of('Y5')}/课堂")
    yield _blank(
        group, "check-without-opinion", "改进意见", Amend(tag=tag, label="意见", value=""), "调研没有写意见"
    )
    tag = group.tag("信息整合", "term")
    again = _denial(tag + "/again", "信息整合", group, roster.id_of("A3"))
    yield Fault(
        kind="attested-then-denied",
        note="1月18日认定做到，20日复查认定没有做到，以后一次为准",
        edits=(
            Move(tag=tag, day=datetime.date(2027, 1, 18)),
            Amend(tag=tag, label="考核日期", value="2027-01-18"),
            Add(event=again),
        ),
        expects=(group.window("信息整合", "term"),),
    )
    yield _missing(group, "关心教师", "term", "rating-missing", "整个学期没有评分")


def _research_mathematics(group: _Group, roster: Roster) -> Iterator[Fault]:
    missed, instead = roster.id_of("M9"), roster.id_of("M8")
    members = [roster.id_of(f"M{n}") for n in (1, 2, 3, 4, 5, 7, 8, 9)]
    visits = range(1, OBSERVED + 1)
    tags = [group.tag("听课", str(n)) for n in visits if members[n % len(members)] == missed]
    yield Fault(
        kind="member-never-observed",
        note="总数达到20节，但一位组员一次也没有听过",
        edits=tuple(Amend(tag=tag, label="授课教师", value=instead) for tag in tags),
        expects=(group.window("听组员课", "term", VIOLATED, missed),),
    )
    tag = group.tag("质量分析", "2026-11-13")
    yield _blank(
        group,
        "analysis-without-statistics",
        "数据分析",
        Amend(tag=tag, label="数据统计", value=""),
        "没有数据",
    )
    tag = group.tag("集体备课", "week 6")
    yield _blank(
        group,
        "preparation-without-date",
        "提前策划",
        Amend(tag=tag, label="预备日期", value=""),
        "没有预备日期",
    )


def _research_english(group: _Group, roster: Roster) -> Iterator[Fault]:
    yield Fault(
        kind="one-observation-short",
        note="20节只听了19节，每位组员都听到了",
        edits=_drop_observations(group, OBSERVED, 19),
        expects=(group.window("听课总数", "term"),),
    )
    yield Fault(
        kind="attested-by-wrong-office",
        note="认定人不是学科第一责任人，不能算数",
        edits=(Transfer(tag=group.tag("学科竞赛", "term"), actor=roster.id_of("A4")),),
        expects=(group.window("学科竞赛", "term", UNDETERMINED),),
    )
    yield Fault(
        kind="too-few-studies",
        note="理论学习只组织了一次",
        edits=(Drop(tag=group.tag("理论学习", "2026-12-09")),),
        expects=(group.window("定期学习", "term"),),
    )
    tag = group.tag("集体备课", "week 12")
    yield _blank(
        group,
        "preparation-without-speaker",
        "认真组织",
        Amend(tag=tag, label="主备人", value=""),
        "没有主备人",
    )


def _research_others(group: _Group, roster: Roster) -> Iterator[Fault]:
    yield Fault(
        kind="missing-term-summary",
        note="期末没有交工作总结，两条都因此违反",
        edits=(Drop(tag=group.tag("工作总结", "term")),),
        expects=(group.window("期末总结", "term"), group.window("撰写总结", "term")),
    )
    activities = [group.tag("教研活动", f"2026-12/{number}") for number in (1, 2)]
    yield Fault(
        kind="activity-held-by-another",
        note="12月的教研活动由组员代为组织，组长没有组织",
        edits=tuple(Transfer(tag=tag, actor=roster.id_of("Z1")) for tag in activities),
        expects=(group.window("每月教研", "2026-12"),),
    )
    yield Fault(
        kind="no-case-study",
        note="10月没有收集案例",
        edits=(Drop(tag=group.tag("教学案例", "2026-10")),),
        expects=(group.window("月度案例", "2026-10"),),
    )
    pack, cycle = group.tag("资料包", "term"), group.tag("前移后续研究", "2026-11")
    yield _blank(
        group, "pack-without-count", "资料包内容", Amend(tag=pack, label="案例数", value=""), "案例数一格空白"
    )
    yield _blank(
        group,
        "cycle-without-review",
        "把关资料",
        Amend(tag=cycle, label="评课记录", value=""),
        "没有评课记录",
    )
    yield _denied(group, "台账", "认定为没有做到")


def _pending(prep: dict[str, list[_Group]]) -> Iterator[Fault]:
    early = prep["BK08"][0]
    yield Fault(
        kind="form-handed-in-early",
        note="1月的表提前交了，不再待定",
        edits=(Add(event=_form(early, datetime.date(2027, 1, 21))),),
    )
    leaders = [groups[-1] for groups in prep.values() if groups[-1] != early]
    yield Fault(
        kind="deadline-after-as-of",
        note="1月的表2月5日到期",
        expects=tuple(group.window("每月交表", "2027-01", PENDING) for group in leaders),
    )


def _form(group: _Group, day: datetime.date) -> Event:
    return Event(
        tag=group.tag("活动记录表", "2027-01"),
        type="活动记录表",
        time=datetime.datetime.combine(day, datetime.time()),
        actor=group.post.person,
        unit=group.post.unit,
        attributes={"张数": "3"},
        has_clock=False,
    )


def _denial(tag: str, norm: str, group: _Group, actor: str) -> Event:
    day = datetime.date(2027, 1, 20)
    return Event(
        tag=tag,
        type="认定",
        time=datetime.datetime.combine(day, datetime.time(16, 30)),
        actor=actor,
        unit=group.post.unit,
        attributes={
            "被考核人": group.post.person,
            "事项": norm,
            "考核日期": day.isoformat(),
            "是否做到": "否",
        },
    )


def _denied(group: _Group, norm: str, note: str) -> Fault:
    edit = Amend(tag=group.tag(norm, "term"), label="是否做到", value="否")
    return Fault(kind="attested-not-met", note=note, edits=(edit,), expects=(group.window(norm, "term"),))


def _missing(group: _Group, norm: str, window: str, kind: str, note: str) -> Fault:
    expected = group.window(norm, window, UNDETERMINED)
    return Fault(kind=kind, note=note, edits=(Drop(tag=group.tag(norm, window)),), expects=(expected,))


def _blank(group: _Group, kind: str, norm: str, edit: Amend, note: str) -> Fault:
    return Fault(kind=kind, note=note, edits=(edit,), expects=(group.event(norm, edit.tag),))


def _drop_observations(group: _Group, made: int, left: int) -> tuple[Edit, ...]:
    return tuple(Drop(tag=group.tag("听课", str(number))) for number in range(left + 1, made + 1))
