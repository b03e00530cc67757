"""README.txt: ten lines that say what each file is and what to do next."""

from __future__ import annotations

import attrs

from dutyrules.findings.model import Language, Text


@attrs.frozen(kw_only=True)
class Names:
    """What the lines name: the policy's title and file, and the two commands to run in the folder."""

    title: str
    policy: str
    check: str
    audit: str


_LINES = Text(
    en="""\
A folder to start from: {title}
1. {policy} is the policy, vocabulary.duty its words. Change what you need in a text editor, then check.
2. calendar.toml: put the school's name, the dates of the term and the days off. Every key is explained there.
3. people.csv, units.csv, memberships.csv: put your own people, units and roles in place of the example's.
4. A staff number is text: keep leading zeros. A role ends on the first day on which it is no longer held.
5. log.xlsx: one row for each event; its first sheet explains. log.csv is the same as one table: use one.
6. log.toml: up to which day the log is complete. Until it says so, what is missing is never a breach.
7. Delete the example rows, or overwrite them.
8. Check the policy:    {check}
9. Audit the log, with the day you ask about:    {audit}
""",
    zh_hans="""\
起步文件夹：{title}
1. {policy} 是制度，vocabulary.duty 是它用的词汇。数字和句子可以用记事本改，改完先检查一遍。
2. calendar.toml 是校历：填上校名、学期起止和放假；每一项在文件里都有说明。
3. people.csv、units.csv、memberships.csv 是名册：把示例换成本校的人员、单位和角色。
4. 工号按文字填，前面的0不能丢；角色的“结束”写不再担任的第一天，还在担任就空着。
5. log.xlsx 记活动，一件事一行，第一张表是说明。log.csv 内容相同、只有一张表，两个用一个就行。
6. log.toml 写明日志记全到哪一天。没有写明以前，日志里没有的事只算不知道，不算违反。
7. 示例行看懂以后删掉，或者直接改写。
8. 检查制度：{check}
9. 核查日志（日期改成要核查到的那一天）：{audit}
""",
    zh_hant="""\
起步資料夾：{title}
1. {policy} 是制度，vocabulary.duty 是它用的詞彙。數字和句子可以用記事本改，改完先檢查一遍。
2. calendar.toml 是校曆：填上校名、學期起訖和放假；每一項在檔案裡都有說明。
3. people.csv、units.csv、memberships.csv 是名冊：把範例換成本校的人員、單位和角色。
4. 工號按文字填，前面的0不能丟；角色的「結束」寫不再擔任的第一天，還在擔任就空著。
5. log.xlsx 記活動，一件事一行，第一張表是說明。log.csv 內容相同、只有一張表，兩個用一個就行。
6. log.toml 寫明日誌記全到哪一天。沒有寫明以前，日誌裡沒有的事只算不知道，不算違反。
7. 範例行看懂以後刪掉，或者直接改寫。
8. 檢查制度：{check}
9. 核查日誌（日期改成要核查到的那一天）：{audit}
""",
)


def readme_txt(names: Names, language: Language) -> bytes:
    """The ten lines, with a byte order mark and the line ends that every editor of Windows shows."""
    text = _LINES.in_language(language).format(
        title=names.title, policy=names.policy, check=names.check, audit=names.audit
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
