"""Sentences about each event, one statement each (2.7, 5.5)."""

from __future__ import annotations

import attrs

from dutyrules.checking.policy import EachEvent
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.bulk.grid import STATES, state
from dutyrules.engines.columnar.bulk.judging import VERDICTS, Judged, instances
from dutyrules.engines.columnar.bulk.openings import days_in_force, opened_sql
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.numbers import known_from
from dutyrules.plan.obligations import Applicability
from dutyrules.plan.operators import Branch, Normalise

_PASSED_FAILED = {
    Modality.MUST: (Verdict.FULFILLED, Verdict.VIOLATED),
    Modality.SHOULD: (Verdict.FULFILLED, Verdict.VIOLATED),
    Modality.MUST_NOT: (Verdict.VIOLATED, Verdict.FULFILLED),
    Modality.MAY: (Verdict.FULFILLED, Verdict.INAPPLICABLE),
}


def each_event_statement(stock: Stock, branch: Branch, number: int) -> str:
    """The instances of a sentence about each event."""
    norm, only = branch.norm, branch.grid.only
    if not isinstance(norm, EachEvent) or only is None:
        raise TypeError("only a sentence about each event has its events")
    # The table of what the sentence is about has the columns of what it asks, too.
    rows = attrs.evolve(only, rows=_with_columns(only.rows, branch.measure.where[0].rows))
    in_force = days_in_force(stock)
    days = (in_force.start, in_force.stop)
    if stock.files.settings.open_only:
        today = stock.files.calendar.day_of(stock.files.as_of).toordinal()
        days = (max(days[0], today), min(days[1], today + 1))
    opened = opened_sql(stock, norm.bearer, rows, days, None)
    found = answer(norm.tests, stock.columns("b.day", "b."), stock.files.codes)
    unsure, unknown = STATES[Applicability.CONDITION_UNKNOWN], STATES[Applicability.NUMBER_UNKNOWN]
    conditions = state(stock, norm.conditions, "b", day="day")
    applies = (
        f"CASE WHEN b.day < {known_from(norm).toordinal()} THEN {unknown} "
        f"WHEN b.applies = 0 AND b.is_open THEN {unsure} ELSE b.applies END"
    )
    query = (
        f"SELECT b.person, b.held AS unit, b.seq, f.inst AS opens, n.inst AS closes, {found} AS answer, "
        f"{applies} AS state FROM (SELECT b.*, {conditions} AS applies FROM "
        f"(SELECT *, held AS unit FROM (SELECT * EXCLUDE (unit) FROM ({opened}))) b) b "
        "JOIN days f ON f.day = b.day JOIN days n ON n.day = b.day + 1"
    )
    passed, failed = _PASSED_FAILED[norm.modality]
    verdict = (
        f"(CASE WHEN q.answer = 0 THEN {VERDICTS[passed]} WHEN q.answer > 0 THEN {VERDICTS[failed]} "
        f"ELSE {VERDICTS[Verdict.UNDETERMINED]} END)"
    )
    judged = Judged(
        verdict=verdict,
        window="CAST(NULL AS INTEGER)",
        event="q.seq",
        evidence="CASE WHEN q.answer = 0 THEN [q.seq] END",
    )
    return instances(stock, norm, number, judged, query)


def _with_columns(one: Normalise, other: Normalise) -> Normalise:
    return attrs.evolve(one, columns=tuple(dict.fromkeys((*one.columns, *other.columns))))
