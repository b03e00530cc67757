"""The console report: aligned with double-width characters, and deaf to what a log says to it."""

from __future__ import annotations

import io
import unicodedata

import attrs
import pytest
from report_builder import build_report
from rich.console import Console

from dutyrules.findings.model import Language, Report
from dutyrules.reports.terminal_report import print_report
from dutyrules.reports.width import text_width


def printed(report: Report, *, width: int = 80, limit: int = 5, colour: bool = False) -> str:
    """What `report` prints on a console of `width` cells."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    )
    print_report(report, console, limit=limit)
    return out.getvalue()


def tables(text: str) -> list[list[str]]:
    """The lines of each table: from the head over its rule to the last row."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return [
        [line for line in block[1:] if not line.startswith("  + ")]
        for block in blocks
        if any(is_rule(line) for line in block)
    ]


def is_rule(line: str) -> bool:
    """True for a line of hyphens alone."""
    return len(line.strip()) > 10 and set(line.strip()) == {"-"}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("hostile", [False, True])
def test_no_line_is_wider_than_the_console(language: Language, width: int, hostile: bool) -> None:
    """Measured in cells, every line fits, whatever the language and the log."""
    text = printed(build_report(language=language, hostile=hostile), width=width)
    assert [] == [line for line in text.splitlines() if text_width(line) > width]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [80, 120])
def test_columns_are_aligned(language: Language, width: int) -> None:
    """All lines of a table take the same number of cells, Chinese or not."""
    found = tables(printed(build_report(language=language), width=width))
    assert len(found) == 6
    for table in found:
        assert len({text_width(line) for line in table}) == 1, "\n".join(table)


@pytest.mark.parametrize("language", list(Language))
def test_no_character_has_an_ambiguous_width(language: Language) -> None:
    """Signs that some consoles draw wide are replaced, also where a name or a label has them."""
    report = build_report(language=language)
    policy = attrs.evolve(report.policies[0], title="“职责”——第Ⅱ条 · ① ≥ 40…")
    text = printed(attrs.evolve(report, policies=(policy, *report.policies[1:])), limit=0)
    assert '"职责"--第II条 . 1 >= 40...' in text
    assert set() == {c for c in text if unicodedata.east_asian_width(c) == "A"}


def test_a_log_cannot_speak_to_the_terminal() -> None:
    """No escape, control or direction character of a log reaches the console."""
    text = printed(build_report(hostile=True), limit=0)
    assert set() == {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}


def test_markup_in_a_log_is_text() -> None:
    """Square brackets are shown, not read as styles, and an unclosed tag is no error."""
    text = printed(build_report(hostile=True), width=120, limit=0)
    assert "[bold" in text
    assert "[/]" in text
    name = attrs.evolve(build_report(), school="[/nothing] [link=file:///x]甲[/link]", term="\\[red]")
    assert "[/nothing] [link=file:///x]甲[/link]  \\[red]" in printed(name, colour=True)


def test_a_line_break_in_a_name_does_not_make_a_row() -> None:
    """A name with a line feed cannot add a line that looks like one of the report's own."""
    report = attrs.evolve(build_report(), school="甲\n违反 0")
    assert "履职报告  甲 违反 0" in printed(report, width=120)


def test_lists_stop_at_the_limit_and_say_so() -> None:
    """What is left out is counted; a limit of 0 leaves nothing out."""
    report = build_report()
    violated = sum(f.verdict.value == "violated" for f in report.findings)
    assert f"+ {violated - 5} 项未在此列出" in printed(report, limit=5)
    assert "项未在此列出" not in printed(report, limit=0)


def test_counts_stand_under_their_verdicts() -> None:
    """The row of a norm carries its counts in the order of the head."""
    report = build_report()
    row = next(line for line in printed(report).splitlines() if "每周活动" in line)
    own = [f.verdict.value for f in report.findings if f.norm == "每周活动"]
    order = ("fulfilled", "violated", "undetermined", "pending", "waived", "inapplicable")
    assert [str(own.count(verdict)) for verdict in order] == row.split()[2:]


def test_a_report_without_findings_says_so() -> None:
    """An empty report prints sentences, not empty tables."""
    report = attrs.evolve(build_report(), findings=(), scores=(), quarantine=())
    text = printed(report)
    assert "没有违反的规范。" in text
    assert "没有暂存的问题行。" in text
    assert tables(text) == []
