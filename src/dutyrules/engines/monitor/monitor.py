"""The monitor: events in, one at a time or many; verdicts out as soon as they are certain."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import attrs

from dutyrules.calendar.school_calendar import Term
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.monitor.announcements import (
    Cause,
    Change,
    InstanceName,
    Pending,
    Standing,
    TooLate,
    Why,
)
from dutyrules.engines.monitor.checkpoint import (
    Checkpoint,
    Said,
    digest_of_policy,
    digest_of_school,
    from_bytes,
    to_bytes,
)
from dutyrules.engines.monitor.docket import Docket
from dutyrules.engines.monitor.events import Event, EventError, EventReader, Told
from dutyrules.engines.monitor.margins import pending_in
from dutyrules.engines.monitor.rows import Row, rows_of
from dutyrules.engines.monitor.versions import Versions
from dutyrules.findings.model import QuarantinedRow
from dutyrules.records.log import Log
from dutyrules.records.school import School

REORDER = datetime.timedelta(hours=6)
LATENESS = datetime.timedelta(days=28)
_MICROSECOND = datetime.timedelta(microseconds=1)
_FOREVER = 2**62


@attrs.frozen(kw_only=True)
class Settings:
    """How long rows wait to come in order, and how long after its end an instance can be revised (µs)."""

    reorder: int | None
    lateness: int | None


class Monitor:
    """Policies held against events as they happen.

    Time is the monitor's own and only goes forward. It moves with `advance`, and with the events: rows wait
    until one comes that is `reorder` later, so that they are judged in order; an earlier row is *late*. An
    event after the present instant waits for it. Verdicts are those of the reference engine as of the
    present instant, on the events before it.

    Lateness policy: a late row, a correction or a retraction is taken in wherever an instance that is still
    held can see it; what it changes of a verdict that was final is announced as a `Revision`, never edited.
    An instance is held until `lateness` after its end; those of norms tied to others by an exception or by
    `separate`, for the whole term. A row that comes after an instance that would have seen it was let go is
    in `too_late`, and no longer changes that instance.

    Args:
        policies: one checked policy or several.
        school: calendar, roster and waivers.
        term: the term, or its id or name; may be left out if the calendar has one only.
        reorder: how long rows wait; None if only `advance` moves time.
        lateness: how long instances can be revised; None for the whole term.

    Raises:
        CalendarError: the calendar has no such term.
        ValueError: the calendar has several terms and none is named.
    """

    def __init__(
        self,
        policies: CheckedPolicy | Sequence[CheckedPolicy],
        school: School,
        *,
        term: Term | str | None = None,
        reorder: datetime.timedelta | None = REORDER,
        lateness: datetime.timedelta | None = LATENESS,
    ) -> None:
        self.policies = (policies,) if isinstance(policies, CheckedPolicy) else tuple(policies)
        self.school = school
        self.term = _term(term, school)
        self.settings = Settings(
            reorder=None if reorder is None else reorder // _MICROSECOND,
            lateness=None if lateness is None else lateness // _MICROSECOND,
        )
        self._reader = EventReader([p.vocabulary for p in self.policies], school.calendar)
        self._dockets = [Docket(p, school, self.term, self.settings.lateness) for p in self.policies]
        self._versions = Versions()
        self._waiting: list[tuple[int, str, int, Row]] = []
        self._idle: list[tuple[int, int, Row]] = []
        self._complete: dict[str, int] = {}
        self._instant = 0
        self._latest = 0
        self._places = 0
        self._too_late: list[TooLate] = []

    # Events in ---------------------------------------------------------------------------------

    def feed(self, events: Event | Iterable[Event] | Log) -> tuple[Change, ...]:
        """Takes events in, in any order, and gives what changed.

        Of a `Log` its events are taken; what it is complete for is said to `advance`. If an event cannot
        be taken, none is.

        Raises:
            EventError: an event's type, an attribute or a value is not the vocabulary's.
        """
        if isinstance(events, Log):
            self._take_log(events)
        else:
            self._take([events] if isinstance(events, Event) else list(events))
        return self._move(self._instant, self._complete)

    def _take(self, events: Sequence[Event]) -> None:
        told: list[Told | Event] = []
        for number, event in enumerate(events):
            if not event.id:
                raise EventError("an event has no id")
            retracts = event.retracts is not None
            told.append(event if retracts else self._reader.told(event, self._places + number))
        for one in told:
            if isinstance(one, Told):
                self._tell(one)
            elif one.retracts is not None:
                self._places += 1
                self._versions.retract(one.retracts, self._places)
                self._apply(one.retracts, Why(cause=Cause.RETRACTED, event=one.id))

    def _take_log(self, log: Log) -> None:
        kinds: dict[str, EventType] = {}
        for policy in reversed(self.policies):
            kinds |= policy.vocabulary.events
        for row in rows_of(log, kinds, _FOREVER):
            self._tell(Told(attrs.evolve(row, place=self._places)))

    def _tell(self, told: Told) -> None:
        self._places = max(self._places, told.row.place) + 1
        self._latest = max(self._latest, told.row.t)
        self._versions.tell(told)
        cause = Cause.LATE if told.corrects is None else Cause.CORRECTED
        self._apply(told.row.id, Why(cause=cause, event=told.row.id))

    def _apply(self, id_: str, why: Why) -> None:
        """What stands otherwise now waits for its time, or is changed at once if that is past."""
        for before, after in self._versions.settled((id_,)):
            if before is not None and before.t < self._instant:
                for docket in self._dockets:
                    docket.take(before, why)
            if after is not None and after.t < self._instant:
                self._put_late(after, why)
            elif after is not None:
                heapq.heappush(self._waiting, (after.t, after.id, after.place, after))

    def _put_late(self, row: Row, why: Why) -> None:
        counts = [docket.put(row, why) for docket in self._dockets]
        since = None if self.settings.lateness is None else self._instant - self.settings.lateness
        if since is not None and any(docket.is_missed(row, since) for docket in self._dockets):
            self._too_late.append(TooLate(event=row.id, time=row.t, counts=any(counts)))
        if not any(counts):
            self._idle_from(row)

    # Time --------------------------------------------------------------------------------------

    def advance(
        self,
        watermark: datetime.datetime,
        complete: Iterable[str] | Mapping[str, datetime.datetime] | None = None,
    ) -> tuple[Change, ...]:
        """Moves time to `watermark`, before which every event has been fed, and gives what changed.

        Args:
            watermark: the present instant; without a zone it is the school's. An earlier one than the
                monitor's own is taken as that.
            complete: the event types (in any language) of which every event before the watermark has been
                fed, or until when for each; all types by default. Absence is a breach only where the log is
                complete. What was once said to be complete stays so.

        Raises:
            EventError: a name is no event type's.
        """
        instant = self._reader.instant(watermark)
        known = self._stated(complete, instant)
        for name, through in known.items():
            self._complete[name] = max(through, self._complete.get(name, through))
        return self._move(instant, self._complete)

    def _stated(
        self, complete: Iterable[str] | Mapping[str, datetime.datetime] | None, instant: int
    ) -> dict[str, int]:
        if complete is None:
            return {name: instant for policy in self.policies for name in policy.vocabulary.events}
        if isinstance(complete, Mapping):
            return {self._reader.type_named(n): self._reader.instant(t) for n, t in complete.items()}
        return {self._reader.type_named(name): instant for name in complete}

    def _move(self, instant: int, complete: dict[str, int]) -> tuple[Change, ...]:
        """Time goes on to the instant, or to where the events have brought it."""
        brought = self._instant if self.settings.reorder is None else self._latest - self.settings.reorder
        self._instant = max(self._instant, instant, brought)
        rows = list(self._released())
        changes = [c for docket in self._dockets for c in docket.settle(self._instant, complete, rows)]
        self._forget()
        return tuple(changes)

    def _released(self) -> Iterator[Row]:
        """The rows whose time has come, in order, unless something else stands in their place."""
        while self._waiting and self._waiting[0][0] < self._instant:
            row = heapq.heappop(self._waiting)[3]
            if self._versions.standing.get(row.id) is row:
                if not any(row.kind in docket.scene.books.kinds for docket in self._dockets):
                    self._idle_from(row)
                yield row

    def _idle_from(self, row: Row) -> None:
        """A row that counts nowhere is held as long as something may be said about it."""
        heapq.heappush(self._idle, (row.t, row.place, row))

    def _forget(self) -> None:
        if self.settings.lateness is None:
            return
        while self._idle and self._idle[0][0] + self.settings.lateness <= self._instant:
            self._versions.forget(heapq.heappop(self._idle)[2])
        gone = {row.place: row for docket in self._dockets for row in docket.forgotten()}
        for row in gone.values():
            if not any(row.place in docket.scene.books.rows for docket in self._dockets):
                standing = self._versions.standing.get(row.id)
                if standing is not None and standing.place == row.place:
                    self._versions.forget(standing)

    # Answers -----------------------------------------------------------------------------------

    @property
    def now(self) -> datetime.datetime:
        """The present instant, as of which all answers are."""
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        return epoch + datetime.timedelta(microseconds=self._instant)

    def pending(self) -> tuple[Pending, ...]:
        """The instances under way whose verdict is open: what is done, what is still needed, and by when.

        Order: by name.
        """
        found = [p for docket in self._dockets for p in pending_in(docket)]
        return tuple(sorted(found, key=lambda p: p.name))

    def standings(self) -> dict[InstanceName, Standing]:
        """How each instance that is held and has begun stands now, its measure and evidence too.

        What was announced of an instance says the same verdict; its measure is as of when it was announced.
        """
        return {name: s for docket in self._dockets for name, s in docket.standings().items()}

    @property
    def too_late(self) -> tuple[TooLate, ...]:
        """The events that came too late for an instance that was let go, in the order they came."""
        return tuple(self._too_late)

    @property
    def quarantine(self) -> tuple[QuarantinedRow, ...]:
        """Repeated and replaced rows and the like, as `read_log` lists them; those still held."""
        return tuple(line for lines in self._versions.quarantine.values() for line in lines)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The ids that corrections and retractions name of events not fed yet, or let go."""
        return self._versions.unmatched()

    def size(self) -> tuple[int, int]:
        """How many rows and instances are held; bounded by the windows that are open or can be revised."""
        rows = sum(len(told) for told in self._versions.told.values())
        return rows, sum(len(docket.instances.by_name) for docket in self._dockets)

    # Checkpoints -------------------------------------------------------------------------------

    def checkpoint(self) -> bytes:
        """All that the monitor knows, to go on from later: JSON, with a version and digests of its inputs."""
        held = (i for docket in self._dockets for i in docket.instances.by_name.values())
        said = (
            Said(name=i.name, standing=i.standing, was_closed=i.was_closed)
            for i in held
            if i.standing is not None
        )
        told = (told for rows in self._versions.told.values() for told in rows)
        return to_bytes(
            Checkpoint(
                policies=tuple(map(digest_of_policy, self.policies)),
                school=digest_of_school(self.school),
                term=self.term.id,
                reorder=self.settings.reorder,
                lateness=self.settings.lateness,
                instant=self._instant,
                latest=self._latest,
                places=self._places,
                complete=self._complete,
                told=tuple(sorted(told, key=lambda t: t.row.place)),
                retracted=self._versions.retracted,
                said=tuple(said),
                too_late=self.too_late,
            )
        )

    @classmethod
    def restore(
        cls, content: bytes, policies: CheckedPolicy | Sequence[CheckedPolicy], school: School
    ) -> Self:
        """A monitor that goes on where the one that gave the checkpoint was.

        Raises:
            CheckpointError: it is no checkpoint, of another version, or was made with other policies or
                another school.
        """
        own = (policies,) if isinstance(policies, CheckedPolicy) else tuple(policies)
        found = from_bytes(content, own, school)
        reorder, lateness = (None if n is None else n * _MICROSECOND for n in (found.reorder, found.lateness))
        monitor = cls(own, school, term=found.term, reorder=reorder, lateness=lateness)
        monitor._go_on(found)
        return monitor

    def _go_on(self, found: Checkpoint) -> None:
        self._latest, self._places = found.latest, found.places
        self._too_late, self._complete = list(found.too_late), dict(found.complete)
        for told in found.told:
            self._versions.tell(told)
        for target, number in found.retracted.items():
            self._versions.retract(target, number)
        for _, row in self._versions.settled({t.row.id for t in found.told}):
            if row is not None:
                heapq.heappush(self._waiting, (row.t, row.id, row.place, row))
        self._instant = found.instant
        rows = list(self._released())
        said = {one.name: one for one in found.said}
        for docket in self._dockets:
            docket.go_on(self._instant, self._complete, rows, said)


def _term(term: Term | str | None, school: School) -> Term:
    terms = school.calendar.terms
    if isinstance(term, Term):
        return term
    if isinstance(term, str):
        return school.calendar.term(term)
    if len(terms) != 1:
        raise ValueError(f"name the term; the calendar has {', '.join(t.id for t in terms)}")
    return terms[0]
