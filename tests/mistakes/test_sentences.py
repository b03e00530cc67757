"""What an administrator's slips are told: the code, the characters under the caret, the likely word."""

from __future__ import annotations

import pytest
from small_policies import HEADERS, found_in, found_with, marked

from dutyrules.findings.model import Language

EN, ZH, HANT = Language.EN, Language.ZH_HANS, Language.ZH_HANT

_SLIPS = [
    # keywords
    (ZH, "甲：每周，组长应该组织至少1次备课组活动。", "unknown-keyword", "应该", "应当"),
    (ZH, "甲：每周，组长因当组织至少1次备课组活动。", "unknown-keyword", "因当", "应当"),
    (ZH, "甲：每周，组长必需组织至少1次备课组活动。", "unknown-keyword", "必需", "必须"),
    (ZH, "甲：每周，组长应当组织≥1次备课组活动。", "unknown-keyword", "≥", "至少"),
    (ZH, "甲：每学期，由考核人打分，满分10分，“好”。", "unknown-keyword", "打分", "评分"),
    (HANT, "甲：每週，組長應該組織至少1次備課組活動。", "unknown-keyword", "應該", "應當"),
    (EN, "a: each week, leader shoud hold at least 1 prep_meeting.", "unknown-keyword", "shoud", "should"),
    (EN, "a: each weak, leader must hold at least 1 prep_meeting.", "unknown-keyword", "weak", "week"),
    (EN, "a: each semester, leader must hand_in at least 1 plan.", "unknown-keyword", "semester", "term"),
    (EN, "a: each week, leader has to hold at least 1 prep_meeting.", "unknown-keyword", "has to", "must"),
    # names
    (ZH, "甲：每周，组长应当组织至少1次备课组活动会。", "unknown-name", "备课组活动会", "备课组活动"),
    (ZH, "甲：每周，组长应当组织至少1次背课组活动。", "unknown-event", "背课组活动", "备课组活动"),
    (HANT, "甲：每週，組長應當組織至少1次背課組活動。", "unknown-event", "背課組活動", "備課組活動"),
    (ZH, "甲：每周，组张应当组织至少1次备课组活动。", "unknown-role", "组张", "组长"),
    (ZH, "甲：每学期，组长应当进行至少12节厅课。", "unknown-event", "厅课", "听课"),
    (ZH, "甲：每学期，组长应当对每名租员进行至少1节听课。", "unknown-role", "租员", "组员"),
    (ZH, "甲：每次备课组活动应当满足时常至少40分钟。", "unknown-attribute", "时常", "时长"),
    (ZH, "甲：每次备课组活动应当记录地典。", "unknown-attribute", "地典", "地点"),
    (
        EN,
        "a: each week, leader must hold at least 1 prep_meting.",
        "unknown-event",
        "prep_meting",
        "prep_meeting",
    ),
    (
        EN,
        "a: each week, leader must hold at least 1 prep meeting.",
        "unknown-name",
        "prep meeting",
        "prep_meeting",
    ),
    (EN, "a: each term, every membr must hand_in at least 1 plan.", "unknown-role", "membr", "member"),
    # numbers and units
    (ZH, "甲：每学期，组长应当进行至少 abc 节听课。", "number-expected", "abc", None),
    (EN, "a: each term, leader must make at least abc lesson_observations.", "number-expected", "abc", None),
    (ZH, "甲：每学期，组长应当进行至少十二节听课。", "number-in-words", "十二", "12"),
    (
        EN,
        "a: each term, leader must make at least twelve lesson_observations.",
        "number-in-words",
        "twelve",
        "12",
    ),
    (ZH, "甲：每次备课组活动应当满足时长至少40。", "missing-unit", "40", None),
    (ZH, "甲：每次备课组活动应当满足时长至少40元。", "unit-mismatch", "40元", None),
    (ZH, "甲：每学期，组长应当进行至少12次听课。", "wrong-counter", "次", None),
    (ZH, "甲：每学期，组长应当进行介于4至2节听课。", "contradictory-bounds", "介于4至2节", None),
    (ZH, "甲：每学期，组长应当进行4至2节听课。", "missing-bound", "4", None),
    (ZH, "甲：每次备课组活动应当满足时长40分钟以上。", "missing-bound", "40", None),
    # order and punctuation
    (ZH, "甲：每周，组长组织至少1次备课组活动。", "missing-modality", "组长", None),
    (ZH, "甲：每周，应当组织备课组活动至少1次。", "misplaced-bound", "至少1次", None),
    (ZH, "甲：每周，组长应当组织备课组活动，时长至少40分钟。", "missing-with", "时长", None),
    (ZH, "甲：每周组长应当组织至少1次备课组活动。", "missing-comma", "每周", None),
    (ZH, "甲 每周，组长应当组织至少1次备课组活动。", "missing-colon", "甲", None),
    (ZH, "甲，每周，组长应当组织至少1次备课组活动。", "wrong-punctuation", "，", None),
    (ZH, "甲；每周，组长应当组织至少1次备课组活动。", "wrong-punctuation", "；", None),
    (ZH, "每周，组长应当组织至少1次备课组活动。", "missing-label", "每", None),
    (ZH, "活动（组内）：每周，组长应当组织至少1次备课组活动。", "bad-label", "活动（组内）", None),
    (ZH, "甲：每周，组长应当组织至少1次备课组活动", "missing-full-stop", "动", None),
    (ZH, "甲：每学期，由考核人认定，“好。", "unclosed-quote", "“", None),
    (ZH, '甲：每学期，由考核人认定，“好"。', "mismatched-quotes", '"', None),
    # openings
    (ZH, "条例 二", "unknown-statement", "条例", "条款"),
    (EN, "parametr x = 2 weeks.", "unknown-statement", "parametr", "parameter"),
]


@pytest.mark.parametrize(
    ("language", "body", "code", "under", "suggestion"), _SLIPS, ids=[s[1] for s in _SLIPS]
)
def test_a_slip_gives_one_diagnostic(
    language: Language, body: str, code: str, under: str, suggestion: str | None
) -> None:
    """One slip, one diagnostic, with the caret under exactly the words that are wrong."""
    found = found_with(language, body)
    assert [(code, under, suggestion)] == [(d.code, marked(d), d.suggestion) for d in found]


_FINE = [
    (ZH, "甲：每星期，组长应当组织至少1次备课组活动。"),
    (ZH, "甲:每周,组长应当组织至少１次备课组活动."),
    (ZH, "甲：每周三第6节后，组长应当组织至少1次备课组活动。"),
    (ZH, "甲：\u3000每周，\n\u3000\u3000组长应当组织\n至少1次备课组活动。"),
    (EN, "a: Each Week, the leader MUST hold at least 1 prep_meeting."),
    (EN, "a: every week, leaders must hold at least 2 prep_meetings."),
]


@pytest.mark.parametrize(("language", "body"), _FINE, ids=[b for _, b in _FINE])
def test_what_is_no_slip_is_not_told(language: Language, body: str) -> None:
    """Synonyms, widths, blanks and line ends are the author's own."""
    assert () == found_with(language, body)


def test_reading_goes_on_after_a_broken_sentence() -> None:
    """Each of three broken sentences is told, and the sound ones between them are not."""
    body = (
        "甲：每周，组长应该组织至少1次备课组活动。\n"
        "乙：每周，组长应当组织至少1次备课组活动。\n"
        "丙：每周，组长应当组织至少1次。\n"
        "丁：每学期，组长应当进行至少12节听课。\n"
        "戊：每学期，由考核人认定，“好。\n"
    )
    codes = [d.code for d in found_with(ZH, body)]
    assert ["unknown-keyword", "unfinished-sentence", "unclosed-quote"] == codes


def test_two_slips_of_one_sentence_are_both_told() -> None:
    """A word that is surely meant stands in for the wrong one, so that the rest is checked too."""
    found = found_with(ZH, "甲：每周，组长应该组织至少一次背课组活动，其中时常至少40分钟。")
    assert ["unknown-keyword", "number-in-words", "unknown-event"] == [d.code for d in found]


def test_a_missing_sentence_is_not_held_against_the_rest() -> None:
    """While a sentence can't be read, nothing is called unused, empty or missing."""
    body = "参数 节数 = 12节，假定 “原文没有数字”。\n听课：每学期，组长应当进行至少 节数 听课 其余。"
    assert ["unexpected-word"] == [d.code for d in found_with(ZH, body)]


def test_a_repeated_label_points_at_the_first() -> None:
    """The second place of the diagnostic is where the label stands first."""
    body = "甲：每学期，组长应当进行至少12节听课。\n甲：每学期，组长应当进行至少13节听课。"
    (found,) = found_with(ZH, body)
    assert [found.source.text.index("甲")] == [label.span.start for label in found.labels]


def test_a_missing_unit_points_at_the_parameter() -> None:
    """A parameter without a unit is shown where it is declared."""
    body = "参数 多久 = 40，假定 “原文没有数字”。\n时长：每次备课组活动应当满足时长至少 多久。"
    (found,) = found_with(ZH, body)
    assert ("missing-unit", [found.source.text.index("多久")]) == (
        found.code,
        [label.span.start for label in found.labels],
    )


def test_an_unread_import_is_told_alone() -> None:
    """The names that it was to bring are not reported one by one."""
    text = HEADERS[EN].replace("import vocabulary", "import vocabulry")
    found = found_in(text + "a: each week, leader must hold at least 1 prep_meeting.\n")
    assert [("unknown-import", "vocabulary")] == [(d.code, d.suggestion) for d in found]
