"""Why a row of a log is set aside, or worth a note: one code per reason, each said in three languages.

A fault sets its row aside, so that it counts for and against nobody. A note stands beside rows
that do count (`NOTES`), or says why a readable row is not an event of its own.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from dutyrules.findings.model import QuarantinedRow, Text
from dutyrules.records.tables import MAX_CELL_LENGTH

SHOWN_LENGTH = 200
"""Longer cells are cut in the quarantine list; the file itself still has them whole."""


class Code(enum.Enum):
    """A reason, in the words that reports and the documentation use for it."""

    ACTOR_DIFFERS = "actor-differs"
    AMBIGUOUS_CHOICE = "ambiguous-choice"
    AMBIGUOUS_DATE = "ambiguous-date"
    AMBIGUOUS_PERCENT = "ambiguous-percent"
    AMBIGUOUS_PERSON = "ambiguous-person"
    AMBIGUOUS_UNIT = "ambiguous-unit"
    BAD_DATE = "bad-date"
    BAD_ID = "bad-id"
    CELL_TOO_LONG = "cell-too-long"
    COLUMN_OF_OTHER_TYPE = "column-of-other-type"
    CONFLICTING_CORRECTIONS = "conflicting-corrections"
    CORRECTS_AND_RETRACTS = "corrects-and-retracts"
    CORRECTS_UNKNOWN_EVENT = "corrects-unknown-event"
    DATE_WITHOUT_YEAR = "date-without-year"
    DAYS_DIFFER = "days-differ"
    DITTO_WITHOUT_VALUE = "ditto-without-value"
    DUPLICATE_ID_DIFFERS = "duplicate-id-differs"
    DUPLICATE_ROW = "duplicate-row"
    END_BEFORE_START = "end-before-start"
    ERROR_CELL = "error-cell"
    MISSING_TIME = "missing-time"
    MISSING_TYPE = "missing-type"
    NO_HEADER = "no-header"
    NOT_A_NUMBER = "not-a-number"
    NOT_YES_OR_NO = "not-yes-or-no"
    NUMBER_OUT_OF_RANGE = "number-out-of-range"
    RETRACTED_ROW = "retracted-row"
    RETRACTS_UNKNOWN_EVENT = "retracts-unknown-event"
    SEVERAL_PEOPLE = "several-people"
    SUPERSEDED_ROW = "superseded-row"
    TIME_OUT_OF_RANGE = "time-out-of-range"
    TIME_WITHOUT_DATE = "time-without-date"
    TOO_PRECISE = "too-precise"
    UNKNOWN_CHOICE = "unknown-choice"
    UNKNOWN_COLUMN = "unknown-column"
    UNKNOWN_EVENT_TYPE = "unknown-event-type"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_UNIT = "unknown-unit"
    WAIVER_MATCHES_NOTHING = "waiver-matches-nothing"
    WEEKDAY_DIFFERS = "weekday-differs"
    WRONG_MEASURE = "wrong-measure"


NOTES = frozenset(
    {
        Code.COLUMN_OF_OTHER_TYPE,
        Code.CORRECTS_UNKNOWN_EVENT,
        Code.DUPLICATE_ROW,
        Code.NO_HEADER,
        Code.RETRACTED_ROW,
        Code.RETRACTS_UNKNOWN_EVENT,
        Code.SUPERSEDED_ROW,
        Code.UNKNOWN_COLUMN,
        Code.WAIVER_MATCHES_NOTHING,
    }
)
"""Codes of lines that are no fault of their row: nothing that should count is left out by them."""


@attrs.frozen
class Fault:
    """Why a cell has no value; `detail` fills the `{detail}` of the code's message."""

    code: Code
    detail: str = ""


def quarantined(file: str, row: int, fault: Fault, *, column: str = "", value: object = "") -> QuarantinedRow:
    """The line of the quarantine list for one fault in one place."""
    shown = str(value)
    shown = shown if len(shown) <= SHOWN_LENGTH else shown[:SHOWN_LENGTH] + "…"
    return QuarantinedRow(
        file=file, row=row, column=column, value=shown, code=fault.code.value, message=message_of(fault)
    )


def message_of(fault: Fault) -> Text:
    """What is wrong and what was expected, as one sentence per language."""
    text = MESSAGES[fault.code]
    return Text(
        en=text.en.replace("{detail}", fault.detail),
        zh_hans=text.zh_hans.replace("{detail}", fault.detail),
        zh_hant=text.zh_hant.replace("{detail}", fault.detail),
    )


def _text(en: str, zh_hans: str, zh_hant: str) -> Text:
    return Text(en=en, zh_hans=zh_hans, zh_hant=zh_hant)


MESSAGES: Mapping[Code, Text] = {
    Code.ACTOR_DIFFERS: _text(
        "The staff number and the name belong to different people; correct one of them.",
        "工号和姓名不是同一个人；请更正其中一个。",
        "工號和姓名不是同一個人；請更正其中一個。",
    ),
    Code.AMBIGUOUS_CHOICE: _text(
        "The value fits more than one of the choices ({detail}); write one of them in full.",
        "这个值符合不止一个选项（{detail}）；请完整写出其中一个。",
        "這個值符合不止一個選項（{detail}）；請完整寫出其中一個。",
    ),
    Code.AMBIGUOUS_DATE: _text(
        "The value can be read as more than one date; write it as 2026-09-01.",
        "这个值可以读作不止一个日期；请写成 2026-09-01 的样子。",
        "這個值可以讀作不止一個日期；請寫成 2026-09-01 的樣子。",
    ),
    Code.AMBIGUOUS_PERCENT: _text(
        "The number may be a share or a percentage; write it with a percent sign.",
        "这个数可能是比率，也可能是百分数；请写上百分号。",
        "這個數可能是比率，也可能是百分數；請寫上百分號。",
    ),
    Code.AMBIGUOUS_PERSON: _text(
        "More than one person fits ({detail}); write the staff number.",
        "符合的不止一人（{detail}）；请写工号。",
        "符合的不止一人（{detail}）；請寫工號。",
    ),
    Code.AMBIGUOUS_UNIT: _text(
        "More than one unit fits ({detail}); write the unit's code.",
        "符合的单位不止一个（{detail}）；请写单位代码。",
        "符合的單位不止一個（{detail}）；請寫單位代碼。",
    ),
    Code.BAD_DATE: _text(
        "A date or a time such as 2026-09-01 or 2026-09-01 15:30 was expected.",
        "这里应当是日期或时间，如 2026-09-01 或 2026-09-01 15:30。",
        "這裡應當是日期或時間，如 2026-09-01 或 2026-09-01 15:30。",
    ),
    Code.BAD_ID: _text(
        "An event's id is a short text or a whole number of at most 15 digits.",
        "事件编号应当是一段短文字，或不超过15位的整数。",
        "事件編號應當是一段短文字，或不超過15位的整數。",
    ),
    Code.CELL_TOO_LONG: _text(
        f"The cell is longer than {MAX_CELL_LENGTH} characters; shorten it.",
        f"这一格超过 {MAX_CELL_LENGTH} 个字；请缩短。",
        f"這一格超過 {MAX_CELL_LENGTH} 個字；請縮短。",
    ),
    Code.COLUMN_OF_OTHER_TYPE: _text(
        "Events of the type “{detail}” do not have this column; what it holds for them was not read.",
        "“{detail}”没有这一列；这一列里属于它的内容没有读取。",
        "「{detail}」沒有這一欄；這一欄裡屬於它的內容沒有讀取。",
    ),
    Code.CONFLICTING_CORRECTIONS: _text(
        "Several corrections of the event “{detail}” differ and nothing tells which came last; "
        "none of its rows counts.",
        "对事件“{detail}”有几条不同的更正，看不出哪一条在后；它的各行都不计入。",
        "對事件「{detail}」有幾條不同的更正，看不出哪一條在後；它的各列都不計入。",
    ),
    Code.CORRECTS_AND_RETRACTS: _text(
        "A row corrects an event or retracts one, not both.",
        "一行只能更正事件或者撤销事件，不能两样都做。",
        "一列只能更正事件或者撤銷事件，不能兩樣都做。",
    ),
    Code.CORRECTS_UNKNOWN_EVENT: _text(
        "No event of the log has the id “{detail}” that this row corrects; the row itself counts.",
        "记录里没有这一行要更正的事件“{detail}”；这一行本身计入。",
        "記錄裡沒有這一列要更正的事件「{detail}」；這一列本身計入。",
    ),
    Code.DATE_WITHOUT_YEAR: _text(
        "The date has no year and the school's calendar does not settle it; write the year.",
        "日期没有年份，从校历也定不下来；请写上年份。",
        "日期沒有年份，從校曆也定不下來；請寫上年份。",
    ),
    Code.DAYS_DIFFER: _text(
        "The date column and the time column name different days; correct one of them.",
        "日期列和时间列写的不是同一天；请更正其中一个。",
        "日期欄和時間欄寫的不是同一天；請更正其中一個。",
    ),
    Code.DITTO_WITHOUT_VALUE: _text(
        "The cell repeats the one above it, but there is none.",
        "这一格写着同上，可是上面没有内容。",
        "這一格寫著同上，可是上面沒有內容。",
    ),
    Code.DUPLICATE_ID_DIFFERS: _text(
        "An earlier row ({detail}) has the same id and other content; give this row its own id or mark "
        "it as a correction.",
        "前面的一行（{detail}）编号相同而内容不同；请另给编号，或注明这一行是更正。",
        "前面的一列（{detail}）編號相同而內容不同；請另給編號，或註明這一列是更正。",
    ),
    Code.DUPLICATE_ROW: _text(
        "The row repeats an earlier one ({detail}); the event counts once.",
        "这一行与前面的一行（{detail}）重复；事件只计一次。",
        "這一列與前面的一列（{detail}）重複；事件只計一次。",
    ),
    Code.END_BEFORE_START: _text(
        "The event ends before it starts; correct one of the two times.",
        "结束时间早于开始时间；请更正其中一个。",
        "結束時間早於開始時間；請更正其中一個。",
    ),
    Code.ERROR_CELL: _text(
        "The cell holds a spreadsheet error instead of a value; repair its formula.",
        "这一格是电子表格的错误值，不是内容；请修正公式。",
        "這一格是試算表的錯誤值，不是內容；請修正公式。",
    ),
    Code.MISSING_TIME: _text(
        "The row does not say when the event took place.",
        "这一行没有写事件发生的时间。",
        "這一列沒有寫事件發生的時間。",
    ),
    Code.MISSING_TYPE: _text(
        "Neither the row nor the name of its sheet or file says which type of event it is.",
        "这一行没有写事件类型，从表名和文件名也看不出来。",
        "這一列沒有寫事件類型，從表名和檔案名也看不出來。",
    ),
    Code.NO_HEADER: _text(
        "No row of this sheet names known columns; nothing was read from it.",
        "这张表里没有认得出的表头；没有读取任何内容。",
        "這張表裡沒有認得出的表頭；沒有讀取任何內容。",
    ),
    Code.NOT_A_NUMBER: _text(
        "A number was expected here.",
        "这里应当是一个数。",
        "這裡應當是一個數。",
    ),
    Code.NOT_YES_OR_NO: _text(
        "Yes or no was expected here.",
        "这里应当写是或否。",
        "這裡應當寫是或否。",
    ),
    Code.NUMBER_OUT_OF_RANGE: _text(
        "The number is too large, or negative where that has no meaning.",
        "这个数太大，或者在不该为负的地方写了负数。",
        "這個數太大，或者在不該為負的地方寫了負數。",
    ),
    Code.RETRACTED_ROW: _text(
        "The event was retracted ({detail}) and does not count.",
        "这个事件已经撤销（{detail}），不计入。",
        "這個事件已經撤銷（{detail}），不計入。",
    ),
    Code.RETRACTS_UNKNOWN_EVENT: _text(
        "No event of the log has the id “{detail}” that this row retracts.",
        "记录里没有这一行要撤销的事件“{detail}”。",
        "記錄裡沒有這一列要撤銷的事件「{detail}」。",
    ),
    Code.SEVERAL_PEOPLE: _text(
        "One person was expected here; write the others in rows of their own.",
        "这里应当只写一个人；其余的人请另起一行。",
        "這裡應當只寫一個人；其餘的人請另起一列。",
    ),
    Code.SUPERSEDED_ROW: _text(
        "The row was corrected by a later one ({detail}) and does not count.",
        "这一行已由后来的一行（{detail}）更正，不计入。",
        "這一列已由後來的一列（{detail}）更正，不計入。",
    ),
    Code.TIME_OUT_OF_RANGE: _text(
        "The date lies outside the years 1990 to 2100.",
        "日期不在1990年至2100年之间。",
        "日期不在1990年至2100年之間。",
    ),
    Code.TIME_WITHOUT_DATE: _text(
        "The cell has a time of day, but the row has no date to go with it.",
        "这一格只有时刻，而这一行没有日期。",
        "這一格只有時刻，而這一列沒有日期。",
    ),
    Code.TOO_PRECISE: _text(
        "The number cannot be kept exactly with four decimals; round it.",
        "这个数用四位小数写不尽；请先取整。",
        "這個數用四位小數寫不盡；請先取整。",
    ),
    Code.UNKNOWN_CHOICE: _text(
        "One of these was expected: {detail}.",
        "这里应当是下列之一：{detail}。",
        "這裡應當是下列之一：{detail}。",
    ),
    Code.UNKNOWN_COLUMN: _text(
        "The vocabulary has no such column; it was not read.",
        "词汇表里没有这一列；没有读取。",
        "詞彙表裡沒有這一欄；沒有讀取。",
    ),
    Code.UNKNOWN_EVENT_TYPE: _text(
        "The vocabulary has no event type of this name.",
        "词汇表里没有这种事件。",
        "詞彙表裡沒有這種事件。",
    ),
    Code.UNKNOWN_PERSON: _text(
        "The roster has no such person.",
        "名册里没有这个人。",
        "名冊裡沒有這個人。",
    ),
    Code.UNKNOWN_UNIT: _text(
        "The roster has no such unit.",
        "名册里没有这个单位。",
        "名冊裡沒有這個單位。",
    ),
    Code.WAIVER_MATCHES_NOTHING: _text(
        "No policy of this audit has such a norm for this person; correct the waiver or leave it out.",
        "这次核查的制度里，没有此人的这项规定；请改正这条豁免，或者删去。",
        "這次核查的制度裡，沒有此人的這項規定；請改正這條豁免，或者刪去。",
    ),
    Code.WEEKDAY_DIFFERS: _text(
        "The date does not fall on the weekday written beside it; correct one of them.",
        "日期与旁边写的星期对不上；请更正其中一个。",
        "日期與旁邊寫的星期對不上；請更正其中一個。",
    ),
    Code.WRONG_MEASURE: _text(
        "The unit “{detail}” does not fit what this column measures.",
        "单位“{detail}”与这一列所计的量不符。",
        "單位「{detail}」與這一欄所計的量不符。",
    ),
}
