"""Permissions that beat the prohibitions they name."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from dutyrules.checking.policy import EventTest, Norm, Quota
from dutyrules.findings.model import Modality


def with_permissions(norms: tuple[Norm, ...], exceptions: Mapping[str, str]) -> tuple[Norm, ...]:
    """The norms, each prohibition with the tests of the permissions that stand in its place.

    `exceptions` gives the base of each exception by label.
    """
    permits: dict[str, list[tuple[EventTest, ...]]] = {}
    events = {n.label: n.event.term.id for n in norms if isinstance(n, Quota)}
    for norm in norms:
        base = exceptions.get(norm.label)
        if base is None or not isinstance(norm, Quota) or norm.modality is not Modality.MAY:
            continue
        if events.get(base) == norm.event.term.id:
            permits.setdefault(base, []).append(norm.tests)
    return tuple(_permitting(norm, permits) for norm in norms)


def _permitting(norm: Norm, permits: Mapping[str, list[tuple[EventTest, ...]]]) -> Norm:
    found = permits.get(norm.label)
    if found is None or not isinstance(norm, Quota) or norm.modality is not Modality.MUST_NOT:
        return norm
    return attrs.evolve(norm, permits=tuple(found))
