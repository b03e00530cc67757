"""What the further kinds of norm ask for, and what came of them, as phrases."""

from __future__ import annotations

from decimal import Decimal

from dutyrules.checking.policy import Agreement, Makeup, Ordering, Quota, Reach, Spacing
from dutyrules.explaining.phrases import compared, joined, label_text, plain_bound, text
from dutyrules.explaining.rows import number_text
from dutyrules.findings.model import Text
from dutyrules.findings.verdict import Interval
from dutyrules.plan.obligations import Obligation
from dutyrules.syntax.tree import BoundKind, Unit

Further = Reach | Spacing | Agreement | Ordering | Makeup


def bound_text(obligation: Obligation) -> Text:
    """What the instance asks for, with its own figures."""
    match obligation.norm:
        case Reach() | Spacing() | Agreement() | Ordering() | Makeup() as norm:
            return further_bound(norm, obligation)
        case Quota() as norm if norm.rungs:
            return _with_rungs(norm, obligation)
        case norm:
            return plain_bound(norm, obligation)


def _with_rungs(norm: Quota, obligation: Obligation) -> Text:
    first = plain_bound(norm, obligation)
    others = [label_text(rung.event.term.labels()) for rung in norm.rungs]
    tail = joined(others, ", failing that ", "，不成则")
    return text(
        f"{first.en}, failing that {tail.en}",
        f"{first.zh_hans}，不成则{tail.zh_hans}",
        f"{first.zh_hant}，不成則{tail.zh_hant.replace('，不成则', '，不成則')}",
    )


def further_bound(norm: Further, obligation: Obligation) -> Text:
    """What the instance asks for, with its own figures."""
    match norm:
        case Reach():
            return _reach(norm, obligation)
        case Spacing():
            return _spacing(norm, obligation)
        case Agreement():
            return _agreement(norm, obligation)
        case Ordering():
            return _ordering(norm, obligation)
        case Makeup():
            return _makeup(norm, obligation)


def _figures(obligation: Obligation, en: str, zh: str, hant: str | None = None) -> Text:
    low, high = (
        None
        if n is None
        else text(f"{number_text(n)}{en}", f"{number_text(n)}{zh}", f"{number_text(n)}{hant or zh}")
        for n in (obligation.low, obligation.high)
    )
    if low is not None and high is not None:
        return compared(BoundKind.EXACTLY if low == high else BoundKind.BETWEEN, low, high)
    return compared(BoundKind.AT_LEAST if low is not None else BoundKind.AT_MOST, low, high)


def _reach(norm: Reach, obligation: Obligation) -> Text:
    people = _figures(obligation, " people", "人")
    size = len(obligation.people) + len(obligation.unsure)
    event = label_text(norm.event.term.labels())
    return text(
        f"{event.en}: {people.en} of {size}",
        f"{event.zh_hans}：{size}人中{people.zh_hans}",
        f"{event.zh_hant}：{size}人中{people.zh_hant}",
    )


def _spacing(norm: Spacing, obligation: Obligation) -> Text:
    by_school = norm.limit.high is not None and norm.limit.high.unit is Unit.SCHOOL_DAY
    days = number_text(obligation.high or Decimal(0))
    event = label_text(norm.event.term.labels())
    unit = text("school days", "个上课日", "個上課日") if by_school else text("days", "天", "天")
    return text(
        f"{event.en} at most {days} {unit.en} apart",
        f"{event.zh_hans}间隔至多{days}{unit.zh_hans}",
        f"{event.zh_hant}間隔至多{days}{unit.zh_hant}",
    )


def _agreement(norm: Agreement, obligation: Obligation) -> Text:
    names = joined([label_text(a.term.labels()) for a in norm.attributes], ", ", "、")
    case = obligation.case or ""
    return text(
        f"one and the same {names.en} for {case}",
        f"“{case}”统一{names.zh_hans}",
        f"「{case}」統一{names.zh_hant}",
    )


def _ordering(norm: Ordering, obligation: Obligation) -> Text:
    names = joined([label_text(e.term.labels()) for e in norm.events], ", ", "、")
    case = obligation.case or ""
    return text(
        f"{case} in order through {names.en}",
        f"“{case}”依次经过{names.zh_hans}",
        f"「{case}」依次經過{names.zh_hant}",
    )


def _makeup(norm: Makeup, obligation: Obligation) -> Text:
    people = _figures(obligation, " people", "人")
    wanted = joined([label_text(w.property.term.labels()) for w in norm.wanted], ", ", "、")
    if not norm.wanted:
        return people
    return text(
        f"{people.en} ({wanted.en})",
        f"{people.zh_hans}（{wanted.zh_hans}）",
        f"{people.zh_hant}（{wanted.zh_hant}）",
    )


def further_found(norm: Further, measure: Interval) -> Text:
    """What the evidence comes to."""
    low = number_text(measure.low)
    high = low if measure.high is None else number_text(measure.high)
    match norm:
        case Reach() | Makeup():
            return text(f"{low} people", f"{low}人", f"{low}人")
        case Spacing():
            return text(f"the longest gap is {high}", f"最长间隔为{high}", f"最長間隔為{high}")
        case Agreement():
            return text(f"{low} different values", f"有{low}种", f"有{low}種")
        case Ordering():
            return text(f"{low} steps taken", f"完成了{low}步", f"完成了{low}步")
