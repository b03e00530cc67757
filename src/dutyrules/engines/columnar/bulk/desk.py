"""A school and a coded log held ready: tables that stay between audits, and those that each audit makes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import pyarrow as pa

from dutyrules.calendar.errors import no_term_begun, unknown_as_of
from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.engines.columnar import connection
from dutyrules.engines.columnar.answers import Codes
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.bulk.calendar_tables import load_days
from dutyrules.engines.columnar.bulk.coded_log import CodedLog, open_log, texts_like
from dutyrules.engines.columnar.bulk.grid import STATES
from dutyrules.engines.columnar.bulk.judging import VERDICTS
from dutyrules.engines.columnar.bulk.policy_run import run_policy, texts_wanted
from dutyrules.engines.columnar.bulk.roster_files import read_calendar, read_roster_files, read_waiver_file
from dutyrules.engines.columnar.bulk.roster_tables import Labels, code_roster, load_asked, load_roster
from dutyrules.engines.columnar.bulk.settings import DEFAULTS, Form, Settings, Summary
from dutyrules.engines.columnar.bulk.stock import Files, Stock
from dutyrules.engines.columnar.bulk.waived import load_waivers
from dutyrules.engines.columnar.connection import Database, connect, memory_of_machine, number, quoted
from dutyrules.engines.values import plain_text
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Posts
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.roster import Roster
from dutyrules.records.school import School
from dutyrules.records.waivers import Waiver

_PARTS = 4
"""The log as a table may take this part of the memory: statements need some too, and so do others."""

_BEFORE, _AFTER = 400, 800
"""Days around the calendar's terms that a deadline of the next month or a response may reach."""


@attrs.frozen(kw_only=True)
class _Taken:
    """What audits read from: the school and the log."""

    log: CodedLog
    labels: Labels
    codes: Codes
    calendar: SchoolCalendar
    waivers: tuple[Waiver, ...]
    school: School | None


@contextmanager
def desk(
    policies: Sequence[CheckedPolicy],
    school: School | Path,
    log: Path,
    out: Path,
    settings: Settings = DEFAULTS,
) -> Iterator[Desk]:
    """A school and a coded log held ready, for who audits them again and again.

    What was read of the school, and what the log's codes stand for, stays as it was; events that are added
    to the log's files are seen by the next audit.

    Errors: as `audit_tables`; ValueError if `out` is the log's folder.
    """
    if out.resolve() == log.resolve():
        raise ValueError("the instances would be written over the log that they are of")
    out.mkdir(parents=True, exist_ok=True)
    (out / "instances").mkdir(exist_ok=True)
    allowed = [log, out, *([school] if isinstance(school, Path) else [])]
    limits = connection.Settings(
        memory_limit=settings.memory_limit, threads=settings.threads, spill=settings.temp
    )
    with connect(limits, allowed=allowed) as database:
        begun = time.perf_counter()
        taken = _take(database, policies, school, log)
        if settings.people is not None:
            load_asked(database, settings.people)
        seconds = {"school and dictionary": round(time.perf_counter() - begun, 3)}
        yield Desk(database, policies, out, settings, seconds, taken)


def _take(
    database: Database, policies: Sequence[CheckedPolicy], school: School | Path, folder: Path
) -> _Taken:
    """The school, and what the log's codes stand for, as tables."""
    log = open_log(database, folder)
    if isinstance(school, School):
        calendar, waivers = school.calendar, school.waivers
        load_roster(database, school.roster)
    else:
        calendar = read_calendar(school)
        read_roster_files(database, school)
        waivers = read_waiver_file(database, school)
    labels = code_roster(database, log.dictionary)
    load_waivers(database, waivers)
    first = min(t.first_day.toordinal() for t in calendar.terms) - _BEFORE
    last = max(t.last_day.toordinal() for t in calendar.terms) + _AFTER
    load_days(database, calendar, first, last)
    return _Taken(
        log=log,
        labels=labels,
        codes=_codes(database, policies),
        calendar=calendar,
        waivers=waivers,
        school=school if isinstance(school, School) else None,
    )


def _codes(database: Database, policies: Sequence[CheckedPolicy]) -> Codes:
    wanted = frozenset(plain_text(text) for policy in policies for text in texts_wanted(policy))
    found = texts_like(database, wanted)

    def look_up(kind: AttributeKind, text: str) -> Sequence[int]:
        if kind in (AttributeKind.TEXT, AttributeKind.CHOICE):
            return found.get(plain_text(text), ())
        return ()

    return look_up


@attrs.define
class Desk:
    """A school and a coded log, in tables that stay between audits; `desk` makes one.

    `seconds` are those of the last audit, by stage.
    """

    database: Database
    policies: Sequence[CheckedPolicy]
    out: Path
    settings: Settings
    seconds: dict[str, float]
    _taken: _Taken
    windows: dict[int, PlannedWindow] = attrs.Factory(dict)
    _lasting: frozenset[str] | None = None

    def audit(self, as_of: int | None = None, term: Term | str | None = None) -> Summary:
        """Write the instances as of an instant (µs UTC), over those of the audit before.

        By default as of the end of what the log is complete for, in the term under way then.
        """
        self._forget()
        files, allowed, forms = self._files(as_of, term), self._form(), set[Form]()
        known_school = self._taken.school
        norms: list[tuple[int, int, str, str, str]] = []
        for place, policy in enumerate(self.policies):
            empty = Roster(people=(), units=(), memberships=())
            known = School(calendar=files.calendar, roster=empty, sources=())
            planner = Planner(policy, known, files.term, Posts(empty, policy.vocabulary))
            stock = Stock(files, policy, place, planner, self.windows)
            with self._stage(f"policy {policy.name}"):
                ran = run_policy(stock, allowed, known_school, self.out / "instances")
            forms.add(ran.form)
            norms += [(place, n, policy.name, x.label, ran.ways[n]) for n, x in enumerate(policy.norms)]
        with self._stage("statements aside"):
            self.database.wait()
        with self._stage("tables beside"):
            self._write_beside(norms)
        return self._summary(Form.DECODED if Form.DECODED in forms else Form.FUSED, norms)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)

    def _tables(self) -> frozenset[str]:
        rows = self.database.rows("tables", "SELECT table_name FROM duckdb_tables()")
        return frozenset(str(name) for (name,) in rows)

    def _forget(self) -> None:
        """Drop what the last audit made; before the first, remember what is there."""
        if self._lasting is None:
            self._lasting = self._tables()
            return
        self.windows.clear()
        for name in sorted(self._tables() - self._lasting):
            self.database.run(f"drop {name}", f"DROP TABLE {name}")
        for file in (self.out / "instances").glob("*.parquet"):
            file.unlink()
        self.database.statements.clear()
        self.seconds.clear()

    def _files(self, as_of: int | None, term: Term | str | None) -> Files:
        taken = self._taken
        instant = as_of if as_of is not None else taken.log.last_complete()
        if instant is None:
            raise unknown_as_of()
        return Files(
            database=self.database,
            log=taken.log,
            labels=taken.labels,
            codes=taken.codes,
            calendar=taken.calendar,
            term=_term(term, instant, taken.calendar),
            as_of=instant,
            settings=self.settings,
            waivers=taken.waivers,
        )

    def _form(self) -> Form:
        """The form asked for; left open, each policy chooses if the log would fit into the memory."""
        if self.settings.form is not Form.AUTO:
            return self.settings.form
        whole = self.settings.memory_limit or memory_of_machine()
        fits = whole is not None and self._taken.log.size(self.database) * _PARTS <= whole
        return Form.AUTO if fits else Form.FUSED

    def _write_beside(self, norms: Sequence[tuple[int, int, str, str, str]]) -> None:
        windows = list(self.windows.items())
        columns = {
            "window": integers(n for n, _ in windows),
            "kind": texts(w.kind for _, w in windows),
            "number": integers(w.number for _, w in windows),
            "start": integers(w.start for _, w in windows),
            "end": integers(w.end for _, w in windows),
            "first_day": integers(w.first_day.toordinal() for _, w in windows),
            "end_day": integers(w.end_day.toordinal() for _, w in windows),
        }
        self._write("windows", columns)
        names = {
            "policy": integers(row[0] for row in norms),
            "norm": integers(row[1] for row in norms),
            "policy_name": texts(row[2] for row in norms),
            "label": texts(row[3] for row in norms),
            "way": texts(row[4] for row in norms),
        }
        self._write("norms", names)
        enums = [("verdict", place, v.value) for v, place in VERDICTS.items()]
        enums += [("applicability", place, s.value) for s, place in STATES.items()]
        listed = ", ".join(f"('{kind}', {place}, '{text}')" for kind, place, text in enums)
        self.database.run(
            "dictionary",
            "COPY (SELECT 'person' AS kind, person::BIGINT AS code, id AS text FROM persons UNION ALL "
            "SELECT 'unit', unit::BIGINT, id FROM unit_codes UNION ALL SELECT 'text', code::BIGINT, text "
            f"FROM texts UNION ALL SELECT * FROM (VALUES {listed})) "
            f"TO {quoted(self.out / 'dictionary.parquet')} (FORMAT parquet)",
        )

    def _write(self, name: str, columns: Mapping[str, pa.Array]) -> None:
        self.database.load(f"{name}_out", pa.table(dict(columns)))
        target = quoted(self.out / f"{name}.parquet")
        self.database.run(name, f"COPY {name}_out TO {target} (FORMAT parquet)")

    def _counted(self) -> list[connection.Row]:
        """How many instances of each verdict were written."""
        files = quoted(self.out / "instances" / "*.parquet")
        return self.database.rows(
            "verdicts", f"SELECT verdict, count(*) FROM read_parquet({files}) GROUP BY verdict"
        )

    def _summary(self, form: Form, norms: Sequence[tuple[int, int, str, str, str]]) -> Summary:
        found = self._counted() if any((self.out / "instances").glob("*.parquet")) else []
        names = {place: verdict.value for verdict, place in VERDICTS.items()}
        verdicts = {names[number(place)]: number(count) for place, count in found}
        text = "\n\n".join(f"-- {s.name}\n{s.sql};" for s in self.database.statements)
        (self.out / "statements.sql").write_text(text + "\n", encoding="utf-8")
        return Summary(
            rows=sum(verdicts.values()),
            verdicts=verdicts,
            form=form,
            fallback=tuple(dict.fromkeys(label for *_, label, way in norms if way == "columnar")),
            statements=tuple(self.database.statements),
            seconds=self.seconds,
        )


def _term(term: Term | str | None, instant: int, calendar: SchoolCalendar) -> Term:
    if isinstance(term, Term):
        return term
    if term is not None:
        return calendar.term(term)
    found = calendar.term_at(instant)
    if found is None:
        raise no_term_begun(t.first_day for t in calendar.terms)
    return found
