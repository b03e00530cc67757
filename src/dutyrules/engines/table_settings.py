"""How instances are written as tables."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class TableSettings:
    """How instances are written: processes that share the work, and bytes for all of them together.

    `evidence`: so many events of each instance are named, the first by instant and id. `people`: whose
    instances are written, by their ids; None is everybody's.
    """

    jobs: int = 1
    memory_limit: int | None = None
    evidence: int = 0
    people: tuple[str, ...] | None = None
