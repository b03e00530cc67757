"""Quotas: counts and sums of events in windows, one statement for a norm (semantics, 5.1 to 5.3, 5.11)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.checking.policy import EventTest, PresenceTest, Quota
from dutyrules.engines.columnar.answers import CODE_OF, answer
from dutyrules.engines.columnar.connection import Row, maybe, number, numbers
from dutyrules.engines.columnar.outcomes import (
    least_of,
    most_of,
    open_verdict,
    rejections,
    scaled,
    with_verdict,
)
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.columnar.taken import unless_taken
from dutyrules.engines.columnar.whose import Owed, Sought, found, owed_table, stretched
from dutyrules.engines.outcome import Cause, Outcome
from dutyrules.engines.world import object_of
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Obligation, on_rung
from dutyrules.plan.verdict_rule import verdict_sql
from dutyrules.records.log import SCALE


def quotas(
    store: Store, norm: Quota, obligations: Sequence[Obligation], taken: frozenset[int]
) -> list[Outcome]:
    """5.10: the outcomes by the first rung that is met; all must fail for a breach."""
    firsts = _first_rung(store, norm, obligations, taken)
    short = [place for place, o in enumerate(firsts) if o.verdict is not Verdict.FULFILLED]
    if not norm.rungs or not short:
        return firsts
    others = []
    for rung in norm.rungs:
        lower = [on_rung(obligations[place], rung) for place in short]
        asked = lower[0].norm
        if isinstance(asked, Quota):
            others.append(_first_rung(store, asked, lower, taken))
    for place, *rungs in zip(short, *others, strict=True):
        firsts[place] = _of_rungs(firsts[place], rungs, store.world.as_of)
    return firsts


def _of_rungs(first: Outcome, others: Sequence[Outcome], as_of: int) -> Outcome:
    met = next((o for o in others if o.verdict is Verdict.FULFILLED), None)
    if met is not None:
        return met
    if all(o.verdict is Verdict.VIOLATED for o in (first, *others)):
        return first
    return with_verdict(first, open_verdict(first.obligation, as_of))


def _first_rung(
    store: Store, norm: Quota, obligations: Sequence[Obligation], taken: frozenset[int]
) -> list[Outcome]:
    """The outcomes, worked out for each scope by itself: a dated number may change whose duty it is."""
    scopes = dict.fromkeys(o.scope for o in obligations)
    found: dict[int, Outcome] = {}
    for scope in scopes:
        places = [place for place, o in enumerate(obligations) if o.scope is scope]
        outcomes = _counted(store, norm, [obligations[place] for place in places], taken)
        found.update(zip(places, outcomes, strict=True))
    return [found[place] for place in range(len(obligations))]


# One rung ------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Asked:
    """The tests in the order of their codes: the norm's, two for blanks, those of permissions."""

    tests: tuple[EventTest | None, ...]
    no_object: int
    no_amount: int
    permitting: tuple[tuple[EventTest, ...], ...]

    def offset(self, permission: int) -> int:
        """How far the codes of a permission's tests are moved to be told from all others."""
        return self.no_amount + 1 + sum(map(len, self.permitting[:permission]))

    @property
    def unsure(self) -> int:
        """The code for an event that a permission takes out if its condition holds."""
        return self.no_amount + 1


def _asked(norm: Quota, obligations: Sequence[Obligation]) -> _Asked:
    about = object_of(norm.event)
    blanks = [None if a is None else PresenceTest(attribute=a) for a in (about, norm.summed)]
    permitting = tuple(dict.fromkeys(p.tests for o in obligations for p in o.permits))
    return _Asked(
        tests=(*norm.tests, *blanks, None, *(test for tests in permitting for test in tests)),
        no_object=len(norm.tests) + 1,
        no_amount=len(norm.tests) + 2,
        permitting=permitting,
    )


def _counted(
    store: Store, norm: Quota, obligations: Sequence[Obligation], taken: frozenset[int]
) -> list[Outcome]:
    asked = _asked(norm, obligations)
    bounds = {"least": [least_of(o) for o in obligations], "most": [most_of(o) for o in obligations]}
    owed = owed_table(store, obligations, bounds)
    permits = _permits_table(store, asked, obligations)
    sought = _sought(store, norm, obligations[0], asked, taken)
    rows = store.database.rows(
        f"quota {norm.label}",
        f"WITH {stretched(owed)},\n{found(store, owed, sought)},\n"
        f"{_decided(norm, asked, permits)},\n"
        f"{_folded(norm, asked)}\n"
        f"{_judged(store, norm, owed)}",
    )
    return [_outcome(o, row, asked) for o, row in zip(obligations, rows, strict=True)]


def _sought(store: Store, norm: Quota, first: Obligation, asked: _Asked, taken: frozenset[int]) -> Sought:
    """The bearer's events of the type, each with its answer, its amount and what permissions say."""
    columns = store.events(norm.event).columns
    said = unless_taken(store, answer(norm.tests, columns, store.codes), taken)
    amount = str(SCALE)
    if norm.summed is not None:
        amount = columns.of(norm.summed) if norm.summed.kind.is_number else "CAST(NULL AS BIGINT)"
    permitting = {
        f"permit_{n}": answer(tests, columns, store.codes) for n, tests in enumerate(asked.permitting)
    }
    return Sought(
        kind=norm.event,
        bearer=norm.bearer,
        scope=first.scope,
        columns={"said": said, "amount": amount, "object": "toward"} | permitting,
        toward=norm.counterparty is not None,
    )


def _permits_table(store: Store, asked: _Asked, obligations: Sequence[Obligation]) -> str | None:
    """What permissions take out of which obligation: o, place, tests, certain, start_at, end_at."""
    if not asked.permitting:
        return None
    rows = [(o, place, p) for o, each in enumerate(obligations) for place, p in enumerate(each.permits)]
    return store.load(
        "permits",
        {
            "o": [o for o, _, _ in rows],
            "place": [place for _, place, _ in rows],
            "tests": [asked.permitting.index(p.tests) for _, _, p in rows],
            "certain": [int(p.certain) for _, _, p in rows],
            "start_at": [p.start for _, _, p in rows],
            "end_at": [p.end for _, _, p in rows],
        },
    )


def _decided(norm: Quota, asked: _Asked, permits: str | None) -> str:
    """Each event with the code that decides whether it counts."""
    blanks = ["WHEN f.said <> 0 THEN f.said"]
    if norm.counterparty is not None and object_of(norm.event) is not None:
        blanks.append(f"WHEN f.object IS NULL THEN -{asked.no_object}")
    blanks.append(f"WHEN f.amount IS NULL THEN -{asked.no_amount}")
    if permits is None:
        code = f"CASE {' '.join(blanks)} ELSE 0 END AS code"
        return f"decided AS (SELECT f.o, f.seq, f.amount, {code} FROM found f)"
    cases = " ".join(
        f"WHEN {n} THEN f.permit_{n} - CASE WHEN f.permit_{n} < 0 THEN {asked.offset(n)} ELSE 0 END"
        for n in range(len(asked.permitting))
    )
    return (
        f"permitted AS (\n"
        f"  SELECT o, seq, max(certain) FILTER (code = 0) AS certain, arg_min(code, place) AS code\n"
        f"  FROM (SELECT f.o, f.seq, p.place, p.certain, CASE p.tests {cases} END AS code\n"
        f"    FROM found f JOIN {permits} p\n"
        f"    ON p.o = f.o AND f.instant >= p.start_at AND f.instant < p.end_at)\n"
        f"  WHERE code <= 0 GROUP BY o, seq),\n"
        f"decided AS (SELECT f.o, f.seq, f.amount, CASE WHEN f.said > 0 THEN f.said\n"
        f"    WHEN p.certain = 1 THEN {CODE_OF[Cause.PERMITTED]} WHEN p.code = 0 THEN -{asked.unsure}\n"
        f"    WHEN p.code < 0 THEN p.code {' '.join(blanks)} ELSE 0 END AS code\n"
        f"  FROM found f LEFT JOIN permitted p ON p.o = f.o AND p.seq = f.seq)"
    )


def _folded(norm: Quota, asked: _Asked) -> str:
    """5.1: what the matching events come to, and how many more may count."""
    more = f"count(*) FILTER (code < 0) * {SCALE}"
    if norm.summed is not None:
        # One amount that is not known leaves the sum without an upper end.
        more = "CASE WHEN count(*) FILTER (code < 0) = 0 THEN 0 END"
    return (
        f"folded AS (SELECT o, coalesce(sum(amount) FILTER (code = 0), 0) AS low, {more} AS more,\n"
        f"    list(seq ORDER BY seq) FILTER (code = 0) AS evidence,\n"
        f"    list(seq ORDER BY seq) FILTER (code <> 0) AS rejected,\n"
        f"    list(code ORDER BY seq) FILTER (code <> 0) AS codes\n"
        f"  FROM decided GROUP BY o)"
    )


def _judged(store: Store, norm: Quota, owed: Owed) -> str:
    """One row for each obligation, whether or not it has any event."""
    settled = store.settled_by([norm.event])
    high = f"CASE WHEN end_at <= {settled} THEN low + more END" if settled is not None else "NULL::BIGINT"
    verdict = verdict_sql(
        {"low": "low", "high": "high", "least": "least", "most": "most"},
        is_permission=norm.modality is Modality.MAY,
        is_over=f"end_at <= {store.world.as_of}",
    )
    return (
        f"SELECT low, high, {verdict}, evidence, rejected, codes FROM (\n"
        f"  SELECT *, {high} AS high FROM (\n"
        f"    SELECT g.o, g.end_at, g.least, g.most, CASE WHEN f.o IS NULL THEN 0 ELSE f.low END AS low,\n"
        f"      CASE WHEN f.o IS NULL THEN 0 ELSE f.more END AS more, f.evidence, f.rejected, f.codes\n"
        f"    FROM {owed.table} g LEFT JOIN folded f ON f.o = g.o))\n"
        f"ORDER BY o"
    )


def _outcome(obligation: Obligation, row: Row, asked: _Asked) -> Outcome:
    low, high, verdict, evidence, rejected, codes = row
    return Outcome(
        obligation=obligation,
        verdict=Verdict(verdict),
        measure=scaled(number(low), maybe(high)),
        evidence=numbers(evidence),
        rejected=rejections(numbers(rejected), numbers(codes), asked.tests),
    )
