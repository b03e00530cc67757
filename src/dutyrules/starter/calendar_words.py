"""The comments of calendar.toml, key by key."""

from __future__ import annotations

from dutyrules.findings.model import Text

ABOUT = Text(
    en="""\
The school calendar. A line that begins with # is a comment; take the # away to make it count.
Days are written 2026-09-01, times 08:00:00. The first and the last day of a span are both included.
Keep the order: the keys up to `holidays` come first, then the tables in [[double brackets]].""",
    zh_hans="""\
校历。以 # 开头的行是说明，不起作用；去掉 # 才起作用。
日期写成 2026-09-01，时刻写成 08:00:00；起止两天都算在内。
顺序不要动：从 school 到 holidays 的几行在前，[[双方括号]] 的各段在后。""",
    zh_hant="""\
校曆。以 # 開頭的行是說明，不起作用；去掉 # 才起作用。
日期寫成 2026-09-01，時刻寫成 08:00:00；起訖兩天都算在內。
順序不要動：從 school 到 holidays 的幾行在前，[[雙方括號]] 的各段在後。""",
)
SCHOOL_NAME = Text(en="Example school", zh_hans="示例学校", zh_hant="範例學校")
SCHOOL = Text(
    en="school: the name that reports carry. Put your own.",
    zh_hans="school：校名，写在报告上。请改成本校的。",
    zh_hant="school：校名，寫在報告上。請改成本校的。",
)
ZONE = Text(
    en="zone: the time zone by which a day begins and ends.",
    zh_hans="zone：时区，一天从什么时候算起由它定。",
    zh_hant="zone：時區，一天從什麼時候算起由它定；也可以寫 Asia/Taipei、Asia/Hong_Kong、Asia/Macau。",
)
WEEK = Text(
    en="week_start: the day on which a week begins.",
    zh_hans="week_start：一周从星期几算起；monday 是周一，sunday 是周日。",
    zh_hant="week_start：一週從星期幾算起；monday 是週一，sunday 是週日。",
)
WEEKEND = Text(
    en="weekend: the days of each week without lessons.",
    zh_hans="weekend：每周不上课的日子；saturday 是周六，sunday 是周日。",
    zh_hant="weekend：每週不上課的日子；saturday 是週六，sunday 是週日。",
)
HOLIDAYS = Text(
    en="""\
holidays: "CN" takes the public holidays and make-up days of mainland China from the built-in table;
"none" takes none, and you list all days off yourself under [[holiday]] below.""",
    zh_hans="""\
holidays：写 "CN"，就用内置的国家放假和调休安排；写 "none"，就一天也不取，
放假和补课都由学校在下面的 [[holiday]]、[[make_up]] 里自己列。""",
    zh_hant="""\
holidays：寫 "none"，就一天假也不取，放假和補課都由學校在下面的 [[holiday]]、[[make_up]] 裡自己列；
學校在中國內地的，可以寫 "CN"，使用內建的國家放假和調休安排。
請務必列出學期中的國定假日，否則放假的那一週也會被當作應當做事的一週。""",
)
YEAR = Text(
    en="""\
[[year]]: a year whose holidays the built-in table does not have. The school lists them itself under
[[holiday]] and [[make_up]]; `source` says where it has them from. Fill them in: until then that year has
no days off.""",
    zh_hans="""\
[[year]]：内置的安排里没有的年份，由学校在 [[holiday]] 和 [[make_up]] 里自己列；source 写依据。
通知下来后请补上：没有补上之前，这一年就当作没有法定假日。""",
    zh_hant="""\
[[year]]：用 "CN" 時，內建的安排裡沒有的年份，由學校在 [[holiday]] 和 [[make_up]] 裡自己列；
source 寫依據。""",
)
TO_FILL_IN = Text(
    en="to be filled in by the school", zh_hans="待学校按放假通知填写", zh_hant="待學校按放假通知填寫"
)
TERM = Text(
    en="""\
[[term]]: a term. Put your own dates: these are usual ones, not yours.
id is a short name for --term; weeks are numbered from the one that holds first_day.""",
    zh_hans="""\
[[term]]：学期。这里的日期只是常见的，请改成本校的。
id 是简称，供 --term 使用；周次从 first_day 所在的那一周算起，那一周是第1周。""",
    zh_hant="""\
[[term]]：學期。這裡的日期只是常見的，請改成本校的。
id 是簡稱，供 --term 使用；週次從 first_day 所在的那一週算起，那一週是第1週。""",
)
OTHER_TERM = Text(
    en="The other term of the school year: correct the dates and take the # away.",
    zh_hans="本学年的另一个学期：改好日期，去掉 #。",
    zh_hant="本學年的另一個學期：改好日期，去掉 #。",
)
HOLIDAY = Text(
    en="[[holiday]]: days off of the school's own, one block for each span.",
    zh_hans="[[holiday]]：学校自己的放假，一段假写一段。",
    zh_hant="[[holiday]]：學校自己的放假，一段假寫一段。",
)
MAKE_UP = Text(
    en="[[make_up]]: lessons on a day off. `day` is taught by the timetable of `acts_as`.",
    zh_hans="[[make_up]]：补课。day 那天上课，按 acts_as 那天的课表和单双周。",
    zh_hant="[[make_up]]：補課。day 那天上課，按 acts_as 那天的課表和單雙週。",
)
CLOSURE = Text(
    en="[[closure]]: days on which the whole school stands still, for weather or an exam. It beats all else.",
    zh_hans="[[closure]]：全校停课，如台风、借作考场；别的安排与它冲突时，以它为准。",
    zh_hant="[[closure]]：全校停課，如颱風、借作考場；別的安排與它衝突時，以它為準。",
)
PERIOD = Text(
    en="[[period]]: a lesson of the day by its number, at your own times; for duties that name a lesson.",
    zh_hans="[[period]]：一天里的第几节课和起止时刻，写本校的。制度里提到第几节课时才用得着。",
    zh_hant="[[period]]：一天裡的第幾節課和起訖時刻，寫本校的。制度裡提到第幾節課時才用得著。",
)
EXAM_WEEK = Text(
    en="[[exam_week]]: an exam week by its number.",
    zh_hans="[[exam_week]]：考试周是第几周。",
    zh_hant="[[exam_week]]：考試週是第幾週。",
)
SKIP_WEEK = Text(
    en="""\
[[skip_week]]: a week in which nothing weekly is owed, and which keeps its number.
With first_day in place of number it has no number either.""",
    zh_hans="[[skip_week]]：这一周不要求每周的事，周次照算；不写 number 而写 first_day，就连周次也不算。",
    zh_hant="[[skip_week]]：這一週不要求每週的事，週次照算；不寫 number 而寫 first_day，就連週次也不算。",
)
WEEK_NUMBERS = Text(
    en="""\
[[term.week]]: gives the week that holds first_day a number of its own, such as 0.
It belongs to the [[term]] right above it.""",
    zh_hans="""\
[[term.week]]：指定 first_day 所在的那一周是第几周，如预备周为0。
它属于紧挨在上面的那个 [[term]]。""",
    zh_hant="""\
[[term.week]]：指定 first_day 所在的那一週是第幾週，如預備週為0。
它屬於緊挨在上面的那個 [[term]]。""",
)
VACATION = Text(
    en="[[vacation]]: the days off after a term, for duties of the vacation.",
    zh_hans="[[vacation]]：学期后面的寒假或暑假；制度里有假期的事时才用得着。",
    zh_hant="[[vacation]]：學期後面的寒假或暑假；制度裡有假期的事時才用得著。",
)
