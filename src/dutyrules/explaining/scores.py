"""Scored bearers to score results."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.policy import (
    AttestedItem,
    AttributeSum,
    CheckedPolicy,
    Conditional,
    Deduction,
    EventPoints,
    RatedItem,
    ScoreFold,
    Share,
    StepTable,
)
from dutyrules.engines.outcome import Cause, Outcome, Rejection
from dutyrules.explaining.findings import MOST_ROWS, parties, report_window, stable_id
from dutyrules.explaining.phrases import cause_text, label_text, text
from dutyrules.explaining.rows import Rows, number_text
from dutyrules.findings.model import (
    EvidenceRow,
    ItemResult,
    Language,
    ScoreResult,
    Step,
    Stipend,
    Text,
    VetoResult,
)
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.records.roster import Roster
from dutyrules.scoring.scores import FiredVeto, Money, Scored, ScoredItem
from dutyrules.syntax.tree import Fold


def interval_text(points: Interval) -> str:
    """`85`, `78..88`, `0..` for no upper end."""
    if points.is_certain:
        return number_text(points.low)
    high = "" if points.high is None else number_text(points.high)
    return f"{number_text(points.low)}..{high}"


@attrs.define
class ScoreExplainer:
    """Turns one policy's scores into results; `ids` gives the finding id of an outcome."""

    policy: CheckedPolicy
    rows: Rows
    roster: Roster
    language: Language
    ids: dict[int, str]

    def result(self, scored: Scored) -> ScoreResult:
        """The result for one score."""
        planned = scored.planned
        return ScoreResult(
            id=stable_id(
                self.policy.name, planned.score.name, planned.person, planned.unit, str(planned.start)
            ),
            policy=self.policy.name,
            score=planned.score.name,
            clause=planned.score.clause,
            bearer=parties(self.roster, planned.person, planned.unit, None),
            window=report_window(planned.window),
            low=scored.total.low,
            high=scored.total.high,
            maximum=scored.maximum,
            items=tuple(self._item(item) for item in scored.items),
            grade=tuple(g.label(self.language) for g in scored.grades),
            vetoes=tuple(self._veto(veto) for veto in scored.vetoes if self._is_shown(veto)),
            stipend=None if scored.money is None else self._stipend(scored.money),
        )

    def _item(self, scored: ScoredItem) -> ItemResult:
        evidence = self._evidence(scored.outcomes)
        known = [self.ids[id(o)] for o in scored.outcomes if id(o) in self.ids]
        return ItemResult(
            item=scored.item.name,
            low=scored.points.low,
            high=scored.points.high,
            maximum=scored.maximum,
            reason=_item_reason(scored),
            findings=tuple(known),
            evidence=evidence,
        )

    def _evidence(self, outcomes: tuple[Outcome, ...]) -> tuple[EvidenceRow, ...]:
        seqs = [seq for outcome in outcomes for seq in outcome.evidence]
        return tuple(self.rows.row(seq) for seq in seqs[:MOST_ROWS])

    def _is_shown(self, veto: FiredVeto) -> bool:
        """A possible veto is shown where a row might fire it, not merely for want of a closed log."""
        return veto.certain or bool(_open_rows(veto)) or veto.outcome.verdict is Verdict.UNDETERMINED

    def _veto(self, fired: FiredVeto) -> VetoResult:
        effect = text("withholds the stipend", "停发津贴", "停發津貼")
        if fired.veto.grade is not None:
            grade = label_text(fired.veto.grade.labels())
            effect = text(f"grade {grade.en}", f"定为{grade.zh_hans}", f"定為{grade.zh_hant}")
        return VetoResult(
            veto=fired.veto.name,
            clause=fired.veto.clause,
            certain=fired.certain,
            effect=effect,
            basis=fired.veto.basis,
            evidence=self._evidence((fired.outcome,)) if fired.certain else self._doubts(fired),
        )

    def _doubts(self, fired: FiredVeto) -> tuple[EvidenceRow, ...]:
        rejections = _open_rows(fired)[:MOST_ROWS]
        return tuple(self.rows.row(r.event, cause_text(r, self.rows.day(r.event))) for r in rejections)

    def _stipend(self, money: Money) -> Stipend:
        steps = [Step(what=text("fixed part", "固定部分", "固定部分"), value=f"{money.fixed:f}")]
        days, of_days = money.share
        if days != of_days:
            what = text("days in post", "在岗天数", "在崗天數")
            steps.append(Step(what=what, value=f"{days}/{of_days}"))
        if money.withheld:
            steps.append(Step(what=text("withheld", "停发", "停發"), value=f"{money.low:f}"))
        for grade, amount in money.by_grade:
            steps.append(Step(what=label_text(grade.labels()), value=f"{amount:f}"))
        return Stipend(low=money.low, high=money.high, currency="CNY", steps=tuple(steps))


def _open_rows(fired: FiredVeto) -> list[Rejection]:
    """The rows that would fire the veto if a blank cell were filled so."""
    return [r for r in fired.outcome.rejected if r.cause is Cause.MISSING]


def _item_reason(scored: ScoredItem) -> Text:
    """How the item's points came about."""
    points = interval_text(scored.points)
    match scored.item.rule:
        case RatedItem():
            if scored.outcomes[0].evidence:
                return text(f"rated {points}", f"评得{points}分", f"評得{points}分")
            return text("not rated", "没有评分", "沒有評分")
        case AttestedItem():
            return text(f"attested: {points}", f"认定：{points}分", f"認定：{points}分")
        case ScoreFold(fold=fold):
            parts = " + ".join(interval_text(p.total) for p in scored.parts) or "0"
            if fold is Fold.MEAN:
                return text(f"mean of: {parts}", f"平均：{parts}", f"平均：{parts}")
            return text(f"sum: {parts}", f"合计：{parts}", f"合計：{parts}")
        case EventPoints(amount=amount, less=less):
            each = number_text(amount.settings[-1][1])
            rows = len(scored.outcomes[0].evidence)
            sign = "-" if less else "+"
            return text(f"{sign}{each} x {rows} rows", f"{sign}{each} x {rows}条", f"{sign}{each} x {rows}條")
        case StepTable():
            breaches = sum(o.verdict is Verdict.VIOLATED for o in scored.outcomes)
            return text(
                f"{breaches} missing: {points}", f"缺{breaches}：{points}分", f"缺{breaches}：{points}分"
            )
        case Share(norm=norm):
            return text(
                f"in proportion to {norm}: {points}",
                f"按“{norm}”比例：{points}分",
                f"按「{norm}」比例：{points}分",
            )
        case AttributeSum():
            rows = len(scored.outcomes[0].evidence)
            return text(f"sum over {rows} rows", f"{rows}条记录之和", f"{rows}條記錄之和")
        case Deduction(amount=amount):
            return _deduction_reason(scored, number_text(amount.settings[-1][1]))
        case Conditional(norm=norm):
            return text(f"by {norm}: {points}", f"依“{norm}”：{points}分", f"依「{norm}」：{points}分")


def _deduction_reason(scored: ScoredItem, each: str) -> Text:
    breaches = sum(o.verdict is Verdict.VIOLATED for o in scored.outcomes)
    whole = number_text(scored.maximum or Decimal(0))
    return text(
        f"{whole} - {each} x {breaches} breaches",
        f"{whole} - {each} x {breaches}次违反",
        f"{whole} - {each} x {breaches}次違反",
    )
