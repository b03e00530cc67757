"""The chart of growth: time and memory by the number of events, both scales logarithmic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

import attrs

from benchmarks.bars import BulkRuns, events
from benchmarks.measuring.rounds import Median

_WIDTH, _HEIGHT = 460, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 12, 30, 40
_BETWEEN = 24

_LINES: Mapping[str, tuple[str, str, str]] = {
    "columnar_fused": ("columnar, flat form", "#0b6e4f", ""),
    "columnar_decoded": ("columnar, decoded form", "#0b6e4f", "6 4"),
    "per_norm": ("by hand, one query per norm", "#b3541e", "6 4"),
    "fused": ("by hand, fused", "#b3541e", ""),
    "pandas": ("pandas", "#5b5f97", ""),
    "floor": ("floor: scan and group once", "#777777", "2 3"),
}
"""Names, colours and dashes; a colour for whose it is, so that no two lines differ by colour alone."""


@attrs.frozen(kw_only=True)
class _Panel:
    """One of the two charts: a title, and how a run's figure is read."""

    title: str
    value: Callable[[Median], float]
    unit: str
    left: int


def chart(runs: BulkRuns) -> str:
    """An SVG of both charts, with the names of the lines below."""
    shown = [name for name in _LINES if any(name in found for found in runs.values())]
    panels = (
        _Panel(title="Time of the whole process", value=lambda m: m.seconds, unit="s", left=0),
        _Panel(title="Peak memory", value=lambda m: m.peak / 2**20, unit="MiB", left=_WIDTH + _BETWEEN),
    )
    width, height = 2 * _WIDTH + _BETWEEN, _HEIGHT + 16 + 18 * math.ceil(len(shown) / 3)
    body = "\n".join([*(_panel(panel, runs, shown) for panel in panels), _legend(shown)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" '
        'aria-label="Time and memory by the number of events" font-family="system-ui, sans-serif" '
        f'font-size="12">\n<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _panel(panel: _Panel, runs: BulkRuns, names: Sequence[str]) -> str:
    points = {
        name: [(events(size), panel.value(found[name])) for size, found in runs.items() if name in found]
        for name in names
    }
    xs = [x for line in points.values() for x, _ in line]
    ys = [y for line in points.values() for _, y in line]
    across = _scale(min(xs), max(xs), panel.left + _LEFT + 12, panel.left + _WIDTH - _RIGHT - 12)
    up = _scale(min(ys) / 1.3, max(ys) * 1.3, _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<text x="{panel.left + _LEFT}" y="18" font-weight="600">{escape(panel.title)}</text>',
        *(_tick_up(panel, tick, up(tick)) for tick in _ticks(min(ys) / 1.3, max(ys) * 1.3)),
        *(_tick_across(size, across(events(size))) for size in runs),
    ]
    for name, line in points.items():
        _, colour, dashes = _LINES[name]
        drawn = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        parts.append(
            f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dashes or "none"}"/>'
        )
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
    return "\n".join(parts)


def _scale(least: float, most: float, start: float, end: float) -> Callable[[float], float]:
    low, high = math.log10(least), math.log10(most)
    spread = (high - low) or 1.0
    return lambda value: start + (math.log10(value) - low) / spread * (end - start)


def _ticks(least: float, most: float) -> list[float]:
    """Ones, twos and fives between the two."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    ticks = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    inside = [tick for tick in ticks if least <= tick <= most]
    return inside if len(inside) <= 8 else [tick for tick in inside if f"{tick:e}".startswith("1")]


def _tick_up(panel: _Panel, value: float, y: float) -> str:
    left, right = panel.left + _LEFT, panel.left + _WIDTH - _RIGHT
    return (
        f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#dddddd"/>'
        f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#444444">{value:g} {panel.unit}</text>'
    )


def _tick_across(size: str, x: float) -> str:
    y = _HEIGHT - _BOTTOM
    return f'<text x="{x:.1f}" y="{y + 20}" text-anchor="middle" fill="#444444">{escape(size)} events</text>'


def _legend(names: Sequence[str]) -> str:
    parts = []
    for place, name in enumerate(names):
        words, colour, dashes = _LINES[name]
        x, y = _LEFT + place % 3 * 300, _HEIGHT + 12 + place // 3 * 18
        parts.append(
            f'<line x1="{x}" y1="{y - 4}" x2="{x + 28}" y2="{y - 4}" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dashes or "none"}"/><text x="{x + 36}" y="{y}">{escape(words)}</text>'
        )
    return "\n".join(parts)
