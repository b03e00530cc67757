"""The monitor as it is used: events in several orders and batches, time that goes on, checkpoints between."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from agreement.comparing import Difference
from agreement.logs import sheet
from agreement.pairs import Pair
from agreement.words import vocabulary

from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.engines.choice import Outcomes
from dutyrules.engines.monitor.announcements import Change, InstanceName, Revision, Standing
from dutyrules.engines.monitor.events import Event, Written
from dutyrules.engines.monitor.monitor import Monitor
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.values import case_key
from dutyrules.findings.verdict import Verdict
from dutyrules.records.event_rows import EventRows
from dutyrules.records.log import SCALE
from dutyrules.records.sheet_events import SheetReader

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_REORDER = datetime.timedelta(hours=6)


def fed(pair: Pair, expected: Outcomes) -> list[Difference]:
    """What the monitor says of each instance that has begun, held against the reference's answers.

    The verdict that it announced last is the same if it is final, and none is if that is open.
    """
    begun = [o for o in expected[0] if _has_begun(pair, o)]
    wanted = {_name(pair, outcome): _standing(pair, outcome) for outcome in begun}
    monitor, announced = _monitored(pair)
    said = monitor.standings()
    found = [
        Difference(str(name), "standing", str(wanted.get(name)), str(said.get(name)))
        for name in sorted(wanted.keys() | said.keys())
        if wanted.get(name) != said.get(name) or wanted[name].margin != said[name].margin
    ]
    told = {name: verdict for name, verdict in announced.items() if verdict.is_final}
    owed = {name: standing.verdict for name, standing in wanted.items() if standing.verdict.is_final}
    found += [
        Difference(str(name), "announced", str(owed.get(name)), str(told.get(name)))
        for name in sorted(owed.keys() | told.keys())
        if owed.get(name) != told.get(name)
    ]
    if len(wanted) < len(begun):
        found.append(Difference("all", "names", f"{len(begun)} of their own", str(len(wanted))))
    return found


def _has_begun(pair: Pair, outcome: Outcome) -> bool:
    """What an event opened is said at once, what the calendar opens when its window begins."""
    return outcome.obligation.event is not None or outcome.obligation.window.start <= pair.as_of


def _name(pair: Pair, outcome: Outcome) -> InstanceName:
    o = outcome.obligation
    return InstanceName(
        pair.policy.name,
        o.norm.label,
        o.person,
        o.unit,
        o.counterparty or "",
        o.start if o.event is None else 0,
        o.window.number if o.event is None else 0,
        "" if o.event is None else pair.log.ids[o.event],
        "" if o.case is None else case_key(o.case),
    )


def _standing(pair: Pair, outcome: Outcome) -> Standing:
    return Standing(
        verdict=outcome.verdict,
        measure=outcome.measure,
        evidence=tuple(pair.log.ids[seq] for seq in outcome.evidence),
        margin=outcome.margin,
    )


# Feeding -------------------------------------------------------------------------------------------


def _monitored(pair: Pair) -> tuple[Monitor, dict[InstanceName, Verdict]]:
    """A monitor that has seen all rows, in an order and in batches of chance, as of the pair's instant.

    Between batches time may go on, but not beyond that instant, some types may be said to be complete, and
    the monitor may be put away and taken up again. Also: the verdict that it last announced of each instance.
    """
    chance = random.Random(pair.as_of)  # noqa: S311 - nothing here is secret
    events = _shuffled(_events(pair), chance)
    complete = {n: _moment(t) for n in vocabulary().events if (t := pair.log.complete_through(n)) is not None}
    early = {name: instant for name, instant in complete.items() if chance.random() < 1 / 3}
    late = {name: instant for name, instant in complete.items() if name not in early}
    first = pair.school.calendar.instant(pair.the_term.first_day)
    cuts = sorted(chance.randrange(len(events) + 1) for _ in range(3))
    monitor = Monitor(
        pair.policy, pair.school, term=pair.the_term, reorder=_reorder(pair, events, chance), lateness=None
    )
    changes: list[Change] = []
    for start, end in zip((0, *cuts), (*cuts, len(events)), strict=True):
        changes += monitor.feed(events[start:end])
        if chance.random() < 1 / 3 and first < pair.as_of:
            changes += monitor.advance(_moment(chance.randrange(first, pair.as_of)), early)
            early = {}
        if chance.random() < 1 / 3:
            monitor = Monitor.restore(monitor.checkpoint(), pair.policy, pair.school)
    changes += monitor.advance(_moment(pair.as_of), late | early)
    return monitor, _announced(changes)


def _reorder(pair: Pair, events: Iterable[Event], chance: random.Random) -> datetime.timedelta | None:
    """Hours that rows wait for others, where the events themselves move time no further than is asked.

    Each event moves it that is fed, even one that another corrects to an earlier time (pair 7468).
    """
    latest = max((event.time for event in events if event.time is not None), default=_EPOCH) - _REORDER
    return _REORDER if latest <= _moment(pair.as_of) and chance.random() < 1 / 2 else None


def _announced(changes: Iterable[Change]) -> dict[InstanceName, Verdict]:
    """The last word on each instance."""
    last: dict[InstanceName, Verdict] = {}
    for change in changes:
        after = change.after if isinstance(change, Revision) else change.standing
        if after is None:
            last.pop(change.name, None)
        else:
            last[change.name] = after.verdict
    return last


def _moment(instant: int) -> datetime.datetime:
    return _EPOCH + datetime.timedelta(microseconds=instant)


def _shuffled(events: Sequence[Event], chance: random.Random) -> list[Event]:
    """In another order, but for unlike events of one id, of which the first counts."""
    by_id: dict[str, list[Event]] = {}
    for event in events:
        by_id.setdefault(event.id, []).append(event)
    names = [event.id for event in events]
    chance.shuffle(names)
    return [by_id[name].pop(0) for name in names]


def _events(pair: Pair) -> list[Event]:
    """The rows that can be read as events, those that repeat, correct or retract others among them."""
    if not pair.rows:
        return []
    read = SheetReader(vocabulary(), pair.school).read(sheet(pair.rows))
    retractions = [Event(id=f"retraction {r.number}", retracts=r.target) for r in read.retractions]
    return [*_doings(read.events), *retractions]


def _doings(rows: EventRows) -> Iterator[Event]:
    for place, name in enumerate(rows.types):
        kind = vocabulary().events[name]
        recorded = rows.recorded[place]
        yield Event(
            id=rows.ids[place],
            type=name,
            time=_moment(rows.t[place]),
            actor=rows.actors[place],
            unit=rows.units[place],
            attributes=dict(_attributes(rows, place, kind)),
            corrects=rows.corrects[place],
            recorded_at=None if recorded is None else _moment(recorded),
        )


def _attributes(rows: EventRows, place: int, kind: EventType) -> Iterator[tuple[str, Written]]:
    for attribute in kind.attributes:
        column = rows.attributes.get(attribute.term.id)
        value = None if column is None else column[place]
        if value is None:
            continue
        match attribute.kind:
            case AttributeKind.YES_NO:
                yield attribute.term.id, bool(value)
            case AttributeKind.DATE:
                yield attribute.term.id, datetime.date.fromordinal(int(value))
            case number if number.is_number:
                yield attribute.term.id, Decimal(value) / SCALE
            case _:
                yield attribute.term.id, str(value)
