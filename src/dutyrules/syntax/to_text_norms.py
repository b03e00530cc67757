"""Norms to text: who must do what, toward whom, how often."""

from __future__ import annotations

from typing import assert_never

from dutyrules.findings.model import Modality
from dutyrules.syntax import tree
from dutyrules.syntax.pieces import Pieces
from dutyrules.syntax.to_text_amounts import (
    PEOPLE,
    bound,
    each,
    each_event,
    event_tests,
    has_unit,
    in_parentheses,
    measure_word,
    noun,
    quantity,
    share,
    test,
)
from dutyrules.syntax.to_text_phrases import phrase
from dutyrules.syntax.to_text_words import Wording
from dutyrules.syntax.tree import TargetKind

THINGS = "个"


def norm(w: Wording, written: tree.Norm | tree.ExceptionNorm) -> Pieces:
    """The whole norm without its full stop."""
    parts = [*(phrase(w, p) for p in written.phrases), sentence(w, written.sentence)]
    says = w.row(parts, ",")
    match written:
        case tree.Norm(label=label):
            return w.say("{label} : {says}", label=w.name(label), says=says)
        case tree.ExceptionNorm(label=label, base=base):
            return w.say(
                "EXCEPTION {label} TO {base} : {says}",
                "EXCEPTION {label} TOWARD {base} : {says}",
                label=w.apart(label.text),
                base=w.apart(base.text),
                says=says,
            )
        case _:
            assert_never(written)


def sentence(w: Wording, written: tree.Sentence) -> Pieces:
    """What the norm asks for."""
    match written:
        case tree.Perform():
            return _perform(w, written)
        case tree.Record() | tree.Satisfy() | tree.Agree():
            return _of_each_event(w, written)
        case tree.Sequence(subject=subject, events=events):
            key = w.naming.attribute(events[0].text, subject.name.text)
            parts = {
                "each": each(w, key, THINGS),
                "must": modality(w, written.modality),
                "events": w.listed([w.word(w.naming.event(e.text)) for e in events]),
            }
            return w.say("{each} {must} FOLLOW {events}", **parts)
        case tree.Compose():
            return _compose(w, written)
        case tree.Attested() | tree.Rated():
            return judged(w, written)
        case _:
            assert_never(written)


def modality(w: Wording, written: Modality) -> Pieces:
    """must, must not, should or may."""
    return w.keyword(written.name)


# To do something -----------------------------------------------------------------------------------


def _perform(w: Wording, written: tree.Perform) -> Pieces:
    event = written.event.text
    verb = None if written.takes_part else w.naming.verb(event, _written_verb(written.verb))
    limit = () if written.bound is None else bound(w, written.bound, w.naming.counter(event))
    target = () if written.target is None else _target(w, written.target)
    measured = w.say("OF", "DE") if has_unit(w, written.bound) else ()
    return w.say(
        "{subject} {must} {in} {verb} {limit} {measured} {event} {target} {tail}",
        "{subject} {must} {target} {in} {verb} {limit} {measured} {event} {tail}",
        subject=_actor(w, written.subject),
        must=modality(w, written.modality),
        verb=() if verb is None else w.word(verb),
        limit=limit,
        measured=measured,
        event=noun(w, w.naming.event(event), written.bound),
        target=target,
        tail=_tail(w, written),
        **{"in": w.say("BE_IN") if written.takes_part else ()},
    )


def _written_verb(verb: tree.Name | None) -> str | None:
    return None if verb is None else verb.text


def _actor(w: Wording, subject: tree.Subject | None) -> Pieces:
    """A role or unit; an event type where the sentence is about each event."""
    if subject is None:
        return ()
    if subject.share is not None:
        return share(w, subject.share, subject.name)
    name = w.naming.party(subject.name.text)
    return each(w, name, w.naming.party_counter(subject.name.text)) if subject.each else w.word(name)


def _target(w: Wording, target: tree.Target) -> Pieces:
    role = w.naming.role(target.role.text)
    counter = measure_word(w, PEOPLE)
    match target.kind:
        case TargetKind.EACH:
            return w.say("OF {each}", "TOWARD {each}", each=each(w, role, PEOPLE))
        case TargetKind.OTHER:
            parts = {"counter": counter, "role": w.word(role)}
            return w.say("OF EACH OTHER {role}", "TOWARD EACH {counter} OTHER {role}", **parts)
        case TargetKind.THAT:
            return w.say("OF THAT {role}", "TOWARD THAT {role}", role=w.word(role))
        case TargetKind.SHARE:
            of = () if target.share is None else share(w, target.share, target.role)
            return w.say("OF {share}", "TOWARD {share}", share=of)
        case _:
            assert_never(target.kind)


def _tail(w: Wording, written: tree.Perform) -> Pieces:
    parts = [with_tests(w, event_tests(w, written.event.text, written.tests))]
    if written.in_full:
        parts.append(w.say(", IN_FULL"))
    for name in written.exempt:
        exempt = w.word(w.naming.property(name.text))
        parts.append(w.say(", EXCEPT {name}", ", {name} EXCEPT_AFTER", name=exempt))
    if written.spacing is not None:
        limit = bound(w, written.spacing)
        parts.append(w.say(", {limit} APART_END", ", INTERVAL {limit}", limit=limit))
    parts.extend(_rung(w, rung) for rung in written.failing)
    return tuple(piece for part in parts for piece in part)


def with_tests(w: Wording, tests: Pieces) -> Pieces:
    """`with duration at least 40 minutes`; nothing if there are no tests."""
    return w.say("WITH {tests}", ", WITH {tests}", tests=tests) if tests else ()


def _rung(w: Wording, rung: tree.Rung) -> Pieces:
    event = rung.event.text
    verb = w.naming.verb(event, _written_verb(rung.verb))
    return w.say(
        ", FAILING {verb} {limit} {event}",
        verb=() if verb is None else w.word(verb),
        limit=bound(w, rung.bound, w.naming.counter(event)),
        event=noun(w, w.naming.event(event), rung.bound),
    )


# Each event, and what a unit is made of ------------------------------------------------------------


def _of_each_event(w: Wording, written: tree.Record | tree.Satisfy | tree.Agree) -> Pieces:
    must = modality(w, written.modality)
    match written:
        case tree.Record(subject=subject, attributes=attributes):
            parts = {"each": _each_of(w, subject), "names": _attributes(w, subject.name.text, attributes)}
            return w.say("{each} {must} RECORD {names}", must=must, **parts)
        case tree.Satisfy(subject=subject, tests=tests):
            parts = {"each": _each_of(w, subject), "tests": event_tests(w, subject.name.text, tests)}
            return w.say("{each} {must} SATISFY {tests}", must=must, **parts)
        case tree.Agree(event=trigger, attributes=attributes):
            event = trigger.event.text
            return w.say(
                "{each} SAME {key} {must} AGREE_ON {names}",
                "SAME {key} DE {event} {tests} {must} AGREE_ON {names}",
                each=each_event(w, trigger),
                key=w.word(w.naming.attribute(event, written.key.text)),
                event=w.word(w.naming.event(event)),
                tests=in_parentheses(w, event_tests(w, event, trigger.tests)),
                names=_attributes(w, event, attributes),
                must=must,
            )
        case _:
            assert_never(written)


def _each_of(w: Wording, subject: tree.Subject) -> Pieces:
    return each_event(w, tree.EachEventName(event=subject.name, tests=subject.tests))


def _attributes(w: Wording, event: str, names: tuple[tree.Name, ...]) -> Pieces:
    return w.listed([w.word(w.naming.attribute(event, n.text)) for n in names])


def _compose(w: Wording, written: tree.Compose) -> Pieces:
    tests = w.row((_property_test(w, t) for t in written.tests), "AND")
    return w.say(
        "{subject} {must} HAS.1 {limit} {role} {tests}",
        "{subject} {must} HAS {limit} {role} {tests}",
        subject=_actor(w, written.subject),
        must=modality(w, written.modality),
        limit=bound(w, written.bound, PEOPLE),
        role=noun(w, w.naming.role(written.role.text), written.bound),
        tests=with_tests(w, tests),
    )


def _property_test(w: Wording, written: tree.Test) -> Pieces:
    name = written.attribute.text
    choice = None
    if isinstance(written, tree.ValueTest) and isinstance(written.value, tree.NamedAmount):
        choice = w.naming.property_choice(name, written.value.name.text)
    return test(w, w.naming.property(name), written, choice)


# Judged by someone ---------------------------------------------------------------------------------


def judged(w: Wording, written: tree.Attested | tree.Rated) -> Pieces:
    """`rated by assessor, out of 10 points, "…"`."""
    by = w.word(w.naming.role(written.by.text))
    match written:
        case tree.Attested():
            parts = [w.say("ATTESTED BY {by}", "BY {by} ATTESTED_AFTER", by=by)]
        case tree.Rated(out_of=out_of):
            parts = [w.say("RATED BY {by}", "BY {by} RATED_AFTER", by=by)]
            if out_of is not None:
                parts.append(w.say("OUT_OF {points}", points=quantity(w, out_of)))
        case _:
            assert_never(written)
    if written.text is not None:
        parts.append(w.quoted(written.text))
    return w.row(parts, ",")
