"""The registry of diagnostic codes: severity, message and help in three languages.

A code is named for the defect and never changes its meaning. A page per code with a failing and a
mended example stands under `docs/diagnostics/`; a test runs every page.
"""

from __future__ import annotations

import enum
import string
from functools import cached_property

import attrs

from dutyrules.findings.model import Text


class Severity(enum.Enum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"


@attrs.define(slots=False, kw_only=True)
class Code:
    """One row of the registry; `{name}` in a text is filled from the diagnostic's values."""

    code: str
    severity: Severity
    message: Text
    help: Text | None = None

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of the values that the texts need."""
        texts = [self.message] if self.help is None else [self.message, self.help]
        parts = [p for t in texts for s in (t.en, t.zh_hans, t.zh_hant) for p in string.Formatter().parse(s)]
        return frozenset(name for _, name, _, _ in parts if name)


def _row(code: str, message: tuple[str, str, str], help_: tuple[str, str, str] | None = None) -> Code:
    severity = Severity.WARNING if code in _WARNINGS else Severity.ERROR
    advice = None if help_ is None else Text(en=help_[0], zh_hans=help_[1], zh_hant=help_[2])
    text = Text(en=message[0], zh_hans=message[1], zh_hant=message[2])
    return Code(code=code, severity=severity, message=text, help=advice)


_WARNINGS = frozenset(
    {
        "unused-parameter",
        "veto-without-basis",
        "number-without-source",
        "paperwork-only",
        "wrong-counter",
        "wrong-verb",
        "unknown-clause",
        "clause-without-norm",
        "mixed-languages",
        "parameter-stale",
        "duty-on-day-off",
        "empty-policy",
        "allowance-without-reason",
        "allowance-unused",
        "allowance-of-error",
        "unknown-code",
        "otherwise-unreachable",
    }
)

_ROWS = (
    # Words and sentences
    _row(
        "stray-character",
        ("`{found}` has no meaning here", "这里的“{found}”没有意义", "這裡的「{found}」沒有意義"),
        ("delete it", "请删去", "請刪去"),
    ),
    _row(
        "unclosed-quote",
        ("the quoted text is not closed on its line", "引号没有在同一行内结束", "引號沒有在同一行內結束"),
        ("add {quote} after the text", "在文字后加上 {quote}", "在文字後加上 {quote}"),
    ),
    _row(
        "mismatched-quotes",
        (
            "the text is opened with {opened} and closed with {closed}",
            "引号以 {opened} 开头，却以 {closed} 结束",
            "引號以 {opened} 開頭，卻以 {closed} 結束",
        ),
        ("close it with {wanted}", "结尾请用 {wanted}", "結尾請用 {wanted}"),
    ),
    _row(
        "hidden-character",
        (
            "an invisible character stands here ({found})",
            "这里有一个看不见的字符（{found}）",
            "這裡有一個看不見的字元（{found}）",
        ),
        (
            "delete it, or type the words around it anew",
            "请删去它，或把前后的字重新输入",
            "請刪去它，或把前後的字重新輸入",
        ),
    ),
    _row(
        "invalid-date",
        ("there is no day {found}", "没有 {found} 这一天", "沒有 {found} 這一天"),
    ),
    _row(
        "number-too-long",
        (
            "{found} has more digits than any number here needs",
            "{found} 的位数太多，用不到这么大的数",
            "{found} 的位數太多，用不到這麼大的數",
        ),
    ),
    _row(
        "number-in-words",
        (
            "the number `{found}` is written in words",
            "数字“{found}”要写成阿拉伯数字",
            "數字「{found}」要寫成阿拉伯數字",
        ),
    ),
    _row(
        "name-too-long",
        (
            "no name is as long as `{found}`",
            "没有这么长的名称：“{found}”",
            "沒有這麼長的名稱：「{found}」",
        ),
    ),
    _row(
        "unknown-keyword",
        (
            "`{found}` is not a word that policies are written in",
            "“{found}”不是规定里能用的关键词",
            "「{found}」不是規定裡能用的關鍵詞",
        ),
    ),
    _row(
        "wrong-punctuation",
        (
            "`{found}` stands where {expected} belongs",
            "这里的“{found}”应是{expected}",
            "這裡的「{found}」應是{expected}",
        ),
    ),
    _row(
        "missing-colon",
        (
            "a colon is missing after `{found}`",
            "“{found}”后面少了冒号",
            "「{found}」後面少了冒號",
        ),
    ),
    _row(
        "missing-comma",
        (
            "a comma is missing after `{found}`",
            "“{found}”后面少了逗号",
            "「{found}」後面少了逗號",
        ),
    ),
    _row(
        "missing-modality",
        (
            "after `{found}` it is not said whether this must, must not, should or may be done",
            "“{found}”后面没有写“应当”“不得”“宜”或“可以”",
            "「{found}」後面沒有寫「應當」「不得」「宜」或「可以」",
        ),
    ),
    _row(
        "missing-bound",
        (
            "it is not said whether {found} is the least, the most or the exact number",
            "{found} 前面没有写“至少”“至多”或“恰好”",
            "{found} 前面沒有寫「至少」「至多」或「恰好」",
        ),
    ),
    _row(
        "misplaced-bound",
        (
            "`{found}` comes before `{event}`",
            "“{found}”要写在“{event}”前面",
            "「{found}」要寫在「{event}」前面",
        ),
    ),
    _row(
        "missing-has",
        (
            "`has` is missing after `{found}`",
            "“{found}”后面少了“有”",
            "「{found}」後面少了「有」",
        ),
    ),
    _row(
        "missing-with",
        (
            "what is asked of `{found}` is not opened with `with`",
            "“{found}”前面少了“其中”",
            "「{found}」前面少了「其中」",
        ),
    ),
    _row(
        "missing-label",
        (
            "the norm has no label",
            "这条规定没有名称",
            "這條規定沒有名稱",
        ),
        (
            "give it a label and a colon, such as `weekly_meeting:`",
            "在前面写上名称和冒号，例如“每周活动：”",
            "在前面寫上名稱和冒號，例如「每週活動：」",
        ),
    ),
    _row(
        "bad-label",
        (
            "`{found}` can't be a label: only letters, digits and underscores can",
            "“{found}”不能作名称：名称里只能有文字、数字和下划线",
            "「{found}」不能作名稱：名稱裡只能有文字、數字和底線",
        ),
    ),
    _row(
        "missing-full-stop",
        (
            "the sentence does not end with a full stop",
            "这句话末尾没有句号",
            "這句話末尾沒有句號",
        ),
        ("end the sentence with a full stop", "在句末加上句号", "在句末加上句號"),
    ),
    _row(
        "sentence-too-long",
        ("the sentence has more than {limit} words", "这句话超过 {limit} 个词", "這句話超過 {limit} 個詞"),
    ),
    _row(
        "line-too-long",
        (
            "the line has {found} characters; at most {limit} are read",
            "这一行有 {found} 个字符，最多读取 {limit} 个",
            "這一行有 {found} 個字元，最多讀取 {limit} 個",
        ),
    ),
    _row(
        "too-many-problems",
        (
            "the file has too many problems; the rest of it was not read",
            "问题太多，后面的内容没有再读",
            "問題太多，後面的內容沒有再讀",
        ),
        (
            "mend those above and check again",
            "请先改好上面的问题，再检查一次",
            "請先改好上面的問題，再檢查一次",
        ),
    ),
    _row(
        "file-too-large",
        (
            "the file has {found} characters; at most {limit} are read",
            "文件有 {found} 个字符，最多读取 {limit} 个",
            "檔案有 {found} 個字元，最多讀取 {limit} 個",
        ),
    ),
    _row(
        "not-utf-8",
        (
            "the file is not UTF-8 text",
            "文件不是 UTF-8 文本",
            "檔案不是 UTF-8 文字",
        ),
        ("save it as UTF-8", "请另存为 UTF-8", "請另存為 UTF-8"),
    ),
    _row(
        "file-not-found",
        ("there is no such file", "没有这个文件", "沒有這個檔案"),
    ),
    _row(
        "file-unreadable",
        (
            "the file can't be opened: it may be a folder, or reading it may be forbidden",
            "文件打不开：可能是文件夹，也可能没有读取权限",
            "檔案打不開：可能是資料夾，也可能沒有讀取權限",
        ),
    ),
    _row(
        "unknown-statement",
        (
            "`{found}` does not open a statement",
            "“{found}”不能作为一句的开头",
            "「{found}」不能作為一句的開頭",
        ),
        (
            "a statement opens with a keyword such as `clause`, or with a label and a colon",
            "一句话以关键词（如 条款）开头，或以名称加冒号开头",
            "一句話以關鍵詞（如 條款）開頭，或以名稱加冒號開頭",
        ),
    ),
    _row(
        "unexpected-word",
        (
            "`{found}` does not fit here; {expected} was expected",
            "“{found}”放在这里不通；这里应是{expected}",
            "「{found}」放在這裡不通；這裡應是{expected}",
        ),
    ),
    _row(
        "unfinished-sentence",
        (
            "the sentence ends too early; {expected} was expected",
            "句子没有写完；后面应有{expected}",
            "句子沒有寫完；後面應有{expected}",
        ),
    ),
    _row(
        "number-expected",
        (
            "`{found}` is neither a number nor a parameter",
            "“{found}”既不是数字，也不是参数",
            "「{found}」既不是數字，也不是參數",
        ),
    ),
    _row(
        "unknown-name",
        (
            "nothing is called `{found}` here",
            "这里没有叫“{found}”的名称",
            "這裡沒有叫「{found}」的名稱",
        ),
    ),
    # Headers
    _row(
        "missing-language",
        (
            "the file does not say its language",
            "文件没有写明语言",
            "檔案沒有寫明語言",
        ),
        (
            "begin with `language en`",
            "首行写“语言 zh-Hans”",
            "首行寫「語言 zh-Hant」",
        ),
    ),
    _row(
        "unknown-language",
        (
            "`{found}` is none of en, zh-Hans, zh-Hant",
            "“{found}”不是 en、zh-Hans、zh-Hant 之一",
            "「{found}」不是 en、zh-Hans、zh-Hant 之一",
        ),
    ),
    _row(
        "mixed-languages",
        (
            "`{found}` is not in the language of the file",
            "“{found}”与文件的语言不一致",
            "「{found}」與檔案的語言不一致",
        ),
    ),
    _row(
        "missing-policy",
        (
            "the file names neither a policy nor a vocabulary",
            "文件既没有写“制度”，也没有写“词汇表”",
            "檔案既沒有寫「制度」，也沒有寫「詞彙表」",
        ),
    ),
    _row(
        "missing-bearer",
        (
            "the policy has norms but does not say who bears them",
            "制度有规定，却没有写“责任人”",
            "制度有規定，卻沒有寫「責任人」",
        ),
    ),
    _row(
        "repeated-header",
        ("`{found}` stands twice", "“{found}”写了两次", "「{found}」寫了兩次"),
    ),
    _row(
        "unknown-import",
        (
            "there is no file `{found}` to import",
            "没有可引入的文件“{found}”",
            "沒有可引入的檔案「{found}」",
        ),
    ),
    _row(
        "import-outside",
        (
            "an import names a file beside this one or a shipped one, not `{found}`",
            "只能引入同一文件夹里或随附的文件，不能是“{found}”",
            "只能引入同一資料夾裡或隨附的檔案，不能是「{found}」",
        ),
    ),
    _row(
        "import-cycle",
        ("`{found}` imports itself", "“{found}”引入了自己", "「{found}」引入了自己"),
    ),
    _row(
        "norm-outside-clause",
        (
            "`{found}` stands under no clause",
            "“{found}”不在任何条款之下",
            "「{found}」不在任何條款之下",
        ),
        (
            "write `clause` and its number above it",
            "在它上面写“条款”和编号",
            "在它上面寫「條款」和編號",
        ),
    ),
    _row(
        "item-outside-score",
        (
            "item `{found}` follows no score",
            "项目“{found}”前面没有计分",
            "項目「{found}」前面沒有計分",
        ),
    ),
    # Names
    _row(
        "repeated-name",
        (
            "`{found}` is declared twice",
            "“{found}”声明了两次",
            "「{found}」聲明了兩次",
        ),
    ),
    _row(
        "unknown-event",
        (
            "no event type is called `{found}`",
            "没有叫“{found}”的事件",
            "沒有叫「{found}」的事件",
        ),
    ),
    _row(
        "unknown-attribute",
        (
            "`{event}` has no attribute `{found}`",
            "“{event}”没有“{found}”这一属性",
            "「{event}」沒有「{found}」這一屬性",
        ),
        (
            "its attributes: {choices}",
            "它的属性有：{choices}",
            "它的屬性有：{choices}",
        ),
    ),
    _row(
        "unknown-role",
        ("no role is called `{found}`", "没有叫“{found}”的角色", "沒有叫「{found}」的角色"),
    ),
    _row(
        "unknown-unit",
        ("no kind of unit is called `{found}`", "没有叫“{found}”的单位", "沒有叫「{found}」的單位"),
    ),
    _row(
        "unknown-parameter",
        (
            "no parameter is called `{found}`",
            "没有叫“{found}”的参数",
            "沒有叫「{found}」的參數",
        ),
    ),
    _row(
        "unknown-choice",
        (
            "`{found}` is not a value of `{attribute}`; it is one of {choices}",
            "“{found}”不是“{attribute}”的取值；可取：{choices}",
            "「{found}」不是「{attribute}」的取值；可取：{choices}",
        ),
    ),
    _row(
        "unknown-property",
        (
            "nobody has a property called `{found}`",
            "没有叫“{found}”的属性",
            "沒有叫「{found}」的屬性",
        ),
    ),
    _row(
        "unknown-norm",
        ("no norm is called `{found}`", "没有叫“{found}”的规定", "沒有叫「{found}」的規定"),
    ),
    _row(
        "unknown-score",
        ("no score is called `{found}`", "没有叫“{found}”的计分", "沒有叫「{found}」的計分"),
    ),
    _row(
        "unknown-value",
        ("no value is called `{found}`", "没有叫“{found}”的取值", "沒有叫「{found}」的取值"),
    ),
    _row(
        "wrong-kind",
        (
            "`{found}` is {kind}, and {expected} belongs here",
            "“{found}”是{kind}，这里要写{expected}",
            "「{found}」是{kind}，這裡要寫{expected}",
        ),
    ),
    _row(
        "ambiguous-label",
        (
            "`{found}` is already the label of `{other}`",
            "“{found}”已经是“{other}”的叫法",
            "「{found}」已經是「{other}」的叫法",
        ),
    ),
    _row(
        "unused-parameter",
        (
            "parameter `{found}` is never used",
            "参数“{found}”从未用到",
            "參數「{found}」從未用到",
        ),
    ),
    # Meaning
    _row(
        "unit-mismatch",
        (
            "`{found}` can't be compared with {expected}",
            "“{found}”不能与{expected}相比",
            "「{found}」不能與{expected}相比",
        ),
    ),
    _row(
        "missing-unit",
        (
            "`{found}` needs a unit: {expected}",
            "“{found}”要有单位：{expected}",
            "「{found}」要有單位：{expected}",
        ),
    ),
    _row(
        "not-a-whole-number",
        (
            "{found} is not a whole number, and a count is",
            "{found} 不是整数，次数必须是整数",
            "{found} 不是整數，次數必須是整數",
        ),
    ),
    _row(
        "contradictory-bounds",
        (
            "no number is at least {low} and at most {high}",
            "没有既不少于 {low}、又不多于 {high} 的数",
            "沒有既不少於 {low}、又不多於 {high} 的數",
        ),
    ),
    _row(
        "trivial-bound",
        (
            "at least 0 asks for nothing",
            "至少 0 等于没有要求",
            "至少 0 等於沒有要求",
        ),
    ),
    _row(
        "no-counterparty",
        (
            "`{found}` has no object, so it can't be done to each of somebody",
            "“{found}”没有对象，不能说“对每名……”",
            "「{found}」沒有對象，不能說「對每名……」",
        ),
    ),
    _row(
        "missing-window",
        (
            "the norm does not say when: each week, each term …",
            "没有写明什么时候：每周、每学期……",
            "沒有寫明什麼時候：每週、每學期……",
        ),
        (
            "begin the sentence with it: `each week,`",
            "在句首写上，例如“每周，”",
            "在句首寫上，例如「每週，」",
        ),
    ),
    _row(
        "window-per-event",
        (
            "a sentence about each event has no time of its own",
            "“每次……”的规定不另写时间",
            "「每次……」的規定不另寫時間",
        ),
        (
            "delete the time phrase",
            "请删去时间",
            "請刪去時間",
        ),
    ),
    _row(
        "spacing-needs-at-most",
        (
            "how far apart takes `at most`",
            "间隔要用“至多”",
            "間隔要用「至多」",
        ),
    ),
    _row(
        "unknown-base",
        (
            "the exception stands in place of `{found}`, which is no norm of this policy",
            "例外所改的“{found}”不是本制度的规定",
            "例外所改的「{found}」不是本制度的規定",
        ),
    ),
    _row(
        "exception-clash",
        (
            "`{found}` and `{other}` both stand in place of `{base}` under the same condition",
            "“{found}”与“{other}”在同样条件下都要改“{base}”",
            "「{found}」與「{other}」在同樣條件下都要改「{base}」",
        ),
    ),
    _row(
        "shift-without-grades",
        (
            "`{found}` has no grades to move between",
            "“{found}”没有等第可升降",
            "「{found}」沒有等第可升降",
        ),
    ),
    _row(
        "wrong-window",
        (
            "a deadline of this kind does not fit `each {period}`",
            "这种期限与“每{period}”不合",
            "這種期限與「每{period}」不合",
        ),
    ),
    _row(
        "week-outside-term",
        (
            "no term has a week {found}",
            "学期里没有第 {found} 周",
            "學期裡沒有第 {found} 週",
        ),
    ),
    _row(
        "part-exceeds-period",
        (
            "`{found}` is no part of `{period}`: it is as long or longer",
            "“{found}”不比“{period}”短，不能是其中的一段",
            "「{found}」不比「{period}」短，不能是其中的一段",
        ),
    ),
    _row(
        "longer-than-year",
        (
            "`{found}` is longer than a school year",
            "“{found}”比一学年还长",
            "「{found}」比一學年還長",
        ),
    ),
    _row(
        "share-over-whole",
        (
            "{found} percent is no share of a whole",
            "{found}% 超出了总数",
            "{found}% 超出了總數",
        ),
    ),
    _row(
        "too-many-places",
        (
            "no score is kept to {found} decimal places",
            "分数用不着保留 {found} 位小数",
            "分數用不著保留 {found} 位小數",
        ),
    ),
    _row(
        "no-such-day",
        ("no month has a day {found}", "没有哪个月有 {found} 日", "沒有哪個月有 {found} 日"),
    ),
    _row(
        "no-such-month",
        ("there is no month {found}", "没有 {found} 月", "沒有 {found} 月"),
    ),
    _row(
        "no-such-lesson",
        (
            "no school day has a lesson period {found}",
            "一天里没有第 {found} 节课",
            "一天裡沒有第 {found} 節課",
        ),
    ),
    _row(
        "zero-periods",
        (
            "`{found}` gives no windows at all",
            "“{found}”等于没有周期",
            "「{found}」等於沒有週期",
        ),
    ),
    _row(
        "repeated-window",
        (
            "the sentence says twice how often: only one `each …` can hold",
            "一句话里写了两个周期，只能写一个",
            "一句話裡寫了兩個週期，只能寫一個",
        ),
    ),
    _row(
        "duty-on-day-off",
        (
            "the duty falls on {found}, when nobody is at school",
            "这项职责落在{found}，学校那时没有人",
            "這項職責落在{found}，學校那時沒有人",
        ),
        (
            "move it to a school day, or say on the line above: # allow duty-on-day-off: reason",
            "改到上课日；确要如此，就在上一行写：# 容许 duty-on-day-off：原因",
            "改到上課日；確要如此，就在上一行寫：# 容許 duty-on-day-off：原因",
        ),
    ),
    _row(
        "effective-backwards",
        (
            "the policy ends on {last}, before it begins on {first}",
            "制度到 {last} 为止，却从 {first} 才开始施行",
            "制度到 {last} 為止，卻從 {first} 才開始施行",
        ),
    ),
    _row(
        "parameter-stale",
        (
            "the value from {found} on never holds: the policy ends before",
            "从 {found} 起的值永远用不到：制度在此之前就已失效",
            "從 {found} 起的值永遠用不到：制度在此之前就已失效",
        ),
    ),
    _row(
        "empty-policy",
        (
            "the policy asks for nothing: it has neither norm nor score",
            "制度里没有规定，也没有计分",
            "制度裡沒有規定，也沒有計分",
        ),
    ),
    _row(
        "unknown-clause",
        (
            "document {document} has no clause `{found}`",
            "文件 {document} 没有“{found}”这一条",
            "文件 {document} 沒有「{found}」這一條",
        ),
    ),
    _row(
        "clause-without-norm",
        (
            "clause `{found}` has neither norm nor note",
            "条款“{found}”下面没有规定，也没有说明",
            "條款「{found}」下面沒有規定，也沒有說明",
        ),
        (
            "say with `note` why nothing follows from it",
            "如果它不提要求，请用“说明”写明",
            "如果它不提要求，請用「說明」寫明",
        ),
    ),
    _row(
        "number-without-source",
        (
            "parameter `{found}` does not say where its number comes from",
            "参数“{found}”没有写明数字从哪里来",
            "參數「{found}」沒有寫明數字從哪裡來",
        ),
        (
            'add: cited from "…", or: assume "…"',
            "加上：依照 “……”，或 假定 “……”",
            "加上：依照 「……」，或 假定 「……」",
        ),
    ),
    _row(
        "paperwork-only",
        (
            "the only evidence of this is a record, `{found}`, whatever was done",
            "这项规定只看有没有“{found}”，不看实际做了什么",
            "這項規定只看有沒有「{found}」，不看實際做了什麼",
        ),
        (
            "ask for the work itself, or say on the line above: # allow paperwork-only: reason",
            "请改为要求工作本身；确要如此，就在上一行写：# 容许 paperwork-only：原因",
            "請改為要求工作本身；確要如此，就在上一行寫：# 容許 paperwork-only：原因",
        ),
    ),
    _row(
        "allowance-without-reason",
        (
            "the allowance of `{found}` gives no reason",
            "容许“{found}”却没有写原因",
            "容許「{found}」卻沒有寫原因",
        ),
        (
            "write the reason after a colon",
            "在冒号后写上原因",
            "在冒號後寫上原因",
        ),
    ),
    _row(
        "allowance-unused",
        (
            "there is nothing here that `{found}` would warn of",
            "这里并没有“{found}”要提醒的问题",
            "這裡並沒有「{found}」要提醒的問題",
        ),
        (
            "delete the allowance",
            "请删去这条容许",
            "請刪去這條容許",
        ),
    ),
    _row(
        "allowance-of-error",
        (
            "`{found}` is an error, which nothing can allow",
            "“{found}”是错误，不能容许",
            "「{found}」是錯誤，不能容許",
        ),
    ),
    _row(
        "unknown-code",
        (
            "nothing that dutyrules warns of is called `{found}`",
            "没有叫“{found}”的提醒",
            "沒有叫「{found}」的提醒",
        ),
    ),
    _row(
        "prohibition-with-quota",
        (
            "`must not` forbids; it takes no number of its own",
            "“不得”是禁止，不带至少、至多的数目",
            "「不得」是禁止，不帶至少、至多的數目",
        ),
    ),
    _row(
        "wrong-counter",
        (
            "{event} is counted in {expected}, not {found}",
            "“{event}”用“{expected}”计，不用“{found}”",
            "「{event}」用「{expected}」計，不用「{found}」",
        ),
    ),
    _row(
        "wrong-verb",
        (
            "`{found}` is not said of `{event}`; {expected} is",
            "“{event}”不说“{found}”，而说“{expected}”",
            "「{event}」不說「{found}」，而說「{expected}」",
        ),
    ),
    # Scores
    _row(
        "band-order",
        (
            "`{found}` begins at {value}, no lower than the band before it",
            "“{found}”从 {value} 起，并不低于前一档",
            "「{found}」從 {value} 起，並不低於前一檔",
        ),
        (
            "write the bands from the highest down",
            "请从高到低写各档",
            "請從高到低寫各檔",
        ),
    ),
    _row(
        "repeated-grade",
        (
            "grade `{found}` stands twice",
            "等第“{found}”写了两次",
            "等第「{found}」寫了兩次",
        ),
    ),
    _row(
        "otherwise-unreachable",
        (
            "no score is left for `{found}`: the lowest band begins at {value}",
            "没有分数会得“{found}”：最低一档从 {value} 起",
            "沒有分數會得「{found}」：最低一檔從 {value} 起",
        ),
    ),
    _row(
        "unreachable-band",
        (
            "`{found}` begins at {value}, above the highest score {high}",
            "“{found}”从 {value} 起，高于最高分 {high}",
            "「{found}」從 {value} 起，高於最高分 {high}",
        ),
    ),
    _row(
        "items-miss-total",
        (
            "the items come to {found}, the score is out of {expected}",
            "各项合计 {found}，而满分是 {expected}",
            "各項合計 {found}，而滿分是 {expected}",
        ),
    ),
    _row(
        "item-without-maximum",
        (
            "item `{found}` needs its points",
            "项目“{found}”没有写分值",
            "項目「{found}」沒有寫分值",
        ),
    ),
    _row(
        "score-without-items",
        ("score `{found}` has no item", "计分“{found}”没有项目", "計分「{found}」沒有項目"),
    ),
    _row(
        "stipend-misses-grade",
        (
            "the stipend says nothing of grade `{found}`",
            "津贴没有写到等第“{found}”",
            "津貼沒有寫到等第「{found}」",
        ),
    ),
    _row(
        "stipend-unknown-grade",
        (
            "`{found}` is not a grade of `{score}`",
            "“{found}”不是“{score}”的等第",
            "「{found}」不是「{score}」的等第",
        ),
    ),
    _row(
        "grade-missing",
        (
            "`{found}` has no grades, which this needs",
            "“{found}”没有等第，这里需要等第",
            "「{found}」沒有等第，這裡需要等第",
        ),
    ),
    _row(
        "score-cycle",
        ("score `{found}` sums itself", "计分“{found}”把自己也算了进去", "計分「{found}」把自己也算了進去"),
    ),
    _row(
        "veto-without-basis",
        (
            "veto `{found}` names no basis",
            "否决“{found}”没有写明依据",
            "否決「{found}」沒有寫明依據",
        ),
        (
            'add: basis "…"',
            "加上：依据 “……”",
            "加上：依據 「……」",
        ),
    ),
    # What goes with what in a sentence
    _row(
        "modality-unfit",
        (
            "a sentence of this kind binds by must or should, not by {found}",
            "这种规定只能用“应当”或“宜”，不能用“{found}”",
            "這種規定只能用「應當」或「宜」，不能用「{found}」",
        ),
    ),
    _row(
        "phrase-unfit",
        (
            "`{found}` says nothing in a sentence of this kind",
            "“{found}”在这种规定里没有意义",
            "「{found}」在這種規定裡沒有意義",
        ),
        (
            "delete it, or make it a sentence of its own",
            "请删去，或者另写一条规定",
            "請刪去，或者另寫一條規定",
        ),
    ),
    _row(
        "that-without-trigger",
        (
            "nothing says which `{found}` is meant",
            "没有说明指的是哪一个“{found}”",
            "沒有說明指的是哪一個「{found}」",
        ),
        (
            "`that` needs a window that an event opens, such as: on the day of each …",
            "用“该”时，期限须由事件开启，例如：每次……当天",
            "用「該」時，期限須由事件開啟，例如：每次……當天",
        ),
    ),
    _row(
        "rank-without-window",
        (
            "a rank looks at the window before, and this sentence has none",
            "名次看的是上一期，而这一条没有周期",
            "名次看的是上一期，而這一條沒有週期",
        ),
    ),
    _row(
        "property-not-yes-no",
        (
            "`{found}` is not answered by yes or no",
            "“{found}”不是用“是”或“否”回答的属性",
            "「{found}」不是用「是」或「否」回答的屬性",
        ),
    ),
    _row(
        "not-separable",
        (
            "`{found}` does not count events, so none can be kept from it",
            "“{found}”不是按事件计数的，谈不上不重复计",
            "「{found}」不是按事件計數的，談不上不重複計",
        ),
    ),
    _row(
        "parameter-without-value",
        (
            "`{found}` has no value before {day}, and the policy is in force by then",
            "“{found}”在 {day} 之前没有值，而制度那时已经施行",
            "「{found}」在 {day} 之前沒有值，而制度那時已經施行",
        ),
        (
            "give the value that held before, or put the policy in force from {day}",
            "请写上在此之前的值，或者把施行日期写成 {day}",
            "請寫上在此之前的值，或者把施行日期寫成 {day}",
        ),
    ),
    _row(
        "nothing-to-withhold",
        ("`{found}` has no stipend", "“{found}”没有津贴可停", "「{found}」沒有津貼可停"),
    ),
    _row(
        "wrong-score-window",
        (
            "`{score}` is worked out each {period}, and so is what changes it",
            "“{score}”是每{period}计的，改变它的也应当写每{period}",
            "「{score}」是每{period}計的，改變它的也應當寫每{period}",
        ),
    ),
    # Policies that extend others
    _row(
        "import-of-policy",
        (
            "`{found}` is a policy, and only a vocabulary can be imported",
            "“{found}”是制度；只有词汇表可以引入",
            "「{found}」是制度；只有詞彙表可以引入",
        ),
        (
            "to take over what it says: extends {found}",
            "要沿用它的规定，请写：沿用 {found}",
            "要沿用它的規定，請寫：沿用 {found}",
        ),
    ),
    _row(
        "extends-vocabulary",
        (
            "`{found}` is a vocabulary, which has nothing to take over",
            "“{found}”是词汇表，没有规定可沿用",
            "「{found}」是詞彙表，沒有規定可沿用",
        ),
        ("write: import {found}", "请写：引入 {found}", "請寫：引入 {found}"),
    ),
    _row(
        "unknown-omission",
        (
            "the extended policy has no `{found}`",
            "所沿用的制度里没有“{found}”",
            "所沿用的制度裡沒有「{found}」",
        ),
    ),
    _row(
        "omit-without-extends",
        (
            "there is nothing to omit `{found}` from",
            "没有沿用别的制度，谈不上不采用“{found}”",
            "沒有沿用別的制度，談不上不採用「{found}」",
        ),
    ),
    # Scenarios
    _row(
        "statement-after-scenario",
        (
            "`{found}` can't stand in a scenario",
            "“{found}”不能写在场景里",
            "「{found}」不能寫在場景裡",
        ),
        (
            "scenarios come last: move it above the first of them",
            "场景放在文件最后：请把这一句移到第一个场景之前",
            "場景放在檔案最後：請把這一句移到第一個場景之前",
        ),
    ),
    _row(
        "outside-scenario",
        (
            "`{found}` belongs into a scenario",
            "“{found}”只能写在场景里",
            "「{found}」只能寫在場景裡",
        ),
        (
            'open one above it: scenario "…"',
            "请在它上面开一个：场景 “……”",
            "請在它上面開一個：場景 「……」",
        ),
    ),
    _row(
        "incomplete-scenario",
        (
            "scenario `{found}` has no part that gives {missing}",
            "场景“{found}”没有写{missing}",
            "場景「{found}」沒有寫{missing}",
        ),
    ),
    _row(
        "not-a-time",
        ("no clock shows {found}", "没有 {found} 这个时刻", "沒有 {found} 這個時刻"),
    ),
    _row(
        "days-reversed",
        ("{last} is before {first}", "{last} 早于 {first}", "{last} 早於 {first}"),
    ),
    _row(
        "calendar-too-long",
        (
            "the calendar of a scenario holds at most {limit} days",
            "场景的校历最长 {limit} 天",
            "場景的校曆最長 {limit} 天",
        ),
        ("check the years", "请核对年份", "請核對年份"),
    ),
    _row(
        "day-outside-calendar",
        (
            "{found} lies outside the calendar, {first} to {last}",
            "{found} 不在校历之内；校历从 {first} 到 {last}",
            "{found} 不在校曆之內；校曆從 {first} 到 {last}",
        ),
    ),
    _row(
        "role-after-comma",
        (
            "the role `{found}` comes after a comma, as if it were part of a name",
            "角色“{found}”前面是逗号或顿号，会被当成人名的一部分",
            "角色「{found}」前面是逗號或頓號，會被當成人名的一部分",
        ),
        (
            "part one role from the next with a semicolon",
            "角色与角色之间用分号隔开",
            "角色與角色之間用分號隔開",
        ),
    ),
    _row(
        "unknown-person",
        (
            "nobody in the scenario is called `{found}`",
            "场景里没有叫“{found}”的人或单位",
            "場景裡沒有叫「{found}」的人或單位",
        ),
        (
            "name them in the roster sentence",
            "请在名册里写上",
            "請在名冊裡寫上",
        ),
    ),
    _row(
        "unknown-window",
        (
            "the scenario has no {found}; it has {known}",
            "场景里没有“{found}”；有的是 {known}",
            "場景裡沒有「{found}」；有的是 {known}",
        ),
    ),
    _row(
        "result-misfit",
        (
            "`{label}` can't come to `{found}`; it has {expected}",
            "“{label}”不会有“{found}”这样的结果；它有{expected}",
            "「{label}」不會有「{found}」這樣的結果；它有{expected}",
        ),
    ),
    _row(
        "override-unfit",
        (
            "under this parameter the policy has an error: {reason}",
            "改用这个参数后，制度有错：{reason}",
            "改用這個參數後，制度有錯：{reason}",
        ),
    ),
    _row(
        "cell-without-column",
        (
            "the cell `{found}` has no header above it",
            "“{found}”这一格上面没有表头",
            "「{found}」這一格上面沒有表頭",
        ),
    ),
    _row(
        "table-without-rows",
        (
            "the table has a header and no rows",
            "表格只有表头，没有内容",
            "表格只有表頭，沒有內容",
        ),
    ),
)

CODES: dict[str, Code] = {row.code: row for row in _ROWS}
