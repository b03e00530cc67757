"""One policy over the files: which norm goes which way, and each one's statement."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from dutyrules.checking.policy import (
    Attestation,
    CheckedPolicy,
    EachEvent,
    EventTest,
    MatchTest,
    Norm,
    Quota,
    Rating,
    Reach,
    Response,
    Spacing,
)
from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.engines.columnar.bulk.each_event import each_event_statement
from dutyrules.engines.columnar.bulk.grid import is_native_condition
from dutyrules.engines.columnar.bulk.passes import Passes
from dutyrules.engines.columnar.bulk.quotas import quota_statement
from dutyrules.engines.columnar.bulk.reaching import is_exact, reach_statement
from dutyrules.engines.columnar.bulk.responses import response_statement
from dutyrules.engines.columnar.bulk.settings import Form
from dutyrules.engines.columnar.bulk.spacing import spacing_statement
from dutyrules.engines.columnar.bulk.statements import stated_statement
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.engines.columnar.connection import quoted
from dutyrules.plan.attributes import object_of
from dutyrules.plan.lowering import lower
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, Program
from dutyrules.plan.rewrites import optimised
from dutyrules.records.school import School

_KEPT = 128 * 2**20
"""Bytes of rows that are kept in memory for several statements."""


@attrs.frozen(kw_only=True)
class Ran:
    """The form that was chosen, and the way that each norm went, by its number."""

    form: Form
    ways: Mapping[int, str]


def run_policy(stock: Stock, form: Form, school: School | None, out: Path) -> Ran:
    """Write the instances of every norm into `out`."""
    policy = stock.policy
    tied = _tied(policy)
    native = {n: x for n, x in enumerate(policy.norms) if x.label not in tied and is_native(stock, x)}
    program = _program(policy, tuple(native.values()))
    passes = Passes(stock)
    passes.fuse(program)
    if form is Form.AUTO:
        form = Form.DECODED if passes.is_worth_decoding(program) else Form.FUSED
    if form is Form.DECODED:
        passes.decode(program)
    passes.keep(program, _KEPT)
    numbers = {norm.label: number for number, norm in native.items()}
    for place, steps in enumerate(_by_norm(program)):
        number = numbers[steps[0].label]
        file = out / f"{stock.number:03}-{number:03}-{place:03}.parquet"
        sql = _statement(stock, passes, number, steps)
        if stock.files.settings.people is not None:
            sql = f"SELECT * FROM ({sql}) SEMI JOIN asked USING (person)"
        stock.database.run_aside(
            f"instances {stock.number}.{number}", f"COPY ({sql}) TO {quoted(file)} (FORMAT parquet)"
        )
    rest = {n: x for n, x in enumerate(policy.norms) if n not in native}
    if rest:
        # The engine in memory takes a while to load, and most policies over files never need it.
        run_fallback = importlib.import_module("dutyrules.engines.columnar.bulk.fallback").run_fallback
        run_fallback(stock, rest, school, out)
    ways = {n: "native" if n in native else "columnar" for n in range(len(policy.norms))}
    return Ran(form=form, ways=ways)


def _program(policy: CheckedPolicy, norms: tuple[Norm, ...]) -> Program:
    """The norms as operators: each table with the columns that are read, additive measures in one scan."""
    alone = attrs.evolve(policy, norms=norms, scores=(), exceptions={}, separate=())
    return optimised(lower(alone))


def _by_norm(program: Program) -> Iterator[tuple[Branch, ...]]:
    """The branches of one norm in one scope: the norm itself, then its steps."""
    groups: dict[tuple[str, Scope | None], list[Branch]] = {}
    for branch in program.branches:
        groups.setdefault((branch.label, branch.measure.key), []).append(branch)
    yield from map(tuple, groups.values())


def _tied(policy: CheckedPolicy) -> frozenset[str]:
    """The labels of norms whose answers hang on other norms (5.11, 5.18)."""
    pairs = [label for pair in policy.exceptions.items() for label in pair]
    return frozenset((*pairs, *(label for group in policy.separate for label in group)))


def _statement(stock: Stock, passes: Passes, number: int, steps: Sequence[Branch]) -> str:
    norm = steps[0].norm
    match norm:
        case Quota(recurrence=Response()):
            return response_statement(stock, steps[0], number)
        case Quota():
            return quota_statement(stock, steps, number, passes.measured)
        case EachEvent():
            return each_event_statement(stock, steps[0], number)
        case Reach():
            return reach_statement(stock, steps[0], number, passes.acts)
        case Spacing():
            return spacing_statement(stock, steps[0], number, passes.acts)
        case Attestation() | Rating():
            return stated_statement(stock, steps[0], number)
        case _:
            raise TypeError("a norm of a form that is not native")


# Which way -----------------------------------------------------------------------------------------


def is_native(stock: Stock, norm: Norm) -> bool:
    """True if there is a statement for the norm over files."""
    if not is_native_condition(norm):
        return False
    match norm:
        case Quota(recurrence=Response(), counterparty=people, rungs=rungs):
            return not rungs and (people is None or people.of_trigger) and _names_people(norm)
        case Quota():
            return _names_people(norm)
        case Reach(people=people):
            return not people.exempt and _is_person(norm.event) and is_exact(norm)
        case EachEvent() | Spacing() | Attestation() | Rating():
            return True
        case _:
            return False


def _names_people(norm: Quota) -> bool:
    events = [norm.event, *(rung.event for rung in norm.rungs)]
    if isinstance(norm.recurrence, Response):
        events.append(norm.recurrence.trigger)
    return all(map(_is_person, events))


def _is_person(event: EventType) -> bool:
    """True if the object is a person of the roster, or there is none."""
    about = object_of(event)
    return about is None or about.kind is AttributeKind.PERSON


def texts_wanted(policy: CheckedPolicy) -> frozenset[str]:
    """The texts that tests and statements of the policy compare with."""
    found = {label for norm in policy.norms for label in _matters(policy, norm)}
    tests = (test for norm in policy.norms for test in _tests(norm))
    found |= {t.value for t in tests if isinstance(t, MatchTest) and isinstance(t.value, str)}
    return frozenset(found)


def _matters(policy: CheckedPolicy, norm: Norm) -> tuple[str, ...]:
    if isinstance(norm, Attestation | Rating):
        return (norm.label, f"{policy.document}/{norm.label}")
    return ()


def _tests(norm: Norm) -> tuple[EventTest, ...]:
    match norm:
        case Quota(recurrence=Response(tests=triggers), tests=tests):
            return (*triggers, *tests)
        case EachEvent(only=only, tests=tests):
            return (*only, *tests)
        case Quota(tests=tests) | Reach(tests=tests) | Spacing(tests=tests):
            return tests
        case _:
            return ()
