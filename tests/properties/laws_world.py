"""Logs, rosters and calendars for the laws, drawn with a bias to where answers change."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import attrs
from duty_world import World, bearer_name, policy, report, school, window_name
from hypothesis import strategies as st

from dutyrules.findings.model import Finding, Report, ScoreResult

Row = dict[str, str]

NORMS = """
weekly: each week, leader must hold at least 1 research_activity.
meets: each week, research_group must hold at least 1 research_activity.
talks: each month, leader must hold at least 3 research_activity.
minutes: each month, leader must hold at least 60 minutes of research_activity.
long_ones: each month, leader must hold at least 2 research_activity, with duration at least 40 minutes.
forms: each month, by day 5 of the next month, leader must hand_in at least 1 record_form.
early: each term, in the first 4 weeks, leader must hand_in at least 1 plan.
late_hours: each Wednesday after period 6, leader must hold at least 1 theory_study.
visits: each month, leader must make at least 1 lesson_observation of each member.
few: each month, leader must hold at most 1 theory_study.
never: each month, leader must not incur any neglect_finding, with confirmed is yes.
just: each month, leader must hold exactly 1 research_activity.
place: each research_activity must record place.
enough: each research_activity must satisfy duration at least 40 minutes.
free: each month, leader may hold at least 1 theory_study.
tidy: each month, attested by subject_head, "tidy".
work: each month, rated by subject_head, out of 10 points, "work".
half: each month, leader must make lesson_observation of at least 50% of member.
not_all: each month, leader must make lesson_observation of at most 50% of member.
steady: each month, leader must hold research_activity, at most 20 days apart.
reported: on the day of each research_activity, leader must hand_in at least 1 record_form.
prepared: within 7 days before each research_activity (duration at least 40 minutes),
  leader must hand_in at least 1 plan.
followed: within 24 hours after each research_activity, leader must not hold any theory_study.
one_place: each month, each research_activity with the same topic must agree on place.
in_order: each month, each scope must go in order through plan, summary.
instead: each month, leader must hold at least 4 research_activity, failing that hold at least 1 theory_study.
ranked: each month, where research_group is among the lowest 1 by mean of sign_in of research_activity,
  leader must hold at least 1 theory_study.
lessons: each month, leader must make at least 2 lesson_observation.
exception starters to lessons: each month, where novice, leader must make at least 1 lesson_observation.
never_long: each month, leader must not hold any research_activity, with duration at least 60 minutes.
exception noted to never_long: each month, leader may hold any research_activity, with topic is present.
first_plan: each month, leader must hand_in at least 1 plan.
other_plan: each month, leader must hand_in at least 1 plan.
separate first_plan, other_plan.
"""
SCORES = """
score monthly: each month, rounded half up to 1 decimal place, capped at 60 points.
item craft 10 points: rated by subject_head.
item order 10 points: less 3 points for each breach of weekly, few, enough.
item calm 10 points: attested by subject_head.
item extra: 5 points if talks fulfilled, otherwise 1 points.
item share 8 points: in proportion to lessons.
item answers 6 points: in proportion to reported.
item gaps 9 points: weekly, place, steady by missing: missing 0 gives 9 points, missing 1 gives 4 points,
  otherwise 0 points.
item conduct 5 points: less 2 points for each neglect_finding.
item replies 10 points: less 4 points for each breach of reported, one_place, in_order.
item kept: 2 points if prepared fulfilled, otherwise 0 points.
bonus studies: 1 point for each theory_study.
item rewards: sum of points of reward_activity.
grade monthly: excellent from 30 points, good from 20 points, qualified from 10 points, otherwise unqualified.
veto neglect: each month, any neglect_finding, with confirmed is yes, makes monthly unqualified, basis "4".
veto outcry: each month, any neglect_finding, with outcry is yes, withholds stipend of monthly, basis "5",
  on proof that confirmed is yes, for 2 months.
shift award: each month, any reward_activity, with points at least 3, raises monthly by 1 grade.
shift fall: each month, any neglect_finding, with outcry is no, lowers monthly by 1 grade.
stipend monthly, in yuan: fixed 200 yuan, excellent 160 yuan, good 100 yuan, qualified 40 yuan,
  unqualified in all 0 yuan, prorated by days in post.
score termly: each term.
item months: sum of monthly.
item average: mean of monthly.
"""
AT_LEAST = frozenset(  # and all else that is only helped by more
    {
        "weekly",
        "meets",
        "talks",
        "minutes",
        "long_ones",
        "forms",
        "early",
        "late_hours",
        "visits",
        "half",
        "steady",
        "reported",
        "prepared",
        "in_order",
        "instead",
        "lessons",
        "starters",
        "first_plan",
        "other_plan",
    }
)
AT_MOST = frozenset({"few", "never", "not_all", "followed", "one_place", "never_long"})
STATED = frozenset({"tidy", "work"})
CALENDARS = (
    "",
    '[[closure]]\nname = "storm"\nfirst_day = 2026-09-30\nlast_day = 2026-09-30\n',
    '[[skip_week]]\nterm = "2026-autumn"\nnumber = 3\n',
    '[[holiday]]\nname = "fair"\nfirst_day = 2026-09-14\nlast_day = 2026-09-18\n',
)
EDGES = tuple(
    datetime.date(2026, month, day)
    for month, day in (
        (9, 1), (9, 2), (9, 6), (9, 7), (9, 9), (9, 13), (9, 14), (9, 16), (9, 20), (9, 27), (9, 28), (9, 30),
        (10, 1), (10, 5), (10, 6), (10, 7), (10, 8), (10, 10), (10, 11), (10, 12), (10, 31),
        (11, 1), (11, 2), (11, 5), (11, 6),
    )
)  # fmt: skip
HOURS = ("00:00", "08:00", "15:49", "15:50", "23:59")
PEOPLE = ("li", "wang", "chen", "zhao")

as_of_days = st.sampled_from((*EDGES, datetime.date(2026, 11, 30), datetime.date(2027, 3, 1)))


@st.composite
def worlds(draw: st.DrawFn, text: str = NORMS + SCORES) -> World:
    """A school in which `li` hands over to `wang` and members come and go, under the policy."""
    handover, joined = draw(st.sampled_from(EDGES)), draw(st.sampled_from(EDGES))
    roster = f"""
    li leader maths - {handover} {draw(st.sampled_from(("", "novice=yes", "novice=no")))}
    wang leader maths {handover}
    chen member maths
    zhao member maths {joined}
    head subject_head school
    """
    return World(school=school(roster, draw(st.sampled_from(CALENDARS))), policies=(policy(text),))


def _maybe(values: Sequence[str]) -> st.SearchStrategy[str]:
    """One of the values or a blank."""
    return st.sampled_from(("", *values))


@st.composite
def doings(draw: st.DrawFn) -> Row:
    """A row of what somebody did, with blanks."""
    kind = draw(
        st.sampled_from(
            (
                "research_activity", "research_activity", "theory_study", "lesson_observation",
                "record_form", "plan", "summary", "neglect_finding", "reward_activity",
            )
        )
    )  # fmt: skip
    row = {
        "type": kind,
        "time": f"{draw(st.sampled_from(EDGES))} {draw(st.sampled_from(HOURS))}",
        "actor": draw(st.sampled_from(("li", "wang", "li", "wang", "chen", ""))),
        "unit": draw(_maybe(("maths", "maths", "english", "school"))),
    }
    own: dict[str, dict[str, tuple[str, ...]]] = {
        "research_activity": {
            "duration": ("39", "40", "60"), "place": ("hall", "yard"), "topic": ("sums", "area"),
            "sign_in": ("2", "3"),
        },
        "plan": {"scope": ("one", "two")},
        "summary": {"scope": ("one", "two")},
        "lesson_observation": {"observed": ("chen", "zhao", "li")},
        "neglect_finding": {"confirmed": ("yes", "no"), "outcry": ("yes", "no")},
        "reward_activity": {"points": ("0", "0.25", "3")},
    }  # fmt: skip
    return row | {name: draw(_maybe(values)) for name, values in own.get(kind, {}).items()}


@st.composite
def statements(draw: st.DrawFn) -> Row:
    """A row of an attestation or a rating."""
    rated = draw(st.booleans())
    own = (
        {"points": draw(_maybe(("0", "7.25", "10", "11")))} if rated else {"met": draw(_maybe(("yes", "no")))}
    )
    return {
        "type": "rating" if rated else "attestation",
        "time": f"{draw(st.sampled_from(EDGES))} 12:00",
        "actor": draw(st.sampled_from(("head", "head", "chen"))),
        "about": draw(st.sampled_from(("li", "wang"))),
        "matter": draw(st.sampled_from(("work", "craft") if rated else ("tidy", "calm"))),
        "considered_on": draw(_maybe([str(day) for day in EDGES])),
    } | own


def numbered(rows: Sequence[Row], prefix: str = "e") -> list[Row]:
    """The rows with ids of their own."""
    return [row | {"id": f"{prefix}{number:03}"} for number, row in enumerate(rows)]


def unrepeated(rows: Sequence[Row]) -> list[Row]:
    """The rows without the statements that correct an earlier one of the same month."""
    kept: dict[tuple[str, ...], Row] = {}
    for place, row in enumerate(rows):
        day = row.get("considered_on") or row["time"]
        stated = (row.get("about", ""), row.get("matter", ""), day[:7])
        kept.setdefault(stated if "about" in row else (str(place),), row)
    return list(kept.values())


logs = st.lists(st.one_of(doings(), doings(), statements()), max_size=14).map(numbered)
logs_without_corrections = (
    st.lists(st.one_of(doings(), doings(), statements()), max_size=14).map(unrepeated).map(numbered)
)
more_doings = st.lists(doings(), min_size=1, max_size=6).map(lambda rows: numbered(rows, "x"))
broken_rows = st.lists(
    st.sampled_from(
        (
            {"type": "research_activity", "time": "2026-02-30 10:00", "actor": "li"},
            {"type": "research_activity", "time": "2026-09-08 10:00", "actor": "stranger"},
            {"type": "dancing", "time": "2026-09-08 10:00", "actor": "li"},
            {"type": "research_activity", "time": "2026-09-08 10:00", "actor": "li", "duration": "long"},
            {"type": "research_activity", "time": "2026-09-08 10:00", "actor": "li", "unit": "nowhere"},
        )
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: numbered(rows, "broken"))


# Answers -------------------------------------------------------------------------------------------


def answer(world: World, rows: Sequence[Row], as_of: datetime.date) -> Report:
    """The report on a log that is complete for everything until its as-of instant."""
    return report(world, rows, as_of, [("", as_of)])


def silent_answer(world: World, rows: Sequence[Row], as_of: datetime.date) -> Report:
    """The report on a log that is complete for nothing."""
    return report(world, rows, as_of)


def finding_facts(finding: Finding) -> tuple[object, ...]:
    """All that a finding says, but for its id and the place of its rows in the file."""
    return (
        finding.norm,
        bearer_name(finding),
        window_name(finding.window),
        finding.verdict,
        finding.measure,
        finding.bound,
        tuple(row.event for row in finding.evidence),
        tuple((row.event, row.reason) for row in finding.rejected),
    )


def score_facts(score: ScoreResult) -> tuple[object, ...]:
    """The same of a score."""
    money = None if score.stipend is None else (score.stipend.low, score.stipend.high)
    items = tuple((item.item, item.low, item.high, item.reason) for item in score.items)
    vetoes = tuple((veto.veto, veto.certain) for veto in score.vetoes)
    name = (score.score, bearer_name(score), window_name(score.window))
    return (*name, score.low, score.high, items, score.grade, money, vetoes)


def facts(found: Report) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The facts of all findings and scores, in the report's order."""
    return [finding_facts(f) for f in found.findings], [score_facts(s) for s in found.scores]


def by_id(found: Report) -> dict[str, Finding]:
    """The findings by id."""
    return {finding.id: finding for finding in found.findings}


def codes(found: Report) -> Counter[str]:
    """How many rows were set aside for which reason."""
    return Counter(row.code for row in found.quarantine)


def lies_in(later: tuple[Decimal, Decimal | None], earlier: tuple[Decimal, Decimal | None]) -> bool:
    """True if every value of the later interval was possible before."""
    return earlier[0] <= later[0] and (
        earlier[1] is None or (later[1] is not None and later[1] <= earlier[1])
    )


def renamed(rows: Sequence[Row], names: dict[str, str]) -> list[Row]:
    """The rows with people called otherwise."""
    columns = ("actor", "about", "observed")
    return [row | {c: names.get(row[c], row[c]) for c in columns if c in row} for row in rows]


def with_names(world: World, names: dict[str, str]) -> World:
    """The school with people called otherwise."""
    roster = world.school.roster
    people = tuple(
        attrs.evolve(p, id=names.get(p.id, p.id), name=names.get(p.name, p.name)) for p in roster.people
    )
    held = tuple(attrs.evolve(m, person=names.get(m.person, m.person)) for m in roster.memberships)
    changed = type(roster)(people=people, units=roster.units, memberships=held)
    return attrs.evolve(world, school=attrs.evolve(world.school, roster=changed))
