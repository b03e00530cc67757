"""What two engines must agree on, and in what they differ where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from dutyrules.engines.choice import Outcomes
from dutyrules.engines.outcome import Outcome
from dutyrules.plan.obligations import Obligation, Plan
from dutyrules.scoring.scores import Scored, score_all


@attrs.frozen
class Difference:
    """One thing that comes out otherwise: of which instance, in what, and both answers."""

    instance: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.instance}\n    {self.field}: {self.expected}, not {self.found}"


def differences(plan: Plan, expected: Outcomes, found: Outcomes) -> list[Difference]:
    """All that differs: instances, verdicts, measures, margins, evidence, and the scores made of them."""
    every = [
        *_between(expected[0], found[0]),
        *(attrs.evolve(d, instance=f"looked up: {d.instance}") for d in _between(expected[1], found[1])),
    ]
    return every or list(_between_scores(_scores(plan, expected), _scores(plan, found)))


def _between(expected: Sequence[Outcome], found: Sequence[Outcome]) -> Iterator[Difference]:
    for one, other in zip(expected, found, strict=False):
        if one != other or one.margin != other.margin:
            yield from _within(one, other)
    few = min(len(expected), len(found))
    for lost in expected[few:]:
        yield Difference(named(lost.obligation), "instance", "there", "missing")
    for more in found[few:]:
        yield Difference(named(more.obligation), "instance", "none", "there")


def _within(expected: Outcome, found: Outcome) -> Iterator[Difference]:
    name = named(expected.obligation)
    if name != named(found.obligation):
        yield Difference(name, "instance in its place", name, named(found.obligation))
        return
    for field in attrs.fields(Obligation):
        values = getattr(expected.obligation, field.name), getattr(found.obligation, field.name)
        if values[0] != values[1]:
            yield Difference(name, field.name, str(values[0]), str(values[1]))
    for told in ("verdict", "would_be", "measure", "margin", "evidence", "rejected"):
        values = getattr(expected, told), getattr(found, told)
        if values[0] != values[1]:
            yield Difference(name, told, _shown(values[0]), _shown(values[1]))


def named(obligation: Obligation) -> str:
    """Which instance it is: norm, bearer, counterparty, window, and the event or case it is about."""
    o = obligation
    toward = f" > {o.counterparty}" if o.counterparty else ""
    about = "" if o.event is None else f", event {o.event}"
    case = "" if o.case is None else f", case {o.case!r}"
    return (
        f"{o.norm.label} ({type(o.norm).__name__}): {o.person}@{o.unit}{toward}, "
        f"{o.window.kind} {o.window.label.en} [{o.start}, {o.end}){about}{case}"
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    if attrs.has(type(value)):
        fields = (f"{f.name}={_shown(getattr(value, f.name))}" for f in attrs.fields(type(value)))
        return f"{type(value).__name__}({', '.join(f for f in fields if 'span=' not in f)})"
    return str(value)


# Scores --------------------------------------------------------------------------------------------


def _scores(plan: Plan, outcomes: Outcomes) -> tuple[Scored, ...]:
    return score_all(plan.scores, outcomes[1], outcomes[0], plan.exceptions)


def _between_scores(expected: Sequence[Scored], found: Sequence[Scored]) -> Iterator[Difference]:
    for one, other in zip(expected, found, strict=True):
        name = f"{one.planned.score.name}: {one.planned.person}@{one.planned.unit} [{one.planned.start}"
        for field in attrs.fields(Scored):
            values = getattr(one, field.name), getattr(other, field.name)
            if values[0] != values[1]:
                yield Difference(name, field.name, _shown(values[0]), _shown(values[1]))
