"""What a terminal shows of a diagnostic: the caret under the right characters, and nothing that steers it."""

from __future__ import annotations

import json
import unicodedata

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_policies import HEADERS, found_in, found_with

from dutyrules.findings.model import Language
from dutyrules.syntax.diagnostic import Diagnostic, Label
from dutyrules.syntax.rendering import COLUMNS, diagnostic_document, excerpt, render_diagnostics
from dutyrules.syntax.source import NOWHERE, Source, Span
from dutyrules.syntax.visible import visible

EN, ZH, HANT = Language.EN, Language.ZH_HANS, Language.ZH_HANT


def _columns(text: str) -> int:
    """The columns of text without tabs or hidden characters, counted another way than the renderer does."""
    wide = sum(unicodedata.east_asian_width(c) in ("W", "F") for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me") for c in text)


def _one(text: str, start: int, end: int) -> Diagnostic:
    return Diagnostic.of("stray-character", Source("a.duty", text), Span(start, end), found=text[start:end])


def test_the_whole_block() -> None:
    """Severity, code, sentence, place, line, caret, suggestion and count, in the language of the file."""
    found = found_with(ZH, "甲：每周，组长应该组织至少1次备课组活动。")
    expected = (
        "错误[unknown-keyword]：“应该”不是规定里能用的关键词\n"
        " --> small.duty:7:8\n"
        "  |\n"
        "7 | 甲：每周，组长应该组织至少1次备课组活动。\n"
        "  |               ^^^^\n"
        "  = 是不是想写“应当”？\n"
        "\n"
        "1 处错误"
    )
    assert expected == render_diagnostics(found, None, color=False)


def test_a_second_place_is_shown_below_the_first() -> None:
    """A label has its own line, marked with dashes and a note."""
    found = found_with(EN, "a: each week, attested by assessor.\na: each month, attested by assessor.")
    assert "7 | a: each week, attested by assessor.\n  | - it stands here first" in render_diagnostics(
        found, None, color=False
    )


def test_a_label_in_another_file_names_it() -> None:
    """The place of a label is given where it is not in the same file."""
    other = Label(source=Source("b.duty", "role x.\n"), span=Span(5, 6), note="declared")
    shown = render_diagnostics([attrs.evolve(_one("※", 0, 1), labels=(other,))], EN, color=False)
    assert " ::: b.duty:1:6\n1 | role x.\n  |      - it is declared here" in shown


def test_the_language_is_that_of_each_file_unless_one_is_asked_for() -> None:
    """None means the language of the file; a language given means that one."""
    found = (*found_with(EN, "x"), *found_with(HANT, "x"))
    in_files = render_diagnostics(found, None, color=False)
    asked = render_diagnostics(found, ZH, color=False)
    assert ("error[", "錯誤[", 2) == (
        in_files[:6],
        "錯誤[" if "錯誤[" in in_files else "",
        asked.count("错误["),
    )


def test_errors_and_warnings_are_counted() -> None:
    """The last line counts both kinds, and leaves out a kind that there is none of."""
    text = HEADERS[EN] + "a: each Saturday, leader must hold at least 1 prep_meeting.\nb: each week, x.\n"
    assert "1 error, 1 warning" == render_diagnostics(found_in(text), None, color=False).splitlines()[-1]


def test_nothing_wrong_shows_nothing() -> None:
    """No diagnostics, no text."""
    assert "" == render_diagnostics((), None, color=True)


def test_colour_is_only_there_when_asked_for() -> None:
    """Without colour there is no escape; with it the same text stands between escapes."""
    found = found_with(ZH, "甲：每周，组长应该组织至少1次备课组活动。")
    plain, coloured = (render_diagnostics(found, None, color=color) for color in (False, True))
    assert ("\x1b" not in plain, "\x1b[1;31m" in coloured) == (True, True)


@pytest.mark.parametrize("body", ["甲：\x1b[31m红", "a\x00b", "a\u202eb", "a\ud800b", "※\x9b1m", "a\x07：※"])
def test_no_control_character_reaches_the_terminal(body: str) -> None:
    """Escapes, NULs, direction marks and lone surrogates are spelled out, in the line and in the message."""
    shown = render_diagnostics(found_in(HEADERS[ZH] + body), None, color=False)
    assert [] == [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert "<U+" in shown


def test_a_hostile_file_name_can_not_write_to_the_terminal() -> None:
    """The name of the file is shown like its text."""
    found = attrs.evolve(_one("※", 0, 1), source=Source("a\x1b]0;x\x07.duty", "※"))
    assert "\x1b" not in render_diagnostics([found], EN, color=False)


def test_a_tab_and_an_ideographic_space_keep_the_caret_in_place() -> None:
    """A tab reaches to the next fourth column; U+3000 takes two."""
    lines = render_diagnostics([_one("\u3000\t听※", 3, 4)], ZH, color=False).splitlines()
    assert ["1 | \u3000  听※", "  |       ^"] == lines[3:5]


_TEXTS = st.text(st.sampled_from("ab 听课，（※〇ｱé한あ𠀀·"), min_size=1, max_size=120)


@given(text=_TEXTS, data=st.data())
def test_the_caret_stands_under_the_marked_characters(text: str, data: st.DataObject) -> None:
    """What is shown above the carets is what the span holds, in any line short enough to be shown whole."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown, before, under = excerpt(text, start, end)
    if _columns(text) <= COLUMNS:
        assert (text, _columns(text[:start]), _columns(text[start:end])) == (shown, before, under)
    else:
        head = shown.removeprefix("...")[: len(text)]
        assert _columns(shown) <= COLUMNS
        assert text[start] == _character_at(shown, before)
        assert head.removesuffix("...") in text


def _character_at(shown: str, column: int) -> str:
    at = 0
    for character in shown:
        if at == column:
            return character
        at += _columns(character)
    return ""


def test_a_long_line_is_cut_around_the_place() -> None:
    """Both ends of the line are replaced by dots, and the marked word is in the middle."""
    line = "前" * 300 + "错" + "后" * 300
    shown, before, under = excerpt(line, 300, 301)
    assert ("...", "...", "错", 2) == (shown[:3], shown[-3:], _character_at(shown, before), under)


def test_a_file_that_could_not_be_read_has_no_line() -> None:
    """Only its name is given."""
    found = Diagnostic.of("not-utf-8", Source("a.duty", ""), NOWHERE)
    lines = render_diagnostics([found], EN, color=False).splitlines()
    assert [" --> a.duty", "  = help: save it as UTF-8"] == lines[1:3]


def test_the_document_is_json() -> None:
    """A diagnostic as an object survives JSON and holds every language."""
    (found,) = found_with(ZH, "甲：每周，组长应该组织至少1次备课组活动。")
    document = diagnostic_document(found)
    assert document == json.loads(json.dumps(document, ensure_ascii=False))
    assert ("unknown-keyword", "error", "zh-Hans", "应当") == tuple(
        document[key] for key in ("code", "severity", "language", "suggestion")
    )
    start = found.span.start
    assert {"line": 7, "column": 8, "offset": start} == document["start"]
    assert {x.value: found.message(x) for x in Language} == document["message"]


@given(st.text(max_size=200), st.integers(4, 30))
def test_visible_text_is_printable_and_short(text: str, limit: int) -> None:
    """Whatever it is given, what is shown can be printed on one line."""
    shown = visible(text, limit)
    assert shown.replace("\u3000", " ").isprintable()
    assert len(shown) <= 8 * limit
