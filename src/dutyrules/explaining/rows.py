"""Log rows as a reader sees them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import attrs

from dutyrules.checking.vocabulary import Attribute, AttributeKind, EventType, Vocabulary
from dutyrules.engines.values import decoded
from dutyrules.findings.model import EvidenceRow, Language, Text
from dutyrules.records.log import Log
from dutyrules.records.roster import Roster

_YES_NO = {
    True: Text(en="yes", zh_hans="是", zh_hant="是"),
    False: Text(en="no", zh_hans="否", zh_hant="否"),
}
BLANK = Text(en="(blank)", zh_hans="（空）", zh_hant="（空）")
_ACTOR = Text(en="by", zh_hans="人员", zh_hant="人員")
_UNIT = Text(en="unit", zh_hans="单位", zh_hant="單位")


def number_text(number: Decimal) -> str:
    """The number without trailing zeros: 12, 0.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@attrs.define
class Rows:
    """The evidence rows of one audit, each made once."""

    log: Log
    roster: Roster
    vocabulary: Vocabulary
    language: Language
    _made: dict[int, EvidenceRow] = attrs.Factory(dict)

    def row(self, seq: int, reason: Text | None = None) -> EvidenceRow:
        """The row of the event at `seq`, with the reason why it did not count, if it did not."""
        if seq not in self._made:
            self._made[seq] = self._make(seq)
        made = self._made[seq]
        return made if reason is None else attrs.evolve(made, reason=reason)

    def day(self, seq: int) -> datetime.date:
        """The local day of the event at `seq`."""
        return datetime.date.fromordinal(self.log.day[seq])

    def _make(self, seq: int) -> EvidenceRow:
        log = self.log
        kind = self.vocabulary.events[log.types[log.event_type[seq]]]
        return EvidenceRow(
            event=log.ids[seq],
            event_type=kind.term.label(self.language),
            day=self.day(seq),
            file=log.files[log.file[seq]],
            row=log.row[seq],
            cells=tuple(self._cells(kind, seq)),
        )

    def _cells(self, kind: EventType, seq: int) -> list[tuple[str, str]]:
        log = self.log
        cells = []
        if log.actor[seq] >= 0:
            cells.append((_ACTOR.in_language(self.language), self.person(log.people[log.actor[seq]])))
        if log.unit[seq] >= 0:
            cells.append((_UNIT.in_language(self.language), self.unit(log.units[log.unit[seq]])))
        for attribute in kind.attributes:
            column = log.columns.get(attribute.term.id)
            code = None if column is None else column.values[seq]
            shown = BLANK.in_language(self.language) if code is None else self._shown(attribute, code)
            cells.append((attribute.term.label(self.language), shown))
        return cells

    def _shown(self, attribute: Attribute, code: int) -> str:
        value = decoded(self.log, attribute.kind, code)
        match value:
            case bool():
                return _YES_NO[value].in_language(self.language)
            case Decimal():
                return number_text(value)
            case datetime.date():
                return value.isoformat()
            case str() if attribute.kind is AttributeKind.PERSON:
                return self.person(value)
            case str() if attribute.kind is AttributeKind.UNIT:
                return self.unit(value)
            case str() if attribute.kind is AttributeKind.CHOICE:
                return next((c.label(self.language) for c in attribute.choices if c.id == value), value)
            case _:
                return value

    def person(self, identifier: str) -> str:
        """The person's name with their id, where that says more."""
        person = self.roster.person(identifier)
        if person is None or person.name == identifier:
            return identifier
        return f"{person.name} ({identifier})"

    def unit(self, identifier: str) -> str:
        """The unit's name."""
        unit = self.roster.unit(identifier)
        return identifier if unit is None else unit.name
