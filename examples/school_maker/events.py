"""The events of the term while they are being made: found by tag, changed, and numbered at the end."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator, Mapping

import attrs

from school_maker.term_days import Window

PERSON_LABELS = frozenset(
    {
        "被考核人",
        "中心发言人",
        "主备人",
        "执教人",
        "被调研教师",
        "授课教师",
        "作者",
        "徒弟",
        "学生姓名",
    }
)
"""The attributes whose values are ids of people."""
UNIFORM_LABELS = ("统一进度", "统一要求", "统一考核", "统一练习")
"""The four things that a meeting of a preparation group settles alike for all."""


@attrs.frozen(kw_only=True)
class Event:
    """One event; `time` is the wall clock of the school.

    `tag` tells what the event is for ("备课组活动/BK01/week 7"); faults find events by it. `corrects`
    and `retracts` are tags. `raw` replaces whole cells as written and is how malformed rows are made.
    """

    tag: str
    type: str
    time: datetime.datetime
    actor: str
    unit: str = ""
    attributes: Mapping[str, str] = attrs.field(factory=dict)
    has_clock: bool = True
    recorded: datetime.datetime | None = None
    corrects: str = ""
    retracts: str = ""
    raw: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def day(self) -> datetime.date:
        """The day of the event."""
        return self.time.date()


class Ledger:
    """The events by tag; every change names a tag that must be there."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events: dict[str, Event] = {}
        for event in events:
            self.add(event)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events.values())

    def __getitem__(self, tag: str) -> Event:
        return self._events[tag]

    def add(self, event: Event) -> None:
        """Adds an event under a tag that is still free."""
        if event.tag in self._events:
            raise KeyError(event.tag)
        self._events[event.tag] = event

    def drop(self, tag: str) -> None:
        """Takes the event out."""
        del self._events[tag]

    def replace(self, event: Event) -> None:
        """Puts `event` in the place of the one with its tag."""
        self._events[self._events[event.tag].tag] = event

    def numbered(self) -> dict[str, str]:
        """The event ids by tag, in order of time."""
        ordered = sorted(self, key=lambda event: (event.time, event.tag))
        return {event.tag: f"R{number:05}" for number, event in enumerate(ordered, start=1)}


def at(
    day: datetime.date, chance: random.Random, first_hour: int = 9, last_hour: int = 16
) -> datetime.datetime:
    """A moment of the working day, on a multiple of five minutes."""
    clock = datetime.time(chance.randint(first_hour, last_hour), 5 * chance.randrange(12))
    return datetime.datetime.combine(day, clock)


def late_day(window: Window, chance: random.Random) -> datetime.date:
    """One of the last four school days of the window."""
    return chance.choice(window.school_days()[-4:])
