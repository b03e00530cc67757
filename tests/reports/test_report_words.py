"""The small tools that writers share: words, widths, names, numbers, safe text."""

from __future__ import annotations

import doctest
import importlib
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_builder import build_report

from dutyrules.findings.model import Language, Modality, Party
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.amounts import number
from dutyrules.reports.parties import names_in
from dutyrules.reports.plain_text import clean, shorten
from dutyrules.reports.width import aligned, narrow, text_width
from dutyrules.reports.words import modality_word, verdict_word, words_in

SIMPLIFIED_ONLY = frozenset(
    "规条项间应实额记录编号类态总览责时计细满决据贴区证齐备补敛暂问题读对说参数开过签违无"
)


@pytest.mark.parametrize("name", ["amounts", "page_parts", "plain_text", "width"])
def test_examples_in_docstrings_hold(name: str) -> None:
    """Every doctest of the module passes, and there is at least one."""
    result = doctest.testmod(importlib.import_module(f"dutyrules.reports.{name}"))
    assert result.failed == 0
    assert result.attempted > 0


def test_each_language_has_every_word() -> None:
    """No word is blank in any language."""
    for language in Language:
        assert [] == [key for key, word in words_in(language).items() if not word.strip(" ")]
        assert all(verdict_word(verdict, language) for verdict in Verdict)
        assert all(modality_word(modality, language) for modality in Modality)


def test_traditional_words_hold_no_simplified_character() -> None:
    """The Traditional column was written by hand: no character that only Simplified has slips in."""
    assert set("".join(words_in(Language.ZH_HANS).values())) & SIMPLIFIED_ONLY
    assert set() == set("".join(words_in(Language.ZH_HANT).values())) & SIMPLIFIED_ONLY
    said = [verdict_word(v, Language.ZH_HANT) for v in Verdict] + [
        modality_word(m, Language.ZH_HANT) for m in Modality
    ]
    assert set() == set("".join(said)) & SIMPLIFIED_ONLY


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Taking out one escape never puts another together."""
    assert clean(clean(text)) == clean(text)


@given(st.text(), st.integers(min_value=4, max_value=80))
def test_shortened_text_fits(text: str, limit: int) -> None:
    """Text is never longer than asked for."""
    assert len(shorten(text, limit)) <= limit


@given(st.lists(st.tuples(st.text("ab甲乙“·", max_size=9), st.text("xy丙", max_size=9)), max_size=5))
def test_second_columns_begin_in_the_same_cell(rows: list[tuple[str, str]]) -> None:
    """Aligned rows put their second cell at one place."""
    lines = aligned(tuple(rows))
    starts = {
        text_width(line) - text_width(second) for line, (_, second) in zip(lines, rows, strict=True) if second
    }
    assert len(starts) <= 1


def test_letters_of_other_scripts_stay() -> None:
    """Only signs give way; a Greek or Cyrillic letter in a name is left alone."""
    assert narrow("α Ж 王·芳") == "α Ж 王.芳"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_shown_number_is_the_number(value: Decimal) -> None:
    """What is shown reads back as the same value, without an exponent."""
    assert Decimal(number(value)) == value
    assert "E" not in number(value)


def test_two_people_of_one_name_are_told_apart() -> None:
    """A shared name comes with the id; a name of one's own does not; a blank name is the id."""
    report = build_report()
    names = names_in(report)
    twins = [f.bearer[0] for f in report.findings if f.bearer[0].id in ("0009", "0010")]
    assert {f"{twins[0].name} (0009)", f"{twins[0].name} (0010)"} == {names.of(p) for p in twins}
    first = report.findings[0].bearer[0]
    assert first.name == names.of(first)
    nameless = attrs.evolve(report.findings[0], bearer=(Party(id="0042", name=" "),))
    assert names_in(attrs.evolve(report, findings=(nameless,))).bearer(nameless.bearer) == "0042"
