"""Tables of events to text: their labels in the words of the language, their values as they are.

A header, an event type and a choice are words of the vocabulary and are told in each language; what
people wrote down (names, dates, texts) stays as it is written.
"""

from __future__ import annotations

from dutyrules.findings.model import Language
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
    """The labels of the columns; two that would be called the same go by labels that tell them apart."""
    ways = []
    for place, text in enumerate(header):
        used = [e for row, e in zip(rows, events, strict=True) if place < len(row) and row[place]]
        ways.append(_header(w, text, used or events))
    told = [way[0] for way in ways]
    return [way[-1] if told.count(way[0]) > 1 else way[0] for way in ways]


def _header(w: Wording, text: str, events: list[str]) -> tuple[str, ...]:
    """What the column may be called in every row, the best first: in this language, else in another.

    The order depends on the attributes alone, so that it is the same whatever language comes first.
    """
    column = event_column(text)
    if column is not None:
        return (LABELS[column].in_language(w.language),)
    known = _attributes(w, text, events)
    if not known:
        return (text,)
    by_language = dict(zip(Language, zip(*known, strict=True), strict=True))
    preferred = (by_language[w.language], by_language[Language.ZH_HANS], *by_language.values())
    found = (labels[0] for labels in preferred if len(set(labels)) == 1)
    # A label that more of the events know would say more than was written.
    same = [label for label in found if _attributes(w, label, events) == known]
    return tuple(same[:2]) or (text,)


def _attributes(w: Wording, text: str, events: list[str]) -> list[tuple[str, ...]]:
    """The attributes that the events call so, by their labels."""
    return [labels for event in events if (labels := w.naming.attribute_labels(event, text))]


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
