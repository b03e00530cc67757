"""The tables that the statements of one policy share, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs
import pyarrow as pa

from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import Bearer, CheckedPolicy, Recurrence
from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType
from dutyrules.engines.columnar.answers import Codes, Columns
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.bulk.calendar_tables import (
    Numbered,
    is_within_a_day,
    load_spans,
    load_windows,
)
from dutyrules.engines.columnar.bulk.coded_log import CodedLog
from dutyrules.engines.columnar.bulk.roster_tables import Labels, among, posts_sql
from dutyrules.engines.columnar.bulk.settings import Settings
from dutyrules.engines.columnar.connection import Database, number
from dutyrules.plan.attributes import dating_of
from dutyrules.plan.conditions import written_means
from dutyrules.plan.planner import Planner
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.waivers import Waiver


@attrs.frozen(kw_only=True)
class Files:
    """What all policies of one audit read: the database with the roster's tables, and the log."""

    database: Database
    log: CodedLog
    labels: Labels
    codes: Codes
    calendar: SchoolCalendar
    term: Term
    as_of: int
    settings: Settings
    waivers: tuple[Waiver, ...] = ()


@attrs.define
class Stock:
    """The shared tables of one policy. `number` tells its tables from those of other policies.

    `windows` are all windows in the output so far, by number. `kept` is a table of all rows of some
    types, by their codes; without one every statement reads the files.
    """

    files: Files
    policy: CheckedPolicy
    number: int
    planner: Planner
    windows: dict[int, PlannedWindow]
    kept: tuple[str, frozenset[int]] | None = None
    _rows_by_type: dict[int, int] | None = None
    _made: dict[str, None] = attrs.Factory(dict)
    _recurrences: dict[Recurrence, tuple[int, Numbered]] = attrs.Factory(dict)
    _properties: dict[tuple[str, str | bool], int] = attrs.Factory(dict)

    @property
    def database(self) -> Database:
        """Where the tables are."""
        return self.files.database

    def table(self, name: str, sql: Callable[[], str]) -> str:
        """The table of that name (and this policy), made from the query if it is not there yet."""
        full = f"p{self.number}_{name}"
        if full not in self._made:
            self._made[full] = None
            self.database.run(full, f"CREATE TABLE {full} AS {sql()}")
        return full

    def rows_by_type(self) -> dict[int, int]:
        """How many events the files hold of each type, by its code."""
        if self._rows_by_type is None:
            counted = f"SELECT type, count(*) FROM {self.files.log.source} GROUP BY type"
            found = self.database.rows("how many events there are of each type", counted)
            self._rows_by_type = {number(code): number(count) for code, count in found}
        return self._rows_by_type

    # The calendar

    def recurrence(self, recurrence: Recurrence) -> tuple[int, Numbered]:
        """The number of the recurrence and its windows, of which only open ones are left if so asked."""
        if recurrence not in self._recurrences:
            found = self.planner.windows(recurrence)
            if self.files.settings.open_only:
                found = tuple(w for w in found if w.start <= self.files.as_of < w.end)
            first = len(self.windows)
            numbered = dict(enumerate(found, first))
            self.windows.update(numbered)
            self._recurrences[recurrence] = (len(self._recurrences), numbered)
            self._load(*self._recurrences[recurrence])
        return self._recurrences[recurrence]

    def _load(self, number: int, windows: Numbered) -> None:
        load_windows(self.database, self.windows_table(number), windows, self.files.calendar)
        load_spans(self.database, self.spans_table(number), windows)

    def windows_table(self, number: int) -> str:
        """The windows of the recurrence of that number."""
        return f"p{self.number}_windows_{number}"

    def spans_table(self, number: int) -> str:
        """The days of the windows of the recurrence of that number."""
        return f"p{self.number}_spans_{number}"

    def is_within_a_day(self, recurrence: Recurrence) -> bool:
        """True if it takes the instant of an event to place it in the windows."""
        return is_within_a_day(self.recurrence(recurrence)[1].values(), self.files.calendar)

    # The roster

    def role(self, role: str) -> tuple[int, ...]:
        """The numbers of the roster's texts for the role."""
        labels = self.files.labels
        return labels.meaning(labels.roles, self.policy.vocabulary.roles[role])

    def kinds(self, unit: str) -> tuple[int, ...]:
        """The numbers of the roster's texts for the kind of unit."""
        labels = self.files.labels
        return labels.meaning(labels.kinds, self.policy.vocabulary.units[unit])

    def holders(self, role: str) -> str:
        """The posts of a role in units of any kind: (post, person, unit, since, until)."""
        name = f"holders_{sorted(self.policy.vocabulary.roles).index(role)}"
        return self.table(name, lambda: posts_sql(self.role(role), None))

    def posts(self, bearer: Bearer) -> str:
        """The bearer's posts: (post, person, unit, since, until)."""
        vocabulary = self.policy.vocabulary
        place = sorted(vocabulary.roles).index(bearer.role), sorted(vocabulary.units).index(bearer.unit)
        return self.table(
            f"posts_{place[0]}_{place[1]}",
            lambda: posts_sql(self.role(bearer.role), self.kinds(bearer.unit), self._own_units()),
        )

    def _own_units(self) -> str:
        """Whole units, since the holders of a post in one may answer for one another (3.3, 3.4)."""
        settings, conditions = self.files.settings, ["TRUE"]
        if settings.shard is not None:
            conditions.append(f"m.unit % {settings.shard[1]} = {settings.shard[0]}")
        if settings.people is not None:
            conditions.append("m.unit IN (SELECT unit FROM memberships SEMI JOIN asked USING (person))")
        return " AND ".join(conditions)

    def is_of_kind(self, bearer: Bearer, unit: str) -> str:
        """The unit, which is not NULL, is of the bearer's kind: a bit for each code, looked up at once."""
        name = f"p{self.number}_kind_{sorted(self.policy.vocabulary.units).index(bearer.unit)}"
        if name not in self._made:
            self._made[name] = None
            ((last,),) = self.database.rows("units", "SELECT coalesce(max(unit), 0) FROM unit_codes")
            size = number(last)
            mine = f"SELECT unit FROM units WHERE {among('kind', self.kinds(bearer.unit))}"
            self.database.set_variable(
                name, f"SELECT coalesce(bitstring_agg(unit, 0, {size}), '0'::BIT) FROM ({mine})"
            )
        bits = f"getvariable('{name}')"
        return f"({unit} < length({bits}) AND get_bit({bits}, {unit}) = 1)"

    def fits(self, bearer: Bearer, event_unit: str, post_unit: str) -> str:
        """4.2: an event under another unit of the bearer's kind is not for this one."""
        other = f"NOT {self.is_of_kind(bearer, event_unit)}"
        return f"({event_unit} IS NULL OR {event_unit} = {post_unit} OR {other})"

    def parts(self, bearer: Bearer, recurrence: Recurrence) -> str:
        """Each post's part of each window that holds a school day (3.2).

        (post, person, unit, win, opens, closes, days, of_days, last_taught, at_close)
        """
        posts, (number, _) = self.posts(bearer), self.recurrence(recurrence)
        windows = self.windows_table(number)
        return self.table(
            f"parts_{posts}_{number}",
            lambda: (
                "SELECT p.post, p.person, p.unit, w.win, "
                "CASE WHEN p.since <= w.first_day THEN w.opens ELSE f.inst END AS opens, "
                "CASE WHEN p.until >= w.end_day THEN w.closes ELSE l.inst END AS closes, "
                "(l.before - f.before)::INTEGER AS days, w.of_days, w.last_taught, "
                "(p.since <= w.last_taught AND w.last_taught < p.until) AS at_close "
                f"FROM {posts} p CROSS JOIN {windows} w "
                "JOIN days f ON f.day = greatest(p.since, w.first_day) "
                "JOIN days l ON l.day = least(p.until, w.end_day) "
                "WHERE p.since < w.end_day AND p.until > w.first_day AND l.before > f.before"
            ),
        )

    def at_close(self, bearer: Bearer, recurrence: Recurrence) -> str:
        """Who holds each post on the last school day of each window, with the whole window."""
        posts, (number, _) = self.posts(bearer), self.recurrence(recurrence)
        windows = self.windows_table(number)
        return self.table(
            f"close_{posts}_{number}",
            lambda: (
                "SELECT p.post, p.person, p.unit, w.win, w.opens, w.closes, w.of_days AS days, w.of_days, "
                f"w.last_taught, TRUE AS at_close FROM {posts} p CROSS JOIN {windows} w "
                "WHERE p.since <= w.last_taught AND w.last_taught < p.until"
            ),
        )

    def steady(self, role: str, recurrence: Recurrence) -> str:
        """3.7: who holds the role on both the first and the last school day: (unit, win, person)."""
        holders, (number, _) = self.holders(role), self.recurrence(recurrence)
        windows = self.windows_table(number)
        return self.table(
            f"steady_{holders}_{number}",
            lambda: (
                f"SELECT h.unit, w.win, h.person FROM {holders} h CROSS JOIN {windows} w "
                "WHERE (h.since <= w.first_taught AND w.first_taught < h.until) "
                "OR (h.since <= w.last_taught AND w.last_taught < h.until) GROUP BY ALL "
                "HAVING bool_or(h.since <= w.first_taught AND w.first_taught < h.until) "
                "AND bool_or(h.since <= w.last_taught AND w.last_taught < h.until)"
            ),
        )

    def property_answers(self, attribute: Attribute, value: str | bool) -> str:
        """What the roster says of a person's property: (person, place, since, until, answer).

        `answer` is 1 where the property has the value, 0 where it has another, -1 where that is not said.
        """
        labels = self.files.labels
        headers = labels.meaning(labels.headers, attribute.term)
        key = (attribute.term.id, value)
        place = self._properties.setdefault(key, len(self._properties))
        return self.table(f"property_{place}", lambda: self._property_sql(attribute, value, headers, place))

    def _property_sql(
        self, attribute: Attribute, value: str | bool, headers: Sequence[int], place: int
    ) -> str:
        """Texts are few, so what they mean is settled in Python."""
        named = (
            "SELECT r.* FROM raw_properties r JOIN header_texts h ON h.text = r.header "
            f"WHERE {among('h.code', headers)}"
        )
        found = self.database.rows("the texts of a property", f"SELECT DISTINCT value FROM ({named})")
        meanings = [(str(text or ""), written_means(attribute, str(text or ""), value)) for (text,) in found]
        table = f"p{self.number}_meanings_{place}"
        self.database.load(
            table,
            pa.table(
                {
                    "value": texts(text for text, _ in meanings),
                    "answer": integers(-1 if m is None else int(m) for _, m in meanings),
                }
            ),
        )
        return (
            f"SELECT p.person, r.place, r.since, r.until, m.answer FROM ({named}) r "
            f"JOIN persons p ON p.id = r.person JOIN {table} m ON m.value = r.value"
        )

    # The log

    def columns(self, day: str, prefix: str = "") -> Columns:
        """The names of the attributes' columns, for tests."""
        return Columns(day=day, attributes={a: prefix + c for a, c in self.files.log.columns.items()})

    def column(self, attribute: Attribute, prefix: str = "") -> str:
        """The attribute's column, or NULL where the log has none."""
        return self.columns("day", prefix).of(attribute)

    def code(self, event: EventType) -> int:
        """The log's code of the event type; -1, which no row has, where it has none."""
        return self.files.log.types.get(event.term.id, -1)

    def settled(self, closes: str, events: Sequence[EventType]) -> str:
        """5.1: nothing more can come: it is over, and the log complete through its end."""
        through = [self.files.log.through(event.term.id) for event in events]
        known = [instant for instant in through if instant is not None]
        if len(known) < len(through):
            return "FALSE"
        return f"({closes} <= {min([self.files.as_of, *known])})"

    def is_over(self, closes: str) -> str:
        """As of now the window is over."""
        return f"({closes} <= {self.files.as_of})"


def dated_columns(stock: Stock, events: Sequence[EventType]) -> Mapping[int, str]:
    """The columns that place events of a type in a window where they are filled (1.5), by type code."""
    found: dict[int, str] = {}
    for event in events:
        dating = dating_of(event)
        if dating is not None and dating.kind is AttributeKind.DATE and stock.code(event) >= 0:
            column = stock.files.log.columns.get(dating.term.id)
            if column is not None:
                found[stock.code(event)] = column
    return found
