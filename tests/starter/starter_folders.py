"""What the tests of the starter share: the command line, and starters made once each."""

import csv
import datetime
import functools
import io
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result
from openpyxl.workbook import Workbook

from dutyrules.cli import main
from dutyrules.findings.model import Language
from dutyrules.starter.files import Starter, files_of
from dutyrules.starter.policies import shipped_documents

TODAY = datetime.date(2026, 11, 22)
FILES = (
    "vocabulary.duty",
    "calendar.toml",
    "people.csv",
    "units.csv",
    "memberships.csv",
    "log.xlsx",
    "log.csv",
    "log.toml",
    "README.txt",
)


def run(*words: str | Path) -> Result:
    """What the command line `dutyrules words...` does."""
    return CliRunner().invoke(main.dutyrules, [str(word) for word in words], prog_name="dutyrules")


@functools.cache
def starter(document: str, language: Language = Language.ZH_HANS, today: datetime.date = TODAY) -> Starter:
    """The starter from a shipped document."""
    return files_of(shipped_documents()[document], language, today)


def content(made: Starter, name: str) -> bytes:
    """One file of a starter."""
    return dict(made.contents)[name]


def table(made: Starter, name: str) -> list[list[str]]:
    """The cells of a CSV file of a starter."""
    return list(csv.reader(io.StringIO(content(made, name).decode("utf-8-sig"))))


def workbook(made: Starter) -> Workbook:
    """The log of a starter as a spreadsheet reads it."""
    return openpyxl.load_workbook(io.BytesIO(content(made, "log.xlsx")))
