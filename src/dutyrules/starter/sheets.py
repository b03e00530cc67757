"""The tables of the log: one per type of event, its columns, and the filled example row of each."""

from __future__ import annotations

import datetime

import attrs

from dutyrules.checking.policy import CheckedPolicy
from dutyrules.checking.vocabulary import Attribute, EventType
from dutyrules.engines.world import MATTER
from dutyrules.findings.model import Language, Text
from dutyrules.starter.needs import doer_of, events_of, forbidden_of, readers_of, statements_of
from dutyrules.starter.people import EXAMPLE, ExamplePerson, ExampleSchool
from dutyrules.starter.values import Cell, attribute_cells

ID = Text(en="id", zh_hans="编号", zh_hant="編號")
TYPE = Text(en="type", zh_hans="类型", zh_hant="類型")
TIME = Text(en="time", zh_hans="时间", zh_hant="時間")
ACTOR = Text(en="actor", zh_hans="工号", zh_hant="工號")
ACTOR_NAME = Text(en="actor_name", zh_hans="姓名", zh_hant="姓名")
UNIT = Text(en="unit", zh_hans="单位", zh_hant="單位")
CORRECTS = Text(en="corrects", zh_hans="更正", zh_hant="更正")
RETRACTS = Text(en="retracts", zh_hans="撤销", zh_hant="撤銷")

_FIRST_HOUR = 8
_MINUTES_APART = 10


@attrs.frozen(kw_only=True)
class LogColumn:
    """A column of a table: its header, the cell of the example row ("" for blank), and what it holds.

    `attribute` is None for the columns that every event has; `is_time` is the one that says when.
    `matters` are the names that a column takes which says what is attested or rated.
    """

    header: str
    example: Cell
    attribute: Attribute | None = None
    is_time: bool = False
    matters: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class LogSheet:
    """The table of one type of event; `readers` are the duties of the policy that look at it."""

    event: EventType
    label: str
    columns: tuple[LogColumn, ...]
    readers: tuple[str, ...]


def log_sheets(
    policy: CheckedPolicy, school: ExampleSchool, day: datetime.date, language: Language
) -> tuple[LogSheet, ...]:
    """The tables for every type of event that the policy looks at, in its order, the examples on `day`."""
    readers = readers_of(policy)
    return tuple(
        LogSheet(
            event=event,
            label=event.term.label(language),
            columns=_columns(policy, school, event, _moment(day, place), language),
            readers=readers.get(event.term.id, ()),
        )
        for place, event in enumerate(events_of(policy))
    )


def _moment(day: datetime.date, place: int) -> datetime.datetime:
    """One example after the other, so that what follows something comes later."""
    first = datetime.datetime.combine(day, datetime.time(_FIRST_HOUR))
    return first + datetime.timedelta(minutes=_MINUTES_APART * place)


def _columns(
    policy: CheckedPolicy,
    school: ExampleSchool,
    event: EventType,
    moment: datetime.datetime,
    language: Language,
) -> tuple[LogColumn, ...]:
    actor = _actor(policy, school, event)
    say, label = EXAMPLE.in_language(language), event.term.label(language)
    unit = "" if actor.unit == school.units[0] else actor.unit.name
    matters = tuple(dict.fromkeys(stated.matter for stated in statements_of(policy, event.term.id)))
    cells = attribute_cells(policy, school, event, actor, moment, language)
    return (
        LogColumn(header=ID.in_language(language), example=f"{say}-{label}"),
        LogColumn(header=TIME.in_language(language), example=moment, is_time=True),
        LogColumn(header=ACTOR.in_language(language), example=actor.code),
        LogColumn(header=ACTOR_NAME.in_language(language), example=actor.name),
        LogColumn(header=UNIT.in_language(language), example=unit),
        *(
            LogColumn(
                header=own.term.label(language),
                example=cell,
                attribute=own,
                matters=matters if own.term.id == MATTER else (),
            )
            for own, cell in zip(event.attributes, cells, strict=True)
        ),
        LogColumn(header=CORRECTS.in_language(language), example=""),
        LogColumn(header=RETRACTS.in_language(language), example=""),
    )


def _actor(policy: CheckedPolicy, school: ExampleSchool, event: EventType) -> ExamplePerson:
    """Who does the event of the example: the one whose duty it is, or who is entitled to state it.

    What nobody may ever do is an outsider's, so that the example breaches nothing.
    """
    for stated in statements_of(policy, event.term.id)[:1]:
        return school.holder(stated.by) or school.outsider()
    if () in forbidden_of(policy, event):
        return school.outsider()
    return school.holder(doer_of(policy, event).role) or school.outsider()
