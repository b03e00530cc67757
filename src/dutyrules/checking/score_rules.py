"""Scores, grades, vetoes and stipends, as the checker leaves them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from dutyrules.checking.bearers import Bearer
from dutyrules.checking.figures import EventTest, Figure, Recurrence
from dutyrules.checking.vocabulary import Attribute, EventType, Term
from dutyrules.syntax.source import Span
from dutyrules.syntax.tree import Fold, Proration, Rounding


@attrs.frozen(kw_only=True)
class RatedItem:
    """The rating of the item by a holder of a role, out of the item's points."""

    by: str


@attrs.frozen(kw_only=True)
class ScoreFold:
    """The sum or mean of the bearer's scores of that name whose windows lie in this one."""

    fold: Fold
    score: str


@attrs.frozen(kw_only=True)
class AttributeSum:
    """The sum of an attribute over the bearer's events of a type."""

    event: EventType
    attribute: Attribute


@attrs.frozen(kw_only=True)
class Deduction:
    """The item's points less an amount for each violated instance of the norms, not below 0."""

    amount: Figure
    norms: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Conditional:
    """One amount if every instance of the norm in the window is fulfilled, else another."""

    norm: str
    then: Figure
    otherwise: Figure


@attrs.frozen(kw_only=True)
class AttestedItem:
    """All of the item's points if attested, none if denied."""

    by: str


@attrs.frozen(kw_only=True)
class EventPoints:
    """An amount for each of the bearer's events of a type, added or taken away."""

    amount: Figure
    less: bool
    event: EventType
    tests: tuple[EventTest, ...]


@attrs.frozen(kw_only=True)
class StepTable:
    """Points by how many of the norms are not fulfilled."""

    norms: tuple[str, ...]
    steps: tuple[tuple[int, Figure], ...]
    otherwise: Figure


@attrs.frozen(kw_only=True)
class Share:
    """The item's points times the part of the norm's quota that was done, at most all of them."""

    norm: str


ItemRule = (
    RatedItem
    | AttestedItem
    | ScoreFold
    | AttributeSum
    | Deduction
    | Conditional
    | EventPoints
    | StepTable
    | Share
)


@attrs.frozen(kw_only=True)
class Item:
    """One addend of a score; `maximum` None where nothing bounds it."""

    name: str
    clause: str
    maximum: Figure | None
    rule: ItemRule
    span: Span
    is_bonus: bool = False


@attrs.frozen(kw_only=True)
class Bands:
    """Grades from the highest down, each with its least score, and the grade below them all."""

    bands: tuple[tuple[Term, Figure], ...]
    otherwise: Term
    clause: str

    def grades(self) -> tuple[Term, ...]:
        """All grades, the highest first."""
        return (*(g for g, _ in self.bands), self.otherwise)


@attrs.frozen(kw_only=True)
class Veto:
    """An event that passes the tests sets the score's grade (or, None, withholds its stipend).

    `tests` include what the standard of proof asks. It bears on its own window and on as many more
    as `lasts` says, less one.
    """

    name: str
    clause: str
    event: EventType
    tests: tuple[EventTest, ...]
    grade: Term | None
    basis: str
    lasts: Figure | None
    span: Span


@attrs.frozen(kw_only=True)
class Shift:
    """An event that passes the tests moves the grade by so many bands, as far as `limit`."""

    name: str
    clause: str
    event: EventType
    tests: tuple[EventTest, ...]
    raises: bool
    steps: Figure
    limit: Term | None
    span: Span


@attrs.frozen(kw_only=True)
class Pay:
    """What a grade is paid, in yuan; `in_all` stands for the fixed part as well."""

    amount: Figure
    in_all: bool


@attrs.frozen(kw_only=True)
class Stipend:
    """Money by grade id."""

    fixed: Figure | None
    by_grade: Mapping[str, Pay]
    proration: Proration
    clause: str


@attrs.frozen(kw_only=True)
class Score:
    """A score per bearer and window with all that hangs on it."""

    name: str
    clause: str
    bearer: Bearer
    recurrence: Recurrence
    out_of: Figure | None
    rounding: Rounding | None
    items: tuple[Item, ...]
    bands: Bands | None
    vetoes: tuple[Veto, ...]
    stipend: Stipend | None
    span: Span
    cap: Figure | None = None
    shifts: tuple[Shift, ...] = ()
