"""The attestations and ratings that the three policies ask for, one each for every bearer and window.

Which norms are attested or rated, by whom and how often is read from the policy files themselves.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from school_maker.events import Event, at, late_day
from school_maker.roster import SCHOOL, Post, Roster
from school_maker.term_days import MONTHS, TERM, Window

POLICIES = Path(__file__).parents[2] / "policies"
PREP = "备课组长14"
RESEARCH = "教研组长"
HOMEROOM = "班主任考核"
_FILES = {
    PREP: POLICIES / "prep_group" / "002-14.duty",
    RESEARCH: POLICIES / "research_group" / "001-01.duty",
    HOMEROOM: POLICIES / "homeroom" / "004-04.duty",
}
_ATTESTED = re.compile(
    r"^(?P<label>[^：\s]+)：每(?P<every>学期|學期|月)，由(?P<role>[^，]+?)(?:认定|認定)，", re.M
)
_RATED = re.compile(
    r"^(?P<label>[^：\s]+)：每(?P<every>学期|學期|月)，由(?P<role>[^，]+?)评分，满分(?P<full>\d+)分", re.M
)
_SCORE = re.compile(r"^[计計][分] (?P<score>[^：]+)：每(?P<every>学期|學期|月)，.*$", re.M)
_SCORED = re.compile(r"^  [项項]目 (?P<label>\S+) (?:(?P<full>\d+)分|\S+)：由(?P<role>\S+?)[评評]分。$", re.M)
_ROLES = {
    "德育處": "德育处",
    "行政值班領導": "行政值班领导",
    "少先隊": "少先队",
    "總務處": "总务处",
    "班主任委員會": "班主任委员会",
    "考核人": "考核人",
    "学科第一责任人": "学科第一责任人",
}
_REVIEW_MAXIMUM = 50


@attrs.frozen(kw_only=True)
class Assessed:
    """A norm or a score item that someone attests (`full` None) or rates out of `full` points."""

    label: str
    role: str
    monthly: bool
    full: int | None

    def windows(self) -> tuple[Window, ...]:
        """The windows in which it is owed."""
        return MONTHS if self.monthly else (TERM,)


def assessed_in(policy: str) -> tuple[Assessed, ...]:
    """What `policy` has attested or rated, in the order of the file."""
    text = _FILES[policy].read_text(encoding="utf-8")
    found = {match.start(): _norm(match) for match in (*_ATTESTED.finditer(text), *_RATED.finditer(text))}
    found |= dict(_score_items(text))
    return tuple(found[start] for start in sorted(found))


def _norm(match: re.Match[str]) -> Assessed:
    full = match.groupdict().get("full")
    return Assessed(
        label=match["label"],
        role=_ROLES[match["role"]],
        monthly=match["every"] == "月",
        full=None if full is None else int(full),
    )


def _score_items(text: str) -> Iterator[tuple[int, Assessed]]:
    monthly_at = [(match.start(), match["every"] == "月") for match in _SCORE.finditer(text)]
    for match in _SCORED.finditer(text):
        monthly = [is_monthly for start, is_monthly in monthly_at if start < match.start()][-1]
        full = int(match["full"] or _REVIEW_MAXIMUM)
        item = Assessed(label=match["label"], role=_ROLES[match["role"]], monthly=monthly, full=full)
        yield match.start(), item


@attrs.frozen(kw_only=True)
class Panel:
    """Those who attest and rate under one policy; `level` from 0 to 1 is how good their ratings are."""

    roster: Roster
    policy: str
    chance: random.Random
    level: float

    def assess(self, post: Post) -> Iterator[Event]:
        """Every attestation and rating of one post."""
        for assessed in assessed_in(self.policy):
            for window in assessed.windows():
                part = window.within(post.window.first_day, post.window.last_day)
                if part is not None:
                    yield self._assessment(post, assessed, part)

    def _assessment(self, post: Post, assessed: Assessed, window: Window) -> Event:
        day = late_day(window, self.chance)
        attributes = {"被考核人": post.person, "事项": assessed.label, "考核日期": day.isoformat()}
        if assessed.full is None:
            attributes["是否做到"] = "是"
        else:
            attributes["得分"] = _points(assessed.full, self.chance, self.level)
        return Event(
            tag=assessment_tag(assessed.label, post, window.label),
            type="认定" if assessed.full is None else "评分",
            time=_entered(assessed, day, self.chance),
            actor=_assessor(self.roster, assessed.role, post.unit, day),
            unit=post.unit,
            attributes=attributes,
        )


def assessment_tag(label: str, post: Post, window: str) -> str:
    """The tag under which the attestation or rating of one post and window is found."""
    return f"{label}/{post.key}/{window}"


def _assessor(roster: Roster, role: str, unit: str, day: datetime.date) -> str:
    holders = roster.holders(role, day, SCHOOL)
    return holders[int(unit[1:], 36) % len(holders)]


def _entered(assessed: Assessed, day: datetime.date, chance: random.Random) -> datetime.datetime:
    # One office enters the ratings of November on the first of December: the day of assessment decides.
    if assessed.role == "德育处" and (day.year, day.month) == (2026, 11) and day.day > 20:
        return datetime.datetime(2026, 12, 1, 8, 5 * chance.randrange(12))
    return at(day, chance)


def _points(full: int, chance: random.Random, level: float) -> str:
    share = min(1.0, max(0.4, chance.gauss(level, 0.05)))
    halves = round(2 * full * share)
    return f"{halves / 2:g}"
