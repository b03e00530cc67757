"""That generated pairs hold the whole language, and that much comes of them: else agreement means little."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import get_args

import attrs
import pytest
from agreement.counting import Tally
from agreement.engines import reference
from agreement.norm_trees import SENTENCES
from agreement.pairs import Pair
from agreement.policy_trees import WITHOUT_VERDICT
from agreement.running import seeded, usable
from agreement.score_trees import ITEM_RULES
from agreement.window_trees import CONDITIONS, PHRASES
from agreement.words import FILE
from agreement.writing import TESTS, VALUES

from dutyrules.checking import policy as checked
from dutyrules.checking.loading import load_text
from dutyrules.engines.choice import Outcomes
from dutyrules.engines.outcome import Cause
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Applicability, Scope
from dutyrules.records.quarantine_codes import Code
from dutyrules.syntax import tree
from dutyrules.syntax.source import Source, Span

PAIRS = 300
MOST_REFUSED = 15
LEAST_WITH_EVIDENCE = 0.07
NEVER = {
    *((kind, Verdict.PENDING) for kind in ("EachEvent",)),
    *((kind, Verdict.VIOLATED) for kind in ("Rating",)),
}
"""What an event that is there, and a rating, can't come to."""


@cache
def some_pairs() -> tuple[tuple[Pair, ...], Tally]:
    """The first pairs that are usable, and how many were refused."""
    tally = Tally()
    return tuple(p for p in map(seeded, range(PAIRS)) if usable(p, tally)), tally


@cache
def answers() -> tuple[Outcomes, ...]:
    """What the reference says of them."""
    return tuple(map(reference, some_pairs()[0]))


def nodes(part: object) -> Iterator[object]:
    """Every node and every member of an enumeration in a tree."""
    if isinstance(part, tuple):
        for each in part:
            yield from nodes(each)
    elif isinstance(part, enum.Enum):
        yield part
    elif attrs.has(type(part)) and not isinstance(part, Span):
        yield part
        for field in attrs.fields(type(part)):
            yield from nodes(getattr(part, field.name))


def names(union: object) -> set[str]:
    """The names of the classes of a union."""
    return {c.__name__ for c in get_args(union)}


@pytest.mark.parametrize(
    ("union", "table"),
    [
        (tree.Phrase, PHRASES),
        (tree.Condition, CONDITIONS),
        (tree.Sentence, SENTENCES),
        (tree.ItemRule, ITEM_RULES),
        (tree.Test, TESTS),
        (tree.Value, VALUES),
    ],
)
def test_every_construct_has_a_strategy(union: object, table: dict[type, object]) -> None:
    """A class that joins a union of the tree needs a strategy before engines can be said to agree on it."""
    assert names(union) == {c.__name__ for c in table}


def test_every_statement_is_written() -> None:
    """Every statement that a verdict may follow from is in some policy; the others are named."""
    found = {type(s).__name__ for pair in some_pairs()[0] for s in pair.statements}
    without = {c.__name__ for c in WITHOUT_VERDICT} | names(tree.ScenarioStatement)
    assert names(tree.Statement) - without == found


def test_every_field_and_every_member_occurs() -> None:
    """Each field with a default has another value somewhere, and each member of an enumeration occurs."""
    plain: dict[str, bool] = {}
    members: dict[type, set[object]] = {}
    for node in (n for pair in some_pairs()[0] for n in nodes(pair.statements)):
        if isinstance(node, enum.Enum):
            members.setdefault(type(node), set()).add(node)
            continue
        for field in attrs.fields(type(node)):
            if field.eq and field.default is not attrs.NOTHING:
                name = f"{type(node).__name__}.{field.name}"
                plain[name] = plain.get(name, False) or getattr(node, field.name) != field.default
    assert set() == {name for name, is_given in plain.items() if not is_given}
    assert {kind: set(kind) for kind in members} == members


@pytest.mark.parametrize(
    "union", [checked.Norm, checked.Condition, checked.EventTest, checked.Part, checked.ItemRule], ids=str
)
def test_every_class_of_a_checked_policy_occurs(union: UnionType) -> None:
    """What the checker makes of the trees is of every class that engines have a case for."""
    found = {type(n) for pair in some_pairs()[0] for n in nodes((pair.policy.norms, pair.policy.scores))}
    assert set() == set(get_args(union)) - found


def test_every_state_cause_and_scope_occurs() -> None:
    """Instances come in every state, for anybody's doing; rows are looked at in vain for any cause."""
    outcomes = [o for answer in answers() for part in answer for o in part]
    assert set(Applicability) == {o.obligation.applicability for o in outcomes}
    assert set(Scope) == {o.obligation.scope for o in outcomes}
    assert set(Cause) == {r.cause for o in outcomes for r in o.rejected}


def test_every_verdict_of_every_norm_occurs() -> None:
    """No kind of norm is only ever undetermined: each comes to every verdict that it can come to."""
    found = Counter((type(o.obligation.norm).__name__, o.verdict) for answer in answers() for o in answer[0])
    every = {(kind, verdict) for kind in names(checked.Norm) for verdict in Verdict}
    assert every - NEVER == set(found)


def test_events_meet_norms() -> None:
    """Many instances have evidence, few policies are refused, and logs have faults of every kind."""
    outcomes = [o for answer in answers() for o in answer[0]]
    assert sum(bool(o.evidence) for o in outcomes) / len(outcomes) >= LEAST_WITH_EVIDENCE
    assert sum(some_pairs()[1].refused.values()) <= MOST_REFUSED
    faults = {row.code for pair in some_pairs()[0] for row in pair.log.quarantine}
    settled = (Code.DUPLICATE_ROW, Code.DUPLICATE_ID_DIFFERS, Code.SUPERSEDED_ROW, Code.RETRACTED_ROW)
    assert set() == {code.value for code in settled} - faults


def without_spans(part: object) -> object:
    """What the checker made, but for the places where it was written."""
    return attrs.asdict(part, filter=lambda field, _: field.name != "span")  # type: ignore[arg-type]


def test_policies_can_be_written_down() -> None:
    """What a disagreement prints is the policy: its text reads back and is checked to the same norms."""
    for pair in some_pairs()[0][:40]:
        path = FILE.with_name("agreed.duty")
        loaded = load_text(Source(str(path), pair.text()), path)
        assert loaded.checked.policy is not None, pair.text()
        assert pair.statements == loaded.parsed.file.statements
        for written, made in (
            (loaded.checked.policy.norms, pair.policy.norms),
            (loaded.checked.policy.scores, pair.policy.scores),
        ):
            assert list(map(without_spans, made)) == list(map(without_spans, written))
