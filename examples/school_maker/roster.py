"""The people of the school, its units, and who holds which role when."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Iterator

import attrs

from school_maker.term_days import HANDOVER, ONE_DAY, TERM, Window

SCHOOL = "S00"
PREP_GROUPS = ("语文低段", "语文中段", "语文高段", "数学低段", "数学高段", "英语", "科学", "艺体")
RESEARCH_GROUPS = ("语文", "数学", "英语", "综合")
PREP_IDS = tuple(f"BK{number:02}" for number in range(1, 9))
RESEARCH_IDS = tuple(f"JY{number:02}" for number in range(1, 5))
GRADES = "一二三四五六"
CLASS_IDS = tuple(f"C{grade}0{number}" for grade in range(1, 7) for number in (1, 2))

_BEFORE_TERM = datetime.date(2026, 8, 25)
_JOINS = datetime.date(2026, 10, 12)
_LEAVES = datetime.date(2026, 12, 14)
_COUNSELLOR_CHANGES = datetime.date(2026, 12, 1)

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董"
    "潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金"
)
_GIVEN_STAFF = (
    "芳", "伟", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "杰", "娟",
    "涛", "明", "超", "秀兰", "霞", "平", "建国", "桂英", "志强", "海燕", "晓东", "文静",
    "玉梅", "春华", "红梅", "国栋", "雪琴", "少华", "慧敏", "立新", "淑珍", "永康", "佩佩", "思远",
    "雅琴", "振华", "宏伟", "晓燕",
)  # fmt: skip
_GIVEN_FIRST = "子梓雨浩宇欣一思若佳晨嘉诗奕俊瑞雅沐可语"
_GIVEN_SECOND = "涵轩泽怡彤妍宸萱睿航悦琪铭阳辰瑶熙然恒霖"

_STAFF_BLOCKS = (("A", 6), ("Y", 15), ("M", 10), ("E", 5), ("Z", 9))
_HOMEROOMS = ("Y4", "Y5", "Y6", "Y7", "Y8", "Y9", "M4", "Y10", "Y12", "Y13", "M8", "M9")
_PREP_MEMBERS = (
    ("Y1", "Y4 Y5 Y6 Y7"),
    ("Y2", "Y8 Y9 Y10 Y11"),
    ("Y3", "Y12 Y13 Y14 Y0"),
    ("M1", "M4 M5 M6 M0"),
    ("M2", "M3 M7 M8 M9"),
    ("E1", "E0 E2 E3 E4"),
    ("Z1", "Z2 Z3"),
    ("Z4", "Z5 Z6 Z7 Z8 Z0"),
)
_OFFICES = {
    "学科第一责任人": "A1 A3",
    "考核人": "A1 A3",
    "教导处": "A3",
    "德育处": "A4 Y11",
    "总务处": "A5",
    "班主任委员会": "A2 A4 Y14",
    "行政值班领导": "A0 A1 A2 A3 A4 A5",
}
NEWLY_APPOINTED = ("M3", "M7", "Z4")
NOVICES = ("Y6", "M6", "E3", "Z3")


@attrs.frozen(kw_only=True)
class Person:
    """Someone of the school; `nick` is the maker's own short name for a member of staff, "" for pupils."""

    id: str
    name: str
    nick: str = ""


@attrs.frozen(kw_only=True)
class Unit:
    """A part of the school; `kind` is a label of the vocabulary."""

    id: str
    name: str
    kind: str
    parent: str


@attrs.frozen(kw_only=True)
class Membership:
    """A role in a unit from `start` to the day before `end`; None is open."""

    person: str
    unit: str
    role: str
    start: datetime.date
    end: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """True if the role is held on `day`."""
        return self.start <= day and (self.end is None or day < self.end)


@attrs.frozen(kw_only=True)
class Post:
    """One person's time in a role of one unit, clipped to the term."""

    person: str
    unit: str
    window: Window

    @property
    def key(self) -> str:
        """What sets the post apart in tags."""
        return f"{self.unit}/{self.person}"


@attrs.frozen(kw_only=True)
class Roster:
    """Everyone, every unit and every membership, in a stable order."""

    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    memberships: tuple[Membership, ...]

    def staff(self) -> tuple[Person, ...]:
        """Those who are not pupils."""
        return tuple(person for person in self.people if person.nick)

    def id_of(self, nick: str) -> str:
        """The id of a member of staff by the maker's short name."""
        return next(person.id for person in self.people if person.nick == nick)

    def holders(self, role: str, day: datetime.date, unit: str = "") -> tuple[str, ...]:
        """Who holds `role` on `day`, in `unit` if one is given."""
        return tuple(
            m.person for m in self.memberships if m.role == role and unit in ("", m.unit) and m.holds_on(day)
        )

    def posts(self, role: str, unit: str) -> tuple[Post, ...]:
        """The times in post of all holders of `role` in `unit`, in order."""
        return tuple(self._posts(role, unit))

    def _posts(self, role: str, unit: str) -> Iterator[Post]:
        for m in self.memberships:
            if m.role == role and m.unit == unit:
                last = TERM.last_day if m.end is None else m.end - ONE_DAY
                window = TERM.within(m.start, last)
                if window is not None:
                    yield Post(person=m.person, unit=unit, window=window)

    def unique_names(self) -> dict[str, str]:
        """The names by id of those whose name nobody shares."""
        counts = Counter(person.name for person in self.people)
        return {person.id: person.name for person in self.people if counts[person.name] == 1}


def make_roster(seed: int) -> Roster:
    """The roster of the school; the same seed gives the same roster."""
    chance = random.Random(f"{seed}/roster")
    staff = _staff(chance)
    ids = {person.nick: person.id for person in staff}
    pupils, classes = _pupils(chance)
    memberships = (*_offices(ids), *_prep_groups(ids), *_research_groups(ids), *_homerooms(ids), *classes)
    return Roster(people=staff + pupils, units=tuple(_units()), memberships=memberships)


def _staff(chance: random.Random) -> tuple[Person, ...]:
    nicks = [f"{block}{number}" for block, size in _STAFF_BLOCKS for number in range(size)]
    ids = sorted(chance.sample(range(3, 320), len(nicks)))
    surnames = chance.sample(_SURNAMES, len(nicks))
    given = [chance.choice(_GIVEN_STAFF) for _ in nicks]
    names = dict(zip(nicks, (s + g for s, g in zip(surnames, given, strict=True)), strict=True))
    names["M5"] = names["Z6"] = "刘洋"
    return tuple(Person(id=f"{n:05}", name=names[k], nick=k) for n, k in zip(ids, nicks, strict=True))


def _pupils(chance: random.Random) -> tuple[tuple[Person, ...], tuple[Membership, ...]]:
    people: list[Person] = []
    memberships: list[Membership] = []
    for unit in CLASS_IDS:
        entered = 2027 - int(unit[1])
        for number in range(1, chance.randint(39, 44) + 1):
            name = chance.choice(_SURNAMES) + chance.choice(_GIVEN_FIRST) + chance.choice(_GIVEN_SECOND)
            person = Person(id=f"{entered}{unit[3]}{number:02}", name=name)
            people.append(person)
            memberships.append(Membership(person=person.id, unit=unit, role="学生", start=TERM.first_day))
    memberships[-1] = attrs.evolve(memberships[-1], end=datetime.date(2026, 10, 19))
    memberships[-50] = attrs.evolve(memberships[-50], start=datetime.date(2026, 11, 2))
    return tuple(people), tuple(memberships)


def _units() -> Iterator[Unit]:
    yield Unit(id=SCHOOL, name="澜恬实验小学", kind="学校", parent="")
    for number, grade in enumerate(GRADES, start=1):
        yield Unit(id=f"G{number}", name=f"{grade}年级", kind="年级", parent=SCHOOL)
    for unit in CLASS_IDS:
        name = f"{GRADES[int(unit[1]) - 1]}（{unit[3]}）班"
        yield Unit(id=unit, name=name, kind="班级", parent=f"G{unit[1]}")
    for unit, name in zip(RESEARCH_IDS, RESEARCH_GROUPS, strict=True):
        yield Unit(id=unit, name=f"{name}教研组", kind="教研组", parent=SCHOOL)
    for unit, name, parent in zip(PREP_IDS, PREP_GROUPS, (0, 0, 0, 1, 1, 2, 3, 3), strict=True):
        yield Unit(id=unit, name=f"{name}备课组", kind="备课组", parent=RESEARCH_IDS[parent])


def _offices(ids: dict[str, str]) -> Iterator[Membership]:
    for nick, person in ids.items():
        # The newcomer of October is a teacher from then on, everyone else from before the term.
        start = _JOINS if nick == "M6" else _BEFORE_TERM
        yield Membership(person=person, unit=SCHOOL, role="教师", start=start)
    for role, nicks in _OFFICES.items():
        for nick in nicks.split():
            yield Membership(person=ids[nick], unit=SCHOOL, role=role, start=_BEFORE_TERM)
    yield Membership(
        person=ids["Z7"], unit=SCHOOL, role="少先队", start=_BEFORE_TERM, end=_COUNSELLOR_CHANGES
    )
    yield Membership(person=ids["Z5"], unit=SCHOOL, role="少先队", start=_COUNSELLOR_CHANGES)


def _prep_groups(ids: dict[str, str]) -> Iterator[Membership]:
    for unit, (leader, members) in zip(PREP_IDS, _PREP_MEMBERS, strict=True):
        if unit == "BK05":
            yield from _changed_lead(ids, unit)
            members = members.removeprefix("M3 ")  # noqa: PLW2901
        else:
            yield Membership(person=ids[leader], unit=unit, role="组长", start=_BEFORE_TERM)
        yield from (_member(ids, nick, unit) for nick in members.split())


def _changed_lead(ids: dict[str, str], unit: str) -> Iterator[Membership]:
    for leader, start, end in (("M2", _BEFORE_TERM, HANDOVER), ("M3", HANDOVER, None)):
        yield Membership(person=ids[leader], unit=unit, role="组长", start=start, end=end)
    for member, start, end in (("M3", _BEFORE_TERM, HANDOVER), ("M2", HANDOVER, None)):
        yield Membership(person=ids[member], unit=unit, role="组员", start=start, end=end)


def _research_groups(ids: dict[str, str]) -> Iterator[Membership]:
    for unit, (block, size) in zip(RESEARCH_IDS, _STAFF_BLOCKS[1:], strict=True):
        yield Membership(person=ids[f"{block}0"], unit=unit, role="组长", start=_BEFORE_TERM)
        yield from (_member(ids, f"{block}{number}", unit) for number in range(1, size))


def _member(ids: dict[str, str], nick: str, unit: str) -> Membership:
    start = _JOINS if nick == "M6" else _BEFORE_TERM
    end = _LEAVES if nick == "Z8" else None
    return Membership(person=ids[nick], unit=unit, role="组员", start=start, end=end)


def _homerooms(ids: dict[str, str]) -> Iterator[Membership]:
    for unit, nick in zip(CLASS_IDS, _HOMEROOMS, strict=True):
        end = HANDOVER if unit == "C401" else None
        yield Membership(person=ids[nick], unit=unit, role="班主任", start=_BEFORE_TERM, end=end)
    yield Membership(person=ids["M7"], unit="C401", role="班主任", start=HANDOVER)
