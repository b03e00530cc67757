"""Did you mean: near names across languages, scripts and sounds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources

from dutyrules.syntax.folding import fold

_NEAR = 0.6
_CONTAINED = 0.65
_SOUNDS_ALIKE = 0.9
_MOST_NAMES = 4_000
_LONGEST = 60
# What many speakers do not tell apart, and input methods offer for each other.
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def nearest(written: str, names: Iterable[str], least: float = _NEAR) -> str | None:
    """The one of `names` that `written` most likely stands for, or None if none is near by `least`.

    A name in the other script is as near as can be; otherwise the share of common characters
    decides, a character that sounds alike being nearly a common one. A containing or contained name
    of two characters or more is near too. Of equally near names the one in the writer's own script
    is taken.

    >>> nearest("備課組活動", ["听课", "备课组活动"])
    '备课组活动'
    >>> nearest("背课组", ["备课组", "教研组"]), nearest("时常", ["时长", "地点"])
    ('备课组', '时长')
    """
    return None if not written or len(written) > _LONGEST else _nearest(written, frozenset(names), least)


@lru_cache(maxsize=64)
def _nearest(written: str, names: frozenset[str], least: float) -> str | None:
    wanted, best = _folded(written), (least, -1.0, "")
    letters, sounds = frozenset(wanted), _sounds_of(wanted)
    for name in sorted(names)[:_MOST_NAMES]:
        candidate = _folded(name)
        if _most(wanted, letters, sounds, candidate) < best[0]:
            continue
        score = _score(wanted, candidate)
        if score >= best[0]:
            best = max(best, (score, _ratio(written, name), name))
    return best[2] or None


@lru_cache(maxsize=16_384)
def _folded(text: str) -> str:
    return fold(text).replace("_", " ")


def _most(wanted: str, letters: frozenset[str], sounds: frozenset[str], candidate: str) -> float:
    """No less than the score of `candidate`, and quickly known: most names share hardly a character."""
    if candidate in wanted or wanted in candidate:
        return 1.0
    common = 0 if letters.isdisjoint(candidate) else sum(character in letters for character in candidate)
    share = 2 * common / (len(wanted) + len(candidate))
    if len(wanted) != len(candidate) or candidate.isascii():
        return share
    if sounds.isdisjoint(_sounds_of(candidate)):
        return max(share, common / len(candidate))
    alike = sum(c in letters or not sounds.isdisjoint(_sounds_of(c)) for c in candidate)
    return max(share, alike / len(candidate))


@lru_cache(maxsize=16_384)
def _sounds_of(text: str) -> frozenset[str]:
    """The syllables of all characters of `text`."""
    if text.isascii():
        return _NONE
    return _NONE.union(*(_sounds().get(character, _NONE) for character in text))


def _score(wanted: str, candidate: str) -> float:
    if candidate == wanted or min(len(wanted), len(candidate)) == 1:
        return 1.0 if candidate == wanted else 0.0
    score = _ratio(wanted, candidate)
    if not wanted.isascii() and not candidate.isascii():
        score = max(score, _sound_score(wanted, candidate))
    if len(candidate) > 1 and len(wanted) > 1 and (candidate in wanted or wanted in candidate):
        score = max(score, _CONTAINED)
    return score


def _ratio(left: Sequence[str], right: Sequence[str]) -> float:
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def _sound_score(wanted: str, candidate: str) -> float:
    """The share of characters that are the same or sound alike; of use only at the same length."""
    if len(wanted) != len(candidate):
        return 0.0
    alike = (
        1.0 if a == b else _SOUNDS_ALIKE if _sounds().get(a, _NONE) & _sounds().get(b, _NONE) else 0.0
        for a, b in zip(wanted, candidate, strict=True)
    )
    return sum(alike) / len(wanted)


_NONE: frozenset[str] = frozenset()


@cache
def _sounds() -> dict[str, frozenset[str]]:
    """The blurred syllables of each character."""
    table = resources.files(__package__).joinpath("homophones.tsv").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split("\t")
            blurred = frozenset({_blur(syllable)})
            found |= {c: found.get(c, _NONE) | blurred for c in characters}
    return found


def _blur(syllable: str) -> str:
    for exact, loose in _BLURRED:
        if syllable.startswith(exact):
            syllable = loose + syllable[len(exact) :]
        if syllable.endswith(exact):
            syllable = syllable[: -len(exact)] + loose
    return syllable
