"""Outcomes to findings."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    EachEvent,
    Makeup,
    Ordering,
    Quota,
    Rating,
    Reach,
    Spacing,
)
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.explaining.bounds import bound_text, further_found, further_openness
from dutyrules.explaining.excuses import waived_reason
from dutyrules.explaining.phrases import cause_text, counted, has_dated_figure, measured, text
from dutyrules.explaining.rows import Rows, number_text
from dutyrules.findings.model import Finding, Modality, Party, ReportWindow, Step, Text
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Applicability, Obligation
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.roster import Roster

MOST_ROWS = 60
"""Rows shown per finding; the counts are always whole."""


def stable_id(*parts: str) -> str:
    """A short id that is the same whenever the parts are."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def report_window(window: PlannedWindow) -> ReportWindow:
    """The window as reports show it."""
    return ReportWindow(
        start=window.start,
        end=window.end,
        first_day=window.first_day,
        last_day=window.end_day - datetime.timedelta(days=1),
        kind=window.kind,
        number=window.number,
        label=window.label,
    )


def parties(roster: Roster, person: str, unit: str, counterparty: str | None) -> tuple[Party, ...]:
    """The bearer, the unit in which they bear the duty, and the counterparty if there is one."""
    found = [_person(roster, person)]
    part = roster.unit(unit)
    found.append(Party(id=unit, name=unit if part is None else part.name))
    if counterparty is not None:
        found.append(_person(roster, counterparty))
    return tuple(found)


def _person(roster: Roster, identifier: str) -> Party:
    person = roster.person(identifier)
    return Party(id=identifier, name=identifier if person is None else person.name)


@attrs.define
class Explainer:
    """Turns one policy's outcomes into findings."""

    policy: CheckedPolicy
    rows: Rows
    roster: Roster
    _bounds: dict[tuple[object, ...], Text] = attrs.Factory(dict)
    _causes: dict[tuple[int, Cause, datetime.date | None], Text] = attrs.Factory(dict)
    _windows: dict[int, ReportWindow] = attrs.Factory(dict)

    def finding(self, outcome: Outcome) -> Finding:
        """The finding for one outcome."""
        obligation, norm = outcome.obligation, outcome.obligation.norm
        shown = outcome.rejected[:MOST_ROWS]
        bound = self._bound(obligation)
        return Finding(
            id=self._id(obligation),
            policy=self.policy.name,
            norm=norm.label,
            clause=norm.clause,
            modality=Modality.MUST if isinstance(norm, Attestation | Rating) else norm.modality,
            bearer=parties(self.roster, obligation.person, obligation.unit, obligation.counterparty),
            window=self._window(obligation.window),
            verdict=outcome.verdict,
            measure=outcome.measure,
            bound=bound,
            margin=outcome.margin if isinstance(norm, Quota) else None,
            evidence=tuple(self.rows.row(seq) for seq in outcome.evidence[:MOST_ROWS]),
            rejected=tuple(self.rows.row(r.event, self.cause(r)) for r in shown),
            reason=self._reason(outcome, bound),
            steps=tuple(steps(outcome)),
            case=obligation.case,
        )

    def cause(self, rejection: Rejection) -> Text:
        """Why the row did not count; worked out once for each test."""
        test, day = rejection.test, self.rows.day(rejection.event)
        is_dated = test is not None and has_dated_figure((test,))
        key = (id(test), rejection.cause, day if is_dated else None)
        if key not in self._causes:
            self._causes[key] = cause_text(rejection, day)
        return self._causes[key]

    def _bound(self, obligation: Obligation) -> Text:
        norm = obligation.norm
        tests = norm.tests if isinstance(norm, Quota | EachEvent) else ()
        day = obligation.window.first_day if has_dated_figure(tests) else None
        people = len(obligation.people) + len(obligation.unsure)
        # A quota that was met by a rung goes by the label of the first.
        asked = norm.event.term.id if isinstance(norm, Quota) else ""
        key = (norm.label, asked, obligation.low, obligation.high, day, obligation.case, people)
        if key not in self._bounds:
            self._bounds[key] = bound_text(obligation)
        return self._bounds[key]

    def _window(self, window: PlannedWindow) -> ReportWindow:
        # The plan keeps every window alive, so its identity names it as long as this does.
        if id(window) not in self._windows:
            self._windows[id(window)] = report_window(window)
        return self._windows[id(window)]

    def _reason(self, outcome: Outcome, bound: Text) -> Text:
        if outcome.would_be is not None:
            return waived_reason(outcome.obligation.waivers, outcome.would_be)
        if isinstance(outcome.obligation.norm, EachEvent) and outcome.rejected:
            return self.cause(outcome.rejected[0])
        return reason(outcome, bound)

    def _id(self, obligation: Obligation) -> str:
        event = "" if obligation.event is None else self.rows.log.ids[obligation.event]
        return stable_id(
            self.policy.name,
            obligation.norm.label,
            obligation.person,
            obligation.unit,
            obligation.counterparty or "",
            str(obligation.start),
            event,
            obligation.case or "",
        )


# Reasons -------------------------------------------------------------------------------------------


_NOT_OWED = {
    Applicability.CONDITION_FAILS: text("its condition does not hold", "适用条件不成立", "適用條件不成立"),
    Applicability.CONDITION_UNKNOWN: text(
        "it can't be told whether it applies", "无法判断是否适用", "無法判斷是否適用"
    ),
    Applicability.DIVIDED_TO_NOTHING: text(
        "the time in post is too short to owe one",
        "在岗时间太短，折算后不足一次",
        "在崗時間太短，折算後不足一次",
    ),
    Applicability.NOT_RANKED: text(
        "not so ranked in the window before", "上一期未列入该名次", "上一期未列入該名次"
    ),
    Applicability.NUMBER_UNKNOWN: text(
        "one of its numbers has no value yet on that day", "有一个数那时还没有值", "有一個數那時還沒有值"
    ),
    Applicability.END_UNKNOWN: text(
        "the log is not complete for the event that ends it",
        "日志没有写明已记全结束它的事件",
        "日誌沒有寫明已記全結束它的事件",
    ),
    Applicability.NOBODY: text(
        "there is nobody of whom a share could be taken", "没有可计算比例的对象", "沒有可計算比例的對象"
    ),
}


def reason(outcome: Outcome, bound: Text) -> Text:
    """One sentence that says why the verdict is what it is."""
    match outcome.obligation.applicability:
        case Applicability.OWED:
            return _owed_reason(outcome, bound)
        case Applicability.EXCEPTED | Applicability.EXCEPTION_UNKNOWN | Applicability.CLASH as state:
            return _exception_reason(state, "、".join(outcome.obligation.instead))
        case state:
            return _NOT_OWED[state]


def _owed_reason(outcome: Outcome, bound: Text) -> Text:
    match outcome.obligation.norm:
        case Reach() | Spacing() | Agreement() | Ordering() | Makeup() as norm:
            found = further_found(norm, outcome.obligation, outcome.measure or Interval.exactly(0))
            facts = text(
                f"{found.en}; owed: {bound.en}",
                f"{found.zh_hans}；应为：{bound.zh_hans}",
                f"{found.zh_hant}；應為：{bound.zh_hant}",
            )
            return _with_tail(facts, outcome, _openness(outcome))
        case Quota() as norm:
            return _quota_reason(norm, outcome, bound)
        case EachEvent():
            return bound
        case Attestation():
            return _attested_reason(outcome)
        case Rating():
            return _rated_reason(outcome)


def _exception_reason(state: Applicability, names: str) -> Text:
    if state is Applicability.EXCEPTED:
        return text(f"exception {names} applies", f"适用例外“{names}”", f"適用例外「{names}」")
    if state is Applicability.EXCEPTION_UNKNOWN:
        return text(
            f"it is not known whether exception {names} applies",
            f"不知道例外“{names}”是否适用",
            f"不知道例外「{names}」是否適用",
        )
    return text(
        f"the exceptions {names} apply at once and differ",
        f"例外“{names}”同时适用而结果不同",
        f"例外「{names}」同時適用而結果不同",
    )


def _amount(norm: Quota, number: Decimal) -> Text:
    shown = number_text(number)
    return counted(shown, norm.event) if norm.summed is None else measured(shown, norm.summed)


def _quota_reason(norm: Quota, outcome: Outcome, bound: Text) -> Text:
    done = _amount(norm, (outcome.measure or Interval.exactly(0)).low)
    if norm.modality is Modality.MAY:
        facts = text(f"permitted; {done.en} found", f"可以；查到{done.zh_hans}", f"可以；查到{done.zh_hant}")
        return _with_tail(facts, outcome, _openness(outcome))
    facts = text(
        f"{done.en} found; {bound.en} owed",
        f"查到{done.zh_hans}；应{_owed(norm, bound.zh_hans)}",
        f"查到{done.zh_hant}；應{_owed(norm, bound.zh_hant)}",
    )
    return _with_tail(facts, outcome, _openness(outcome))


def _owed(norm: Quota, bound: str) -> str:
    return f"有{bound}" if norm.modality is not Modality.MUST_NOT else bound


def _with_tail(facts: Text, outcome: Outcome, tail: Text) -> Text:
    if outcome.verdict not in (Verdict.PENDING, Verdict.UNDETERMINED):
        return facts
    return text(
        f"{facts.en}; {tail.en}", f"{facts.zh_hans}；{tail.zh_hans}", f"{facts.zh_hant}；{tail.zh_hant}"
    )


def _openness(outcome: Outcome) -> Text:
    """Why a verdict is still open."""
    if outcome.verdict is Verdict.PENDING:
        return text("the window is still open", "期限未到", "期限未到")
    if any(r.cause is Cause.MISSING for r in outcome.rejected):
        return text(
            "a row with a blank cell may yet count",
            "有记录缺项，补齐后可能计入",
            "有記錄缺項，補齊後可能計入",
        )
    return further_openness(outcome) or text(
        "the log is not stated to be complete to the end of the window",
        "日志没有写明记到期末",
        "日誌沒有寫明記到期末",
    )


def _attested_reason(outcome: Outcome) -> Text:
    match outcome.verdict:
        case Verdict.FULFILLED:
            return text("attested", "已认定做到", "已認定做到")
        case Verdict.VIOLATED:
            return text("attested as not done", "认定未做到", "認定未做到")
        case Verdict.PENDING:
            return text("not attested yet", "尚未认定", "尚未認定")
        case _:
            return text(
                "nobody entitled has attested it; silence is nobody's breach",
                "没有有权者的认定；无人认定不算违反",
                "沒有有權者的認定；無人認定不算違反",
            )


def _rated_reason(outcome: Outcome) -> Text:
    measure = outcome.measure or Interval.exactly(0)
    if outcome.verdict is Verdict.FULFILLED:
        points = number_text(measure.low)
        return text(f"rated {points}", f"评得{points}分", f"評得{points}分")
    if outcome.verdict is Verdict.PENDING:
        return text("not rated yet", "尚未评分", "尚未評分")
    return text("nobody entitled has rated it", "没有有权者的评分", "沒有有權者的評分")


# Arithmetic ----------------------------------------------------------------------------------------


def steps(outcome: Outcome) -> list[Step]:
    """The arithmetic of a quota, line by line."""
    norm, obligation = outcome.obligation.norm, outcome.obligation
    if not isinstance(norm, Quota) or outcome.measure is None:
        return []
    lines = []
    if obligation.division is not None and obligation.low is not None:
        lines.append(_division_step(obligation, number_text(obligation.low)))
    counted_rows = text("rows that count", "计入的记录", "計入的記錄")
    lines.append(Step(what=counted_rows, value=str(len(outcome.evidence))))
    if norm.summed is not None:
        total = text("their sum", "合计", "合計")
        lines.append(Step(what=total, value=number_text(outcome.measure.low)))
    if outcome.rejected:
        looked = text("rows looked at that do not count", "看过但不计入的记录", "看過但不計入的記錄")
        lines.append(Step(what=looked, value=str(len(outcome.rejected))))
    if outcome.margin is not None:
        margin = text("margin to the bound", "与要求相差", "與要求相差")
        lines.append(Step(what=margin, value=f"{outcome.margin:+f}"))
    return lines


def _division_step(obligation: Obligation, low: str) -> Step:
    division = obligation.division
    if division is None:
        raise ValueError("only a divided obligation has this step")
    what = text(
        "owed for the time in post (school days)",
        "按在岗上课日折算应做",
        "按在崗上課日折算應做",
    )
    whole = number_text(division.whole)
    return Step(what=what, value=f"{whole} x {division.days}/{division.of_days} -> {low}")
