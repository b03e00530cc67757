"""Makeup: how many hold a role, and with which properties (semantics, 5.16).

No event is looked at. The roster's properties are texts in three scripts with dates of their own, which
the planner reads for the conditions of norms as well; it is asked here, once for each unit and day.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from dutyrules.checking.policy import Makeup
from dutyrules.engines.columnar.outcomes import least_of, most_of
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.conditions import has_property
from dutyrules.plan.obligations import Obligation
from dutyrules.plan.verdict_rule import Numbers, verdict
from dutyrules.records.log import SCALE


def makeups(store: Store, norm: Makeup, obligations: Sequence[Obligation]) -> list[Outcome]:
    """The outcomes of a makeup, in order."""
    known: dict[tuple[str, datetime.date], tuple[int, int]] = {}
    found = []
    for obligation in obligations:
        key = obligation.unit, _day(store, obligation)
        if key not in known:
            known[key] = _holders(store, norm, *key)
        found.append(_outcome(norm, obligation, *known[key], as_of=store.world.as_of))
    return found


def _day(store: Store, obligation: Obligation) -> datetime.date:
    """The last school day of the window, or today while it lies ahead."""
    calendar, window = store.world.school.calendar, obligation.window
    today = calendar.day_of(store.world.as_of)
    last = calendar.last_school_day(window.first_day, window.end_day) or window.first_day
    return min(last, max(today, window.first_day))


def _holders(store: Store, norm: Makeup, unit: str, day: datetime.date) -> tuple[int, int]:
    """How many holders are known to have the properties, and how many may have them."""
    posts = store.posts
    people = {p.person for p in posts.in_unit(norm.role, unit) if p.holds(day)}
    answers = [
        [has_property(w.property, person, day, posts, value=w.value) for w in norm.wanted]
        for person in people
    ]
    sure = sum(all(row) for row in answers)
    return sure, sum(False not in row for row in answers)


def _outcome(norm: Makeup, obligation: Obligation, sure: int, may: int, *, as_of: int) -> Outcome:
    numbers = Numbers(
        low=sure * SCALE, high=may * SCALE, least=least_of(obligation), most=most_of(obligation)
    )
    decided = verdict(numbers, is_permission=norm.modality is Modality.MAY, is_over=True)
    return Outcome(
        obligation=obligation,
        verdict=Verdict.PENDING if as_of < obligation.end else decided,
        measure=Interval(low=Decimal(sure), high=Decimal(may)),
        evidence=(),
        rejected=(),
    )
