"""The log as one wide table: a column for every attribute of every type of event that the policy looks at."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from dutyrules.findings.model import Language
from dutyrules.starter.csv_text import csv_bytes
from dutyrules.starter.sheets import CORRECTS, ID, RETRACTS, TYPE, LogSheet
from dutyrules.starter.values import Cell


def log_csv(sheets: Sequence[LogSheet], language: Language) -> bytes:
    """log.csv: the example rows of the workbook, each with its type."""
    id_header, type_header = ID.in_language(language), TYPE.in_language(language)
    marks = (CORRECTS.in_language(language), RETRACTS.in_language(language))
    headers = list(dict.fromkeys(column.header for sheet in sheets for column in sheet.columns))
    ordered = [
        id_header,
        type_header,
        *(h for h in headers if h != id_header and h not in marks),
        *marks,
    ]
    rows = [_row(sheet, ordered, type_header) for sheet in sheets]
    return csv_bytes([ordered, *rows])


def _row(sheet: LogSheet, headers: Sequence[str], type_header: str) -> list[str]:
    said = {column.header: cell_text(column.example) for column in sheet.columns} | {type_header: sheet.label}
    return [said.get(header, "") for header in headers]


def cell_text(cell: Cell) -> str:
    """The cell as text that the reader of logs takes back."""
    match cell:
        case str():
            return cell
        case Decimal():
            return f"{cell:f}"
        case datetime.datetime():
            return cell.isoformat(" ", "minutes")
        case datetime.date():
            return cell.isoformat()
        case _:
            assert_never(cell)
