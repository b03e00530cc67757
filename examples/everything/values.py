"""What the cells of a row say when nothing asks for more, and what they must say to pass a test."""

from __future__ import annotations

import datetime
from decimal import Decimal

from dutyrules.checking.policy import EventTest, MatchTest, NumberTest, PresenceTest
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.plan.obligations import limit_on
from dutyrules.syntax.tree import Comparison
from everything.texts import TEXTS

DOMAINS = ("语文", "数学", "英语", "科学", "道德与法治")
"""What the pupils of a group share out among them."""

_NUMBERS = {
    "得分": "9",
    "签到": "5",
    "张数": "4",
    "平均分": "86.5",
    "加分": "2",
    "缺勤人数": "0",
    "简介字数": "120",
    "缺岗人数": "0",
    "实际用量": "12.5",
}
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
            wordings = TEXTS.get(label, (f"{label}已写明",))
            return wordings[day.toordinal() % len(wordings)]
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
