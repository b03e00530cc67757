"""A log in which every duty is met: what is owed is asked of the library, and what is missing added.

One policy after the other is held against the rows so far, so that a row serves all whom it serves;
then all of them again, until nothing is left to mend.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dutyrules.auditing import joint_vocabulary
from dutyrules.checking.policy import Attestation, CheckedPolicy, EachEvent, Norm, Quota, Rating, Response
from dutyrules.checking.vocabulary import EventType, Vocabulary
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference.engine import evaluate
from dutyrules.engines.world import World
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Plan
from dutyrules.plan.planner import plan_policy
from dutyrules.records.read_log import read_log
from dutyrules.records.school import School
from everything.ledger import Ledger, Row, write_rows
from everything.places import COMPLETE_THROUGH
from everything.remedies import Remedies

_ROUNDS = 8
_PASSES = 6
_OPEN = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)
_BINDING = (None, Modality.MUST, Modality.MUST_NOT)


class Fulfiller:
    """Fills a ledger until all policies are fulfilled; `left` is what it could not mend."""

    def __init__(self, policies: Sequence[CheckedPolicy], school: School, ledger: Ledger) -> None:
        self.policies = policies
        self.school = school
        self.ledger = ledger
        self.left: dict[str, list[Outcome]] = {}
        self._vocabulary = joint_vocabulary(policies)
        self._term = school.calendar.terms[0]
        self._plans = {p.name: plan_policy(p, school, self._term) for p in policies}
        self._opened: set[tuple[str, str]] = set()

    def fulfil(self) -> None:
        """Passes over all policies until one finds nothing to do."""
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(_PASSES):
                changed = [self._one(policy, Path(folder)) for policy in self.policies]
                if not any(changed):
                    return

    def _one(self, policy: CheckedPolicy, folder: Path) -> bool:
        """True if something had to be mended; what is left open after some rounds is kept."""
        self.left.pop(policy.name, None)
        for n in range(_ROUNDS):
            world = self._world(policy, folder)
            outcomes, measured = evaluate(self._plans[policy.name], policy, world)
            remedies = Remedies(self.ledger, policy, world)
            opened = self._open_what_is_idle(policy, outcomes, remedies)
            stated = [o for o in measured if isinstance(o.obligation.norm, Attestation | Rating)]
            wrong = [o for o in (*outcomes, *stated) if is_wrong(o)]
            if not wrong and not opened:
                return n > 0
            for outcome in wrong:
                remedies.mend(outcome)
        self.left[policy.name] = wrong
        return True

    def _open_what_is_idle(
        self, policy: CheckedPolicy, outcomes: Sequence[Outcome], remedies: Remedies
    ) -> bool:
        """Lets what a norm waits for happen once, to one bearer, where it has not happened at all."""
        seen = {o.obligation.norm.label for o in outcomes}
        some = False
        for norm in self._plans[policy.name].per_event:
            waits = isinstance(norm, EachEvent) or (
                isinstance(norm, Quota) and isinstance(norm.recurrence, Response)
            )
            if not waits or norm.label in seen or (policy.name, norm.label) in self._opened:
                continue
            self._opened.add((policy.name, norm.label))
            bearer = self._bearer(policy, norm)
            if bearer is not None and isinstance(norm, EachEvent | Quota):
                remedies.open_one(norm, *bearer)
                some = True
        return some

    def _bearer(self, policy: CheckedPolicy, norm: Norm) -> tuple[str, str] | None:
        bearer = norm.bearer
        roles, kinds = policy.vocabulary.roles, policy.vocabulary.units
        roster = self.school.roster
        units = {u.id for u in roster.units if u.kind in kinds[bearer.unit].labels()}
        found = [
            (m.person, m.unit)
            for m in roster.memberships
            if m.unit in units and m.role in roles[bearer.role].labels()
        ]
        return self.ledger.chance.choice(found) if found else None

    def _world(self, policy: CheckedPolicy, folder: Path) -> World:
        rows = rows_for(policy, self._plans[policy.name], self.ledger)
        return world_of(rows, self.school, self._vocabulary, folder)


def is_wrong(outcome: Outcome) -> bool:
    """True for what binds and is not met."""
    binds = getattr(outcome.obligation.norm, "modality", None) in _BINDING
    return binds and outcome.verdict in _OPEN


def world_of(rows: Sequence[Row], school: School, vocabulary: Vocabulary, folder: Path) -> World:
    """The rows as a log that was read from a file."""
    path = folder / "log.csv"
    write_rows(path, rows)
    log = read_log(path, vocabulary, school, COMPLETE_THROUGH)
    if log.quarantine:
        raise ValueError(f"a row that cannot be read: {log.quarantine[0]}")
    as_of = max(c.through for c in log.completeness)
    return World(school=school, log=log, term=school.calendar.terms[0], as_of=as_of)


def rows_for(policy: CheckedPolicy, plan: Plan, ledger: Ledger) -> list[Row]:
    """The rows that the policy looks at."""
    norms = {id(n): n for n in (*policy.norms, *(o.norm for o in plan.measured))}
    kinds = {"attestation", "rating", *(kind for norm in norms.values() for kind in _kinds(norm))}
    start = f"{policy.document}/"
    return [
        row
        for row in ledger.in_order()
        if row.kind.term.id in kinds and row.cells.get("matter", start).startswith(start)
    ]


def _kinds(part: object) -> Iterator[str]:
    """The event types that a part of a policy names."""
    if isinstance(part, EventType):
        yield part.term.id
    elif isinstance(part, tuple):
        for one in part:
            yield from _kinds(one)
    else:
        for field in getattr(type(part), "__attrs_attrs__", ()):
            yield from _kinds(getattr(part, field.name))
