"""What is written from files is what the reference answers, form by form."""

from __future__ import annotations

from pathlib import Path

import pytest
from bulk_rows import expected_rows, in_order, log_of, written_rows
from duty_world import World, events, policy, school
from golden_cases import Case, cases

from dutyrules.engines.columnar.bulk.run import Form, Settings

GOLDEN = tuple(cases(Path(__file__).parents[1] / "golden"))
FORMS = (Form.DECODED, Form.FUSED)


@pytest.mark.parametrize(
    ("case", "form"), [(case, FORMS[n % 2]) for n, case in enumerate(GOLDEN)], ids=map(str, GOLDEN)
)
def test_a_golden_case_comes_out_the_same(case: Case, form: Form) -> None:
    """Every case of the semantics, its first two rows of evidence too, in one form or the other."""
    world = World(school=school(case.roster, case.calendar, case.waivers), policies=(policy(case.policy),))
    (checked,) = world.policies
    expected = case.expected[-1]
    log = log_of(world, events(case.events), expected.complete)
    days = world.school.calendar
    as_of = expected.as_of
    instant = days.instant(as_of.date(), as_of.time()) if hasattr(as_of, "time") else days.instant(as_of)
    settings = Settings(form=form, evidence=2)
    found = written_rows([checked], world.school, log, instant, settings, expected.term)
    asked = expected_rows(checked, world.school, log, instant, 2, expected.term)
    assert in_order(asked) == in_order(found)
