"""Attested and rated norms: the latest statement by somebody entitled (semantics, 5.6 and 5.7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dutyrules.checking.policy import Attestation, Rating
from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.engines.columnar.answers import CODE_OF, at_most
from dutyrules.engines.columnar.connection import Row, maybe, numbers
from dutyrules.engines.columnar.outcomes import open_verdict, rejections
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.columnar.whose import Sought, found, owed_table, stretched
from dutyrules.engines.outcome import Cause, Outcome
from dutyrules.engines.world import ATTESTATION, MATTER, MET, POINTS, RATING, attribute_of
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Obligation, Scope
from dutyrules.records.log import SCALE

_UNUSABLE = (None,)
"""An open answer of a statement names no test: what it leaves blank is the statement itself."""

_TEXTS = (AttributeKind.TEXT, AttributeKind.CHOICE, AttributeKind.PERSON, AttributeKind.UNIT)


def attestations(
    store: Store, norm: Attestation, obligations: Sequence[Obligation], document: str
) -> list[Outcome]:
    """The outcomes of an attested norm, in order."""
    kind = store.vocabulary.events[ATTESTATION]
    met = attribute_of(kind, MET)
    given = store.events(kind).columns.of(met) if met.kind is AttributeKind.YES_NO else "NULL::BIGINT"
    rows = _latest(store, norm, kind, given, obligations, [None] * len(obligations), document)
    found = []
    for obligation, row in zip(obligations, rows, strict=True):
        value = maybe(row[1])
        if value is None:
            verdict = open_verdict(obligation, store.world.as_of)
        else:
            verdict = Verdict.FULFILLED if value else Verdict.VIOLATED
        found.append(_outcome(obligation, row, verdict, None))
    return found


def ratings(store: Store, norm: Rating, obligations: Sequence[Obligation], document: str) -> list[Outcome]:
    """The outcomes of a rated norm, in order."""
    kind = store.vocabulary.events[RATING]
    points = attribute_of(kind, POINTS)
    given = store.events(kind).columns.of(points) if points.kind.is_number else "NULL::BIGINT"
    most = [norm.out_of.on(o.window.first_day) for o in obligations]
    rows = _latest(store, norm, kind, given, obligations, [at_most(m) for m in most], document)
    found = []
    for obligation, row, limit in zip(obligations, rows, most, strict=True):
        value = maybe(row[1])
        if value is None:
            verdict = open_verdict(obligation, store.world.as_of)
            measure = Interval(low=Decimal(0), high=limit)
        else:
            verdict, measure = Verdict.FULFILLED, Interval.exactly(Decimal(value) / SCALE)
        found.append(_outcome(obligation, row, verdict, measure))
    return found


def _outcome(obligation: Obligation, row: Row, verdict: Verdict, measure: Interval | None) -> Outcome:
    last, _, rejected, codes = row
    decided = maybe(last)
    return Outcome(
        obligation=obligation,
        verdict=verdict,
        measure=measure,
        evidence=() if decided is None else (decided,),
        rejected=rejections(numbers(rejected), numbers(codes), _UNUSABLE),
    )


def _latest(
    store: Store,
    norm: Attestation | Rating,
    kind: EventType,
    given: str,
    obligations: Sequence[Obligation],
    most: Sequence[int | None],
    document: str,
) -> list[Row]:
    """For each instance: the statement that decides, what it gives, and those that do not, with why."""
    owed = owed_table(store, obligations, {"most": most})
    sought = Sought(
        kind=kind,
        bearer=norm.bearer,
        scope=Scope.PERSON,
        columns={"given": given, "entitled": _entitled(store, norm, kind)},
        about=True,
        only=_on_matter(store, norm, kind, document),
    )
    return store.database.rows(
        f"stated {norm.label}",
        f"WITH {stretched(owed)},\n{found(store, owed, sought)},\n"
        f"decided AS (SELECT f.o, f.seq, f.given, CASE\n"
        f"    WHEN NOT f.entitled THEN {CODE_OF[Cause.NOT_ENTITLED]} WHEN f.given IS NULL THEN -1\n"
        f"    WHEN g.most IS NOT NULL AND f.given NOT BETWEEN 0 AND g.most\n"
        f"      THEN {CODE_OF[Cause.OUT_OF_RANGE]} ELSE 0 END AS code\n"
        f"  FROM found f JOIN {owed.table} g ON g.o = f.o),\n"
        f"last AS (SELECT o, max(seq) AS seq, arg_max(given, seq) AS given FROM decided\n"
        f"  WHERE code = 0 GROUP BY o),\n"
        f"others AS (SELECT d.o, list(d.seq ORDER BY d.seq) AS seqs,\n"
        f"    list(if(d.code = 0, {CODE_OF[Cause.SUPERSEDED]}, d.code) ORDER BY d.seq) AS codes\n"
        f"  FROM decided d LEFT JOIN last l ON l.o = d.o\n"
        f"  WHERE l.seq IS NULL OR d.seq <> l.seq GROUP BY d.o)\n"
        f"SELECT l.seq, l.given, r.seqs, r.codes FROM {owed.table} g\n"
        f"  LEFT JOIN last l ON l.o = g.o LEFT JOIN others r ON r.o = g.o ORDER BY g.o",
    )


def _entitled(store: Store, norm: Attestation | Rating, kind: EventType) -> str:
    """Whether who stated it holds the role somewhere on the statement's day."""
    return (
        f"seq IN (SELECT s.seq FROM {store.events(kind).table} s JOIN {store.holders(norm.by)} h\n"
        f"      ON h.person = s.actor AND s.day >= h.first AND s.day < h.past)"
    )


def _on_matter(store: Store, norm: Attestation | Rating, kind: EventType, document: str) -> str:
    """The matter is the norm's label, or the source's number, a slash and the label."""
    matter = attribute_of(kind, MATTER)
    if matter.kind not in _TEXTS:
        return "FALSE"
    names = (norm.label, f"{document}/{norm.label}")
    codes = sorted({code for name in names for code in store.codes(matter.kind, name)})
    written = store.events(kind).columns.of(matter)
    return f"{written} IN ({', '.join(map(str, codes))})" if codes else "FALSE"
