"""Exceptions in place of the norms that they name (semantics, 5.11).

An exception applies to a bearer where its own condition holds. There the norm that it names is not
owed; where it is unknown whether it holds, or two apply at once, nothing is decided. A permission of
what a prohibition is about takes single events out of it instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dutyrules.checking.policy import Attestation, EachEvent, Norm, Quota, Rating
from dutyrules.findings.model import Modality
from dutyrules.plan.obligations import Applicability, Obligation, Permit, Scope

_APPLIES = (Applicability.OWED, Applicability.DIVIDED_TO_NOTHING)
_MAY_APPLY = (*_APPLIES, Applicability.CONDITION_UNKNOWN, Applicability.NUMBER_UNKNOWN)
_Instances = dict[str, list[Obligation]]


def with_exceptions(
    obligations: tuple[Obligation, ...], exceptions: Mapping[str, str]
) -> tuple[Obligation, ...]:
    """The obligations with those that an exception replaces, and exceptions that clash, marked so.

    Their conditions, ranks included, must be settled before.
    """
    if not exceptions:
        return obligations
    norms = {o.norm.label: o.norm for o in obligations}
    instead: _Instances = {}
    permits: _Instances = {}
    for o in obligations:
        base = exceptions.get(o.norm.label)
        if base is not None and o.applicability in _MAY_APPLY:
            found = permits if base in norms and takes_events_out(o.norm, norms[base]) else instead
            found.setdefault(base, []).append(o)
    return tuple(_permitting(_marked(o, instead, exceptions), permits) for o in obligations)


def takes_events_out(norm: Norm, base: Norm) -> bool:
    """A permission of what a prohibition is about leaves the rest of the prohibition standing."""
    if not isinstance(norm, Quota) or not isinstance(base, Quota):
        return False
    is_pair = (norm.modality, base.modality) == (Modality.MAY, Modality.MUST_NOT)
    return is_pair and norm.event.term.id == base.event.term.id


def counted_under(norm: Norm, exceptions: Mapping[str, str]) -> tuple[str, ...]:
    """The norm's label, and those of the norms that it stands for; a permission stands for none."""
    labels = [norm.label]
    while labels[-1] in exceptions and exceptions[labels[-1]] not in labels and not is_permission(norm):
        labels.append(exceptions[labels[-1]])
    return tuple(labels)


def is_permission(norm: Norm) -> bool:
    """True for `may`."""
    return not isinstance(norm, Attestation | Rating) and norm.modality is Modality.MAY


# In place of a norm --------------------------------------------------------------------------------


def _marked(obligation: Obligation, instead: _Instances, exceptions: Mapping[str, str]) -> Obligation:
    label = obligation.norm.label
    certain, possible = _rivals(obligation, instead.get(label, ()))
    if certain or possible:
        return _replaced(obligation, certain, possible)
    certain, _ = _rivals(obligation, instead.get(exceptions.get(label, ""), ()))
    if label in certain and len(certain) > 1:
        return attrs.evolve(obligation, applicability=Applicability.CLASH, instead=tuple(sorted(certain)))
    return obligation


def _rivals(obligation: Obligation, found: Sequence[Obligation]) -> tuple[set[str], set[str]]:
    """The exceptions that apply where the obligation does, and those that may."""
    rivals = [o for o in found if _meets(o, obligation)]
    certain = {o.norm.label for o in rivals if o.applicability in _APPLIES}
    return certain, {o.norm.label for o in rivals} - certain


def _meets(exception: Obligation, obligation: Obligation) -> bool:
    """True for the same bearer and windows that overlap; of two about each event, for the same event."""
    if (exception.person, exception.unit) != (obligation.person, obligation.unit):
        return False
    if _is_about_the_same(exception.norm, obligation.norm):
        return exception.event == obligation.event
    return exception.start < obligation.end and obligation.start < exception.end


def _is_about_the_same(one: Norm, other: Norm) -> bool:
    both = isinstance(one, EachEvent) and isinstance(other, EachEvent)
    return both and one.event.term.id == other.event.term.id  # type: ignore[union-attr]


def _replaced(obligation: Obligation, certain: set[str], possible: set[str]) -> Obligation:
    names = tuple(sorted(certain | possible))
    if len(certain) > 1:
        state = Applicability.CLASH
    elif certain:
        state, names = Applicability.EXCEPTED, tuple(certain)
    elif obligation.applicability in _APPLIES:
        state = Applicability.EXCEPTION_UNKNOWN
    else:
        return obligation
    return attrs.evolve(obligation, applicability=state, instead=names)


# Out of a prohibition ------------------------------------------------------------------------------


def _permitting(obligation: Obligation, permits: _Instances) -> Obligation:
    found = permits.get(obligation.norm.label)
    if found is None:
        return obligation
    return attrs.evolve(obligation, permits=tuple(_permit(o) for o in found if _is_for(o, obligation)))


def _is_for(permission: Obligation, obligation: Obligation) -> bool:
    """True if the permission is the bearer's, or that of anybody in post where the unit bears it."""
    same = permission.person == obligation.person or obligation.scope is Scope.UNIT
    return same and permission.unit == obligation.unit


def _permit(permission: Obligation) -> Permit:
    tests = permission.norm.tests if isinstance(permission.norm, Quota) else ()
    certain = permission.applicability in _APPLIES
    return Permit(start=permission.start, end=permission.end, tests=tests, certain=certain)
