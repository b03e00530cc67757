"""The small factory: two production groups, whose calendar of work stands in for a term."""

from __future__ import annotations

from everything.places import Membership, Person, Place, Unit

CALENDAR = """\
school = "恒达机械一车间"
zone = "Asia/Shanghai"
week_start = "monday"
weekend = ["saturday", "sunday"]
holidays = "CN"

# A quarter of a year stands where a school has its term.
[[term]]
id = "2026-q4"
name = "2026年第四季度"
school_year = "2026"
first_day = 2026-10-01
last_day = 2026-12-31
"""
_PEOPLE = (
    ("0012", "王刚", "W01", "班长"),
    ("0037", "赵强", "P01", "组长"),
    ("0041", "钱勇", "P01", "员工"),
    ("0052", "孙磊", "P01", "员工"),
    ("0063", "李敏", "P02", "组长"),
    ("0078", "周涛", "P02", "员工"),
    ("0085", "吴杰", "P02", "员工"),
)


def make_factory() -> Place:
    """The factory; nobody in it exists."""
    return Place(
        calendar=CALENDAR,
        properties=(),
        people=tuple(Person(id=number, name=name) for number, name, _, _ in _PEOPLE),
        units=(
            Unit(id="W01", name="一车间", kind="学校"),
            Unit(id="P01", name="装配组", kind="生产小组", parent="W01"),
            Unit(id="P02", name="焊接组", kind="生产小组", parent="W01"),
        ),
        memberships=tuple(Membership(person=n, unit=u, role=r) for n, _, u, r in _PEOPLE),
    )
