"""Calendars, rosters and waivers, with a bias to days on which answers change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import attrs
from agreement.chance import Chance
from agreement.words import PEOPLE, vocabulary

from dutyrules.calendar.reading import calendar_from
from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.records.roster import DatedValue, Membership, Person, Roster, Unit
from dutyrules.records.waivers import EVERYTHING, Waiver

DAY = datetime.timedelta(days=1)
ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "Asia/Urumqi",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/Lima",
)
"""Without and with clocks that change; Cairo's skip midnight, Lord Howe's move by half an hour."""

AUTUMN_STARTS = ("2026-09-14", "2026-09-16", "2026-09-20")
AUTUMN_ENDS = ("2026-11-08", "2026-11-06", "2026-11-01")
SPRING_STARTS = ("2027-03-15", "2027-03-13", "2027-03-01")
SPRING_ENDS = ("2027-05-02", "2027-04-30")
PERIODS = """
[[period]]
number = 1
start = 08:00:00
end = 08:45:00
[[period]]
number = 2
start = 10:00:00
end = 10:45:00
[[period]]
number = 3
start = 15:10:00
end = 15:50:00
"""
LESSON_ENDS = ("08:45", "10:45", "15:50")


# Calendars -----------------------------------------------------------------------------------------


def calendar_text(chance: Chance) -> str:
    """A `calendar.toml` of two short terms of one school year."""
    is_public = chance.happens(20)
    autumn = chance.one(AUTUMN_STARTS), chance.one(AUTUMN_ENDS)
    spring = chance.one(SPRING_STARTS), chance.one(SPRING_ENDS)
    first = datetime.date.fromisoformat(chance.one((autumn, spring))[0])
    days = [first + n * DAY for n in range(45)]
    lines = [
        'school = "Agreement"',
        f'zone = "{chance.one(ZONES)}"',
        f'holidays = "{"CN" if is_public else "none"}"',
        f'week_start = "{chance.one(("monday", "monday", "sunday", "saturday"))}"',
        *(('weekend = ["friday", "saturday"]',) if chance.happens(15) else ()),
        *(_table("year", year=2027, source='"here"') if is_public else ()),
        *_term("2026-autumn", *autumn, _weeks(chance, autumn[0])),
        *_term("2027-spring", *spring, ()),
        *_days_off(chance, days, makes_up=not is_public),
        *_skipped(chance),
    ]
    return "\n".join(lines) + PERIODS


def _table(name: str, /, **cells: object) -> list[str]:
    return [f"[[{name}]]", *(f"{key} = {cell}" for key, cell in cells.items())]


def _term(name: str, first: str, last: str, weeks: Sequence[str]) -> list[str]:
    named = _table("term", id=f'"{name}"', school_year='"2026-2027"', first_day=first, last_day=last)
    return [*named, *weeks]


def _weeks(chance: Chance, first: str) -> list[str]:
    """Now and then the school counts its weeks itself, from 0 or from 2."""
    if not chance.happens(8):
        return []
    day = datetime.date.fromisoformat(first)
    return _table("term.week", number=chance.one((0, 2)), first_day=day.isoformat())


def _days_off(chance: Chance, days: Sequence[datetime.date], *, makes_up: bool) -> list[str]:
    """Days without lessons and what makes up for them; the public calendar has make-up days of its own."""
    lines: list[str] = []
    off: list[datetime.date] = []
    for kind in chance.some(("holiday", "holiday", "closure"), 0, 3):
        first = chance.one(days)
        last = first + chance.one((0, 1, 2, 4, 6)) * DAY
        off += [first + n * DAY for n in range((last - first).days + 1)]
        lines += _table(kind, name=f'"{kind}"', first_day=first, last_day=last)
    weekends = [day for day in days if day.isoweekday() in (6, 7)]
    lost = [day for day in dict.fromkeys(off) if day.isoweekday() not in (6, 7)]
    most = 2 if makes_up else 0
    pairs = zip(chance.some(weekends, 0, most), chance.some(lost, 0, most), strict=False)
    for day, acts_as in pairs:
        lines += _table("make_up", day=day, acts_as=acts_as)
    if chance.happens(20):
        lines += _table("vacation", term='"2026-autumn"', first_day="2026-11-20", last_day="2026-11-30")
    return lines


def _skipped(chance: Chance) -> list[str]:
    if not chance.happens(25):
        return []
    term = chance.one(('"2026-autumn"', '"2027-spring"'))
    if chance.happens(50):
        return _table("skip_week", term=term, number=chance.number(2, 4))
    day = {"2026": "2026-10-07", "2027": "2027-04-07"}[term[1:5]]
    return _table("skip_week", term=term, first_day=day)


@lru_cache(maxsize=256)
def calendar(text: str) -> SchoolCalendar:
    """The calendar of that text."""
    return calendar_from("calendar.toml", text.encode())


def edges(found: SchoolCalendar, term: Term) -> tuple[datetime.date, ...]:
    """The days around which something changes: ends of term, weeks and months, days off, clocks."""
    days = [term.first_day + n * DAY for n in range(-2, (term.end_day - term.first_day).days + 12)]
    taught = {day: found.is_school_day(day) for day in days}
    marked = {term.first_day, term.last_day, term.end_day, term.first_day - DAY}
    for before, day in pairwise(days):
        is_long = found.instant(day) - found.instant(before) != DAY // datetime.timedelta(microseconds=1)
        if is_long or before.month != day.month:
            marked |= {before, day}
        if taught[before] != taught[day] or before in found.make_ups:
            marked |= {before, day}
    return tuple(sorted(marked))


# Rosters -------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class People:
    """The roster in parts that can be left out one by one: posts, and what is said of people."""

    parents: tuple[tuple[str, str, str | None], ...]
    posts: tuple[Membership, ...]
    traits: tuple[tuple[str, str, DatedValue], ...]

    def roster(self) -> Roster:
        """The roster of these parts; everybody is on it, with or without a post."""
        own: dict[str, dict[str, tuple[DatedValue, ...]]] = {person: {} for person in PEOPLE}
        for person, header, value in self.traits:
            own[person][header] = (*own[person].get(header, ()), value)
        return Roster(
            people=tuple(Person(id=p, name=p, properties=own[p]) for p in PEOPLE),
            units=tuple(Unit(id=u, name=u, kind=kind, parent=parent) for u, kind, parent in self.parents),
            memberships=self.posts,
        )


def people(chance: Chance, days: Sequence[datetime.date]) -> People:
    """Leaders who hand over, members who come and go, people in several posts, blanks."""
    return People(
        parents=(
            ("g1", _label(chance, "group"), "campus"),
            ("g2", "group", chance.one(("campus", "campus", "c1"))),
            ("g3", "group", chance.one(("campus", None))),
            ("c1", "class", "campus"),
            ("campus", "campus", None),
        ),
        posts=tuple(_unclashing(_posts(chance, days))),
        traits=tuple(_traits(chance, days)),
    )


def _label(chance: Chance, term: str) -> str:
    """The term in any of its languages."""
    found = (vocabulary().roles | vocabulary().units)[term]
    return chance.one((term, term, *found.labels()))


def _posts(chance: Chance, days: Sequence[datetime.date]) -> list[Membership]:
    handover = chance.one(days)
    back = handover + chance.one((0, 0, -2, 3)) * DAY
    found = [_post(chance, "ann", "g1", "leader", None, handover), _post(chance, "bob", "g1", "leader", back)]
    found.append(_post(chance, "hal", "campus", "head"))
    found += _split(chance, "cid", "g2", "leader", days) if chance.happens(70) else []
    more = (
        ("ann", "g2", "leader"), ("dan", "g3", "leader"), ("dan", "g2", "leader"), ("fay", "c1", "leader"),
        ("bob", "g1", "member"), ("eve", "g1", "member"), ("fay", "g1", "member"), ("gus", "g1", "member"),
        ("hal", "g2", "member"), ("eve", "g2", "member"), ("ann", "g1", "member"), ("cid", "g2", "member"),
        ("gus", "campus", "head"), ("eve", "g1", "head"),
    )  # fmt: skip
    for person, unit, role in more:
        if chance.happens(60):
            start = chance.one(days) if chance.happens(30) else None
            end = chance.one(days) if chance.happens(25) else None
            if start is None or end is None or start < end:
                found.append(_post(chance, person, unit, role, start, end))
    return found


def _post(
    chance: Chance,
    person: str,
    unit: str,
    role: str,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
) -> Membership:
    return Membership(person=person, unit=unit, role=_label(chance, role), start=start, end=end)


def _split(
    chance: Chance, person: str, unit: str, role: str, days: Sequence[datetime.date]
) -> list[Membership]:
    """One post in two rows that touch, or that leave a gap."""
    middle = chance.one(days)
    again = middle + chance.one((0, 0, 5)) * DAY
    return [_post(chance, person, unit, role, None, middle), _post(chance, person, unit, role, again)]


def _unclashing(posts: Iterable[Membership]) -> list[Membership]:
    """The posts without those that overlap an earlier one of the same person, unit and role."""
    kept: list[Membership] = []
    forms = {label: r.id for r in vocabulary().roles.values() for label in r.labels()}
    for post in posts:
        same = [
            o for o in kept
            if (o.person, o.unit, forms[o.role]) == (post.person, post.unit, forms[post.role])
        ]  # fmt: skip
        if not any(_overlap(post, other) for other in same):
            kept.append(post)
    return kept


def _overlap(one: Membership, other: Membership) -> bool:
    first, last = datetime.date.min, datetime.date.max
    return (one.start or first) < (other.end or last) and (other.start or first) < (one.end or last)


def _traits(chance: Chance, days: Sequence[datetime.date]) -> list[tuple[str, str, DatedValue]]:
    values = {
        "novice": ("yes", "yes", "no", "no", "否", "maybe"),
        "excused": ("yes", "no"),
        "level": ("junior", "高级", "senior"),
        "subject": ("sums", "Sums", "art"),
    }
    found = []
    for person in PEOPLE:
        for header, written in values.items():
            if not chance.happens(88):
                continue
            if chance.happens(20):
                day = chance.one(days)
                found.append((person, header, DatedValue(value=chance.one(written), end=day)))
                found.append((person, header, DatedValue(value=chance.one(written), start=day)))
            else:
                found.append((person, header, DatedValue(value=chance.one(written))))
    return found


# Waivers -------------------------------------------------------------------------------------------


def waivers(
    chance: Chance, labels: Sequence[str], days: Sequence[datetime.date], policy: str
) -> tuple[Waiver, ...]:
    """Up to three people excused, from a norm or from all, for a run of days between edges."""
    found = []
    for row in range(chance.one((0, 0, 1, 2, 4))):
        start = chance.one((days[0], chance.one(days)))
        end = start + chance.one((7, 100, 30, 100, 1)) * DAY
        found.append(
            Waiver(
                person=chance.one(("ann", "bob", "cid", "dan", "bob")),
                norm=chance.one((EVERYTHING, EVERYTHING, *labels)),
                policy=chance.one((None, None, policy, policy, "another")),
                unit=chance.one((None, None, None, None, "g1", "g2")),
                start=start,
                end=end,
                approver="hal",
                reason="ill",
                file="waivers.csv",
                row=row + 2,
            )
        )
    return tuple(found)
