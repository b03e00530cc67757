"""How the log is read: additive measures of many norms in one pass, or decoded once for all of them.

What differs between quotas is what they add up; whose events they are and in which windows they lie is
common to many. So the log is read once for all that holders did, grouped by post and by *atom* (the days
that lie in the same windows of every recurrence), each measure a column; what a window comes to is added
up again from its atoms. Distinct counts and evidence do not add up and stay apart.

Decoded, what holders did is read into tables with the posts joined, and norms have passes over these.
In both forms event types that are few and read often are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dutyrules.checking.policy import Bearer, Reach, Recurrence
from dutyrules.engines.columnar.answers import passes
from dutyrules.engines.columnar.bulk.calendar_tables import load_atoms
from dutyrules.engines.columnar.bulk.coded_log import row_size
from dutyrules.engines.columnar.bulk.measures import (
    Counting,
    about_column,
    acts_of,
    counted,
    counting,
    read_for,
)
from dutyrules.engines.columnar.bulk.sources import (
    KEYS,
    actor_acts_sql,
    events_sql,
    partner_acts_sql,
    reading_of,
)
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.plan.obligations import Scope
from dutyrules.plan.operators import Branch, Normalise, Program
from dutyrules.records.log import SCALE

_SEVERAL = 3
"""Statements from which a table of what somebody did is quicker than the files (`make bench`)."""

_RARE = 20
"""A type is rare if at most this part of the events are of it."""

_OF_POSTS = (Scope.PERSON, Scope.POST)
"""Scopes whose rows are the same: a post's doings are those of its holders."""


@attrs.define
class Passes:
    """The passes over the log that the statements of a policy read from."""

    stock: Stock
    _sums: dict[Counting, tuple[str, dict[str, str]]] = attrs.Factory(dict)
    _places: dict[tuple[str, Recurrence], int] = attrs.Factory(dict)
    _acts: dict[Bearer, str] = attrs.Factory(dict)

    # Fused

    def fuse(self, program: Program) -> None:
        """One pass for each scan of several branches; evidence does not add up, so then there is none."""
        if self.stock.files.settings.evidence:
            return
        scans = [scan for scan in program.scans() if len(scan.branches) > 1]
        for number, scan in enumerate(scans):
            members = [counting(branch) for branch in scan.branches]
            members += [own for own in self._own_of_partners(program) if _is_beside(own, members[0])]
            self._pass(f"{self.stock.number}_{number}", members)

    def _own_of_partners(self, program: Program) -> list[Counting]:
        """What bearers did themselves, where what was done to them counts beside it (4.6)."""
        found = [b for b in program.branches if b.measure.key is Scope.PARTNER and b.measure.kind.is_additive]
        asked = [counting(b) for b in found if isinstance(b.grid.windows, Recurrence)]
        return [
            attrs.evolve(one, scope=Scope.PERSON)
            for one in asked
            if one.toward is None and not self.stock.is_within_a_day(one.recurrence)
        ]

    def _pass(self, name: str, members: Sequence[Counting]) -> None:
        stock = self.stock
        recurrences = list(dict.fromkeys(one.recurrence for one in members))
        load_atoms(stock.database, name, [stock.recurrence(r)[1] for r in recurrences])
        self._places |= {(name, recurrence): place for place, recurrence in enumerate(recurrences)}
        columns: dict[str, str] = {}
        for one in members:
            parts = {
                part: columns.setdefault(sql, f"n{len(columns)}")
                for part, sql in _additive(stock, one).items()
            }
            self._sums[one] = (name, parts)
        acts = acts_of(stock, members[0], read_for(stock, members))
        is_of_posts = members[0].scope in _OF_POSTS
        key = "e.post" if is_of_posts else "e.unit"
        sums = ", ".join(f"{sql} AS {column}" for sql, column in columns.items())
        stock.database.run_aside(
            f"sums_{name}",
            f"CREATE TABLE sums_{name} AS SELECT {key}, a.atom, {sums} FROM ({acts}) e "
            f"JOIN atoms_{name} a ON a.day = e.day GROUP BY {key}, a.atom",
        )

    # Decoded

    def decode(self, program: Program) -> None:
        """What holders of posts did as a table with the posts, where no fused pass has read it."""
        stock = self.stock
        for place, (bearer, members) in enumerate(self._apart(program).items()):
            name = f"acts_{stock.number}_{place}"
            read = read_for(stock, members)
            columns = ", ".join(("post", "held", "type", "day", *self._also(members), *read.columns))
            acts = f"SELECT {columns} FROM ({actor_acts_sql(stock, bearer, read)})"
            stock.database.run(name, f"CREATE TABLE {name} AS {acts}")
            self._acts[bearer] = name

    def _apart(self, program: Program) -> Mapping[Bearer, Sequence[Counting]]:
        """What bearers' statements read of their doings by themselves."""
        found: dict[Bearer, list[Counting]] = {}
        for branch in filter(_is_of_posts, program.branches):
            one = counting(branch)
            if one not in self._sums:
                found.setdefault(branch.grid.bearer, []).append(one)
        return found

    def is_worth_decoding(self, program: Program) -> bool:
        """True if enough statements would read the same doings for a table of them to pay."""
        return any(len(apart) >= _SEVERAL for apart in self._apart(program).values())

    def _also(self, members: Sequence[Counting]) -> tuple[str, ...]:
        """What else is needed of each row: its number for evidence, its instant within a day."""
        within = any(self.stock.is_within_a_day(one.recurrence) for one in members)
        evidence = ("seq",) if self.stock.files.settings.evidence else ()
        return (*evidence, *(("moment",) if within else ()))

    # Both

    def keep(self, program: Program, most: int) -> None:
        """A table of the rare types among those that several statements read, of at most so many bytes.

        A statement that looks for few rows in the files takes as long as one that looks for many.
        """
        stock = self.stock
        tables = [table for branch in program.branches for table in self._tables_beside(branch)]
        if len(tables) < 2:
            return
        counts = stock.rows_by_type()
        few = sum(counts.values()) // _RARE
        own = [table for table in tables if counts.get(stock.code(table.event), 0) <= few]
        read = reading_of(stock, own)
        codes = frozenset(map(stock.code, read.events))
        size = sum(counts.get(code, 0) for code in codes) * row_size(len(read.columns))
        if len(own) > 1 and size <= most:
            name = f"log_{stock.number}"
            stock.database.run(name, f"CREATE TABLE {name} AS {events_sql(stock, read)}")
            stock.kept = (name, codes)

    def _tables_beside(self, branch: Branch) -> tuple[Normalise, ...]:
        """The tables that the branch's own statement reads, which no pass for many norms has read."""
        if _is_of_posts(branch) or (_is_of_days(branch) and counting(branch) in self._sums):
            return ()
        return branch.tables()

    # What statements ask for

    def acts(self, one: Counting) -> str:
        """The rows of the counting as somebody's doing, from its table if it was decoded."""
        if one.scope in _OF_POSTS and one.bearer in self._acts:
            return f"SELECT * FROM {self._acts[one.bearer]}"
        return acts_of(self.stock, one, read_for(self.stock, [one]))

    def measured(self, one: Counting) -> str:
        """The counting's measure, from the pass over the log that it was part of or by one of its own."""
        if one.scope is Scope.PARTNER and one not in self._sums:
            own = attrs.evolve(one, scope=Scope.PERSON)
            return self._with_about(one, own) if own in self._sums else self._alone(one)
        if one not in self._sums:
            return self._alone(one)
        name, columns = self._sums[one]
        place = self._places[name, one.recurrence]
        sums = ", ".join(
            f"sum({columns[part]})::BIGINT{factor} AS {part}" if part in columns else f"0 AS {part}"
            for part, factor in _PARTS[one.summed is not None].items()
        )
        table = f"sums_{name} JOIN parts_{name}_{place} USING (atom)"
        if one.scope is Scope.POST:
            posts = self.stock.posts(one.bearer)
            table += f" JOIN (SELECT post, unit AS held FROM {posts}) USING (post)"
        return f"SELECT {KEYS[one.scope]}, win, {sums} FROM {table} GROUP BY ALL"

    def _alone(self, one: Counting) -> str:
        return counted(self.stock, one, self.acts(one))

    def _with_about(self, one: Counting, own: Counting) -> str:
        """What the bearer did, from the common pass, and what was done to them."""
        column, read = about_column(self.stock, one), read_for(self.stock, [one])
        if column is None:
            return self.measured(own)
        about = counted(self.stock, one, partner_acts_sql(self.stock, one.bearer, read, column))
        parts = ", ".join(f"sum({part})::BIGINT AS {part}" for part in ("low", "more", "blanks"))
        both = f"SELECT post, win, low, more, blanks FROM ({self.measured(own)})"
        return (
            f"SELECT post, win, {parts} FROM ({both} UNION ALL SELECT post, win, low, more, blanks "
            f"FROM ({about})) GROUP BY ALL"
        )


def _is_beside(own: Counting, other: Counting) -> bool:
    """True if the same pass may work out both."""
    return other.scope in _OF_POSTS and own.bearer == other.bearer


def _is_of_days(branch: Branch) -> bool:
    return branch.measure.key is not None and isinstance(branch.grid.windows, Recurrence)


def _is_of_posts(branch: Branch) -> bool:
    return (
        branch.measure.key in _OF_POSTS
        and isinstance(branch.grid.windows, Recurrence)
        and (
            # Those who are reached as actors are no holders of the bearer's posts.
            not (isinstance(branch.norm, Reach) and branch.norm.by_actor)
        )
    )


_PARTS = {
    False: {"low": f" * {SCALE}", "more": f" * {SCALE}", "blanks": ""},
    True: {"low": "", "more": "", "blanks": ""},
}
"""The parts of a count and of a sum, with what turns them into 1/SCALE."""


def _additive(stock: Stock, one: Counting) -> dict[str, str]:
    """The parts of the measure as aggregates over rows of many types."""
    is_type, columns = f"e.type = {stock.code(one.event)}", stock.columns("e.day", "e.")
    # False outweighs NULL, so the tests together are NULL exactly where one is open and none fails.
    tests = " AND ".join(passes(test, columns, stock.files.codes) for test in one.tests)
    matches = f"{is_type} AND {tests}" if tests else is_type
    is_open = f"{is_type} AND ({tests}) IS NULL" if tests else "FALSE"
    if one.summed is None:
        parts = {"low": f"count(CASE WHEN {matches} THEN 1 END)"}
        return parts | ({"more": f"count(CASE WHEN {is_open} THEN 1 END)"} if tests else {})
    amount = stock.column(one.summed, "e.")
    blank = f"{matches} AND {amount} IS NULL"
    return {
        "low": f"coalesce(sum(CASE WHEN {matches} THEN {amount} END), 0)",
        "blanks": f"count(CASE WHEN {f'({is_open}) OR ({blank})' if tests else blank} THEN 1 END)",
    }
