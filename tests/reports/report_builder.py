"""A synthetic report of one school's term: three policies, twenty weeks, every kind of result.

Everything in it is made up. With `hostile=True` the names, cells and quarantined values carry what
a careless or malicious log might: markup, terminal escapes, formulas, direction marks.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

import attrs

from dutyrules.findings.model import (
    Assumption,
    ClauseTitle,
    EvidenceRow,
    Finding,
    InputFile,
    ItemResult,
    Language,
    Modality,
    Party,
    PolicyInfo,
    QuarantinedRow,
    Report,
    ReportWindow,
    ScoreResult,
    Step,
    Stipend,
    Text,
    VetoResult,
)
from dutyrules.findings.verdict import Interval, Verdict

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_MONDAY = datetime.date(2026, 8, 31)
TERM = (datetime.date(2026, 9, 1), datetime.date(2027, 1, 22))
AS_OF = datetime.datetime(2026, 12, 28, 17, 0, tzinfo=ZONE)
MONTHS = ((2026, 9), (2026, 10), (2026, 11), (2026, 12), (2027, 1))

SCRIPT = "<script>alert('x')</script>"
MARKUP = "[bold red]加粗[/]"
FORMULA = '=cmd|"/c calc"!A1'
ANSI = "\x1b[2J\x1b[31m红色\x1b[0m\x1b]8;;file:///etc\x07链接\x1b]8;;\x07"
BIDI = "李\u202e伟\u202c"
HOSTILE = (
    SCRIPT,
    MARKUP,
    FORMULA,
    ANSI,
    BIDI,
    '"><img src=x onerror=alert(1)>',
    "</details></table>",
    "{{ 7*7 }}",
)

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = (
    "建国",
    "晓梅",
    "志强",
    "丽",
    "文博",
    "雅琴",
    "海燕",
    "伟",
    "思源",
    "玉兰",
    "子涵",
    "明",
    "秀英",
    "国栋",
)
SUBJECTS = ("语文", "数学", "英语", "科学", "音乐", "体育", "美术", "信息科技", "道德与法治", "劳动")


def text(zh_hans: str, en: str | None = None, zh_hant: str | None = None) -> Text:
    """A text whose other languages default to the Simplified one."""
    return Text(en=en or zh_hans, zh_hans=zh_hans, zh_hant=zh_hant or zh_hans)


def micros(day: datetime.date) -> int:
    """Midnight of `day` in the school's zone, in µs UTC."""
    moment = datetime.datetime.combine(day, datetime.time(), ZONE)
    return int(moment.timestamp()) * 1_000_000


def window(first: datetime.date, last: datetime.date, kind: str, number: int, label: Text) -> ReportWindow:
    """A window over whole days, `last` included."""
    end = micros(last + datetime.timedelta(days=1))
    return ReportWindow(
        start=micros(first), end=end, first_day=first, last_day=last, kind=kind, number=number, label=label
    )


def week(number: int) -> ReportWindow:
    """The numbered week of the term."""
    monday = FIRST_MONDAY + datetime.timedelta(weeks=number - 1)
    label = text(f"第{number}周", f"week {number}", f"第{number}週")
    return window(monday, monday + datetime.timedelta(days=6), "week", number, label)


def month(index: int) -> ReportWindow:
    """The month at `index` of the term."""
    year, number = MONTHS[index]
    first = datetime.date(year, number, 1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    label = text(f"{number}月", first.strftime("%b"))
    return window(first, last, "month", index + 1, label)


def term() -> ReportWindow:
    """The whole term."""
    return window(*TERM, "term", 1, text("本学期", "the term", "本學期"))


def people(count: int) -> tuple[Party, ...]:
    """`count` teachers with leading zeros in their ids; the last two share a name."""
    draw = random.Random(7)
    names = [draw.choice(SURNAMES) + draw.choice(GIVEN) for _ in range(count)]
    names[-1] = names[-2]
    return tuple(Party(id=f"{n + 1:04d}", name=name) for n, name in enumerate(names))


def evidence(
    draw: random.Random, kind: str, day: datetime.date, who: Party, reason: Text | None = None
) -> EvidenceRow:
    """One log row of event type `kind`."""
    row = draw.randrange(3, 15000)
    cells = (
        ("编号", f"E{row:05d}"),
        ("时间", f"{day.isoformat()} 15:{draw.randrange(10, 60)}"),
        ("组长", who.name),
        ("时长", f"{draw.choice((25, 40, 45, 60))}分钟"),
        ("地点", draw.choice(("三楼会议室", "录播教室", "图书馆研讨间", "备课室"))),
        (
            "内容",
            draw.choice(
                ("《秋天的雨》教学设计与课堂提问", "分数除法的算理", "Unit 3 词汇复现", "期中质量分析")
            ),
        ),
    )
    return EvidenceRow(
        event=f"E{row:05d}", event_type=kind, day=day, file="log.xlsx", row=row, cells=cells, reason=reason
    )


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
    draw, found = random.Random(11), []
    for duty in duties():
        for round_number in range(repeat):
            named = duty if not round_number else attrs.evolve(duty, norm=f"{duty.norm}{round_number + 1}")
            for index, bearer in enumerate(bearers):
                unit = Party(id=f"U{index:02d}", name=f"{SUBJECTS[index % len(SUBJECTS)]}备课组")
                others = bearers[1:5] if duty.pairwise else ()
                whole = [(bearer, unit, other) for other in others] or [(bearer, unit)]
                for parties in whole:
                    for due in duty.windows or tuple(event_windows(draw)):
                        found.append(finding(draw, len(found), named, parties, due))
    return tuple(found)


ITEMS = (
    ("师德修养", 10),
    ("班务记载", 20),
    ("常规管理", 40),
    ("中心活动", 10),
    ("财产管理", 10),
    ("安全教育", 10),
)


def monthly_score(
    draw: random.Random, number: int, bearer: Party, due: ReportWindow, *, vetoed: bool
) -> ScoreResult:
    """A month's score out of 100: open while the month is not over, unqualified under a veto."""
    is_open = due.end > AS_OF.timestamp() * 1_000_000
    items = []
    for name, maximum in ITEMS:
        points = Decimal(draw.randrange(maximum * 8, maximum * 10 + 1)) / 10
        missing = is_open and name in ("安全教育", "中心活动")
        items.append(
            ItemResult(
                item=name,
                low=Decimal(0) if missing else points,
                high=Decimal(maximum) if missing else points,
                maximum=Decimal(maximum),
                reason=text("尚无评分", "not rated yet", "尚無評分")
                if missing
                else text("德育处评分", "rated"),
                evidence=() if missing else (evidence(draw, "评分", due.first_day, bearer),),
            )
        )
    low, high = (
        sum((i.low for i in items), Decimal(0)),
        sum((i.high or Decimal(0) for i in items), Decimal(0)),
    )
    grade = ("不合格",) if vetoed else ("良", "优") if is_open else ("优",) if low >= 90 else ("良",)
    ends = {"优": Decimal("360.00"), "良": Decimal("300.00"), "不合格": Decimal("0.00")}
    stipend = Stipend(
        low=ends[grade[0]],
        high=ends[grade[-1]],
        currency="CNY",
        steps=(
            Step(what=text("固定津贴", "fixed part"), value="0" if vetoed else "200"),
            Step(what=text("等第奖励", "by grade"), value=" / ".join(str(ends[g] - 200) for g in grade)),
            Step(what=text("在岗天数折算", "days in post"), value="× 21/21"),
        ),
    )
    veto = VetoResult(
        veto="安全责任",
        clause="四-2",
        certain=True,
        effect=text("月度考核定为不合格", "makes the month unqualified"),
        basis="本办法第四条第2项，须经查实",
        evidence=(evidence(draw, "安全事故", due.first_day, bearer),),
    )
    return ScoreResult(
        id=f"月度考核/{number}",
        policy="班主任考核",
        score="月度考核",
        clause="三-1",
        bearer=(bearer, Party(id=f"C{bearer.id}", name=f"{int(bearer.id)}班")),
        window=due,
        low=low,
        high=high,
        maximum=Decimal(100),
        items=tuple(items),
        grade=grade,
        vetoes=(veto,) if vetoed else (),
        stipend=stipend,
    )


def term_score(number: int, bearer: Party, months: tuple[ScoreResult, ...]) -> ScoreResult:
    """The term's score: the sum of the months, a bonus and a review that is still out."""
    low = sum((m.low for m in months), Decimal(0))
    high = sum((m.high or Decimal(0) for m in months), Decimal(0))
    items = (
        ItemResult(
            item="月度合计", low=low, high=high, maximum=None, reason=text("五个月相加", "sum of the months")
        ),
        ItemResult(
            item="奖励分", low=Decimal(2), high=None, maximum=None, reason=text("两项获奖", "two awards")
        ),
    )
    return ScoreResult(
        id=f"学期考核/{number}",
        policy="班主任考核",
        score="学期考核",
        clause="五-1",
        bearer=(bearer,),
        window=term(),
        low=low + 2,
        high=None,
        maximum=None,
        items=items,
        grade=(),
        vetoes=(),
        stipend=None,
    )


def scores(bearers: tuple[Party, ...]) -> tuple[ScoreResult, ...]:
    """Five months and a term for every bearer."""
    draw, found = random.Random(3), []
    for place, bearer in enumerate(bearers):
        monthly = tuple(
            monthly_score(draw, len(found) + i, bearer, month(i), vetoed=place == 2 and i == 1)
            for i in range(5)
        )
        found.extend([*monthly, term_score(len(found) + 5, bearer, monthly)])
    return tuple(found)


def policies() -> tuple[PolicyInfo, ...]:
    """Three policies with their clauses and sentences."""
    titles = {"备课组长14": ("备课组长工作职责14", "002-14"), "教研组长": ("教研组长职责", "001-01")}
    titles["班主任考核"] = ("小学班主任工作职责4", "004-04")
    return tuple(policy(name, *rest) for name, rest in titles.items())


def policy(name: str, title: str, source: str) -> PolicyInfo:
    """One policy with the clauses of its duties."""
    own = [d for d in duties() if d.policy == name]
    clauses = dict.fromkeys(d.clause for d in own)
    sentences = {d.norm: f"{d.norm}：应当完成至少{d.needed}次{d.event}，其中时长不少于40分钟。" for d in own}
    sentences["月度考核"] = "计分 月度考核：每月，满分100分，四舍五入到1位小数。"
    sentences["安全责任"] = "否决 安全责任：每月，任何安全事故，使月度考核定为不合格。"
    return PolicyInfo(
        name=name,
        title=title,
        source=source,
        language=Language.ZH_HANS,
        clauses=tuple(
            ClauseTitle(policy=name, clause=c, norms=tuple(d.norm for d in own if d.clause == c))
            for c in clauses
        ),
        sentences=sentences,
    )


def quarantine() -> tuple[QuarantinedRow, ...]:
    """Rows that could not be read."""
    bad = text("这里应当是日期", "a date is expected here", "這裡應當是日期")
    twice = text(
        "同一编号的行内容不同", "a row with this id and other content came before", "同一編號的行內容不同"
    )
    return (
        QuarantinedRow(
            file="log.xlsx", row=58, column="时间", value="9.10", code="ambiguous-date", message=bad
        ),
        QuarantinedRow(
            file="log.xlsx", row=912, column="时间", value="上周三", code="not-a-date", message=bad
        ),
        QuarantinedRow(
            file="log.xlsx", row=913, column="时间", value="周五下午", code="not-a-date", message=bad
        ),
        QuarantinedRow(
            file="log.csv", row=77, column="", value="E00077", code="duplicate-id-differs", message=twice
        ),
    )


def build_report(
    *, language: Language = Language.ZH_HANS, teachers: int = 10, repeat: int = 1, hostile: bool = False
) -> Report:
    """A whole report; `repeat` multiplies the norms, `teachers` the bearers."""
    bearers = people(teachers)
    report = Report(
        policies=policies(),
        as_of=AS_OF,
        term="2026-2027学年第一学期",
        school="青禾实验小学",
        inputs=tuple(
            InputFile(name=name, sha256=f"{index:x}" * 64)
            for index, name in enumerate(("log.xlsx", "people.csv", "units.csv", "calendar.toml"), start=10)
        ),
        engine="reference",
        version="0.1.0",
        assumptions=(
            Assumption(
                policy="备课组长14", parameter="期初周数", value="2周", text="原文未定期限，取开学后两周"
            ),
            Assumption(policy="班主任考核", parameter="优分数", value="90分", text="原文没有分数线"),
        ),
        findings=findings(bearers, repeat),
        scores=scores(bearers),
        quarantine=quarantine(),
        language=language,
    )
    return with_hostile_text(report) if hostile else report


def with_hostile_text(report: Report) -> Report:
    """The report with hostile strings in every place that a user's file can reach."""
    everything = " ".join(HOSTILE)
    party = Party(id=f"0001{SCRIPT}", name=everything)
    row = EvidenceRow(
        event=f"E1{SCRIPT}",
        event_type=everything,
        day=AS_OF.date(),
        file=f"log{SCRIPT}.csv",
        row=3,
        cells=tuple((f"列{value}", value) for value in HOSTILE),
        reason=text(everything),
    )
    violated = next(f for f in report.findings if f.verdict is Verdict.VIOLATED)
    bad = attrs.evolve(
        violated,
        id=f"bad {everything}",
        norm=everything,
        bearer=(party,),
        evidence=(attrs.evolve(row, reason=None),),
        rejected=(row,),
        reason=text(everything),
        steps=(Step(what=text(everything), value=everything),),
    )
    score = attrs.evolve(report.scores[0], id=f"score {everything}", bearer=(party,), grade=(everything,))
    policy = report.policies[0]
    return attrs.evolve(
        report,
        school=everything,
        term=everything,
        policies=(
            attrs.evolve(policy, title=everything, source=everything, sentences={everything: everything}),
            *report.policies[1:],
        ),
        inputs=(InputFile(name=everything, sha256="0" * 64),),
        assumptions=(Assumption(policy=everything, parameter=everything, value=everything, text=everything),),
        findings=(bad, *report.findings),
        scores=(score, *report.scores),
        quarantine=tuple(
            QuarantinedRow(file=v, row=9, column=v, value=v, code="not-a-number", message=text(v))
            for v in HOSTILE
        ),
    )
