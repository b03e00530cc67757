"""Which events a bearer's answers depend on: the ways from an event to the bearers who need it.

Semantics, sections 2.9, 4 and 5. A way may bring more events than are needed, never fewer: events that
do not concern a bearer change none of their answers.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    Bearer,
    EachEvent,
    Makeup,
    Norm,
    Ordering,
    Quota,
    RankedIn,
    Rating,
    Reach,
    Response,
    Spacing,
    Whose,
)
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.world import ATTESTATION, RATING


class Way(enum.Enum):
    """What makes an event one that a bearer needs."""

    UNIT = "it is under the bearer's unit"
    DONE = "the bearer did it"
    ABOUT = "the bearer is its object"
    MEMBER_DID = "somebody of the bearer's unit did it"
    ABOUT_MEMBER = "its object is somebody of the bearer's unit"
    CLOSES = "it may close a window that another event opened"
    PEER = "it is under a unit that the bearer's is ranked with"


@attrs.frozen
class Route:
    """Events of a type, by its id, go to those of the bearers for whom `way` is true.

    `role` is the role of MEMBER_DID.
    """

    event: str
    bearer: Bearer
    way: Way
    role: str = ""


def routes(norms: Iterable[Norm], opened: Iterable[Norm]) -> tuple[Route, ...]:
    """The routes of all norms, each once; `opened` are those of them whose instances the log opens.

    Ranks of the other norms are settled before there are shards.
    """
    found = [route for norm in norms for route in _of(norm)]
    found += [route for norm in opened for route in _ranking(norm)]
    return tuple(dict.fromkeys(found))


def _of(norm: Norm) -> Iterator[Route]:
    bearer = norm.bearer
    match norm:
        case Quota(event=event, whose=whose, rungs=rungs):
            for kind in (event, *(rung.event for rung in rungs)):
                yield from _doings(kind, bearer, whose)
            if isinstance(norm.recurrence, Response):
                yield from _response(norm.recurrence, bearer)
        case Reach(by_actor=True, event=event, people=people):
            yield Route(event.term.id, bearer, Way.MEMBER_DID, people.role)
        case Reach(event=event, whose=whose) | Spacing(event=event, whose=whose):
            yield from _doings(event, bearer, whose)
        case Agreement(event=event):
            yield Route(event.term.id, bearer, Way.UNIT)
        case Ordering(events=events):
            yield from (Route(event.term.id, bearer, Way.UNIT) for event in events)
        case EachEvent(event=event):
            yield Route(event.term.id, bearer, Way.UNIT)
            yield Route(event.term.id, bearer, Way.DONE)
        case Attestation():
            yield Route(ATTESTATION, bearer, Way.ABOUT)
        case Rating():
            yield Route(RATING, bearer, Way.ABOUT)
        case Makeup():
            return
        case other:
            assert_never(other)


def _doings(kind: EventType, bearer: Bearer, whose: Whose) -> Iterator[Route]:
    """4.2 and 4.6. What others did in the same post comes along: its holders are in one shard."""
    match whose:
        case Whose.UNIT:
            yield Route(kind.term.id, bearer, Way.UNIT)
        case Whose.ACTOR:
            yield Route(kind.term.id, bearer, Way.DONE)
        case Whose.PARTNER:
            yield Route(kind.term.id, bearer, Way.DONE)
            yield Route(kind.term.id, bearer, Way.ABOUT)


def _response(response: Response, bearer: Bearer) -> Iterator[Route]:
    """4.5: whose trigger it is; 2.9: what closes the window."""
    for way in (Way.UNIT, Way.DONE, Way.ABOUT_MEMBER):
        yield Route(response.trigger.term.id, bearer, way)
    if response.until is not None:
        yield Route(response.until.term.id, bearer, Way.CLOSES)


def _ranking(norm: Norm) -> Iterator[Route]:
    for condition in norm.conditions:
        if isinstance(condition, RankedIn):
            yield Route(condition.event.term.id, norm.bearer, Way.PEER)
