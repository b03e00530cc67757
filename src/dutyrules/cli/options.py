"""The arguments and options that several commands share, and how their words are read."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from pathlib import Path

import click

from dutyrules.cli.boundary import asked_language
from dutyrules.cli.main import TRACEBACK
from dutyrules.cli.messages import NOT_A_DAY
from dutyrules.cli.policy_names import policy_files
from dutyrules.cli.requests import AuditRequest
from dutyrules.findings.model import Language

Callback = Callable[..., None]


def read_language(_ctx: click.Context, _option: click.Parameter, value: str | None) -> Language | None:
    """The language that `value` names; None if the option was left out."""
    return None if value is None else Language(value)


def _traceback(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    ctx.meta[TRACEBACK] = value


def _bytes(_ctx: click.Context, _option: click.Parameter, mebibytes: int | None) -> int | None:
    return None if mebibytes is None else mebibytes * 2**20


def _instant(ctx: click.Context, _option: click.Parameter, value: str | None) -> datetime.datetime | None:
    """The instant that `value` names; a day stands for its end. Without a zone it is the school's time."""
    try:
        return None if value is None else _read_instant(value)
    except (ValueError, OverflowError) as error:
        message = NOT_A_DAY.in_language(asked_language(ctx)).format(given=value)
        raise click.BadParameter(message) from error


def _read_instant(text: str) -> datetime.datetime:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return datetime.datetime.fromisoformat(text)
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())


language_option = click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    callback=read_language,
    is_eager=True,
    help="Language of the answer; that of the policy if left out. 输出语言，默认与制度相同。",
)
traceback_option = click.option(
    "--traceback",
    is_flag=True,
    callback=_traceback,
    expose_value=False,
    help="Show where dutyrules itself failed. 程序自身出错时显示出处。",
)
jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1, max=256),
    default=1,
    show_default=True,
    help="Processes that share the work. 进程数。",
)
memory_option = click.option(
    "--memory",
    metavar="MIB",
    type=click.IntRange(min=128),
    callback=_bytes,
    help="Memory in MiB for the tables of all processes; beyond it work goes to disk. 内存上限（MiB）。",
)
policies_argument = click.argument("policies", metavar="POLICY...", nargs=-1, required=True)
school_option = click.option(
    "--school",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder of the school: calendar and roster. 学校文件夹：校历与人员。",
)
logs_option = click.option(
    "--log",
    "logs",
    metavar="FILE",
    type=click.Path(exists=True, path_type=Path),
    required=True,
    multiple=True,
    help="Activity log: XLSX, CSV, Parquet or a folder of them; may be repeated. "
    "活动日志或其文件夹，可给多个。",
)

_AUDIT_OPTIONS = (
    policies_argument,
    school_option,
    logs_option,
    click.option(
        "--as-of",
        metavar="DATE",
        callback=_instant,
        help="Judge as at the end of this day, or at this instant; what the log is complete for if left out. "
        "以这一天结束（或这一时刻）为准，默认为日志记全之时。",
    ),
    click.option(
        "--term",
        help="Id or name of the term; the term of DATE if left out. 学期，默认为该日所在学期。",
    ),
    language_option,
    traceback_option,
)


def audit_options(callback: Callback) -> Callback:
    """`callback` with the argument and options that say what to audit, which it takes as one `request`."""

    @functools.wraps(callback)
    def collected(
        *,
        policies: tuple[str, ...],
        school: Path,
        logs: tuple[Path, ...],
        as_of: datetime.datetime | None,
        term: str | None,
        language: Language | None,
        **own: object,
    ) -> None:
        files = policy_files(policies)
        request = AuditRequest(
            policies=files, school=school, logs=logs, as_of=as_of, term=term, language=language
        )
        callback(request=request, **own)

    for option in reversed(_AUDIT_OPTIONS):
        collected = option(collected)
    return collected
