"""What a policy looks at: types of events, roles, properties of people, and what its tests ask of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from dutyrules.checking.policy import (
    Attestation,
    AttestedItem,
    Bearer,
    CheckedPolicy,
    Counterparty,
    EachEvent,
    EventTest,
    HasProperty,
    Makeup,
    Norm,
    Quota,
    RatedItem,
    Rating,
    Reach,
    Score,
    Slot,
    Spacing,
    UnitHas,
    Veto,
)
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.engines.world import ATTESTATION, RATING
from dutyrules.findings.model import Modality


@attrs.frozen(kw_only=True)
class Statement:
    """A matter that somebody states of a bearer: who, of whom, and out of how many points if rated."""

    matter: str
    by: str
    bearer: Bearer
    most: int = 0


def parts_of(root: object) -> Iterator[object]:
    """`root` and every attrs instance in it, each occurrence, depth first in the order of the fields."""
    match root:
        case EventType() | Attribute():
            yield root
        case tuple():
            for part in root:
                yield from parts_of(part)
        case Mapping():
            yield from parts_of(tuple(root.values()))
        case _:
            yield from _parts_of_fields(root)


def _parts_of_fields(root: object) -> Iterator[object]:
    kind = type(root)
    if attrs.has(kind):
        yield root
        for field in attrs.fields(kind):
            yield from parts_of(getattr(root, field.name))


def events_of(policy: CheckedPolicy) -> tuple[EventType, ...]:
    """Each type of event that a norm or a score looks at, in the order of the policy."""
    found: dict[str, EventType] = {}
    for part in parts_of((policy.norms, policy.scores)):
        event = _stated(policy, part) or part
        if isinstance(event, EventType):
            found.setdefault(event.term.id, event)
    return tuple(found.values())


def _stated(policy: CheckedPolicy, part: object) -> EventType | None:
    """The type of event by which somebody states what is attested or rated."""
    match part:
        case Attestation() | AttestedItem():
            return policy.vocabulary.events[ATTESTATION]
        case Rating() | RatedItem():
            return policy.vocabulary.events[RATING]
        case _:
            return None


def readers_of(policy: CheckedPolicy) -> Mapping[str, tuple[str, ...]]:
    """By type of event, the names of the norms, items, vetoes and so on that look at it."""
    found: dict[str, dict[str, None]] = {}
    for reader in _readers(policy):
        for part in parts_of(reader):
            event = _stated(policy, part) or part
            if isinstance(event, EventType):
                name = reader.name if isinstance(reader, Score) else reader.label
                found.setdefault(event.term.id, {}).setdefault(name)
    return {event: tuple(names) for event, names in found.items()}


def _readers(policy: CheckedPolicy) -> tuple[Norm | Score, ...]:
    return (*policy.norms, *policy.scores)


def bearers_of(policy: CheckedPolicy) -> tuple[Bearer, ...]:
    """Everybody who bears a norm or a score, the first first."""
    return tuple(dict.fromkeys(part for part in parts_of(_readers(policy)) if isinstance(part, Bearer)))


def roles_in_units(policy: CheckedPolicy) -> tuple[tuple[str, str], ...]:
    """Each (role, kind of unit) of which the policy expects holders in the bearers' own units."""
    found: dict[tuple[str, str], None] = {}
    for reader in _readers(policy):
        unit = reader.bearer.unit
        for part in parts_of(reader):
            match part:
                case Bearer(role=role, unit=own):
                    found.setdefault((role, own))
                case Counterparty(role=role) | UnitHas(role=role) | Makeup(role=role):
                    found.setdefault((role, unit))
                case _:
                    continue
    return tuple(found)


def judges_of(policy: CheckedPolicy) -> tuple[str, ...]:
    """The roles that attest or rate, in the order of the policy."""
    judging = Attestation | Rating | AttestedItem | RatedItem
    return tuple(dict.fromkeys(part.by for part in parts_of(_readers(policy)) if isinstance(part, judging)))


def properties_of(policy: CheckedPolicy) -> tuple[Attribute, ...]:
    """The properties of people that a norm asks about."""
    found: dict[str, Attribute] = {}
    for part in parts_of(_readers(policy)):
        match part:
            case HasProperty(property=asked, of_unit=False):
                found.setdefault(asked.term.id, asked)
            case Counterparty(exempt=exempt):
                found |= {asked.term.id: asked for asked in exempt if asked.term.id not in found}
            case _:
                continue
    return tuple(found.values())


def statements_of(policy: CheckedPolicy, kind: str) -> tuple[Statement, ...]:
    """The matters of the policy that are attested (`kind` ATTESTATION) or rated (RATING), in its order."""
    return (*_stated_norms(policy, kind), *_stated_items(policy, kind))


def _stated_norms(policy: CheckedPolicy, kind: str) -> Iterator[Statement]:
    for norm in policy.norms:
        match norm:
            case Attestation() if kind == ATTESTATION:
                yield Statement(matter=norm.label, by=norm.by, bearer=norm.bearer)
            case Rating() if kind == RATING:
                most = int(norm.out_of.settings[0][1])
                yield Statement(matter=norm.label, by=norm.by, bearer=norm.bearer, most=most)
            case _:
                continue


def _stated_items(policy: CheckedPolicy, kind: str) -> Iterator[Statement]:
    for score in policy.scores:
        for entry in score.items:
            match entry.rule:
                case AttestedItem(by=by) if kind == ATTESTATION:
                    yield Statement(matter=entry.name, by=by, bearer=score.bearer)
                case RatedItem(by=by) if kind == RATING:
                    most = 1 if entry.maximum is None else int(entry.maximum.settings[0][1])
                    yield Statement(matter=entry.name, by=by, bearer=score.bearer, most=most)
                case _:
                    continue


def doer_of(policy: CheckedPolicy, event: EventType) -> Bearer:
    """Who does events of the type: the bearer of the first norm about them, else of the first of all."""
    about = (
        n for n in policy.norms if isinstance(n, Quota | EachEvent | Reach | Spacing) and n.event == event
    )
    return next(about, _readers(policy)[0]).bearer


def asked_of(policy: CheckedPolicy, event: EventType) -> tuple[EventTest, ...]:
    """The tests that a good event of the type passes."""
    found: list[EventTest] = []
    for norm in policy.norms:
        match norm:
            case EachEvent(event=own, modality=Modality.MUST | Modality.SHOULD) if own == event:
                found += (*norm.tests, *norm.only)
            case Quota(event=own, modality=Modality.MUST | Modality.SHOULD) if own == event:
                found += norm.tests
            case _:
                continue
    return tuple(found)


def forbidden_of(policy: CheckedPolicy, event: EventType) -> tuple[tuple[EventTest, ...], ...]:
    """The tests of each prohibition and veto: an event that passes all of a group does harm."""
    found: list[tuple[EventTest, ...]] = []
    for part in parts_of(_readers(policy)):
        match part:
            case (
                Quota(event=own, modality=Modality.MUST_NOT, tests=tests)
                | EachEvent(event=own, modality=Modality.MUST_NOT, tests=tests)
                | Veto(event=own, tests=tests)
            ) if own == event:
                found.append(tests)
            case _:
                continue
    return tuple(found)


def makeups_of(policy: CheckedPolicy, role: str) -> tuple[Makeup, ...]:
    """The norms that say how many holders of `role` a unit has."""
    return tuple(norm for norm in policy.norms if isinstance(norm, Makeup) and norm.role == role)


def last_lesson_of(policy: CheckedPolicy) -> int:
    """The highest number of a lesson period that the policy names, 0 if it names none."""
    slots = (part for part in parts_of(_readers(policy)) if isinstance(part, Slot))
    named = (figure for slot in slots if (figure := slot.after_period) is not None)
    return max((int(value) for figure in named for _, value in figure.settings), default=0)


def forbids_outright(policy: CheckedPolicy) -> bool:
    """True if there is something that nobody may do, whatever the circumstances."""
    return any(() in forbidden_of(policy, event) for event in events_of(policy))
