"""Which event type a cell, or the name of a sheet or file, means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dutyrules.checking.vocabulary import Vocabulary
from dutyrules.records.cell_values import read_text, squeezed
from dutyrules.records.quarantine_codes import Code, Fault
from dutyrules.records.raw_sheet import Cell

_PERIODS = re.compile(
    r"\([^()]*\)|\d+(?:-\d+)?学年(?:度)?|第?[一二上下春秋]学?(?:季)?(?:学期)|"
    r"(?:\d+|[一二三四五六七八九十]+)(?:年级|月份|月|周|日|年)|[\d_.-]+"
)
_FORMS = (
    "登记表",
    "统计表",
    "记录表",
    "明细表",
    "汇总表",
    "登记",
    "统计",
    "记录",
    "明细",
    "汇总",
    "台账",
    "表",
)


class EventTypes:
    """The event types of a vocabulary by the key of each of their labels."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._by_label: Mapping[str, str] = {
            squeezed(label): event.term.id
            for event in vocabulary.events.values()
            for label in event.term.labels()
        }
        self._labels = {event.term.id: event.term.zh_hans for event in vocabulary.events.values()}

    def label(self, event_type: str) -> str:
        """The type as messages name it."""
        return self._labels[event_type]

    def match(self, cell: Cell) -> str | Fault | None:
        """The id of the type that the cell names."""
        text = read_text(cell)
        if not isinstance(text, str):
            return text
        return self._by_label.get(squeezed(text), Fault(Code.UNKNOWN_EVENT_TYPE))

    def named_by(self, names: Iterable[str]) -> str | None:
        """The type that the first telling one of `names` stands for, as 听课登记表(9月) does for 听课."""
        return next((found for name in names if (found := self._named_by(name)) is not None), None)

    def _named_by(self, name: str) -> str | None:
        whole = squeezed(name)
        bare = _PERIODS.sub("", whole)
        for text in (whole, bare):
            if (found := self._without_form(text)) is not None:
                return found
        return None

    def _without_form(self, text: str) -> str | None:
        """The type whose label is `text`, less what says that it is a list of them."""
        if text in self._by_label:
            return self._by_label[text]
        form = next((form for form in _FORMS if text.endswith(form)), None)
        return None if form is None else self._without_form(text.removesuffix(form))
