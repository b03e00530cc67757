"""What is said of a roster's faults, in the three languages."""

from __future__ import annotations

import datetime

from dutyrules.findings.model import Text

CELL_MISSING = Text(
    en="This cell is empty; every row needs it.",
    zh_hans="这一格是空的；每一行都要填。",
    zh_hant="這一格是空的；每一列都要填。",
)
UNIT_UNKNOWN = Text(
    en="No unit of units.csv has this code, and no single one this name; add it or correct the cell.",
    zh_hans="units.csv 里没有这个代码的单位，也没有唯一叫这个名称的单位；请补上单位或改正这一格。",
    zh_hant="units.csv 裡沒有這個代碼的單位，也沒有唯一叫這個名稱的單位；請補上單位或改正這一格。",
)
CIRCLE = Text(
    en="Going up from parent to parent, this unit comes back to itself; correct the parent.",
    zh_hans="沿上级一层层往上，又回到了这个单位；请改正上级。",
    zh_hant="沿上級一層層往上，又回到了這個單位；請改正上級。",
)
PERSON_UNKNOWN = Text(
    en="Nobody in people.csv has this id; add the person or correct the cell.",
    zh_hans="people.csv 里没有这个工号；请补上这个人或改正这一格。",
    zh_hant="people.csv 裡沒有這個工號；請補上這個人或改正這一格。",
)
DATE_MALFORMED = Text(
    en="This is no date; expected one such as 2026-09-01, or an empty cell for an open end.",
    zh_hans="这不是日期；应当写成 2026-09-01 这样，没有期限就留空。",
    zh_hant="這不是日期；應當寫成 2026-09-01 這樣，沒有期限就留空。",
)


def person_unknown(alike: str) -> Text:
    """Nobody has the id, and one person has it but for leading zeros."""
    return Text(
        en=f"Nobody in people.csv has this id; did a spreadsheet drop the leading zeros of {alike}?",
        zh_hans=f"people.csv 里没有这个工号；是不是电子表格丢了 {alike} 开头的零？",
        zh_hant=f"people.csv 裡沒有這個工號；是不是試算表丟了 {alike} 開頭的零？",
    )


def id_twice(row: int) -> Text:
    """An id that an earlier row has already."""
    return Text(
        en=f"Row {row} has this id already; every id stands for one.",
        zh_hans=f"第{row}行已经用了这个编号；一个编号只能用一次。",
        zh_hant=f"第{row}列已經用了這個編號；一個編號只能用一次。",
    )


def reversed_days(start: datetime.date, end: datetime.date) -> Text:
    """A role that ends before it has begun."""
    return Text(
        en=f"The role ends on {end}, not after its start on {start}; the end is the first day without it.",
        zh_hans=f"结束 {end} 并不晚于开始 {start}；结束是不再担任的第一天。",
        zh_hant=f"結束 {end} 並不晚於開始 {start}；結束是不再擔任的第一天。",
    )


def overlaps(row: int) -> Text:
    """A role that the same person has in the same unit at the same time by another row."""
    return Text(
        en=f"Row {row} has this person in this role and unit for some of these days already; join the two.",
        zh_hans=f"第{row}行在同一段日子里已写了同一人在同一单位的同一角色；请合成一行。",
        zh_hant=f"第{row}列在同一段日子裡已寫了同一人在同一單位的同一角色；請合成一列。",
    )
