"""The small vocabulary of generated policies and logs, and which values its attributes take.

Few words make events meet norms. Values lie on, just under and just over one another, so that a bound
set to one of them divides the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Vocabulary
from dutyrules.checking.vocabulary_from_tree import EMPTY, extend_vocabulary
from dutyrules.syntax.parser import parse
from dutyrules.syntax.source import Source

FILE = Path(__file__).with_name("agreement.duty")
BEARER_ROLE, BEARER_UNIT = "leader", "group"
ROLES = ("leader", "member", "head")
DOINGS = ("meeting", "visit", "paper", "lapse", "bell")
"""The types of what people do; attestations and ratings are about norms and items."""

GRADES = ("excellent", "good", "qualified", "unqualified")
FLAGS = ("novice", "excused")
TEXTS = ("sums", "Sums", "ｓｕｍｓ", "su ms", "術", "术")
"""Some are one text as tests compare them, some as cases do (semantics, 2.10 and 4.3)."""

PEOPLE = ("ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal")
UNITS = ("g1", "g2", "g3", "c1", "campus")
CELLS: Mapping[AttributeKind, tuple[str, ...]] = {
    AttributeKind.TEXT: TEXTS,
    AttributeKind.NUMBER: ("2", "1", "0", "3", "1.5", "-1"),
    AttributeKind.MINUTES: ("40", "39", "60", "39.9999", "0"),
    AttributeKind.HOURS: ("1", "0.6666", "0.6667", "0.5"),
    AttributeKind.CLASS_HOURS: ("1", "2", "0.5"),
    AttributeKind.POINTS: ("1", "0.25", "3", "0", "-0.5"),
    AttributeKind.PERCENT: ("50", "49.99", "100"),
    AttributeKind.MONEY: ("10", "99.99", "100", "0.01"),
    AttributeKind.YES_NO: ("yes", "no"),
    AttributeKind.PERSON: PEOPLE,
    AttributeKind.UNIT: UNITS,
}
"""What rows say; days and choices are the calendar's and the attribute's own."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of `agreement.duty`."""
    source = Source(FILE.name, FILE.read_text(encoding="utf-8"))
    parsed = parse(source)
    found, problems = extend_vocabulary(EMPTY, parsed.file, source)
    assert () == (*parsed.diagnostics, *problems)
    return found


def event_type(name: str) -> EventType:
    """The event type of that id."""
    return vocabulary().events[name]


def attributes(event: EventType, *kinds: AttributeKind) -> tuple[Attribute, ...]:
    """The attributes of the event type that are of these kinds (none named: all)."""
    return tuple(a for a in event.attributes if not kinds or a.kind in kinds)


NUMBERS = tuple(kind for kind in AttributeKind if kind.is_number)
