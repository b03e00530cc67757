"""The words with which results of scenarios are told, in the three languages."""

from __future__ import annotations

from decimal import Decimal

from dutyrules.findings.model import Language, Text
from dutyrules.findings.verdict import Verdict
from dutyrules.syntax.keywords import keyword_table


def verdict_word(verdict: Verdict, language: Language) -> str:
    """The verdict as an expectation writes it."""
    return keyword_table().text(verdict.name, language)


def number_text(number: Decimal) -> str:
    """The number without trailing zeros: 12, 0.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def span_text(low: Decimal, high: Decimal | None, unit: str, language: Language) -> str:
    """`3次`, `3次 至 5次`, `至少3次`: a number, its two ends, or its lower end alone."""
    first = number_text(low) + unit
    table = keyword_table()
    if high is None:
        blank = " " if language is Language.EN else ""
        return f"{table.text('GE', language)}{blank}{first}"
    if high == low:
        return first
    return f"{first} {table.text('TO', language)} {number_text(high)}{unit}"


def separator(language: Language) -> str:
    """What parts the entries of a list."""
    return ", " if language is Language.EN else "、"


NOTHING = Text(en="none", zh_hans="没有", zh_hant="沒有")
NO_INSTANCE = Text(
    en="“{label}” has no such instance; it has:",
    zh_hans="“{label}”没有这样的结果；有的是：",
    zh_hant="「{label}」沒有這樣的結果；有的是：",
)
NO_INSTANCE_AT_ALL = Text(
    en="nobody owes “{label}” in this scenario: check the roster, the calendar and the as-of day",
    zh_hans="这个场景里没有人承担“{label}”：请核对名册、校历和截至的日子",
    zh_hant="這個場景裡沒有人承擔「{label}」：請核對名冊、校曆和截至的日子",
)
SEVERAL_INSTANCES = Text(
    en="several instances of “{label}” fit; say which one is meant:",
    zh_hans="“{label}”有好几项符合；请写明是哪一项：",
    zh_hant="「{label}」有好幾項符合；請寫明是哪一項：",
)
ROW = Text(en="row {row}", zh_hans="第{row}行", zh_hant="第{row}行")
COUNTED = Text(en="counts", zh_hans="计入", zh_hant="計入")
REASON = Text(en="why", zh_hans="原因", zh_hant="原因")
EXPECTED_GOT = Text(
    en="expected {expected}, got {got}",
    zh_hans="预期 {expected}，得到 {got}",
    zh_hant="預期 {expected}，得到 {got}",
)
PASSED = Text(en="passed", zh_hans="通过", zh_hant="通過")
FAILED = Text(en="failed", zh_hans="未过", zh_hant="未過")
TOTALS = Text(
    en="{scenarios} scenarios, {passed} passed, {failed} failed; {expectations} expectations",
    zh_hans="{scenarios} 个场景，{passed} 个通过，{failed} 个未过；共 {expectations} 条预期",
    zh_hant="{scenarios} 個場景，{passed} 個通過，{failed} 個未過；共 {expectations} 條預期",
)
COVERAGE = Text(
    en="Coverage of {policy}: {reached} of {norms} measured norms both fulfilled and violated",
    zh_hans="“{policy}”的覆盖：{norms} 条计量规定中 {reached} 条履行和违反都有场景",
    zh_hant="「{policy}」的覆蓋：{norms} 條計量規定中 {reached} 條履行和違反都有場景",
)
COVERAGE_OF_SCORES = Text(
    en="Coverage of {policy}, which has no measured norms",
    zh_hans="“{policy}”的覆盖；它没有计量规定",
    zh_hant="「{policy}」的覆蓋；它沒有計量規定",
)
ATTESTED_COVERAGE = Text(
    en="attested and rated norms with a scenario: {reached} of {norms}",
    zh_hans="认定和评分的规定：{norms} 条中 {reached} 条有场景",
    zh_hant="認定和評分的規定：{norms} 條中 {reached} 條有場景",
)
CLAUSE = Text(en="clause", zh_hans="条款", zh_hant="條款")
NORM = Text(en="norm", zh_hans="规定", zh_hant="規定")
MISSING = Text(en="Not reached by any scenario:", zh_hans="还没有场景到达：", zh_hant="還沒有場景到達：")
FIRED = Text(en="fires", zh_hans="触发", zh_hant="觸發")
NOT_FIRED = Text(en="does not fire", zh_hans="不触发", zh_hant="不觸發")
VETO = Text(en="veto", zh_hans="否决", zh_hant="否決")
GRADE = Text(en="grade", zh_hans="等第", zh_hant="等第")
STIPEND = Text(en="stipend", zh_hans="津贴", zh_hant="津貼")
