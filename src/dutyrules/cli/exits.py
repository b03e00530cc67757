"""The exit codes, which scripts may rely on; docs/commands.md lists the same."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """How a command ended."""

    NOTHING_VIOLATED = 0
    VIOLATED = 1
    WRONG_USAGE = 2
    POLICY_HAS_ERRORS = 3
    INPUT_UNREADABLE = 4
    INTERNAL_ERROR = 70
    INTERRUPTED = 130


EXIT_CODES_HELP = (
    "Exit codes 退出码: 0 nothing violated 无违反 · 1 something violated 有违反 · 2 wrong usage 用法有误 · "
    "3 the policy has errors 制度有错 · 4 school or log unreadable 学校或日志读不了 · "
    "70 fault of dutyrules 程序自身的错 · 130 interrupted 已中断"
)
"""The same in a line for `--help`."""
