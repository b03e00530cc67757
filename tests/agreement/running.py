"""Pairs through all engines: counted, and where two differ, told in full and made small."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from agreement.chance import Chance
from agreement.comparing import Difference
from agreement.counting import Tally
from agreement.engines import ENGINES, SELDOM, SLOW, Check, reference
from agreement.logs import table, written
from agreement.pairs import Pair, pair
from agreement.shrinking import smallest

from dutyrules.calendar.errors import CalendarError
from dutyrules.engines.choice import Outcomes

MOST_SHOWN = 6


@attrs.frozen
class Disagreement:
    """An engine that answered a pair otherwise than the reference, or not at all."""

    seed: int | None
    engine: str
    pair: Pair
    differences: tuple[Difference, ...]

    def line(self) -> str:
        """Where it is seen, and the first thing that differs."""
        return f"{self.engine}, seed {self.seed}: {self.differences[0]} ({len(self.differences)} in all)"

    def text(self) -> str:
        """All that is needed to see it again."""
        found = self.pair
        posts = [f"{p.person} {p.role} {p.unit} {p.start or '-'} {p.end or '-'}" for p in found.people.posts]
        traits = [f"{p} {h}={v.value} {v.start or '-'} {v.end or '-'}" for p, h, v in found.people.traits]
        complete = [f"{kind or 'all'} before {written(through)}" for kind, through in found.complete]
        return "\n".join(
            (
                f"--- {self.engine} differs from the reference (seed {self.seed})",
                found.text(),
                f"\n# calendar, term {found.term}\n{found.calendar}",
                "# roster",
                *(str(unit) for unit in found.people.parents),
                *posts,
                *traits,
                *map(str, found.waivers),
                f"# log, as of {written(found.as_of)}, complete: {complete}",
                table(found.rows),
                "# differences",
                *map(str, self.differences[:MOST_SHOWN]),
                f"({len(self.differences)} in all)",
            )
        )


def found_by(check: Check, candidate: Pair, expected: Outcomes) -> list[Difference]:
    """In what the engine differs from the reference; an engine that fails differs, too."""
    try:
        return check(candidate, expected)
    except Exception as error:  # whatever it is, it is the engine's
        return [Difference("all", "answer", "one", f"{type(error).__name__}: {error}")]


def usable(candidate: Pair, tally: Tally) -> bool:
    """True if the checker lets the policy pass and the calendar knows what it asks for."""
    if candidate.checked.policy is None:
        tally.refused.update({d.code for d in candidate.checked.diagnostics if d.severity.value == "error"})
        return False
    try:
        _ = candidate.plan
    except CalendarError as error:
        tally.refused[type(error).__name__] += 1
        return False
    return True


def compared(
    candidate: Pair, tally: Tally, engines: Mapping[str, Check] = ENGINES, seed: int | None = None
) -> Iterator[Disagreement]:
    """The engines that differ over the pair, not made small yet."""
    if not usable(candidate, tally):
        return
    expected = reference(candidate)
    tally.add(expected, len(candidate.plan.scores))
    for name, check in engines.items():
        if engines is ENGINES and name in SLOW and (seed or 0) % SELDOM:
            continue
        tally.asked[name] += 1
        found = found_by(check, candidate, expected)
        if found:
            yield Disagreement(seed, name, candidate, tuple(found))


def made_small(disagreement: Disagreement, check: Check) -> Disagreement:
    """The same disagreement over as little as shows it."""

    def again(candidate: Pair) -> list[Difference]:
        return found_by(check, candidate, reference(candidate))

    small = smallest(disagreement.pair, lambda candidate: bool(again(candidate)))
    return attrs.evolve(disagreement, pair=small, differences=tuple(again(small)))


def seeded(seed: int) -> Pair:
    """The pair of that number."""
    return pair(Chance.seeded(seed))
