"""The instances that were written, as rows of Python with texts for codes: for comparison and for tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pyarrow.parquet as pq

from dutyrules.findings.verdict import Verdict
from dutyrules.plan.obligations import Applicability


@attrs.frozen(kw_only=True)
class Row:
    """One instance. Units: instants in µs UTC, `low`, `high` and `margin` in 1/SCALE.

    `window` is [start, end) of the window, `part` of the bearer's part of it. `evidence` are the k
    smallest `seq`, None if none were asked for.
    """

    policy: str
    norm: str
    person: str
    unit: str
    counterparty: str | None
    window: tuple[int, int]
    part: tuple[int, int]
    event: int | None
    case: str | None
    applicability: Applicability
    verdict: Verdict
    would_be: Verdict | None
    low: int | None
    high: int | None
    margin: int | None
    evidence: tuple[int, ...] | None


def read_rows(out: Path) -> Iterator[Row]:
    """The rows of a folder that `audit_tables` wrote, in no order."""
    norms = {(n["policy"], n["norm"]): n for n in pq.read_table(out / "norms.parquet").to_pylist()}
    texts: dict[str, dict[int, str]] = {}
    for entry in pq.read_table(out / "dictionary.parquet").to_pylist():
        texts.setdefault(entry["kind"], {})[entry["code"]] = entry["text"]
    windows = {
        w["window"]: (w["start"], w["end"]) for w in pq.read_table(out / "windows.parquet").to_pylist()
    }
    verdicts, states = tuple(Verdict), tuple(Applicability)
    for file in sorted((out / "instances").glob("*.parquet")):
        for row in pq.ParquetFile(file).read().to_pylist():
            norm = norms[row["policy"], row["norm"]]
            part = (row["start"], row["end"])
            ids = row.get("evidence")
            yield Row(
                policy=norm["policy_name"],
                norm=norm["label"],
                person=texts["person"][row["person"]],
                unit=texts["unit"][row["unit"]],
                counterparty=_text(texts, "person", row["counterparty"]),
                window=part if row["window"] is None else windows[row["window"]],
                part=part,
                event=row["event"],
                case=_text(texts, "text", row["case"]),
                applicability=states[row["applicability"]],
                verdict=verdicts[row["verdict"]],
                would_be=None if row["would_be"] is None else verdicts[row["would_be"]],
                low=row["low"],
                high=row["high"],
                margin=row["margin"],
                evidence=None if ids is None else tuple(ids),
            )


def _text(texts: dict[str, dict[int, str]], kind: str, code: int | None) -> str | None:
    return None if code is None else texts[kind][code]
