"""Duties and findings of the synthetic report."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

import attrs
from report_pieces import (
    AS_OF,
    FIRST_MONDAY,
    SUBJECTS,
    evidence,
    month,
    term,
    text,
    week,
    window,
)

from dutyrules.findings.model import (
    Finding,
    Modality,
    Party,
    ReportWindow,
    Step,
    Text,
)
from dutyrules.findings.verdict import Interval, Verdict


@attrs.frozen(kw_only=True)
class Duty:
    """A norm of the synthetic policies."""

    policy: str
    clause: str
    norm: str
    event: str
    needed: int
    windows: tuple[ReportWindow, ...]
    modality: Modality = Modality.MUST
    counted: bool = True
    pairwise: bool = False


def duties() -> tuple[Duty, ...]:
    """The norms: weekly, monthly, once a term, per event and per member."""
    weeks, months, once = tuple(map(week, range(1, 21))), tuple(map(month, range(5))), (term(),)
    prep, research = "备课组长14", "教研组长"
    return (
        Duty(policy=prep, clause="一", norm="制订计划", event="工作计划", needed=1, windows=once),
        Duty(policy=prep, clause="二", norm="每周活动", event="备课组活动", needed=1, windows=weeks),
        Duty(policy=prep, clause="二", norm="记录地点", event="备课组活动", needed=1, windows=()),
        Duty(policy=prep, clause="二", norm="每月交表", event="活动记录表", needed=1, windows=months),
        Duty(policy=prep, clause="三", norm="听课节数", event="听课", needed=12, windows=once),
        Duty(policy=prep, clause="三", norm="互听普听", event="认定", needed=1, windows=once, counted=False),
        Duty(policy=prep, clause="五", norm="联席会", event="备课组长联席会", needed=1, windows=once),
        Duty(policy=research, clause="一", norm="学科计划", event="工作计划", needed=1, windows=once),
        Duty(
            policy=research, clause="七", norm="听组员课", event="听课", needed=1, windows=once, pairwise=True
        ),
        Duty(policy=research, clause="细化一3", norm="课堂调研", event="教学调研", needed=1, windows=months),
        Duty(
            policy=research,
            clause="五",
            norm="可以外联",
            event="教研活动",
            needed=1,
            windows=once,
            modality=Modality.MAY,
        ),
        Duty(
            policy="班主任考核",
            clause="三-2",
            norm="月度检查",
            event="认定",
            needed=1,
            windows=months,
            counted=False,
        ),
    )


def verdict_of(draw: random.Random, duty: Duty, due: ReportWindow) -> Verdict:
    """A plausible verdict; a window that is not over is pending."""
    if due.end > AS_OF.timestamp() * 1_000_000:
        return draw.choice((Verdict.PENDING, Verdict.PENDING, Verdict.FULFILLED))
    if due.kind == "week" and due.number == 6:
        return Verdict.INAPPLICABLE
    roll = draw.random()
    if roll < 0.05:
        return Verdict.WAIVED
    if roll < 0.10:
        return Verdict.UNDETERMINED
    return Verdict.VIOLATED if roll < 0.19 else Verdict.FULFILLED


def finding(
    draw: random.Random, number: int, duty: Duty, bearer: tuple[Party, ...], due: ReportWindow
) -> Finding:
    """One finding whose evidence, measure, margin and steps fit its verdict."""
    verdict = verdict_of(draw, duty, due)
    done = {
        Verdict.FULFILLED: duty.needed + draw.randrange(2),
        Verdict.VIOLATED: duty.needed - 1,
        Verdict.PENDING: max(0, duty.needed - 1),
        Verdict.UNDETERMINED: 0,
    }.get(verdict)
    measure = None if done is None or not duty.counted else Interval.exactly(done)
    if measure is not None and verdict is Verdict.UNDETERMINED:
        measure = Interval(low=Decimal(0), high=None)
    day = min(due.first_day + datetime.timedelta(days=2), due.last_day)
    short = text("时长25分钟，不足40分钟", "lasted 25 minutes, less than 40", "時長25分鐘，不足40分鐘")
    rejected = (evidence(draw, duty.event, day, bearer[0], short),) if verdict is Verdict.VIOLATED else ()
    return Finding(
        id=f"{duty.policy}/{duty.norm}/{number}",
        policy=duty.policy,
        norm=duty.norm,
        clause=duty.clause,
        modality=duty.modality,
        bearer=bearer,
        window=due,
        verdict=verdict,
        measure=measure,
        bound=text(f"至少{duty.needed}次", f"at least {duty.needed}"),
        margin=None if measure is None else measure.low - duty.needed,
        evidence=tuple(evidence(draw, duty.event, day, bearer[0]) for _ in range(done or 0)),
        rejected=rejected,
        reason=reason_of(verdict, duty, done or 0),
        steps=steps_of(duty, len(rejected), done or 0) if measure is not None else (),
    )


def reason_of(verdict: Verdict, duty: Duty, done: int) -> Text:
    """Why the verdict is what it is."""
    match verdict:
        case Verdict.FULFILLED:
            return text(f"应当至少{duty.needed}次，已有{done}次", f"{done} of at least {duty.needed}")
        case Verdict.VIOLATED:
            return text(
                f"期间已结束，应当至少{duty.needed}次，只有{done}次",
                f"the window is over with {done} of at least {duty.needed}",
            )
        case Verdict.PENDING:
            return text(
                f"期间未结束，还差{duty.needed - done}次", f"{duty.needed - done} more needed before the end"
            )
        case Verdict.WAIVED:
            return text("教导处批准：外出培训", "waived by the academic office: training elsewhere")
        case Verdict.INAPPLICABLE:
            return text("本周没有上课日", "no school day in this week")
        case Verdict.UNDETERMINED:
            return text("日志到12月20日才齐全，不能断言没有", "the log is not complete for this window")


def steps_of(duty: Duty, rejected: int, done: int) -> tuple[Step, ...]:
    """The arithmetic of a count."""
    return (
        Step(what=text(f"期间内的{duty.event}", f"{duty.event} in the window"), value=str(done + rejected)),
        Step(what=text("未采信", "not counted"), value=str(rejected)),
        Step(what=text("采信", "counted"), value=str(done)),
    )


def event_windows(draw: random.Random) -> Iterator[ReportWindow]:
    """Windows of single events, as many as one bearer has."""
    for number in range(1, draw.randrange(10, 17)):
        day = FIRST_MONDAY + datetime.timedelta(days=7 * number + 2)
        label = text(f"{day.month}月{day.day}日的备课组活动", f"prep meeting of {day.isoformat()}")
        yield window(day, day, "event", number, label)


def findings(bearers: tuple[Party, ...], repeat: int) -> tuple[Finding, ...]:
    """The findings of every duty, `repeat` times over under numbered names."""
    draw = random.Random(11)  # noqa: S311
    found: list[Finding] = []
    for duty in duties():
        for round_number in range(repeat):
            named = duty if not round_number else attrs.evolve(duty, norm=f"{duty.norm}{round_number + 1}")
            for index, bearer in enumerate(bearers):
                unit = Party(id=f"U{index:02d}", name=f"{SUBJECTS[index % len(SUBJECTS)]}备课组")
                others = bearers[1:5] if duty.pairwise else ()
                whole: list[tuple[Party, ...]] = [(bearer, unit, other) for other in others] or [
                    (bearer, unit)
                ]
                for parties in whole:
                    for due in duty.windows or tuple(event_windows(draw)):
                        found.append(finding(draw, len(found), named, parties, due))
    return tuple(found)
