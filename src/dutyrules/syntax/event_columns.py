"""The columns that any table of events may have, by the label of each language."""

from __future__ import annotations

import enum

from dutyrules.findings.model import Text


class EventColumn(enum.Enum):
    """A column that is no attribute of an event type."""

    TIME = "time"
    EVENT = "event"
    PERSON = "person"
    UNIT = "unit"


LABELS = {
    EventColumn.TIME: Text(en="time", zh_hans="时间", zh_hant="時間"),
    EventColumn.EVENT: Text(en="event", zh_hans="事件", zh_hant="事件"),
    EventColumn.PERSON: Text(en="person", zh_hans="人员", zh_hant="人員"),
    EventColumn.UNIT: Text(en="unit", zh_hans="单位", zh_hant="單位"),
}
_BY_LABEL = {
    label: column for column, text in LABELS.items() for label in (text.en, text.zh_hans, text.zh_hant)
}


def event_column(header: str) -> EventColumn | None:
    """The column that `header` names in any language, None for an attribute's label.

    >>> event_column("人員"), event_column("时长")
    (<EventColumn.PERSON: 'person'>, None)
    """
    return _BY_LABEL.get(header.lower())
