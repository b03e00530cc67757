"""Bounds, tests and causes as short phrases in three languages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from dutyrules.checking.amounts import UNIT_NAMES
from dutyrules.checking.policy import (
    Attestation,
    EachEvent,
    EventTest,
    Limit,
    MatchTest,
    NumberTest,
    PresenceTest,
    Quota,
    Rating,
)
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.engines.outcome import Cause, Rejection
from dutyrules.explaining.rows import number_text
from dutyrules.findings.model import Language, Modality, Text
from dutyrules.plan.obligations import Obligation, limit_on
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.tree import BoundKind, Comparison, Unit

_KIND_UNITS = {
    AttributeKind.MINUTES: Unit.MINUTE,
    AttributeKind.HOURS: Unit.HOUR,
    AttributeKind.CLASS_HOURS: Unit.CLASS_HOUR,
    AttributeKind.POINTS: Unit.POINT,
    AttributeKind.PERCENT: Unit.PERCENT,
    AttributeKind.MONEY: Unit.YUAN,
}


def text(en: str, zh_hans: str, zh_hant: str) -> Text:
    """A sentence in the three languages."""
    return Text(en=en, zh_hans=zh_hans, zh_hant=zh_hant)


def joined(parts: list[Text], en: str, zh: str) -> Text:
    """The parts joined by `en` in English and `zh` in Chinese."""
    return text(
        en.join(p.en for p in parts), zh.join(p.zh_hans for p in parts), zh.join(p.zh_hant for p in parts)
    )


def label_text(labels: tuple[str, str, str]) -> Text:
    """A term's labels as a text."""
    return Text(en=labels[0], zh_hans=labels[1], zh_hant=labels[2])


def counted(number: str, event: EventType) -> Text:
    """`12 lesson_observation`, 12节听课."""
    name = label_text(event.term.labels())
    table = keyword_table()
    counter = event.counter.id if event.counter is not None else "次"
    hans, hant = (table.counter_in(counter, x) for x in (Language.ZH_HANS, Language.ZH_HANT))
    return text(f"{number} {name.en}", f"{number}{hans}{name.zh_hans}", f"{number}{hant}{name.zh_hant}")


def measured(number: str, attribute: Attribute) -> Text:
    """`40 minutes`, 40分钟; the plain number where the attribute has no unit."""
    unit = _KIND_UNITS.get(attribute.kind)
    if unit is None:
        return text(number, number, number)
    name = UNIT_NAMES[unit]
    return text(f"{number} {name.en}", f"{number}{name.zh_hans}", f"{number}{name.zh_hant}")


def compared(kind: BoundKind, low: Text | None, high: Text | None) -> Text:
    """`at least …`, `between … and …` around what was counted."""
    match kind:
        case BoundKind.AT_LEAST if low is not None:
            return text(f"at least {low.en}", f"至少{low.zh_hans}", f"至少{low.zh_hant}")
        case BoundKind.AT_MOST if high is not None:
            return text(f"at most {high.en}", f"至多{high.zh_hans}", f"至多{high.zh_hant}")
        case BoundKind.EXACTLY if low is not None:
            return text(f"exactly {low.en}", f"恰好{low.zh_hans}", f"恰好{low.zh_hant}")
        case BoundKind.BETWEEN if low is not None and high is not None:
            return text(
                f"between {low.en} and {high.en}",
                f"{low.zh_hans}至{high.zh_hans}",
                f"{low.zh_hant}至{high.zh_hant}",
            )
        case _:
            return text("any", "任何", "任何")


def has_dated_figure(tests: Iterable[EventTest]) -> bool:
    """True if what a test asks for depends on the day."""
    limits = [test.limit for test in tests if isinstance(test, NumberTest)]
    figures = [figure for limit in limits for figure in (limit.low, limit.high)]
    return any(figure is not None and len(figure.settings) > 1 for figure in figures)


def plain_bound(norm: Quota | EachEvent | Attestation | Rating, obligation: Obligation) -> Text:
    """What the instance asks for, with its own figures."""
    match norm:
        case Quota():
            return _quota_text(norm, obligation)
        case EachEvent():
            return tests_text(norm, obligation.window.first_day)
        case Attestation(text=said):
            return text(f"attested: {said}", f"经认定：{said}", f"經認定：{said}")
        case Rating(text=said):
            most = number_text(obligation.high or Decimal(0))
            return text(
                f"rated out of {most}: {said}", f"评分（满分{most}）：{said}", f"評分（滿分{most}）：{said}"
            )
        case other:
            assert_never(other)


def _quota_text(norm: Quota, obligation: Obligation) -> Text:
    if norm.modality is Modality.MUST_NOT:
        name = label_text(norm.event.term.labels())
        body = text(f"no {name.en}", f"没有{name.zh_hans}", f"沒有{name.zh_hant}")
    elif norm.modality is Modality.MAY:
        name = label_text(norm.event.term.labels())
        body = text(f"{name.en} permitted", f"可以有{name.zh_hans}", f"可以有{name.zh_hant}")
    else:
        ends = (obligation.low, obligation.high)
        low, high = (None if n is None else _quantity(norm, number_text(n)) for n in ends)
        body = compared(norm.limit.kind, low, high)
    return with_tests(body, norm.tests, obligation.window.first_day)


def with_tests(body: Text, asked: tuple[EventTest, ...], day: datetime.date) -> Text:
    """What is counted, and what each of it must pass."""
    if not asked:
        return body
    tests = joined([test_text(t, day) for t in asked], " and ", "且")
    return text(
        f"{body.en} with {tests.en}",
        f"{body.zh_hans}，其中{tests.zh_hans}",
        f"{body.zh_hant}，其中{tests.zh_hant}",
    )


def _quantity(norm: Quota, number: str) -> Text:
    if norm.summed is None:
        return counted(number, norm.event)
    amount, name = measured(number, norm.summed), label_text(norm.event.term.labels())
    return text(
        f"{amount.en} of {name.en}", f"{amount.zh_hans}的{name.zh_hans}", f"{amount.zh_hant}的{name.zh_hant}"
    )


def tests_text(norm: EachEvent, day: datetime.date) -> Text:
    """What each event has to record or satisfy, or must not."""
    if norm.records:
        names = joined([label_text(t.attribute.term.labels()) for t in norm.tests], ", ", "、")
        asked = text(f"records {names.en}", f"记录{names.zh_hans}", f"記錄{names.zh_hant}")
    else:
        asked = joined([test_text(t, day) for t in norm.tests], " and ", "且")
    if norm.modality is not Modality.MUST_NOT:
        return asked
    return text(f"must not: {asked.en}", f"不得：{asked.zh_hans}", f"不得：{asked.zh_hant}")


def test_text(test: EventTest, day: datetime.date) -> Text:
    """One test on an event of that day."""
    name = label_text(test.attribute.term.labels())
    match test:
        case PresenceTest():
            return text(f"{name.en} is given", f"有{name.zh_hans}", f"有{name.zh_hant}")
        case NumberTest(limit=limit):
            bound = _limit_text(limit, test.attribute, day)
            return text(
                f"{name.en} {bound.en}", f"{name.zh_hans}{bound.zh_hans}", f"{name.zh_hant}{bound.zh_hant}"
            )
        case MatchTest(comparison=comparison, value=value):
            shown = _value_text(value, test.attribute)
            is_ = text("is", "为", "為") if comparison is Comparison.IS else text("is not", "不为", "不為")
            return text(
                f"{name.en} {is_.en} {shown.en}",
                f"{name.zh_hans}{is_.zh_hans}{shown.zh_hans}",
                f"{name.zh_hant}{is_.zh_hant}{shown.zh_hant}",
            )
        case other:
            assert_never(other)


def _limit_text(limit: Limit, attribute: Attribute, day: datetime.date) -> Text:
    low, high = (None if n is None else measured(number_text(n), attribute) for n in limit_on(limit, day))
    return compared(limit.kind, low, high)


def _value_text(value: str | bool | datetime.date, attribute: Attribute) -> Text:
    match value:
        case bool():
            return text("yes", "是", "是") if value else text("no", "否", "否")
        case datetime.date():
            return text(value.isoformat(), value.isoformat(), value.isoformat())
        case str():
            choice = next((c for c in attribute.choices if c.id == value), None)
            return text(value, value, value) if choice is None else label_text(choice.labels())


def cause_text(rejection: Rejection, day: datetime.date) -> Text:
    """Why a row of that day, which was looked at, did not count."""
    test = None if rejection.test is None else test_text(rejection.test, day)
    match rejection.cause:
        case Cause.TEST_FAILED if test is not None and not isinstance(rejection.test, PresenceTest):
            return text(f"fails: {test.en}", f"不符合：{test.zh_hans}", f"不符合：{test.zh_hant}")
        case Cause.MISSING | Cause.TEST_FAILED if rejection.test is not None:
            name = label_text(rejection.test.attribute.term.labels())
            return text(f"{name.en} is blank", f"“{name.zh_hans}”空缺", f"「{name.zh_hant}」空缺")
        case Cause.NOT_ENTITLED:
            return text("by somebody without the role", "记录人没有该角色", "記錄人沒有該角色")
        case Cause.OUT_OF_RANGE:
            return text("points out of range", "分数超出范围", "分數超出範圍")
        case Cause.PERMITTED:
            return text("permitted by an exception", "属于例外允许", "屬於例外允許")
        case Cause.COUNTED_ELSEWHERE:
            return text("already counted for another norm", "已计入另一项规定", "已計入另一項規定")
        case Cause.SUPERSEDED:
            return text("a later one replaces it", "已有更新的记录", "已有更新的記錄")
        case _:
            return text("its record is incomplete", "记录不完整", "記錄不完整")
