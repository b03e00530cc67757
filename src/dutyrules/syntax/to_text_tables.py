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
    events = [_event_of(header, [cell.text for cell in row]) for row in written.rows]
    rows = [[_header(w, text, events) for text in header]]
    for row, event in zip(written.rows, events, strict=True):
        rows.append([_cell(w, header, place, cell.text, event) for place, cell in enumerate(row)])
    return _aligned(rows)


def _event_of(header: list[str], row: list[str]) -> str:
    """The event type that the row names, "" if no column is for it."""
    named = (cell for head, cell in zip(header, row, strict=False) if _is_event(head))
    return next(named, "")


def _is_event(header: str) -> bool:
    return event_column(header) is EventColumn.EVENT


def _header(w: Wording, text: str, events: list[str]) -> str:
    column = event_column(text)
    if column is not None:
        return LABELS[column].in_language(w.language)
    told = (w.naming.attribute(event, text) for event in dict.fromkeys(events))
    return next((label for label in told if label != text), text)


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
