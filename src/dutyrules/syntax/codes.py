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
        "missing-full-stop",
        (
            "the sentence has no full stop before the next one begins",
            "这句话没有句号，下一句就开始了",
            "這句話沒有句號，下一句就開始了",
        ),
        ("end the sentence with a full stop", "在句末加上句号", "在句末加上句號"),
    ),
    _row(
        "sentence-too-long",
        ("the sentence has more than {limit} words", "这句话超过 {limit} 个词", "這句話超過 {limit} 個詞"),
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
        "file-unreadable",
        ("the file can't be read: {reason}", "文件无法读取：{reason}", "檔案無法讀取：{reason}"),
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
        "name-is-keyword",
        (
            "`{found}` is a keyword and can't be a name",
            "“{found}”是关键词，不能作名称",
            "「{found}」是關鍵詞，不能作名稱",
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
            "the number {found} needs a unit: {expected}",
            "数字 {found} 要有单位：{expected}",
            "數字 {found} 要有單位：{expected}",
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
            "between {low} and {high} leaves no number",
            "{low} 至 {high} 之间没有数",
            "{low} 至 {high} 之間沒有數",
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
        "wrong-window",
        (
            "a deadline of this kind does not fit `each {period}`",
            "这种期限与“每{period}”不合",
            "這種期限與「每{period}」不合",
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
        "band-gap",
        (
            "no grade covers {low} up to {high}",
            "{low} 到 {high} 之间没有等第",
            "{low} 到 {high} 之間沒有等第",
        ),
    ),
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
)

CODES: dict[str, Code] = {row.code: row for row in _ROWS}
