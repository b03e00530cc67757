"""The shape of what the columnar engine runs: scans, joins and tables, from DuckDB's own plans.

Times differ from machine to machine and day to day; a plan that reads the log twice as often does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from benchmarks.workload.size import AS_OF_DAY, midnight
from dutyrules.checking.loading import load_policy
from dutyrules.engines.columnar.bulk.run import Form, Settings, audit_checked
from dutyrules.engines.columnar.connection import Database

_EVENT_COLUMN = re.compile(r"seq|t|day|type|actor|unit|c\d+")
_CELLS = "SELECT coalesce(sum(estimated_size * column_count), 0)::BIGINT, count(*) FROM duckdb_tables()"

Node = Mapping[str, object]


@attrs.frozen(kw_only=True)
class Shape:
    """What all statements of one run come to.

    `log_scans` are the times that the log's files are read, `joins` those in statements that read the log
    or a table decoded from it; `tables` and `cells` the most tables, and values in them, at any time.
    """

    statements: int
    log_scans: int
    joins: int
    tables: int
    cells: int
    distinct_among_others: tuple[str, ...]
    nested_loops: tuple[str, ...]


@attrs.define
class _Watch:
    """What was seen of a run so far."""

    plans: list[tuple[str, Sequence[Node]]] = attrs.Factory(list)
    cells: int = 0
    tables: int = 0

    def explain(self, database: Database, name: str, sql: str) -> None:
        """Keeps the plan of a statement that is about to run."""
        rows = database._connection.execute(f"EXPLAIN (FORMAT JSON) {sql}").fetchall()
        self.plans.append((name, json.loads(rows[0][1])))

    def weigh(self, database: Database) -> None:
        """Looks at the tables there are."""
        cells, tables = database._connection.execute(_CELLS).fetchall()[0]
        self.cells, self.tables = max(self.cells, int(cells)), max(self.tables, int(tables))


def shape_of(workload: Path, form: Form) -> Shape:
    """The shape of an audit of the workload in that form."""
    watch = _Watch()
    policy = load_policy(workload / "workload.duty")
    with TemporaryDirectory() as out, _watched(watch):
        audit_checked(
            [policy],
            workload / "school",
            workload,
            Path(out),
            as_of=midnight(AS_OF_DAY),
            term="autumn",
            settings=Settings(form=form, threads=1),
        )
    nodes = {name: [n for root in plan for n in _walked(root)] for name, plan in watch.plans}
    return Shape(
        statements=len(watch.plans),
        log_scans=sum(map(_is_log_scan, _all(nodes))),
        joins=sum("JOIN" in _name(node) for node in _all(nodes)),
        tables=watch.tables,
        cells=watch.cells,
        distinct_among_others=tuple(n for n, own in nodes.items() if any(map(_mixes_distinct, own))),
        nested_loops=tuple(n for n, own in nodes.items() if _loops_over_log(own)),
    )


@contextmanager
def _watched(watch: _Watch) -> Iterator[None]:
    run, aside = Database.run, Database.run_aside

    def explained(self: Database, name: str, sql: str) -> None:
        watch.explain(self, name, sql)
        run(self, name, sql)
        watch.weigh(self)

    Database.run = Database.run_aside = explained  # type: ignore[method-assign]
    try:
        yield
    finally:
        Database.run, Database.run_aside = run, aside  # type: ignore[method-assign]


def _walked(node: Node) -> Iterator[Node]:
    yield node
    children = node.get("children", [])
    if isinstance(children, list):
        for child in children:
            yield from _walked(child)


def _all(nodes: Mapping[str, Sequence[Node]]) -> Iterator[Node]:
    return (node for own in nodes.values() for node in own)


def _name(node: Node) -> str:
    return str(node.get("name", "")).strip().upper()


def _said(node: Node, what: str) -> list[str]:
    """A list of texts in what the plan says of a node; one text stands for a list of one."""
    extra = node.get("extra_info", {})
    found = extra.get(what, []) if isinstance(extra, dict) else []
    return [found] if isinstance(found, str) else list(found)


def _is_log_scan(node: Node) -> bool:
    """True if the node reads files with the columns of events."""
    columns = _said(node, "Projections")
    return "PARQUET" in _name(node) and bool(columns) and all(map(_EVENT_COLUMN.fullmatch, columns))


def _mixes_distinct(node: Node) -> bool:
    """True for a DISTINCT among other aggregates, which is the dearest way to count what is distinct."""
    aggregates = _said(node, "Aggregates")
    return len(aggregates) > 1 and any("DISTINCT" in each.upper() for each in aggregates)


def _loops_over_log(nodes: Sequence[Node]) -> bool:
    """True if a statement that reads the log compares every row with every other."""
    loops = any(
        "NL_JOIN" in _name(n) or "NESTED_LOOP" in _name(n) or "CROSS_PRODUCT" in _name(n) for n in nodes
    )
    return loops and any(map(_is_log_scan, nodes))
