"""Shares: how many of the people are reached (semantics, 5.12).

The people and the events that reach them are counted by a statement. Which of those of whom it is unknown
whether they belong would make the share largest or smallest is worked out here, from a few numbers for
each instance: it is a choice among cases, not a fold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import attrs

from dutyrules.checking.policy import PresenceTest, Reach
from dutyrules.engines.columnar.answers import answer
from dutyrules.engines.columnar.connection import Row, number, numbers
from dutyrules.engines.columnar.outcomes import open_verdict, rejections, with_people
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.columnar.taken import unless_taken
from dutyrules.engines.columnar.whose import Sought, found, owed_table, stretched
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.world import object_of
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.obligations import Obligation, Scope
from dutyrules.plan.verdict_rule import Numbers, verdict


def shares(
    store: Store, norm: Reach, obligations: Sequence[Obligation], taken: frozenset[int]
) -> list[Outcome]:
    """The outcomes of a share of people, in order."""
    people = _people_table(store, norm, obligations)
    if norm.by_actor:
        reached = _by_actor(store, norm, obligations, taken)
    else:
        reached = _by_object(store, norm, obligations, taken, people)
    rows = store.database.rows(f"reach {norm.label}", f"WITH {reached},\n{_folded(people, len(obligations))}")
    settled_by = store.settled_by([norm.event])
    about = object_of(norm.event)
    tests = (*norm.tests, None if about is None else PresenceTest(attribute=about))
    found = []
    for obligation, row in zip(obligations, rows, strict=True):
        counted = _counted(row, settled=settled_by is not None and obligation.end <= settled_by)
        evidence, rejected, codes = map(numbers, row[-3:])
        found.append(
            Outcome(
                obligation=with_people(obligation),
                verdict=_verdict(norm, obligation, counted, store.world.as_of),
                measure=counted.measure(),
                evidence=evidence,
                rejected=rejections(rejected, codes, tests),
            )
        )
    return found


# Statements ----------------------------------------------------------------------------------------


def _people_table(store: Store, norm: Reach, obligations: Sequence[Obligation]) -> str:
    """Of whom the share is taken: o, person, sure, and how many events reach a person."""
    figures = [norm.each.on(o.window.first_day) for o in obligations]
    rows = [
        (place, person, sure, figures[place])
        for place, o in enumerate(obligations)
        for sure, people in ((1, o.people), (0, o.unsure))
        for person in people
    ]
    return store.load(
        "people",
        {
            "o": [o for o, _, _, _ in rows],
            "person": [store.coding.people[person] for _, person, _, _ in rows],
            "sure": [sure for _, _, sure, _ in rows],
            "enough": [math.ceil(each) for _, _, _, each in rows],
            "asked": [int(each) for _, _, _, each in rows],
        },
    )


def _by_actor(store: Store, norm: Reach, obligations: Sequence[Obligation], taken: frozenset[int]) -> str:
    """What the people did themselves: each is sought as a bearer would be."""
    every = [(place, o, p) for place, o in enumerate(obligations) for p in (*o.people, *o.unsure)]
    each = owed_table(
        store,
        [attrs.evolve(o, person=person) for _, o, person in every],
        {"whole": [place for place, _, _ in every]},
    )
    columns = store.events(norm.event).columns
    said = unless_taken(store, answer(norm.tests, columns, store.codes), taken)
    sought = Sought(
        kind=norm.event, bearer=norm.bearer, scope=Scope.PERSON, columns={"said": said, "doer": "actor"}
    )
    return (
        f"{stretched(each)},\n{found(store, each, sought)},\n"
        f"reached AS (SELECT w.whole AS o, f.doer AS person, f.seq, f.said\n"
        f"  FROM found f JOIN {each.table} w ON w.o = f.o),\n"
        f"unnamed AS (SELECT o, seq, said FROM reached WHERE FALSE)"
    )


def _by_object(
    store: Store, norm: Reach, obligations: Sequence[Obligation], taken: frozenset[int], people: str
) -> str:
    """Whom the bearer's events were about; those that do not say may have reached anybody."""
    owed = owed_table(store, obligations)
    columns = store.events(norm.event).columns
    plain = answer(norm.tests, columns, store.codes)
    sought = Sought(
        kind=norm.event,
        bearer=norm.bearer,
        scope=obligations[0].scope,
        columns={"said": unless_taken(store, plain, taken), "plain": plain, "object": "toward"},
    )
    named = object_of(norm.event) is not None
    return (
        f"{stretched(owed)},\n{found(store, owed, sought)},\n"
        f"reached AS (SELECT f.o, p.person, f.seq, f.said\n"
        f"  FROM found f JOIN {people} p ON p.o = f.o AND p.person = f.object),\n"
        f"unnamed AS (SELECT o, seq, -{len(norm.tests) + 1} AS said FROM found\n"
        f"  WHERE object IS NULL AND plain <= 0 AND {named})"
    )


def _folded(people: str, count: int) -> str:
    """For each instance: who is reached, how many events each other lacks, and the events looked at."""
    return (
        f"counts AS (SELECT p.o, p.person, any_value(p.sure) AS sure,\n"
        f"    count(*) FILTER (r.said = 0) >= any_value(p.enough) AS done,\n"
        f"    greatest(any_value(p.asked) - count(*) FILTER (r.said <= 0), 0) AS lacking\n"
        f"  FROM {people} p LEFT JOIN reached r ON r.o = p.o AND r.person = p.person\n"
        f"  GROUP BY p.o, p.person),\n"
        f"groups AS (SELECT o,\n"
        f"    count(*) FILTER (done AND sure = 1) AS sure, count(*) FILTER (done AND sure = 0) AS unsure,\n"
        f"    list(lacking ORDER BY lacking) FILTER (sure = 1) AS lacking,\n"
        f"    list(lacking ORDER BY lacking) FILTER (sure = 0) AS unsure_lacking FROM counts GROUP BY o),\n"
        f"looked_at AS (SELECT o, seq, said FROM reached UNION ALL SELECT o, seq, said FROM unnamed),\n"
        f"events AS (SELECT o, list(seq ORDER BY seq) FILTER (said = 0) AS evidence,\n"
        f"    list(seq ORDER BY seq) FILTER (said <> 0) AS rejected,\n"
        f"    list(said ORDER BY seq) FILTER (said <> 0) AS codes FROM looked_at GROUP BY o),\n"
        f"loose AS (SELECT o, count(*) AS unnamed FROM unnamed GROUP BY o)\n"
        f"SELECT coalesce(g.sure, 0), coalesce(g.unsure, 0), g.lacking, g.unsure_lacking,\n"
        f"  coalesce(l.unnamed, 0), e.evidence, e.rejected, e.codes\n"
        f"FROM range({count}) n(o) LEFT JOIN groups g ON g.o = n.o LEFT JOIN loose l ON l.o = n.o\n"
        f"  LEFT JOIN events e ON e.o = n.o ORDER BY n.o"
    )


# Cases ---------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Counted:
    """How many are reached, and how many of the unnamed events each one lacks, in order.

    `unsure` are those of whom it is unknown whether they are among the people.
    """

    done: int
    done_unsure: int
    lacking: tuple[int, ...]
    unsure: tuple[int, ...]
    unnamed: int
    settled: bool

    def most(self, lacking: Sequence[int]) -> int:
        """How many of people who lack so many events may be reached in the end."""
        if not self.settled:
            return len(lacking)
        return sum(total <= self.unnamed for total in accumulate(sorted(lacking)))

    def measure(self) -> Interval:
        """How many of everybody are reached."""
        high = self.most((*self.lacking, *self.unsure))
        return Interval(low=Decimal(self.done + self.done_unsure), high=Decimal(high))

    def smallest(self) -> Fraction:
        """The part of the people that is reached for certain, if all who are not belong to them."""
        size = len(self.lacking) + len(self.unsure) - self.done_unsure
        return Fraction(100 * self.done, size)

    def largest(self) -> Fraction:
        """The part that may be reached, if those who are most easily reached belong to them."""
        among = (self.lacking + self.unsure[:more] for more in range(len(self.unsure) + 1))
        return max(Fraction(100 * self.most(each), len(each)) for each in among)


def _counted(row: Row, *, settled: bool) -> _Counted:
    done, done_unsure, lacking, unsure, unnamed, *_ = row
    return _Counted(
        done=number(done),
        done_unsure=number(done_unsure),
        lacking=numbers(lacking),
        unsure=numbers(unsure),
        unnamed=number(unnamed),
        settled=settled,
    )


def _verdict(norm: Reach, obligation: Obligation, counted: _Counted, as_of: int) -> Verdict:
    """5.2 over fractions, brought to one denominator so that nothing is rounded."""
    if not counted.lacking:
        return open_verdict(obligation, as_of)
    bounds = [None if n is None else Fraction(n) for n in (obligation.low, obligation.high)]
    low, high, least, most = _whole([counted.smallest(), counted.largest(), *bounds])
    return verdict(
        Numbers(low=low or 0, high=high, least=least, most=most),
        is_permission=norm.modality is Modality.MAY,
        is_over=as_of >= obligation.end,
    )


def _whole(fractions: Sequence[Fraction | None]) -> list[int | None]:
    """The fractions as multiples of what divides them all."""
    scale = math.lcm(*(f.denominator for f in fractions if f is not None))
    return [None if f is None else int(f * scale) for f in fractions]
