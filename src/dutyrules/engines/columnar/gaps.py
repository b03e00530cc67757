"""Spacing: the longest distance between neighbouring events (semantics, 5.13)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from dutyrules.checking.policy import Spacing
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.connection import Row, number, numbers
from dutyrules.engines.columnar.outcomes import least_of, most_of, rejections, scaled
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.columnar.taken import unless_taken
from dutyrules.engines.columnar.whose import Owed, Sought, found, owed_table, stretched
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Obligation
from dutyrules.plan.verdict_rule import verdict_sql
from dutyrules.plan.windows import ONE_DAY
from dutyrules.records.log import SCALE
from dutyrules.syntax.tree import Unit


def spacings(
    store: Store, norm: Spacing, obligations: Sequence[Obligation], taken: frozenset[int]
) -> list[Outcome]:
    """The outcomes of a spacing, in order."""
    owed = _owed_table(store, norm, obligations)
    columns = store.events(norm.event).columns
    said = unless_taken(store, answer(norm.tests, columns, store.codes), taken)
    sought = Sought(kind=norm.event, bearer=norm.bearer, scope=obligations[0].scope, columns={"said": said})
    places = _places_table(store, norm, obligations)
    rows = store.database.rows(
        f"spacing {norm.label}",
        f"WITH {stretched(owed)},\n{found(store, owed, sought)},\n"
        f"{_longest('widest', owed, places, 'last_day', 'f.said = 0')},\n"
        f"{_longest('known', owed, places, 'known_day', 'f.said <= 0')},\n"
        f"{_judged(store, norm, owed)}",
    )
    return [_outcome(norm, o, row) for o, row in zip(obligations, rows, strict=True)]


def _owed_table(store: Store, norm: Spacing, obligations: Sequence[Obligation]) -> Owed:
    """With the first and last day of the window, and the last for which the log tells of gaps."""
    calendar, as_of, through = store.world.school.calendar, store.world.as_of, store.through(norm.event)
    known: list[int | None] = []
    for o in obligations:
        if through is None:
            known.append(None)
        else:
            last = calendar.day_of(min(through, as_of, o.end) - 1)
            known.append(max(o.window.first_day, last).toordinal())
    return owed_table(
        store,
        obligations,
        {
            "least": [least_of(o) for o in obligations],
            "most": [most_of(o) for o in obligations],
            "first_day": [o.window.first_day.toordinal() for o in obligations],
            "last_day": [(o.window.end_day - ONE_DAY).toordinal() for o in obligations],
            "known_day": known,
        },
    )


def _places_table(store: Store, norm: Spacing, obligations: Sequence[Obligation]) -> str:
    """Each day with its place in the count: of days, or of the school days up to it."""
    calendar = store.world.school.calendar
    first = min(o.window.first_day for o in obligations)
    last = max(o.window.end_day for o in obligations)
    days = range(first.toordinal(), last.toordinal() + 1)
    places: Sequence[int] = days
    if norm.limit.high is not None and norm.limit.high.unit is Unit.SCHOOL_DAY:
        places = [calendar.school_days(first, datetime.date.fromordinal(day) + ONE_DAY) for day in days]
    return store.load("places", {"day": days, "place": places})


def _longest(name: str, owed: Owed, places: str, last: str, counts: str) -> str:
    """The longest distance among the first day, the days of the events that count, and the last."""
    return (
        f"{name} AS (SELECT o, max(gap) AS gap FROM (\n"
        f"    SELECT o, place - lag(place) OVER (PARTITION BY o ORDER BY place) AS gap FROM (\n"
        f"      SELECT o, first_day AS day FROM {owed.table} UNION ALL SELECT o, {last} FROM {owed.table}\n"
        f"      UNION ALL SELECT g.o, f.day FROM found f JOIN {owed.table} g ON g.o = f.o\n"
        f"        WHERE {counts} AND f.day BETWEEN g.first_day AND g.{last}) d\n"
        f"    JOIN {places} p ON p.day = d.day) GROUP BY o)"
    )


def _judged(store: Store, norm: Spacing, owed: Owed) -> str:
    """`high` takes the events there are; `low` what no event to come can fill."""
    verdict = verdict_sql(
        {"low": "low", "high": "high", "least": "least", "most": "most"},
        is_permission=norm.modality is Modality.MAY,
        is_over=f"end_at <= {store.world.as_of}",
    )
    return (
        f"looked_at AS (SELECT o, list(seq ORDER BY seq) FILTER (said = 0) AS evidence,\n"
        f"    list(seq ORDER BY seq) FILTER (said <> 0) AS rejected,\n"
        f"    list(said ORDER BY seq) FILTER (said <> 0) AS codes FROM found GROUP BY o)\n"
        f"SELECT low, high, {verdict}, evidence, rejected, codes FROM (\n"
        f"  SELECT g.o, g.end_at, g.least, g.most, w.gap * {SCALE} AS high,\n"
        f"    CASE WHEN g.known_day IS NULL THEN 0 ELSE least(k.gap, w.gap) * {SCALE} END AS low,\n"
        f"    l.evidence, l.rejected, l.codes\n"
        f"  FROM {owed.table} g JOIN widest w ON w.o = g.o LEFT JOIN known k ON k.o = g.o\n"
        f"    LEFT JOIN looked_at l ON l.o = g.o) ORDER BY o"
    )


def _outcome(norm: Spacing, obligation: Obligation, row: Row) -> Outcome:
    low, high, verdict, evidence, rejected, codes = row
    return Outcome(
        obligation=obligation,
        verdict=Verdict(verdict),
        measure=scaled(number(low), number(high)),
        evidence=numbers(evidence),
        rejected=rejections(numbers(rejected), numbers(codes), norm.tests),
    )
