"""Which events are whose: obligations joined to the events that may count for them (semantics, 4.1, 4.2).

An obligation holds the events of one key (a person, a post, a unit) in one run of instants. Time is cut
into stretches as long as the norm's longest window, so that an obligation touches two of them at most, and
obligations and events are joined by key and stretch, which is a hash join whatever the windows are. What
is left to compare is the instant, within at most two stretches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dutyrules.checking.policy import Bearer
from dutyrules.checking.vocabulary import EventType
from dutyrules.engines.columnar.store import Store
from dutyrules.engines.world import object_of
from dutyrules.plan.obligations import Obligation, Scope


@attrs.frozen(kw_only=True)
class Owed:
    """Obligations of one norm as a table: o (their place), person, unit, toward, start_at, end_at, …."""

    table: str
    stretch: int


def owed_table(
    store: Store,
    obligations: Sequence[Obligation],
    more: Mapping[str, Sequence[int | None]] | None = None,
) -> Owed:
    """The obligations as a table, with `more` columns beside those that every norm has."""
    coding = store.coding
    table = store.load(
        "owed",
        {
            "o": range(len(obligations)),
            "person": [coding.people[o.person] for o in obligations],
            "unit": [coding.units[o.unit] for o in obligations],
            "toward": [coding.person(o.counterparty) for o in obligations],
            "start_at": [o.start for o in obligations],
            "end_at": [o.end for o in obligations],
            **(more or {}),
        },
    )
    return Owed(table=table, stretch=max([1, *(o.end - o.start for o in obligations)]))


@attrs.frozen(kw_only=True)
class Sought:
    """What is looked for: events of a type with what is worked out of each, for bearers in a scope.

    `columns` are expressions over the events' table by the name that they get. `toward` asks for the
    obligation's counterparty, or nobody named, as the object. `keys` are further pairs of columns, of
    the obligation and of the event, that must be equal; of the latter, NULL fits all.
    """

    kind: EventType
    bearer: Bearer
    scope: Scope
    columns: Mapping[str, str]
    toward: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    about: bool = False
    only: str = "TRUE"


def stretched(owed: Owed) -> str:
    """A common table expression `owed`: the obligations, once for each stretch that they touch."""
    return (
        f"owed AS (SELECT *, unnest(range(start_at // {owed.stretch}, (end_at - 1) // {owed.stretch} + 1))"
        f" AS stretch FROM {owed.table})"
    )


def found(store: Store, owed: Owed, sought: Sought, name: str = "found") -> str:
    """Common table expressions after `stretched`, the last of which is `name`.

    Its columns are o, seq, instant, day and those of `sought`.
    """
    columns = "".join(f", {sql} AS {name}" for name, sql in sought.columns.items())
    picked = "".join(f", e.{name}" for name in sought.columns)
    joins = " UNION ALL\n  ".join(
        f"SELECT o.o, e.seq, e.instant, e.day{picked} FROM owed o JOIN {name}_events e ON {condition}\n"
        f"    AND e.stretch = o.stretch AND e.instant >= o.start_at AND e.instant < o.end_at"
        for condition in _conditions(sought)
    )
    return (
        f"{name}_events AS (SELECT seq, instant, day, instant // {owed.stretch} AS stretch, actor, unit,\n"
        f"    toward, {store.home(sought.bearer)} AS home{columns}\n"
        f"    {_from(store, sought)} WHERE {sought.only}),\n"
        f"{name} AS (\n  {joins})"
    )


def _from(store: Store, sought: Sought) -> str:
    table = store.events(sought.kind).table
    if sought.scope is not Scope.POST or sought.about:
        return f"FROM {table}"
    # What any holder of a post did while holding it is the post's.
    return (
        f", post FROM (SELECT e.*, h.unit AS post FROM {table} e JOIN {store.holders(sought.bearer.role)} h\n"
        f"    ON h.person = e.actor AND e.day >= h.first AND e.day < h.past)"
    )


def _conditions(sought: Sought) -> list[str]:
    """The joins whose rows together are the bearer's events, no row in two of them."""
    fits = "(e.home IS NULL OR e.home = o.unit)"
    own = f"e.actor = o.person AND {fits}"
    match sought.scope:
        case _ if sought.about:
            conditions = [f"e.toward = o.person AND {fits}"]
        case Scope.PERSON:
            conditions = [own]
        case Scope.UNIT:
            conditions = ["e.unit = o.unit"]
        case Scope.POST:
            conditions = [f"e.post = o.unit AND {fits}"]
        case Scope.PARTNER:
            conditions = [own, f"e.toward = o.person AND NOT coalesce({own}, FALSE)"]
    keys = list(sought.keys)
    if sought.toward and object_of(sought.kind) is not None:
        keys.append(("toward", "toward"))
    for mine, theirs in keys:
        # Two joins by equality where one with OR could not be a hash join.
        conditions = [
            f"{condition} AND {key}"
            for condition in conditions
            for key in (f"e.{theirs} = o.{mine}", f"e.{theirs} IS NULL")
        ]
    return conditions
