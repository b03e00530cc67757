"""What an audit of files may use, and what it says of itself afterwards."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from pathlib import Path

import attrs

from dutyrules.engines.columnar.connection import Statement


class Form(enum.Enum):
    """How the log is read: once into a table, or straight from the files by every pass over it.

    AUTO is decoded where a policy has several statements that gain by it and the memory suffices.
    """

    AUTO = "auto"
    DECODED = "decoded"
    FUSED = "fused"


@attrs.frozen(kw_only=True)
class Settings:
    """How to run. Units: `memory_limit` in bytes; None is DuckDB's own choice.

    `evidence` so many of the smallest `seq` are written with each instance. `open_only` leaves the
    instances whose window is open at the as-of instant. `shard` (number, of) leaves the bearers whose
    unit's code is `number` modulo `of`, so that the shards of one log make up the whole. `people` leaves what
    these bear, by their ids.
    """

    form: Form = Form.AUTO
    evidence: int = 0
    memory_limit: int | None = None
    threads: int | None = None
    temp: Path | None = None
    open_only: bool = False
    shard: tuple[int, int] | None = None
    people: tuple[str, ...] | None = None


DEFAULTS = Settings()


@attrs.frozen(kw_only=True)
class Summary:
    """What was run and found. `verdicts` counts instances by verdict; `seconds` are by stage.

    `form` is decoded if any policy was.

    `fallback` are the labels of norms that the in-memory columnar engine answered, since their forms
    have no statement of files.
    """

    rows: int
    verdicts: Mapping[str, int]
    form: Form
    fallback: tuple[str, ...]
    statements: tuple[Statement, ...]
    seconds: Mapping[str, float]
