"""The report as tables for a console: counts, what was violated, scores, rows set aside.

Only characters that every console draws at one known width are used for the frame, and signs
of ambiguous width in names and labels give way to plain ones. What came from a log is shown as
text, never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import attrs
from rich.box import Box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from dutyrules.findings.model import Finding, Language, PolicyInfo, Report, ScoreResult
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.amounts import days, interval, measured, money, number
from dutyrules.reports.parties import Names, names_in
from dutyrules.reports.plain_text import shorten
from dutyrules.reports.tallies import Tally, by_code, norm_tallies, tally, with_verdict
from dutyrules.reports.width import narrow
from dutyrules.reports.words import verdict_word, words_in

_PLAIN = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
_T = TypeVar("_T")

_CELL_LIMIT = 200
_COLUMNS = (
    Verdict.FULFILLED,
    Verdict.VIOLATED,
    Verdict.UNDETERMINED,
    Verdict.PENDING,
    Verdict.WAIVED,
    Verdict.INAPPLICABLE,
)
_STYLES: Mapping[Verdict, str] = {
    Verdict.FULFILLED: "green",
    Verdict.VIOLATED: "bold red",
    Verdict.UNDETERMINED: "yellow",
    Verdict.PENDING: "cyan",
    Verdict.WAIVED: "magenta",
    Verdict.INAPPLICABLE: "dim",
}
_BROKEN: Mapping[Verdict, str] = {
    Verdict.FULFILLED: "ful-\nfilled",
    Verdict.VIOLATED: "vio-\nlated",
    Verdict.UNDETERMINED: "undeter-\nmined",
    Verdict.INAPPLICABLE: "inappli-\ncable",
}
"""English verdicts over two lines, so that six of them fit beside a norm in 80 columns."""


@attrs.frozen(kw_only=True)
class _Page:
    """What every part of the output needs to know."""

    report: Report
    names: Names
    words: Mapping[str, str]
    limit: int

    @property
    def language(self) -> Language:
        return self.report.language


def print_report(report: Report, console: Console, *, limit: int) -> None:
    """Prints the report on `console`, at most `limit` rows of each list (0: all rows)."""
    page = _Page(report=report, names=names_in(report), words=words_in(report.language), limit=limit)
    _print_title(page, console)
    for policy in report.policies:
        _print_counts(page, policy, console)
    _print_violated(page, console)
    _print_scores(page, console)
    _print_quarantine(page, console)


def _print_title(page: _Page, console: Console) -> None:
    report, words = page.report, page.words
    console.print(_text(f"{words['title']}  {report.school}  {report.term}", style="bold"))
    as_of = report.as_of.isoformat(sep=" ", timespec="minutes")
    console.print(_text(f"{words['as_of']} {as_of}   {words['engine']} {report.engine}", style="dim"))
    console.print(_totals(tally(report.findings), page.language))


def _totals(counts: Tally, language: Language) -> Text:
    line = Text()
    for verdict in _COLUMNS:
        if line and counts.counts[verdict]:
            line.append("   ")
        if counts.counts[verdict]:
            line.append(f"{verdict_word(verdict, language)} {counts.counts[verdict]}", _STYLES[verdict])
    return line


def _print_counts(page: _Page, policy: PolicyInfo, console: Console) -> None:
    rows = norm_tallies(page.report, policy)
    _print_heading(f"{policy.title}  {page.words['source']} {policy.source}", console)
    if not rows:
        console.print(_text(page.words["nothing"], style="dim"))
        return
    table = _table((page.words["clause"], page.words["norm"]), footer=True)
    for verdict in _COLUMNS:
        table.add_column(_verdict_header(verdict, page.language), justify="right", no_wrap=True)
    for row in rows:
        table.add_row(_text(row.clause), _text(row.norm), *_counts(row.tally))
    table.columns[1].footer = _text(page.words["total"])
    for column, cell in zip(
        table.columns[2:], _counts(tally(f for r in rows for f in r.findings)), strict=True
    ):
        column.footer = cell
    console.print(table)


def _verdict_header(verdict: Verdict, language: Language) -> Text:
    word = verdict_word(verdict, language)
    return Text(_BROKEN.get(verdict, word) if language is Language.EN else word)


def _counts(counts: Tally) -> list[Text]:
    shown = ((counts.counts[verdict], _STYLES[verdict]) for verdict in _COLUMNS)
    return [Text(str(count), style) if count else Text("-", "dim") for count, style in shown]


def _print_violated(page: _Page, console: Console) -> None:
    found = with_verdict(page.report.findings, Verdict.VIOLATED)
    _print_heading(f"{verdict_word(Verdict.VIOLATED, page.language)} {len(found)}", console)
    if not found:
        console.print(_text(page.words["none_violated"], style="dim"))
        return
    words = page.words
    table = _table((words["bearer"], words["norm"], words["window"], words["owed"]))
    table.add_column(_text(words["done"]), justify="right", overflow="fold")
    table.add_column(_text(words["margin"]), justify="right", overflow="fold")
    for finding in _first(found, page):
        table.add_row(*_violated_row(finding, page))
    console.print(table)
    _print_rest(len(found), page, console)


def _violated_row(finding: Finding, page: _Page) -> list[Text]:
    done = "-" if finding.measure is None else measured(finding.measure, page.language)
    return [
        _text(page.names.bearer(finding.bearer)),
        _text(f"{finding.norm} [{finding.clause}]"),
        _text(finding.window.label.in_language(page.language), days(finding.window, page.language)),
        _text(finding.bound.in_language(page.language)),
        _text(done, style="red"),
        _text("-" if finding.margin is None else number(finding.margin), style="red"),
    ]


def _print_scores(page: _Page, console: Console) -> None:
    scores, words = page.report.scores, page.words
    if not scores:
        return
    _print_heading(f"{words['scores']} {len(scores)}", console)
    table = _table((words["bearer"], words["score"], words["window"]))
    table.add_column(_text(words["points"]), justify="right", overflow="fold")
    table.add_column(_text(words["grade"]), overflow="fold")
    table.add_column(_text(words["stipend"]), justify="right", overflow="fold")
    for score in _first(scores, page):
        table.add_row(*_score_row(score, page))
    console.print(table)
    _print_rest(len(scores), page, console)


def _score_row(score: ScoreResult, page: _Page) -> list[Text]:
    style = "" if score.is_final else "yellow"
    stipend = score.stipend
    paid = money(stipend.low, stipend.high, stipend.currency, page.language) if stipend else "-"
    grade = page.words["comma"].join(score.grade) or "-"
    vetoes = page.words["comma"].join(veto.veto for veto in score.vetoes)
    return [
        _text(page.names.bearer(score.bearer)),
        _text(score.score),
        _text(score.window.label.in_language(page.language)),
        _text(interval(score.low, score.high, page.language), style=style),
        _text(grade, f"{page.words['veto']} {vetoes}", style="red") if vetoes else _text(grade, style=style),
        _text(paid, style=style),
    ]


def _print_quarantine(page: _Page, console: Console) -> None:
    rows, words = page.report.quarantine, page.words
    _print_heading(f"{words['quarantine']} {len(rows)}", console)
    if not rows:
        console.print(_text(words["quarantine_none"], style="dim"))
        return
    table = _table((words["code"],))
    table.add_column(_text(words["rows"]), justify="right")
    table.add_column(_text(words["first"]), overflow="fold")
    table.add_column(_text(words["message"]), overflow="fold")
    for code, found in by_code(rows).items():
        first = found[0]
        message = first.message.in_language(page.language)
        table.add_row(_text(code), Text(str(len(found))), _text(f"{first.file}:{first.row}"), _text(message))
    console.print(table)


def _print_heading(text: str, console: Console) -> None:
    console.print()
    console.print(_text(text, style="bold"))


def _print_rest(count: int, page: _Page, console: Console) -> None:
    if page.limit and count > page.limit:
        console.print(_text(f"  + {count - page.limit} {page.words['more']}", style="dim"))


def _table(headers: Iterable[str], *, footer: bool = False) -> Table:
    table = Table(box=_PLAIN, show_footer=footer, show_edge=False, header_style="bold", footer_style="bold")
    for header in headers:
        _add(table, header, "left")
    return table


def _add(table: Table, header: str, justify: JustifyMethod) -> None:
    table.add_column(_text(header), justify=justify, overflow="fold")


def _first(rows: Sequence[_T], page: _Page) -> Sequence[_T]:
    return rows[: page.limit] if page.limit else rows


def _text(*lines: str, style: str = "") -> Text:
    """`lines` as literal text, each made safe; markup or a line break in them means nothing."""
    return Text("\n".join(narrow(shorten(line, _CELL_LIMIT)) for line in lines), style)
