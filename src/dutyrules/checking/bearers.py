"""Who bears a norm, toward whom, and when it applies to them, as the checker leaves it."""

from __future__ import annotations

import enum

import attrs

from dutyrules.checking.figures import Figure, Limit
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.syntax.tree import Fold


@attrs.frozen(kw_only=True)
class Bearer:
    """Each holder of a role in each unit of a kind; both are vocabulary ids."""

    role: str
    unit: str


@attrs.frozen(kw_only=True)
class UnitHas:
    """The bearer's unit has so many holders of a role."""

    role: str
    limit: Limit


@attrs.frozen(kw_only=True)
class HasProperty:
    """A property of the bearer (or of their unit) has a value."""

    property: Attribute
    of_unit: bool
    value: str | bool


@attrs.frozen(kw_only=True)
class RankedIn:
    """The bearer's unit is among the lowest (or highest) of its peers in the window before.

    Peers are the units of its kind under the same parent; each is measured by the sum or mean of an
    attribute over its events.
    """

    lowest: bool
    places: Figure
    fold: Fold
    event: EventType
    attribute: Attribute


Condition = UnitHas | HasProperty | RankedIn


class Whose(enum.Enum):
    """Whose events count: those the bearer did, those of the bearer's unit, those the bearer is in."""

    ACTOR = "actor"
    UNIT = "unit"
    PARTNER = "partner"


@attrs.frozen(kw_only=True)
class Counterparty:
    """Each holder of a role in the bearer's unit but those with an exempting property.

    `of_trigger`: the one person whom the trigger was about instead.
    """

    role: str
    of_trigger: bool = False
    exempt: tuple[Attribute, ...] = ()


@attrs.frozen(kw_only=True)
class Rung:
    """What will do instead when the step before could not be taken."""

    event: EventType
    limit: Limit
