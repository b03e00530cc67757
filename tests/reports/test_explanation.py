"""The text behind one result: complete, aligned, harmless."""

from __future__ import annotations

import unicodedata

import pytest
from report_builder import build_report

from dutyrules.findings.model import Language
from dutyrules.findings.verdict import Verdict
from dutyrules.reports.amounts import number
from dutyrules.reports.explanation import UnknownResultError, explain
from dutyrules.reports.width import text_width


def test_a_finding_is_told_down_to_the_row() -> None:
    """Clause, sentence, bearer, window, arithmetic and rejected row are in the text, in that order."""
    report = build_report()
    finding = next(f for f in report.findings if f.verdict is Verdict.VIOLATED and f.norm == "每周活动")
    text = explain(report, finding.id)
    row = finding.rejected[0]
    parts = (
        "条款 二",
        report.policies[0].sentences["每周活动"],
        f"{finding.bearer[0].name} / {finding.bearer[1].name}",
        finding.window.label.zh_hans,
        "未采信              1",
        "没有可采信的记录。",
        f"{row.event}  备课组活动  {row.day}  log.xlsx:{row.row}  时长25分钟，不足40分钟",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_score_is_told_with_items_veto_and_money() -> None:
    """Items, the veto with its basis, and the arithmetic of the stipend are in the text."""
    report = build_report()
    score = next(s for s in report.scores if s.vetoes)
    text = explain(report, score.id)
    for said in ("师德修养", "否决 安全责任  [条款 四-2]  已确定", "本办法第四条第2项", "固定津贴", "0.00元"):
        assert said in text


def test_an_open_score_says_what_a_range_means() -> None:
    """A score that can still move explains the range; a final one does not mention it."""
    report = build_report()
    moving, final = report.scores[4], report.scores[0]
    assert f"{number(moving.low)}至{number(moving.high or moving.low)} / 100" in explain(report, moving.id)
    assert "区间表示证据尚未齐备" in explain(report, moving.id)
    assert "区间表示证据尚未齐备" not in explain(report, final.id)


def test_values_stand_in_one_column() -> None:
    """Labels of two and of three Chinese characters leave their values aligned."""
    report = build_report()
    lines = explain(report, report.findings[0].id).splitlines()
    labels = ("结论", "责任人", "期间", "约束", "要求")
    facts = [next(line for line in lines if line.startswith(label)) for label in labels]
    starts = {text_width(line) - text_width(line.split(maxsplit=1)[1]) for line in facts}
    assert starts == {8}


@pytest.mark.parametrize("language", list(Language))
def test_a_log_cannot_speak_to_the_terminal(language: Language) -> None:
    """No control or direction character survives, and no line ends in a space."""
    report = build_report(language=language, hostile=True)
    for result in (report.findings[0], report.scores[0]):
        text = explain(report, result.id)
        assert set() == {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}
        assert [] == [line for line in text.splitlines() if line != line.rstrip()]


def test_an_unknown_id_names_its_likes() -> None:
    """A mistyped id raises with the ids that look like it."""
    report = build_report()
    wanted = report.findings[0].id
    with pytest.raises(UnknownResultError) as caught:
        explain(report, wanted + "x")
    assert wanted in caught.value.similar
