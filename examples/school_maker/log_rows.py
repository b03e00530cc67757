"""The rows of the log as cells of text: who is named by number and who by name, in order of time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping

import attrs

from school_maker.events import PERSON_LABELS, UNIFORM_LABELS, Event, Ledger
from school_maker.fault_kinds import Repeat
from school_maker.roster import Roster

CORE_COLUMNS = ("编号", "类型", "时间", "工号", "姓名", "单位", "登记时间", "更正", "撤销")
ATTRIBUTE_COLUMNS = (
    "被考核人", "事项", "是否做到", "得分", "考核日期",
    "时长", "地点", "中心发言人", "内容", "固定时间", *UNIFORM_LABELS,
    "主备人", "课题", "预备日期", "主题", "签到", "执教人", "过程资料", "评课记录",
    "被调研教师", "方面", "意见", "授课教师", "学科", "听课记录", "汇报内容", "范围", "张数", "作者", "题目",
    "教学设计数", "案例数", "专题总结数", "测验", "数据统计", "徒弟", "加分", "名称",
    "反响强烈", "程度", "失职所致", "后果", "已查实", "情况", "学生姓名", "家访记录", "缺勤人数", "结果",
)  # fmt: skip
COLUMNS = CORE_COLUMNS + ATTRIBUTE_COLUMNS

_NUMBER_ONLY_UP_TO = 0.72
_NUMBER_AND_NAME_UP_TO = 0.86


@attrs.frozen(kw_only=True)
class Row:
    """One row; `key` is the tag of its event, with a mark behind it for a repeated row."""

    key: str
    cells: Mapping[str, str]


def log_rows(ledger: Ledger, again: tuple[Repeat, ...], roster: Roster, seed: int) -> tuple[Row, ...]:
    """All rows in the order of time; a repeated row follows the one it repeats."""
    ids = ledger.numbered()
    writer = _Writer(ids=ids, names=roster.unique_names(), chance=random.Random(f"{seed}/rows"))
    return tuple(_rows(sorted(ledger, key=lambda event: ids[event.tag]), again, writer))


def repeat_key(tag: str) -> str:
    """The key of the row that repeats the event `tag`."""
    return tag + "#again"


def _rows(events: Iterable[Event], again: tuple[Repeat, ...], writer: _Writer) -> Iterator[Row]:
    by_tag = {repeat.tag: repeat for repeat in again}
    for event in events:
        row = Row(key=event.tag, cells=writer.cells(event))
        yield row
        if event.tag in by_tag:
            cells = {**row.cells, **by_tag[event.tag].differing}
            yield Row(key=repeat_key(event.tag), cells=cells)


@attrs.frozen(kw_only=True)
class _Writer:
    ids: Mapping[str, str]
    names: Mapping[str, str]
    chance: random.Random

    def cells(self, event: Event) -> dict[str, str]:
        """The cells that are not blank."""
        cells = {
            "编号": self.ids[event.tag],
            "类型": event.type,
            "时间": f"{event.time:%Y-%m-%d %H:%M}" if event.has_clock else event.day.isoformat(),
            **self._actor(event.actor),
            "单位": event.unit,
            "登记时间": "" if event.recorded is None else f"{event.recorded:%Y-%m-%d %H:%M}",
            "更正": self.ids[event.corrects] if event.corrects else "",
            "撤销": self.ids[event.retracts] if event.retracts else "",
        }
        for label, value in event.attributes.items():
            cells[label] = self._person(value) if label in PERSON_LABELS else value
        return {label: value for label, value in {**cells, **event.raw}.items() if value}

    def _actor(self, person: str) -> dict[str, str]:
        roll = self.chance.random()
        name = self.names.get(person)
        if name is None or roll < _NUMBER_ONLY_UP_TO:
            return {"工号": person}
        if roll < _NUMBER_AND_NAME_UP_TO:
            return {"工号": person, "姓名": self._padded(name)}
        return {"姓名": self._padded(name)}

    def _person(self, person: str) -> str:
        name = self.names.get(person)
        return person if name is None or self.chance.random() < 0.5 else self._padded(name)

    def _padded(self, name: str) -> str:
        return padded(name) if self.chance.random() < 0.15 else name


def padded(name: str) -> str:
    """A name of two characters drawn out to the width of three, as schools align their lists."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name
