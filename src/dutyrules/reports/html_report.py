"""The report as one HTML page that needs nothing else: no network, no fonts, no other file.

The page carries a Content-Security-Policy that lets it load nothing; its one style sheet and its
one small script are allowed by their hashes, and the page reads and prints without the script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING

import attrs
from markupsafe import Markup

from dutyrules.findings.model import (
    EvidenceRow,
    Finding,
    Language,
    Modality,
    Party,
    Report,
    ReportWindow,
    Text,
)
from dutyrules.findings.verdict import Interval, Verdict
from dutyrules.reports import amounts
from dutyrules.reports.grids import column_head, month_heads
from dutyrules.reports.page_parts import anchors, policy_parts, shares, sheets, verdict_parts
from dutyrules.reports.parties import Names, names_in
from dutyrules.reports.plain_text import clean, shorten
from dutyrules.reports.tallies import MoneySum, by_code, tally
from dutyrules.reports.width import text_width
from dutyrules.reports.words import modality_word, verdict_word, words_in

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE, _STYLE, _SCRIPT = "report.html.j2", "report.css", "report.js"
_CELL_LIMIT = 400
_BRIEF = 8
MOST_ROWS = 100
"""More evidence rows than this are counted, not listed, in one finding."""

MARKS: Mapping[Verdict, str] = {
    Verdict.FULFILLED: "f",
    Verdict.VIOLATED: "v",
    Verdict.UNDETERMINED: "u",
    Verdict.PENDING: "p",
    Verdict.WAIVED: "w",
    Verdict.INAPPLICABLE: "i",
}
"""The letter by which style sheet and symbols know a verdict."""


def to_html(report: Report) -> str:
    """The page as text; the same report gives the same text."""
    style, script = _source(_STYLE), _source(_SCRIPT)
    finding_anchors = anchors("f", (f.id for f in report.findings))
    score_anchors = anchors("s", (s.id for s in report.scores))
    all_sheets = sheets(report)
    return (
        _environment(_Wording(report=report, names=names_in(report)))
        .get_template(_TEMPLATE)
        .render(
            report=report,
            policy_text=_content_policy(style, script),
            # Both are files of this package, never a user's text.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            w=words_in(report.language),
            verdicts=tuple(MARKS),
            total=tally(report.findings),
            policies=policy_parts(report),
            parts=verdict_parts(report),
            sheets=all_sheets,
            sentences={p.name: p.sentences for p in report.policies},
            titles={p.name: p.title for p in report.policies},
            codes=by_code(report.quarantine),
            fa=finding_anchors,
            sa=score_anchors,
            pa={sheet.bearer: f"p{index}" for index, sheet in enumerate(all_sheets)},
            detailed=(Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING),
            most_rows=MOST_ROWS,
        )
    )


@attrs.frozen(kw_only=True)
class _Wording:
    """What the template calls to put values into words of the report's language."""

    report: Report
    names: Names

    @property
    def language(self) -> Language:
        return self.report.language

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def verdict(self, verdict: Verdict) -> str:
        return verdict_word(verdict, self.language)

    def modality(self, modality: Modality) -> str:
        return modality_word(modality, self.language)

    def measure(self, measure: Interval) -> str:
        return amounts.measured(measure, self.language)

    def sum(self, total: MoneySum) -> str:
        return amounts.money(total.low, total.high, total.currency, self.language)

    def days(self, window: ReportWindow) -> str:
        return amounts.days(window, self.language)

    def head(self, window: ReportWindow) -> str:
        return column_head(window, self.language)

    def months(self, windows: tuple[ReportWindow, ...]) -> tuple[tuple[str, int], ...]:
        return month_heads(windows, self.language)

    def bearer(self, bearer: tuple[Party, ...]) -> str:
        return self.names.bearer(bearer)

    def upright(self, bearer: tuple[Party, ...]) -> tuple[str, ...]:
        """The bearer in parts that can stand over each other; the id apart, where it is told."""
        parts = (part for party in bearer for part in self.names.parts(party))
        return tuple(parts) or (self.bearer(bearer),)

    def rest(self, bearer: tuple[Party, ...]) -> str:
        return self.names.rest(bearer)

    def tip(self, finding: Finding) -> str:
        """What a cell says when pointed at: who, when, what came of it and why."""
        said = (self.bearer(finding.bearer), self.say(finding.window.label), self.verdict(finding.verdict))
        return " · ".join((*said, self.say(finding.reason)))


def _environment(wording: _Wording) -> Environment:
    # Most audits are never shown as a page.
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({_TEMPLATE: _source(_TEMPLATE)}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = wording
    environment.globals["shares"] = shares
    environment.globals["mark"] = MARKS
    environment.filters["cell"] = _cell
    environment.filters["number"] = amounts.number
    environment.globals.update(
        labels=_labels, is_wide=lambda text: text_width(text) > len(text), cells_of=_cells, brief=_brief
    )
    environment.globals["span"] = lambda low, high: amounts.interval(low, high, wording.language)
    return environment


def _finalize(value: object) -> object:
    """Every text that the template shows, without control and direction characters."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _cell(value: str) -> str:
    """A cell of a log in a length that one row can hold."""
    return shorten(value, _CELL_LIMIT)


def _labels(rows: tuple[EvidenceRow, ...]) -> tuple[str, ...]:
    """The labels of the cells of `rows` in order of appearance, without one that repeats the event id."""
    told = ((label, value != row.event) for row in rows for label, value in row.cells)
    return tuple(dict.fromkeys(label for label, is_new in told if is_new))


def _cells(row: EvidenceRow, labels: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of `row` under `labels`; blank where it has none."""
    shown = dict(row.cells)
    return tuple(shown.get(label, "") for label in labels)


def _brief(rows: tuple[EvidenceRow, ...]) -> str:
    """Which events these are, as many as a line holds."""
    named = " ".join(shorten(row.event, 40) for row in rows[:_BRIEF])
    return named if len(rows) <= _BRIEF else f"{named} + {len(rows) - _BRIEF}"


def _source(name: str) -> str:
    file = resources.files("dutyrules.reports").joinpath("templates", name)
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def _content_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
