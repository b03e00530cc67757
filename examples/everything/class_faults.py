"""The faults of the small school: homeroom teachers and their classes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from everything.ledger import Row
from everything.planting import Expected, Fault, Planter, at


def class_faults(p: Planter) -> Iterator[Fault]:
    """All faults of homeroom teachers, planted."""
    yield from _vetoes(p)
    yield from _absent_pupils(p)
    yield from _days(p)
    yield from _people(p)
    yield from _records(p)
    yield from _statements(p)


def _vetoes(p: Planter) -> Iterator[Fault]:
    teacher = p.holder("C302", "班主任")
    pupil = p.holder("C302", "学生", 8)
    p.add(
        "体罚",
        "C302",
        teacher,
        at(11, 17, 15),
        学生姓名=pupil,
        后果="严重",
        已查实="是",
        情况="罚站致学生晕倒",
    )
    norm = "不得體罰"
    yield Fault(
        kind="veto",
        note="体罚学生，后果严重，已查实：三份制度禁止，两份制度否决",
        expected=tuple(
            Expected(document=document, norm=norm, bearer=(teacher, "C302"), window="term")
            for document in ("004-03", "004-06", "004-13")
        ),
        vetoes=(
            ("004-04", "月度考核", teacher, "C302", "2026-11"),
            ("004-13", "班主任考核", teacher, "C302", "term"),
            ("004-13", "師德考核", teacher, "C302", "term"),
        ),
    )


def _absent_pupils(p: Planter) -> Iterator[Fault]:
    teacher, pupil = p.holder("C401", "班主任"), p.holder("C401", "学生", 9)
    moment = at(12, 8, 8, 30)
    p.add(
        "学生缺勤", "C401", teacher, moment, 学生姓名=pupil, 缺勤类别="旷课", 情况特殊="否", 住宿生缺勤="否"
    )
    yield Fault(
        kind="no-response",
        note="一名学生旷课，班主任24小时内没有联系家长",
        expected=(
            Expected(document="004-13", norm="無曠課", bearer=(teacher, "C401"), window="term"),
            Expected(document="004-13", norm="缺勤聯繫", bearer=(teacher, "C401", pupil),
                     window=f"response {moment.date()}"),
        ),
    )  # fmt: skip
    teacher = p.holder("C302", "班主任")
    moment = at(12, 9, 10, 20)
    reports = _any(p, "向校报告", "C302")
    if any(moment <= row.time < moment + datetime.timedelta(hours=1) for row in reports):
        raise LookupError("the school was told by chance")
    burst = {"经过": "水管爆裂，教室进水", "处理结果": "学生转移到音乐室", "处理用时": "2", "程度": "重大"}
    p.add("突发事件", "C302", teacher, moment, **burst)
    p.add("向校报告", "C302", teacher, moment + datetime.timedelta(hours=3), 报告内容="水管爆裂")
    yield Fault(
        kind="late-response",
        note="重大突发事件三小时后才上报，限一小时",
        expected=(
            Expected(document="004-10", norm="重大事故上報", bearer=(teacher, "C302"),
                     window=f"response {moment.date()}"),
        ),
    )  # fmt: skip


def _days(p: Planter) -> Iterator[Fault]:
    teacher = p.holder("C302", "班主任")
    p.remove(p.rows("升旗仪式", "C302", since=datetime.date(2026, 11, 2), until=datetime.date(2026, 11, 8)))
    yield Fault(
        kind="week-without-event",
        note="一个周一没有升旗，两份制度都因此违反",
        expected=tuple(
            Expected(document=document, norm=norm, bearer=(teacher, "C302"), window="week 10")
            for document, norm in (("004-09", "升旗"), ("004-15", "週一升旗"))
        ),
    )
    teacher, day = p.holder("C401", "班主任"), datetime.date(2026, 10, 21)
    p.remove(p.rows("放学整队", "C401", since=day, until=day))
    yield Fault(
        kind="day-without-event",
        note="一天放学没有整队",
        expected=(Expected(document="004-15", norm="放學", bearer=(teacher, "C401"), window=str(day)),),
    )
    p.remove(p.rows("运动会", "C401"))
    yield Fault(
        kind="year-without-event",
        note="没有参加运动会",
        expected=(
            Expected(document="004-08", norm="運動會", bearer=(teacher, "C401"), window="school_year"),
        ),
    )


def _people(p: Planter) -> Iterator[Fault]:
    teacher, pupil = p.holder("C402", "班主任"), p.holder("C402", "学生", 11)
    p.remove(p.rows("电话访问", "C402", cells={"学生姓名": pupil}))
    yield Fault(
        kind="one-pupil-left-out",
        note="没有给一名学生的家长打电话",
        expected=(
            Expected(document="004-07", norm="電話訪問家長", bearer=(teacher, "C402", pupil), window="term"),
        ),
    )
    teacher, pupil = p.holder("C301", "班主任"), p.holder("C301", "学生", 6)
    p.remove(p.rows("班级岗位", "C301", actor=pupil))
    yield Fault(
        kind="share-not-reached",
        note="一名学生没有岗位",
        expected=(Expected(document="004-06", norm="人人有崗位", bearer=(teacher, "C301"), window="term"),),
    )
    deputy = p.holder("C402", "副班主任")
    p.remove(
        p.rows(
            "卫生检查",
            "C402",
            actor=deputy,
            since=datetime.date(2026, 11, 9),
            until=datetime.date(2026, 11, 15),
        )
    )
    yield Fault(
        kind="week-without-event",
        note="副班主任一周没有检查卫生",
        expected=(
            Expected(document="004-05", norm="副班主任管衛生", bearer=(deputy, "C402"), window="week 11"),
        ),
    )


def _records(p: Planter) -> Iterator[Fault]:
    hazard = next(row for unit in ("C301", "C302", "C401", "C402") for row in _any(p, "安全隐患", unit))
    teacher = p.holder(hazard.unit, "班主任")
    p.put(hazard, "消除用时", "72")
    yield Fault(
        kind="event-fails-its-test",
        note="隐患三天后才消除",
        expected=(
            Expected(document="004-11", norm="及時消除", bearer=(teacher, hazard.unit), window="event",
                     event=hazard),
        ),
    )  # fmt: skip
    teacher = p.holder("C402", "班主任")
    for row in p.rows("班主任培训", "C402"):
        p.put(row, "培训学时", "4")
    yield Fault(
        kind="sum-too-small",
        note="培训学时不够30",
        expected=(
            Expected(document="004-12", norm="年度培訓", bearer=(teacher, "C402"), window="school_year"),
        ),
    )
    row = p.add("巩固率统计", "C401", p.holder("C401", "班主任"), at(1, 20, 9), 巩固率="95")
    yield Fault(
        kind="event-fails-its-test",
        note="一名学生流失，巩固率没有达到要求",
        expected=(
            Expected(document="004-16", norm="鞏固達標", bearer=(p.holder("C401", "班主任"), "C401"),
                     window="event", event=row),
        ),
    )  # fmt: skip


def _any(p: Planter, kind: str, unit: str) -> list[Row]:
    try:
        return p.rows(kind, unit)
    except LookupError:
        return []


def _statements(p: Planter) -> Iterator[Fault]:
    teacher = p.holder("C301", "班主任")
    p.put(p.statement("认定", "004-09", "檢查執行", "C301"), "是否做到", "")
    yield Fault(
        kind="cell-blank",
        note="认定没有写是否做到",
        expected=(
            Expected(document="004-09", norm="檢查執行", bearer=(teacher, "C301"), window="term",
                     verdict="undetermined"),
        ),
    )  # fmt: skip
    teacher = p.holder("C402", "班主任")
    p.statement("评分", "004-07", "以身作則", "C402").actor = p.holder("C402", "副班主任")
    yield Fault(
        kind="outsider-rates",
        note="评分的人不是德育处",
        expected=(
            Expected(document="004-07", norm="以身作則", bearer=(teacher, "C402"), window="term",
                     verdict="undetermined"),
        ),
    )  # fmt: skip
    p.remove([p.statement("评分", "004-02", "敬業奉獻", "C402")])
    yield Fault(
        kind="rating-missing",
        note="没有人评分",
        expected=(
            Expected(document="004-02", norm="敬業奉獻", bearer=(teacher, "C402"), window="term",
                     verdict="undetermined"),
        ),
    )  # fmt: skip
