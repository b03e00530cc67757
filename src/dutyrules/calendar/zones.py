"""Days of a named zone and instants of UTC, each from the other; the only place that names pendulum."""

from __future__ import annotations

import datetime

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
MIDNIGHT = datetime.time()


class UnknownZoneError(ValueError):
    """A name that is in no edition of the zone database."""


def zone_named(name: str) -> datetime.tzinfo:
    """The zone called `name`, such as Asia/Shanghai; raises UnknownZoneError."""
    # pendulum takes longer to load than all of this package, and checking a policy needs no zone.
    import pendulum

    try:
        return pendulum.timezone(name)
    except (ValueError, OSError) as error:
        raise UnknownZoneError(name) from error


def instant_of(day: datetime.date, time: datetime.time, zone: datetime.tzinfo) -> int:
    """The instant at which clocks of `zone` show `time` on `day`.

    A time that the clocks skip is the instant as long after the last one before the gap, which they
    show as a later time; a time that they show twice is the first of the two. Units: µs UTC.
    """
    local = datetime.datetime.combine(day, time.replace(fold=0), tzinfo=zone)
    return (local.astimezone(datetime.UTC) - EPOCH) // MICROSECOND


def day_of(instant: int, zone: datetime.tzinfo) -> datetime.date:
    """The day that a calendar in `zone` shows at `instant` (µs UTC)."""
    return (EPOCH + datetime.timedelta(microseconds=instant)).astimezone(zone).date()
