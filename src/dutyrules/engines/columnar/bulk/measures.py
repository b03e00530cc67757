"""What matching events come to by key and window: counts and sums, with evidence if asked for.

A measure has its key, `window`, perhaps `object`, and low, more (events that may yet count), blanks (0 or
more: where there is one, the sum is without bound) in 1/SCALE, perhaps evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.checking.policy import Bearer, EventTest, Recurrence
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.bulk.sources import (
    KEYS,
    Reading,
    actor_acts_sql,
    partner_acts_sql,
    reading_of,
    rows_of,
)
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.plan.attributes import object_of
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, MeasureKind, Normalise
from dutyrules.records.log import SCALE


@attrs.frozen(kw_only=True)
class Counting:
    """What a branch counts or sums up, of whose events, in which windows.

    `rows` say which columns are read.
    """

    bearer: Bearer
    scope: Scope
    rows: Normalise
    tests: tuple[EventTest, ...]
    summed: Attribute | None
    toward: Attribute | None
    recurrence: Recurrence

    @property
    def event(self) -> EventType:
        """The type of the events."""
        return self.rows.event


def counting(branch: Branch) -> Counting:
    """The events that a branch measures in the windows of the calendar."""
    where, recurrence, scope = branch.measure.where[0], branch.grid.windows, branch.measure.key
    if not isinstance(recurrence, Recurrence) or scope is None:
        raise TypeError("what a trigger opens is counted by trigger")
    return Counting(
        bearer=branch.grid.bearer,
        scope=scope,
        rows=where.rows,
        tests=where.tests,
        summed=branch.measure.of[0] if branch.measure.kind is MeasureKind.SUM else None,
        toward=branch.measure.toward,
        recurrence=recurrence,
    )


def days_of(stock: Stock, recurrence: Recurrence) -> tuple[int, int]:
    """The days [first, end) of all windows."""
    _, windows = stock.recurrence(recurrence)
    found = windows.values()
    first = min((w.first_day.toordinal() for w in found), default=0)
    return first, max((w.end_day.toordinal() for w in found), default=0)


def acts_of(stock: Stock, asked: Counting, read: Reading) -> str:
    """The events of the counting as somebody's doing."""
    match asked.scope:
        case Scope.UNIT:
            return f"SELECT * FROM ({rows_of(stock, read)}) WHERE unit IS NOT NULL"
        case Scope.PERSON | Scope.POST:
            return actor_acts_sql(stock, asked.bearer, read)
        case Scope.PARTNER:
            own = actor_acts_sql(stock, asked.bearer, read)
            column = about_column(stock, asked)
            if column is None:
                return own
            return f"{own} UNION ALL {partner_acts_sql(stock, asked.bearer, read, column)}"


def about_column(stock: Stock, asked: Counting) -> str | None:
    """The column of the person whom the events are about, None if there is none."""
    about = object_of(asked.event)
    if about is None or about.kind is not AttributeKind.PERSON:
        return None
    return stock.files.log.columns.get(about.term.id)


def counted(stock: Stock, asked: Counting, acts: str) -> str:
    """The measure of the counting over `acts`, by (key, win, and object if it is toward somebody)."""
    key, evidence = KEYS[asked.scope], stock.files.settings.evidence
    number, _ = stock.recurrence(asked.recurrence)
    since = " AND e.moment >= s.opens" if stock.is_within_a_day(asked.recurrence) else ""
    named = "" if asked.toward is None else f", {stock.column(asked.toward, 'e.')} AS object"
    summed = "CAST(NULL AS BIGINT)" if asked.summed is None else stock.column(asked.summed, "e.")
    found = answer(asked.tests, stock.columns("e.day", "e."), stock.files.codes)
    passing = "answer = 0" if asked.summed is None else "answer = 0 AND amount IS NOT NULL"
    ids = f", min(seq, {evidence}) FILTER (WHERE {passing}) AS evidence" if evidence else ""
    seq = "e.seq, " if evidence else ""
    return (
        f"SELECT {key}, win{', object' if named else ''}, {totals(asked.summed is not None)}{ids} FROM ("
        f"SELECT e.{key}, s.win{named}, {seq}{summed} AS amount, {found} AS answer FROM ({acts}) e "
        f"JOIN {stock.spans_table(number)} s ON s.day = e.day{since} "
        f"WHERE e.type = {stock.code(asked.event)}) GROUP BY ALL"
    )


def totals(is_sum: bool) -> str:
    """The additive parts of a count or a sum, over `answer` and `amount`."""
    if is_sum:
        return (
            "coalesce(sum(CASE WHEN answer = 0 THEN amount END), 0)::BIGINT AS low, "
            "count(CASE WHEN answer < 0 OR (answer = 0 AND amount IS NULL) THEN 1 END) AS blanks, 0 AS more, "
            "count(CASE WHEN answer <= 0 THEN 1 END) AS unnamed"
        )
    return (
        f"count(CASE WHEN answer = 0 THEN 1 END) * {SCALE} AS low, 0 AS blanks, "
        f"count(CASE WHEN answer < 0 THEN 1 END) * {SCALE} AS more, "
        f"count(CASE WHEN answer <= 0 THEN 1 END) AS unnamed"
    )


def read_for(stock: Stock, asked: Sequence[Counting]) -> Reading:
    """What one pass over the log reads for all of them."""
    days = [days_of(stock, one.recurrence) for one in asked]
    span = (min(first for first, _ in days), max(end for _, end in days))
    return reading_of(stock, [one.rows for one in asked], span)
