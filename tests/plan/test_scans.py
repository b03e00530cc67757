"""Fused scans: one pass over their rows, by day, gives every branch the measure that it had alone."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import attrs
from hypothesis import assume, given
from plan.programs import pair_of, rich_policy, seeds

from dutyrules.checking.policy import Quota
from dutyrules.engines.outcome import Cause, Outcome
from dutyrules.engines.reference.engine import evaluate
from dutyrules.engines.reference.event import Event
from dutyrules.engines.reference.finder import Finder, rejection_of
from dutyrules.plan.lowering import lower
from dutyrules.plan.obligations import Obligation, Scope
from dutyrules.plan.operators import Branch, Program, Scan
from dutyrules.plan.rewrites import optimised

Key = tuple[str | None, str]
"""Actor and unit; nobody and the unit where the unit's doing counts."""


@attrs.define
class Sum:
    """What some rows come to: what counts for certain, what may yet, and rows without a number."""

    low: Decimal = Decimal(0)
    more: int = 0
    blanks: int = 0

    def add(self, other: "Sum") -> None:
        """The sum of the rows of both."""
        self.low, self.more, self.blanks = (
            self.low + other.low,
            self.more + other.more,
            self.blanks + other.blanks,
        )


@attrs.define
class Pass:
    """One pass over a scan's tables: a sum for each branch, key and day."""

    scan: Scan
    finder: Finder
    sums: dict[tuple[int, Key, int], Sum] = attrs.Factory(lambda: defaultdict(Sum))

    def run(self) -> None:
        """Reads every row of every table once."""
        for table in self.scan.tables():
            reading = [n for n, b in enumerate(self.scan.branches) if b.measure.where[0].rows == table]
            for event in self.finder.of_type(table.event):
                for number in reading:
                    branch = self.scan.branches[number]
                    found = lifted(branch, event)
                    for key in self._keys(branch, event):
                        self.sums[number, key, event.day.toordinal()].add(found)

    def _keys(self, branch: Branch, event: Event) -> Iterator[Key]:
        if branch.measure.key is Scope.UNIT:
            yield from [(None, event.unit)] if event.unit is not None else []
            return
        bearer = branch.grid.bearer
        units = {post.unit for post in self.finder.posts.of(bearer)}
        yield from ((event.actor, u) for u in units if self.finder.fits_unit(event, bearer, u))

    def total(self, number: int, obligation: Obligation) -> Sum:
        """What the days of the obligation come to."""
        calendar, branch = self.finder.world.school.calendar, self.scan.branches[number]
        first, end = (calendar.day_of(t).toordinal() for t in (obligation.start, obligation.end))
        found = Sum()
        for (other, key, day), part in self.sums.items():
            if other == number and first <= day < end and self._is_whose(branch, obligation, key, day):
                found.add(part)
        return found

    def _is_whose(self, branch: Branch, obligation: Obligation, key: Key, day: int) -> bool:
        actor, unit = key
        if unit != obligation.unit:
            return False
        match branch.measure.key:
            case Scope.PERSON:
                return actor == obligation.person
            case Scope.POST:
                posts = self.finder.posts.in_unit(branch.grid.bearer.role, unit)
                return any(
                    p.person == actor and p.start.toordinal() <= day < p.end.toordinal() for p in posts
                )
            case _:
                return True


def lifted(branch: Branch, event: Event) -> Sum:
    """What one row comes to."""
    where, of = branch.measure.where[0], branch.measure.of
    rejection = rejection_of(where.tests, event)
    if rejection is not None:
        is_open = rejection.cause is Cause.MISSING
        return Sum(more=int(is_open), blanks=int(is_open and bool(of)))
    value = event.value(of[0]) if of else Decimal(1)
    return Sum(low=value) if isinstance(value, Decimal) else Sum(blanks=1)


def fused(program: Program) -> list[Scan]:
    """The scans of several branches."""
    return [scan for scan in program.scans() if len(scan.branches) > 1]


def ends(outcome: Outcome) -> tuple[Decimal, Decimal | None]:
    """The least and the most that the measure comes to."""
    assert outcome.measure is not None
    return outcome.measure.low, outcome.measure.high


def answers(scan: Scan, finder: Finder, outcomes: list[Outcome]) -> Iterator[tuple[Outcome, Sum]]:
    """The outcomes that are measured by the scan, each with what the one pass gives for it."""
    one = Pass(scan, finder)
    one.run()
    for number, branch in enumerate(scan.branches):
        if isinstance(branch.norm, Quota) and not branch.norm.rungs:
            for outcome in outcomes:
                owed = outcome.obligation
                is_its = owed.norm == branch.norm and owed.scope is branch.measure.key
                if is_its and outcome.measure is not None:
                    yield outcome, one.total(number, owed)


@given(seed=seeds)
def test_one_pass_gives_every_branch_its_measure(seed: int) -> None:
    """Sums by day, added up by window, are the reference's measures, and open where those are."""
    pair = pair_of(seed)
    scans = fused(optimised(lower(pair.policy)))
    assume(scans)
    owed, measured = evaluate(pair.plan, pair.policy, pair.world)
    finder = Finder(pair.policy.vocabulary, pair.world, frozenset(pair.policy.vocabulary.events))
    for scan in scans:
        for outcome, found in answers(scan, finder, [*owed, *measured]):
            low, high = ends(outcome)
            assert low == found.low
            assert high in (None, low + found.more)
            assert found.blanks == 0 or high is None


def test_a_rich_policy_has_scans_to_fuse() -> None:
    """The law above is about something: leaders' sums, and groups' where there are several."""
    found = [[b.label for b in scan.branches] for scan in fused(optimised(lower(rich_policy())))]
    assert [["weekly", "talks", "minutes", "long_ones"]] == [labels[:4] for labels in found]
