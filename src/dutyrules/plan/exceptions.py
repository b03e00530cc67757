"""Exceptions in place of the norms that they name (semantics, 5.11).

An exception applies to a bearer where its own condition holds. There the norm that it names is not
owed; where two apply at once, neither is decided and both are named.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from dutyrules.findings.model import Modality
from dutyrules.plan.obligations import Applicability, Obligation

_APPLIES = (Applicability.OWED, Applicability.DIVIDED_TO_NOTHING)


def with_exceptions(
    obligations: tuple[Obligation, ...], exceptions: Mapping[str, str]
) -> tuple[Obligation, ...]:
    """The obligations with those that an exception replaces, and exceptions that clash, marked so."""
    if not exceptions:
        return obligations
    special: dict[tuple[str, str, str], list[Obligation]] = {}
    for o in obligations:
        base = exceptions.get(o.norm.label)
        if base is not None and o.applicability in _APPLIES and not _permits(o):
            special.setdefault((base, o.person, o.unit), []).append(o)
    return tuple(_marked(o, special, exceptions) for o in obligations)


def _permits(obligation: Obligation) -> bool:
    """A permission takes single events out of a prohibition, not the prohibition away."""
    return getattr(obligation.norm, "modality", Modality.MUST) is Modality.MAY


def _marked(
    obligation: Obligation,
    special: Mapping[tuple[str, str, str], list[Obligation]],
    exceptions: Mapping[str, str],
) -> Obligation:
    label = obligation.norm.label
    base = exceptions.get(label, label)
    rivals = {
        other.norm.label
        for other in special.get((base, obligation.person, obligation.unit), ())
        if other.start < obligation.end and obligation.start < other.end
    }
    if label == base and rivals:
        state = Applicability.EXCEPTED if len(rivals) == 1 else Applicability.CLASH
        return attrs.evolve(obligation, applicability=state, instead=tuple(sorted(rivals)))
    if label in rivals and len(rivals) > 1:
        return attrs.evolve(obligation, applicability=Applicability.CLASH, instead=tuple(sorted(rivals)))
    return obligation
