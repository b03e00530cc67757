"""Schools whose people do things in several units at once, so that shards need each other's events."""

from __future__ import annotations

import datetime
from pathlib import Path

import attrs
import duty_world
from duty_world import events, policy, school
from engine_worlds import world_of
from hypothesis import strategies as st
from properties.laws_world import (
    CALENDARS,
    EDGES,
    NORMS,
    SCORES,
    Row,
    as_of_days,
    doings,
    numbered,
    statements,
)

from dutyrules.auditing import joint_vocabulary, load_policies
from dutyrules.checking.policy import CheckedPolicy
from dutyrules.cli.policy_names import policy_files
from dutyrules.engines.world import World
from dutyrules.records.read_log import read_log
from dutyrules.records.school import read_school

MORE = """
each_talks: each month, each member must hold at least 1 theory_study.
during: between each research_activity and summary, leader must hold at least 1 theory_study.
advice: on the day of each lesson_observation, leader must make at least 1 teaching_check of that member.
paired: each term, each member must be in at least 1 apprenticeship.
mirrored: each month, at least 50% of member must hold theory_study.
below: each week, where research_group is among the lowest 1 by sum of sign_in of research_activity,
  leader must hold at least 1 research_activity.
named: each month, where research_group is among the highest 2 by mean of sign_in of research_activity,
  each scope must go in order through plan, summary.
"""
TEXT = NORMS + MORE + SCORES
ROSTER = """
li leader maths - {handover}
wang leader maths {handover}
zhao leader english
li leader english {joined}
sun leader science
chen member maths
zhao member maths {joined}
wang member english
chen member english
hu member science
head subject_head school
sun subject_head school {joined}
"""
PEOPLE = ("li", "wang", "zhao", "sun", "chen", "hu")
LANTIAN = Path(__file__).parents[2] / "examples" / "lantian"
UNITS = ("maths", "english", "science", "school", "c1", "")


@st.composite
def schools(draw: st.DrawFn, text: str = TEXT) -> duty_world.World:
    """Three groups whose people lead one and belong to another, and change places."""
    days = {name: draw(st.sampled_from(EDGES)) for name in ("handover", "joined")}
    found = school(ROSTER.format(**days), draw(st.sampled_from(CALENDARS)))
    return duty_world.World(school=found, policies=(policy(text),))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of what anybody did, under any unit or none, toward anybody."""
    row = dict(draw(st.one_of(doings(), doings(), statements())))
    if row["type"] == "lesson_observation" and draw(st.booleans()):
        kind = draw(st.sampled_from(("teaching_check", "apprenticeship")))
        row = {"type": kind, "time": row["time"]}
        row["checked" if kind == "teaching_check" else "apprentice"] = draw(st.sampled_from((*PEOPLE, "")))
    if "about" in row:
        return row | {"about": draw(st.sampled_from(PEOPLE)), "actor": draw(st.sampled_from(("head", "sun")))}
    row |= {"actor": draw(st.sampled_from((*PEOPLE, ""))), "unit": draw(st.sampled_from(UNITS))}
    return row | ({"observed": draw(st.sampled_from((*PEOPLE, "")))} if "observed" in row else {})


logs = st.lists(rows(), max_size=20).map(numbered)


@attrs.frozen(kw_only=True)
class Asked:
    """A world with the policies that are asked about it."""

    policies: duty_world.World
    world: World


@st.composite
def asked(draw: st.DrawFn, text: str = TEXT) -> Asked:
    """A school, a log that is complete or of which nothing is known, and an instant."""
    found, as_of = draw(schools(text)), draw(as_of_days)
    complete = draw(st.sampled_from((((("", as_of)),), ())))
    return Asked(policies=found, world=world_of(found, draw(logs), as_of, complete))


def day(text: str) -> datetime.date:
    """The day of that text."""
    return datetime.date.fromisoformat(text)


def example() -> tuple[tuple[CheckedPolicy, ...], World]:
    """The example school with three policies, as of the end of what its log is complete for."""
    policies = load_policies(policy_files(("002-14", "001-01", "004-04")))
    found = read_school(LANTIAN)
    log = read_log((LANTIAN / "log.csv",), joint_vocabulary(policies), found)
    as_of = max(c.through for c in log.completeness)
    term = found.calendar.term_at(as_of)
    assert term is not None
    return policies, World(school=found, log=log, term=term, as_of=as_of)


MANY = 50
"""More shards than anybody bears anything in the schools of these tests."""
THREE_LEADERS = """
li leader maths
zhao leader english
sun leader science
"""
RANKED = """
last_ones: each month, where research_group is among the lowest 1 by mean of sign_in of research_activity,
  leader must hold at least 1 theory_study.
"""
SIGNED = """
2026-09-08 li research_activity @maths sign_in=4
2026-09-08 zhao research_activity @english sign_in=3
2026-09-09 zhao research_activity @english sign_in=5
2026-09-08 sun research_activity @science sign_in=6
"""


def ranked_world() -> World:
    """Three groups, of which two are tied for the last place in September."""
    world = duty_world.World(school=school(THREE_LEADERS), policies=(policy(RANKED),))
    return world_of(world, events(SIGNED), day("2026-12-01"), [("", day("2026-12-01"))])
