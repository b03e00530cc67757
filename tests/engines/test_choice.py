"""Which engine answers, and that a report is the same whoever answered."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path

import pytest

from dutyrules.auditing import joint_vocabulary as vocabulary_of
from dutyrules.auditing import load_policies, report_on
from dutyrules.cli.policy_names import policy_files
from dutyrules.engines import choice
from dutyrules.engines.choice import Engine, EngineMissingError, engine_for, evaluator
from dutyrules.findings.model import Report
from dutyrules.records.read_log import read_log
from dutyrules.records.school import read_school
from dutyrules.reports.json_report import to_json

LANTIAN = Path(__file__).parents[2] / "examples" / "lantian"


@cache
def audited(engine: Engine) -> Report:
    """The report of the engine on the example school."""
    policies = load_policies(policy_files(("002-14", "001-01", "004-04")))
    school = read_school(LANTIAN)
    log = read_log((LANTIAN / "log.csv",), vocabulary_of(policies), school)
    end = datetime.datetime(2027, 1, 25)
    return report_on(policies, school, log, as_of=end, engine=engine)


@pytest.mark.parametrize("engine", [Engine.COLUMNAR, Engine.MONITOR], ids=lambda e: e.value)
def test_the_report_is_the_same_but_for_the_engines_name(engine: Engine) -> None:
    """Every finding, score, reason and row of the example school, as JSON."""
    expected, found = (json.loads(to_json(audited(e))) for e in (Engine.REFERENCE, engine))
    assert engine.value == found["engine"]
    assert expected == found | {"engine": "reference"}


def test_size_decides() -> None:
    """A term of one school is answered before DuckDB is loaded; a district's log is not."""
    assert (Engine.REFERENCE, Engine.COLUMNAR) == (engine_for(15_000), engine_for(10_000_000))


def test_without_duckdb_the_reference_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not installed is not chosen, and asked for by name it says what to install."""
    monkeypatch.setattr(choice, "find_spec", lambda _name: None)
    assert Engine.REFERENCE == engine_for(10_000_000)
    with pytest.raises(EngineMissingError, match=r"pip install 'dutyrules\[columnar\]'"):
        evaluator(Engine.COLUMNAR)
