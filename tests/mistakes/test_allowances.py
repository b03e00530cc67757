"""Comments that let a warning stand."""

from __future__ import annotations

import pytest
from small_policies import found_with, marked

from dutyrules.findings.model import Language

EN, ZH, HANT = Language.EN, Language.ZH_HANS, Language.ZH_HANT
_DUTY = "a: each Saturday, leader must hold at least 1 prep_meeting."
_CODE = "duty-on-day-off"


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (EN, f"# allow {_CODE}: study day\n{_DUTY}"),
        (EN, f"{_DUTY}  # allow {_CODE}: study day"),
        (EN, f"# allow {_CODE}: study day\n\n# another remark\n{_DUTY}"),
        (EN, f"a: each Saturday,\n  leader must hold\n  at least 1 prep_meeting. # allow {_CODE}: study day"),
        (ZH, f"# 容许 {_CODE}：周六自学\n甲：每周六，组长应当组织至少1次备课组活动。"),
        (HANT, f"甲：每週六，組長應當組織至少1次備課組活動。＃ 容許 {_CODE}：週六自學"),
    ],
)
def test_a_reason_lets_the_warning_stand(language: Language, body: str) -> None:
    """After the sentence or on the line above it, in any language."""
    assert () == found_with(language, body)


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        (f"# allow {_CODE}", ["allowance-without-reason", _CODE]),
        (f"# allow {_CODE}:  ", ["allowance-without-reason", _CODE]),
        ("# allow wrong-verb: habit", ["allowance-unused", _CODE]),
        ("# allow duty-on-dayoff: study day", ["unknown-code", _CODE]),
        ("# allow missing-unit: habit", ["allowance-of-error", _CODE]),
        ("# allow for the study day", [_CODE]),
        ("# allowances are made", [_CODE]),
    ],
)
def test_what_does_not_let_it_stand(comment: str, codes: list[str]) -> None:
    """Without a reason, for another code, or in prose, the warning stays."""
    assert codes == [d.code for d in found_with(EN, f"{comment}\n{_DUTY}")]


def test_an_allowance_holds_for_one_sentence() -> None:
    """The next sentence is warned of again."""
    body = f"# allow {_CODE}: study day\n{_DUTY}\nb{_DUTY[1:]}"
    assert [(_CODE, "each Saturday")] == [(d.code, marked(d)) for d in found_with(EN, body)]


def test_an_unused_allowance_is_marked_at_its_code() -> None:
    """The caret stands under the code, not under the reason."""
    found = found_with(EN, f"# allow {_CODE}: study day\na: each week, attested by assessor.")
    assert [("allowance-unused", _CODE)] == [(d.code, marked(d)) for d in found]
