"""What mends an answer: the rows to add, change or take out so that a duty is met."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

import attrs

from dutyrules.checking.policy import (
    Agreement,
    Attestation,
    CheckedPolicy,
    EachEvent,
    EventTest,
    NumberTest,
    Quota,
    Rating,
    Reach,
    Response,
    Spacing,
    Whose,
)
from dutyrules.checking.vocabulary import AttributeKind, EventType
from dutyrules.engines.outcome import Cause, Outcome
from dutyrules.engines.world import World
from dutyrules.findings.model import Modality
from dutyrules.plan.obligations import Applicability, Obligation
from everything.ledger import Ledger, Row
from everything.values import DOMAINS, failing, passing, usual

_ONE_DAY = datetime.timedelta(days=1)
_EPOCH = datetime.datetime(1970, 1, 1)
_TO_LOCAL = datetime.timedelta(hours=8)


@attrs.define
class Remedies:
    """Mends the answers to one policy, as of the world that they were given in."""

    ledger: Ledger
    policy: CheckedPolicy
    world: World
    stuck: list[Outcome] = attrs.field(factory=list)
    _alone: dict[tuple[str, str], str] = attrs.field(factory=dict)

    def mend(self, outcome: Outcome) -> None:
        """Does what makes the duty met; what nothing can be done about is put aside."""
        obligation = outcome.obligation
        if obligation.applicability is not Applicability.OWED:
            self._fill_opening(outcome)
            return
        match obligation.norm:
            case Attestation() | Rating() as norm:
                self._state(norm, obligation)
            case EachEvent() as norm:
                self._each(norm, outcome)
            case Quota() as norm:
                self._quota(norm, outcome)
            case Reach() as norm:
                self._reach(norm, outcome)
            case Spacing() as norm:
                self._spacing(norm, outcome)
            case Agreement() as norm:
                self._agree(norm, outcome)
            case _:
                self.stuck.append(outcome)

    def open_one(self, norm: EachEvent | Quota, person: str, unit: str) -> None:
        """An event that opens the norm, so that its duty is there to be met."""
        term = self.world.term
        kind, tests = norm.event, getattr(norm, "only", ())
        if isinstance(norm, Quota) and isinstance(norm.recurrence, Response):
            kind, tests = norm.recurrence.trigger, norm.recurrence.tests
        start = self._instant(term.first_day + 40 * _ONE_DAY)
        moment = self._moment(kind, start, self._instant(term.last_day - 20 * _ONE_DAY))
        row = self._new(kind, moment, person, unit, None)
        self._pass(row, tests)

    # One kind of norm each ----------------------------------------------------------------------

    def _state(self, norm: Attestation | Rating, obligation: Obligation) -> None:
        events = self.policy.vocabulary.events
        matter = f"{self.policy.document}/{norm.label}"
        cells = {"about": obligation.person, "matter": matter}
        if isinstance(norm, Attestation):
            kind, cells["met"] = events["attestation"], "是"
        else:
            kind = events["rating"]
            most = norm.out_of.on(obligation.window.first_day)
            cells["points"] = f"{most - self.ledger.chance.choice((0, 0, 1, 1, 2)) * most / 20:f}"
        start = max(obligation.start, obligation.end - 12 * 86_400_000_000)
        moment = self._moment(kind, start, obligation.end)
        self.ledger.add(kind, moment, self._holder(norm.by, obligation), obligation.unit, cells)

    def _holder(self, role: str, obligation: Obligation) -> str:
        roster = self.world.school.roster
        labels = self.policy.vocabulary.roles[role].labels()
        found = [m for m in roster.memberships if m.role in labels and m.person != obligation.person]
        near = {obligation.unit, *(u.parent for u in roster.units if u.id == obligation.unit)}
        return next((m for m in found if m.unit in near), found[0]).person

    def _each(self, norm: EachEvent, outcome: Outcome) -> None:
        row = self._row(outcome.obligation.event)
        if norm.modality is not Modality.MUST_NOT:
            self._pass(row, norm.tests)
        else:
            self._spoil(row, norm.tests)

    def _quota(self, norm: Quota, outcome: Outcome) -> None:
        obligation, measure = outcome.obligation, outcome.measure
        if norm.modality is Modality.MUST_NOT or self._is_past(outcome):
            self._fewer(norm, outcome)
            return
        for rejection in outcome.rejected:
            if rejection.cause is Cause.MISSING and rejection.test is not None:
                self._pass(self._row(rejection.event), (rejection.test,))
                return
        if self._is_of_pairs(norm):
            self._pair(norm, obligation)
            return
        done = Decimal(0) if measure is None else measure.low
        short = (obligation.low or Decimal(0)) - done
        if norm.summed is not None:
            row = self._done(norm, obligation)
            row.cells[norm.summed.term.id] = f"{short:f}"
            return
        for _ in range(int(short)):
            self._done(norm, obligation)

    def _is_of_pairs(self, norm: Quota) -> bool:
        """True if each of a unit must be in such an event: those of a unit are made two by two."""
        return any(
            isinstance(n, Quota) and n.whose is Whose.PARTNER and n.event.term.id == norm.event.term.id
            for n in self.policy.norms
        )

    def _pair(self, norm: Quota, obligation: Obligation) -> None:
        if norm.whose is not Whose.PARTNER:
            return
        key = (norm.label, obligation.unit)
        if key not in self._alone:
            self._alone[key] = obligation.person
            return
        other = attrs.evolve(obligation, counterparty=self._alone.pop(key))
        self._done(norm, other)

    def _is_past(self, outcome: Outcome) -> bool:
        high, measure = outcome.obligation.high, outcome.measure
        return high is not None and measure is not None and measure.low > high

    def _fewer(self, norm: Quota, outcome: Outcome) -> None:
        most = 0 if outcome.obligation.high is None else int(outcome.obligation.high)
        blank = [r.event for r in outcome.rejected if r.cause is Cause.MISSING]
        for seq in (*outcome.evidence[most:], *blank):
            self._spoil(self._row(seq), norm.tests)

    def _done(self, norm: Quota, obligation: Obligation) -> Row:
        moment = self._moment(norm.event, obligation.start, obligation.end)
        row = self._new(norm.event, moment, obligation.person, obligation.unit, obligation.counterparty)
        self._pass(row, norm.tests)
        return row

    def _reach(self, norm: Reach, outcome: Outcome) -> None:
        obligation = outcome.obligation
        reached: dict[str, int] = {}
        for seq in outcome.evidence:
            row = self._row(seq)
            who = row.actor if norm.by_actor else row.cells.get(norm.event.object or "", "")
            reached[who] = reached.get(who, 0) + 1
        for person in obligation.people:
            for _ in range(reached.get(person, 0), int(norm.each.on(obligation.window.first_day))):
                actor, about = (person, None) if norm.by_actor else (obligation.person, person)
                moment = self._moment(norm.event, obligation.start, obligation.end)
                self._pass(self._new(norm.event, moment, actor, obligation.unit, about), norm.tests)

    def _spacing(self, norm: Spacing, outcome: Outcome) -> None:
        obligation = outcome.obligation
        reach = int(obligation.high or 7) * _ONE_DAY
        window = obligation.window
        calendar = self.world.school.calendar
        day = window.first_day
        while day + reach < window.end_day - _ONE_DAY:
            day = calendar.last_school_day(day + _ONE_DAY, day + reach + _ONE_DAY) or day + reach
            moment = self._moment(norm.event, self._instant(day), self._instant(day + _ONE_DAY))
            self._pass(self._new(norm.event, moment, obligation.person, obligation.unit, None), norm.tests)

    def _agree(self, norm: Agreement, outcome: Outcome) -> None:
        rows = [self._row(seq) for seq in (*outcome.evidence, *(r.event for r in outcome.rejected))]
        for row in rows:
            for attribute in (norm.key, *norm.attributes):
                name = attribute.term.id
                row.cells[name] = rows[0].cells.get(name) or usual(row.kind, attribute, row.time.date())

    def _fill_opening(self, outcome: Outcome) -> None:
        obligation, norm = outcome.obligation, outcome.obligation.norm
        if obligation.event is None:
            self.stuck.append(outcome)
            return
        row = self._row(obligation.event)
        for attribute in row.kind.attributes:
            if not row.cells.get(attribute.term.id):
                row.cells[attribute.term.id] = self._usual(row, attribute.term.id)
        if row.kind.object is not None and not row.cells[row.kind.object]:
            row.cells[row.kind.object] = self._somebody(row.actor, row.unit)
        if isinstance(norm, EachEvent):
            self._pass(row, norm.only)

    # Rows ---------------------------------------------------------------------------------------

    def _row(self, seq: int | None) -> Row:
        if seq is None:
            raise ValueError("an answer about an event names it")
        return self.ledger.row(self.world.log.ids[seq])

    def _new(
        self, kind: EventType, moment: datetime.datetime, actor: str, unit: str, about: str | None
    ) -> Row:
        cells = {a.term.id: usual(kind, a, moment.date()) for a in kind.attributes}
        row = self.ledger.add(kind, moment, actor, unit, cells)
        for attribute in kind.attributes:
            if attribute.kind is AttributeKind.PERSON:
                row.cells[attribute.term.id] = self._somebody(actor, unit)
        if about is not None and kind.object is not None:
            row.cells[kind.object] = about
        if kind.term.id == "study_domain":
            row.cells |= {"domain": DOMAINS[int(actor[-2:]) % len(DOMAINS)], "taken_by": actor}
        return row

    def _usual(self, row: Row, name: str) -> str:
        attribute = next(a for a in row.kind.attributes if a.term.id == name)
        if attribute.kind is AttributeKind.PERSON:
            return self._somebody(row.actor, row.unit)
        return usual(row.kind, attribute, row.time.date())

    def _somebody(self, actor: str, unit: str) -> str:
        """Somebody else of the unit: a pupil, a member, a worker."""
        members = [m for m in self.world.school.roster.memberships if m.unit == unit and m.person != actor]
        plain = [m.person for m in members if m.role in ("学生", "组员", "会员", "员工")]
        return self.ledger.chance.choice(plain or [m.person for m in members] or [actor])

    def _pass(self, row: Row, tests: tuple[EventTest, ...]) -> None:
        for test in tests:
            name = test.attribute.term.id
            if test.attribute.kind is AttributeKind.PERSON:
                row.cells[name] = row.cells.get(name) or self._somebody(row.actor, row.unit)
            else:
                row.cells[name] = passing(row.kind, test, row.cells.get(name, ""), row.time.date())

    def _spoil(self, row: Row, tests: tuple[EventTest, ...]) -> None:
        for test in tests:
            cell = failing(test, row.time.date())
            if cell is not None and not isinstance(test, NumberTest):
                row.cells[test.attribute.term.id] = cell
                return
        self.ledger.drop(row.key)

    # Time ---------------------------------------------------------------------------------------

    def _instant(self, day: datetime.date) -> int:
        return self.world.school.calendar.instant(day)

    def _moment(self, kind: EventType, start: int, end: int) -> datetime.datetime:
        """A moment in [start, end): on a school day at the hour of that kind of event where there is one."""
        first, last = _local(start), _local(end)
        chance = self.ledger.chance
        days = list(self._school_days(first.date(), last.date()))
        chance.shuffle(days)
        hour = 8 + sum(map(ord, kind.term.id)) % 9
        for day in days:
            for at in (hour, 9, 16, 17, 19, 8):
                clock = datetime.time(at, 5 * chance.randrange(12))
                moment = datetime.datetime.combine(day, clock)
                if first <= moment < last:
                    return moment
        minutes = max(int((last - first) / datetime.timedelta(minutes=1)) - 1, 0)
        return first + datetime.timedelta(minutes=min(minutes // 2, 45))

    def _school_days(self, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        calendar = self.world.school.calendar
        known = calendar.school_days_of_all
        for ordinal in known:
            if first.toordinal() <= ordinal <= last.toordinal():
                yield datetime.date.fromordinal(ordinal)


def _local(instant: int) -> datetime.datetime:
    return _EPOCH + datetime.timedelta(microseconds=instant) + _TO_LOCAL
