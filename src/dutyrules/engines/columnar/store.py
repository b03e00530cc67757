"""A log and a roster as tables in DuckDB, one per event type, made when they are first asked for.

Everything is an integer: instants in µs UTC, days as ordinals, people and units by code, attributes as in
the log. The local day of an event and the instant by which windows hold it are settled here, once, so
that no statement knows of a time zone (semantics, 1.4 and 1.5).
"""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs
import pyarrow as pa

from dutyrules.checking.policy import Bearer, Norm, Ordering
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Vocabulary
from dutyrules.engines.columnar.answers import Codes, Columns, codes_of
from dutyrules.engines.columnar.coding import NOBODY, Coding, coding_of
from dutyrules.engines.columnar.connection import Database
from dutyrules.engines.world import MATTER, MET, POINTS, World, object_of
from dutyrules.plan.posts import Post, Posts

_AS_PEOPLE = (AttributeKind.TEXT, AttributeKind.CHOICE, AttributeKind.UNIT)


@attrs.frozen
class Events:
    """The table of one event type.

    Columns: seq, instant (the instant by which windows hold the event), day, actor, unit, kind (of that
    unit), toward (the object as a person), and the attributes.
    """

    table: str
    columns: Columns


@attrs.define
class Store:
    """What the statements read.

    `used` are the attributes that some norm looks at, by id; `cases` numbers the values of keys, by how
    they are told apart.
    """

    database: Database
    world: World
    vocabulary: Vocabulary
    posts: Posts
    coding: Coding
    codes: Codes
    used: frozenset[str]
    _events: dict[str, Events] = attrs.field(factory=dict, init=False)
    _columns: dict[str, str] = attrs.field(factory=dict, init=False)
    _memo: dict[str, str] = attrs.field(factory=dict, init=False)
    cases: dict[str, int] = attrs.field(factory=dict, init=False)
    _loaded: int = attrs.field(default=0, init=False)

    # Rows from Python ----------------------------------------------------------------------------

    def load(self, name: str, columns: Mapping[str, Sequence[int | None]]) -> str:
        """A table of integers under a name of our own that begins with `name`; gives that name."""
        self._loaded += 1
        table = f"{name}_{self._loaded}"
        self.database.view(table, pa.table({k: pa.array(v, pa.int64()) for k, v in columns.items()}))
        return table

    def memo(self, name: str, make: Callable[[], str]) -> str:
        """The table that `make` made when the name was first asked for."""
        if name not in self._memo:
            self._memo[name] = make()
        return self._memo[name]

    # The log -------------------------------------------------------------------------------------

    def events(self, kind: EventType) -> Events:
        """The events of the type before the as-of instant."""
        if kind.term.id not in self._events:
            self._events[kind.term.id] = self._normalised(kind)
        return self._events[kind.term.id]

    def through(self, kind: EventType) -> int | None:
        """The instant before which the log holds every event of the type."""
        return self.world.log.complete_through(kind.term.id)

    def settled_by(self, kinds: Iterable[EventType]) -> int | None:
        """5.1: nothing more can come in a window that ends by then; None if that is so of none."""
        known = [self.through(kind) for kind in kinds]
        through = [instant for instant in known if instant is not None]
        return min([self.world.as_of, *through]) if len(through) == len(known) else None

    def _normalised(self, kind: EventType) -> Events:
        columns = self._log_columns()
        own = {a.term.id: columns[a.term.id] for a in kind.attributes if a.term.id in columns}
        table = f"events_{len(self._events)}"
        types = self.world.log.types
        code = types.index(kind.term.id) if kind.term.id in types else -1
        dates = self._dates(kind, own, code)
        at, day = ("coalesce(d.instant, l.t)", "coalesce(d.day, l.day)") if dates else ("l.t", "l.day")
        about = object_of(kind)
        picked = "".join(f", l.{column}" for column in dict.fromkeys(own.values()))
        self.database.run(
            f"normalise {kind.term.id}",
            f"CREATE TABLE {table} AS SELECT l.seq, {at} AS instant, {day} AS day,\n"
            f"  nullif(l.actor, -1) AS actor, nullif(l.unit, -1) AS unit, k.kind,\n"
            f"  {self._toward(about, own)} AS toward{picked}\n"
            f"FROM log l LEFT JOIN kinds k ON k.unit = l.unit{dates}\n"
            f"WHERE l.type = {code} AND l.t < {self.world.as_of}",
        )
        return Events(table, Columns(day="day", attributes=own))

    def _log_columns(self) -> Mapping[str, str]:
        """The log as one relation, and what its attributes are called in it."""
        if self._columns:
            return self._columns
        log = self.world.log
        base = {"t": log.t, "day": log.day, "type": log.event_type, "actor": log.actor, "unit": log.unit}
        arrays = {name: _array(column) for name, column in base.items()}
        arrays["seq"] = pa.array(range(len(log)), pa.int64())
        self._columns = {name: f"c{place}" for place, name in enumerate(log.columns) if name in self.used}
        for name, column in self._columns.items():
            arrays[column] = pa.array(log.columns[name].values, pa.int64())
        self.database.view("log", pa.table(arrays))
        codes = {kind: code for code, kind in enumerate(self.vocabulary.units)}
        kinds = self.posts.unit_kinds.items()
        pairs = {"unit": [self.coding.units[u] for u, _ in kinds], "kind": [codes[k] for _, k in kinds]}
        self.database.load("kinds", pa.table({k: pa.array(v, pa.int64()) for k, v in pairs.items()}))
        return self._columns

    def _dates(self, kind: EventType, own: Mapping[str, str], code: int) -> str:
        """1.5: a join with the days that the dating attribute names, each with its first instant."""
        dated = None if kind.dated_by is None else kind.attribute(kind.dated_by)
        if dated is None or dated.kind is not AttributeKind.DATE or dated.term.id not in own:
            return ""
        column, calendar = own[dated.term.id], self.world.school.calendar
        rows = self.database.rows(
            f"days of {kind.term.id}",
            f"SELECT DISTINCT {column} FROM log WHERE type = {code} AND {column} IS NOT NULL",
        )
        days = sorted(day for (day,) in rows if isinstance(day, int))
        starts = [calendar.instant(datetime.date.fromordinal(day)) for day in days]
        return f" LEFT JOIN {self.load('days', {'day': days, 'instant': starts})} d ON d.day = l.{column}"

    def _toward(self, about: Attribute | None, own: Mapping[str, str]) -> str:
        """The object as a code among the people; NULL exactly where the attribute is missing."""
        if about is None or about.term.id not in own:
            return "CAST(NULL AS BIGINT)"
        column = f"l.{own[about.term.id]}"
        if about.kind is AttributeKind.PERSON:
            return column
        if about.kind not in _AS_PEOPLE:
            return f"CASE WHEN {column} IS NOT NULL THEN {NOBODY} END"
        log = self.world.log
        names = log.units if about.kind is AttributeKind.UNIT else log.texts
        people = self.load("names", {"code": range(len(names)), "person": [*map(self.coding.person, names)]})
        return f"(SELECT n.person FROM {people} n WHERE n.code = {column})"

    # The roster ----------------------------------------------------------------------------------

    def home(self, bearer: Bearer) -> str:
        """4.2: the event's unit if it is of the bearer's kind, so that it can't be another's; else NULL."""
        kinds = list(self.vocabulary.units)
        return f"CASE WHEN kind = {kinds.index(bearer.unit) if bearer.unit in kinds else -1} THEN unit END"

    def holders(self, role: str) -> str:
        """A table of who held the role where: person, unit, and the days [first, past)."""
        return self.memo(f"holders of {role}", lambda: self._holders(role))

    def _holders(self, role: str) -> str:
        units = dict.fromkeys(m.unit for m in self.world.school.roster.memberships)
        return self.posts_table(p for u in units for p in self.posts.in_unit(role, u))

    def posts_table(self, posts: Iterable[Post]) -> str:
        """The posts as a table; `post` is the place of each."""
        found = tuple(posts)
        return self.load(
            "posts",
            {
                "post": range(len(found)),
                "person": [self.coding.people[p.person] for p in found],
                "unit": [self.coding.units[p.unit] for p in found],
                "first": [p.start.toordinal() for p in found],
                "past": [p.end.toordinal() for p in found],
            },
        )


def store_of(database: Database, world: World, vocabulary: Vocabulary, norms: Iterable[Norm]) -> Store:
    """The store of a world for those norms."""
    return Store(
        database=database,
        world=world,
        vocabulary=vocabulary,
        posts=Posts(world.school.roster, vocabulary),
        coding=coding_of(world),
        codes=codes_of(world.log),
        used=used_attributes(norms, vocabulary),
    )


def used_attributes(norms: Iterable[Norm], vocabulary: Vocabulary) -> frozenset[str]:
    """The ids of the attributes that the norms look at, and of those that say what an event is about."""
    kinds = vocabulary.events.values()
    named = {name for kind in kinds for name in (kind.object, kind.dated_by) if name is not None}
    own = {a.term.id for kind in kinds for a in kind.attributes if named & set(a.term.labels())}
    found = {attribute.term.id for norm in norms for attribute in _attributes(norm)}
    keys = {norm.key for norm in norms if isinstance(norm, Ordering)}
    return frozenset(own | found | keys | {MATTER, MET, POINTS})


def _attributes(node: object) -> Iterator[Attribute]:
    """Every attribute that is named in what the checker made; an event type's own are not."""
    if isinstance(node, Attribute):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _attributes(part)
    elif not isinstance(node, EventType) and attrs.has(kind := type(node)):
        for field in attrs.fields(kind):
            yield from _attributes(getattr(node, field.name))


def _array(column: array[int]) -> pa.Array:
    """The column where it lies, without a copy."""
    return pa.Array.from_buffers(pa.int64(), len(column), [None, pa.py_buffer(column)])
