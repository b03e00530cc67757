"""What the cells of a row say when nothing asks for more, and what they must say to pass a test."""

from __future__ import annotations

import datetime
from decimal import Decimal

from dutyrules.checking.policy import EventTest, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.plan.obligations import limit_on
from dutyrules.syntax.tree import Comparison

_TEXTS = {
    "内容": "期中前的知识梳理",
    "课题": "《观察物体》第一课时",
    "主题": "以学定教，提高课堂实效",
    "地点": "三楼小会议室",
    "学科": "语文",
    "教材": "统编版三年级上册",
    "试卷": "第三单元试卷A",
    "书名": "课堂练习册",
    "社团名称": "朗诵社",
    "组名": "启明",
    "小组名称": "启明",
    "组训": "今日事今日毕",
    "报修系统": "SAP",
    "反馈部门": "设备部",
    "分享人": "高年级学长",
    "志愿者": "家长志愿者",
    "背诵时间": "7:40至8:00",
    "分数段": "90分以上12人，80至89分9人",
    "难度": "0.85",
    "收获": "会用两种方法解题",
    "疑问": "第二种方法为什么更快",
    "解决办法": "课后请教组长",
}
_NUMBERS = {"被考核人": "1", "得分": "9", "签到": "5", "张数": "4", "平均分": "86.5", "加分": "2", "缺勤人数": "0",
            "简介字数": "120", "缺岗人数": "0", "实际用量": "12.5"}  # fmt: skip
_BY_KIND = {
    AttributeKind.NUMBER: "3",
    AttributeKind.MINUTES: "60",
    AttributeKind.HOURS: "2",
    AttributeKind.CLASS_HOURS: "2",
    AttributeKind.POINTS: "90",
    AttributeKind.PERCENT: "96",
    AttributeKind.MONEY: "100",
}
_NO = {"仅排进度", "失职所致", "反响强烈", "发现问题", "特殊情况", "情况特殊", "住宿生缺勤", "假期家访"}


def usual(kind: EventType, attribute: Attribute, day: datetime.date) -> str:
    """What schools usually write there; "" for people and for the date that an event counts on."""
    label = attribute.term.zh_hans
    match attribute.kind:
        case AttributeKind.PERSON | AttributeKind.UNIT:
            return ""
        case AttributeKind.TEXT:
            return _TEXTS.get(label, f"{label}已写明")
        case AttributeKind.YES_NO:
            return "否" if label in _NO else "是"
        case AttributeKind.CHOICE:
            return attribute.choices[0].zh_hans
        case AttributeKind.DATE:
            return "" if attribute.term.id == kind.dated_by else day.isoformat()
        case _:
            return _NUMBERS.get(label, _BY_KIND[attribute.kind])


def passing(kind: EventType, test: EventTest, written: str, day: datetime.date) -> str:
    """A cell that passes the test: the one that is written if it does."""
    attribute = test.attribute
    match test:
        case PresenceTest():
            return written or usual(kind, attribute, day)
        case NumberTest(limit=limit):
            return _within(*limit_on(limit, day), written or usual(kind, attribute, day))
        case MatchTest(comparison=comparison, value=value):
            shown = shown_value(attribute, value)
            if comparison is Comparison.IS:
                return shown
            return written if written and written != shown else _another(attribute, value, day)


def failing(test: EventTest, day: datetime.date) -> str | None:
    """A cell that fails the test, None where only the whole row can go."""
    match test:
        case MatchTest(attribute=attribute, comparison=Comparison.IS, value=value):
            return _another(attribute, value, day)
        case MatchTest(attribute=attribute, value=value):
            return shown_value(attribute, value)
        case _:
            return None


def shown_value(attribute: Attribute, value: str | bool | datetime.date) -> str:
    """The value as a cell."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return next((c.zh_hans for c in attribute.choices if c.id == value), value)


def _another(attribute: Attribute, value: str | bool | datetime.date, day: datetime.date) -> str:
    if isinstance(value, bool):
        return "否" if value else "是"
    if isinstance(value, datetime.date):
        return day.isoformat()
    return next((c.zh_hans for c in attribute.choices if c.id != value), f"{attribute.term.zh_hans}已写明")


def _within(low: Decimal | None, high: Decimal | None, written: str) -> str:
    number = Decimal(written)
    if low is not None and number < low:
        return f"{low:f}"
    return f"{high:f}" if high is not None and number > high else written
