"""The Chinese measure words of numbers that stand far from what they count.

A parameter is declared before the norm that uses it, and an expectation names its norm only; both
take the measure word of the events or people that are counted there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutyrules.checking.vocabulary import EventType
from dutyrules.syntax import tree

EVENTS = "次"
PEOPLE = "名"
THINGS = "个"

Counted = tuple[tree.Bound, str]


def parameter_counters(file: tree.PolicyFile, events: Mapping[str, EventType]) -> dict[str, str]:
    """The measure word of each parameter by the label used, from its first use as a count."""
    found: dict[str, str] = {}
    for norm in _norms(file):
        for bound, counter in _counted(norm, events):
            for quantity in (bound.low, bound.high):
                if isinstance(quantity, tree.NamedAmount):
                    found.setdefault(quantity.name.text, counter)
    return found


def norm_counters(file: tree.PolicyFile, events: Mapping[str, EventType]) -> dict[str, str]:
    """The measure word of what each norm counts, by label."""
    return {
        norm.label.text: _reported(norm.sentence, events)
        for norm in _norms(file)
        if isinstance(norm.sentence, tree.Perform) and norm.sentence.spacing is None
    }


def _reported(sentence: tree.Perform, events: Mapping[str, EventType]) -> str:
    """The measure word of the number that a verdict on the sentence gives."""
    parts = (sentence.subject, sentence.target)
    if any(part is not None and part.share is not None for part in parts):
        return PEOPLE
    return counter_of(sentence.event, events)


def counter_of(event: tree.Name, events: Mapping[str, EventType]) -> str:
    """The measure word of the event type."""
    known = events.get(event.text)
    return EVENTS if known is None or known.counter is None else known.counter.id


def _norms(file: tree.PolicyFile) -> Iterator[tree.Norm | tree.ExceptionNorm]:
    return (s for s in file.statements if isinstance(s, tree.Norm | tree.ExceptionNorm))


def _counted(norm: tree.Norm | tree.ExceptionNorm, events: Mapping[str, EventType]) -> Iterator[Counted]:
    """The bounds of the norm that count, each with its measure word."""
    for phrase in norm.phrases:
        if isinstance(phrase, tree.Where):
            yield from ((c.bound, PEOPLE) for c in phrase.conditions if isinstance(c, tree.UnitHas))
    match norm.sentence:
        case tree.Perform(bound=bound, event=event, failing=rungs):
            if bound is not None:
                yield bound, counter_of(event, events)
            yield from ((rung.bound, counter_of(rung.event, events)) for rung in rungs)
        case tree.Compose(bound=bound):
            yield bound, PEOPLE
        case _:
            pass
