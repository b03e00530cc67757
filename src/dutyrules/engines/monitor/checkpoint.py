"""A monitor as bytes: JSON with a version, digests of what it was made from, its rows and what it said.

Instances are not written: they follow from the rows, the instant and the policies. What was said of them
is, since that is what later verdicts must not silently differ from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.monitor.announcements import InstanceName, Standing, TooLate
from dutyrules.engines.monitor.events import Told
from dutyrules.engines.monitor.rows import Row
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.records.school import School

FORMAT = "dutyrules monitor"
VERSION = 1


class CheckpointError(ValueError):
    """A checkpoint that cannot be gone on from: not one at all, of another version, or of other inputs."""


@attrs.frozen(kw_only=True)
class Said:
    """What was last said of an instance, and whether its window was over then."""

    name: InstanceName
    standing: Standing
    was_closed: bool


@attrs.frozen(kw_only=True)
class Checkpoint:
    """What a checkpoint holds. Instants and durations are in µs."""

    policies: tuple[str, ...]
    school: str
    term: str
    reorder: int | None
    lateness: int | None
    instant: int
    latest: int
    places: int
    complete: Mapping[str, int]
    told: tuple[Told, ...]
    retracted: Mapping[str, int]
    said: tuple[Said, ...]
    too_late: tuple[TooLate, ...]


def digest_of_policy(policy: CheckedPolicy) -> str:
    """A digest of what the policy owes, whatever its files are called."""
    parts = (policy.name, policy.document, policy.effective, policy.norms, policy.vocabulary)
    return _digest(*map(repr, parts), repr(sorted(policy.exceptions.items())), repr(policy.separate))


def digest_of_school(school: School) -> str:
    """A digest of the calendar, the roster and the waivers."""
    calendar, roster = school.calendar, school.roster
    days = (calendar.zone, calendar.terms, calendar.school_days_of_all, calendar.make_ups)
    hours = (calendar.lesson_periods, calendar.vacations, calendar.week_start)
    people = (roster.people, roster.units, roster.memberships, school.waivers)
    return _digest(*map(repr, (*days, *hours, *people)))


def _digest(*parts: str) -> str:
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.hexdigest()


# To bytes and back ---------------------------------------------------------------------------------


def to_bytes(checkpoint: Checkpoint) -> bytes:
    """The checkpoint as JSON."""
    rows = [_told_to_json(told) for told in checkpoint.told]
    content = {
        "format": FORMAT,
        "version": VERSION,
        **{name: getattr(checkpoint, name) for name in _PLAIN},
        "policies": list(checkpoint.policies),
        "complete": dict(checkpoint.complete),
        "retracted": dict(checkpoint.retracted),
        "told": rows,
        "said": [_said_to_json(said) for said in checkpoint.said],
        "too_late": [attrs.astuple(late) for late in checkpoint.too_late],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


_PLAIN = ("school", "term", "reorder", "lateness", "instant", "latest", "places")


def from_bytes(content: bytes, policies: Sequence[CheckedPolicy], school: School) -> Checkpoint:
    """The checkpoint in `content`; raises CheckpointError unless it is of these policies and this school."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CheckpointError("this is no checkpoint of a monitor: it is not JSON") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CheckpointError("this is no checkpoint of a monitor")
    if found.get("version") != VERSION:
        raise CheckpointError(f"the checkpoint is of version {found.get('version')!r}, not {VERSION}")
    if found.get("policies") != [digest_of_policy(policy) for policy in policies]:
        raise CheckpointError("the checkpoint was made with other policies, or with these in another state")
    if found.get("school") != digest_of_school(school):
        raise CheckpointError("the checkpoint was made with another calendar, roster or list of waivers")
    try:
        return _checkpoint(found)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise CheckpointError(f"the checkpoint is damaged: {error!r}") from error


def _checkpoint(found: dict[str, object]) -> Checkpoint:
    told, said, late = (_list(found[name]) for name in ("told", "said", "too_late"))
    return Checkpoint(
        policies=tuple(map(str, _list(found["policies"]))),
        school=str(found["school"]),
        term=str(found["term"]),
        reorder=None if found["reorder"] is None else _integer(found["reorder"]),
        lateness=None if found["lateness"] is None else _integer(found["lateness"]),
        instant=_integer(found["instant"]),
        latest=_integer(found["latest"]),
        places=_integer(found["places"]),
        complete={str(k): _integer(v) for k, v in _mapping(found["complete"]).items()},
        retracted={str(k): _integer(v) for k, v in _mapping(found["retracted"]).items()},
        told=tuple(_told(_list(row)) for row in told),
        said=tuple(_said(_list(row)) for row in said),
        too_late=tuple(
            TooLate(event=str(e), time=_integer(t), counts=bool(c)) for e, t, c in map(_list, late)
        ),
    )


def _told_to_json(told: Told) -> list[object]:
    row = told.row
    place = [row.place, row.id, row.kind, row.t, row.day, row.actor, row.unit]
    return [*place, dict(row.values), told.corrects, told.recorded]


def _told(cells: list[object]) -> Told:
    place, id_, kind, t, day, actor, unit, values, corrects, recorded = cells
    found = {name: _value(value) for name, value in _mapping(values).items()}
    when = _integer(t)
    row = Row(
        _integer(place), str(id_), str(kind), when, when, _integer(day), _text(actor), _text(unit), found
    )
    return Told(row, _text(corrects), None if recorded is None else _integer(recorded))


def _said_to_json(said: Said) -> list[object]:
    standing = said.standing
    measure, margin = standing.measure, standing.margin
    ends = (
        None if measure is None else [str(measure.low), None if measure.high is None else str(measure.high)]
    )
    name = list(attrs.astuple(said.name))
    return [name, standing.verdict.value, ends, list(standing.evidence), _number(margin), said.was_closed]


def _number(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _said(cells: list[object]) -> Said:
    name, verdict, ends, evidence, margin, was_closed = cells
    policy, norm, person, unit, other, start, number, event, case = _list(name)
    parties = (str(policy), str(norm), str(person), str(unit), str(other))
    measure = None
    if ends is not None:
        low, high = _list(ends)
        measure = Interval(low=Decimal(str(low)), high=None if high is None else Decimal(str(high)))
    standing = Standing(
        verdict=Verdict(verdict),
        measure=measure,
        evidence=tuple(map(str, _list(evidence))),
        margin=None if margin is None else Decimal(str(margin)),
    )
    whole = InstanceName(*parties, _integer(start), _integer(number), str(event), str(case))
    return Said(name=whole, standing=standing, was_closed=bool(was_closed))


# What JSON may hold --------------------------------------------------------------------------------


def _list(found: object) -> list[object]:
    if not isinstance(found, list):
        raise TypeError("a list was expected")
    return found


def _mapping(found: object) -> dict[str, object]:
    if not isinstance(found, dict):
        raise TypeError("an object was expected")
    return found


def _integer(found: object) -> int:
    if not isinstance(found, int) or isinstance(found, bool):
        raise TypeError("an integer was expected")
    return found


def _text(found: object) -> str | None:
    if found is not None and not isinstance(found, str):
        raise TypeError("a text was expected")
    return found


def _value(found: object) -> int | str | bool:
    if not isinstance(found, int | str):
        raise TypeError("a value was expected")
    return found
