"""How the findings of one norm are laid out for the eye: over windows, in a row, or beside others.

A norm with a few calendar windows makes a *grid*, bearers by windows. A norm with one window per
event, or one window for several counterparties, makes a *strip*: per person, one cell after the
other. Norms with a single window and one finding a person share one *matrix*, norms by persons.
"""

from __future__ import annotations

import datetime
import enum
import itertools
from collections.abc import Iterable, Sequence

import attrs

from dutyrules.findings.model import Finding, Language, Party, ReportWindow
from dutyrules.reports.tallies import NormTally

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

MOST_COLUMNS = 60
"""A grid with more columns than this is laid out as a strip."""


class Layout(enum.Enum):
    """Where the findings of a norm are shown."""

    GRID = "grid"
    STRIP = "strip"
    MATRIX = "matrix"


@attrs.frozen(kw_only=True)
class GridRow:
    """One bearer's findings. Shapes: one tuple per column of the grid, mostly of one finding."""

    bearer: tuple[Party, ...]
    cells: tuple[tuple[Finding, ...], ...]


@attrs.frozen(kw_only=True)
class Grid:
    """One norm over its windows; `columns` is empty for a strip, whose rows differ in length."""

    norm: NormTally
    columns: tuple[ReportWindow, ...]
    rows: tuple[GridRow, ...]
    is_paired: bool = False
    """True for a strip that goes over counterparties, whose names tell its cells apart."""


@attrs.frozen(kw_only=True)
class Matrix:
    """Norms with a single window, over persons. Shapes: one cell per person in every row."""

    persons: tuple[tuple[Party, ...], ...]
    rows: tuple[tuple[NormTally, tuple[tuple[Finding, ...], ...]], ...]


def layout_of(norm: NormTally) -> Layout:
    """The layout that suits the windows and bearers of `norm`."""
    windows = _windows(norm.findings)
    if len(windows) == 1:
        persons = {f.bearer[:1] for f in norm.findings}
        return Layout.MATRIX if len(persons) == len(norm.findings) else Layout.STRIP
    if len(windows) > MOST_COLUMNS or any(w.kind == "event" for w in windows):
        return Layout.STRIP
    return Layout.GRID


def grid(norm: NormTally) -> Grid:
    """`norm` as a grid of bearers by windows. Order: bearers as in the report, windows by time."""
    columns = _windows(norm.findings)
    place = {(w.start, w.end): index for index, w in enumerate(columns)}
    rows: dict[tuple[Party, ...], list[list[Finding]]] = {}
    for finding in norm.findings:
        cells = rows.setdefault(finding.bearer, [[] for _ in columns])
        cells[place[finding.window.start, finding.window.end]].append(finding)
    return Grid(norm=norm, columns=columns, rows=tuple(_row(b, cells) for b, cells in rows.items()))


def strip(norm: NormTally) -> Grid:
    """`norm` as one row per person, a cell per finding in the report's order."""
    rows: dict[tuple[Party, ...], list[Finding]] = {}
    for finding in norm.findings:
        rows.setdefault(finding.bearer[:1], []).append(finding)
    return Grid(
        norm=norm,
        columns=(),
        rows=tuple(_row(_shared([f.bearer for f in found]), ([f] for f in found)) for found in rows.values()),
        is_paired=len(_windows(norm.findings)) == 1,
    )


def matrix(norms: Sequence[NormTally]) -> Matrix | None:
    """`norms` side by side over all their persons; None if there are no norms."""
    if not norms:
        return None
    persons = tuple(dict.fromkeys(f.bearer[:1] for norm in norms for f in norm.findings))
    return Matrix(persons=persons, rows=tuple((norm, _by_person(norm, persons)) for norm in norms))


def column_head(window: ReportWindow, language: Language) -> str:
    """What stands over a column: the number of a week, which is known to be one, else the label."""
    return str(window.number) if window.kind == "week" else window.label.in_language(language)


def month_heads(windows: Sequence[ReportWindow], language: Language) -> tuple[tuple[str, int], ...]:
    """Over columns of weeks, the months they mostly lie in, with how many columns each spans; else none."""
    if not windows or any(w.kind != "week" for w in windows):
        return ()
    months = itertools.groupby(windows, key=lambda w: (_middle(w).year, _middle(w).month))
    return tuple((_month(month, language), len(tuple(weeks))) for (_, month), weeks in months)


def _middle(window: ReportWindow) -> datetime.date:
    return window.first_day + (window.last_day - window.first_day) / 2


def _month(month: int, language: Language) -> str:
    return _MONTHS[month - 1] if language is Language.EN else f"{month}月"


def _by_person(norm: NormTally, persons: Iterable[tuple[Party, ...]]) -> tuple[tuple[Finding, ...], ...]:
    found = {f.bearer[:1]: f for f in norm.findings}
    return tuple((found[p],) if p in found else () for p in persons)


def _shared(bearers: Sequence[tuple[Party, ...]]) -> tuple[Party, ...]:
    """The parties with which all of `bearers` begin: the person, and the unit if it is always the same."""
    columns = itertools.takewhile(lambda parties: len(set(parties)) == 1, zip(*bearers, strict=False))
    return tuple(parties[0] for parties in columns)


def _row(bearer: tuple[Party, ...], cells: Iterable[Iterable[Finding]]) -> GridRow:
    return GridRow(bearer=bearer, cells=tuple(map(tuple, cells)))


def _windows(findings: Iterable[Finding]) -> tuple[ReportWindow, ...]:
    distinct = {(f.window.start, f.window.end): f.window for f in findings}
    return tuple(distinct[key] for key in sorted(distinct))
