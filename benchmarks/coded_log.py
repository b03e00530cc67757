"""A coded log folder as a `Log` in memory, for the engines that take one."""

from __future__ import annotations

from array import array
from collections import defaultdict
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from dutyrules.records.log import AttributeColumn, Completeness, Log


def read_coded_log(folder: Path) -> Log:
    """The log of a workload; its events have no ids, so they are called by their number."""
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in pq.read_table(folder / "dictionary.parquet").to_pylist():
        texts[row["kind"]].append((row["code"], row["text"]))
    named = {kind: tuple(text for _, text in sorted(rows)) for kind, rows in texts.items()}
    events = ds.dataset(folder / "events").to_table().sort_by("seq").to_pydict()
    columns = {
        name: AttributeColumn(attribute=name, values=tuple(events[f"c{number}"]))
        for number, name in enumerate(named["column"])
    }
    size = len(events["seq"])
    return Log(
        ids=tuple(f"e{seq:09d}" for seq in events["seq"]),
        t=array("q", events["t"]),
        day=array("q", events["day"]),
        event_type=array("q", events["type"]),
        actor=array("q", [-1 if code is None else code for code in events["actor"]]),
        unit=array("q", [-1 if code is None else code for code in events["unit"]]),
        file=array("q", bytes(8 * size)),
        row=array("q", range(size)),
        columns=columns,
        types=named["type"],
        people=named["person"],
        units=named["unit"],
        texts=named["text"],
        files=("events",),
        sources=(),
        quarantine=(),
        completeness=tuple(
            Completeness(event_types=frozenset({name} if name else ()), through=through)
            for through, name in sorted(texts["complete"])
        ),
    )
