"""Norms as trees, one function per construct, over a few event types that the log has many of.

The tables here and in `writing` and `window_trees` are keyed by the classes of one union of `syntax.tree`; a
test demands that none is missing, that each field takes a value beside its default, and that each member
of an enumeration occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
from agreement.window_trees import CALENDAR, PHRASES, RESPONSES, Phrases, where, windows
from agreement.words import BEARER_UNIT, FLAGS, ROLES, attributes
from agreement.writing import NAME, Writing, bound, checks_on, quantity, rising
from strategies.event_tests import UNITS

from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.tree import BoundKind, Comparison, TargetKind, Unit

BINDING = (Modality.MUST, Modality.MUST, Modality.SHOULD)
SUMMED = (AttributeKind.MINUTES, AttributeKind.CLASS_HOURS, AttributeKind.POINTS, AttributeKind.MONEY)


# Sentences -----------------------------------------------------------------------------------------


def _subject(w: Writing) -> tree.Subject | None:
    """Nobody named, the unit, or a role, each of its holders or not."""
    kind = w.chance.one(("nobody", "nobody", "nobody", "unit", "each", "role"))
    match kind:
        case "unit":
            return tree.Subject(name=NAME(BEARER_UNIT), each=False)
        case "each" | "role":
            name = NAME(w.chance.one(("member", "leader")))
            return tree.Subject(name=name, each=kind == "each")
        case _:
            return None


def _share(w: Writing) -> tree.Bound:
    return bound(w, (0, 25, 50, "66.6", 100), Unit.PERCENT)


def _exempt(w: Writing) -> tuple[tree.Name, ...]:
    return tuple(NAME(flag) for flag in w.chance.some(FLAGS, 0, 1))


def _verb(event: EventType) -> tree.Name | None:
    return None if event.verb is None else NAME(event.verb.id)


def _counts(w: Writing, event: EventType) -> tree.Bound:
    """A bound on the number of events, or on what an attribute of theirs adds up to."""
    summed = attributes(event, *SUMMED)
    if not summed or w.chance.happens(60):
        return bound(w, (0, 1, 2, 3), Unit.LESSON if w.chance.happens(10) else None)
    attribute = w.chance.one(summed)
    unit = UNITS[attribute.kind]
    if unit is Unit.MINUTE and w.chance.happens(25):
        return bound(w, ("0.5", "1", "1.5"), Unit.HOUR)
    return bound(w, rising(attribute.kind), unit)


def _quota(w: Writing) -> tree.Perform:
    event = w.chance.one(w.events)
    modality = w.chance.one((Modality.MUST, Modality.MUST, Modality.MUST, *Modality))
    unbounded = w.chance.one((None, tree.Bound(kind=BoundKind.ANY)))
    is_counted = modality is not Modality.MUST_NOT and w.chance.happens(75)
    asked = _counts(w, event) if is_counted else unbounded
    target = None if event.object is None or w.chance.happens(55) else _target(w)
    is_least = asked is None or asked.kind in (BoundKind.ANY, BoundKind.AT_LEAST)
    has_rungs = is_least and modality in BINDING and w.chance.happens(20)
    return tree.Perform(
        subject=_subject(w),
        modality=modality,
        verb=_verb(event),
        bound=asked,
        event=NAME(event.term.id),
        target=target,
        tests=checks_on(w, event),
        in_full=w.chance.happens(15),
        exempt=() if target is None else _exempt(w),
        failing=_rungs(w, with_object=target is not None) if has_rungs else (),
    )


def _target(w: Writing) -> tree.Target:
    kind = w.chance.one((TargetKind.EACH, TargetKind.EACH, TargetKind.OTHER))
    return tree.Target(role=NAME(w.chance.one(("member", "leader"))), kind=kind)


def _rungs(w: Writing, *, with_object: bool) -> tuple[tree.Rung, ...]:
    made = []
    for _ in range(w.chance.number(1, 2)):
        event = w.event(lambda e: e.object is not None or not with_object)
        if event is not None:
            least = tree.Bound(kind=BoundKind.AT_LEAST, low=quantity(w, (1, 2, 3)))
            limit = w.chance.one((least, least, tree.Bound(kind=BoundKind.ANY)))
            made.append(tree.Rung(verb=_verb(event), bound=limit, event=NAME(event.term.id)))
    return tuple(made)


def _reach(w: Writing) -> tree.Perform:
    event = w.event(lambda e: e.object is not None)
    by_actor = event is None or w.chance.happens(40)
    event = w.chance.one(w.events) if event is None else event
    role = NAME(w.chance.one(("member", "member", "member", "leader")))
    share = _share(w)
    bounds = (None, None, tree.Bound(kind=BoundKind.ANY))
    least = tree.Bound(kind=BoundKind.AT_LEAST, low=quantity(w, (1, 2)))
    return tree.Perform(
        subject=tree.Subject(name=role, each=False, share=share) if by_actor else _subject(w),
        modality=w.chance.one((*BINDING, Modality.MAY)),
        verb=_verb(event),
        bound=w.chance.one((*bounds, least)),
        event=NAME(event.term.id),
        target=None if by_actor else tree.Target(role=role, kind=TargetKind.SHARE, share=share),
        tests=checks_on(w, event),
        exempt=_exempt(w),
    )


def _spacing(w: Writing) -> tree.Perform:
    event = w.chance.one(w.events)
    days = quantity(w, (3, 7, 10, 14, 20), w.chance.one((Unit.DAY, Unit.SCHOOL_DAY)))
    return tree.Perform(
        subject=_subject(w),
        modality=w.chance.one((*BINDING, Modality.MAY)),
        verb=_verb(event),
        bound=None,
        event=NAME(event.term.id),
        target=None,
        tests=checks_on(w, event),
        spacing=tree.Bound(kind=BoundKind.AT_MOST, low=days),
    )


def _takes_part(w: Writing) -> tree.Perform:
    event = w.event(lambda e: e.object is not None) or w.chance.one(w.events)
    return tree.Perform(
        subject=_subject(w),
        modality=w.chance.one((*BINDING, Modality.MAY)),
        verb=None,
        bound=bound(w, (0, 1, 2)),
        event=NAME(event.term.id),
        target=None,
        tests=checks_on(w, event),
        takes_part=True,
    )


def _perform(w: Writing) -> tree.Sentence:
    return w.chance.one((_quota, _quota, _quota, _quota, _reach, _spacing, _takes_part))(w)


def _about(w: Writing, event: EventType) -> tree.Subject:
    return tree.Subject(name=NAME(event.term.id), each=True, tests=checks_on(w, event, percent=30))


def _with_attributes(w: Writing) -> EventType | None:
    return w.event(lambda e: bool(e.attributes))


def _record(w: Writing) -> tree.Sentence:
    event = _with_attributes(w)
    if event is None:
        return _perform(w)
    names = w.chance.some([NAME(a.term.id) for a in event.attributes], 1, 2)
    return tree.Record(subject=_about(w, event), modality=w.chance.one(tuple(Modality)), attributes=names)


def _satisfy(w: Writing) -> tree.Sentence:
    event = _with_attributes(w)
    if event is None:
        return _perform(w)
    tests = checks_on(w, event, least=1, percent=20)
    return tree.Satisfy(subject=_about(w, event), modality=w.chance.one(tuple(Modality)), tests=tests)


def _agree(w: Writing) -> tree.Sentence:
    event = _with_attributes(w)
    if event is None:
        return _perform(w)
    topic = event.attribute("topic")
    keys = (*event.attributes, *((topic,) * 4 if topic is not None else ()))
    names = w.chance.some([NAME(a.term.id) for a in event.attributes], 1, 2)
    return tree.Agree(
        event=tree.EachEventName(event=NAME(event.term.id), tests=checks_on(w, event, percent=30)),
        key=NAME(w.chance.one(keys).term.id),
        modality=w.chance.one(BINDING),
        attributes=names,
    )


def _sequence(w: Writing) -> tree.Sentence:
    known = [e for e in w.events if e.attribute("topic") is not None]
    if not known:
        return _perform(w)
    steps = tuple(NAME(w.chance.one(known).term.id) for _ in range(w.chance.number(2, 3)))
    subject = tree.Subject(name=NAME("topic"), each=True)
    return tree.Sequence(subject=subject, modality=w.chance.one(BINDING), events=steps)


def _compose(w: Writing) -> tree.Sentence:
    wanted = (
        tree.ValueTest(
            attribute=NAME("novice"), comparison=Comparison.IS, value=tree.YesNo(yes=w.chance.happens(50))
        ),
        tree.ValueTest(
            attribute=NAME("level"), comparison=Comparison.IS, value=tree.NamedAmount(name=NAME("junior"))
        ),
        tree.ValueTest(attribute=NAME("subject"), comparison=Comparison.IS, value=tree.Quoted(text="sums")),
    )
    return tree.Compose(
        subject=tree.Subject(name=NAME(BEARER_UNIT), each=False),
        modality=w.chance.one(BINDING),
        bound=bound(w, (0, 1, 2, 3)),
        role=NAME(w.chance.one(ROLES)),
        tests=w.chance.some(wanted, 0, 1),
    )


def attested(w: Writing) -> tree.Attested:
    """`attested by` a role."""
    return tree.Attested(
        by=NAME(w.chance.one(("head", "head", "leader"))), text=w.chance.one((None, "is tidy"))
    )


def rated(w: Writing, *, out_of: bool = True) -> tree.Rated:
    """`rated by` a role, out of some points."""
    most = quantity(w, ("3", "2", "1.5"), Unit.POINT) if out_of else None
    by = NAME(w.chance.one(("head", "head", "leader")))
    return tree.Rated(by=by, out_of=most, text=w.chance.one((None, "works well")))


SENTENCES: Mapping[type, tuple[Callable[[Writing], tree.Sentence], tuple[type, ...]]] = {
    tree.Perform: (_perform, tuple(PHRASES)),
    tree.Record: (_record, ()),
    tree.Satisfy: (_satisfy, ()),
    tree.Agree: (_agree, CALENDAR),
    tree.Sequence: (_sequence, CALENDAR),
    tree.Compose: (_compose, CALENDAR),
    tree.Attested: (attested, CALENDAR),
    tree.Rated: (rated, CALENDAR),
}
"""How a sentence of each class is made, and the phrases that may stand before it (empty: none)."""


def norm_parts(w: Writing, sentence: type | None = None) -> tuple[Phrases, tree.Sentence]:
    """The phrases and the sentence of a norm that fit each other; of the class asked for if it can be."""
    chosen = sentence or w.chance.one((*(tree.Perform,) * 6, *SENTENCES))
    made = SENTENCES[chosen][0](w)
    classes = SENTENCES[type(made)][1]
    if isinstance(made, tree.Perform) and (made.spacing is not None or is_share(made)):
        classes = CALENDAR
    if not classes:
        return ((where(w, ranks=False),) if w.chance.happens(25) else ()), made
    found = windows(w, classes)
    is_response = any(isinstance(p, RESPONSES) for p in found)
    if is_response and isinstance(made, tree.Perform) and made.target is not None and w.chance.happens(50):
        made = attrs.evolve(made, target=attrs.evolve(made.target, kind=TargetKind.THAT), exempt=())
    return found, made


def is_share(sentence: tree.Perform) -> bool:
    """True where the sentence asks for a share of people."""
    parts = (sentence.subject, sentence.target)
    return any(part is not None and part.share is not None for part in parts)
