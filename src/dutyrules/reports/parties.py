"""How bearers are named: by name, and by name and id where two share a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from dutyrules.findings.model import Finding, Party, Report, ScoreResult

SEPARATOR = " / "


@attrs.frozen(kw_only=True)
class Names:
    """The shown name of every party of one report."""

    shown: Mapping[Party, str]
    school: str

    def of(self, party: Party) -> str:
        """The name of one party."""
        return self.shown[party]

    def bearer(self, bearer: tuple[Party, ...]) -> str:
        """The whole bearer: the person, then the unit, then the counterparty; nobody is the school."""
        return SEPARATOR.join(map(self.of, bearer)) or self.school

    def rest(self, bearer: tuple[Party, ...]) -> str:
        """The bearer without the person who bears."""
        return SEPARATOR.join(map(self.of, bearer[1:]))


def names_in(report: Report) -> Names:
    """The names of all parties; one that two ids share, or that is blank, is told with its id."""
    parties = dict.fromkeys(p for result in _results(report) for p in result.bearer)
    ids: dict[str, set[str]] = {}
    for party in parties:
        ids.setdefault(party.name, set()).add(party.id)
    shown = {p: _shown(p, unique=len(ids[p.name]) == 1) for p in parties}
    return Names(shown=shown, school=report.school)


def _shown(party: Party, *, unique: bool) -> str:
    if not party.name.strip():
        return party.id
    return party.name if unique else f"{party.name} ({party.id})"


def _results(report: Report) -> Iterator[Finding | ScoreResult]:
    yield from report.findings
    yield from report.scores
