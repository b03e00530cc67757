"""What each column of a sheet holds: a core field of every event, or an attribute of some types."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import TypeVar

import attrs

from dutyrules.checking.vocabulary import Attribute, EventType, Vocabulary
from dutyrules.findings.model import Text
from dutyrules.records.header_row import Header, HeaderCell, header_key
from dutyrules.records.log_error import log_error


class Core(enum.Enum):
    """What a row may say whatever its type is."""

    ID = "id"
    TYPE = "type"
    TIME = "time"
    DATE = "date"
    END = "end"
    ACTOR = "actor"
    ACTOR_NAME = "actor_name"
    UNIT = "unit"
    RECORDED_AT = "recorded_at"
    CORRECTS = "corrects"
    RETRACTS = "retracts"


# Labels are compared folded, so each stands for its Traditional form too.
_STRONG: Mapping[Core, tuple[str, ...]] = {
    Core.ID: ("id", "event_id", "编号", "事件编号", "记录编号", "数据id"),
    Core.TYPE: ("type", "event_type", "类型", "事件类型", "记录类型"),
    Core.TIME: ("time", "start", "时间", "开始时间", "发生时间", "活动时间"),
    Core.END: ("end", "结束时间"),
    Core.ACTOR: ("actor", "actor_id", "staff_number", "工号", "教师工号", "职工号"),
    Core.ACTOR_NAME: ("actor_name", "姓名", "经办人", "教师姓名"),
    Core.UNIT: ("unit", "单位", "部门"),
    Core.RECORDED_AT: ("recorded_at", "登记时间"),
    Core.CORRECTS: ("corrects", "更正"),
    Core.RETRACTS: ("retracts", "撤销"),
}
# Read only where no attribute has the label and no strong one names the same field.
_WEAK: Mapping[Core, tuple[str, ...]] = {
    Core.DATE: ("date", "日期", "活动日期", "发生日期"),
    Core.ACTOR_NAME: ("组长", "教师", "老师", "班主任", "考核人"),
}

_Meaning = TypeVar("_Meaning")

STRONG_KEYS: Mapping[str, Core] = {header_key(label): core for core, own in _STRONG.items() for label in own}


@attrs.frozen(kw_only=True)
class CoreColumn:
    """The column, counted from 0, that holds a core field."""

    index: int
    core: Core
    header: HeaderCell


@attrs.frozen(kw_only=True)
class AttributeColumns:
    """A column that holds, for each event type (id) in `attributes`, that attribute of it."""

    index: int
    header: HeaderCell
    attributes: Mapping[str, Attribute]


@attrs.frozen(kw_only=True)
class ColumnMapping:
    """All columns of a sheet that are read, and the headers of those that are not."""

    core: Mapping[Core, CoreColumn]
    attributes: tuple[AttributeColumns, ...]
    unknown: tuple[HeaderCell, ...]


class ColumnNames:
    """The names by which the columns of any log under one vocabulary are known."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._attributes = _attribute_keys(vocabulary.events.values())
        self._weak = {header_key(label): core for core, own in _WEAK.items() for label in own}
        units = (header_key(label) for term in vocabulary.units.values() for label in term.labels())
        self._weak |= dict.fromkeys(units, Core.UNIT)
        self.known = frozenset({*STRONG_KEYS, *self._weak, *self._attributes})

    def has_types(self, header: Header) -> bool:
        """True if a column says for each row which type of event it is."""
        return any(_first(STRONG_KEYS, cell) is Core.TYPE for cell in header.cells)

    def map_columns(self, place: str, header: Header, event_type: str | None) -> ColumnMapping:
        """The meaning of each column; `event_type` where the whole sheet is of one type.

        Errors: `duplicate-column` as `LogError` where two columns claim the same field.
        """
        core: dict[Core, CoreColumn] = {}
        attributes: list[AttributeColumns] = []
        unclaimed: list[tuple[int, HeaderCell]] = []
        for index, cell in enumerate(header.cells):
            strong = _first(STRONG_KEYS, cell)
            own = self._attributes_of(cell, event_type)
            if strong is not None:
                _claim(place, header, core, CoreColumn(index=index, core=strong, header=cell))
            elif own:
                attributes.append(AttributeColumns(index=index, header=cell, attributes=own))
            elif cell.text:
                unclaimed.append((index, cell))
        _check_attributes(place, header, attributes)
        unknown = self._claim_weak(place, header, core, unclaimed)
        return ColumnMapping(core=core, attributes=tuple(attributes), unknown=unknown)

    def _attributes_of(self, cell: HeaderCell, event_type: str | None) -> Mapping[str, Attribute]:
        found = _first(self._attributes, cell) or {}
        if event_type is None:
            return found
        return {event_type: found[event_type]} if event_type in found else {}

    def _claim_weak(
        self,
        place: str,
        header: Header,
        core: dict[Core, CoreColumn],
        unclaimed: Iterable[tuple[int, HeaderCell]],
    ) -> tuple[HeaderCell, ...]:
        """Adds to `core` what weak labels name; returns the headers that name nothing."""
        taken = {Core.ACTOR_NAME, *core} if Core.ACTOR in core else set(core)
        unknown: list[HeaderCell] = []
        for index, cell in unclaimed:
            weak = _first(self._weak, cell)
            if weak is None or weak in taken:
                unknown.append(cell)
            else:
                _claim(place, header, core, CoreColumn(index=index, core=weak, header=cell))
        return tuple(unknown)


def _attribute_keys(events: Iterable[EventType]) -> dict[str, dict[str, Attribute]]:
    """Attributes by the key of each label, then by the event type that has them."""
    keys: dict[str, dict[str, Attribute]] = {}
    for event in events:
        for attribute in event.attributes:
            for label in attribute.term.labels():
                keys.setdefault(header_key(label), {})[event.term.id] = attribute
    return keys


def _first(table: Mapping[str, _Meaning], cell: HeaderCell) -> _Meaning | None:
    return next((table[key] for key in cell.keys if key in table), None)


def _claim(place: str, header: Header, core: dict[Core, CoreColumn], column: CoreColumn) -> None:
    if column.core in core:
        _refuse(place, header, core[column.core].header, column.header)
    core[column.core] = column


def _check_attributes(place: str, header: Header, columns: Iterable[AttributeColumns]) -> None:
    claimed: dict[tuple[str, str], HeaderCell] = {}
    for column in columns:
        for event_type, attribute in column.attributes.items():
            earlier = claimed.setdefault((event_type, attribute.term.id), column.header)
            if earlier is not column.header:
                _refuse(place, header, earlier, column.header)


def _refuse(place: str, header: Header, first: HeaderCell, second: HeaderCell) -> None:
    message = Text(
        en=f"The columns “{first.text}” and “{second.text}” mean the same; rename or delete one of them.",
        zh_hans=f"“{first.text}”和“{second.text}”两列意思相同；请改名或删去其中一列。",
        zh_hant=f"「{first.text}」和「{second.text}」兩欄意思相同；請改名或刪去其中一欄。",
    )
    raise log_error(place, "duplicate-column", message, row=header.end, column=second.text)
