"""A school in a few lines, its events in a few more, and the report that comes of them."""

from __future__ import annotations

import csv
import datetime
import functools
import io
import re
import shlex
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from dutyrules.auditing import joint_vocabulary, report_on
from dutyrules.calendar.reading import calendar_from
from dutyrules.calendar.school_calendar import SchoolCalendar
from dutyrules.checking.loading import load_text
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.findings.model import Finding, Report, ReportWindow, ScoreResult
from dutyrules.records.log import Completeness
from dutyrules.records.read_log import read_log
from dutyrules.records.roster import DatedValue, Membership, Person, Roster, Unit
from dutyrules.records.school import School
from dutyrules.records.waivers import Waiver
from dutyrules.syntax.source import Source

CALENDAR = """
school = "Qingxi Primary School"
zone = "Asia/Shanghai"
holidays = "CN"
[[term]]
id = "2026-autumn"
name = "autumn 2026"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2027-01-22
[[term]]
id = "2027-spring"
name = "spring 2027"
school_year = "2026-2027"
first_day = 2027-02-22
last_day = 2027-07-02
[[year]]
year = 2027
source = "the school's own arrangement"
[[holiday]]
name = "New Year"
first_day = 2027-01-01
last_day = 2027-01-03
[[period]]
number = 6
start = 15:10:00
end = 15:50:00
[[skip_week]]
term = "2026-autumn"
number = 12
"""
UNITS = (
    ("maths", "research_group"), ("english", "research_group"), ("science", "research_group"),
    ("prep", "prep_group"), ("c1", "class"), ("school", "school"),
)  # fmt: skip
ROSTER = """
li leader maths
wang member maths
chen member maths
head subject_head school
head assessor school
"""
PRELUDE = """language en
policy golden "A golden case"
source 000-00
import vocabulary
bearer leader of each research_group

clause 1
"""
TERM = "2026-autumn"
HOME = "maths"
DAY = datetime.date.fromisoformat
CORE = ("id", "type", "time", "actor", "unit", "corrects", "retracts")


@attrs.frozen(kw_only=True)
class World:
    """Everything that an audit needs, ready to be held against any log."""

    school: School
    policies: tuple[CheckedPolicy, ...]


# Policies and schools ------------------------------------------------------------------------------


@functools.cache
def policy(text: str, name: str = "golden") -> CheckedPolicy:
    """The policy of that text, after the prelude unless it has a `language` line of its own."""
    whole = text if re.match(r"\s*(language|语言|語言)\s", text) else PRELUDE + text
    loaded = load_text(Source(f"{name}.duty", whole), Path(f"{name}.duty"))
    if loaded.checked.policy is None:
        raise ValueError([(d.code, d.span) for d in loaded.checked.diagnostics])
    return loaded.checked.policy


@functools.cache
def calendar(text: str = CALENDAR) -> SchoolCalendar:
    """The calendar of that text."""
    return calendar_from("calendar.toml", text.encode())


@functools.cache
def school(roster: str = ROSTER, extra_calendar: str = "", waivers: str = "") -> School:
    """The school with that roster: a line each of person, role, unit, and [start, end) if limited.

    `-` is an open end; `name=value` words are properties of the person, dated like the line. A line of
    `waivers` is: person, norm, start, end, approver, reason.
    """
    properties: dict[str, dict[str, tuple[DatedValue, ...]]] = {}
    memberships = []
    for line in filter(str.strip, roster.splitlines()):
        words = line.split()
        person, rest = words[0], [word for word in words[1:] if "=" not in word]
        own = properties.setdefault(person, {})
        own.update({k: (DatedValue(value=v),) for k, v in (w.split("=") for w in words if "=" in w)})
        if rest:
            role, unit, *ends = rest
            start, end = (None if end == "-" else DAY(end) for end in (*ends, "-", "-")[:2])
            memberships.append(Membership(person=person, unit=unit, role=role, start=start, end=end))
    people = tuple(Person(id=name, name=name, properties=own) for name, own in properties.items())
    units = tuple(Unit(id=code, name=code, kind=kind) for code, kind in UNITS)
    found = Roster(people=people, units=units, memberships=tuple(memberships))
    excuses = tuple(waiver(line, row) for row, line in enumerate(filter(str.strip, waivers.splitlines()), 2))
    days = calendar(CALENDAR + extra_calendar)
    return School(calendar=days, roster=found, sources=(), waivers=excuses)


def waiver(line: str, row: int) -> Waiver:
    """The waiver of one line; a norm may stand behind its policy and a slash."""
    person, norm, start, end, approver, reason = shlex.split(line)
    policy_name, _, label = norm.rpartition("/")
    return Waiver(
        person=person,
        norm=label,
        policy=policy_name or None,
        unit=None,
        start=DAY(start),
        end=DAY(end),
        approver=approver,
        reason=reason,
        file="waivers.csv",
        row=row,
    )


# Logs ----------------------------------------------------------------------------------------------


def event(line: str, number: int) -> dict[str, str]:
    """The row of one line: day, perhaps a time, actor, type, and `#id`, `@unit`, `attribute=value`.

    `-` is nobody; without `#id` the row is called by its number.
    """
    words = shlex.split(line)
    time = words.pop(0)
    if re.fullmatch(r"\d\d:\d\d", words[0]):
        time += " " + words.pop(0)
    actor, kind, *rest = words
    row = {"id": f"e{number:03}", "type": kind, "time": time, "actor": actor.strip("-")}
    for word in rest:
        name, value = {"#": ("id", word[1:]), "@": ("unit", word[1:])}.get(word[0]) or word.split("=", 1)
        row[name] = value
    return row


def events(text: str) -> list[dict[str, str]]:
    """The rows of a block of lines."""
    return [event(line, number) for number, line in enumerate(filter(str.strip, text.splitlines()), 1)]


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as a CSV table."""
    others = sorted({name for row in rows for name in row} - set(CORE))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, [*CORE, *others])
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def report(
    world: World,
    rows: Sequence[Mapping[str, str]],
    as_of: datetime.datetime | datetime.date,
    complete: Iterable[tuple[str, datetime.date]] = (),
    term: str = TERM,
) -> Report:
    """The report as of an instant; `complete` names types ("" for all) and the first day not covered."""
    clock = (
        as_of if isinstance(as_of, datetime.datetime) else datetime.datetime.combine(as_of, datetime.time())
    )
    days = world.school.calendar
    stated = tuple(
        Completeness(event_types=frozenset({kind} if kind else ()), through=days.instant(end))
        for kind, end in complete
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text(table(rows), encoding="utf-8")
        log = read_log(path, joint_vocabulary(world.policies), world.school)
    return report_on(
        world.policies, world.school, attrs.evolve(log, completeness=stated), as_of=clock, term=term
    )


# Names ---------------------------------------------------------------------------------------------


def window_name(window: ReportWindow) -> str:
    """`week 3`, `2026-10`, `term`, `2026-10-12` for a day."""
    if window.first_day == window.last_day:
        return window.first_day.isoformat()
    if window.kind == "month":
        return window.first_day.strftime("%Y-%m")
    return "term" if window.kind == "term" else f"{window.kind} {window.number}"


def bearer_name(result: Finding | ScoreResult) -> str:
    """`li`, `li > wang` toward a counterparty, `li @english` in another group than maths."""
    person, unit, *others = (party.id for party in result.bearer)
    name = " > ".join((person, *others))
    return name if unit == HOME else f"{name} @{unit}"


def key(finding: Finding) -> tuple[str, str, str]:
    """What names a finding to a reader; a case stands in brackets after the bearer."""
    case = "" if finding.case is None else f" [{finding.case}]"
    return finding.norm, bearer_name(finding) + case, window_name(finding.window)
