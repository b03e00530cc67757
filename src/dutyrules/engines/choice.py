"""Which engine answers: by the size of the log, unless somebody names one.

All engines give the same answers (docs/agreement.md), so the choice is one of time and memory alone.
"""

from __future__ import annotations

import enum
import importlib
from collections.abc import Callable
from importlib.util import find_spec

import attrs

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.world import World
from dutyrules.findings.model import Text
from dutyrules.plan.obligations import Plan

Outcomes = tuple[tuple[Outcome, ...], tuple[Outcome, ...]]
Evaluate = Callable[[Plan, CheckedPolicy, World], Outcomes]
"""The outcomes of a plan's obligations and those that the log opens, and of what scores look up."""

MANY_EVENTS = 100_000
"""Events from which loading DuckDB costs less than what it saves (`make bench` shows both)."""


class Engine(enum.Enum):
    """The engines by the names that reports and the command line use."""

    REFERENCE = "reference"
    COLUMNAR = "columnar"
    MONITOR = "monitor"
    SPARK = "spark"


class EngineMissingError(Exception):
    """An engine was asked for that needs a package which is not installed."""

    def __init__(self, engine: Engine, extra: str) -> None:
        name = engine.value
        install = f"pip install 'dutyrules[{extra}]'"
        self.message = Text(
            en=f"The {name} engine needs packages that are not installed: {install}",
            zh_hans=f"{name} 引擎需要的软件包还没有安装：{install}",
            zh_hant=f"{name} 引擎需要的套件還沒有安裝：{install}",
        )
        super().__init__(self.message.en)


@attrs.frozen
class _Home:
    """Where an engine's `evaluate` is, what it imports, and the extra that brings that along."""

    module: str
    function: str
    needs: tuple[str, ...] = ()
    extra: str = ""


_HOMES = {
    Engine.REFERENCE: _Home("dutyrules.engines.reference.engine", "evaluate"),
    Engine.COLUMNAR: _Home(
        "dutyrules.engines.columnar.engine", "evaluate", ("duckdb", "pyarrow"), "columnar"
    ),
    Engine.MONITOR: _Home("dutyrules.engines.monitor.engine", "evaluate"),
    Engine.SPARK: _Home(
        "dutyrules.engines.columnar.cluster.spark", "evaluate", ("duckdb", "pyarrow", "pyspark"), "spark"
    ),
}


def engine_for(events: int) -> Engine:
    """The engine that answers soonest over a log of so many events, of those that can run here."""
    return Engine.COLUMNAR if events >= MANY_EVENTS and can_run(Engine.COLUMNAR) else Engine.REFERENCE


def can_run(engine: Engine) -> bool:
    """True if everything that the engine needs is installed."""
    return all(find_spec(name) is not None for name in _HOMES[engine].needs)


def evaluator(engine: Engine) -> Evaluate:
    """The engine's `evaluate`, loaded now.

    Raises:
        EngineMissingError: a package that it needs is not installed.
    """
    home = _HOMES[engine]
    if not can_run(engine):
        raise EngineMissingError(engine, home.extra)
    found: Evaluate = getattr(importlib.import_module(home.module), home.function)
    return found
