"""What the further kinds of norm ask for, and what came of them, as phrases."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dutyrules.checking.policy import Agreement, HasProperty, Makeup, Ordering, Quota, Reach, Spacing
from dutyrules.engines.outcome import Outcome
from dutyrules.explaining.phrases import (
    compared,
    counted,
    joined,
    label_text,
    plain_bound,
    text,
    with_tests,
)
from dutyrules.explaining.rows import number_text
from dutyrules.findings.model import Text
from dutyrules.findings.verdict import Interval
from dutyrules.plan.obligations import Obligation, limit_on, on_rung
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
    lower = [on_rung(obligation, rung) for rung in norm.rungs]
    steps = [obligation, *lower]
    asked = [plain_bound(step.norm, step) for step in steps if isinstance(step.norm, Quota)]
    return text(
        ", failing that ".join(step.en for step in asked),
        "，不成则".join(step.zh_hans for step in asked),
        "，不成則".join(step.zh_hant for step in asked),
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
    """The percentages as they are written, and of how many people they are taken."""
    day = obligation.window.first_day
    low, high = limit_on(norm.limit, day)
    share = _figures(attrs.evolve(obligation, low=low, high=high), "%", "%")
    each, event = norm.each.on(day), label_text(norm.event.term.labels())
    if each > 1:
        often = counted(number_text(each), norm.event)
        event = text(f"at least {often.en} each", f"至少{often.zh_hans}", f"至少{often.zh_hant}")
    done = with_tests(event, norm.tests, day)
    size = len(obligation.people) + len(obligation.unsure)
    return text(
        f"{share.en} of {size} people with {done.en}",
        f"{size}人中{share.zh_hans}有{done.zh_hans}",
        f"{size}人中{share.zh_hant}有{done.zh_hant}",
    )


def _spacing(norm: Spacing, obligation: Obligation) -> Text:
    event = with_tests(label_text(norm.event.term.labels()), norm.tests, obligation.window.first_day)
    days = _days(norm, number_text(obligation.high or Decimal(0)))
    return text(
        f"{event.en} at most {days.en} apart",
        f"{event.zh_hans}，间隔至多{days.zh_hans}",
        f"{event.zh_hant}，間隔至多{days.zh_hant}",
    )


def _days(norm: Spacing, number: str) -> Text:
    if norm.limit.high is not None and norm.limit.high.unit is Unit.SCHOOL_DAY:
        return text(f"{number} school days", f"{number}个上课日", f"{number}個上課日")
    return text(f"{number} days", f"{number}天", f"{number}天")


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
    if not norm.wanted:
        return people
    wanted = joined([_property_text(w) for w in norm.wanted], ", ", "、")
    return text(
        f"{people.en} ({wanted.en})",
        f"{people.zh_hans}（{wanted.zh_hans}）",
        f"{people.zh_hant}（{wanted.zh_hant}）",
    )


def _property_text(wanted: HasProperty) -> Text:
    name, value = label_text(wanted.property.term.labels()), wanted.value
    if value is True:
        return name
    if value is False:
        return text(f"not {name.en}", f"非{name.zh_hans}", f"非{name.zh_hant}")
    choice = next((c for c in wanted.property.choices if c.id == value), None)
    shown = text(str(value), str(value), str(value)) if choice is None else label_text(choice.labels())
    return text(f"{name.en} {shown.en}", f"{name.zh_hans}{shown.zh_hans}", f"{name.zh_hant}{shown.zh_hant}")


def further_found(norm: Further, obligation: Obligation, measure: Interval) -> Text:
    """What the evidence comes to."""
    low = number_text(measure.low)
    match norm:
        case Reach():
            size = len(obligation.people) + len(obligation.unsure)
            return text(f"{low} of {size} people", f"{size}人中有{low}人", f"{size}人中有{low}人")
        case Makeup():
            return text(f"there are {low}", f"有{low}人", f"有{low}人")
        case Spacing():
            return _gap(norm, measure)
        case Agreement():
            return text(f"different values: {low}", f"有{low}种", f"有{low}種")
        case Ordering():
            return text(f"steps taken: {low}", f"完成了{low}步", f"完成了{low}步")


def _gap(norm: Spacing, measure: Interval) -> Text:
    """The longest gap, or the two ends between which it will be found."""
    low, high = number_text(measure.low), number_text(measure.high or measure.low)
    if low == high:
        days = _days(norm, high)
        return text(f"the longest gap is {days.en}", f"最长间隔{days.zh_hans}", f"最長間隔{days.zh_hant}")
    days = _days(norm, f"{low}..{high}")
    return text(
        f"the longest gap may be {days.en}",
        f"最长间隔可能是{days.zh_hans}",
        f"最長間隔可能是{days.zh_hant}",
    )


def further_openness(outcome: Outcome) -> Text | None:
    """Why it is open although the window is over, where it is the roster that does not say."""
    obligation = outcome.obligation
    if isinstance(obligation.norm, Makeup) or obligation.unsure:
        return text(
            "the roster does not say it of everybody",
            "名册没有写明每个人的情况",
            "名冊沒有寫明每個人的情況",
        )
    return None
