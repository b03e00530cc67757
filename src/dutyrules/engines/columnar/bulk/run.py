"""An audit from files to files: policies, school and coded log in, instances out."""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import pyarrow as pa

from dutyrules.calendar.errors import no_term_begun, unknown_as_of
from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import AttributeKind
from dutyrules.engines.columnar import connection
from dutyrules.engines.columnar.answers import Codes
from dutyrules.engines.columnar.bulk.arrow_columns import integers, texts
from dutyrules.engines.columnar.bulk.calendar_tables import load_days
from dutyrules.engines.columnar.bulk.coded_log import open_log, texts_like, write_coded
from dutyrules.engines.columnar.bulk.grid import STATES
from dutyrules.engines.columnar.bulk.judging import VERDICTS
from dutyrules.engines.columnar.bulk.policy_run import run_policy, texts_wanted
from dutyrules.engines.columnar.bulk.roster_files import read_calendar, read_roster_files, read_waiver_file
from dutyrules.engines.columnar.bulk.roster_tables import code_roster, load_roster
from dutyrules.engines.columnar.bulk.settings import DEFAULTS, Form, Settings, Summary
from dutyrules.engines.columnar.bulk.stock import Files, Stock
from dutyrules.engines.columnar.bulk.waived import load_waivers
from dutyrules.engines.columnar.connection import Database, connect, number, quoted
from dutyrules.engines.values import plain_text
from dutyrules.plan.planner import Planner
from dutyrules.plan.posts import Posts
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.log import Log
from dutyrules.records.roster import Roster
from dutyrules.records.school import School

__all__ = ["Form", "Settings", "Summary", "audit_checked", "audit_tables"]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_BEFORE, _AFTER = 400, 800
"""Days around the calendar's terms that a deadline of the next month or a response may reach."""


def audit_tables(
    policies: Sequence[Path],
    school: Path,
    log: Path,
    out: Path,
    *,
    as_of: datetime.datetime | None = None,
    term: str | None = None,
    settings: Settings = DEFAULTS,
) -> Summary:
    """Write the instances of `policies` over a school folder and a coded log folder to `out`.

    `as_of` is by default the end of what the log is complete for (a naive instant is the school's local
    time), `term` the one under way then.

    Errors: those of `load_policy` and of the school's files, CalendarError without an as-of instant or a
    term, duckdb.Error for files that are not Parquet.
    """
    checked = [load_policy(path) for path in policies]
    instant = None if as_of is None else _instant(as_of, school)
    return audit_checked(checked, school, log, out, as_of=instant, term=term, settings=settings)


def _instant(as_of: datetime.datetime, school: Path) -> int:
    if as_of.tzinfo is None:
        return read_calendar(school).instant(as_of.date(), as_of.time())
    return (as_of - _EPOCH) // datetime.timedelta(microseconds=1)


def audit_checked(
    policies: Sequence[CheckedPolicy],
    school: School | Path,
    log: Log | Path,
    out: Path,
    *,
    as_of: int | None = None,
    term: Term | str | None = None,
    settings: Settings = DEFAULTS,
) -> Summary:
    """As `audit_tables`, for policies that are checked, and a school or a log that is read."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "instances").mkdir(exist_ok=True)
    with _as_folder(log, settings) as folder:
        allowed = [folder, out, *([school] if isinstance(school, Path) else [])]
        limits = connection.Settings(
            memory_limit=settings.memory_limit, threads=settings.threads, spill=settings.temp
        )
        with connect(limits, allowed=allowed) as database:
            audit = _Audit(database, policies, out, settings)
            return audit.run(school, folder, as_of, term)


@contextmanager
def _as_folder(log: Log | Path, settings: Settings) -> Iterator[Path]:
    if isinstance(log, Path):
        yield log
        return
    with tempfile.TemporaryDirectory(dir=settings.temp) as name:
        write_coded(log, Path(name))
        yield Path(name)


@attrs.define
class _Audit:
    """One run; `seconds` grows by stage."""

    database: Database
    policies: Sequence[CheckedPolicy]
    out: Path
    settings: Settings
    seconds: dict[str, float] = attrs.Factory(dict)
    windows: dict[int, PlannedWindow] = attrs.Factory(dict)

    def run(self, school: School | Path, log: Path, as_of: int | None, term: Term | str | None) -> Summary:
        with self._stage("school and dictionary"):
            files = self._files(school, log, as_of, term)
        form = self._form(log)
        known_school = school if isinstance(school, School) else None
        norms: list[tuple[int, int, str, str, str]] = []
        for place, policy in enumerate(self.policies):
            empty = Roster(people=(), units=(), memberships=())
            known = School(calendar=files.calendar, roster=empty, sources=())
            planner = Planner(policy, known, files.term, Posts(empty, policy.vocabulary))
            stock = Stock(files, policy, place, planner, self.windows)
            with self._stage(f"policy {policy.name}"):
                ways = run_policy(stock, form, known_school, self.out / "instances")
            norms += [(place, n, policy.name, x.label, ways[n]) for n, x in enumerate(policy.norms)]
        with self._stage("tables beside"):
            self._write_beside(norms)
        return self._summary(form, norms)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)

    def _files(
        self, school: School | Path, folder: Path, as_of: int | None, term: Term | str | None
    ) -> Files:
        log = open_log(self.database, folder)
        if isinstance(school, School):
            calendar, waivers = school.calendar, school.waivers
            load_roster(self.database, school.roster)
        else:
            calendar = read_calendar(school)
            read_roster_files(self.database, school)
            waivers = read_waiver_file(self.database, school)
        labels = code_roster(self.database, log.dictionary)
        load_waivers(self.database, waivers)
        first = min(t.first_day.toordinal() for t in calendar.terms) - _BEFORE
        last = max(t.last_day.toordinal() for t in calendar.terms) + _AFTER
        load_days(self.database, calendar, first, last)
        instant = as_of if as_of is not None else log.last_complete()
        if instant is None:
            raise unknown_as_of()
        return Files(
            database=self.database,
            log=log,
            labels=labels,
            codes=self._codes(),
            calendar=calendar,
            term=_term(term, instant, calendar),
            as_of=instant,
            settings=self.settings,
            waivers=waivers,
        )

    def _codes(self) -> Codes:
        wanted = frozenset(plain_text(text) for policy in self.policies for text in texts_wanted(policy))
        found = texts_like(self.database, wanted)

        def look_up(kind: AttributeKind, text: str) -> Sequence[int]:
            if kind in (AttributeKind.TEXT, AttributeKind.CHOICE):
                return found.get(plain_text(text), ())
            return ()

        return look_up

    def _form(self, log: Path) -> Form:
        return Form.FUSED if self.settings.form is Form.AUTO else self.settings.form

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
