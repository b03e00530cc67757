"""What has gone wrong in engines over tables before: days, hours, blanks, money, order.

Each answer is written out by hand and held against the reference as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

import duty_world
from duty_world import DAY
from engine_worlds import differences, world_of
from hypothesis import given
from hypothesis import strategies as st

from dutyrules.calendar.reading import calendar_from
from dutyrules.engines.columnar.engine import evaluate
from dutyrules.engines.outcome import Outcome
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.planner import plan_policy
from dutyrules.records.school import School

LONDON = """
school = "Quarry Bank School"
zone = "Europe/London"
holidays = "none"
[[term]]
id = "2026-autumn"
name = "autumn 2026"
school_year = "2026-2027"
first_day = 2026-09-01
last_day = 2026-12-18
"""
END = DAY("2026-12-31")
CLOCKS_GO_BACK = DAY("2026-10-25")


def answered(
    policy: str, rows: Sequence[dict[str, str]], school: School | None = None, as_of: datetime.date = END
) -> tuple[Outcome, ...]:
    """The outcomes of a policy over rows that are all there is, equal to the reference's."""
    world = duty_world.World(school=school or duty_world.school(), policies=(duty_world.policy(policy),))
    found = world_of(world, rows, as_of, [("", as_of)])
    assert [] == differences(world.policies, found)
    (checked,) = world.policies
    return evaluate(plan_policy(checked, found.school, found.term), checked, found)[0]


def in_london() -> School:
    """The usual people in a school where clocks change."""
    usual = duty_world.school()
    days = calendar_from("calendar.toml", LONDON.encode())
    return School(calendar=days, roster=usual.roster, sources=())


# Dates ---------------------------------------------------------------------------------------------


def test_a_day_is_the_schools_and_not_that_of_utc() -> None:
    """At half past midnight on a Monday in Shanghai it is still Sunday, of the week before, in UTC."""
    rows = duty_world.events("2026-09-14 00:30 li research_activity")
    found = answered("weekly: each week, leader must hold at least 1 research_activity.\n", rows)
    done = [o.obligation.window.number for o in found if o.evidence]
    assert [3] == done


def test_a_gap_is_counted_in_the_schools_days() -> None:
    """Two events either side of a UTC midnight but on one day of the school leave no gap."""
    rows = duty_world.events("2026-09-14 00:30 li research_activity\n2026-09-14 09:00 li research_activity")
    (september, *_) = answered(
        "often: each month, leader must hold research_activity, at most 17 days apart.\n", rows
    )
    assert Interval.exactly(16) == september.measure


def test_a_date_on_the_row_places_it() -> None:
    """A rating entered in October for a day in September is September's."""
    row = "2026-10-05 head rating about=li matter=work points=7 considered_on=2026-09-30"
    found = answered(
        'work: each month, rated by subject_head, out of 10 points, "work".\n', duty_world.events(row)
    )
    assert [9] == [o.obligation.window.first_day.month for o in found if o.evidence]


# Hours and days ------------------------------------------------------------------------------------


def test_hours_elapse_where_clocks_change() -> None:
    """24 hours after noon on the day before clocks go back end at eleven, so noon is too late."""
    text = "soon: within 24 hours after each theory_study, leader must hand_in at least 1 record_form.\n"
    for hour, verdict in (("10:59", Verdict.FULFILLED), ("11:00", Verdict.VIOLATED)):
        rows = duty_world.events(f"2026-10-24 12:00 li theory_study\n{CLOCKS_GO_BACK} {hour} li record_form")
        assert [verdict] == [o.verdict for o in answered(text, rows, in_london())]


def test_days_end_at_midnight_where_clocks_change() -> None:
    """One day after the day before clocks go back ends when that day of 25 hours does."""
    text = "soon: within 1 day after each theory_study, leader must hand_in at least 1 record_form.\n"
    for moment, verdict in (("2026-10-25 23:59", Verdict.FULFILLED), ("2026-10-26 00:00", Verdict.VIOLATED)):
        rows = duty_world.events(f"2026-10-24 12:00 li theory_study\n{moment} li record_form")
        (outcome,) = answered(text, rows, in_london())
        assert verdict is outcome.verdict
        assert 49 * 3_600_000_000 == outcome.obligation.end - outcome.obligation.start


# Blanks --------------------------------------------------------------------------------------------


def test_a_blank_is_no_value_among_distinct_ones() -> None:
    """Two places and a blank are two values, and the blank leaves it open whether there are more."""
    text = "one: each month, each research_activity with the same topic must agree on place.\n"
    rows = duty_world.events(
        "2026-09-08 li research_activity @maths topic=sums place=hall\n"
        "2026-09-09 li research_activity @maths topic=sums place=hall\n"
        "2026-09-10 li research_activity @maths topic=sums"
    )
    (outcome,) = answered(text, rows)
    assert (Interval(low=Decimal(1), high=None), (0, 1)) == (outcome.measure, outcome.evidence)
    assert [2] == [r.event for r in outcome.rejected]


def test_a_sum_of_nothing_is_nothing_and_not_unknown() -> None:
    """Without an event the sum is exactly 0; with an event that lacks its minutes it has no upper end."""
    text = "minutes: each month, leader must hold at least 60 minutes of research_activity.\n"
    (empty, *_) = answered(text, [])
    assert (Interval.exactly(0), Verdict.VIOLATED) == (empty.measure, empty.verdict)
    (blank, *_) = answered(text, duty_world.events("2026-09-08 li research_activity"))
    assert (Interval(low=Decimal(0), high=None), Verdict.UNDETERMINED) == (blank.measure, blank.verdict)


def test_what_is_not_known_is_not_the_opposite() -> None:
    """An event without a duration is neither at least 40 minutes nor less, in a prohibition too."""
    text = (
        "never: each month, leader must not hold any research_activity, with duration at least 40 minutes.\n"
    )
    rows = duty_world.events("2026-09-08 li research_activity\n2026-09-09 li research_activity duration=39")
    (september, *_) = answered(text, rows)
    assert (Interval(low=Decimal(0), high=Decimal(1)), Verdict.UNDETERMINED) == (
        september.measure,
        september.verdict,
    )


# Exactness and order -------------------------------------------------------------------------------


def test_sums_are_exact() -> None:
    """Ten tenths are one, which no sum of binary fractions is."""
    text = "few: each month, leader must hold at least 1 point of class_meeting.\n"
    rows = [
        row
        for n in range(10)
        for row in duty_world.events(f"2026-09-{n + 10} li class_meeting score=0.1 #r{n}")
    ]
    (september, *_) = answered(text, rows)
    assert (Interval.exactly(1), Verdict.FULFILLED) == (september.measure, september.verdict)


@given(order=st.permutations(range(6)))
def test_evidence_is_in_the_order_of_the_log(order: list[int]) -> None:
    """However the rows arrive, evidence and what was looked at in vain are by instant, then id."""
    rows = [
        row
        for n in range(6)
        for row in duty_world.events(
            f"2026-09-{14 - n} li research_activity duration={40 if n % 2 else 39} #e{n}"
        )
    ]
    text = (
        "long: each month, leader must hold at least 2 research_activity, "
        "with duration at least 40 minutes.\n"
    )
    (september, *_) = answered(text, [rows[place] for place in order])
    assert ((0, 2, 4), (1, 3, 5)) == (september.evidence, tuple(r.event for r in september.rejected))
