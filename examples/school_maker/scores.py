"""What the homeroom scores, grades and stipends come to, by plain arithmetic over the ledger."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

import attrs

from school_maker.assessments import HOMEROOM, Assessed, assessed_in
from school_maker.events import Event, Ledger
from school_maker.fault_kinds import Fault
from school_maker.roster import CLASS_IDS, SCHOOL, Post, Roster
from school_maker.term_days import MONTHS, Window

GRADES = ("excellent", "good", "qualified", "unqualified")
_FROM = (Decimal(90), Decimal(80), Decimal(60), Decimal(0))
_FIXED = Decimal(200)
_REWARD = {"excellent": Decimal(160), "good": Decimal(100), "qualified": Decimal(40)}
_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")


@attrs.frozen(kw_only=True)
class Money:
    """The least and the most that a stipend may be."""

    low: Decimal
    high: Decimal


@attrs.frozen(kw_only=True)
class Score:
    """One score of one holder: "月度考核" of a month or "學期考核" of the term."""

    score: str
    person: str
    unit: str
    window: str
    low: Decimal
    high: Decimal
    grades: tuple[str, ...] = ()
    stipend: Money | None = None
    veto: str = ""


@attrs.frozen(kw_only=True)
class Vetoes:
    """The (person, unit, month) that a veto strikes for certain, and those that it may strike."""

    certain: frozenset[tuple[str, str, str]]
    open: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Vetoes:
        """The vetoes among the faults."""
        planted = tuple(faults)
        return cls(
            certain=frozenset(f.certain_veto for f in planted if f.certain_veto is not None),
            open=frozenset(f.open_veto for f in planted if f.open_veto is not None),
        )

    def on(self, post: Post, month: str) -> str:
        """ "certain", "open", or "" for no veto."""
        key = (post.person, post.unit, month)
        return "certain" if key in self.certain else "open" if key in self.open else ""


def homeroom_scores(roster: Roster, ledger: Ledger, vetoes: Vetoes) -> tuple[Score, ...]:
    """All scores of all holders, the months of each before the term."""
    book = _Book.of(roster, ledger)
    scores: list[Score] = []
    for unit in CLASS_IDS:
        for post in roster.posts("班主任", unit):
            months = tuple(_month_scores(book, post, vetoes))
            scores += [*months, _term_score(book, post, months)]
    return tuple(scores)


@attrs.frozen(kw_only=True)
class _Book:
    """The ratings and rewards that count."""

    roster: Roster
    ratings: tuple[Event, ...]
    rewards: tuple[Event, ...]
    items: tuple[Assessed, ...]

    @classmethod
    def of(cls, roster: Roster, ledger: Ledger) -> _Book:
        gone = {tag for event in ledger for tag in (event.corrects, event.retracts) if tag}
        live = [event for event in ledger if event.tag not in gone and not event.raw]
        return cls(
            roster=roster,
            ratings=tuple(e for e in live if e.type == "评分"),
            rewards=tuple(e for e in live if e.type == "奖励性活动"),
            items=tuple(a for a in assessed_in(HOMEROOM) if a.full is not None),
        )

    def points(self, post: Post, item: Assessed, window: Window) -> tuple[Decimal, Decimal]:
        """The least and the most that an item may be worth: from 0 to all while nobody rated it."""
        found = [event for event in self.ratings if self._counts(event, post, item, window)]
        if found:
            points = Decimal(max(found, key=lambda event: event.time).attributes["得分"])
            return points, points
        return Decimal(0), Decimal(item.full or 0)

    def _counts(self, event: Event, post: Post, item: Assessed, window: Window) -> bool:
        about, matter = event.attributes["被考核人"], event.attributes["事项"]
        day = datetime.date.fromisoformat(event.attributes["考核日期"])
        inside = window.first_day <= day <= window.last_day
        return (
            (about, matter) == (post.person, item.label)
            and inside
            and event.actor in self.roster.holders(item.role, day, SCHOOL)
        )


def _month_scores(book: _Book, post: Post, vetoes: Vetoes) -> Iterator[Score]:
    for month in MONTHS:
        part = month.within(post.window.first_day, post.window.last_day)
        if part is not None:
            low, high = _total(book.points(post, item, part) for item in book.items if item.monthly)
            veto = vetoes.on(post, month.label)
            grades = _under_veto(_grades(low, high), veto)
            yield Score(
                score="月度考核",
                person=post.person,
                unit=post.unit,
                window=month.label,
                low=low,
                high=high,
                grades=grades,
                stipend=_stipend(book.roster, post, month, grades),
                veto=veto,
            )


def _term_score(book: _Book, post: Post, months: tuple[Score, ...]) -> Score:
    won = [
        Decimal(e.attributes["加分"]) for e in book.rewards if (e.actor, e.unit) == (post.person, post.unit)
    ]
    review = [book.points(post, item, post.window) for item in book.items if not item.monthly]
    parts = [*((month.low, month.high) for month in months), *((w, w) for w in won), *review]
    low, high = _total(parts)
    return Score(score="學期考核", person=post.person, unit=post.unit, window="term", low=low, high=high)


def _total(parts: Iterable[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    lows, highs = zip(*parts, strict=True)
    low, high = (sum(ends, Decimal(0)).quantize(_TENTH, ROUND_HALF_UP) for ends in (lows, highs))
    return low, high


def _grades(low: Decimal, high: Decimal) -> tuple[str, ...]:
    best, worst = (next(i for i, least in enumerate(_FROM) if end >= least) for end in (high, low))
    return GRADES[best : worst + 1]


def _under_veto(grades: tuple[str, ...], veto: str) -> tuple[str, ...]:
    worst = GRADES[-1]
    match veto:
        case "certain":
            return (worst,)
        case "open":
            return grades if worst in grades else (*grades, worst)
        case _:
            return grades


def _stipend(roster: Roster, post: Post, month: Window, grades: tuple[str, ...]) -> Money:
    days = calendar.monthrange(month.first_day.year, month.first_day.month)[1]
    first = month.first_day
    held = sum(
        post.person in roster.holders("班主任", first + datetime.timedelta(n), post.unit) for n in range(days)
    )
    amounts = [_amount(grade) * held / days for grade in grades]
    low, high = (end.quantize(_CENT, ROUND_HALF_UP) for end in (min(amounts), max(amounts)))
    return Money(low=low, high=high)


def _amount(grade: str) -> Decimal:
    return Decimal(0) if grade == "unqualified" else _FIXED + _REWARD[grade]
