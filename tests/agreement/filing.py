"""The engine over files: a coded log in, Parquet out, its rows held against the reference's."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import attrs
from agreement.comparing import Difference
from agreement.pairs import Pair

from dutyrules.engines.choice import Outcomes
from dutyrules.engines.columnar.bulk.rows import Row, read_rows
from dutyrules.engines.columnar.bulk.run import audit_checked
from dutyrules.engines.columnar.bulk.settings import Form, Settings
from dutyrules.engines.outcome import Outcome
from dutyrules.records.log import SCALE

EVIDENCE = 1_000
"""More events than any generated log has: all of the evidence is compared."""


def filed(form: Form) -> Callable[[Pair, Outcomes], list[Difference]]:
    """The check of the engine over files in one of its forms."""

    def check(pair: Pair, expected: Outcomes) -> list[Difference]:
        found = {_name(row): row for row in _written(pair, form)}
        wanted = {_name(row): row for row in (_row(pair, outcome) for outcome in expected[0])}
        return [
            difference
            for name in sorted(found.keys() | wanted.keys(), key=str)
            for difference in _between(name, wanted.get(name), found.get(name))
        ]

    return check


def _written(pair: Pair, form: Form) -> list[Row]:
    settings = Settings(form=form, evidence=EVIDENCE)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        audit_checked(
            [pair.policy], pair.school, pair.log, out, as_of=pair.as_of, term=pair.the_term, settings=settings
        )
        return list(read_rows(out))


def _name(row: Row) -> tuple[object, ...]:
    return row.norm, row.person, row.unit, row.counterparty, row.window, row.part, row.event, row.case


def _between(name: tuple[object, ...], expected: Row | None, found: Row | None) -> list[Difference]:
    if expected is None or found is None:
        is_there = ("there" if expected else "none", "there" if found else "missing")
        return [Difference(str(name), "instance", *is_there)]
    return [
        Difference(str(name), field.name, str(getattr(expected, field.name)), str(getattr(found, field.name)))
        for field in attrs.fields(Row)
        if getattr(expected, field.name) != getattr(found, field.name)
    ]


def _row(pair: Pair, outcome: Outcome) -> Row:
    """The outcome as the engine writes it."""
    o, measure, margin = outcome.obligation, outcome.measure, outcome.margin
    return Row(
        policy=pair.policy.name,
        norm=o.norm.label,
        person=o.person,
        unit=o.unit,
        counterparty=o.counterparty,
        window=(o.window.start, o.window.end),
        part=(o.start, o.end),
        event=o.event,
        case=o.case,
        applicability=o.applicability,
        verdict=outcome.verdict,
        would_be=outcome.would_be,
        low=None if measure is None else _scaled(measure.low),
        high=None if measure is None or measure.high is None else _scaled(measure.high),
        margin=None if margin is None else _scaled(margin),
        evidence=outcome.evidence,
    )


def _scaled(number: Decimal) -> int:
    """In 1/SCALE, rounded down where a share of people is not a whole number of it."""
    return math.floor(number * SCALE)
