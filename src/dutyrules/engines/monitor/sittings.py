"""Instances judged together, where one bears on another, and what that makes of what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from dutyrules.engines.apart import kept_apart
from dutyrules.engines.monitor.announcements import Cause, Change, Revision, Settled, Standing, Undecided, Why
from dutyrules.engines.monitor.instances import Instance, Instances
from dutyrules.engines.monitor.judging import Court
from dutyrules.engines.monitor.ranking import with_rank
from dutyrules.engines.monitor.whose import Scene
from dutyrules.engines.outcome import Outcome
from dutyrules.plan.exceptions import with_exceptions
from dutyrules.plan.obligations import Obligation, Plan


@attrs.define(eq=False)
class Sitting:
    """Judges instances of one policy."""

    court: Court
    scene: Scene
    plan: Plan
    _excepted: frozenset[str] = attrs.field(init=False)
    _separate: frozenset[str] = attrs.field(init=False)

    @_excepted.default
    def _find_excepted(self) -> frozenset[str]:
        return frozenset(self.plan.exceptions) | frozenset(self.plan.exceptions.values())

    @_separate.default
    def _find_separate(self) -> frozenset[str]:
        return frozenset(label for group in self.plan.separate for label in group)

    def is_tied(self, label: str) -> bool:
        """True if instances of the norm bear on those of others, or the other way round."""
        return label in self._excepted or label in self._separate

    def tied_to(self, instance: Instance, instances: Instances) -> Iterator[Instance]:
        """Instances through which all that this one bears on are judged again."""
        if instance.label in self._excepted:
            for label in self._excepted:
                yield from instances.of_unit(label, instance.name.unit)
        if instance.label in self._separate:
            yield from instances.of_norms(self._separate)

    def outcomes(self, dirty: Iterable[Instance], instances: Instances) -> Iterator[tuple[Instance, Outcome]]:
        """What the instances come to now, and those that are tied to them."""
        wanted = dict.fromkeys(dirty)
        units = {i.name.unit for i in wanted if i.label in self._excepted}
        wanted |= dict.fromkeys(
            i for unit in units for label in self._excepted for i in instances.of_unit(label, unit)
        )
        apart: list[Instance] = []
        if any(i.label in self._separate for i in wanted):
            apart = list(instances.of_norms(self._separate))
        units |= {i.name.unit for i in apart if i.label in self._excepted}
        owed = {i: with_rank(i.obligation, self.scene) for i in (*wanted, *apart)}
        for unit in units:
            owed |= self._with_exceptions(unit, instances)
        for instance in wanted:
            if instance.label not in self._separate:
                yield instance, self.court.outcome(owed[instance])
        found = kept_apart([owed[i] for i in apart], self.plan.separate, self.court.outcome)
        yield from zip(apart, found, strict=True)

    def _with_exceptions(self, unit: str, instances: Instances) -> dict[Instance, Obligation]:
        own = [i for label in self._excepted for i in instances.of_unit(label, unit)]
        ranked = [with_rank(i.obligation, self.scene) for i in own]
        # Whether a permission has a prohibition to permit from is asked of the policy, not of the unit.
        others = (o for o in instances.first.values() if o.unit != unit and o.norm.label in self._excepted)
        found = with_exceptions((*ranked, *others), self.plan.exceptions)
        return dict(zip(own, found, strict=False))


def change_of(instance: Instance, standing: Standing, instant: int, whys: tuple[Why, ...]) -> Change | None:
    """What there is to say now that the instance stands so; it is taken down as said."""
    before, was_closed = instance.standing, instance.was_closed
    end = instance.obligation.end
    instance.standing, instance.was_closed = standing, end <= instant
    if before is None or not before.verdict.is_final:
        if standing.verdict.is_final:
            return Settled(name=instance.name, standing=standing, end=end, is_early=instant < end)
        if end <= instant and not was_closed:
            return Undecided(name=instance.name, standing=standing, end=end)
        return None
    # Time alone only narrows what a measure may come to; that is no news once the verdict is final.
    by_event = any(why.cause is not Cause.TIME for why in whys)
    if standing.verdict is not before.verdict or (was_closed and by_event and _differ(standing, before)):
        return Revision(name=instance.name, before=before, after=standing, why=whys)
    return None


def _differ(one: Standing, other: Standing) -> bool:
    lows = (None if s.measure is None else s.measure.low for s in (one, other))
    return one.evidence != other.evidence or len(set(lows)) > 1
