"""The faults of the small school: groups of teachers and of pupils."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from everything.class_faults import class_faults
from everything.planting import Expected, Fault, Planter, at


def school_faults(p: Planter) -> tuple[Fault, ...]:
    """All faults, planted."""
    return (
        *_prep_groups(p), *_prep_papers(p), *_research_groups(p), *_union(p),
        *_study_groups(p), *_helping(p), *_helping_rows(p), *_activity(p), *class_faults(p),
    )  # fmt: skip


def _prep_groups(p: Planter) -> Iterator[Fault]:
    lead1, lead2 = p.holder("BK01", "组长"), p.holder("BK02", "组长")
    row = p.put(p.rows("备课组活动", "BK01")[3], "时长", "35")
    yield Fault(
        kind="meeting-too-short",
        note="活动只有35分钟",
        expected=(
            Expected(document="002-14", norm="活动时长", bearer=(lead1, "BK01"), window="event", event=row),
        ),
    )
    row = p.put(p.rows("备课组活动", "BK02")[5], "固定地点", "")
    yield Fault(
        kind="cell-blank",
        note="固定地点一格空白：两份制度都问它，都不能判定",
        expected=tuple(
            Expected(document=document, norm=norm, bearer=(lead2, "BK02"), window="event", event=row,
                     verdict="undetermined")
            for document, norm in (("002-08", "定点"), ("002-13", "三定"))
        ),
    )  # fmt: skip
    row = p.put(p.rows("集体备课", "BK01")[4], "仅排进度", "是")
    yield Fault(
        kind="forbidden-kind-of-event",
        note="一次集体备课只排了进度",
        expected=(
            Expected(document="002-15", norm="不只排进度", bearer=(lead1, "BK01"), window="event", event=row),
        ),
    )
    one, other = p.holders("BK02", "组员")
    for row in p.rows("听课", "BK02", actor=one, cells={"授课教师": other}):
        p.put(row, "授课教师", lead2)
    yield Fault(
        kind="colleague-never-observed",
        note="听课节数够，但一位组员始终没有听另一位组员的课",
        expected=(Expected(document="002-08", norm="组员互听", bearer=(one, "BK02", other), window="term"),),
    )
    for row in p.rows(
        "活动记录表", "BK01", since=datetime.date(2026, 10, 6), until=datetime.date(2026, 11, 5)
    ):
        row.time = at(11, 9, 16, 30)
    yield Fault(
        kind="late-form",
        note="10月的活动记录表应在11月5日前交，11月9日才交",
        expected=(Expected(document="002-14", norm="每月交表", bearer=(lead1, "BK01"), window="2026-10"),),
    )


def _prep_papers(p: Planter) -> Iterator[Fault]:
    lead1, lead2 = p.holder("BK01", "组长"), p.holder("BK02", "组长")
    p.add("教辅征订", "BK02", lead2, at(9, 10), 学科="科学", 书名="同步练习册")
    p.add("教辅征订", "BK02", lead2, at(9, 11), 学科="科学", 书名="天天练")
    yield Fault(
        kind="two-values-where-one-is-due",
        note="同一学科订了两种教辅",
        expected=(
            Expected(document="002-09", norm="一科一辅", bearer=(lead2, "BK02"), window="term", case="科学"),
        ),
    )
    talked = {row.time.date() for row in p.rows("说课", "BK01")}
    day = next(
        d for d in (datetime.date(2027, 1, 15) - datetime.timedelta(days=n) for n in range(0, 90, 7))
        if not talked & {d - datetime.timedelta(days=n) for n in range(8)}
    )  # fmt: skip
    member = p.holder("BK01", "组员")
    moment = datetime.datetime.combine(day, datetime.time(10, 20))
    p.add("公开课", "BK01", member, moment, 课题="《秋天的雨》", 评课记录="板书清楚，问题集中")
    p.add(
        "说课", "BK01", member, moment + datetime.timedelta(days=1), 课题="《秋天的雨》", 评课记录="补说教材"
    )
    yield Fault(
        kind="order-broken",
        note="先上公开课，第二天才说课",
        expected=(
            Expected(document="002-09", norm="课前说课", bearer=(lead1, "BK01"), window=f"response {day}"),
        ),
    )
    row = p.statement("评分", "002-03", "掌握进度", "BK02")
    p.put(row, "得分", "11")
    yield Fault(
        kind="rating-out-of-range",
        note="满分10分，写了11分",
        expected=(
            Expected(document="002-03", norm="掌握进度", bearer=(lead2, "BK02"), window="term",
                     verdict="undetermined"),
        ),
    )  # fmt: skip
    p.put(p.statement("认定", "002-06", "研究教学", "BK01"), "是否做到", "否")
    yield Fault(
        kind="attested-not-met",
        note="认定为没有做到",
        expected=(Expected(document="002-06", norm="研究教学", bearer=(lead1, "BK01"), window="term"),),
    )


def _research_groups(p: Planter) -> Iterator[Fault]:
    lead1, lead2 = p.holder("JY01", "组长"), p.holder("JY02", "组长")
    row = p.put(p.rows("资料包", "JY02")[0], "案例数", "")
    yield Fault(
        kind="record-incomplete",
        note="资料包没有写案例数",
        expected=(
            Expected(document="001-01", norm="资料包内容", bearer=(lead2, "JY02"), window="event", event=row),
        ),
    )
    member = p.holder("JY01", "组员", 1)
    row = p.put(p.rows("个人总结", "JY01", actor=member)[0], "已存档", "否")
    yield Fault(
        kind="event-fails-its-test",
        note="一位组员的总结没有存档",
        expected=(
            Expected(document="001-02", norm="个人存档", bearer=(lead1, "JY01"), window="event", event=row),
        ),
    )
    p.remove(p.rows("工作手册表格", "JY02", cells={"表格": "工作鉴定表"}))
    yield Fault(
        kind="paper-missing",
        note="没有填工作鉴定表",
        expected=(Expected(document="001-03", norm="鉴定", bearer=(lead2, "JY02"), window="term"),),
    )


def _union(p: Planter) -> Iterator[Fault]:
    lead = p.holder("GH01", "组长")
    raised = p.rows("意见提出", "GH01")[0]
    p.remove(p.rows("会员意见", "GH01"))
    yield Fault(
        kind="no-response",
        note="会员的意见没有反映",
        expected=(
            Expected(document="000-05", norm="反映意见", bearer=(lead, "GH01"),
                     window=f"response {raised.time.date()}"),
        ),
    )  # fmt: skip


def _study_groups(p: Planter) -> Iterator[Fault]:
    lead, pupil = p.holder("XX3011", "组长"), p.holder("XX3011", "学生", 2)
    day = datetime.date(2026, 11, 12)
    p.remove(p.rows("成长记录检查", "XX3011", since=day, until=day, cells={"记录组员": pupil}))
    yield Fault(
        kind="one-pupil-left-out",
        note="一天里漏查了一名组员的成长记录",
        expected=(
            Expected(document="000-02", norm="每天检查签字", bearer=(lead, "XX3011", pupil), window=str(day)),
        ),
    )
    talker = p.holder("XX4021", "学生", 3)
    p.add("课堂说话", "XX4021", talker, at(11, 4, 10, 30))
    yield Fault(
        kind="forbidden-event",
        note="一名学生上课说话",
        expected=(
            Expected(document="000-04", norm="上课不说话", bearer=(talker, "XX4021"), window="week 10"),
        ),
    )
    p.remove(p.rows("阶段总结", "XX4022"))
    lead = p.holder("XX4022", "组长")
    yield Fault(
        kind="paper-missing",
        note="没有上交阶段总结",
        expected=(Expected(document="000-01", norm="上交总结", bearer=(lead, "XX4022"), window="term"),),
    )


def _helping(p: Planter) -> Iterator[Fault]:
    lead, pupil = p.holder("HZ302", "组长"), p.holder("HZ302", "学生", 3)
    first = p.rows("领域分工", "HZ302", actor=p.holder("HZ302", "学生"))[0].labelled()["领域"]
    for row in p.rows("领域分工", "HZ302", actor=pupil):
        p.put(row, "领域", first)
    yield Fault(
        kind="two-values-where-one-is-due",
        note="两名组员承担了同一领域",
        expected=(
            Expected(document="003-08", norm="领域不重", bearer=(lead, "HZ302"), window="term", case=first),
        ),
    )
    copier = p.holder("HZ301", "学生", 4)
    p.add("抄袭", "HZ301", copier, at(11, 18, 11), 已查实="是")
    yield Fault(
        kind="forbidden-event",
        note="一名不在学习小组的学生抄袭，已查实",
        expected=(Expected(document="003-08", norm="不得抄袭", bearer=(copier, "HZ301"), window="term"),),
    )
    november = (datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))
    p.remove(p.rows("互助辅导", "HZ301", actor=copier, since=november[0], until=november[1]))
    yield Fault(
        kind="month-without-event",
        note="一名组员11月没有帮助过别人",
        expected=(Expected(document="003-09", norm="互相帮助", bearer=(copier, "HZ301"), window="2026-11"),),
    )
    guide = p.holder("HZ402", "指导教师")
    p.remove(p.rows("小组指导", "HZ402", actor=guide, since=november[0], until=november[1]))
    yield Fault(
        kind="month-without-event",
        note="指导教师11月没有指导",
        expected=(Expected(document="003-07", norm="指导监督", bearer=(guide, "HZ402"), window="2026-11"),),
    )


def _helping_rows(p: Planter) -> Iterator[Fault]:
    lead = p.holder("HZ401", "组长")
    row = p.put(p.rows("学案", "HZ401")[6], "课前完成", "否")
    yield Fault(
        kind="event-fails-its-test",
        note="一份学案课前没有做完",
        expected=(
            Expected(document="003-10", norm="课前做完", bearer=(lead, "HZ401"), window="event", event=row),
        ),
    )
    pupil = p.holder("HZ401", "学生", 2)
    p.remove(p.rows("活动签到", "HZ401", actor=pupil))
    yield Fault(
        kind="share-not-reached",
        note="一名组员没有签到，全体参加只差一人",
        expected=(Expected(document="003-05", norm="全体参加", bearer=(lead, "HZ401"), window="term"),),
    )


def _activity(p: Planter) -> Iterator[Fault]:
    organizer = p.holder("C301", "活动负责人")
    for pupil in p.holders("C301", "学生")[4:7]:
        p.remove(p.rows("活动报名", "C301", actor=pupil))
    yield Fault(
        kind="share-not-reached",
        note="负责人以外九人里三人没有报名，不到八成",
        expected=(Expected(document="003-04", norm="广泛报名", bearer=(organizer, "C301"), window="term"),),
    )
    other = p.holder("C302", "活动负责人")
    p.add("活动投诉", "C302", other, at(12, 3, 15), 投诉类别="泄露隐私")
    yield Fault(
        kind="cell-blank",
        note="投诉是否查实空着",
        expected=(
            Expected(document="003-04", norm="尊重隐私", bearer=(other, "C302"), window="term",
                     verdict="undetermined"),
        ),
    )  # fmt: skip
    teacher = p.holder("C401", "教师")
    p.remove([p.statement("认定", "003-03", "组织合作", "C401")])
    yield Fault(
        kind="attestation-missing",
        note="没有人认定",
        expected=(
            Expected(document="003-03", norm="组织合作", bearer=(teacher, "C401"), window="term",
                     verdict="undetermined"),
        ),
    )  # fmt: skip
