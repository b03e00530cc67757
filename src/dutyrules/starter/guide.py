"""The words of the workbook's first sheet, which explains the others."""

from __future__ import annotations

from collections.abc import Iterator

from dutyrules.findings.model import Language, Text
from dutyrules.records.sheet_events import GUIDE_MARK

NAME = Text(en="Read me", zh_hans="说明", zh_hant="說明")
TITLE = Text(
    en=f"{GUIDE_MARK}: how to fill in the log for “{{title}}”",
    zh_hans=f"{GUIDE_MARK}：“{{title}}”活动记录的填写说明",
    zh_hant=f"{GUIDE_MARK}：「{{title}}」活動記錄的填寫說明",
)
_RULES = (
    Text(
        en="One sheet for each kind of event, one row for each event. The list below links to the sheets.",
        zh_hans="一张表记一类事，一件事填一行。下面的目录可以点开各张表。",
        zh_hant="一張表記一類事，一件事填一行。下面的目錄可以點開各張表。",
    ),
    Text(
        en="The grey row in italics is an example: delete it once you have seen how it is done. Its people "
        "are only in the example roster; once the roster is yours, a row left behind is listed as unreadable "
        "and counts for nobody.",
        zh_hans="灰色斜体的一行是示例，看懂以后请删掉。示例里的人只在示例名册里；名册换成本校的以后，"
        "忘了删的示例行会列为读不了的行，不算在任何人头上。",
        zh_hant="灰色斜體的一行是範例，看懂以後請刪掉。範例裡的人只在範例名冊裡；名冊換成本校的以後，"
        "忘了刪的範例行會列為讀不了的行，不算在任何人頭上。",
    ),
    Text(
        en="Do not rename the sheets or their headers. A sheet that you do not need may stay empty.",
        zh_hans="表名和第一行的表头不要改。用不到的表空着就行。",
        zh_hant="表名和第一行的表頭不要改。用不到的表空著就行。",
    ),
    Text(
        en="id: any text that no other row has. If it stays blank, the row cannot be corrected later.",
        zh_hans="编号：自己编，不要重复。也可以不填，但不填就不能用下面的办法更正。",
        zh_hant="編號：自己編，不要重複。也可以不填，但不填就不能用下面的辦法更正。",
    ),
    Text(
        en="time: the day, and the time of day if known, such as {day} 15:00. Write the year.",
        zh_hans="时间：写年月日，知道钟点就写上，如 {day} 15:00。年份不能省。",
        zh_hant="時間：寫年月日，知道鐘點就寫上，如 {day} 15:00。年份不能省。",
    ),
    Text(
        en="actor: who did it, by the staff number of people.csv with its leading zeros; the name alone will "
        "do if nobody else has it. unit: the code or the name in units.csv.",
        zh_hans="工号：谁做的，照 people.csv 写，前面的0不能丢；没有重名时只写姓名也行。"
        "单位：写 units.csv 里的代码或名称。",
        zh_hant="工號：誰做的，照 people.csv 寫，前面的0不能丟；沒有重名時只寫姓名也行。"
        "單位：寫 units.csv 裡的代碼或名稱。",
    ),
    Text(
        en="A cell with an arrow takes one of its list. Numbers are written without a unit.",
        zh_hans="有下拉箭头的格子从列表里选。数字不用写单位。",
        zh_hant="有下拉箭頭的格子從列表裡選。數字不用寫單位。",
    ),
    Text(
        en="What you do not know stays blank: a blank is unknown, neither 0 nor no. Only where a duty asks "
        "that something be recorded does a blank mean that it was not.",
        zh_hans="不知道的就空着：空格表示不知道，不当作0，也不当作“否”。"
        "只有制度要求记录的那一项，空着才算没有记录。",
        zh_hant="不知道的就空著：空格表示不知道，不當作0，也不當作「否」。"
        "只有制度要求記錄的那一項，空著才算沒有記錄。",
    ),
    Text(
        en="A mistake: write a new row with an id of its own, and the old id under “corrects”. To take a row "
        "back, write its id under “retracts” in a new row.",
        zh_hans="填错了：另起一行写对的，用新的编号，在“更正”列写原来的编号。"
        "整行作废：另起一行，只在“撤销”列写原来的编号。",
        zh_hant="填錯了：另起一行寫對的，用新的編號，在「更正」欄寫原來的編號。"
        "整行作廢：另起一行，只在「撤銷」欄寫原來的編號。",
    ),
    Text(
        en="When everything up to a day has been entered, say so in log.toml.",
        zh_hans="某一天以前的事都登记齐了，就在 log.toml 里写明。",
        zh_hant="某一天以前的事都登記齊了，就在 log.toml 裡寫明。",
    ),
)
SHEETS = Text(en="Sheets", zh_hans="目录", zh_hant="目錄")
USED_BY = Text(en="For: {readers}", zh_hans="用于：{readers}", zh_hant="用於：{readers}")
_COMMA = Text(en=", ", zh_hans="、", zh_hant="、")

YES_NO_TIP = Text(
    en="Choose yes or no; blank if unknown.",
    zh_hans="选“是”或“否”；不知道就空着。",
    zh_hant="選「是」或「否」；不知道就空著。",
)
CHOICE_TIP = Text(
    en="Choose from the list; blank if unknown.",
    zh_hans="从列表里选一项；不知道就空着。",
    zh_hant="從列表裡選一項；不知道就空著。",
)
MATTER_TIP = Text(
    en="The name of the duty as the policy has it.",
    zh_hans="写制度里那一项职责的名称。",
    zh_hant="寫制度裡那一項職責的名稱。",
)
DATE_TIP = Text(
    en="A day with its year, such as {day}.", zh_hans="写年月日，如 {day}。", zh_hant="寫年月日，如 {day}。"
)
TIME_TIP = Text(
    en="A day with its year, such as {day} 15:00; the day alone if the time is unknown.",
    zh_hans="写年月日和钟点，如 {day} 15:00；不知道钟点就只写年月日。",
    zh_hant="寫年月日和鐘點，如 {day} 15:00；不知道鐘點就只寫年月日。",
)
NUMBER_TIP = Text(
    en="A number without a unit; blank if unknown.",
    zh_hans="只写数字，不写单位；不知道就空着。",
    zh_hant="只寫數字，不寫單位；不知道就空著。",
)
MINUTES_TIP = Text(
    en="The minutes as a number, such as 40.",
    zh_hans="多少分钟，只写数字，如 40。",
    zh_hant="多少分鐘，只寫數字，如 40。",
)
HOURS_TIP = Text(
    en="The hours as a number, such as 1.5.",
    zh_hans="多少小时，只写数字，如 1.5。",
    zh_hant="多少小時，只寫數字，如 1.5。",
)
PERCENT_TIP = Text(
    en="Percent as a number: 85 means 85%. Do not write 0.85.",
    zh_hans="百分数只写数字：85 就是 85%，不要写 0.85。",
    zh_hant="百分數只寫數字：85 就是 85%，不要寫 0.85。",
)
PERSON_TIP = Text(
    en="The staff number of people.csv, or the name if nobody else has it.",
    zh_hans="写 people.csv 里的工号；没有重名时可写姓名。",
    zh_hant="寫 people.csv 裡的工號；沒有重名時可寫姓名。",
)
UNIT_TIP = Text(
    en="The code or the name in units.csv.",
    zh_hans="写 units.csv 里的代码或名称。",
    zh_hant="寫 units.csv 裡的代碼或名稱。",
)
TRY_AGAIN = Text(en="This cell cannot take that", zh_hans="这一格不能这样填", zh_hant="這一格不能這樣填")


def rules(language: Language, day: str) -> Iterator[str]:
    """The rules of filling in, one after the other; `day` stands for any day."""
    return (rule.in_language(language).replace("{day}", day) for rule in _RULES)


def used_by(readers: tuple[str, ...], language: Language) -> str:
    """Which duties look at a sheet."""
    return USED_BY.in_language(language).format(readers=_COMMA.in_language(language).join(readers))
