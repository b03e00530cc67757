"""Ranks within peers, by the window before (semantics, 5.17)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.checking.policy import RankedIn
from dutyrules.engines.columnar.connection import number
from dutyrules.engines.columnar.store import Store
from dutyrules.plan.obligations import Applicability, Obligation
from dutyrules.syntax.tree import Fold

_Window = tuple[int, int]


@attrs.frozen
class _Standing:
    """How a unit stands among its peers in a window; `ahead` None: it has no events there."""

    is_known: bool
    peers: int
    ahead: int | None


def with_ranks(store: Store, obligations: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """The obligations, those marked whose bearer's unit is not ranked as the norm asks or may not be."""
    conditions: dict[int, RankedIn] = {}
    windows: dict[int, set[_Window]] = {}
    for o in obligations:
        for condition in _ranks(o):
            conditions[id(condition)] = condition
            windows.setdefault(id(condition), set()).update([] if o.before is None else [o.before])
    found = {key: _standings(store, conditions[key], sorted(each)) for key, each in windows.items()}
    return tuple(_marked(store, o, found) if _ranks(o) else o for o in obligations)


_Standings = dict[tuple[_Window, str], _Standing]


def _ranks(obligation: Obligation) -> list[RankedIn]:
    if obligation.applicability is not Applicability.OWED:
        return []
    return [c for c in obligation.norm.conditions if isinstance(c, RankedIn)]


def _marked(store: Store, obligation: Obligation, found: dict[int, _Standings]) -> Obligation:
    if obligation.before is None:
        return attrs.evolve(obligation, applicability=Applicability.NOT_RANKED)
    answers = [_is_ranked(store, c, obligation, obligation.before, found[id(c)]) for c in _ranks(obligation)]
    if False in answers:
        return attrs.evolve(obligation, applicability=Applicability.NOT_RANKED)
    if None in answers:
        return attrs.evolve(obligation, applicability=Applicability.CONDITION_UNKNOWN)
    return obligation


def _is_ranked(
    store: Store, condition: RankedIn, obligation: Obligation, window: _Window, found: _Standings
) -> bool | None:
    """None until the window is over and the log complete for it, and where a number is lacking."""
    settled = store.settled_by([condition.event])
    standing = found.get((window, obligation.unit))
    if settled is None or window[1] > settled or (standing is not None and not standing.is_known):
        return None
    if standing is None or standing.ahead is None:
        return False
    # With no more peers than places a rank would single out nobody.
    places = condition.places.on(obligation.window.first_day)
    return standing.peers > places and standing.ahead < places


def _standings(store: Store, condition: RankedIn, windows: Sequence[_Window]) -> _Standings:
    """The standing of every unit of the roster in every window."""
    stretch = max([1, *(end - start for start, end in windows)])
    table = store.load(
        "ranked_windows",
        {
            "w": range(len(windows)),
            "start_at": [start for start, _ in windows],
            "end_at": [end for _, end in windows],
        },
    )
    rows = store.database.rows(
        f"rank by {condition.attribute.term.id}",
        f"WITH {_values(store, condition, table, stretch)}\n"
        f"SELECT w, unit, coalesce(bool_and(complete) OVER among, TRUE)::INTEGER,\n"
        f"  count(value) OVER among,\n"
        f"  CASE WHEN value IS NOT NULL THEN rank() OVER (PARTITION BY w, peers ORDER BY value\n"
        f"    {'ASC' if condition.lowest else 'DESC'} NULLS LAST) - 1 END\n"
        f"FROM standing WINDOW among AS (PARTITION BY w, peers)",
    )
    names = store.coding.unit_names
    return {
        (windows[number(w)], names[number(unit)]): _Standing(
            is_known=bool(known), peers=number(peers), ahead=None if ahead is None else number(ahead)
        )
        for w, unit, known, peers, ahead in rows
    }


def _values(store: Store, condition: RankedIn, windows: str, stretch: int) -> str:
    """Each unit of the roster in each window, with the sum or mean of its events, exactly ordered."""
    events = store.events(condition.event)
    is_number = condition.attribute.kind.is_number
    amount = events.columns.of(condition.attribute) if is_number else "CAST(NULL AS BIGINT)"
    value = "sum(amount)"
    if condition.fold is Fold.MEAN:
        # Two means of at most n numbers differ by 1/n² or not at all, so this keeps them apart.
        apart = 2 * max(1, len(store.world.log)) ** 2
        value = f"(sum(amount)::HUGEINT * {apart}) // count(*)"
    return (
        f"stretches AS (SELECT *, unnest(range(start_at // {stretch}, (end_at - 1) // {stretch} + 1))\n"
        f"    AS stretch FROM {windows}),\n"
        f"folded AS (SELECT w.w, e.unit, count(*) = count(amount) AS complete, {value} AS value\n"
        f"  FROM (SELECT *, instant // {stretch} AS stretch, {amount} AS amount FROM {events.table}) e\n"
        f"  JOIN stretches w ON e.stretch = w.stretch AND e.instant >= w.start_at AND e.instant < w.end_at\n"
        f"  WHERE e.unit IS NOT NULL GROUP BY w.w, e.unit),\n"
        f"standing AS (SELECT w.w, p.unit, p.peers, f.complete, if(f.complete, f.value, NULL) AS value\n"
        f"  FROM {windows} w CROSS JOIN {_peers_table(store)} p\n"
        f"  LEFT JOIN folded f ON f.w = w.w AND f.unit = p.unit)"
    )


def _peers_table(store: Store) -> str:
    """The units of the roster, those of one kind under the same parent with one number."""
    groups: dict[tuple[str | None, str | None], int] = {}
    kinds, units = store.posts.unit_kinds, store.world.school.roster.units
    numbers = [groups.setdefault((kinds.get(u.id), u.parent), len(groups)) for u in units]
    return store.load("peers", {"unit": [store.coding.units[u.id] for u in units], "peers": numbers})
