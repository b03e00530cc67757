"""Tables of events to text: their labels in the words of the language, their values as they are.

A header, an event type and a choice are words of the vocabulary and are told in each language; what
people wrote down (names, dates, texts) stays as it is written.
"""

from __future__ import annotations

from dutyrules.syntax.event_columns import LABELS, EventColumn, event_column
from dutyrules.syntax.scenario_tree import EventTable
from dutyrules.syntax.to_text_words import Wording
from dutyrules.syntax.visible import shown_character


def table(w: Wording, written: EventTable) -> str:
    """The rows with their bars one under the other."""
    header = [cell.text for cell in written.header]
    rows = [[cell.text for cell in row] for row in written.rows]
    events = [_event_of(header, row) for row in rows]
    told = [
        [_cell(w, header, place, text, event) for place, text in enumerate(row)]
        for row, event in zip(rows, events, strict=True)
    ]
    return _aligned([_headers(w, header, rows, events), *told])


def _event_of(header: list[str], row: list[str]) -> str:
    """The event type that the row names, "" if no column is for it."""
    named = (cell for head, cell in zip(header, row, strict=False) if _is_event(head))
    return next(named, "")


def _is_event(header: str) -> bool:
    return event_column(header) is EventColumn.EVENT


def _headers(w: Wording, header: list[str], rows: list[list[str]], events: list[str]) -> list[str]:
    """The labels of the columns; two that would be called the same keep the labels that tell them apart."""
    told = []
    for place, text in enumerate(header):
        used = [e for row, e in zip(rows, events, strict=True) if place < len(row) and row[place]]
        told.append(_header(w, text, used or events))
    return [text if told.count(new) > 1 else new for text, new in zip(header, told, strict=True)]


def _header(w: Wording, text: str, events: list[str]) -> str:
    """The label; where several event types call their attributes differently, it stays as it is."""
    column = event_column(text)
    if column is not None:
        return LABELS[column].in_language(w.language)
    told = {w.naming.attribute(event, text) for event in events}
    return told.pop() if len(told) == 1 else text


def _cell(w: Wording, header: list[str], place: int, text: str, event: str) -> str:
    if place >= len(header) or not text:
        return text
    if _is_event(header[place]):
        return w.naming.event(text)
    return w.naming.choice(event, header[place], text) or text


def _aligned(rows: list[list[str]]) -> str:
    count = max(len(row) for row in rows)
    columns = [[row[place] for row in rows if place < len(row)] for place in range(count)]
    widths = [max(_width(cell) for cell in column) for column in columns]
    lines = []
    for row in rows:
        filled = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
        lines.append(f"| {' | '.join(filled)} |")
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(shown_character(character)[1] for character in text)
