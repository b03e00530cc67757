"""Folding joins what is one word to a reader, and nothing of it is ever shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyrules.syntax.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("備課組長", "备课组长"),
        ("學科第一責任人", "学科第一责任人"),
        ("工作計畫", "工作计划"),
        ("工作計劃", "工作计划"),
        ("衞生", "卫生"),
        ("裏面", "裡面"),
        ("週記", "周记"),
        ("是否做到", "是否做到"),
        ("Ｗｅｅｋ　１", "week 1"),
        ("HOLD", "hold"),
        ("９０％", "90%"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    """Scripts, regional variants, widths and cases are joined."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("组长", "组员"), ("第1周", "第2周"), ("优", "良"), ("乾", "坤")])
def test_different_words_stay_different(one: str, other: str) -> None:
    """Folding loses no more than it must."""
    assert fold(one) != fold(other)


@given(st.text(st.characters(codec="utf-8")))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own key."""
    assert fold(text) == fold(fold(text))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_folded_han_text_keeps_its_length(text: str) -> None:
    """Each character of the common block folds to one character."""
    assert len(text) == len(fold(text))
