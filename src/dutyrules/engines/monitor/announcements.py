"""What a monitor says: verdicts as they become certain, revisions of them, and how far the rest are."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal

import attrs

from dutyrules.findings.verdict import Interval, Verdict

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@attrs.frozen(order=True)
class InstanceName:
    """One instance: a norm, who bears it (toward whom), and its window.

    `start` is where the bearer's part of the window begins (µs UTC) and `number` the window's; `event` is
    the id of the event that opened it, `case` the value of the key that it is about.
    """

    policy: str
    norm: str
    person: str
    unit: str
    counterparty: str
    start: int
    number: int
    event: str
    case: str


@attrs.frozen(kw_only=True)
class Standing:
    """What was last said of an instance; `evidence` are ids of events by (time, id)."""

    verdict: Verdict
    measure: Interval | None
    evidence: tuple[str, ...]
    margin: Decimal | None = attrs.field(default=None, eq=False)


class Cause(enum.Enum):
    """Why something that was said is said otherwise now."""

    EVENT = "event"
    LATE = "late"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    TIME = "time"


@attrs.frozen(kw_only=True, order=True)
class Why:
    """A cause, and the id of the event if it was one."""

    cause: Cause = attrs.field(order=lambda cause: cause.value)
    event: str | None = attrs.field(default=None, order=lambda event: event or "")


@attrs.frozen(kw_only=True)
class Settled:
    """The first final verdict of an instance; `is_early` if its window (to `end`, µs UTC) is not over."""

    name: InstanceName
    standing: Standing
    end: int
    is_early: bool

    @property
    def verdict(self) -> Verdict:
        """The verdict that no later event can change, short of a correction."""
        return self.standing.verdict


@attrs.frozen(kw_only=True)
class Undecided:
    """The window is over, and the log not complete enough to say."""

    name: InstanceName
    standing: Standing
    end: int


@attrs.frozen(kw_only=True)
class Revision:
    """What was final when last said is otherwise now; `after` None: there is no such instance any more."""

    name: InstanceName
    before: Standing
    after: Standing | None
    why: tuple[Why, ...]


Change = Settled | Undecided | Revision


@attrs.frozen(kw_only=True)
class Pending:
    """An instance whose window is under way and whose verdict is open.

    `done` is what is certain so far. `more` is what an at-least still needs, `room` what an at-most still
    allows; None where there is no such bound, or the bound is not one of numbers. Units: as the norm counts.
    """

    name: InstanceName
    done: Decimal | None
    more: Decimal | None
    room: Decimal | None
    end: int
    school_days_left: int

    @property
    def deadline(self) -> datetime.datetime:
        """The end of the window."""
        return _EPOCH + datetime.timedelta(microseconds=self.end)

    @property
    def can_be_met(self) -> bool:
        """True while a school day is left or nothing more is needed."""
        return self.school_days_left > 0 or not self.more


@attrs.frozen(kw_only=True)
class TooLate:
    """An event that came after windows that held it were closed for good.

    `counts`: windows that are still held count it; otherwise it counts nowhere.
    """

    event: str
    time: int
    counts: bool
