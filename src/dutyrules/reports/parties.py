"""How bearers are named: by name, and by name and id where two share a name."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dutyrules.findings.model import Finding, Party, Report, ScoreResult

SEPARATOR = " / "


@attrs.frozen(kw_only=True)
class Names:
    """How the parties of one report are told apart; nobody in particular is the school."""

    ambiguous: frozenset[str]
    school: str

    def parts(self, party: Party) -> tuple[str, ...]:
        """The name, and the id behind it if others share the name; the id alone if there is none."""
        if not party.name.strip():
            return (party.id,)
        return (party.name, party.id) if party.name in self.ambiguous else (party.name,)

    def of(self, party: Party) -> str:
        """The name of one party."""
        name, *number = self.parts(party)
        return f"{name} ({number[0]})" if number else name

    def bearer(self, bearer: tuple[Party, ...]) -> str:
        """The whole bearer: the person, then the unit, then the counterparty."""
        return SEPARATOR.join(map(self.of, bearer)) or self.school

    def rest(self, bearer: tuple[Party, ...]) -> str:
        """The bearer without the person who bears."""
        return SEPARATOR.join(map(self.of, bearer[1:]))


def names_in(report: Report) -> Names:
    """The names of `report`; those that two ids share are told with the id."""
    ids: dict[str, set[str]] = {}
    for result in _results(report):
        for party in result.bearer:
            ids.setdefault(party.name, set()).add(party.id)
    shared = frozenset(name for name, found in ids.items() if len(found) > 1)
    return Names(ambiguous=shared, school=report.school)


def _results(report: Report) -> Iterator[Finding | ScoreResult]:
    yield from report.findings
    yield from report.scores
