"""A roster is read as the school keeps it, and everything wrong with it is said at once."""

import datetime
from pathlib import Path

import pytest

from dutyrules.records.roster import DatedValue, Membership, Person, Roster, Unit
from dutyrules.records.school import School, SchoolError, read_school

DATE = datetime.date

CALENDAR = """
school = "清溪小学"
zone = "Asia/Shanghai"
holidays = "CN"
[[term]]
id = "2026-autumn"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2026-12-31
"""
PEOPLE = "工号,姓名,新任,新教师\n00123,王　芳,是,\n00124,李伟,否,否\n00125,王芳,,\n"
UNITS = "代码,名称,类别,上级\nS,清溪小学,学校,\nM,数学备课组,备课组,S\nE,英语备课组,备课组,清溪小学\n"
MEMBERSHIPS = (
    "工号,单位,角色,开始,结束\n"
    "00124,M,组长,2026-09-01,2026-10-15\n"
    "00123,M,组长,2026-10-15,\n"
    "00123,数学备课组,组员,,2026/10/15\n"
    "00125,M,组员,2026年9月1日,\n"
)


def folder(
    path: Path,
    people: str = PEOPLE,
    units: str = UNITS,
    memberships: str = MEMBERSHIPS,
    calendar: str = CALENDAR,
) -> Path:
    """A school folder with these four files."""
    for name, text in (
        ("people.csv", people),
        ("units.csv", units),
        ("memberships.csv", memberships),
        ("calendar.toml", calendar),
    ):
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def school(tmp_path: Path) -> School:
    """The school of the texts above."""
    return read_school(folder(tmp_path))


def faults(path: Path) -> list[tuple[str, int, str, str, str]]:
    """File, row, column, value and code of each problem of the folder."""
    with pytest.raises(SchoolError) as caught:
        read_school(path)
    return [(p.file, p.row, p.column, p.value, p.code) for p in caught.value.problems]


def test_a_folder_gives_calendar_roster_and_sources(school: School) -> None:
    """The files are named with their digests, for the report."""
    assert school.calendar.school == "清溪小学"
    assert [source.name for source in school.sources] == [
        "calendar.toml", "people.csv", "units.csv", "memberships.csv",
    ]  # fmt: skip
    assert all(len(source.sha256) == 64 for source in school.sources)


def test_a_person_keeps_the_zeros_of_the_id_and_loses_the_padding_of_the_name(school: School) -> None:
    """Properties keep header and value as written, and a blank cell is no value."""
    expected = Person(id="00123", name="王芳", properties={"新任": (DatedValue(value="是"),)})
    assert expected == school.roster.person("00123")
    assert school.roster.person("123") is None


def test_a_property_is_asked_for_on_a_day() -> None:
    """A value that is dated holds from its start until the day before its end."""
    dated = DatedValue(value="是", start=DATE(2026, 9, 1), end=DATE(2026, 10, 1))
    person = Person(id="1", name="王芳", properties={"新任": (dated,)})
    days = (DATE(2026, 8, 31), DATE(2026, 9, 1), DATE(2026, 9, 30), DATE(2026, 10, 1))
    assert [person.property_on("新任", day) for day in days] == [None, "是", "是", None]


def test_people_are_found_by_name_however_it_is_padded(school: School) -> None:
    """Two teachers of one name are both found, and it is the caller who must choose."""
    assert [person.id for person in school.roster.people_named("王 芳")] == ["00123", "00125"]
    assert [person.id for person in school.roster.people_named("李　伟")] == ["00124"]
    assert school.roster.people_named("赵六") == ()


def test_names_are_never_converted_between_scripts(school: School) -> None:
    """李偉 may be somebody else than 李伟."""
    assert school.roster.people_named("李偉") == ()


@pytest.mark.parametrize(
    ("day", "leaders", "members"),
    [
        (DATE(2026, 8, 31), (), ("00123",)),
        (DATE(2026, 9, 1), ("00124",), ("00123", "00125")),
        (DATE(2026, 10, 14), ("00124",), ("00123", "00125")),
        (DATE(2026, 10, 15), ("00123",), ("00125",)),
    ],
)
def test_holders_change_on_the_day_that_the_roster_says(
    school: School, day: DATE, leaders: tuple[str, ...], members: tuple[str, ...]
) -> None:
    """The end is the first day without the role, in roster order whoever was written first."""
    assert leaders == school.roster.holders("M", frozenset({"组长"}), day)
    assert members == school.roster.holders("M", frozenset({"组员"}), day)


def test_one_who_has_two_roles_is_one_holder(school: School) -> None:
    """Asking for several roles lists each person once, and labels match in either script."""
    everyone = school.roster.holders("M", frozenset({"組長", "组员"}), DATE(2026, 9, 1))
    assert everyone == ("00123", "00124", "00125")


def test_units_are_found_by_kind_and_by_id(school: School) -> None:
    """A parent may be given by code or by name, and a kind in either script."""
    units = school.roster.units_of_kind(frozenset({"備課組"}))
    assert [(unit.id, unit.parent) for unit in units] == [("M", "S"), ("E", "S")]
    assert school.roster.unit("S") == Unit(id="S", name="清溪小学", kind="学校")
    assert school.roster.units_of_kind(frozenset({"prep_group"})) == ()


def test_memberships_are_found_by_unit_and_by_person(school: School) -> None:
    """Past and future ones are among them, in the order of the file."""
    assert [m.person for m in school.roster.memberships_of_unit("M")] == ["00124", "00123", "00123", "00125"]
    assert [(m.role, m.end) for m in school.roster.memberships_of_person("00123")] == [
        ("组长", None),
        ("组员", DATE(2026, 10, 15)),
    ]
    assert school.roster.memberships_of_unit("E") == ()


def test_an_open_membership_holds_at_any_time() -> None:
    """Neither end is required."""
    roster = Roster(
        people=(Person(id="1", name="王芳"),),
        units=(Unit(id="M", name="数学", kind="备课组"),),
        memberships=(Membership(person="1", unit="M", role="组长"),),
    )
    assert roster.holders("M", frozenset({"组长"}), DATE(1999, 1, 1)) == ("1",)


def test_a_title_row_and_headers_in_traditional_or_english_are_understood(tmp_path: Path) -> None:
    """The header is the first row that has all columns."""
    path = folder(
        tmp_path,
        people="清溪小學教師名單,\n工　號,姓名\n00123,王芳\n",
        units="Code,Name,Kind,Parent\nM,數學備課組,備課組,\n",
        memberships="工號,單位,角色,開始,結束\n00123,M,組長,,\n",
    )
    roster = read_school(path).roster
    assert roster.holders("M", frozenset({"组长"}), DATE(2026, 9, 1)) == ("00123",)
    assert roster.memberships[0].role == "組長"


def test_a_roster_in_big5_is_read(tmp_path: Path) -> None:
    """The encoding of each file is its own."""
    path = folder(tmp_path)
    (path / "people.csv").write_bytes("工號,姓名\n00123,陳雅婷\n00124,林志偉\n00125,黃淑芬\n".encode("big5"))
    roster = read_school(path).roster
    assert [person.name for person in roster.people] == ["陳雅婷", "林志偉", "黃淑芬"]


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    """Each with file, row, column as written, and value."""
    path = folder(
        tmp_path,
        calendar=CALENDAR.replace("Asia/Shanghai", "Asia/Nowhere"),
        people="工号,姓名\n00123,王芳\n00123,李伟\n,赵六\n",
        units="代码,名称,类别,上级\nA,甲,备课组,B\nB,乙,备课组,A\nC,丙,备课组,Z\n",
        memberships="工号,单位,角色,开始,结束\n123,A,组长,,\n00123,Y,组长,,\n00123,A,,2026-13-01,\n"
        "00123,A,组员,2026-09-02,2026-09-02\n",
    )
    assert faults(path) == [
        ("calendar.toml", 0, "zone", "Asia/Nowhere", "zone-unknown"),
        ("people.csv", 4, "工号", "", "cell-missing"),
        ("people.csv", 3, "工号", "00123", "id-twice"),
        ("units.csv", 4, "上级", "Z", "unit-unknown"),
        ("units.csv", 2, "上级", "B", "units-in-a-circle"),
        ("memberships.csv", 4, "角色", "", "cell-missing"),
        ("memberships.csv", 2, "工号", "123", "person-unknown"),
        ("memberships.csv", 3, "单位", "Y", "unit-unknown"),
        ("memberships.csv", 4, "开始", "2026-13-01", "date-malformed"),
        ("memberships.csv", 5, "结束", "2026-09-02", "days-reversed"),
    ]


def test_an_id_that_lost_its_zeros_is_answered_with_the_likely_one(tmp_path: Path) -> None:
    """A spreadsheet makes 123 of 00123."""
    path = folder(tmp_path, memberships="工号,单位,角色\n123,M,组长\n")
    with pytest.raises(SchoolError) as caught:
        read_school(path)
    (problem,) = caught.value.problems
    assert "00123" in problem.message.en
    assert "00123" in problem.message.zh_hant


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("2026-09-01,2026-10-01", "2026-10-01,"), []),
        (("2026-09-01,2026-10-02", "2026-10-01,"), [3]),
        ((",", "2026-10-01,2026-10-02", "2026-11-01,"), [3, 4]),
        (("2026-10-01,", ",2026-10-02"), [3]),
        (("2026-09-01,2026-12-31", "2026-09-02,2026-09-03", "2026-10-01,2026-10-02"), [3, 4]),
    ],
)
def test_overlapping_memberships_of_one_person_role_and_unit_are_faults(
    tmp_path: Path, rows: tuple[str, ...], expected: list[int]
) -> None:
    """Intervals that touch do not overlap, and a long one is held against all that follow."""
    lines = "".join(f"00124,E,组长,{row}\n" for row in rows)
    path = folder(tmp_path, memberships="工号,单位,角色,开始,结束\n" + lines)
    got = [(row, code) for _, row, _, _, code in faults(path)] if expected else []
    assert [(row, "membership-overlaps") for row in expected] == got
    if not expected:
        assert len(read_school(path).roster.memberships) == len(rows)


def test_another_role_or_unit_at_the_same_time_is_no_fault(tmp_path: Path) -> None:
    """One person may lead two groups and be a member of one."""
    lines = "00124,E,组长,,\n00124,M,组长,,\n00124,E,组员,,\n"
    path = folder(tmp_path, memberships="工号,单位,角色,开始,结束\n" + lines)
    assert len(read_school(path).roster.memberships) == 3


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("名单\n王芳\n", (0, "header-missing")),
        ("工号,姓名,姓名\n1,王芳,王芳\n", (1, "header-twice")),
        ("工号,姓名\n1,王芳,是\n", (2, "cell-without-header")),
    ],
)
def test_a_table_without_a_sound_header_is_a_fault(
    tmp_path: Path, people: str, expected: tuple[int, str]
) -> None:
    """No column is guessed by its place."""
    path = folder(tmp_path, people=people, memberships="工号,单位,角色\n")
    assert [(row, code) for _, row, _, _, code in faults(path)] == [expected]


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    """An empty folder lacks four files."""
    assert [(file, code) for file, *_, code in faults(tmp_path)] == [
        (name, "file-missing") for name in ("calendar.toml", "people.csv", "units.csv", "memberships.csv")
    ]
