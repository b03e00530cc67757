"""log.toml: what the log is complete for. It states nothing until the school does."""

from __future__ import annotations

import datetime

from dutyrules.findings.model import Language, Text

_TEXT = Text(
    en="""\
# What the log is complete for.
#
# Nothing is stated yet: what is missing from the log then counts as unknown and never as not done.
# When everything up to a day has been entered, take the # off the three lines below and write that day.
# The day itself is included. An audit without --as-of then judges as at the end of it.

#[[complete]]
#types = []                     # an empty list: events of every type
#through = {day}

# If only some sheets are complete, name them by their sheets; there may be several blocks.
#[[complete]]
#types = ["{label}"]
#through = {day}
""",
    zh_hans="""\
# 日志记全到哪一天。
#
# 现在什么也没有声明：日志里没有的事，只算“不知道”，不算“没有做”。
# 某一天以前的事都登记齐了，就去掉下面三行开头的 #，写上那一天（当天也算在内）。
# 声明以后，核查时不写 --as-of 就以那一天结束为准。

#[[complete]]
#types = []                     # 空列表：所有类型都记全了
#through = {day}

# 只有几张表记全时，写上表名；可以有好几段。
#[[complete]]
#types = ["{label}"]
#through = {day}
""",
    zh_hant="""\
# 日誌記全到哪一天。
#
# 現在什麼也沒有聲明：日誌裡沒有的事，只算「不知道」，不算「沒有做」。
# 某一天以前的事都登記齊了，就去掉下面三行開頭的 #，寫上那一天（當天也算在內）。
# 聲明以後，核查時不寫 --as-of 就以那一天結束為準。

#[[complete]]
#types = []                     # 空列表：所有類型都記全了
#through = {day}

# 只有幾張表記全時，寫上表名；可以有好幾段。
#[[complete]]
#types = ["{label}"]
#through = {day}
""",
)


def log_toml(day: datetime.date, label: str, language: Language) -> bytes:
    """log.toml with an example in comments; `label` is a type of event of the policy."""
    return _TEXT.in_language(language).format(day=day.isoformat(), label=label).encode()
