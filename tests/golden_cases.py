"""Golden cases read from Markdown: prose, a policy, a school, events, and what is expected of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
from duty_world import DAY, ROSTER, World, bearer_name, events, key, policy, report, school, window_name

from dutyrules.findings.model import Finding, Report, ScoreResult

HEADING = re.compile(r"^## (?P<title>.+?) \((?P<paragraphs>[\d., ]+)\)$", re.MULTILINE)
BLOCK = re.compile(r"^```(?P<kind>\w+) ?(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen(kw_only=True)
class Expected:
    """Results expected as of an instant, `kind` being verdicts or scores."""

    kind: str
    as_of: datetime.datetime | datetime.date
    complete: tuple[tuple[str, datetime.date], ...]
    lines: tuple[tuple[str, ...], ...]
    term: str = "2026-autumn"


@attrs.frozen(kw_only=True)
class Case:
    """One case; `paragraphs` are those of the semantics that it holds.

    `policies` are by what the opening of their blocks says: a language where there are several.
    """

    file: str
    title: str
    paragraphs: tuple[str, ...]
    policies: Mapping[str, str]
    roster: str
    calendar: str
    waivers: str
    events: str
    expected: tuple[Expected, ...]

    @property
    def policy(self) -> str:
        """The text of the first policy."""
        return next(iter(self.policies.values()))

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def cases(folder: Path) -> Iterator[Case]:
    """The cases of all files in the folder, in order."""
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        headings = list(HEADING.finditer(text))
        ends = [*(heading.start() for heading in headings[1:]), len(text)]
        for heading, end in zip(headings, ends, strict=True):
            yield _case(path.stem, heading, text[heading.end() : end])


def _case(file: str, heading: re.Match[str], text: str) -> Case:
    blocks = [(m["kind"], m["rest"], m["body"]) for m in BLOCK.finditer(text)]
    single = {kind: body for kind, _, body in blocks if kind not in ("verdicts", "scores")}
    unknown = set(single) - {"duty", "roster", "calendar", "waivers", "events"}
    if unknown:
        raise ValueError(f"{file}, {heading['title']}: no block is called {unknown}")
    return Case(
        file=file,
        title=heading["title"],
        paragraphs=tuple(heading["paragraphs"].split(", ")),
        policies={rest: body for kind, rest, body in blocks if kind == "duty"},
        roster=single.get("roster", ROSTER),
        calendar=single.get("calendar", ""),
        waivers=single.get("waivers", ""),
        events=single.get("events", ""),
        expected=tuple(_expected(*block) for block in blocks if block[0] in ("verdicts", "scores")),
    )


def _expected(kind: str, rest: str, body: str) -> Expected:
    """`as of 2026-10-01[ 12:00][, complete | , TYPE complete through DAY]…[, term ID]`."""
    first, *more = rest.removeprefix("as of ").split(", ")
    as_of = datetime.datetime.fromisoformat(first) if " " in first else DAY(first)
    complete, term = [], "2026-autumn"
    for part in more:
        if part.startswith("term "):
            term = part.removeprefix("term ")
        elif part == "complete":
            complete.append(("", DAY(first[:10])))
        else:
            name, _, through = part.partition(" complete through ")
            complete.append((name.replace("all", ""), DAY(through) + datetime.timedelta(days=1)))
    lines = tuple(
        tuple(cell.strip() for cell in line.split("|")) for line in body.splitlines() if line.strip()
    )
    return Expected(kind=kind, as_of=as_of, complete=tuple(complete), lines=lines, term=term)


# What comes out ------------------------------------------------------------------------------------


def report_of(case: Case, expected: Expected) -> Report:
    """The report on which a block of results is expected."""
    world = World(school=school(case.roster, case.calendar, case.waivers), policies=(policy(case.policy),))
    return report(world, events(case.events), expected.as_of, expected.complete, expected.term)


def lines_of(found: Report, expected: Expected) -> list[tuple[str, ...]]:
    """The report's results as the block writes them, each with as many cells as the block asks of it."""
    if expected.kind == "scores":
        every = [((s.score, bearer_name(s), window_name(s.window)), _score_cells(s)) for s in found.scores]
    else:
        every = [(key(f), _finding_cells(f)) for f in found.findings]
    asked = {line[:3]: len(line) for line in expected.lines}
    shown = [(*name, *cells)[: asked.get(name, 99)] for name, cells in every]
    if ("nothing else",) in expected.lines:
        return [*shown, ("nothing else",)]
    return [line for line in shown if line[:3] in asked]


def _finding_cells(finding: Finding) -> tuple[str, ...]:
    """Verdict, measure, margin, evidence, rejected rows with their reasons."""
    measure = finding.measure
    shown = (
        "" if measure is None else f"{measure.low:f}..{'' if measure.high is None else f'{measure.high:f}'}"
    )
    return (
        finding.verdict.value,
        _short(shown),
        "" if finding.margin is None else f"{finding.margin:+f}",
        " ".join(row.event for row in finding.evidence),
        "; ".join(f"{row.event} {row.reason.en}" for row in finding.rejected if row.reason is not None),
    )


def _score_cells(score: ScoreResult) -> tuple[str, ...]:
    """Points, grades, money, vetoes."""
    money = "" if score.stipend is None else _short(f"{score.stipend.low:f}..{score.stipend.high:f}")
    return (
        _short(f"{score.low:f}..{'' if score.high is None else f'{score.high:f}'}"),
        " ".join(score.grade),
        money,
        "; ".join(f"{veto.veto} {'certain' if veto.certain else 'open'}" for veto in score.vetoes),
    )


def _short(interval: str) -> str:
    """`3` for `3..3`."""
    low, _, high = interval.partition("..")
    return low if low == high else interval
