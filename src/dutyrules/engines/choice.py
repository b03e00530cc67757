"""Which engine answers: by the size of the log, unless somebody names one.

All engines give the same answers (docs/agreement.md), so the choice is one of time and memory alone.
"""

from __future__ import annotations

import enum
import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import attrs

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.engines.outcome import Outcome
from dutyrules.engines.table_settings import TableSettings
from dutyrules.engines.world import World
from dutyrules.findings.model import Language, Text
from dutyrules.plan.obligations import Plan
from dutyrules.records.log import Log
from dutyrules.records.school import School

Outcomes = tuple[tuple[Outcome, ...], tuple[Outcome, ...]]
Evaluate = Callable[[Plan, CheckedPolicy, World], Outcomes]
"""The outcomes of a plan's obligations and those that the log opens, and of what scores look up."""


class Tabulated(Protocol):
    """What a tabulation says of itself: rows written, and how many instances have each verdict."""

    @property
    def rows(self) -> int:
        """How many instances were written."""

    @property
    def verdicts(self) -> Mapping[str, int]:
        """How many of them by the name of the verdict."""


class Tabulate(Protocol):
    """Writes every instance of some policies as a row of Parquet files; see docs/large-logs.md."""

    def __call__(
        self,
        policies: Sequence[CheckedPolicy],
        school: School,
        log: Log | Path,
        out: Path,
        *,
        as_of: int | None,
        term: str | None,
        settings: TableSettings,
    ) -> Tabulated:
        """`as_of` is in µs UTC."""


class Encoded(Protocol):
    """What was coded: how many events count, and how many lines the quarantine has of each code."""

    @property
    def events(self) -> int:
        """How many events were written."""

    @property
    def quarantine(self) -> Mapping[str, int]:
        """How many lines by their code."""


class Encode(Protocol):
    """Writes a log of any size as a coded log; see docs/large-logs.md."""

    def __call__(
        self,
        paths: Sequence[Path],
        vocabulary: Vocabulary,
        school: School,
        out: Path,
        *,
        language: Language,
        jobs: int,
        memory_limit: int | None,
    ) -> Encoded:
        """`memory_limit` is in bytes."""


MANY_EVENTS = 30_000
"""Events from which loading DuckDB and filling its tables costs less than it saves (docs/performance.md)."""


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


_SHARED = _Home("dutyrules.engines.columnar.cluster.local", "evaluate", ("duckdb", "pyarrow"), "columnar")
_TABLES = _Home("dutyrules.engines.columnar.cluster.files", "tabulate", ("duckdb", "pyarrow"), "columnar")
_ENCODING = _Home(
    "dutyrules.engines.columnar.encoding.encode_log", "encode_log", ("duckdb", "pyarrow"), "columnar"
)


def engine_for(events: int) -> Engine:
    """The engine that answers soonest over a log of so many events, of those that can run here."""
    return Engine.COLUMNAR if events >= MANY_EVENTS and can_run(Engine.COLUMNAR) else Engine.REFERENCE


def can_run(engine: Engine) -> bool:
    """True if everything that the engine needs is installed."""
    return all(find_spec(name) is not None for name in _HOMES[engine].needs)


def evaluator(engine: Engine, jobs: int = 1) -> Evaluate:
    """The engine's `evaluate`, loaded now; with several `jobs`, by shards in so many processes.

    Raises:
        EngineMissingError: a package that it needs is not installed.
        ValueError: several jobs, and another engine than the columnar one.
    """
    if jobs > 1 and engine is not Engine.COLUMNAR:
        raise ValueError("only the columnar engine runs in several processes")
    _demand(engine)
    home = _HOMES[engine] if jobs == 1 else _SHARED
    found: Callable[..., Outcomes] = getattr(importlib.import_module(home.module), home.function)
    return found if jobs == 1 else partial(found, shards=jobs, jobs=jobs)


def tabulator() -> Tabulate:
    """What writes instances to files, loaded now.

    Raises:
        EngineMissingError: a package that it needs is not installed.
    """
    _demand(Engine.COLUMNAR)
    found: Tabulate = getattr(importlib.import_module(_TABLES.module), _TABLES.function)
    return found


def encoder() -> Encode:
    """What codes logs, loaded now.

    Raises:
        EngineMissingError: a package that it needs is not installed.
    """
    _demand(Engine.COLUMNAR)
    found: Encode = getattr(importlib.import_module(_ENCODING.module), _ENCODING.function)
    return found


def _demand(engine: Engine) -> None:
    if not can_run(engine):
        raise EngineMissingError(engine, _HOMES[engine].extra)
