"""What the commands themselves say, in the three languages, and which of them a reader wants."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dutyrules.findings.model import Language, Text

WROTE = Text(en="Wrote {file}", zh_hans="已写入 {file}", zh_hant="已寫入 {file}")
TABULATED = Text(
    en="{count} rows in {folder}",
    zh_hans="共 {count} 行，写入 {folder}",
    zh_hant="共 {count} 列，寫入 {folder}",
)
ENCODED = Text(
    en="{count} events in {folder}",
    zh_hans="共 {count} 条记录，写入 {folder}",
    zh_hant="共 {count} 筆記錄，寫入 {folder}",
)
SET_ASIDE = Text(
    en="{count} rows or columns are not in it, listed in {file}:",
    zh_hans="有 {count} 处没有读入，逐条列在 {file}：",
    zh_hant="有 {count} 處沒有讀入，逐條列在 {file}：",
)
JOBS_ARE_COLUMNAR = Text(
    en="Only the columnar engine runs in several processes; leave --engine out, or --jobs.",
    zh_hans="只有 columnar 引擎可用多个进程；请去掉 --engine 或 --jobs。",
    zh_hant="只有 columnar 引擎可用多個行程；請去掉 --engine 或 --jobs。",
)
NOTHING_WRONG = Text(
    en="{count} files, no errors",
    zh_hans="共 {count} 个文件，没有错误",
    zh_hant="共 {count} 個檔案，沒有錯誤",
)
COVERED = Text(
    en="{documents} documents, {clauses} clauses, {missing} not accounted for",
    zh_hans="共 {documents} 份文件、{clauses} 条，{missing} 条没有着落",
    zh_hant="共 {documents} 份文件、{clauses} 條，{missing} 條沒有著落",
)
NO_PARAMETERS = Text(
    en="These policies leave nothing to decide.",
    zh_hans="这些制度没有要学校自己定的地方。",
    zh_hant="這些制度沒有要學校自己定的地方。",
)
NO_SUCH_POLICY = Text(
    en="“{given}” is neither a policy file, a folder, nor a policy that comes with dutyrules.",
    zh_hans="“{given}”既不是制度文件或文件夹，也不是随 dutyrules 提供的制度。",
    zh_hant="「{given}」既不是制度檔案或資料夾，也不是隨 dutyrules 提供的制度。",
)
NO_POLICY_IN_FOLDER = Text(
    en="The folder “{given}” holds no .duty file.",
    zh_hans="文件夹“{given}”里没有 .duty 文件。",
    zh_hant="資料夾「{given}」裡沒有 .duty 檔案。",
)
NOT_A_DAY = Text(
    en="“{given}” is not a day such as 2027-01-22, nor an instant such as 2027-01-22T17:00.",
    zh_hans="“{given}”不是日期（如 2027-01-22），也不是时刻（如 2027-01-22T17:00）。",
    zh_hant="「{given}」不是日期（如 2027-01-22），也不是時刻（如 2027-01-22T17:00）。",
)
WOULD_OVERWRITE = Text(
    en="“{file}” is one of the files to be read; name another file for the report.",
    zh_hans="“{file}”是要读取的文件；报告请写到别的文件。",
    zh_hant="「{file}」是要讀取的檔案；報告請寫到別的檔案。",
)
WOULD_REPLACE = Text(
    en="“{file}” is there already; nothing was written. Name another folder, or move the file away.",
    zh_hans="“{file}”已经存在，什么也没有写入。请换一个文件夹，或先把它移开。",
    zh_hant="「{file}」已經存在，什麼也沒有寫入。請換一個資料夾，或先把它移開。",
)
WHICH_ROLE = Text(en="Whose duties? Number", zh_hans="要核对谁的职责？序号", zh_hant="要核對誰的職責？序號")
NOT_ONE_OF = Text(
    en="a number from 1 to {most} was expected.",
    zh_hans="请输入 1 到 {most} 的序号。",
    zh_hant="請輸入 1 到 {most} 的序號。",
)
NO_ROLE = Text(
    en="Say whose duties with --role ({roles}), or name a document with --policy.",
    zh_hans="请用 --role 写明是谁的职责（{roles}），或用 --policy 写明文件编号。",
    zh_hant="請用 --role 寫明是誰的職責（{roles}），或用 --policy 寫明文件編號。",
)
NO_SUCH_DOCUMENT = Text(
    en="“{given}” is none of the policies to start from: {known}.",
    zh_hans="“{given}”不在可以起步的制度之列：{known}。",
    zh_hant="「{given}」不在可以起步的制度之列：{known}。",
)
NEXT_COMMANDS = Text(
    en="Next, check the policy and audit the log:",
    zh_hans="接下来，检查制度，核查日志：",
    zh_hant="接下來，檢查制度，核查日誌：",
)
WOULD_FORMAT = Text(en="Would format {file}", zh_hans="需要整理：{file}", zh_hant="需要整理：{file}")
CHECK_OR_STDOUT = Text(
    en="Give --check or --stdout, not both.",
    zh_hans="--check 与 --stdout 只能用一个。",
    zh_hant="--check 與 --stdout 只能用一個。",
)
CANNOT_WRITE = Text(
    en="“{file}” could not be written: {reason}",
    zh_hans="“{file}”无法写入：{reason}",
    zh_hant="「{file}」無法寫入：{reason}",
)
NO_SUCH_FINDING = Text(
    en="No finding or score of this audit has the id “{given}”. "
    "Ids depend on the policies, the school and the term: copy one from an audit of the same files.",
    zh_hans="这次核查没有编号为“{given}”的结果。编号随制度、学校和学期而定，请从同样文件的核查结果中复制。",
    zh_hant="這次核查沒有編號為「{given}」的結果。編號隨制度、學校和學期而定，請從同樣檔案的核查結果中複製。",
)
SEVERAL_FINDINGS = Text(
    en="“{given}” begins several ids; give one of them in full: {ids}",
    zh_hans="有几个编号以“{given}”开头，请写全其中一个：{ids}",
    zh_hant="有幾個編號以「{given}」開頭，請寫全其中一個：{ids}",
)
NO_SUCH_SCENARIO = Text(
    en="No title of a scenario holds “{text}”.",
    zh_hans="没有标题里带“{text}”的场景。",
    zh_hant="沒有標題裡帶「{text}」的場景。",
)
OUR_FAULT = Text(
    en="This is a fault of dutyrules {version}, not of your files: {fault}\n"
    "Run the same command once more with --traceback, and report what it prints.",
    zh_hans="这是 dutyrules {version} 自身的错误，与您的文件无关：{fault}\n"
    "请加上 --traceback 再运行一次同样的命令，并把输出报告给我们。",
    zh_hant="這是 dutyrules {version} 自身的錯誤，與您的檔案無關：{fault}\n"
    "請加上 --traceback 再執行一次同樣的命令，並把輸出回報給我們。",
)

_TRADITIONAL_PLACES = ("hant", "tw", "hk", "mo")


def language_of_environment(environment: Mapping[str, str] = os.environ) -> Language:
    """The language that LC_ALL, LC_MESSAGES or LANG asks for; English if none asks for Chinese."""
    asked = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    words = asked.partition(".")[0].lower().replace("-", "_").split("_")
    if words[0] != "zh":
        return Language.EN
    traditional = any(word in _TRADITIONAL_PLACES for word in words)
    return Language.ZH_HANT if traditional else Language.ZH_HANS
