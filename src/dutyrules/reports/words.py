"""The words that reports add of themselves, in three languages; the Traditional ones by hand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dutyrules.findings.model import Language, Modality
from dutyrules.findings.verdict import Verdict

_TABLE: Final[Mapping[str, tuple[str, str, str]]] = {
    "title": ("Duty report", "履职报告", "履職報告"),
    "school": ("School", "学校", "學校"),
    "term": ("Term", "学期", "學期"),
    "as_of": ("As of", "截至", "截至"),
    "policy": ("Policy", "制度", "制度"),
    "source": ("source", "出处", "出處"),
    "clause": ("Clause", "条款", "條款"),
    "norm": ("Duty", "规范", "規範"),
    "modality": ("Force", "约束", "約束"),
    "bearer": ("Bearer", "责任人", "責任人"),
    "window": ("Window", "期间", "期間"),
    "counterparty": ("Counterparty", "对象", "對象"),
    "week": ("Week", "周次", "週次"),
    "verdict": ("Verdict", "结论", "結論"),
    "owed": ("Owed", "要求", "要求"),
    "done": ("Done", "实际", "實際"),
    "margin": ("Margin", "差额", "差額"),
    "reason": ("Reason", "理由", "理由"),
    "steps": ("Working", "算式", "算式"),
    "evidence": ("Evidence that counted", "采信的记录", "採信的記錄"),
    "rejected": ("Looked at and not counted", "未采信的记录", "未採信的記錄"),
    "no_evidence": (
        "No row of the log counted.",
        "没有可采信的记录。",
        "沒有可採信的記錄。",
    ),
    "event": ("Event", "编号", "編號"),
    "event_type": ("Type", "类型", "類型"),
    "day": ("Day", "日期", "日期"),
    "file": ("File", "文件", "檔案"),
    "row": ("Row", "行", "行"),
    "place": ("Where", "位置", "位置"),
    "column": ("Column", "列", "欄"),
    "value": ("Value", "原值", "原值"),
    "code": ("Code", "代码", "代碼"),
    "message": ("What is wrong", "问题", "問題"),
    "first": ("First at", "首见于", "首見於"),
    "rows": ("Rows", "行数", "行數"),
    "finding": ("Finding", "核查结果", "核查結果"),
    "findings": ("Findings", "核查结果", "核查結果"),
    "total": ("Total", "合计", "合計"),
    "summary": ("Summary", "总览", "總覽"),
    "people": ("Bearers", "责任人", "責任人"),
    "all_bearers": ("All bearers", "全部责任人", "全部責任人"),
    "sheets": ("Sheets by bearer", "按责任人", "按責任人"),
    "once_a_term": ("Duties with a single window", "全期一次的规范", "全期一次的規範"),
    "score": ("Score", "计分", "計分"),
    "scores": ("Scores and grades", "计分与等第", "計分與等第"),
    "score_detail": ("How each score came about", "计分明细", "計分明細"),
    "points": ("Points", "得分", "得分"),
    "maximum": ("Out of", "满分", "滿分"),
    "part": ("Item", "项目", "項目"),
    "grade": ("Grade", "等第", "等第"),
    "veto": ("Veto", "否决", "否決"),
    "vetoes": ("Vetoes", "否决", "否決"),
    "basis": ("Basis", "依据", "依據"),
    "possible_veto": ("not yet certain", "尚未确定", "尚未確定"),
    "certain_veto": ("certain", "已确定", "已確定"),
    "stipend": ("Stipend", "津贴", "津貼"),
    "stipends": ("Stipends", "津贴", "津貼"),
    "open": ("not final", "未定", "未定"),
    "open_note": (
        "A range means that evidence is still out; it closes when the missing rows arrive.",
        "区间表示证据尚未齐备，补齐后收敛为一个数。",
        "區間表示證據尚未齊備，補齊後收斂為一個數。",
    ),
    "quarantine": ("Rows set aside", "暂存的问题行", "暫存的問題行"),
    "quarantine_note": (
        "These rows could not be read. They count for and against nobody until they are mended.",
        "这些行无法读取，修正前对任何人都不作有利或不利的认定。",
        "這些行無法讀取，修正前對任何人都不作有利或不利的認定。",
    ),
    "quarantine_none": ("No row was set aside.", "没有暂存的问题行。", "沒有暫存的問題行。"),
    "inputs": ("Files read", "读取的文件", "讀取的檔案"),
    "assumptions": ("Assumptions", "假定", "假定"),
    "assumptions_note": (
        "Where a document leaves something open, this is how the policy reads it.",
        "文件没有写明之处，本制度这样读。",
        "文件沒有寫明之處，本制度這樣讀。",
    ),
    "setting": ("Taken as", "取值", "取值"),
    "parameter": ("Parameter", "参数", "參數"),
    "foundations": ("What this rests on", "核查所据", "核查所據"),
    "engine": ("Engine", "引擎", "引擎"),
    "version": ("Version", "版本", "版本"),
    "contents": ("Contents", "目录", "目錄"),
    "skip": ("Skip to the report", "跳到正文", "跳到正文"),
    "top": ("Back to the top", "回到开头", "回到開頭"),
    "filter": ("Filter by name, duty or clause", "按姓名、规范或条款筛选", "按姓名、規範或條款篩選"),
    "legend": ("Legend", "图例", "圖例"),
    "more": ("more, not shown here", "项未在此列出", "項未在此列出"),
    "none_violated": ("No duty was violated.", "没有违反的规范。", "沒有違反的規範。"),
    "nothing": ("No duty fell due.", "没有到期的规范。", "沒有到期的規範。"),
    "in_order": ("In order of time", "按时间先后", "按時間先後"),
    "signature": ("Signature", "签字", "簽字"),
    "date": ("Date", "日期", "日期"),
    "colon": (": ", "：", "："),
    "comma": (", ", "、", "、"),
    "semicolon": ("; ", "；", "；"),
}

"""Each word by key, in the order en, zh-Hans, zh-Hant."""

_VERDICTS: Final[Mapping[Verdict, tuple[str, str, str]]] = {
    Verdict.FULFILLED: ("fulfilled", "履行", "履行"),
    Verdict.VIOLATED: ("violated", "违反", "違反"),
    Verdict.PENDING: ("pending", "待定", "待定"),
    Verdict.WAIVED: ("waived", "已豁免", "已豁免"),
    Verdict.INAPPLICABLE: ("inapplicable", "不适用", "不適用"),
    Verdict.UNDETERMINED: ("undetermined", "无法判定", "無法判定"),
}

_MODALITIES: Final[Mapping[Modality, tuple[str, str, str]]] = {
    Modality.MUST: ("must", "应当", "應當"),
    Modality.MUST_NOT: ("must not", "不得", "不得"),
    Modality.SHOULD: ("should", "宜", "宜"),
    Modality.MAY: ("may", "可以", "可以"),
}

_COLUMN: Final[Mapping[Language, int]] = {Language.EN: 0, Language.ZH_HANS: 1, Language.ZH_HANT: 2}


def words_in(language: Language) -> Mapping[str, str]:
    """Every word of the table in `language`, by key."""
    column = _COLUMN[language]
    return MappingProxyType({key: row[column] for key, row in _TABLE.items()})


def verdict_word(verdict: Verdict, language: Language) -> str:
    """What `verdict` is called; the same words as in policies."""
    return _VERDICTS[verdict][_COLUMN[language]]


def modality_word(modality: Modality, language: Language) -> str:
    """How the modality is said."""
    return _MODALITIES[modality][_COLUMN[language]]
