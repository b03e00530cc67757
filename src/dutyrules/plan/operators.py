"""What engines run: six operators for every norm, and the measures that are monoids.

    Normalise -> Where -> Measure -> (joined to) Grid -> Judge -> Evidence

A `Branch` is one norm (or one rung of it) as these operators; a `Program` is a policy. It holds no
obligations and no events, so the same program runs over any school and any log. Engines share the
nodes that are equal: two branches with the same `Normalise` read the same table.
"""

from __future__ import annotations

import enum

import attrs

from dutyrules.checking.policy import (
    Bearer,
    Counterparty,
    EventTest,
    Figure,
    Limit,
    Norm,
    RankedIn,
    Recurrence,
    Response,
)
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.findings.model import Modality
from dutyrules.plan.obligations import Scope


class MeasureKind(enum.Enum):
    """What is made of the matching events. All but HOLDERS are commutative monoids."""

    COUNT = "count"
    SUM = "sum"
    PEOPLE = "people reached"
    GAP = "longest gap"
    VALUES = "distinct values"
    STEPS = "steps in order"
    HOLDERS = "holders of a role"
    EACH = "each event"
    ATTESTED = "latest attestation"
    RATED = "latest rating"

    @property
    def is_additive(self) -> bool:
        """True if parts are merged by adding, so that one pass over the log may work out several."""
        return self in (MeasureKind.COUNT, MeasureKind.SUM)


@attrs.frozen(kw_only=True)
class Normalise:
    """The rows of one event type before the as-of instant, as integers.

    Invariants: one row per event, ordered by `seq`; `day` and `when` by the type's dating attribute
    where the row fills it (1.5); only `columns` beside the type's own (seq, when, day, actor, unit).
    """

    event: EventType
    columns: tuple[Attribute, ...]


@attrs.frozen(kw_only=True)
class Where:
    """Each row with its answer: it passes, or fails, or leaves open, the first such test (4.3).

    Invariant: no row is dropped; a failed test outweighs an open one.
    """

    rows: Normalise
    tests: tuple[EventTest, ...]


@attrs.frozen(kw_only=True)
class Measure:
    """What the rows come to for each key and window.

    `key` says whose rows they are (4.2), None where they are about somebody (attested, rated), each
    stands for itself, or there are none (HOLDERS). `toward` is the attribute that holds the
    counterparty, the person reached (None for PEOPLE: the actor is) or whom a statement is about. `of`
    are the attributes summed, compared or stated; `case` names the key of cases (2.10); `each` is how
    many events reach a person; `matter` says what a statement is of. `where` has one entry, for STEPS
    one per step, for HOLDERS none.

    Invariant: merging the measures of any two parts of the log gives the measure of the whole.
    """

    kind: MeasureKind
    where: tuple[Where, ...]
    key: Scope | None
    toward: Attribute | None = None
    of: tuple[Attribute, ...] = ()
    case: str | None = None
    each: Figure | None = None
    matter: Attribute | None = None


@attrs.frozen(kw_only=True)
class Ranked:
    """The rows by which the bearer's unit is ranked within its peers in the window before (5.17)."""

    rows: Normalise
    condition: RankedIn


@attrs.frozen(kw_only=True)
class Grid:
    """Who owes it when: the bearers by the windows, whether or not there is any event.

    `windows` is a recurrence of the calendar, a response to a trigger, or None: each event has its own.
    `counterparty` multiplies the bearers by the people toward whom it is owed. `only` are the tests
    that say which events a sentence about each event, or a response, is about; `until` are the rows
    that may end a response's window; `ranked` say in which peers the bearer owes it at all. `lasts` is
    how many windows an event bears on where a score's veto looks it up: its own and so many less one
    after it, so that each window reaches that far back.
    """

    bearer: Bearer
    windows: Recurrence | Response | None
    counterparty: Counterparty | None = None
    only: Where | None = None
    until: Normalise | None = None
    ranked: tuple[Ranked, ...] = ()
    lasts: Figure | None = None


@attrs.frozen(kw_only=True)
class Judge:
    """The measure against the bound, by the rows of `verdict_rule`; None: there is no bound."""

    modality: Modality
    limit: Limit | None


@attrs.frozen(kw_only=True)
class Evidence:
    """The matching rows by `seq`: the `most` smallest, or all if None."""

    most: int | None = None


@attrs.frozen(kw_only=True)
class Branch:
    """One norm, or its `rung`-th rung (0: the norm itself), as operators.

    `label` is the norm's. `score` names the score that looks the measure up, None for a norm of the
    policy itself.
    """

    label: str
    rung: int
    norm: Norm
    grid: Grid
    measure: Measure
    judge: Judge
    evidence: Evidence
    score: str | None = None

    def tables(self) -> tuple[Normalise, ...]:
        """The tables that the branch reads, each once: those measured, then those that open the grid."""
        grid = self.grid
        found = [where.rows for where in self.measure.where]
        found += [grid.only.rows] if grid.only is not None else []
        found += [grid.until] if grid.until is not None else []
        found += [ranked.rows for ranked in grid.ranked]
        return tuple(dict.fromkeys(found))


@attrs.frozen(kw_only=True)
class Scan:
    """The branches that are worked out in one pass over the log.

    Invariant: one branch; or several that add up what holders of one bearer's posts did, or what was
    done in units, toward nobody, in windows of whole days.
    """

    branches: tuple[Branch, ...]

    def tables(self) -> tuple[Normalise, ...]:
        """The rows that are measured, each table once."""
        return tuple(dict.fromkeys(w.rows for branch in self.branches for w in branch.measure.where))


@attrs.frozen(kw_only=True)
class Program:
    """A policy as branches, in the order of its norms, then of what its scores look up.

    A norm of which a dated number changes whose doing counts has a branch for each `key`, side by side.
    `separate` are the labels kept apart (5.18), `exceptions` each exception with what it stands for.
    `fused` are places in `branches`, those of each scan of several.
    """

    branches: tuple[Branch, ...]
    separate: tuple[tuple[str, ...], ...] = ()
    exceptions: tuple[tuple[str, str], ...] = ()
    fused: tuple[tuple[int, ...], ...] = ()

    def tables(self) -> tuple[Normalise, ...]:
        """The tables that the branches read, each once, in order of first use."""
        return tuple(dict.fromkeys(table for branch in self.branches for table in branch.tables()))

    def scans(self) -> tuple[Scan, ...]:
        """Every branch in exactly one scan, in the order of their first branches."""
        group_of = {place: group for group in self.fused for place in group}
        groups = dict.fromkeys(group_of.get(place, (place,)) for place in range(len(self.branches)))
        return tuple(Scan(branches=tuple(self.branches[p] for p in group)) for group in groups)
