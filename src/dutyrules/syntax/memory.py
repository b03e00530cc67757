"""What the last reading of a text made of its statements, so that an editor's next one reads less.

A keystroke changes one statement of hundreds. The others stand in what the two texts have in common
before the change or behind it, and the tree of a statement depends on nothing but its own characters,
the names that may stand in it, and the language of the file. Only statements with which nothing was
wrong are remembered, so that no message can be lost or told twice.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from dutyrules.findings.model import Language
from dutyrules.syntax import tree
from dutyrules.syntax.moving import moved
from dutyrules.syntax.plurals import plural_of
from dutyrules.syntax.source import Span

_FEW_NAMES = 50
"""More names than this change with an import; then every statement is read again."""


class Wording(enum.Enum):
    """Which names may stand in a statement: those of its policy, its labels too, people as well."""

    NAMES = "names"
    LABELS = "labels"
    PEOPLE = "people"


@attrs.frozen(kw_only=True)
class Kept:
    """A statement that was read without a problem; `until` is where the reading of it ended."""

    statement: tree.Statement
    span: Span
    until: int
    wording: Wording


@attrs.frozen(kw_only=True)
class Surroundings:
    """What the reading of every statement depends on beside its characters."""

    language: Language
    names: Mapping[Wording, frozenset[str]]

    @classmethod
    def of(
        cls, language: Language, names: frozenset[str], labels: Iterable[str], people: Iterable[str]
    ) -> Surroundings:
        """The surroundings in a file with these names."""
        labelled = names.union(labels)
        known = {Wording.NAMES: names, Wording.LABELS: labelled, Wording.PEOPLE: labelled.union(people)}
        return cls(language=language, names=known)

    def changed(self, before: Surroundings, wording: Wording) -> frozenset[str]:
        """The names that may stand in a statement now or might before, not both; plurals too."""
        names = self.names[wording] ^ before.names[wording]
        return names | frozenset(map(plural_of, names))


@attrs.define
class Memory:
    """The statements of one text, by where they begin."""

    text: str = ""
    surroundings: Surroundings | None = None
    kept: Mapping[int, Kept] = attrs.Factory(dict)

    def take(self, recall: Recall, surroundings: Surroundings) -> None:
        """Remembers what was read of a text; what stands in it no more is forgotten."""
        self.text, self.surroundings, self.kept = recall.text, surroundings, recall.found

    def recall(self, text: str, surroundings: Surroundings) -> Recall:
        """What is remembered of `text`, which may differ from the last one anywhere."""
        before = self.surroundings
        known = self.kept
        if before is None or before.language is not surroundings.language:
            known = {}
        changed = {} if before is None else {w: surroundings.changed(before, w) for w in Wording}
        same_until = _in_common(self.text, text)
        longest = min(len(text), len(self.text)) - same_until
        return Recall(
            text=text,
            kept=known,
            changed=changed,
            same_until=same_until,
            same_from=len(text) - _in_common(self.text[::-1], text[::-1], longest),
            shift=len(text) - len(self.text),
        )


@attrs.frozen(kw_only=True)
class Recall:
    """One reading of a text with what the last one left.

    The texts are the same before `same_until`; what is in this one at or behind `same_from` was in the
    last one `shift` characters earlier. `found` are the statements of this text to remember.
    """

    text: str
    kept: Mapping[int, Kept]
    changed: Mapping[Wording, frozenset[str]]
    same_until: int
    same_from: int
    shift: int
    found: dict[int, Kept] = attrs.Factory(dict)

    def at(self, start: int) -> Kept | None:
        """The statement that begins at `start`, if it is as it was when it was last read."""
        kept, by = self.kept.get(start), 0
        if kept is None or kept.until >= self.same_until:
            kept, by = self.kept.get(start - self.shift), self.shift
            if kept is None or start < self.same_from:
                return None
        changed = self.changed[kept.wording]
        written = self.text[start : kept.until + by]
        if len(changed) > _FEW_NAMES or any(name in written for name in changed):
            return None
        self.found[start] = kept if not by else _moved(kept, by)
        return self.found[start]

    def keep(self, kept: Kept | None) -> None:
        """Notes a statement that was read and may be remembered."""
        if kept is not None:
            self.found[kept.span.start] = kept


def _moved(kept: Kept, by: int) -> Kept:
    return Kept(
        statement=moved(kept.statement, by),
        span=moved(kept.span, by),
        until=kept.until + by,
        wording=kept.wording,
    )


def _in_common(one: str, other: str, longest: int | None = None) -> int:
    """How many characters both begin with, at most `longest`.

    >>> _in_common("每周活动", "每周会议")
    2
    """
    low, high = 0, min(len(one), len(other)) if longest is None else longest
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Memories(defaultdict[Path, Memory]):
    """What is remembered of each file."""

    def __init__(self) -> None:
        super().__init__(Memory)
