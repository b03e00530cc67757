"""Norms for which there is no statement over files: answered in memory, written in the same rows.

Only the event types that these norms look at are read into memory, and the roster.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import pyarrow as pa

from dutyrules.checking.policy import EachEvent, Norm, Quota, Response
from dutyrules.engines.columnar.bulk.grid import STATES
from dutyrules.engines.columnar.bulk.in_memory import log_of, school_of
from dutyrules.engines.columnar.bulk.judging import VERDICTS
from dutyrules.engines.columnar.bulk.stock import Stock
from dutyrules.engines.columnar.connection import Database, number, quoted
from dutyrules.engines.columnar.engine import evaluate
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.world import World
from dutyrules.plan.planner import plan_policy
from dutyrules.plan.windows import PlannedWindow
from dutyrules.records.log import SCALE
from dutyrules.records.school import School

_COLUMNS = {
    "policy": pa.int16(),
    "norm": pa.int16(),
    "person": pa.int32(),
    "unit": pa.int32(),
    "counterparty": pa.int32(),
    "window": pa.int32(),
    "start": pa.int64(),
    "end": pa.int64(),
    "event": pa.int64(),
    "case": pa.int32(),
    "applicability": pa.int8(),
    "verdict": pa.int8(),
    "would_be": pa.int8(),
    "low": pa.int64(),
    "high": pa.int64(),
    "margin": pa.int64(),
}


def run_fallback(stock: Stock, norms: Mapping[int, Norm], school: School | None, out: Path) -> None:
    """Write the instances of the norms, answered by the columnar engine over what they look at."""
    policy = attrs.evolve(stock.policy, norms=tuple(norms.values()), scores=())
    known = school or school_of(stock)
    log, seqs = log_of(stock, policy)
    plan = plan_policy(policy, known, stock.files.term)
    world = World(school=known, log=log, term=stock.files.term, as_of=stock.files.as_of)
    outcomes, _ = evaluate(plan, policy, world)
    numbers = {norm.label: number for number, norm in norms.items()}
    writer = _Writer(stock, numbers, seqs)
    wanted = [o for o in outcomes if writer.is_wanted(o)]
    rows = [writer.row(o) for o in wanted]
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in _COLUMNS.items()}
    evidence = stock.files.settings.evidence
    if evidence:
        ids = [[seqs[e] for e in o.evidence[:evidence]] for o in wanted]
        columns["evidence"] = pa.array(ids, pa.list_(pa.int64()))
    target = quoted(out / f"{stock.number:03}-others.parquet")
    stock.database.view("others", pa.table(columns))
    stock.database.run("instances answered in memory", f"COPY others TO {target} (FORMAT parquet)")


class _Writer:
    """Outcomes as rows of codes."""

    def __init__(self, stock: Stock, numbers: Mapping[str, int], seqs: Sequence[int]) -> None:
        self._stock = stock
        self._numbers = numbers
        self._seqs = seqs
        self._people = _codes(stock.database, "persons", "person")
        self._units = _codes(stock.database, "unit_codes", "unit")
        self._windows: dict[PlannedWindow, int] = {}
        self._texts: dict[str, int] = {}

    def is_wanted(self, outcome: Outcome) -> bool:
        """True if it is of the shard, of who is asked about, and of an open window if only those are."""
        owed, settings, as_of = outcome.obligation, self._stock.files.settings, self._stock.files.as_of
        is_open = owed.window.start <= as_of < owed.window.end
        if settings.open_only and not is_open:
            return False
        if settings.people is not None and owed.person not in settings.people:
            return False
        shard = settings.shard
        return shard is None or self._units[owed.unit] % shard[1] == shard[0]

    def row(self, outcome: Outcome) -> dict[str, int | None]:
        """One instance, without its evidence."""
        owed, measure, margin = outcome.obligation, outcome.measure, outcome.margin
        high = None if measure is None else measure.high
        return {
            "policy": self._stock.number,
            "norm": self._numbers[owed.norm.label],
            "person": self._people[owed.person],
            "unit": self._units[owed.unit],
            "counterparty": None if owed.counterparty is None else self._people[owed.counterparty],
            "window": self._window(outcome),
            "start": owed.start,
            "end": owed.end,
            "event": None if owed.event is None else self._seqs[owed.event],
            "case": None if owed.case is None else self._text(owed.case),
            "applicability": STATES[owed.applicability],
            "verdict": VERDICTS[outcome.verdict],
            "would_be": None if outcome.would_be is None else VERDICTS[outcome.would_be],
            "low": None if measure is None else int(measure.low * SCALE // 1),
            "high": None if high is None else int(high * SCALE // 1),
            "margin": None if margin is None else math.floor(margin * SCALE),
        }

    def _window(self, outcome: Outcome) -> int | None:
        owed = outcome.obligation
        is_opened = isinstance(owed.norm, Quota) and isinstance(owed.norm.recurrence, Response)
        if isinstance(owed.norm, EachEvent) or is_opened:
            return None
        if owed.window not in self._windows:
            windows = self._stock.windows
            self._windows[owed.window] = len(windows)
            windows[len(windows)] = owed.window
        return self._windows[owed.window]

    def _text(self, text: str) -> int:
        """The code of a case's text, a new one where the log's dictionary has none."""
        database = self._stock.database
        if not self._texts:
            self._texts = _codes(database, "texts", "code", "text")
        if text not in self._texts:
            code = max(self._texts.values(), default=-1) + 1
            self._texts[text] = code
            added = pa.table({"code": pa.array([code], pa.int32()), "text": pa.array([text], pa.string())})
            database.view("added", added)
            database.run("a text of a case", "INSERT INTO texts SELECT code, text FROM added")
        return self._texts[text]


def _codes(database: Database, table: str, code: str, text: str = "id") -> dict[str, int]:
    rows = database.rows(f"the codes of {table}", f"SELECT {text}, {code} FROM {table}")
    return {str(name): number(found) for name, found in rows}
