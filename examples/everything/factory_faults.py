"""The faults of the factory."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from everything.planting import Expected, Fault, Planter, at

_DOCUMENT = "000-03"


def factory_faults(p: Planter) -> tuple[Fault, ...]:
    """All faults, planted."""
    return (*_daily(p), *_repairs(p), *_shortages(p))


def _daily(p: Planter) -> Iterator[Fault]:
    lead = p.holder("P01", "组长")
    day = datetime.date(2026, 11, 11)
    p.remove(p.rows("生产汇报", "P01", since=day, until=day))
    yield Fault(
        kind="day-without-event",
        note="一天没有汇报",
        expected=(Expected(document=_DOCUMENT, norm="每日汇报", bearer=(lead, "P01"), window=str(day)),),
    )
    row = p.put(p.rows("工作考勤", "P01")[10], "缺岗人数", "1")
    yield Fault(
        kind="event-fails-its-test",
        note="一人缺岗",
        expected=(
            Expected(document=_DOCUMENT, norm="全员到岗", bearer=(lead, "P01"), window="event", event=row),
        ),
    )
    row = p.put(p.rows("工作考勤", "P01")[20], "缺岗人数", "")
    yield Fault(
        kind="cell-blank",
        note="缺岗人数空着",
        expected=(
            Expected(document=_DOCUMENT, norm="全员到岗", bearer=(lead, "P01"), window="event", event=row,
                     verdict="undetermined"),
        ),
    )  # fmt: skip


def _repairs(p: Planter) -> Iterator[Fault]:
    lead = p.holder("P02", "组长")
    moment = at(11, 17, 10)
    p.add("设备异常", "P02", lead, moment)
    p.add("异常反馈", "P02", lead, at(11, 17, 11), 反馈事项="设备", 反馈部门="设备部")
    row = p.add("报修", "P02", lead, at(11, 18, 10), 报修系统="电话")
    yield Fault(
        kind="late-response",
        note="第二十四小时才报修，而且没有走系统",
        expected=(
            Expected(document=_DOCUMENT, norm="异常报修", bearer=(lead, "P02"),
                     window=f"response {moment.date()}"),
            Expected(document=_DOCUMENT, norm="报修入系统", bearer=(lead, "P02"), window="event", event=row),
        ),
    )  # fmt: skip


def _shortages(p: Planter) -> Iterator[Fault]:
    lead = p.holder("P02", "组长")
    moment = at(12, 15, 9)
    p.add("物料异常", "P02", lead, moment, 异常类别="报废品")
    p.add("异常反馈", "P02", lead, at(12, 15, 10), 反馈事项="物料", 反馈部门="物料部")
    p.add("异常台账", "P02", lead, at(12, 15, 11), 预防措施="先验后收")
    yield Fault(
        kind="no-response",
        note="报废品没有人督促处理",
        expected=(
            Expected(document=_DOCUMENT, norm="督促报废", bearer=(lead, "P02"),
                     window=f"response {moment.date()}"),
        ),
    )  # fmt: skip
    p.put(p.statement("认定", _DOCUMENT, "严明纪律", "P01"), "是否做到", "否")
    yield Fault(
        kind="attested-not-met",
        note="10月认定为没有做到",
        expected=(
            Expected(document=_DOCUMENT, norm="严明纪律", bearer=(p.holder("P01", "组长"), "P01"),
                     window="2026-10"),
        ),
    )  # fmt: skip
