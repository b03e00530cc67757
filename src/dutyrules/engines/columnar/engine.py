"""The columnar engine: what a plan owes, answered by statements over tables of integers.

Obligations, events and posts are tables of integers in DuckDB; each norm's instances are answered at once
by one statement (a few norms take two or three), whose text is made of integers and of names of our own.
What comes back is turned into the outcomes that every engine gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    EachEvent,
    Makeup,
    Norm,
    Ordering,
    Quota,
    Rating,
    Reach,
    Response,
    Spacing,
)
from dutyrules.engines.apart import kept_apart
from dutyrules.engines.columnar.cases import agreements, orders
from dutyrules.engines.columnar.connection import Settings, Statement, connect
from dutyrules.engines.columnar.counting import quotas
from dutyrules.engines.columnar.each_event import each_event
from dutyrules.engines.columnar.gaps import spacings
from dutyrules.engines.columnar.makeup import makeups
from dutyrules.engines.columnar.opened_cases import cases
from dutyrules.engines.columnar.openings import Opener
from dutyrules.engines.columnar.outcomes import open_verdict, with_people
from dutyrules.engines.columnar.ranking import with_ranks
from dutyrules.engines.columnar.reaching import shares
from dutyrules.engines.columnar.responses import responses
from dutyrules.engines.columnar.stated import attestations, ratings
from dutyrules.engines.columnar.store import Store, store_of
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.world import World
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.exceptions import with_exceptions
from dutyrules.plan.obligations import OPEN, Applicability, Obligation, Plan
from dutyrules.plan.planner import Planner
from dutyrules.plan.waivers import with_waivers

Outcomes = tuple[tuple[Outcome, ...], tuple[Outcome, ...]]
_NOTHING: frozenset[int] = frozenset()
_DEFAULTS = Settings()


def evaluate(plan: Plan, policy: CheckedPolicy, world: World, settings: Settings = _DEFAULTS) -> Outcomes:
    """The outcomes of the plan's obligations (those that the log opens after them) and of `measured`.

    Order: as in the plan; instances that the log opens by event or case, then bearer.
    """
    outcomes, _ = evaluate_shown(plan, policy, world, settings)
    return outcomes


def evaluate_shown(
    plan: Plan, policy: CheckedPolicy, world: World, settings: Settings = _DEFAULTS
) -> tuple[Outcomes, tuple[Statement, ...]]:
    """As `evaluate`, with the statements that were run, in order."""
    norms = {id(o.norm): o.norm for o in (*plan.obligations, *plan.measured)}
    with connect(settings) as database:
        store = store_of(database, world, policy.vocabulary, (*norms.values(), *plan.per_event))
        opener = Opener(store, Planner(policy, world.school, world.term, store.posts), plan)
        opened = (o for norm in plan.per_event for o in _opened(opener, norm))
        ranked = with_ranks(store, (*plan.obligations, *opened))
        owed = with_waivers(with_exceptions(ranked, plan.exceptions), policy, world.school)
        outcomes = kept_apart(owed, plan.separate, Judge(store, policy.document, owed))
        measured = Judge(store, policy.document, plan.measured)
        looked_up = tuple(measured(o, _NOTHING) for o in plan.measured)
        return (outcomes, looked_up), tuple(database.statements)


def _opened(opener: Opener, norm: Norm) -> Iterator[Obligation]:
    """The instances of a norm that the log opens, by event or case, then bearer."""
    match norm:
        case EachEvent():
            return opener.each_event(norm)
        case Quota(recurrence=Response() as response):
            return responses(opener, norm, response)
        case Agreement(event=event, key=key):
            return cases(opener, norm, [event], key.term.id)
        case Ordering(events=events, key=name):
            return cases(opener, norm, events, name)
        case _:
            return iter(())


@attrs.define
class Judge:
    """Answers obligations one at a time, having answered all of a norm when the first is asked for."""

    _store: Store
    _document: str
    _obligations: Sequence[Obligation]
    _of_norm: dict[int, list[Obligation]] = attrs.field(factory=dict, init=False)
    _answered: dict[tuple[int, frozenset[int]], dict[int, Outcome]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for obligation in self._obligations:
            self._of_norm.setdefault(id(obligation.norm), []).append(obligation)

    def __call__(self, obligation: Obligation, taken: frozenset[int]) -> Outcome:
        """The answer to one obligation; events `taken` by a norm kept apart from it don't count."""
        key = id(obligation.norm), taken
        if key not in self._answered:
            every = self._of_norm[id(obligation.norm)]
            answers = self._judged(every, taken)
            self._answered[key] = {id(o): answer for o, answer in zip(every, answers, strict=True)}
        return self._answered[key][id(obligation)]

    def _judged(self, obligations: Sequence[Obligation], taken: frozenset[int]) -> Iterator[Outcome]:
        """The outcomes of the obligations of one norm, in their order."""
        owed = [o for o in obligations if o.applicability is Applicability.OWED]
        answers = iter(self._owed(owed[0].norm, owed, taken) if owed else ())
        for obligation in obligations:
            if obligation.applicability is Applicability.OWED:
                found = next(answers)
            else:
                found = _not_owed(obligation, self._store.world.as_of)
            yield _waived(found) if obligation.waivers else found

    def _owed(self, norm: Norm, owed: Sequence[Obligation], taken: frozenset[int]) -> list[Outcome]:
        match norm:
            case Quota():
                return quotas(self._store, norm, owed, taken)
            case Reach():
                return shares(self._store, norm, owed, taken)
            case Spacing():
                return spacings(self._store, norm, owed, taken)
            case Agreement():
                return agreements(self._store, norm, owed)
            case Ordering():
                return orders(self._store, norm, owed)
            case Makeup():
                return makeups(self._store, norm, owed)
            case EachEvent():
                return each_event(self._store, norm, owed)
            case Attestation():
                return attestations(self._store, norm, owed, self._document)
            case Rating():
                return ratings(self._store, norm, owed, self._document)


def _waived(found: Outcome) -> Outcome:
    """5.19: whatever the evidence, unless there is nothing to be excused from."""
    if found.verdict is Verdict.INAPPLICABLE:
        return found
    return attrs.evolve(found, verdict=Verdict.WAIVED, would_be=found.verdict)


def _not_owed(obligation: Obligation, as_of: int) -> Outcome:
    match obligation.applicability:
        case state if state in OPEN:
            verdict = Verdict.UNDETERMINED
        case Applicability.END_UNKNOWN:
            verdict = open_verdict(obligation, as_of)
        case _:
            verdict = Verdict.INAPPLICABLE
    return Outcome(
        obligation=with_people(obligation), verdict=verdict, measure=None, evidence=(), rejected=()
    )
