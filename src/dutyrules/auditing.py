"""The one file that joins the stages: policies, school and log in; a report out.

syntax -> checking -> plan -> engines -> scoring -> explaining -> report
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from dutyrules.calendar.errors import no_term_begun, unknown_as_of
from dutyrules.calendar.problems import Problem
from dutyrules.calendar.school_calendar import SchoolCalendar, Term
from dutyrules.calendar.zones import zone_named
from dutyrules.checking.loading import load_policy
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.engines.choice import (
    Encoded,
    Engine,
    Evaluate,
    Tabulated,
    encoder,
    engine_for,
    evaluator,
    tabulator,
)
from dutyrules.engines.table_settings import TableSettings
from dutyrules.engines.world import World
from dutyrules.errors import PolicyError
from dutyrules.explaining.findings import Explainer
from dutyrules.explaining.rows import Rows
from dutyrules.explaining.scores import ScoreExplainer
from dutyrules.findings.model import (
    ClauseTitle,
    Finding,
    InputFile,
    Language,
    PolicyInfo,
    QuarantinedRow,
    Report,
    ScoreResult,
    Text,
)
from dutyrules.plan.planner import plan_policy
from dutyrules.plan.waivers import idle
from dutyrules.records.coded_folder import is_coded_log
from dutyrules.records.log import Log
from dutyrules.records.quarantine_codes import Code, Fault, quarantined
from dutyrules.records.read_log import read_log
from dutyrules.records.school import School, SchoolError, read_school
from dutyrules.scoring.scores import Scored, score_all
from dutyrules.version import __version__

Progress = Callable[[str, int, int], None]


def audit(
    policies: Sequence[Path],
    school: Path,
    log: Sequence[Path],
    *,
    as_of: datetime.datetime | None = None,
    term: str | None = None,
    language: Language | None = None,
    engine: Engine | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """The report on `policies` over the school folder and the log files.

    Args:
        policies: policy files.
        school: a folder with calendar.toml, people.csv, units.csv and memberships.csv.
        log: log files or folders.
        as_of: the instant of the answers; by default the end of what the log is complete for.
            A naive instant is taken as the school's local time.
        term: the id or name of a term; by default the one under way at `as_of`.
        language: of the report; by default that of the first policy.
        engine: that answers; by default the one that suits the size of the log. The answers are the same.
        jobs: processes that share the work; more than one are for the columnar engine.
        progress: called with a stage's name, the work done and the work in all.

    Raises:
        PolicyError, SchoolError, LogError: an input has errors; each holds all of them.
        CalendarError: no as-of instant is given and the log does not say how far it goes, or no term
            has begun by then.
        EngineMissingError: `engine` needs a package that is not installed.
        ValueError: several `jobs` for another engine than the columnar one.
    """
    tell = progress or _silent
    checked = load_policies(policies)
    tell("school", 0, 1)
    found = read_school(school)
    tell("log", 0, 1)
    events = read_log(tuple(log), joint_vocabulary(checked), found)
    return report_on(
        checked,
        found,
        events,
        as_of=as_of,
        term=term,
        language=language,
        engine=engine,
        jobs=jobs,
        progress=tell,
    )


def tabulate(
    policies: Sequence[Path],
    school: Path,
    log: Sequence[Path],
    out: Path,
    *,
    as_of: datetime.datetime | None = None,
    term: str | None = None,
    settings: TableSettings | None = None,
    progress: Progress | None = None,
) -> Tabulated:
    """Writes every instance of `policies` as a row of Parquet files in `out`, without reasons or scores.

    For logs of millions of events; docs/large-logs.md says what the files hold.

    Args:
        policies: policy files.
        school: a folder with calendar.toml, people.csv, units.csv and memberships.csv.
        log: log files or folders as for `audit`, or one folder with a coded log.
        out: a folder, made if it is not there. Files in it that are called alike are written over.
        as_of: as for `audit`.
        term: as for `audit`.
        settings: processes, memory, named events and whose rows; by default one process, DuckDB's own
            limit, no events, and everybody's.
        progress: as for `audit`.

    Raises:
        PolicyError, SchoolError, LogError, CalendarError, EngineMissingError: as `audit`; SchoolError too
            if the settings name somebody who is not in the roster.
    """
    tell = progress or _silent
    write = tabulator()
    checked = load_policies(policies)
    tell("school", 0, 1)
    found = read_school(school)
    chosen = settings or TableSettings()
    _demand_people(chosen.people or (), found)
    tell("log", 0, 1)
    coded = log[0] if len(log) == 1 and is_coded_log(log[0]) else None
    events = coded or read_log(tuple(log), joint_vocabulary(checked), found)
    instant = None if as_of is None else _as_instant(as_of, found.calendar)
    if isinstance(events, Log):
        instant = _instant(as_of, events, found.calendar)
    tell("rows", 0, 1)
    return write(checked, found, events, out, as_of=instant, term=term, settings=chosen)


def _demand_people(people: Sequence[str], school: School) -> None:
    unknown = [person for person in people if school.roster.person(person) is None]
    if unknown:
        raise SchoolError(
            Problem(file="people.csv", row=0, code="unknown-person", message=_not_in_roster(person))
            for person in unknown
        )


def _not_in_roster(person: str) -> Text:
    shown = person[:60]
    return Text(
        en=f"Nobody in the roster has the id “{shown}”.",
        zh_hans=f"名册里没有编号为“{shown}”的人。",
        zh_hant=f"名冊裡沒有編號為「{shown}」的人。",
    )


def encode(
    policies: Sequence[Path],
    school: Path,
    log: Sequence[Path],
    out: Path,
    *,
    language: Language | None = None,
    settings: TableSettings | None = None,
    progress: Progress | None = None,
) -> Encoded:
    """Writes a log of any size to `out` as a coded log, which `tabulate` reads without holding it in memory.

    Args:
        policies: policy files, by whose vocabulary the log is read.
        school: a folder with calendar.toml, people.csv, units.csv and memberships.csv.
        log: log files or folders as for `audit`; tables may have any number of rows.
        out: a folder, made if it is not there. Files in it that are called alike are written over.
        language: of the reasons in `quarantine.parquet`; by default that of the first policy.
        settings: processes and memory; no events are named.
        progress: as for `audit`.

    Raises:
        PolicyError, SchoolError, LogError, EngineMissingError: as `audit`.
        EngineFailedError: a worker process was lost.
    """
    tell, chosen = progress or _silent, settings or TableSettings()
    write = encoder()
    checked = load_policies(policies)
    tell("school", 0, 1)
    found = read_school(school)
    tell("log", 0, 1)
    spoken = language or (checked[0].language if checked else Language.EN)
    return write(
        tuple(log),
        joint_vocabulary(checked),
        found,
        out,
        language=spoken,
        jobs=chosen.jobs,
        memory_limit=chosen.memory_limit,
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


def load_policies(paths: Sequence[Path]) -> tuple[CheckedPolicy, ...]:
    """All policies, or one PolicyError with the errors of every file."""
    policies: list[CheckedPolicy] = []
    problems: list[PolicyError] = []
    for path in paths:
        try:
            policies.append(load_policy(path))
        except PolicyError as error:
            problems.append(error)
    if problems:
        raise PolicyError(tuple(d for p in problems for d in p.diagnostics))
    return tuple(policies)


def joint_vocabulary(policies: Sequence[CheckedPolicy]) -> Vocabulary:
    """The terms of all policies; where two declare one, the first counts."""
    vocabularies = [p.vocabulary for p in reversed(policies)]
    return Vocabulary(
        events={k: e for v in vocabularies for k, e in v.events.items()},
        roles={k: t for v in vocabularies for k, t in v.roles.items()},
        units={k: t for v in vocabularies for k, t in v.units.items()},
        values={k: t for v in vocabularies for k, t in v.values.items()},
        person_properties={k: a for v in vocabularies for k, a in v.person_properties.items()},
        unit_properties={k: a for v in vocabularies for k, a in v.unit_properties.items()},
    )


def report_on(
    policies: Sequence[CheckedPolicy],
    school: School,
    log: Log,
    *,
    as_of: datetime.datetime | None = None,
    term: str | None = None,
    language: Language | None = None,
    engine: Engine | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """The report on policies, school and log that are already read; see `audit`."""
    tell = progress or _silent
    calendar = school.calendar
    instant = _instant(as_of, log, calendar)
    found = _term(term, instant, calendar)
    spoken = language or (policies[0].language if policies else Language.EN)
    world = World(school=school, log=log, term=found, as_of=instant)
    chosen = engine or (Engine.COLUMNAR if jobs > 1 else engine_for(len(log)))
    findings, scores = _run_all(policies, world, spoken, evaluator(chosen, jobs), tell)
    return Report(
        policies=tuple(_policy_info(policy) for policy in policies),
        as_of=_local(instant, calendar),
        term=found.name,
        school=calendar.school,
        inputs=_inputs(policies, school, log),
        engine=chosen.value,
        version=__version__,
        assumptions=tuple(a for policy in policies for a in policy.assumptions),
        findings=tuple(findings),
        scores=tuple(scores),
        quarantine=(*log.quarantine, *_idle_waivers(policies, school, found)),
        language=spoken,
    )


def _idle_waivers(
    policies: Sequence[CheckedPolicy], school: School, term: Term
) -> tuple[QuarantinedRow, ...]:
    """The waivers that excuse nobody from anything, as lines beside those of the log."""
    fault = Fault(Code.WAIVER_MATCHES_NOTHING)
    return tuple(
        quarantined(w.file, w.row, fault, value=f"{w.person} {w.norm}")
        for w in idle(school.waivers, policies, school, term)
    )


def _run_all(
    policies: Sequence[CheckedPolicy], world: World, language: Language, evaluate: Evaluate, tell: Progress
) -> tuple[list[Finding], list[ScoreResult]]:
    """Every policy's findings and scores, one policy after the other."""
    findings: list[Finding] = []
    scores: list[ScoreResult] = []
    for done, policy in enumerate(policies):
        tell("policies", done, len(policies))
        some, more = _run(policy, world, language, evaluate)
        findings += some
        scores += more
    tell("policies", len(policies), len(policies))
    return findings, scores


def _run(
    policy: CheckedPolicy, world: World, language: Language, evaluate: Evaluate
) -> tuple[list[Finding], list[ScoreResult]]:
    """One policy through plan, engine, scoring and words."""
    plan = plan_policy(policy, world.school, world.term)
    outcomes, measured = evaluate(plan, policy, world)
    scored = score_all(plan.scores, measured, outcomes, plan.exceptions)
    roster = world.school.roster
    rows = Rows(world.log, roster, policy.vocabulary, language)
    explainer = Explainer(policy, rows, roster)
    findings = [explainer.finding(outcome) for outcome in outcomes]
    ids = {id(outcome): finding.id for outcome, finding in zip(outcomes, findings, strict=True)}
    results = ScoreExplainer(policy, rows, roster, language, ids)
    return sorted(findings, key=_order(policy)), [results.result(s) for s in _in_order(policy, scored)]


def _in_order(policy: CheckedPolicy, scored: Sequence[Scored]) -> list[Scored]:
    """By score, unit, person and window."""
    places = {score.name: place for place, score in enumerate(policy.scores)}
    return sorted(
        scored,
        key=lambda s: (places[s.planned.score.name], s.planned.unit, s.planned.person, s.planned.start),
    )


def _order(policy: CheckedPolicy) -> Callable[[Finding], tuple[object, ...]]:
    places = {norm.label: place for place, norm in enumerate(policy.norms)}
    return lambda f: (
        places[f.norm],
        f.bearer[1].id,
        f.bearer[0].id,
        f.window.start,
        f.bearer[-1].id,
        f.window.number,
    )


def _instant(as_of: datetime.datetime | None, log: Log, calendar: SchoolCalendar) -> int:
    if as_of is None:
        known = [c.through for c in log.completeness]
        if not known:
            raise unknown_as_of()
        return max(known)
    return _as_instant(as_of, calendar)


def _as_instant(as_of: datetime.datetime, calendar: SchoolCalendar) -> int:
    """µs UTC; without a zone it is the school's time."""
    if as_of.tzinfo is None:
        return calendar.instant(as_of.date(), as_of.time())
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (as_of - epoch) // datetime.timedelta(microseconds=1)


def _local(instant: int, calendar: SchoolCalendar) -> datetime.datetime:
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (epoch + datetime.timedelta(microseconds=instant)).astimezone(zone_named(calendar.zone))


def _term(name: str | None, instant: int, calendar: SchoolCalendar) -> Term:
    if name is not None:
        return calendar.term(name)
    found = calendar.term_at(instant)
    if found is None:
        raise no_term_begun(t.first_day for t in calendar.terms)
    return found


def _policy_info(policy: CheckedPolicy) -> PolicyInfo:
    return PolicyInfo(
        name=policy.name,
        title=policy.title,
        source=policy.document,
        language=policy.language,
        clauses=tuple(
            ClauseTitle(policy=policy.name, clause=c.number, norms=c.labels) for c in policy.clauses
        ),
        sentences=policy.sentences,
        overrides=policy.overrides,
    )


def _inputs(policies: Sequence[CheckedPolicy], school: School, log: Log) -> tuple[InputFile, ...]:
    files = [f for p in policies for f in (InputFile(name=Path(p.file).name, sha256=p.sha256), *p.parents)]
    return (*files, *school.sources, *log.sources)
