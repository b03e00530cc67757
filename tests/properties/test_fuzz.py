"""Whatever is read as a policy ends in a policy or in diagnostics, soon, and in nothing else."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyrules.checking.loading import Loaded, load_text
from dutyrules.resources import policies_folder
from dutyrules.syntax import automaton, lexicon
from dutyrules.syntax.codes import Severity
from dutyrules.syntax.keywords import keyword_table
from dutyrules.syntax.rendering import diagnostic_document, render_diagnostics
from dutyrules.syntax.source import Source
from dutyrules.syntax.tree import ExceptionNorm, Norm

_LINES = 25
_POLICIES = [p.read_text(encoding="utf-8") for p in sorted(policies_folder().glob("**/*.duty"))]
_HEADERS = (
    "语言 zh-Hans\n制度 x\n引入 vocabulary\n责任人 每个备课组的组长\n条款 一\n",
    "language en\npolicy x\nimport vocabulary\nbearer leader of each prep_group\nclause 1\n",
)
_FORMS = sorted({f for row in keyword_table().rows.values() for fs in row.forms.values() for f in fs})
_ODD = '\x00\x1b\u200b\u202e\u2028\ufeff\ud800\udfff\U0001f600\u0301　。．.，、：；“”「」"|#=/%（）()0１٣'
_PIECES = st.one_of(
    st.sampled_from(_FORMS),
    st.sampled_from(("备课组活动", "prep_meeting", "组长", "leader", "时长", "甲", "a", "\n", " ", *_ODD)),
    st.integers(0, 10**20).map(str),
    st.text(max_size=3),
)


def _loaded(text: str) -> Loaded:
    return load_text(Source("fuzz.duty", text), Path("nowhere") / "fuzz.duty")


def _check(text: str) -> None:
    """The laws that hold for every text."""
    loaded = _loaded(text)
    found = loaded.checked.diagnostics
    for diagnostic in found:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(diagnostic.source.text)
        diagnostic_document(diagnostic)
    assert (render_diagnostics(found, None, color=False) == "") == (not found)
    has_error = any(d.severity is Severity.ERROR for d in found)
    policy = loaded.checked.policy
    assert not (has_error and policy is not None)
    if policy is not None:
        written = [s.label.text for s in loaded.parsed.file.statements if isinstance(s, Norm | ExceptionNorm)]
        assert sorted(written) == sorted(norm.label for norm in policy.norms)


@given(st.text(max_size=300))
def test_any_text_ends_in_diagnostics(text: str) -> None:
    """Text that nobody meant as a policy raises nothing."""
    _check(text)


@given(st.sampled_from(_HEADERS), st.lists(_PIECES, max_size=40))
def test_any_words_end_in_diagnostics(header: str, pieces: list[str]) -> None:
    """Keywords, names, marks and odd characters in any order raise nothing."""
    _check(header + "".join(pieces))


@attrs.frozen
class _Slip:
    """One change to a text: `kind` at `place` (a share of the text), with `extra` put in."""

    kind: str
    place: float
    extra: str

    def apply(self, text: str) -> str:
        """`text` with the change."""
        at = int(self.place * len(text))
        lines = text.split("\n")
        line = int(self.place * len(lines))
        match self.kind:
            case "delete":
                return text[:at] + text[at + 1 :]
            case "insert":
                return text[:at] + self.extra + text[at:]
            case "swap":
                return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
            case "cut":
                return text[:at]
            case "drop line":
                return "\n".join([*lines[:line], *lines[line + 1 :]])
            case "repeat line":
                return "\n".join([*lines[: line + 1], *lines[line:]])
            case _:
                return "\n".join([*lines[:line], *lines[line : line + 2][::-1], *lines[line + 2 :]])


_KINDS = ("delete", "insert", "swap", "cut", "drop line", "repeat line", "swap lines")
_SLIPS = st.builds(_Slip, st.sampled_from(_KINDS), st.floats(0, 1, exclude_max=True), _PIECES)


@st.composite
def _excerpts(draw: st.DrawFn) -> str:
    """The header of a shipped policy and some lines of it in a row."""
    header, _, rest = draw(st.sampled_from(_POLICIES)).partition("\n\n")
    lines = rest.split("\n")
    first = draw(st.integers(0, len(lines)))
    return "\n".join([header, "", *lines[first : first + _LINES]])


@given(_excerpts(), st.lists(_SLIPS, min_size=1, max_size=6))
def test_a_mutated_policy_ends_in_diagnostics(text: str, slips: list[_Slip]) -> None:
    """Lines of a shipped policy with characters or lines lost, doubled or swapped raise nothing."""
    for slip in slips:
        text = slip.apply(text)
    _check(text)


_FOUND_BEFORE = [
    _HEADERS[0] + "甲：每周，组长应当组织至少1次备课组活",
    _HEADERS[0] + "甲：每周，组长应当组织至少1次备课组活动，其中时长需",
    _HEADERS[0] + "甲：每周，备课组应当由组长组织至少1次备课组活动。",
    _HEADERS[0] + "校历 2026-09-01 至 2026-10-30。\n场景 “x”\n截至 2026-09-10 21502150:00。",
    _HEADERS[0] + "甲 每周，每名组员应当组织至少1次备课组活动",
    "import ../secret\n",
    "language en\nvocabulary x\nevent a/b/c: object d, e/f/g as text.",
    "| a | b",
    "",
]


@pytest.mark.parametrize("text", _FOUND_BEFORE)
def test_what_once_failed_ends_in_diagnostics(text: str) -> None:
    """Texts that raised something, or ran past their end, in earlier states of the reader."""
    _check(text)
    assert _loaded(text).checked.diagnostics


# Bounded work --------------------------------------------------------------------------------------

_MEGA = 500_000
_BIG = {
    "digits": _HEADERS[0] + "甲：每周，组长应当组织至少" + "9" * 100_000 + "次备课组活动。",
    "digits within a line": _HEADERS[0] + "甲：每周，组长应当组织至少" + "9" * 10_000 + "次备课组活动。",
    "a megabyte line": "a" * _MEGA,
    "a megabyte of names": "备课组" * (_MEGA // 3),
    "a megabyte of stops": "。" * _MEGA,
    "lines of stops": "。\n" * (_MEGA // 2),
    "lines of one letter": "a\n" * (_MEGA // 2),
    "lines of a colon": "a:\n" * (_MEGA // 3),
    "lines of quotes": "“\n" * (_MEGA // 2),
    "lines of bars": "|\n" * (_MEGA // 2),
    "lines of headings": "名册 x\n" * (_MEGA // 5),
    "blank lines": "\n" * (_MEGA - 1),
    "blanks": (" " * 19_999 + "\n") * 24,
    "comments": "#" * 19_999 + "\n#" * 200_000,
    "NULs": "\x00" * 19_999,
    "lines of NULs": "\x00\n" * (_MEGA // 2),
    "surrogates": "\ud800a" * 9_999,
    "marks of direction": "\u202e听" * 9_999,
    "brackets": _HEADERS[0] + "甲：每次备课组活动" + "（" * 10_000,
    "conjunctions": _HEADERS[0] + "甲：每次备课组活动应当记录地点" + "、地点" * 3_900 + "。",
    "one sentence of many lines": _HEADERS[0]
    + "甲：每次备课组活动应当记录地点"
    + "\n、地点" * 100_000
    + "。",
    "slashes": "a/" * 9_999,
    "words and slashes": ("a" * 99 + "/") * 199,
    "letters before a colon": ("a" * 19_998 + "\n") * 24,
    "unknown names": _HEADERS[1] + "a: each week, x.\n" * 20_000,
    "declared names": "\n".join(f"role name{i}." for i in range(20_000)) + "\nrole nome1. role x\n",
}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of words looked up and of steps of the automaton, counted as they are made."""
    steps = [0]

    def counted(owner: type, name: str) -> None:
        original = getattr(owner, name)

        def counting(*arguments: object) -> object:
            steps[0] += 1
            return original(*arguments)

        monkeypatch.setattr(owner, name, counting)

    counted(lexicon.Lexicon, "match")
    counted(automaton.Automaton, "accepts")
    counted(automaton.Automaton, "take")
    return steps


@pytest.mark.parametrize("name", _BIG)
def test_a_hostile_file_costs_bounded_work(name: str, work: list[int]) -> None:
    """However a megabyte is filled, few steps are made for each of its characters, or it is refused."""
    text = _BIG[name]
    found = _loaded(text).checked.diagnostics
    assert work[0] <= 50_000 + 8 * len(text)
    assert name in ("blank lines", "blanks", "comments") or found
    assert len(found) <= 500
    assert len(render_diagnostics(found, None, color=False)) < 500_000
