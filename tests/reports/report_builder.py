"""A synthetic report of one school's term: three policies, twenty weeks, every kind of result.

Everything in it is made up. With `hostile=True` the names, cells and quarantined values carry what
a careless or malicious log might: markup, terminal escapes, formulas, direction marks.
"""

from __future__ import annotations

import attrs
from report_findings import duties, findings
from report_pieces import (
    AS_OF,
    people,
    text,
)
from report_scores import scores

from dutyrules.findings.model import (
    Assumption,
    ClauseTitle,
    EvidenceRow,
    InputFile,
    Language,
    Party,
    PolicyInfo,
    QuarantinedRow,
    Report,
    Step,
)
from dutyrules.findings.verdict import Verdict

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
