"""The one verdict rule: as Python, as SQL, and as the reference engine spells it out by itself."""

import itertools
import math
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyrules.engines.reference.engine import Reference
from dutyrules.findings.model import Modality
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.plan.verdict_rule import DUTY, PERMISSION, Name, Numbers, verdict, verdict_sql
from dutyrules.records.log import SCALE

END = 1_000
COLUMNS: dict[Name, str] = {"low": "low", "high": "high", "least": "least", "most": "most"}
Row = tuple[int, int | None, int | None, int | None, bool, bool]

small = st.integers(-3, 3)
large = st.integers(-(2**62), 2**62)
ints = st.one_of(small, small, large)
maybe = st.one_of(st.none(), ints)
rows = st.lists(st.tuples(ints, maybe, maybe, maybe, st.booleans(), st.booleans()), min_size=1, max_size=40)
amounts = st.decimals(min_value=-3, max_value=3, places=4)
bounds = st.one_of(st.none(), st.decimals(min_value=-3, max_value=3, places=5))


def by_python(row: Row) -> str:
    """The verdict that the rule gives as Python."""
    low, high, least, most, is_permission, is_over = row
    numbers = Numbers(low=low, high=high, least=least, most=most)
    return verdict(numbers, is_permission=is_permission, is_over=is_over).value


def by_sql(found: list[Row]) -> list[str]:
    """The verdicts that the rule gives as SQL, in the order of the rows."""
    duty, permission = (verdict_sql(COLUMNS, is_permission=p, is_over="is_over") for p in (False, True))
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE held (place BIGINT, low BIGINT, high BIGINT, least BIGINT, most BIGINT,"
            " is_permission BOOLEAN, is_over BOOLEAN)"
        )
        connection.executemany(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(found)]
        )
        answers = connection.sql(
            f"SELECT CASE WHEN is_permission THEN {permission} ELSE {duty} END FROM held ORDER BY place"  # noqa: S608
        ).fetchall()
    return [answer for (answer,) in answers]


def by_reference(
    modality: Modality, measure: Interval, low: Decimal | None, high: Decimal | None, as_of: int
) -> Verdict:
    """The verdict of the reference engine on a measure and the numbers of an obligation that ends at END."""
    finder = SimpleNamespace(world=SimpleNamespace(as_of=as_of))
    engine = Reference(cast("Any", finder), "")
    return engine._verdict(modality, measure, cast("Any", SimpleNamespace(low=low, high=high, end=END)))


def scaled(number: Decimal | None) -> int | None:
    """A measure as the integer that engines work with."""
    return None if number is None else int(number * SCALE)


@given(found=rows)
def test_sql_gives_what_python_gives(found: list[Row]) -> None:
    """Row by row the CASE has the verdict of the function, NULL standing for None."""
    assert [by_python(row) for row in found] == by_sql(found)


def test_sql_gives_what_python_gives_on_every_small_case() -> None:
    """So do all cases of numbers from nothing to 2, whatever the modality and the window."""
    some = (None, 0, 1, 2)
    flags = (False, True)
    found = [
        row
        for row in itertools.product((0, 1, 2), some, some, some, flags, flags)
        if row[1] is None or row[0] <= row[1]
    ]
    assert [by_python(row) for row in found] == by_sql(found)


@given(
    modality=st.sampled_from(Modality),
    least=amounts,
    more=st.one_of(st.none(), st.decimals(min_value=0, max_value=3, places=4)),
    low=bounds,
    high=bounds,
    as_of=st.sampled_from((END - 1, END, END + 1)),
)
def test_the_rule_is_the_one_that_the_reference_spells_out(
    modality: Modality,
    least: Decimal,
    more: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    as_of: int,
) -> None:
    """On whole ten-thousandths, with bounds rounded inward, the table gives what 5.2 and 5.3 say."""
    measure = Interval(low=least, high=None if more is None else least + more)
    expected = by_reference(modality, measure, low, high, as_of)
    numbers = Numbers(
        low=int(least * SCALE),
        high=scaled(measure.high),
        least=None if low is None else math.ceil(low * SCALE),
        most=None if high is None else math.floor(high * SCALE),
    )
    assert expected is verdict(numbers, is_permission=modality is Modality.MAY, is_over=as_of >= END)


@pytest.mark.parametrize(
    ("low", "high", "least", "most", "expected"),
    [
        (2, None, 2, None, Verdict.FULFILLED),  # at least 2, and no event can undo it
        (1, None, 2, None, Verdict.UNDETERMINED),
        (1, 1, 2, None, Verdict.VIOLATED),
        (0, 0, None, 0, Verdict.FULFILLED),  # none at all, and the log is complete
        (0, None, None, 0, Verdict.UNDETERMINED),
        (1, None, None, 0, Verdict.VIOLATED),
        (2, 3, 2, 3, Verdict.FULFILLED),
        (1, 3, 2, 3, Verdict.UNDETERMINED),
        (4, None, 2, 3, Verdict.VIOLATED),
    ],
)
def test_a_duty_is_held_against_its_bound(
    low: int, high: int | None, least: int | None, most: int | None, expected: Verdict
) -> None:
    """The least that the measure comes to decides for the lower bound, the most for the upper."""
    numbers = Numbers(low=low, high=high, least=least, most=most)
    assert expected is verdict(numbers, is_permission=False, is_over=True)


def test_an_open_verdict_is_pending_until_the_window_ends() -> None:
    """What no row decides depends on the window alone."""
    open_ = Numbers(low=0, high=None, least=1, most=None)
    found = [verdict(open_, is_permission=False, is_over=over) for over in (False, True)]
    assert [Verdict.PENDING, Verdict.UNDETERMINED] == found


def test_rows_of_the_table_decide_only_what_is_certain() -> None:
    """No row gives a verdict that depends on the window, so that a verdict once given stays."""
    certain = {Verdict.FULFILLED, Verdict.VIOLATED, Verdict.INAPPLICABLE}
    assert certain == {made for _, made in (*DUTY, *PERMISSION)}
