"""The rows of the log that an audit has to set aside, and those that repeat another."""

from __future__ import annotations

import datetime

from school_maker.events import UNIFORM_LABELS, Event
from school_maker.fault_kinds import BadRow, Repeat
from school_maker.roster import Roster


def bad_rows(roster: Roster) -> tuple[BadRow, ...]:
    """Rows with one cell that cannot be read; none of them is needed to meet a duty."""
    return (
        _bad_date(roster),
        _unknown_person(roster),
        _ambiguous_person(roster),
        _bad_number(roster),
        _bad_rating(roster),
        _unknown_event_type(roster),
    )


def repeats(roster: Roster) -> tuple[Repeat, ...]:
    """Rows whose id an earlier row already has."""
    chinese, mathematics = roster.id_of("Y3"), roster.id_of("M0")
    return (
        Repeat(tag=f"听课/BK03/{chinese}/4", note="同一节听课导出了两次"),
        Repeat(tag=f"教研活动/JY02/{mathematics}/2026-09/1", note="同一次活动导出了两次"),
        Repeat(
            tag=f"財產管理/C501/{roster.id_of('Y12')}/2026-12",
            note="同一编号，得分不同，也没有注明更正",
            differing={"得分": "2"},
        ),
        Repeat(
            tag="班会/C302/week 8",
            note="同一编号，主题不同，也没有注明更正",
            differing={"主题": "交通安全"},
        ),
    )


def _bad_date(roster: Roster) -> BadRow:
    observer, observed = roster.id_of("Z1"), roster.id_of("Z2")
    event = Event(
        tag="听课/BK07/bad date",
        type="听课",
        time=datetime.datetime(2026, 9, 30, 10, 20),
        actor=observer,
        unit="BK07",
        attributes={"授课教师": observed, "时长": "40", "学科": "科学", "听课记录": "材料准备充分"},
        raw={"时间": "2026-09-31 10:20"},
    )
    return BadRow(kind="bad-date", code="bad-date", column="时间", event=event, note="9月没有31日")


def _unknown_person(roster: Roster) -> BadRow:
    event = Event(
        tag="家访/C201/unknown person",
        type="家访",
        time=datetime.datetime(2026, 11, 18, 18, 30),
        actor=roster.id_of("Y6"),
        unit="C201",
        attributes={
            "学生姓名": roster.holders("学生", datetime.date(2026, 11, 18), "C201")[0],
            "家访记录": "鼓励参加社团",
        },
        raw={"工号": "00999", "姓名": ""},
    )
    note = "名册里没有这个工号"
    return BadRow(kind="unknown-person", code="unknown-person", column="工号", event=event, note=note)


def _ambiguous_person(roster: Roster) -> BadRow:
    event = Event(
        tag="听课/ambiguous person",
        type="听课",
        time=datetime.datetime(2026, 10, 22, 14, 20),
        actor=roster.id_of("M5"),
        attributes={
            "授课教师": roster.id_of("M4"),
            "时长": "40",
            "学科": "数学",
            "听课记录": "练习量适中",
        },
        raw={"工号": "", "姓名": "刘洋"},
    )
    note = "两位教师同名，没有写工号，也没有写单位"
    return BadRow(kind="ambiguous-person", code="ambiguous-person", column="姓名", event=event, note=note)


def _bad_number(roster: Roster) -> BadRow:
    event = Event(
        tag="备课组活动/BK01/bad number",
        type="备课组活动",
        time=datetime.datetime(2026, 12, 3, 15, 30),
        actor=roster.id_of("Y1"),
        unit="BK01",
        attributes={
            "时长": "",
            "地点": "语文办公室",
            "中心发言人": roster.id_of("Y4"),
            "内容": "作业设计",
            **dict.fromkeys(("固定时间", *UNIFORM_LABELS), "是"),
        },
        raw={"时长": "四十"},
    )
    note = "时长不是数；当周另有一次正常的活动"
    return BadRow(kind="bad-number", code="not-a-number", column="时长", event=event, note=note)


def _bad_rating(roster: Roster) -> BadRow:
    day = "2026-12-30"
    event = Event(
        tag="評分/C401/bad number",
        type="评分",
        time=datetime.datetime(2026, 12, 30, 16, 20),
        actor=roster.id_of("A5"),
        unit="C401",
        attributes={"被考核人": roster.id_of("M7"), "事项": "財產管理", "考核日期": day, "得分": ""},
        raw={"得分": "良好"},
    )
    note = "得分写成了等第；另有一行正常的评分"
    return BadRow(kind="bad-number", code="not-a-number", column="得分", event=event, note=note)


def _unknown_event_type(roster: Roster) -> BadRow:
    event = Event(
        tag="家长开放日",
        type="家长开放日",
        time=datetime.datetime(2026, 11, 26, 9, 0),
        actor=roster.id_of("A2"),
        unit="",
        attributes={},
    )
    note = "词汇表里没有这种事件"
    return BadRow(kind="unknown-event-type", code="unknown-event-type", column="类型", event=event, note=note)
