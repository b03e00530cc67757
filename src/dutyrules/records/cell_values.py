"""Texts, ids, answers of yes or no, and choices in cells."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from dutyrules.checking.vocabulary import Term
from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell, CellError
from dutyrules.syntax.folding import fold

MAX_ID_LENGTH = 100
_EXACT_FLOAT = 1e15
"""Whole numbers of more than 15 digits have lost some on their way through a spreadsheet."""

TextValue: TypeAlias = str | Fault | None

_YES = ("是", "√", "✓", "✔", "☑", "有", "y", "yes", "true", "1", "对")
_NO = ("否", "×", "✗", "✘", "✕", "无", "n", "no", "false", "0", "不是", "没有")
_ANSWERS: Mapping[str, int] = dict.fromkeys(_YES, 1) | dict.fromkeys(_NO, 0)


def read_text(cell: Cell) -> TextValue:
    """The cell as text, without spaces at its ends; a number as short as it can be written.

    >>> read_text(3.0)
    '3'
    """
    match cell:
        case str():
            return cell.strip() or None
        case float() | int():
            return _number_text(cell)
        case datetime.datetime() | datetime.time():
            return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else cell.isoformat()
        case datetime.date():
            return cell.isoformat()
        case datetime.timedelta():
            return str(cell)
        case CellError():
            return Fault(Code.ERROR_CELL)


def read_id(cell: Cell) -> TextValue:
    """An event's id; a number only where no digit of it can have been lost."""
    match cell:
        case float() | int():
            is_whole = math.isfinite(cell) and cell == int(cell) and 0 <= cell < _EXACT_FLOAT
            return str(int(cell)) if is_whole else Fault(Code.BAD_ID)
        case str():
            text = " ".join(cell.split())
            is_sound = len(text) <= MAX_ID_LENGTH and text.isprintable()
            return (text or None) if is_sound else Fault(Code.BAD_ID)
        case _:
            return Fault(Code.BAD_ID)


def read_yes_no(cell: Cell) -> int | Fault | None:
    """1 for yes, 0 for no, by any of the words and marks that schools use.

    >>> read_yes_no("√"), read_yes_no("無")
    (1, 0)
    """
    text = read_text(cell)
    if not isinstance(text, str):
        return text
    return _ANSWERS.get(squeezed(text), Fault(Code.NOT_YES_OR_NO))


def choice_reader(choices: Iterable[Term]) -> Callable[[Cell], TextValue]:
    """Reads a cell as the id of the choice that has it for a label."""
    terms = tuple(choices)
    by_label: dict[str, set[str]] = {}
    for term in terms:
        for label in term.labels():
            by_label.setdefault(squeezed(label), set()).add(term.id)
    unknown = Fault(Code.UNKNOWN_CHOICE, "、".join(dict.fromkeys(term.zh_hans for term in terms)))

    def read(cell: Cell) -> TextValue:
        text = read_text(cell)
        if not isinstance(text, str):
            return text
        fitting = sorted(by_label.get(squeezed(text), ()))
        if len(fitting) > 1:
            return Fault(Code.AMBIGUOUS_CHOICE, "、".join(fitting))
        return fitting[0] if fitting else unknown

    return read


def squeezed(text: str) -> str:
    """`text` folded and without any space, as labels and names are compared."""
    return "".join(fold(text).split())


def _number_text(cell: float) -> TextValue:
    if not math.isfinite(cell):
        return Fault(Code.ERROR_CELL)
    return str(int(cell)) if cell == int(cell) and abs(cell) < _EXACT_FLOAT else f"{cell:.15g}"
