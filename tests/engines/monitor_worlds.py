"""What the reference says of every instance, by the names that a monitor gives them; logs as events."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from monitor_questions import Asked

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.engines.monitor.announcements import InstanceName, Standing
from dutyrules.engines.monitor.events import Event
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.reference import engine as reference
from dutyrules.engines.values import case_key, decoded
from dutyrules.records.log import Log

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def moment(instant: int) -> datetime.datetime:
    """The instant (µs UTC) as a time."""
    return EPOCH + datetime.timedelta(microseconds=instant)


def events_of(log: Log, vocabulary: Vocabulary) -> Iterator[Event]:
    """The log's rows as somebody would feed them."""
    for seq, name in enumerate(log.ids):
        kind = vocabulary.events[log.types[log.event_type[seq]]]
        values = {}
        for attribute in kind.attributes:
            column = log.columns.get(attribute.term.id)
            code = None if column is None else column.values[seq]
            if code is not None:
                values[attribute.term.id] = decoded(log, attribute.kind, code)
        assert all(isinstance(v, Decimal | str | bool | datetime.date) for v in values.values())
        yield Event(
            id=name,
            type=kind.term.id,
            time=moment(log.t[seq]),
            actor=log.people[log.actor[seq]] if log.actor[seq] >= 0 else None,
            unit=log.units[log.unit[seq]] if log.unit[seq] >= 0 else None,
            attributes=values,
        )


def name_of(question: Asked, outcome: Outcome) -> InstanceName:
    """The name that a monitor gives the outcome's instance."""
    o, ids = outcome.obligation, question.world.log.ids
    label = next(norm.label for norm in question.policy.norms if norm.label == o.norm.label)
    return InstanceName(
        question.policy.name,
        label,
        o.person,
        o.unit,
        o.counterparty or "",
        o.start if o.event is None else 0,
        o.window.number if o.event is None else 0,
        "" if o.event is None else ids[o.event],
        "" if o.case is None else case_key(o.case),
    )


def expected_standings(question: Asked) -> dict[InstanceName, Standing]:
    """The reference's answer for every instance whose window has begun, or that an event opened."""
    found, _ = reference.evaluate(question.plan, question.policy, question.world)
    ids, now = question.world.log.ids, question.world.as_of
    return {
        name_of(question, o): Standing(
            verdict=o.verdict, measure=o.measure, evidence=tuple(ids[seq] for seq in o.evidence)
        )
        for o in found
        if o.obligation.window.start <= now or o.obligation.event is not None
    }
