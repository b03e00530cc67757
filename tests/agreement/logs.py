"""Logs with a bias to edges: rows as a school writes them, in any order, with every fault it may make."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence

import attrs
from agreement.chance import Chance
from agreement.policy_trees import DOCUMENT
from agreement.schools import DAY, LESSON_ENDS, People
from agreement.words import CELLS, DOINGS, PEOPLE, UNITS, event_type, vocabulary

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.records.log import Completeness, Log
from dutyrules.records.raw_sheet import RawSheet
from dutyrules.records.read_log import log_of
from dutyrules.records.school import School
from dutyrules.records.sheet_events import SheetReader
from dutyrules.syntax import tree

Row = Mapping[str, str]
CORE = ("id", "type", "time", "actor", "unit", "corrects", "retracts", "recorded_at")
CLOCKS = ("00:00", "12:00", "23:59:59.999999", "00:00:00.000001", "02:30", "08:00", *LESSON_ENDS)
MICROSECOND = 1
_HOUR = 3_600_000_000
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@attrs.frozen(kw_only=True)
class Setting:
    """What rows are written for: the school's days and leaders, the types of norms, what may be stated.

    `leaders` are (person, unit); `matters` the kind of statement and the label that it is about.
    """

    calendar: SchoolCalendar
    days: tuple[datetime.date, ...]
    leaders: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    matters: tuple[str, ...]


def setting_of(
    calendar: SchoolCalendar,
    days: Sequence[datetime.date],
    people: People,
    statements: Sequence[tree.Statement],
) -> Setting:
    """The types and matters that the policy speaks of, and the days on which anybody comes or goes."""
    stated = tuple(_matters(statements))
    named = _named(statements)
    types = tuple(name for name in DOINGS if name in named) or DOINGS[:1]
    changes = [day for post in people.posts for day in (post.start, post.end) if day is not None]
    return Setting(
        calendar=calendar,
        days=(*days, *changes, *(day - DAY for day in changes)),
        leaders=tuple((p.person, p.unit) for p in people.posts if p.unit.startswith("g")),
        types=types,
        matters=stated,
    )


def _named(node: object) -> set[str]:
    """The texts of all names in the tree."""
    if isinstance(node, tree.Name):
        return {node.text}
    if isinstance(node, tuple):
        return {text for part in node for text in _named(part)}
    if attrs.has(type(node)):
        return {text for f in attrs.fields(type(node)) for text in _named(getattr(node, f.name))}
    return set()


def _matters(statements: Sequence[tree.Statement]) -> list[str]:
    found = []
    for statement in statements:
        if isinstance(statement, tree.Norm | tree.ExceptionNorm):
            name, rule = statement.label, statement.sentence
        elif isinstance(statement, tree.Item):
            name, rule = statement.name, statement.rule
        else:
            continue
        if isinstance(rule, tree.Attested):
            found.append(f"attestation {name.text}")
        elif isinstance(rule, tree.Rated):
            found.append(f"rating {name.text}")
    return found


# Rows ----------------------------------------------------------------------------------------------


def rows(chance: Chance, setting: Setting) -> tuple[Row, ...]:
    """Up to some thirty rows, in any order, some of them repeated, corrected, retracted or broken."""
    made: list[Row] = []
    for number in range(chance.one((0, 12, 24, 36, 48))):
        row = _statement(chance, setting) if _is_statement(chance, setting) else _doing(chance, setting, made)
        made.append({"id": f"e{number:02}"} | row)
    made += _afterthoughts(chance, setting, made)
    return tuple(chance.shuffled(made) if chance.happens(70) else made)


def _is_statement(chance: Chance, setting: Setting) -> bool:
    return bool(setting.matters) and chance.happens(min(65, 35 * len(setting.matters)))


def _time(chance: Chance, setting: Setting, made: Sequence[Row]) -> str:
    """An edge of a day, or a time that is another row's, or lies a round span of time from it."""
    if made and chance.happens(35):
        base = chance.one(made)["time"]
        if chance.happens(40) or "+" in base or "Z" in base:
            return base
        return _shifted(chance, setting, base)
    return f"{chance.one(setting.days)} {chance.one(CLOCKS)}"


def _shifted(chance: Chance, setting: Setting, base: str) -> str:
    day, _, clock = base.partition(" ")
    start = setting.calendar.instant(datetime.date.fromisoformat(day), datetime.time.fromisoformat(clock))
    hours = chance.one((1, 24, 2, 48, 168, -24, -1)) * _HOUR
    moved = start + hours + chance.one((0, 0, MICROSECOND, -MICROSECOND))
    return written(moved)


def written(instant: int) -> str:
    """The instant as a log may write it, with its offset."""
    moment = _EPOCH + datetime.timedelta(microseconds=instant)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond:06}Z"


def _doing(chance: Chance, setting: Setting, made: Sequence[Row]) -> Row:
    """What somebody did, mostly a leader of a group, in the group or with no unit named."""
    kind = event_type(chance.one(setting.types))
    actor, unit = chance.one(setting.leaders)
    if chance.happens(25):
        actor = chance.one((*PEOPLE, "", ""))
    if chance.happens(45):
        unit = chance.one(("", "", *UNITS))
    row = {"type": kind.term.id, "time": _time(chance, setting, made), "actor": actor, "unit": unit}
    return row | _cells(chance, setting, kind)


def _cells(chance: Chance, setting: Setting, kind: EventType) -> Row:
    """A cell for each attribute; some are blank."""
    cells = {a.term.id: _cell(chance, setting, a) for a in kind.attributes if chance.happens(75)}
    if kind.object is not None and chance.happens(80):
        cells[kind.object] = chance.one(("eve", "fay", "gus", "hal", "bob", "ann"))
    if kind.dated_by is not None and chance.happens(50):
        cells.pop(kind.dated_by, None)
    return cells


def _cell(chance: Chance, setting: Setting, attribute: Attribute) -> str:
    match attribute.kind:
        case AttributeKind.DATE:
            return str(chance.one(setting.days))
        case AttributeKind.CHOICE:
            return chance.one(attribute.choices).id
        case kind:
            return chance.one(CELLS[kind])


def _statement(chance: Chance, setting: Setting) -> Row:
    """An attestation or a rating of a leader, by somebody who may make one or not."""
    kind, _, label = chance.one(setting.matters).partition(" ")
    given = {"met": chance.one(("yes", "no", ""))}
    if kind == "rating":
        given = {"points": chance.one(("2", "1.25", "0", "1", "1.5", "0.0001", "2", "11", "-1", ""))}
    return given | {
        "type": kind,
        "time": f"{chance.one(setting.days)} {chance.one(CLOCKS)}",
        "actor": chance.one((*("hal",) * 6, "gus", "ann", "eve", "")),
        "unit": chance.one((*("",) * 6, "g1", "g2", "campus")),
        "about": chance.one(setting.leaders)[0] if chance.happens(85) else chance.one(("", *PEOPLE)),
        "matter": chance.one((label, label, f"{DOCUMENT}/{label}", f" {label} ")),
        "considered_on": chance.one(("", "", str(chance.one(setting.days)))),
    }


def _afterthoughts(chance: Chance, setting: Setting, made: Sequence[Row]) -> list[Row]:
    """Rows that repeat, contradict, correct or retract others, and rows that can't be read."""
    found: list[Row] = []
    for number in range(chance.one((0, 0, 1, 2, 4)) if made else 0):
        row, name = chance.one(made), f"x{number}"
        again = row | {"time": _time(chance, setting, made)}
        late = str(chance.one(setting.days))
        found.append(
            chance.one(
                (
                    dict(row),
                    again,
                    again | {"id": name, "corrects": row["id"], "recorded_at": late},
                    {"id": name, "retracts": row["id"], "type": "", "time": ""},
                    row | {"id": name, "actor": "nobody at all"},
                    row | {"id": name, "time": "2026-02-30"},
                    row | {"id": name, "type": "dancing"},
                )
            )
        )
    return found


# Logs ----------------------------------------------------------------------------------------------


def table(written_rows: Sequence[Row]) -> str:
    """The rows as a CSV table."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header(written_rows), lineterminator="\n")
    writer.writeheader()
    writer.writerows(written_rows)
    return stream.getvalue()


def header(written_rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of the rows: the core first, then attributes by name."""
    return (*CORE, *sorted({name for row in written_rows for name in row} - set(CORE)))


def sheet(written_rows: Sequence[Row]) -> RawSheet:
    """The rows as a sheet under their header."""
    columns = header(written_rows)
    cells = tuple(tuple(row.get(name, "") for name in columns) for row in written_rows)
    return RawSheet(place="log.csv", names=("log",), numbers=range(1, len(cells) + 2), rows=(columns, *cells))


def log(written_rows: Sequence[Row], school: School, complete: Sequence[tuple[str, int]]) -> Log:
    """The log that the readers make of the rows, complete for what is stated (type, µs UTC)."""
    stated = tuple(
        Completeness(event_types=frozenset({kind} if kind else ()), through=through)
        for kind, through in complete
    )
    sheets = (SheetReader(vocabulary(), school).read(sheet(written_rows)),) if written_rows else ()
    return log_of(sheets, vocabulary(), stated)


# As of ---------------------------------------------------------------------------------------------


def as_of(chance: Chance, setting: Setting, term: Term, found: Log) -> int:
    """Long after the term, at an edge of a day or of an event, or a microsecond beside it."""
    instant = setting.calendar.instant
    if chance.happens(50):
        return instant(term.end_day + 45 * DAY)
    beside = chance.one((0, 0, MICROSECOND, -MICROSECOND))
    if len(found) and chance.happens(35):
        return chance.one(found.t) + beside
    clock = datetime.time.fromisoformat(chance.one(("00:00", "00:00", *LESSON_ENDS)))
    return instant(max(chance.one(setting.days), chance.one(setting.days)), clock) + beside


def completeness(chance: Chance, setting: Setting, now: int) -> tuple[tuple[str, int], ...]:
    """What the log says it is complete for: nothing, all of it so far, or some types to some day."""
    far = setting.calendar.instant(setting.days[-1] + 60 * DAY)
    kind = chance.one(("all", "all", "all", "all", "some", "some", "some", "nothing"))
    if kind == "nothing":
        return ()
    if kind == "all":
        return (("", chance.one((far, far, now))),)
    ends = [now, far, *(setting.calendar.instant(day) for day in setting.days)]
    types = (*setting.types, "attestation", "rating", "")
    return tuple((name, chance.one(ends)) for name in chance.some(types, 1, 4))
