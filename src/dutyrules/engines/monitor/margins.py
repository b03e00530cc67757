"""How far instances under way are from their bounds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dutyrules.engines.monitor.announcements import Pending
from dutyrules.engines.monitor.docket import Docket
from dutyrules.engines.monitor.instances import Instance
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.windows import ONE_DAY


def pending_in(docket: Docket) -> Iterator[Pending]:
    """The docket's instances whose verdict is pending."""
    for instance in docket.instances.by_name.values():
        if instance.standing is not None and instance.standing.verdict is Verdict.PENDING:
            yield _pending(docket, instance)


def _pending(docket: Docket, instance: Instance) -> Pending:
    obligation, scene = instance.obligation, docket.scene
    measure = None if instance.standing is None else instance.standing.measure
    done = None if measure is None else measure.low
    numbers = [n for n in (obligation.low,) if n is not None and done is not None]
    more = max(numbers[0] - (done or 0), Decimal(0)) if numbers else None
    room = None if obligation.high is None or done is None else obligation.high - done
    last = scene.calendar.day_of(max(obligation.end - 1, obligation.start))
    today = max(scene.calendar.day_of(scene.as_of), scene.calendar.day_of(obligation.start))
    return Pending(
        name=instance.name,
        done=done,
        more=more,
        room=room,
        end=obligation.end,
        school_days_left=scene.calendar.school_days(today, last + ONE_DAY),
    )
