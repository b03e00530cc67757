"""The small school: four classes, two preparation groups, two research groups, a union group."""

from __future__ import annotations

import random
from collections.abc import Iterator

from everything.places import Membership, Person, Place, Unit

SCHOOL = "S00"
PUPILS = {"C301": 10, "C302": 11, "C401": 12, "C402": 16}
STUDY_GROUPS = {"C301": 1, "C302": 0, "C401": 1, "C402": 4}
PROPERTIES = ("新任", "新教师", "新接班", "带毕业班", "外地学生", "住宿生", "学习层次")

CALENDAR = """\
school = "知行实验学校"
zone = "Asia/Shanghai"
week_start = "monday"
weekend = ["saturday", "sunday"]
holidays = "CN"

[[term]]
id = "2026-autumn"
name = "2026-2027学年第一学期"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2027-01-22

# The national table ends with 2026: the school states the year 2027 itself.
[[year]]
year = 2027
source = "学校放假通知，2026年12月"

[[holiday]]
name = "元旦"
first_day = 2027-01-01
last_day = 2027-01-03

[[exam_week]]
term = "2026-autumn"
number = 20
""" + "".join(
    f'\n[[period]]\nnumber = {n}\nstart = {start}:00\nend = {end}:00\n'
    for n, start, end in (
        (1, "08:20", "09:00"), (2, "09:10", "09:50"), (3, "10:20", "11:00"), (4, "11:10", "11:50"),
        (5, "14:20", "15:00"), (6, "15:10", "15:50"), (7, "16:00", "16:40"),
    )
)  # fmt: skip

_OFFICES = (
    ("考核人",),
    ("教导处", "学科第一责任人"),
    ("德育处", "班主任委员会"),
    ("政教处", "少先队"),
    ("总务处", "行政值班领导"),
    ("工会",),
)
_GROUPS = (
    ("BK01", "语文备课组", "备课组", 4),
    ("BK02", "数学备课组", "备课组", 3),
    ("JY01", "语文教研组", "教研组", 4),
    ("JY02", "综合教研组", "教研组", 4),
)
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩邓冯曹"
_STAFF = "芳伟敏静丽强磊洋艳勇杰娟涛明超霞平燕玲军波辉斌宁琳颖健欣蕾鑫"
_FIRST = "子梓雨浩宇欣思若佳晨嘉诗奕俊瑞"
_SECOND = "涵轩泽怡彤妍宸萱睿航悦琪铭阳辰"


def make_school(seed: int) -> Place:
    """The school; the same seed gives the same names."""
    chance = random.Random(seed)
    staff = [f"{number:05}" for number in chance.sample(range(3, 400), 30)]
    staff.sort()
    pupils = {c: [f"26{c[1:]}{n:02}" for n in range(1, size + 1)] for c, size in PUPILS.items()}
    everybody = (*staff, *(p for some in pupils.values() for p in some))
    names = _names(chance, len(staff), len(everybody) - len(staff))
    levels = ("较好", "较好", "一般", "困难", "一般")
    people = []
    for place, (number, name) in enumerate(zip(everybody, names, strict=True)):
        is_pupil = place >= len(staff)
        properties = (
            {"外地学生": _yes(place % 11 == 0), "住宿生": _yes(place % 7 == 0), "学习层次": levels[place % 5]}
            if is_pupil
            else {"新任": "否", "新教师": _yes(place in (9, 17)), "新接班": _yes(place == 7),
                  "带毕业班": _yes(place == 9)}
        )  # fmt: skip
        people.append(Person(id=number, name=name, properties=properties))
    return Place(
        calendar=CALENDAR,
        properties=PROPERTIES,
        people=tuple(people),
        units=tuple(_units()),
        memberships=tuple(_memberships(staff, pupils)),
    )


def _yes(answer: bool) -> str:
    return "是" if answer else "否"


def _names(chance: random.Random, staff: int, pupils: int) -> list[str]:
    names: list[str] = []
    while len(names) < staff + pupils:
        surname = chance.choice(_SURNAMES)
        given = (
            chance.choice(_STAFF) if len(names) < staff else chance.choice(_FIRST) + chance.choice(_SECOND)
        )
        if surname + given not in names:
            names.append(surname + given)
    return names


def _units() -> Iterator[Unit]:
    yield Unit(id=SCHOOL, name="知行实验学校", kind="学校")
    yield Unit(id="G3", name="三年级", kind="年级", parent=SCHOOL)
    yield Unit(id="G4", name="四年级", kind="年级", parent=SCHOOL)
    for code, name, kind, _ in _GROUPS:
        yield Unit(id=code, name=name, kind=kind, parent=SCHOOL)
    yield Unit(id="GH01", name="第一工会小组", kind="工会小组", parent=SCHOOL)
    for code in PUPILS:
        name = f"{'三四'[int(code[1]) - 3]}年{'一二'[int(code[3]) - 1]}班"
        yield Unit(id=code, name=name, kind="班级", parent=f"G{code[1]}")
        yield Unit(id=f"HZ{code[1:]}", name=f"{name}启明组", kind="互助小组", parent=code)
        for n in range(1, STUDY_GROUPS[code] + 1):
            title = f"{name}第{'一二三四'[n - 1]}学习小组"
            yield Unit(id=f"XX{code[1:]}{n}", name=title, kind="学习小组", parent=code)


def _memberships(staff: list[str], pupils: dict[str, list[str]]) -> Iterator[Membership]:
    for person in staff:
        yield Membership(person=person, unit=SCHOOL, role="教师")
    for person, roles in zip(staff, _OFFICES, strict=False):
        for role in roles:
            yield Membership(person=person, unit=SCHOOL, role=role)
    teachers = iter(staff[14:])
    for code, _, _, size in _GROUPS:
        for n, person in enumerate([next(teachers) for _ in range(size)]):
            yield Membership(person=person, unit=code, role="组长" if n == 0 else "组员")
    for n, person in enumerate(staff[20:26]):
        yield Membership(person=person, unit="GH01", role="组长" if n == 0 else "会员")
    for n, (code, some) in enumerate(pupils.items()):
        yield from _of_class(code, some, staff[6 + n], staff[10 + n], staff[16 + n])


def _of_class(code: str, pupils: list[str], homeroom: str, deputy: str, teacher: str) -> Iterator[Membership]:
    yield Membership(person=homeroom, unit=code, role="班主任")
    yield Membership(person=deputy, unit=code, role="副班主任")
    yield Membership(person=teacher, unit=code, role="教师")
    yield from (Membership(person=p, unit=code, role="学生") for p in pupils)
    yield Membership(person=pupils[0], unit=code, role="活动负责人")
    yield from (Membership(person=p, unit=code, role="活动组织委员") for p in pupils[1:4])
    helping, group = pupils[:5], f"HZ{code[1:]}"
    yield from (Membership(person=p, unit=group, role="学生") for p in helping)
    yield Membership(person=helping[0], unit=group, role="组长")
    yield Membership(person=helping[1], unit=group, role="学科组长")
    yield Membership(person=helping[2], unit=group, role="协调记录组长")
    yield Membership(person=homeroom, unit=group, role="班主任")
    yield Membership(person=teacher, unit=group, role="教师")
    yield Membership(person=deputy, unit=group, role="指导教师")
    for n in range(1, STUDY_GROUPS[code] + 1):
        group, some = f"XX{code[1:]}{n}", pupils[4 * n - 4 : 4 * n]
        yield from (Membership(person=p, unit=group, role="学生") for p in some)
        yield Membership(person=some[0], unit=group, role="组长")
        yield Membership(person=some[1], unit=group, role="副组长")
