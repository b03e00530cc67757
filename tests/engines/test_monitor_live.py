"""A monitor fed in pieces says what the reference says of what it has been fed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from duty_world import TERM, World
from hypothesis import given
from hypothesis import strategies as st
from monitor_questions import asked, log_of_rows
from monitor_worlds import events_of, expected_standings, moment
from properties.laws_world import NORMS, Row, as_of_days, logs, worlds

from dutyrules.engines.monitor.monitor import Monitor


@given(worlds(NORMS), logs, as_of_days, st.booleans())
def test_a_whole_log_stands_as_the_reference_says(
    world: World, rows: Sequence[Row], as_of: datetime.date, is_complete: bool
) -> None:
    """All at once, every instance that has begun stands as the reference judges it."""
    complete = [("", as_of)] if is_complete else []
    (question,) = asked(world, log_of_rows(world, rows), as_of, complete)
    monitor = Monitor(world.policies, world.school, term=TERM, reorder=None, lateness=None)
    monitor.feed(question.world.log)
    monitor.advance(moment(question.world.as_of), None if is_complete else {})
    expected, found = expected_standings(question), monitor.standings()
    assert expected == found


@given(worlds(NORMS), logs, st.data())
def test_pieces_in_any_order_stand_as_the_reference_says(
    world: World, rows: Sequence[Row], data: st.DataObject
) -> None:
    """Fed in any order and batches, with time moving between, what is said in the end is the reference's."""
    log = log_of_rows(world, rows)
    events = data.draw(st.permutations(list(events_of(log, world.policies[0].vocabulary))))
    monitor = Monitor(world.policies, world.school, term=TERM, reorder=None, lateness=None)
    days = sorted(data.draw(st.lists(as_of_days, min_size=1, max_size=4)))
    for step, day in enumerate(days):
        last = step == len(days) - 1
        count = len(events) if last else data.draw(st.integers(0, len(events)))
        monitor.feed(events[:count])
        events = events[count:]
        (question,) = asked(world, log, day, [("", day)])
        monitor.advance(moment(question.world.as_of), None)
        if data.draw(st.booleans()):
            monitor = Monitor.restore(monitor.checkpoint(), world.policies, world.school)
    assert expected_standings(question) == monitor.standings()
