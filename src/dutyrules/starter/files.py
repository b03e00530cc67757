"""All files of a starter, made from one policy."""

from __future__ import annotations

import datetime
from pathlib import Path

import attrs

from dutyrules.findings.model import Language
from dutyrules.starter.calendar_toml import calendar_toml
from dutyrules.starter.commands import LOG, audit_command, check_command
from dutyrules.starter.log_csv import log_csv
from dutyrules.starter.log_toml import log_toml
from dutyrules.starter.log_workbook import log_workbook
from dutyrules.starter.needs import last_lesson_of
from dutyrules.starter.people import example_school
from dutyrules.starter.policies import copied
from dutyrules.starter.readme_txt import Names, readme_txt
from dutyrules.starter.roster_csv import memberships_csv, people_csv, units_csv
from dutyrules.starter.school_year import terms_around
from dutyrules.starter.sheets import log_sheets


@attrs.frozen(kw_only=True)
class Starter:
    """The files by name, in the order in which they are told, and what the next commands need."""

    contents: tuple[tuple[str, bytes], ...]
    policy: str
    as_of: datetime.date


def files_of(path: Path, language: Language, today: datetime.date) -> Starter:
    """The starter for the shipped policy at `path`, in `language`, for the term of `today`.

    Errors: PolicyError if the policy cannot be read.
    """
    copy = copied(path, language)
    policy, vocabulary = copy.checked, copy.checked.vocabulary
    term, other = terms_around(today)
    school = example_school(policy, language)
    sheets = log_sheets(policy, school, term.example_day, language)
    as_of, here = term.as_of(today), Path()
    names = Names(
        title=policy.title,
        policy=copy.file,
        check=check_command(here, copy.file),
        audit=audit_command(here, copy.file, as_of),
    )
    contents = (
        *((name, text.encode()) for name, text in copy.texts),
        ("calendar.toml", calendar_toml(term, other, language, last_lesson_of(policy))),
        ("people.csv", people_csv(school, language)),
        ("units.csv", units_csv(school, vocabulary, language)),
        ("memberships.csv", memberships_csv(school, vocabulary, term.first_day, language)),
        (LOG, log_workbook(policy.title, sheets, term.example_day, language)),
        ("log.csv", log_csv(sheets, language)),
        ("log.toml", log_toml(as_of, sheets[0].label, language)),
        ("README.txt", readme_txt(names, language)),
    )
    return Starter(contents=contents, policy=copy.file, as_of=as_of)
