"""The faults planted among the homeroom teachers: assessments, ratings, vetoes and the handover."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from school_maker.assessments import HOMEROOM
from school_maker.events import Event, Ledger
from school_maker.fault_kinds import UNDETERMINED, VIOLATED, Add, Amend, Drop, Expected, Fault, Transfer
from school_maker.roster import Post, Roster
from school_maker.term_days import HANDOVER


@attrs.frozen(kw_only=True)
class _Room:
    """The (first) homeroom teacher of one class as faults see them."""

    post: Post

    def tag(self, label: str, window: str) -> str:
        return f"{label}/{self.post.key}/{window}"

    def expects(self, norm: str, window: str, verdict: str) -> tuple[Expected, ...]:
        bearer = (self.post.person, self.post.unit)
        return (Expected(policy=HOMEROOM, norm=norm, bearer=bearer, window=window, verdict=verdict),)

    def scored(self, window: str) -> tuple[str, str, str]:
        return (self.post.person, self.post.unit, window)

    def event(self, kind: str, time: datetime.datetime, attributes: dict[str, str], key: str = "1") -> Event:
        return Event(
            tag=self.tag(kind, key),
            type=kind,
            time=time,
            actor=self.post.person,
            unit=self.post.unit,
            attributes=attributes,
        )


def homeroom_faults(roster: Roster, ledger: Ledger) -> tuple[Fault, ...]:
    """All faults of the homeroom teachers; `ledger` is what they are planted in."""
    rooms = {unit: _Room(post=roster.posts("班主任", unit)[0]) for unit in _UNITS}
    return (
        *_assessment_faults(rooms, ledger, roster),
        *_rating_faults(rooms, roster),
        *_exact_scores(rooms),
        *_corrections(rooms, ledger),
        *_vetoes(rooms),
        *_idle_vetoes(rooms),
        _handover(roster),
    )


_UNITS = ("C101", "C102", "C201", "C202", "C301", "C302", "C402", "C501", "C502", "C601", "C602")


def _assessment_faults(rooms: dict[str, _Room], ledger: Ledger, roster: Roster) -> Iterator[Fault]:
    room = rooms["C102"]
    yield Fault(
        kind="attested-not-met",
        note="10月的检查认定为没有做到",
        edits=(Amend(tag=room.tag("月度檢查", "2026-10"), label="是否做到", value="否"),),
        expects=room.expects("月度檢查", "2026-10", VIOLATED),
    )
    room = rooms["C601"]
    yield Fault(
        kind="attestation-missing",
        note="11月没有认定",
        edits=(Drop(tag=room.tag("查閱資料", "2026-11")),),
        expects=room.expects("查閱資料", "2026-11", UNDETERMINED),
    )
    room = rooms["C301"]
    tag = room.tag("月度檢查", "2027-01")
    stranger = attrs.evolve(
        ledger[tag],
        tag=tag + "/stranger",
        actor=roster.id_of("A5"),
        attributes={**ledger[tag].attributes, "是否做到": "否"},
    )
    yield Fault(
        kind="denied-by-wrong-office",
        note="认定人不属于班主任委员会，这一行不能算数",
        edits=(Add(event=stranger),),
    )


def _rating_faults(rooms: dict[str, _Room], roster: Roster) -> Iterator[Fault]:
    room = rooms["C202"]
    yield Fault(
        kind="rating-missing",
        note="10月班务记载没有评分，总分、等第和津贴都是区间",
        edits=(Drop(tag=room.tag("班務記載", "2026-10")),),
        scores=(room.scored("2026-10"), room.scored("term")),
    )
    room = rooms["C302"]
    yield Fault(
        kind="rating-by-former-holder",
        note="12月1日起换了大队辅导员，原辅导员12月的评分不能算数",
        edits=(Transfer(tag=room.tag("中心活動", "2026-12"), actor=roster.id_of("Z7")),),
        scores=(room.scored("2026-12"), room.scored("term")),
    )
    room = rooms["C402"]
    yield Fault(
        kind="rating-missing",
        note="学期综评没有评分，学期总分是区间",
        edits=(Drop(tag=room.tag("綜評", "term")),),
        scores=(room.scored("term"),),
    )


def _exact_scores(rooms: dict[str, _Room]) -> Iterator[Fault]:
    room = rooms["C402"]
    yield Fault(
        kind="rounding",
        note="9月合计的第二位小数是5，四舍五入进一",
        edits=tuple(
            Amend(tag=room.tag(item, "2026-09"), label="得分", value=points)
            for item, points in _QUARTER_POINTS.items()
        ),
        scores=(room.scored("2026-09"),),
    )
    room = rooms["C101"]
    yield Fault(
        kind="exactly-on-a-boundary",
        note="10月合计正好90分，为优",
        edits=tuple(
            Amend(tag=room.tag(item, "2026-10"), label="得分", value=points)
            for item, points in _NINETY.items()
        ),
        scores=(room.scored("2026-10"),),
    )


_QUARTER_POINTS = {
    "師德修養": "9",
    "班務記載": "17.25",
    "常規管理": "35",
    "中心活動": "8.5",
    "財產管理": "8.5",
    "安全教育": "9",
}
_NINETY = {
    "師德修養": "9.5",
    "班務記載": "18",
    "常規管理": "36",
    "中心活動": "8.5",
    "財產管理": "9",
    "安全教育": "9",
}


def _corrections(rooms: dict[str, _Room], ledger: Ledger) -> Iterator[Fault]:
    room = rooms["C101"]
    tag = room.tag("評優資格", "term")
    right = ledger[tag]
    yield Fault(
        kind="corrected-attestation",
        note="先误登为否，后更正为是，以更正为准",
        edits=(Amend(tag=tag, label="是否做到", value="否"), Add(event=_correction(right, 1))),
    )
    room = rooms["C602"]
    tag = room.tag("常規管理", "2026-09")
    right = ledger[tag]
    yield Fault(
        kind="corrected-rating",
        note="得分少登一位，后更正，以更正为准",
        edits=(Amend(tag=tag, label="得分", value="3.5"), Add(event=_correction(right, 2))),
        scores=(room.scored("2026-09"),),
    )
    room = rooms["C501"]
    tag = room.tag("安全教育", "2026-11")
    first = ledger[tag]
    day = datetime.date(2026, 11, 30)
    later = attrs.evolve(
        first,
        tag=tag + "/again",
        time=datetime.datetime(2026, 12, 2, 10, 0),
        attributes={**first.attributes, "得分": "7", "考核日期": day.isoformat()},
    )
    edits = (Amend(tag=tag, label="考核日期", value="2026-11-25"), Add(event=later))
    yield Fault(
        kind="rated-twice",
        note="复核后重新评分，以后一次为准",
        edits=edits,
        scores=(room.scored("2026-11"),),
    )


def _correction(right: Event, days: int) -> Event:
    moment = right.time + datetime.timedelta(days=days)
    return attrs.evolve(right, tag=right.tag + "/correction", recorded=moment, corrects=right.tag)


def _vetoes(rooms: dict[str, _Room]) -> Iterator[Fault]:
    room = rooms["C502"]
    finding = {"反响强烈": "是", "已查实": "是", "情况": "多次未到岗，经家长反映后查实"}
    event = room.event("失职认定", datetime.datetime(2026, 10, 22, 16, 0), finding)
    yield Fault(
        kind="veto",
        note="查实的失职，当月不合格，津贴不发；分数不变",
        edits=(Add(event=event),),
        scores=(room.scored("2026-10"),),
        certain_veto=room.scored("2026-10"),
    )
    room = rooms["C301"]
    accident = {"程度": "重大", "失职所致": "是", "已查实": "是", "情况": "课间无人看管，学生受伤"}
    event = room.event("安全事故", datetime.datetime(2026, 11, 17, 10, 5), accident)
    yield Fault(
        kind="veto",
        note="失职所致的重大事故，当月不合格",
        edits=(Add(event=event),),
        scores=(room.scored("2026-11"),),
        certain_veto=room.scored("2026-11"),
    )
    room = rooms["C402"]
    finding = {"反响强烈": "是", "已查实": "", "情况": "收到来信，是否查实没有登记"}
    event = room.event("失职认定", datetime.datetime(2026, 11, 19, 16, 0), finding)
    yield Fault(
        kind="veto-left-open",
        note="是否查实一格空白，当月可能不合格，等第和津贴都是区间",
        edits=(Add(event=event),),
        scores=(room.scored("2026-11"),),
        open_veto=room.scored("2026-11"),
    )


def _idle_vetoes(rooms: dict[str, _Room]) -> Iterator[Fault]:
    offence = {"程度": "重大", "已查实": "否", "情况": "收到举报，尚未查实"}
    event = rooms["C201"].event("违法违纪", datetime.datetime(2026, 11, 12, 9, 0), offence)
    yield Fault(kind="unconfirmed-offence", note="没有查实，不能否决", edits=(Add(event=event),))
    accident = {"程度": "重大", "失职所致": "否", "已查实": "是", "情况": "校车追尾，与班主任无关"}
    event = rooms["C601"].event("安全事故", datetime.datetime(2026, 12, 8, 7, 35), accident)
    yield Fault(kind="accident-without-fault", note="不是失职所致，不能否决", edits=(Add(event=event),))
    slight = {"学生姓名": "", "后果": "一般", "已查实": "是", "情况": "罚站一节课，已批评教育"}
    event = rooms["C602"].event("体罚", datetime.datetime(2026, 12, 15, 11, 0), slight)
    yield Fault(kind="slight-consequence", note="后果一般，不是严重，不能否决", edits=(Add(event=event),))
    finding = {"反响强烈": "是", "已查实": "是", "情况": "误登，应为其他学校"}
    event = rooms["C102"].event("失职认定", datetime.datetime(2026, 9, 16, 15, 0), finding)
    moment = datetime.datetime(2026, 9, 18, 9, 30)
    retraction = attrs.evolve(
        event,
        tag=event.tag + "/retraction",
        recorded=moment,
        time=moment,
        retracts=event.tag,
        attributes={},
    )
    yield Fault(
        kind="retracted-finding",
        note="登记后撤销，不能否决",
        edits=(Add(event=event), Add(event=retraction)),
    )


def _handover(roster: Roster) -> Fault:
    posts = roster.posts("班主任", "C401")
    scored = tuple((post.person, post.unit, window) for post in posts for window in ("2026-11", "term"))
    return Fault(
        kind="handover-of-homeroom-teacher",
        note=f"{HANDOVER}起换班主任，11月两人各有一个分数，津贴各按在岗天数（8天和22天）",
        scores=scored,
    )
