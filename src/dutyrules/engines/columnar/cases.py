"""Agreements and orders: a unit's events by the value of a key (semantics, 2.10, 5.14 and 5.15)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dutyrules.checking.policy import Agreement, EventTest, Ordering, PresenceTest
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.classes import case_expression, case_number, value_class
from dutyrules.engines.columnar.connection import Row, maybe, numbers
from dutyrules.engines.columnar.outcomes import least_of, most_of, rejections, scaled
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.columnar.whose import Owed, Sought, found, owed_table, stretched
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.world import attribute_of
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Obligation, Scope
from dutyrules.plan.verdict_rule import Name, Numbers, verdict, verdict_sql
from dutyrules.records.log import SCALE

_NAMES: dict[Name, str] = {"low": "low", "high": "high", "least": "least", "most": "most"}


def _owed_table(store: Store, obligations: Sequence[Obligation]) -> Owed:
    return owed_table(
        store,
        obligations,
        {
            "least": [least_of(o) for o in obligations],
            "most": [most_of(o) for o in obligations],
            "case_no": [case_number(store, o.case or "") for o in obligations],
        },
    )


def _sought(
    store: Store, norm: Agreement | Ordering, kind: EventType, key: Attribute, columns: dict[str, str]
) -> Sought:
    """The unit's events of a case, and those without a key, which may belong to any."""
    return Sought(
        kind=kind,
        bearer=norm.bearer,
        scope=Scope.UNIT,
        columns={"case_no": case_expression(store, kind, key)} | columns,
        keys=(("case_no", "case_no"),),
    )


# 5.14 ----------------------------------------------------------------------------------------------


def agreements(store: Store, norm: Agreement, obligations: Sequence[Obligation]) -> list[Outcome]:
    """The outcomes of an agreement, in order."""
    owed = _owed_table(store, obligations)
    columns = store.events(norm.event).columns
    key = attribute_of(norm.event, norm.key.term.id)
    values = {f"value_{n}": value_class(store, columns.of(a), a.kind) for n, a in enumerate(norm.attributes)}
    said = {"said": answer(norm.tests, columns, store.codes)}
    sought = _sought(store, norm, norm.event, key, said | values)
    tests: tuple[EventTest | None, ...] = (
        *norm.tests,
        *(PresenceTest(attribute=attribute) for attribute in (key, *norm.attributes)),
    )
    rows = store.database.rows(
        f"agreement {norm.label}",
        f"WITH {stretched(owed)},\n{found(store, owed, sought)},\n"
        f"{_compared(norm)}\n{_agreed(store, norm, owed)}",
    )
    return [_agreement(o, row, tests) for o, row in zip(obligations, rows, strict=True)]


def _compared(norm: Agreement) -> str:
    """Each event with its code, and for each instance how many values there are and who is looked at."""
    first = len(norm.tests) + 1
    blanks = " ".join(f"WHEN value_{n} IS NULL THEN -{first + 1 + n}" for n in range(len(norm.attributes)))
    distinct = ", ".join(
        f"count(DISTINCT value_{n}) FILTER (case_no IS NOT NULL AND said = 0)"
        for n in range(len(norm.attributes))
    )
    return (
        f"decided AS (SELECT *, CASE WHEN case_no IS NULL THEN -{first} WHEN said <> 0 THEN said\n"
        f"    {blanks} ELSE 0 END AS code FROM found),\n"
        f"folded AS (SELECT o, greatest({distinct}) * {SCALE} AS low,\n"
        f"    count(*) FILTER (code < 0) AS loose,\n"
        f"    list(seq ORDER BY seq) FILTER (code = 0) AS evidence,\n"
        f"    list(seq ORDER BY seq) FILTER (code <> 0) AS rejected,\n"
        f"    list(code ORDER BY seq) FILTER (code <> 0) AS codes FROM decided GROUP BY o)"
    )


def _agreed(store: Store, norm: Agreement, owed: Owed) -> str:
    settled = store.settled_by([norm.event])
    high = f"CASE WHEN end_at <= {settled} AND loose = 0 THEN low END"
    decided = verdict_sql(
        _NAMES,
        is_permission=norm.modality is Modality.MAY,
        is_over=f"end_at <= {store.world.as_of}",
    )
    return (
        f"SELECT low, high, {decided}, evidence, rejected, codes FROM (\n"
        f"  SELECT *, {'NULL::BIGINT' if settled is None else high} AS high FROM (\n"
        f"    SELECT g.o, g.end_at, g.least, g.most, coalesce(f.low, 0) AS low,\n"
        f"      coalesce(f.loose, 0) AS loose, f.evidence, f.rejected, f.codes\n"
        f"    FROM {owed.table} g LEFT JOIN folded f ON f.o = g.o)) ORDER BY o"
    )


def _agreement(obligation: Obligation, row: Row, tests: Sequence[EventTest | None]) -> Outcome:
    low, high, decided, evidence, rejected, codes = row
    return Outcome(
        obligation=obligation,
        verdict=Verdict(decided),
        measure=scaled(maybe(low) or 0, maybe(high)),
        evidence=numbers(evidence),
        rejected=rejections(numbers(rejected), numbers(codes), tests),
    )


# 5.15 ----------------------------------------------------------------------------------------------


def orders(store: Store, norm: Ordering, obligations: Sequence[Obligation]) -> list[Outcome]:
    """The outcomes of an order of steps, in order of the obligations."""
    owed = _owed_table(store, obligations)
    keys = [attribute_of(kind, norm.key) for kind in norm.events]
    steps = [
        found(store, owed, _sought(store, norm, kind, key, {}), f"of_step_{n}")
        for n, (kind, key) in enumerate(zip(norm.events, keys, strict=True))
    ]
    count = len(norm.events)
    rows = store.database.rows(
        f"order {norm.label}",
        ",\n".join((f"WITH {stretched(owed)}", *steps, *map(_step, range(count)), _keyless(count)))
        + f"\n{_steps_taken(owed, count)}",
    )
    settled = store.settled_by(norm.events)
    tests = [PresenceTest(attribute=key) for key in keys]
    found_rows = zip(obligations, rows, strict=True)
    return [_order(store, norm, o, row, tests, settled) for o, row in found_rows]


def _step(n: int) -> str:
    """The n-th step is taken by the earliest event not before the one before, nor any taken already."""
    first = "PARTITION BY f.o ORDER BY f.instant, f.seq"
    if n == 0:
        return (
            f"step_0 AS (SELECT f.o, f.instant, f.seq AS seq_0 FROM of_step_0 f WHERE f.case_no IS NOT NULL\n"
            f"  QUALIFY row_number() OVER ({first}) = 1)"
        )
    before = ", ".join(f"p.seq_{k}" for k in range(n))
    return (
        f"step_{n} AS (SELECT f.o, f.instant, {before}, f.seq AS seq_{n}\n"
        f"  FROM of_step_{n} f JOIN step_{n - 1} p ON p.o = f.o AND f.instant >= p.instant\n"
        f"  WHERE f.case_no IS NOT NULL AND f.seq NOT IN ({before})\n"
        f"  QUALIFY row_number() OVER ({first}) = 1)"
    )


def _keyless(count: int) -> str:
    """The events that may belong to any case, each once."""
    every = " UNION ALL ".join(
        f"SELECT o, seq, -{n + 1} AS code FROM of_step_{n} WHERE case_no IS NULL" for n in range(count)
    )
    return (
        f"keyless AS (SELECT o, list(seq ORDER BY seq) AS rejected, list(code ORDER BY seq) AS codes\n"
        f"  FROM (SELECT o, seq, min(code) AS code FROM ({every}) GROUP BY o, seq) GROUP BY o)"
    )


def _steps_taken(owed: Owed, count: int) -> str:
    taken = ", ".join(f"step_{n}.seq_{n}" for n in range(count))
    joins = " ".join(f"LEFT JOIN step_{n} ON step_{n}.o = g.o" for n in range(count))
    return (
        f"SELECT k.rejected, k.codes, {taken} FROM {owed.table} g\n"
        f"  LEFT JOIN keyless k ON k.o = g.o {joins} ORDER BY g.o"
    )


def _order(
    store: Store,
    norm: Ordering,
    obligation: Obligation,
    row: Row,
    tests: Sequence[EventTest],
    settled: int | None,
) -> Outcome:
    rejected, codes, *steps = row
    taken = sorted(seq for seq in map(maybe, steps) if seq is not None)
    keyless = numbers(rejected)
    is_settled = settled is not None and obligation.end <= settled and not keyless
    low = len(taken)
    decided = verdict(
        Numbers(
            low=low * SCALE,
            high=low * SCALE if is_settled else None,
            least=least_of(obligation),
            most=most_of(obligation),
        ),
        is_permission=norm.modality is Modality.MAY,
        is_over=store.world.as_of >= obligation.end,
    )
    return Outcome(
        obligation=obligation,
        verdict=decided,
        measure=Interval(low=Decimal(low), high=Decimal(low) if is_settled else None),
        evidence=tuple(taken),
        rejected=rejections(keyless, numbers(codes), tests),
    )
