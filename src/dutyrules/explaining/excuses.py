"""Why a duty was waived, in words: by whom, for what reason, through which day."""

from __future__ import annotations

from collections.abc import Sequence

from dutyrules.explaining.phrases import joined, text
from dutyrules.findings.model import Text
from dutyrules.findings.verdict import Verdict
from dutyrules.plan.windows import ONE_DAY
from dutyrules.records.waivers import Waiver

_WOULD_BE = {
    Verdict.FULFILLED: text("fulfilled", "履行", "履行"),
    Verdict.VIOLATED: text("violated", "违反", "違反"),
    Verdict.PENDING: text("pending", "待定", "待定"),
    Verdict.UNDETERMINED: text("undetermined", "无法判定", "無法判定"),
}


def waived_reason(waivers: Sequence[Waiver], would_be: Verdict) -> Text:
    """Who excused the bearer, why and through which day, and what the verdict would have been."""
    excuses = joined([_excuse(waiver) for waiver in waivers], "; ", "；")
    verdict = _WOULD_BE[would_be]
    return text(
        f"{excuses.en}; without it: {verdict.en}",
        f"{excuses.zh_hans}；若无豁免则为{verdict.zh_hans}",
        f"{excuses.zh_hant}；若無豁免則為{verdict.zh_hant}",
    )


def _excuse(waiver: Waiver) -> Text:
    last = (waiver.end - ONE_DAY).isoformat()
    return text(
        f"waived by {waiver.approver} through {last}: {waiver.reason}",
        f"{waiver.approver}批准豁免，至 {last}，理由：{waiver.reason}",
        f"{waiver.approver}批准豁免，至 {last}，理由：{waiver.reason}",
    )
