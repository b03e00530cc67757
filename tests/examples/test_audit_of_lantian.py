"""The audit of the example school finds what its list of planted faults says, and nothing else."""

import functools
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

from dutyrules.auditing import audit
from dutyrules.findings.model import Finding, Language, Report, ReportWindow, ScoreResult
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.html_report import to_html
from dutyrules.reports.json_report import schema, to_json

ROOT = Path(__file__).parents[2]
SCHOOL = ROOT / "examples" / "lantian"
POLICIES = tuple(
    ROOT / "policies" / name
    for name in ("prep_group/002-14.duty", "research_group/001-01.duty", "homeroom/004-04.duty")
)
LOGS = ("log.csv", "log-gb18030.csv", "log.xlsx")
PLANTED: dict[str, Any] = json.loads((SCHOOL / "planted.json").read_text(encoding="utf-8"))


@functools.cache
def report_on(log: str) -> Report:
    """The audit of one of the three files, in English, so that grades are named by their ids."""
    return audit(POLICIES, SCHOOL, [SCHOOL / log], language=Language.EN)


@functools.cache
def report_again() -> Report:
    """The first file once more, in another language."""
    return audit(POLICIES, SCHOOL, [SCHOOL / LOGS[0]], language=Language.ZH_HANT)


@pytest.fixture(scope="session", params=LOGS)
def report(request: pytest.FixtureRequest) -> Report:
    """The audit of each of the three files, each made once."""
    return report_on(request.param)


def window_of(window: ReportWindow) -> str:
    """The window as the list names it."""
    if window.kind == "month":
        return window.first_day.strftime("%Y-%m")
    return f"week {window.number}" if window.kind == "week" else window.kind


def place(finding: Finding) -> tuple[str, ...]:
    """What names a finding in the list: policy, norm, bearer, and the event or the window."""
    window = window_of(finding.window)
    rows = finding.evidence + finding.rejected
    named = rows[0].event if window == "event" else window
    return (finding.policy, finding.norm, *(party.id for party in finding.bearer), named)


def listed(entries: list[dict[str, Any]]) -> dict[tuple[str, ...], str]:
    """The verdicts of the list by the same names."""
    return {
        (e["policy"], e["norm"], *e["bearer"], e.get("event", e["window"])): e["verdict"] for e in entries
    }


def test_the_breaches_and_the_doubts_are_the_planted_ones(report: Report) -> None:
    """Violated and undetermined findings are exactly those of the list."""
    wanted = (Verdict.VIOLATED, Verdict.UNDETERMINED)
    found = {place(f): f.verdict.value for f in report.findings if f.verdict in wanted}
    assert listed(PLANTED["findings"]) == found


def test_what_is_pending_is_the_planted(report: Report) -> None:
    """Only the forms whose deadline lies after the as-of instant are pending."""
    found = {place(f): f.verdict.value for f in report.findings if f.verdict is Verdict.PENDING}
    assert listed(PLANTED["pending"]) == found


def test_nearly_everything_was_done(report: Report) -> None:
    """The audit speaks of thousands of duties, so what it does not complain of is no accident."""
    verdicts = Counter(f.verdict for f in report.findings)
    assert 2_900 < verdicts[Verdict.FULFILLED]
    assert verdicts[Verdict.VIOLATED] == sum(e["verdict"] == "violated" for e in PLANTED["findings"])


def test_no_look_alike_changed_anything(report: Report) -> None:
    """What only resembles a ground for a veto is neither certain nor open."""
    vetoed = {(s.bearer[0].id, window_of(s.window)) for s in report.scores if s.vetoes}
    planted = {(s["bearer"][0], s["window"]) for s in PLANTED["scores"] if s.get("veto")}
    assert planted == vetoed


@pytest.mark.parametrize("log", LOGS)
def test_the_quarantine_is_the_planted_row_for_row(log: str) -> None:
    """Every row set aside is listed with its file, row, column, value and code, and no other is."""
    rows = report_on(log).quarantine
    found = Counter((row.file, row.row, row.column, row.value, row.code) for row in rows)
    entries = [e for e in PLANTED["quarantine"] if e["file"].partition("#")[0] == log]
    assert Counter((e["file"], e["row"], e["column"], e["value"], e["code"]) for e in entries) == found


# Scores --------------------------------------------------------------------------------------------


def score_key(score: ScoreResult) -> tuple[str, ...]:
    """What names a score in the list."""
    return (score.policy, score.score, *(party.id for party in score.bearer), window_of(score.window))


def listed_score(entry: dict[str, Any]) -> tuple[object, ...]:
    """What the list says of a score: points, grades, money and veto."""
    money = entry.get("stipend")
    return (
        Decimal(entry["low"]),
        Decimal(entry["high"]),
        tuple(entry.get("grade", ())),
        None if money is None else (Decimal(money["low"]), Decimal(money["high"])),
        entry.get("veto", ""),
    )


def found_score(score: ScoreResult) -> tuple[object, ...]:
    """The same of a result."""
    money = score.stipend
    vetoes = {veto.certain for veto in score.vetoes}
    return (
        score.low,
        score.high,
        score.grade,
        None if money is None else (money.low, money.high),
        "certain" if True in vetoes else "open" if vetoes else "",
    )


def test_scores_grades_and_stipends_are_the_planted(report: Report) -> None:
    """Every score has the listed points, grades, money and veto; there is no other score."""
    expected = {
        (e["policy"], e["score"], *e["bearer"], e["window"]): listed_score(e) for e in PLANTED["scores"]
    }
    assert expected == {score_key(score): found_score(score) for score in report.scores}
    assert len(expected) == len(report.scores)


def test_money_is_exact_to_the_cent(report: Report) -> None:
    """Every amount has two decimals."""
    amounts = [a for s in report.scores if s.stipend is not None for a in (s.stipend.low, s.stipend.high)]
    assert {-2} == {amount.as_tuple().exponent for amount in amounts}


# One log in three files ----------------------------------------------------------------------------


def without_places(value: Finding | ScoreResult) -> dict[str, Any]:
    """All that a result says but where its rows stand."""

    def forget(what: object) -> object:
        match what:
            case {"file": _, "row": _, **rest}:
                return rest
            case dict() as table:
                return {k: forget(v) for k, v in table.items()}
            case list() | tuple():
                return [forget(part) for part in what]
            case _:
                return what

    found = forget(attrs.asdict(value))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("log", LOGS[1:])
def test_the_three_files_give_one_answer(log: str) -> None:
    """Encoding and format change no finding and no score, down to the cells of the evidence."""
    one, other = report_on(LOGS[0]), report_on(log)
    assert [without_places(f) for f in one.findings] == [without_places(f) for f in other.findings]
    assert [without_places(s) for s in one.scores] == [without_places(s) for s in other.scores]


# The report as a whole -----------------------------------------------------------------------------


def test_ids_are_unique_and_stay(report: Report) -> None:
    """No two results share an id, and a second run gives the same ones in the same order."""
    ids = [f.id for f in report.findings] + [s.id for s in report.scores]
    assert len(ids) == len(set(ids))
    again = report_again()
    assert ids == [f.id for f in again.findings] + [s.id for s in again.scores]


def test_a_score_names_findings_that_exist(report: Report) -> None:
    """Every finding that an item refers to is in the report."""
    ids = {finding.id for finding in report.findings}
    assert set() == {f for s in report.scores for item in s.items for f in item.findings} - ids


def test_findings_and_scores_stand_in_order(report: Report) -> None:
    """Findings by policy, norm, unit, person and window; scores by policy, score, unit, person, window."""
    places = {
        (info.name, label): (place, norm)
        for place, info in enumerate(report.policies)
        for norm, label in enumerate(label for clause in info.clauses for label in clause.norms)
    }
    found = [
        (places[f.policy, f.norm], f.bearer[1].id, f.bearer[0].id, f.window.start) for f in report.findings
    ]
    assert sorted(found) == found
    scores = [
        (places[s.policy, s.score], s.bearer[1].id, s.bearer[0].id, s.window.start) for s in report.scores
    ]
    assert sorted(scores) == scores


def test_each_person_and_window_is_in_the_roster_and_the_term(report: Report) -> None:
    """Nobody without a membership appears, and no window lies wholly outside the term."""
    lines = (SCHOOL / "memberships.csv").read_text(encoding="utf-8-sig").splitlines()
    people = {line.partition(",")[0] for line in lines}
    assert set() == {finding.bearer[0].id for finding in report.findings} - people
    assert all(f.window.first_day.isoformat() <= "2027-01-22" for f in report.findings)
    assert all(f.window.last_day.isoformat() >= "2026-09-01" for f in report.findings)


def numbers_of(value: object) -> Iterator[float]:
    """Every binary float in a JSON value."""
    match value:
        case float():
            yield value
        case dict():
            for part in value.values():
                yield from numbers_of(part)
        case list():
            for part in value:
                yield from numbers_of(part)
        case _:
            return


@pytest.mark.parametrize("language", list(Language))
def test_the_json_report_keeps_its_schema(language: Language) -> None:
    """The report of a whole school is valid in each language, and no number in it is a binary float."""
    found = json.loads(to_json(attrs.evolve(report_on(LOGS[0]), language=language)))
    jsonschema.Draft202012Validator(json.loads(schema())).validate(found)
    assert [] == list(numbers_of(found))


@pytest.mark.parametrize("language", list(Language))
def test_the_page_renders_in_each_language(language: Language) -> None:
    """The page of a whole school is one document in its language, with every norm and bearer on it."""
    page = to_html(attrs.evolve(report_on(LOGS[0]), language=language))
    assert f'<html lang="{language.value}">' in page
    assert page.rstrip().endswith("</html>")
    named = {f.norm for f in report_on(LOGS[0]).findings}
    assert set() == {name for name in named if name not in page}
