"""A draft's answers are those of a check that knows nothing of what was typed before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies.world import vocabulary

from dutyrules.checking.draft import Draft
from dutyrules.checking.loading import known_names, load_text
from dutyrules.resources import policies_folder
from dutyrules.syntax.diagnostic import Diagnostic
from dutyrules.syntax.memory import Memory
from dutyrules.syntax.parser import parse
from dutyrules.syntax.source import Source

FILES = sorted(policies_folder().glob("*/*.duty"))
SPICE = (
    "。", "。\n", "：", "1", " ", "\n", "“", "”", "至少", "each ", "must", "条款", "参数 n = 3。\n",
    "# ", "，", "|",
)  # fmt: skip
SHORT = [path for path in FILES if path.stat().st_size < 9_000]
quick = settings(
    max_examples=max(8, settings().max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Path, list[str]]:
    """A shipped policy, then what it reads after each of several edits: typed, deleted, pasted, undone."""
    path = draw(st.sampled_from(SHORT))
    versions = [path.read_text(encoding="utf-8")]
    for _ in range(draw(st.integers(1, 5))):
        text = versions[-1]
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 0, 1, 2, 30, 300))))
        source = draw(st.integers(0, max(0, len(text) - 1)))
        put = draw(st.one_of(st.just(""), st.sampled_from(SPICE), st.just(text[source : source + 40])))
        versions.append(draw(st.sampled_from((text[:start] + put + text[end:], versions[0]))))
    return path, versions


def said(problem: Diagnostic) -> tuple[object, ...]:
    """All that a diagnostic says; sources are equal if their texts are."""
    labels = [(label.source.text, label.span, label.note) for label in problem.labels]
    place = (problem.source.name, problem.source.text, problem.span)
    return (problem.code, place, problem.values, labels, problem.suggestion)


@quick
@given(edits())
def test_a_draft_answers_as_a_check_from_nothing(edited: tuple[Path, list[str]]) -> None:
    """After each edit the diagnostics are those of reading the whole text anew."""
    path, versions = edited
    draft = Draft(path)
    for text in versions:
        anew = load_text(Source(str(path), text), path)
        assert [*map(said, anew.checked.diagnostics)] == [*map(said, draft.check(text))]


@quick
@given(edits())
def test_what_is_remembered_is_the_tree_that_is_read(edited: tuple[Path, list[str]]) -> None:
    """The tree is the same to the last span, and so are comments and problems."""
    path, versions = edited
    memory = Memory()
    for text in versions:
        source = Source(path.name, text)
        remembered, anew = parse(source, (), memory), parse(source, ())
        assert (anew.file, anew.comments, anew.diagnostics) == (
            remembered.file,
            remembered.comments,
            remembered.diagnostics,
        )
        assert [s.span for s in anew.file.statements] == [s.span for s in remembered.file.statements]


@pytest.mark.parametrize("path", FILES[:3], ids=lambda p: p.stem)
def test_a_keystroke_reads_one_statement(path: Path) -> None:
    """What has not changed comes from memory, but for rows of tables and what has comments in it."""
    text = path.read_text(encoding="utf-8")
    memory, names = Memory(), known_names(vocabulary())
    before = parse(Source(path.name, text), names, memory)
    place = text.rindex("。")
    after = parse(Source(path.name, text[:place] + " " + text[place:]), names, memory)
    kept = {id(s) for s in before.file.statements} & {id(s) for s in after.file.statements}
    assert len(kept) >= len(before.file.statements) * 9 // 10
